// One turn of a conversation: the question, what was found, and everything that an answer carries with it.
(() => {
  const { el, say } = Desk;

  const group = (title, ...children) => el("section", { class: "group" }, el("h3", {}, title), ...children);
  const choice = (label, act) => el("button", { type: "button", class: "line-button", click: act }, label);
  const link = (label, act) => el("button", { type: "button", class: "text-button", click: act }, label);
  const list = (items) => el("ul", { class: "plain" }, items.map((item) => el("li", {}, item)));

  // The numbers of a quotation that its claims speak of stand out in the source; years and dates do not.
  const numbers = (claims, n) => {
    const told = claims.filter((claim) => claim.citations.includes(n)).map((claim) => claim.text).join("\n");
    return [...new Set([...told.matchAll(/\d[\d,，]*(?:\.\d+)?(?![\d年月日])/g)].map((found) => found[0]))];
  };

  const cited = (answer) => (answer.citations.length ? answer.citations : answer.closest)
    .map((citation) => ({ ...citation, bold: numbers(answer.claims, citation.n) }));

  const status = (answer, growing) => el("p", { class: `status status-${answer.status}`, role: "status" },
    el("strong", {}, growing ? say("ask.growing", { n: answer.claims.length }) : say(`ask.status.${answer.status}`)),
    !growing && answer.claims.length > 0
      && el("span", {}, say("ask.status.counts", { claims: answer.claims.length, citations: answer.citations.length })),
    !growing && answer.coverage && el("span", {}, say("ask.status.coverage", answer.coverage)));

  // The line above tells the coverage already, and an absence claim the missing bodies.
  const remarks = ({ coverage, notes }) => notes.filter((note) =>
    !(coverage && /^(覆盖 |Covers |Coverage)/.test(note)));

  const missing = ({ coverage, notes, claims, names }) => {
    const said = [...notes, ...claims.map((claim) => claim.text)];
    const silent = coverage && coverage.missing.some((body) => !said.some((words) => words.includes(body)));
    return silent ? el("p", { class: "aside" }, say("ask.missing", { names: Desk.names(coverage.missing, names) })) : null;
  };

  const closest = (answer, citations) => answer.closest.length > 0 && answer.claims.length === 0
    && group(say("ask.closest"), el("p", { class: "aside" }, say("ask.closest.aside")),
      el("ul", { class: "closest" }, citations.map((citation) => el("li", {},
        el("p", { class: "aside" }, `${Desk.body(citation)}　${Desk.path(citation.section)}`),
        el("p", {}, citation.quote, Desk.chips([citation.n], [citation]))))));

  const candidates = (answer, act) => answer.candidates.length > 0
    && group(say("ask.candidates"), list(answer.candidates.map((report) =>
      choice(`${Desk.body(report)}　${report.title}`, () => act.ask(answer.question, { only: [report.report_id] })))));

  const withheld = (claims) => claims.length > 0 && el("details", { class: "withheld" },
    el("summary", {}, say("ask.withheld", { n: claims.length })),
    el("ul", {}, claims.map((claim) => el("li", {}, el("p", {}, claim.text),
      el("p", { class: "aside" }, `${claim.check}${Desk.lang === "zh" ? "：" : ": "}${claim.reason}`)))));

  const more = (answer, act) => answer.suggestions.length > 0
    && group(say("ask.more"), list(answer.suggestions.map((question) => choice(question, () => act.ask(question)))));

  const steps = (answer) => {
    const seconds = Object.values(answer.timings).reduce((sum, one) => sum + one, 0);
    const key = answer.found == null ? "ask.steps.none" : answer.found >= 20 ? "ask.steps.many" : "ask.steps";
    const used = answer.citations.length;
    const mode = answer.mode === "extractive" ? say("ask.mode.extractive") : say("ask.mode.chat", { model: answer.mode.replace(/^chat:/, "") });
    return el("p", { class: "method" },
      say(key, { found: answer.found, used, seconds: seconds < 0.1 ? seconds.toFixed(2) : seconds.toFixed(1) }), el("span", {}, mode));
  };

  const claims = (answer, citations, act) => answer.claims.length > 0
    && el("ol", { class: "claims" }, answer.claims.map((claim) => {
      const line = Desk.claim(claim, citations, answer.names || {}, Desk.speaker(claim, citations));
      const source = citations.find((citation) => claim.citations.includes(citation.n));
      if (act.keep && source) line.querySelector("p:not(.aside)").append(link(say("notes.claim"), (event) => act.keep(claim.text, source, event.currentTarget)));
      return line;
    }));

  // Plain text for another document: the claims with their numbers, then every source with its words.
  const plain = (answer) => {
    const marks = (of) => of.citations.map((n) => `[${n}]`).join("");
    const said = answer.claims.map((claim) => [claim.text + marks(claim),
      claim.computation && !claim.text.includes(claim.computation) && `（${say("claim.computation", claim)}）`].filter(Boolean).join(""));
    const sources = (answer.citations.length ? answer.citations : answer.closest).map((citation) =>
      `[${citation.n}] ${Desk.body(citation)}，${Desk.path(citation.section)}：“${citation.quote}”`);
    return [answer.standalone_question, ...said, ...remarks(answer), ...(sources.length ? [`${say("ask.copy.sources")}:`, ...sources] : [])].join("\n");
  };

  Desk.copy = async (text, button) => {
    const label = button.textContent;
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    button.textContent = say(done ? "ask.copied" : "ask.copy.failed");
    setTimeout(() => { button.textContent = label; }, 1600);
  };

  const complaint = (turn, act, place) => {
    const reasons = act.reasons.map((reason) => el("label", {},
      el("input", { type: "radio", name: `wrong-${turn.n}`, value: reason, required: true }), say(`wrong.${reason}`)));
    const comment = el("textarea", { rows: 2, maxlength: act.longest.comment, "aria-label": say("wrong.comment"), placeholder: say("wrong.comment") });
    const form = el("form", { class: "wrong", submit: async (event) => {
      event.preventDefault();
      const reason = new FormData(form).get(`wrong-${turn.n}`);
      const told = await act.complain({ n: turn.n, reason, comment: comment.value });
      place.replaceChildren(told.error ? Desk.failure(told.error)
        : el("p", { class: "aside", role: "status" }, say("wrong.thanks", { id: told.case })));
    } },
      el("p", { class: "aside" }, say("wrong.title")), el("div", { class: "reasons" }, reasons), comment,
      el("div", { class: "row" }, el("button", { type: "submit", class: "plain-button" }, say("wrong.send")),
        el("button", { type: "button", class: "text-button", click: () => { place.replaceChildren(); place.previousSibling.lastChild.focus(); } }, say("desk.cancel"))));
    place.replaceChildren(form);
    form.querySelector("input").focus();
  };

  const actions = (turn, act) => {
    const place = el("div", { class: "place" });
    return [el("div", { class: "actions", role: "group", "aria-label": say("ask.actions") },
      link(say("ask.copy"), (event) => Desk.copy(plain(turn.answer), event.currentTarget)),
      link(say("ask.export"), () => act.export(turn.n)),
      link(say("wrong.name"), () => (place.hasChildNodes() ? place.replaceChildren() : complaint(turn, act, place)))), place];
  };

  const limited = ({ reports, years }) => {
    const parts = [reports && say("ask.limited.reports", { n: reports }), years.length && say("ask.limited.years", { years: years.join(Desk.say("desk.comma")) })];
    return el("p", { class: "aside" }, say("ask.limited", { scope: parts.filter(Boolean).join(" · ") }));
  };

  const finished = (turn, act, growing) => {
    const { answer } = turn;
    const citations = cited(answer);
    const idle = answer.notes.length === 0 && answer.status !== "answered";
    return [
      answer.standalone_question !== turn.question
        && el("p", { class: "aside" }, say("ask.standalone", { question: answer.standalone_question })),
      turn.limited && limited(turn.limited),
      status(answer, growing),
      idle && el("p", { class: "lead" }, say(`ask.lead.${answer.status}`)),
      claims(answer, citations, growing ? {} : act),
      remarks(answer).length > 0 && el("ul", { class: "remarks" }, remarks(answer).map((note) => el("li", {}, note))),
      missing(answer),
      candidates(answer, act),
      closest(answer, citations),
      withheld(answer.withheld),
      growing ? null : [steps(answer), actions(turn, act)].flat(),
      citations.length > 0 && el("button", { type: "button", class: "plain-button to-panel",
        click: (event) => Desk.panel.list(event.currentTarget) }, say("ask.to_panel", { n: citations.length })),
      growing ? null : more(answer, act),
    ].flat().filter(Boolean);
  };

  // `turn`: {question, answer?, error?, pending?, growing?}; `act` is what its buttons do.
  Desk.turn = (turn, act) => {
    const article = el("article", { class: "answer", "aria-label": say("ask.answer"), "aria-busy": (turn.pending || turn.growing) && "true" },
      el("h2", {}, turn.question));
    if (turn.answer) article.append(...finished(turn, act, turn.growing));
    if (turn.error) article.append(Desk.failure(turn.error), el("div", { class: "actions" }, link(say("ask.retry"), turn.retry)));
    else if (!turn.answer && turn.pending) article.append(Desk.loading(turn.pending));
    else if (!turn.answer) article.append(el("p", { class: "aside" }, say("ask.removed")));
    const offer = () => Desk.panel.offer("ask", turn.answer ? cited(turn.answer) : []);
    article.addEventListener("click", (event) => event.target.closest(".chip, .to-panel") && act.active(turn, offer), true);
    return { article, offer };
  };
})();
