// The tab 摘要: the field table, the findings and the key points of one report; all reports in one file.
(() => {
  const { el, say } = Desk;
  const FORMATS = ["docx", "md", "json"];
  const HEADS = ["field", "value", "scope", "state", "proof"];

  const figure = (quantity) => quantity && el("span", { class: "figure" }, quantity);

  const item = ({ label, quantity, citations }, all) =>
    el("li", {}, quantity ? `${label}　` : label, figure(quantity), Desk.chips(citations, all));

  const value = (field, all) => {
    if (field.status === "not_stated") return el("span", { class: "absent" }, say("summary.absent"));
    if (field.status === "conflicting") return el("p", {}, field.text);
    if (field.items.length > 0) return el("ul", { class: "items" }, field.items.map((line) => item(line, all)));
    const kind = field.hedge ? "summary.hedged" : field.ranged ? "summary.ranged" : null;
    return [figure(field.quantity), kind && el("span", { class: "kind" }, say(kind)),
      field.text && el("p", { class: field.quantity ? "aside" : "" }, field.text)];
  };

  const source = (field, all) => field.items.length > 0 && field.status !== "conflicting"
    ? el("span", { class: "aside" }, say("summary.each")) : Desk.chips(field.citations, all);

  const cell = (name, ...content) => el("td", { role: "cell", class: name }, content.flat());

  const row = (field, all) =>
    el("tr", { role: "row", class: `is-${field.status}` },
      el("th", { role: "rowheader", scope: "row" }, Desk.term("summary.field", field.key, field.label)),
      cell("value", value(field, all)),
      cell("scope", field.scope ? Desk.term("summary.scope", field.scope) : null),
      cell("state", say(`summary.status.${field.status}`)),
      cell("proof", source(field, all)));

  const table = (fields, all) =>
    el("table", { class: "sheet fields", role: "table", "aria-label": say("summary.fields") },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, HEADS.map((name) =>
        el("th", { role: "columnheader", scope: "col", class: `head-${name}` }, say(`summary.head.${name}`))))),
      el("tbody", { role: "rowgroup" }, fields.map((field) => row(field, all))));

  const points = (section, all) =>
    el("section", { class: "group" },
      el("h3", {}, Desk.path(section.path)),
      el("ul", { class: "claims" }, section.points.map((claim) => Desk.claim(claim, all, {}))));

  const findings = (list) =>
    el("section", { class: "findings" },
      el("h2", {}, say("summary.findings")),
      list.length ? el("ul", {}, list.map(Desk.finding)) : el("p", { class: "aside" }, say("audit.clean.one")));

  const actions = (context, reportId) =>
    el("div", { class: "actions" },
      FORMATS.map((format) => Desk.download(say(`summary.export.${format}`),
        () => Desk.call(context.server.get_export, { report_id: reportId, format }))),
      el("button", { type: "button", class: "plain-button", click: () => Desk.go("ask", { doc: reportId }) }, say("summary.ask")));

  const finished = (context, { summary, fields }) => {
    Desk.panel.offer("summary", summary.citations);
    if (Desk.tab === "summary") Desk.remember({ doc: summary.report_id });
    return el("article", { class: "summary", "aria-label": say("tab.summary") },
      el("header", {},
        el("h2", {}, summary.title),
        el("p", { class: "aside" }, Desk.body(summary), summary.period && `　${say("summary.period", { period: summary.period })}`),
        actions(context, summary.report_id)),
      table(fields, summary.citations),
      el("p", { class: "aside" }, say("summary.legend")),
      findings(summary.findings),
      summary.sections.length > 0 && el("h2", { class: "part" }, say("summary.points")),
      summary.sections.map((section) => points(section, summary.citations)),
      el("p", { class: "method" }, say("summary.hash", { hash: summary.sha256 })));
  };

  const DRAW = {
    start: () => el("p", { class: "lead" }, say("summary.start")),
    loading: () => Desk.loading(say("summary.loading")),
    error: (context, { message }) => Desk.failure(say(message)),
    summary: finished,
  };

  // All reports: one line that tells what can be had, then how far it is, then the file.
  const batch = (context, place) => {
    const ask = (payload) => Desk.call(context.server.get_batch, payload);
    const act = (payload) => el("button", { type: "button", class: "plain-button", click: async () => draw(await ask(payload)) },
      payload.do === "stop" ? say("desk.cancel") : say(`summary.export.${payload.format}`));

    const ready = (run) => Desk.download(say("summary.batch.save", { format: say(`summary.format.${run.format}`) }),
      (offset) => ask({ do: "part", offset }), { class: "primary-button" });

    const told = (state) => {
      if (state.error) return [Desk.failure(state.error)];
      const { run, reports } = state;
      if (run && !run.finished) return [Desk.meter(run, say("summary.batch.making", { format: say(`summary.format.${run.format}`) })), act({ do: "stop" })];
      const ended = run && (run.failed ? say("summary.batch.failed") : run.stopped ? say("summary.batch.stopped") : null);
      return [el("span", { class: "aside" }, say("summary.batch", { n: reports })), ...FORMATS.map((format) => act({ do: "start", format })),
        run && !ended && ready(run), ended && el("span", { role: "status", class: "aside" }, ended)];
    };

    const draw = (state) => {
      const focused = place.contains(document.activeElement);
      place.hidden = state.reports === 0;
      place.replaceChildren(...told(state).filter(Boolean));
      if (focused) place.querySelector("button")?.focus();
      if (state.run && !state.run.finished) follow();
    };

    let clock = null;
    const follow = () => {
      clock ??= Desk.poll("summary", async () => {
        const state = await ask({ do: "look" });
        const over = state.error || !state.run || state.run.finished;
        if (over) clock = null;
        draw(state);
        return over;
      });
    };
    return async () => draw(await ask({ do: "look" }));
  };

  Desk.summary = (context) => {
    const main = el("div", { "aria-live": "polite" });
    const line = el("div", { class: "batch", role: "group", "aria-label": say("summary.batch.name"), hidden: true });
    context.element.querySelector(".stage").replaceChildren(line, main);
    const look = batch(context, line);
    let shown = null;
    let wanted = null;
    Desk.follow(context, (view) => {
      if (view.doc && view.doc !== wanted) return; // another was asked for since
      shown = view.kind === "summary" ? view.summary.report_id : view.kind === "loading" ? shown : null;
      if (view.kind !== "summary") Desk.panel.offer("summary", []);
      main.replaceChildren(DRAW[view.kind](context, view));
    });
    const onShown = ({ doc }) => {
      const other = doc && doc !== shown ? doc : null;
      wanted = other || wanted;
      context.open({ doc: other });
      look();
    };
    Desk.onShown("summary", onShown);
    if (Desk.tab === "summary") onShown(Desk.params());
  };
})();
