// The evidence panel: the cards of the shown tab's citations, the report with one span lit up, the conversation's notes.
(() => {
  const { el, say } = Desk;
  const PANES = ["cards", "source", "notes"];
  const phone = window.matchMedia("(max-width: 820px)");
  const state = { tab: "ask", offered: {}, citation: null, origin: null, back: null, ticket: 0, notes: null };
  let root = null;
  let server = null;
  const find = (selector) => root.querySelector(selector);
  const key = ({ report_id, start, end }) => `${report_id}:${start}:${end}`;
  const offered = () => state.offered[state.tab] || [];
  const covers = () => phone.matches || document.body.classList.contains("panel-over");

  const card = (citation) => {
    const current = state.citation && key(state.citation) === key(citation);
    return el("button", { type: "button", class: "card", "data-n": citation.n, "aria-current": current && "true",
      click: (event) => open(citation, covers() ? state.origin : event.currentTarget) },
      el("span", { class: "number" }, String(citation.n)),
      el("span", { class: "who" }, Desk.body(citation)),
      el("span", { class: "path" }, Desk.path(citation.section)),
      el("span", { class: "quote" }, Desk.emphasised(citation.quote, citation.bold)));
  };

  const drawCards = () => {
    const list = offered();
    find(".cards").replaceChildren(...(list.length ? list.map(card) : [el("p", { class: "empty" }, say("panel.cards.empty"))]));
    find("#tab-cards").textContent = list.length ? say("panel.cards.n", { n: list.length }) : say("panel.cards");
  };

  const select = (name) => {
    for (const pane of PANES) {
      const chosen = pane === name;
      find(`#tab-${pane}`).setAttribute("aria-selected", String(chosen));
      find(`#tab-${pane}`).tabIndex = chosen ? 0 : -1;
      find(`.${pane}`).hidden = !chosen;
    }
  };

  const step = (offset, name) => {
    const at = offered().findIndex((citation) => key(citation) === key(state.citation));
    const other = at < 0 ? null : offered()[at + offset];
    return at < 0 ? null : el("button", { type: "button", class: "plain-button", disabled: !other,
      click: () => open(other, state.origin) }, say(name));
  };

  const keep = (citation) => state.tab === "ask" && state.notes
    ? el("button", { type: "button", class: "plain-button", click: (event) => state.notes.keep(citation, event.currentTarget) }, say("panel.keep")) : null;

  const drawSource = (span) => {
    const citation = { ...state.citation, quote: span.quote };
    const view = Desk.sourceView(span, citation.bold, [step(-1, "panel.previous"), step(1, "panel.next"), keep(citation)]);
    find(".source").replaceChildren(...view.nodes);
    view.reveal();
  };

  const markChips = () => document.querySelectorAll(".chip").forEach((chip) =>
    chip.classList.toggle("current", chip === state.origin));

  const showSheet = (shown) => {
    document.body.classList.toggle("sheet-open", shown);
    const modal = shown && phone.matches;
    document.querySelectorAll("#masthead, #work").forEach((node) => { node.inert = modal; });
    for (const [name, value] of [["role", modal ? "dialog" : null], ["aria-modal", modal ? "true" : null]])
      value ? root.setAttribute(name, value) : root.removeAttribute(name);
  };

  const comeFrom = (origin) => Object.assign(state, { origin, back: Desk.again(origin) });

  async function open(citation, origin) {
    const ticket = ++state.ticket;
    state.citation = citation;
    if (origin && origin !== state.origin) comeFrom(origin);
    showSheet(true);
    select("source");
    drawCards();
    markChips();
    const waiting = setTimeout(() => find(".source").replaceChildren(Desk.loading(say("panel.source.opening"))), 150);
    const { report_id, start, end } = citation;
    const span = await server.get_span({ report_id, start, end }).catch(() => null) || { error: say("panel.source.failed") };
    clearTimeout(waiting);
    if (ticket !== state.ticket) return;
    const moved = !span.error && citation.quote != null && span.quote !== citation.quote;
    if (span.error || moved) find(".source").replaceChildren(Desk.failure(span.error || say("panel.source.changed")));
    else drawSource(span);
  }

  const list = (origin, pane = "cards") => {
    comeFrom(origin);
    showSheet(true);
    select(pane);
    find(`#tab-${pane}`).focus();
  };

  const close = () => {
    showSheet(false);
    const back = state.back?.();
    back?.focus();
    if (document.activeElement !== back) document.querySelector(`.chip[data-n="${state.citation?.n}"]`)?.focus();
  };

  const offer = (tab, citations) => {
    state.offered[tab] = citations;
    if (tab !== state.tab || !root) return;
    if (citations.length && state.citation) drawCards(); // whoever reads a source is not taken away from it
    else fresh();
  };

  const fresh = () => {
    Object.assign(state, { citation: null, ticket: state.ticket + 1 });
    find(".source").replaceChildren(el("p", { class: "empty" }, say("panel.source.empty")));
    drawCards();
    if (find("#tab-source").getAttribute("aria-selected") === "true") select("cards");
  };

  const show = (tab) => {
    const other = tab !== state.tab;
    state.tab = tab;
    if (!root) return;
    find("#tab-notes").hidden = !(tab === "ask" && state.notes);
    if (!other) return;
    showSheet(false);
    fresh();
    select("cards");
  };

  const onKey = (event) => {
    if (event.key === "Escape") return close();
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !event.target.matches("[role=tab]")) return;
    const shown = PANES.filter((pane) => !find(`#tab-${pane}`).hidden);
    const next = shown[(shown.indexOf(event.target.id.slice(4)) + by + shown.length) % shown.length];
    select(next);
    find(`#tab-${next}`).focus();
  };

  const frame = () => {
    const tab = (name) => el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `pane-${name}`,
      click: () => select(name) }, say(`panel.${name}`));
    const pane = (name) => el("div", { class: name, id: `pane-${name}`, role: "tabpanel", "aria-labelledby": `tab-${name}` });
    root.setAttribute("aria-label", say("panel.name"));
    root.replaceChildren(
      el("header", { class: "bar" },
        el("div", { role: "tablist", "aria-label": say("panel.name") }, PANES.map(tab)),
        el("button", { type: "button", class: "plain-button close", click: close }, say("desk.close"))),
      ...PANES.map(pane));
  };

  const mount = (context) => {
    root = context.element.querySelector(".evidence");
    server = context.server;
    frame();
    root.addEventListener("keydown", onKey);
    phone.addEventListener("change", () => showSheet(false));
    // While a report is still opening nothing in the sheet has the focus yet.
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && covers() && event.target === document.body) close(); });
    showSheet(false);
    fresh();
    select("cards");
    find("#tab-notes").hidden = !state.notes;
    state.notes?.draw(find(".notes"), find("#tab-notes"));
  };

  // The tab 问答 brings the notes: `draw(pane, tab)` shows them, `keep(citation)` adds one.
  const useNotes = (notes) => {
    state.notes = notes;
    if (!root) return;
    find("#tab-notes").hidden = state.tab !== "ask";
    notes.draw(find(".notes"), find("#tab-notes"));
  };

  // The other components may draw before this one is mounted: what they offer is kept, not lost.
  Desk.panel = { mount, open, list, show, offer, useNotes };
})();
