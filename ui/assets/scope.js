// Which reports a question is asked of: bodies and years, chosen from a list that can be searched.
(() => {
  const { el, say } = Desk;
  const MOST = 200; // bodies shown at once
  const state = { reports: null, of: 0, years: [], out: new Set(), outYears: new Set(), wanted: "", load: null };
  let parts = null;

  const who = (report) => report.agency || say("desk.unnamed");
  const year = (report) => String(report.year ?? "");
  const inside = () => state.reports.filter((one) => !state.out.has(who(one)) && !state.outYears.has(year(one)));
  const whole = () => !state.reports || (state.out.size === 0 && state.outYears.size === 0);

  // What the server gets: nothing for the whole library, else the shorter list of reports, and the years.
  const limits = () => {
    if (whole()) return {};
    const chosen = inside().map((one) => one.id);
    const known = [...new Set(state.reports.map((one) => one.year).filter(Boolean))];
    const years = known.filter((one) => !state.outYears.has(String(one)));
    const onlyYears = state.out.size === 0 && !state.outYears.has("") === !state.reports.some((one) => !one.year);
    const byYear = state.outYears.size && years.length ? { years } : {};
    if (onlyYears && byYear.years) return byYear;
    const rest = state.reports.map((one) => one.id).filter((id) => !chosen.includes(id));
    return { ...(chosen.length <= rest.length ? { only: chosen } : { but: rest }), ...byYear };
  };

  const tell = () => {
    const chosen = whole() ? null : inside();
    const years = chosen ? chosen.map((one) => one.year).filter(Boolean).sort((a, b) => a - b) : state.years;
    const [from, to] = [years[0], years.at(-1)];
    const span = !from ? "" : from === to ? say("desk.year", { from }) : `${from}–${to}`;
    const n = chosen ? chosen.length : state.of;
    parts.button.textContent = [say("scope.line", { n, of: state.of }), span].filter(Boolean).join(" · ");
    parts.button.classList.toggle("narrow", !whole());
    parts.nothing.hidden = n > 0 || state.of === 0;
  };

  const box = (label, count, set, key) => el("label", {},
    el("input", { type: "checkbox", checked: !set.has(key), change: (event) => {
      event.target.checked ? set.delete(key) : set.add(key);
      tell();
    } }), el("span", { class: "name" }, label), el("span", { class: "aside" }, count));

  const counts = (key) => {
    const found = new Map();
    for (const report of state.reports) found.set(key(report), (found.get(key(report)) || 0) + 1);
    return found;
  };

  const draw = () => {
    const bodies = [...counts(who)].filter(([name]) => name.toLowerCase().includes(state.wanted));
    const years = [...counts(year)].sort(([a], [b]) => a.localeCompare(b));
    parts.bodies.replaceChildren(...bodies.slice(0, MOST).map(([name, n]) => box(name, say("scope.count", { n }), state.out, name)),
      bodies.length === 0 ? el("p", { class: "empty" }, say("scope.unfound")) : "",
      bodies.length > MOST ? el("p", { class: "aside" }, say("scope.more", { n: bodies.length - MOST })) : "");
    parts.years.replaceChildren(...years.map(([one, n]) => box(one || say("scope.year.none"), say("scope.count", { n }), state.outYears, one)));
    tell();
  };

  const all = (set, keys, on) => {
    keys().forEach((key) => (on ? set.delete(key) : set.add(key)));
    draw();
  };

  const column = (name, set, keys, list, extra) => {
    const button = (on) => el("button", { type: "button", class: "text-button", "aria-label": `${say(name)}：${say(on ? "scope.all" : "scope.none")}`,
      click: () => all(set, keys, on) }, say(on ? "scope.all" : "scope.none"));
    return el("fieldset", {}, el("legend", {}, say(name)), el("div", { class: "row" }, extra, button(true), button(false)), list);
  };

  const opened = async () => {
    if (!state.reports) await load();
    draw();
  };

  const load = async () => {
    const told = await state.load();
    state.reports = told.reports || [];
  };

  const line = (shown, fetchReports) => {
    Object.assign(state, { of: shown.reports, years: shown.years, load: fetchReports, reports: null });
    state.out.clear();
    state.outYears.clear();
    const find = el("input", { type: "search", "aria-label": say("scope.find"), placeholder: say("scope.find"),
      input: (event) => { state.wanted = event.target.value.trim().toLowerCase(); draw(); },
      keydown: (event) => event.key === "Enter" && event.preventDefault() });
    const named = () => [...counts(who).keys()].filter((name) => name.toLowerCase().includes(state.wanted));
    const button = el("button", { type: "button", class: "text-button menu", id: "scope" });
    parts = { button, bodies: el("div", { class: "boxes" }), years: el("div", { class: "boxes" }),
      nothing: el("p", { class: "failure", role: "alert", hidden: true }, say("scope.nothing")) };
    const done = el("button", { type: "button", class: "plain-button" }, say("scope.done"));
    const { frame, close } = Desk.popover(button, el("div", { class: "scope-picker" },
      el("div", { class: "columns" }, column("scope.bodies", state.out, named, parts.bodies, find),
        column("scope.years", state.outYears, () => [...counts(year).keys()], parts.years)), parts.nothing, done), opened);
    done.addEventListener("click", close);
    tell();
    frame.querySelector("[role=dialog]").setAttribute("aria-label", say("scope.line", { n: state.of, of: state.of }));
    return frame;
  };

  // One report only; its body's other years and all other bodies are left out.
  const choose = async (id) => {
    if (!state.reports) await load();
    const chosen = state.reports.find((one) => one.id === id);
    if (!chosen) return;
    state.out = new Set([...counts(who).keys()].filter((name) => name !== who(chosen)));
    state.outYears = new Set([...counts(year).keys()].filter((one) => one !== year(chosen)));
    draw();
  };

  Desk.scope = { line, limits, choose };
})();
