// The tab 对比: what is chosen, the table with its typed absences, the chart of one metric.
(() => {
  const { el, say } = Desk;
  const VALUES = ["stated", "zero", "conflicting"];
  const KINDS = ["stated", "zero", "not_stated", "other_scope", "in_parts", "in_words", "conflicting", "no_report"];
  const MOST_LINES = 6;
  const FIRST = 12;
  const ALL = "*";

  const label = (metric) => Desk.term("compare.metric", metric.key, metric.label);
  const who = (row) => row.agency || row.title || Desk.say("desk.unnamed");

  // A number that opens its evidence.
  const number = (text, cite, row, state) => {
    const citation = state.view.citations.find((one) => one.n === cite);
    const name = say("compare.check", { text, who: Desk.body(citation) });
    return el("button", { type: "button", class: "number", "data-n": cite, "aria-label": name, title: citation.quote,
      click: (event) => Desk.panel.open(citation, event.currentTarget) }, text);
  };

  const beside = (line, row, state) =>
    el("span", { class: `line line-${line.kind}` }, line.kind === "elsewhere" && say("compare.elsewhere"), line.label,
      number(line.text, line.cite, row, state));

  const absent = (status) => el("span", { class: `absence absence-${status}` }, say(`compare.status.${status}`));

  // What a cell says; beside its own number stand rivals, parts and figures in other scopes.
  const content = (cell, row, state) => {
    if (cell.status === "in_words") return [number(say("compare.status.in_words"), cell.cite, row, state)];
    const said = cell.cite && number(cell.text, cell.cite, row, state);
    const mark = ["stated", "zero"].includes(cell.status) ? null : absent(cell.status);
    const [first, rest] = [cell.lines.slice(0, 3), cell.lines.slice(3)];
    return [mark, said, first.map((line) => beside(line, row, state)),
      rest.length > 0 && el("details", {}, el("summary", {}, say("compare.more", { n: rest.length })), rest.map((line) => beside(line, row, state)))];
  };

  const td = (row, key, state) => {
    const cell = row.cells[key];
    return el("td", { class: `is-${cell.status}` }, content(cell, row, state).flat());
  };

  const stated = (rows, key) => rows.filter((row) => VALUES.includes(row.cells[key].status)).length;

  const head = (metric, rows, state) =>
    el("th", { scope: "col" },
      el("button", { type: "button", class: "head", "data-key": metric.key, "aria-pressed": String(metric.key === state.metric), title: say("compare.draw"),
        click: () => { state.metric = metric.key; redraw(state); } }, label(metric)),
      el("span", { class: "coverage" }, say("compare.coverage", { n: stated(rows, metric.key), of: rows.filter((row) => row.report_id).length })));

  const rowHead = (row, state) => state.mode === "years" ? el("th", { scope: "row" }, row.year ? String(row.year) : say("compare.undated"))
    : el("th", { scope: "row" }, row.report_id
      ? el("button", { type: "button", class: "head", title: say("compare.open"), click: () => Desk.go("summary", { doc: row.report_id }) }, who(row)) : who(row),
      el("span", { class: "year" }, row.year ? String(row.year) : say("compare.undated")));

  const sheet = (heads, lines) =>
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("compare.table") },
      el("table", { class: "sheet" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, lines.map((line) => el("tr", {}, line)))));

  const table = (rows, state) => state.mode === "years" && state.body === ALL ? across(rows, state) : sheet(
    [el("th", { scope: "col" }, say(state.mode === "years" ? "compare.year" : "compare.body")), state.view.metrics.map((metric) => head(metric, rows, state))].flat(),
    rows.map((row) => [rowHead(row, state), ...state.view.metrics.map((metric) => td(row, metric.key, state))]));

  // One metric: a line a year, a column a body. A report that is held and was not chosen is no missing report.
  const across = (rows, state) => {
    const names = leading(rows);
    const years = [...new Set(rows.map((row) => row.year))].sort();
    const of = (list, name, year) => list.find((row) => who(row) === name && row.year === year);
    const cell = (name, year) => {
      const status = of(state.shelf.reports, name, year) ? "not_chosen" : "no_report";
      const row = of(rows, name, year);
      return row ? td(row, state.metric, state) : el("td", { class: `is-${status}` }, absent(status));
    };
    return sheet([el("th", { scope: "col" }, say("compare.year")), ...names.map((name) => el("th", { scope: "col" }, name))],
      years.map((year) => [el("th", { scope: "row" }, String(year)), ...names.map((name) => cell(name, year))]));
  };

  // The bodies with the most years; more lines than these nobody could tell apart.
  const leading = (rows) => {
    const counts = new Map();
    for (const row of rows) counts.set(who(row), (counts.get(who(row)) || 0) + Boolean(row.report_id));
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_LINES).map(([name]) => name);
  };

  const span = (rows) => {
    const years = rows.map((row) => row.year).filter(Boolean);
    return years.length ? Array.from({ length: Math.max(...years) - Math.min(...years) + 1 }, (_, n) => Math.min(...years) + n) : [];
  };

  const legend = () =>
    el("dl", { class: "legend", "aria-label": say("compare.legend") }, KINDS.map((kind) => el("div", {},
      el("dt", { class: `is-${kind}` }, ["stated", "zero"].includes(kind) ? say(`compare.sample.${kind}`) : absent(kind)), el("dd", {}, say(`compare.means.${kind}`)))));

  const remark = (metric) => {
    const list = (values) => values.join(Desk.say("desk.comma"));
    const said = [
      metric.units.length > 1 && say("compare.note.units", { units: list(metric.units) }),
      metric.hedged > 0 && say("compare.note.hedged", { n: metric.hedged }),
      metric.other_scope > 0 && say("compare.note.scopes", { n: metric.other_scope, scopes: list(metric.other_scopes.map((one) => Desk.term("summary.scope", one))) }),
      metric.conflicting > 0 && say("compare.note.conflicting", { n: metric.conflicting }),
    ].filter(Boolean);
    return said.length ? el("li", {}, el("strong", {}, label(metric)), `　${said.join(say("compare.semicolon"))}`) : null;
  };

  const remarks = ({ metrics }) => {
    const lines = metrics.map(remark).filter(Boolean);
    return lines.length ? el("ul", { class: "notes", "aria-label": say("compare.notes") }, lines) : null;
  };

  const drawable = (cell, unit) => VALUES.includes(cell.status) && cell.value != null && cell.unit === unit;
  const valued = (rows, key) => rows.map((row) => row.cells[key]).filter((cell) => VALUES.includes(cell.status) && cell.value != null);

  const bars = (rows, metric, state) => {
    const unit = Desk.unitOf(valued(rows, metric.key));
    return Desk.bars(rows.map((row) => {
      const cell = row.cells[metric.key];
      return { name: row.year ? Desk.say("desk.body", { who: who(row), year: row.year }) : who(row), cell, drawn: drawable(cell, unit),
        said: el("span", {}, content({ ...cell, lines: cell.lines.filter((line) => line.kind === "rival") }, row, state).flat()) };
    }), unit, label(metric));
  };

  const series = (rows, metric, unit, state) => {
    return leading(rows).map((name) => ({ name, points: new Map(rows.filter((row) => who(row) === name && row.year).map((row) => {
      const cell = row.cells[metric.key];
      const citation = state.view.citations.find((one) => one.n === cell.cite);
      return [row.year, { cell, drawn: drawable(cell, unit), text: cell.text, absent: say(`compare.status.${cell.status}`),
        label: citation && say("compare.check", { text: cell.text, who: Desk.body(citation) }), open: (origin) => Desk.panel.open(citation, origin) }];
    })) }));
  };

  const lines = (rows, metric, state) =>
    Desk.lines(series(rows, metric, Desk.unitOf(valued(rows, metric.key)), state), span(rows), Desk.unitOf(valued(rows, metric.key)), label(metric));

  const chart = (rows, state) => {
    const metric = state.view.metrics.find((one) => one.key === state.metric);
    const values = valued(rows, metric.key);
    const others = values.filter((cell) => cell.unit !== Desk.unitOf(values)).length;
    const years = state.mode === "years";
    return el("section", { class: "chart" },
      el("header", {}, el("h2", {}, say(years ? "compare.chart.years" : "compare.chart.bodies")),
        choose(say("compare.metric"), state.view.metrics.map((one) => [one.key, label(one)]), metric.key, (key) => { state.metric = key; redraw(state); })),
      values.length === 0 || (years && !span(rows).length) ? el("p", { class: "aside" }, say("compare.chart.none")) : (years ? lines : bars)(rows, metric, state),
      el("p", { class: "aside" }, say("compare.chart.key"), others > 0 && say("compare.chart.units", { n: others })));
  };

  const bodies = (state) => [...new Set(state.view.rows.filter((row) => row.year).map(who))];

  const shownRows = (state) => {
    const { view, body } = state;
    if (state.mode === "years") return view.rows.filter((row) => row.year && (body === ALL || who(row) === body));
    return view.rows.filter((row) => row.report_id && (!state.year || row.year === state.year));
  };

  // What was chosen before may be gone: the metric with the most numbers, the body with the most years.
  const settle = (state) => {
    const { metrics, rows } = state.view;
    if (!metrics.some((one) => one.key === state.metric)) state.metric = [...metrics].sort((a, b) => b.answered - a.answered)[0].key;
    if (state.body !== ALL && !bodies(state).includes(state.body)) state.body = leading(rows.filter((row) => row.year))[0] || ALL;
    if (!rows.some((row) => row.year === state.year)) state.year = null;
  };

  // Everything below the choices anew; focus stays on the control that was used.
  const redraw = (state) => {
    const focused = state.place.result.contains(document.activeElement) && Desk.again(document.activeElement);
    settle(state);
    const rows = shownRows(state);
    const left = state.place.result.querySelector(".scroll")?.scrollLeft || 0;
    state.place.result.replaceChildren(...[toolbar(state), table(rows, state), legend(), remarks(state.view), chart(rows, state)].filter(Boolean));
    state.place.result.querySelector(".scroll").scrollLeft = left;
    if (focused) focused()?.focus({ preventScroll: true });
  };

  const choose = (name, values, chosen, act) =>
    el("label", { class: "choose" }, el("span", {}, name), el("select", { "data-key": name, "aria-label": name, change: (event) => act(event.target.value) },
      values.map(([value, text]) => el("option", { value, selected: value === chosen }, text))));

  const toolbar = (state) => {
    const set = (values) => { Object.assign(state, values); redraw(state); };
    const mode = (name) => el("button", { type: "button", class: "plain-button", "data-key": name, "aria-pressed": String(state.mode === name), click: () => set({ mode: name }) }, say(`compare.mode.${name}`));
    const years = [...new Set(state.view.rows.filter((row) => row.report_id).map((row) => row.year).filter(Boolean))].sort();
    const csv = (wide) => Desk.download(say(wide ? "compare.csv.wide" : "compare.csv.long"), () => Desk.call(state.context.server.get_csv, { ...wanted(state), wide }));
    return el("div", { class: "toolbar" },
      el("div", { class: "modes", role: "group", "aria-label": say("compare.mode") }, mode("bodies"), mode("years")),
      state.mode === "years" ? choose(say("compare.body"), [...bodies(state).map((name) => [name, name]), [ALL, say("compare.all.bodies", { n: MOST_LINES })]], state.body, (body) => set({ body }))
        : years.length > 1 && choose(say("compare.year"), [["", say("compare.all")], ...years.map((year) => [String(year), String(year)])], String(state.year || ""), (year) => set({ year: Number(year) || null })),
      el("span", { class: "downloads" }, csv(false), csv(true)));
  };

  const wanted = ({ shelf, reports, metrics }) => ({
    reports: shelf.reports.map((one) => one.report_id).filter((id) => reports.has(id)),
    metrics: shelf.metrics.map((one) => one.key).filter((key) => metrics.has(key)),
  });

  const furnish = (state) => {
    const { shelf } = state;
    const again = () => { clearTimeout(state.clock); state.clock = setTimeout(() => compare(state), 350); };
    const reports = shelf.reports.map((one) => ({ id: one.report_id, text: one.year ? Desk.say("desk.body", { who: who(one), year: one.year }) : who(one) }));
    const metrics = shelf.metrics.map((one) => ({ id: one.key, text: label(one) }));
    state.place.controls.replaceChildren(
      Desk.picker(say("compare.reports"), reports, state.reports, shelf.most.reports, again),
      Desk.picker(say("compare.metrics"), metrics, state.metrics, shelf.most.metrics, again));
  };

  const compare = (state) => {
    const asked = wanted(state);
    if (asked.reports.length && asked.metrics.length) return state.context.compare({ ...asked, ticket: ++state.ticket });
    Desk.panel.offer("compare", []);
    state.place.result.replaceChildren(el("p", { class: "lead" }, say("compare.choose")));
  };

  const visit = async (state) => {
    const shelf = await Desk.call(state.context.server.get_shelf, {});
    if (shelf.error) return state.place.result.replaceChildren(Desk.failure(shelf.error));
    const before = JSON.stringify(state.shelf);
    if (before === JSON.stringify(shelf)) return;
    const held = shelf.reports.map((one) => one.report_id);
    const kept = held.filter((id) => state.reports.has(id));
    state.reports = new Set(kept.length ? kept : held.slice(0, FIRST));
    if (!state.metrics.size) state.metrics = new Set(shelf.default);
    state.shelf = shelf;
    if (!held.length) return state.place.result.replaceChildren(el("p", { class: "lead" }, say("compare.empty")));
    furnish(state);
    compare(state);
  };

  Desk.compare = (context) => {
    const place = { controls: el("div", { class: "controls" }), result: el("div", { class: "result" }) };
    const state = { context, place, shelf: null, reports: new Set(), metrics: new Set(), view: null, metric: null, mode: "bodies", body: null, year: null, ticket: 0 };
    context.element.querySelector(".stage").replaceChildren(place.controls, place.result);
    Desk.follow(context, (view) => {
      if (view.ticket && view.ticket !== state.ticket) return; // something else was chosen since
      if (view.kind === "loading" && !state.view) place.result.replaceChildren(Desk.meter(view, say("compare.loading")));
      if (view.kind === "error") place.result.replaceChildren(Desk.failure(say(view.message)));
      if (view.kind !== "comparison") return;
      state.view = view;
      Desk.panel.offer("compare", view.citations);
      redraw(state);
    });
    Desk.onShown("compare", () => visit(state));
    if (Desk.tab === "compare") visit(state);
  };
})();
