// The tab 审计: findings over the library, filtered, each with its computation and its places in the source.
(() => {
  const { el, say } = Desk;
  const SEVERITIES = ["error", "warning", "info"];
  const PAGE = 50;

  const toggle = (list, value, on) => on ? [...new Set([...list, value])] : list.filter((one) => one !== value);

  const tick = (name, n, checked, act) =>
    el("label", {}, el("input", { type: "checkbox", checked, change: (event) => act(event.target.checked) }), name, el("span", { class: "count" }, String(n)));

  const severities = (view, state) =>
    el("fieldset", {}, el("legend", {}, say("audit.severity")), SEVERITIES.map((one) =>
      tick(say(`audit.severity.${one}`), view.severities[one] || 0, state.severities.includes(one),
        (on) => look(state, { severities: toggle(state.severities, one, on), limit: PAGE }))));

  // Rules that found something, most first; those that found nothing are named, for silence is a result too.
  const rules = (view, state) => {
    const name = ({ id, title }) => `${id} ${Desk.term("audit.rule", id, title)}`;
    const [some, none] = [view.rules.filter((one) => one.n || state.rules.includes(one.id)), view.rules.filter((one) => !one.n && !state.rules.includes(one.id))];
    some.sort((a, b) => b.n - a.n);
    const chosen = state.rules.length ? say("audit.rules.chosen", { n: state.rules.length }) : say("audit.rules", { n: some.length });
    return el("details", { class: "rules", open: state.open, toggle: (event) => { state.open = event.target.open; } }, el("summary", {}, chosen),
      el("fieldset", {}, el("legend", {}, say("audit.rule")), some.map((one) =>
        tick(name(one), one.n, state.rules.includes(one.id), (on) => look(state, { rules: toggle(state.rules, one.id, on), limit: PAGE })))),
      none.length > 0 && el("p", { class: "aside" }, say("audit.silent", { n: none.length, names: none.map(name).join(say("desk.comma")) })));
  };

  const opened = (report) =>
    el("button", { type: "button", class: "head", title: say("audit.open"), click: () => Desk.go("summary", { doc: report.report_id }) },
      report.agency ? Desk.body(report) : report.title);

  const groups = (findings) => {
    const found = new Map();
    for (const one of findings) found.set(one.report.report_id, [...(found.get(one.report.report_id) || []), one]);
    return [...found.values()].map((own) => el("section", { class: "group" },
      el("h3", {}, opened(own[0].report), el("span", { class: "count" }, String(own.length))), el("ul", {}, own.map(Desk.finding))));
  };

  const told = (view) => {
    const parts = [say("audit.checked", { n: view.done }), say("audit.found", { n: view.found, reports: view.reports })];
    return el("p", { class: "status", role: "status" }, parts.join(say("compare.semicolon")));
  };

  const named = (key, list, n = list.length) => n > 0 && el("details", { class: "named" },
    el("summary", {}, say(key, { n })), el("ul", {}, list.map((report) => el("li", {}, opened(report))), n > list.length && el("li", {}, "…")));

  const downloads = (view, state) => el("span", { class: "downloads" }, ["csv", "json"].map((format) =>
    Desk.download(say(`audit.export.${format}`), () => Desk.call(state.server.get_file, { ...asked(state), format }), { disabled: view.done < view.total || !view.found })));

  const draw = (view, state) => {
    Desk.panel.offer("audit", [...new Map(view.findings.flatMap((one) => one.citations).map((one) => [one.n, one])).values()]);
    const { filters, list } = state.place;
    const at = [...filters.querySelectorAll("input")].indexOf(document.activeElement);
    filters.replaceChildren(severities(view, state), rules(view, state));
    if (at >= 0) filters.querySelectorAll("input")[at]?.focus();
    const more = view.found > view.findings.length && el("button", { type: "button", class: "plain-button more",
      click: () => look(state, { limit: state.limit + 2 * PAGE }) }, say("audit.more", { n: view.found - view.findings.length }));
    const nothing = view.found === 0 && view.done === view.total && el("p", { class: "lead" }, say(view.total ? "audit.clean.all" : "compare.empty"));
    list.replaceChildren(...[
      el("div", { class: "heading" }, told(view), downloads(view, state)),
      view.done < view.total && Desk.meter(view, say("audit.loading")),
      nothing, ...groups(view.findings), more,
      named("audit.clean", view.clean.reports, view.clean.n), named("audit.unchecked", view.failed)].filter(Boolean));
  };

  const asked = ({ rules, severities, body, limit }) => ({ rules, severities, body, limit });

  const look = async (state, changes = {}) => {
    Object.assign(state, changes);
    const ticket = ++state.ticket;
    const view = await Desk.call(state.server.get_findings, asked(state));
    if (ticket !== state.ticket) return false;
    const text = JSON.stringify(view);
    if (text === state.text) return view.done === view.total;
    state.text = text;
    if (view.error) state.place.list.replaceChildren(Desk.failure(view.error));
    else draw(view, state);
    const over = view.error || view.done === view.total;
    if (!over) state.clock ??= Desk.poll("audit", async () => {
      const ended = await look(state);
      if (ended) state.clock = null;
      return ended;
    });
    return over;
  };

  Desk.audit = ({ element, server }) => {
    const place = { filters: el("div", { class: "filters" }), list: el("div", { class: "list" }) };
    const state = { server, place, rules: [], severities: [], body: "", limit: PAGE, ticket: 0, text: "", clock: null, open: !window.matchMedia("(max-width: 820px)").matches };
    let typing = null;
    const search = el("input", { type: "search", class: "search", maxlength: 80, "aria-label": say("audit.body"), placeholder: say("audit.body"), input: (event) => {
      clearTimeout(typing);
      typing = setTimeout(() => look(state, { body: event.target.value, limit: PAGE }), 250);
    } });
    element.querySelector(".stage").replaceChildren(search, place.filters, place.list);
    place.list.replaceChildren(Desk.loading(say("audit.loading")));
    Desk.onShown("audit", () => look(state));
    if (Desk.tab === "audit") look(state);
  };
})();
