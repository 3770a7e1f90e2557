// The tab 对比: what is chosen, the table with its typed absences, the chart of one metric.
(() => {
  const { el, say } = Desk;
  const VALUES = ["stated", "zero", "conflicting"];
  const KINDS = ["stated", "zero", "not_stated", "other_scope", "in_parts", "in_words", "conflicting", "no_report"];
  const MOST_LINES = 6;
  const FIRST = 12;

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

  const head = (metric, state) =>
    el("th", { scope: "col", "aria-sort": null },
      el("button", { type: "button", class: "head", "aria-pressed": String(metric.key === state.metric), title: say("compare.draw"),
        click: () => { state.metric = metric.key; redraw(state); } }, label(metric)),
      el("span", { class: "coverage" }, say("compare.coverage", { n: metric.answered, of: metric.of })));

  const rowHead = (row, state) => state.mode === "years" ? el("th", { scope: "row" }, row.year ? String(row.year) : say("compare.undated"))
    : el("th", { scope: "row" }, row.report_id
      ? el("button", { type: "button", class: "head", title: say("compare.open"), click: () => Desk.go("summary", { doc: row.report_id }) }, who(row)) : who(row),
      el("span", { class: "year" }, row.year ? String(row.year) : say("compare.undated")));

  const table = (rows, state) =>
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("compare.table") },
      el("table", { class: "sheet" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say(state.mode === "years" ? "compare.year" : "compare.body")),
          state.view.metrics.map((metric) => head(metric, state)))),
        el("tbody", {}, rows.map((row) => el("tr", {}, rowHead(row, state), state.view.metrics.map((metric) => td(row, metric.key, state)))))));

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
    const bodies = [...new Set(rows.map(who))].slice(0, MOST_LINES);
    return bodies.map((name) => ({ name, points: new Map(rows.filter((row) => who(row) === name && row.year).map((row) => {
      const cell = row.cells[metric.key];
      const citation = state.view.citations.find((one) => one.n === cell.cite);
      return [row.year, { cell, drawn: drawable(cell, unit), text: cell.text, absent: say(`compare.status.${cell.status}`),
        label: citation && say("compare.check", { text: cell.text, who: Desk.body(citation) }), open: (origin) => Desk.panel.open(citation, origin) }];
    })) }));
  };

  const lines = (rows, metric, state) => {
    const unit = Desk.unitOf(valued(rows, metric.key));
    const years = rows.map((row) => row.year).filter(Boolean);
    if (!years.length) return el("p", { class: "aside" }, say("compare.chart.none"));
    const span = Array.from({ length: Math.max(...years) - Math.min(...years) + 1 }, (_, n) => Math.min(...years) + n);
    return Desk.lines(series(rows, metric, unit, state), span, unit, label(metric));
  };

  const chart = (rows, state) => {
    const metric = state.view.metrics.find((one) => one.key === state.metric);
    const values = valued(rows, metric.key);
    const others = values.filter((cell) => cell.unit !== Desk.unitOf(values)).length;
    const shown = state.mode === "years" ? linesFor(state) : rows;
    return el("section", { class: "chart" },
      el("h2", {}, label(metric), el("span", {}, say(state.mode === "years" ? "compare.chart.years" : "compare.chart.bodies"))),
      values.length === 0 ? el("p", { class: "aside" }, say("compare.chart.none"))
        : state.mode === "years" ? lines(shown, metric, state) : bars(shown, metric, state),
      el("p", { class: "aside" }, say("compare.chart.key"), others > 0 && say("compare.chart.units", { n: others })));
  };

  // In years: the chosen body, or a line each for the first bodies that have several years.
  const linesFor = (state) => state.body ? state.view.rows.filter((row) => who(row) === state.body) : state.view.rows;
  const bodies = (state) => [...new Set(state.view.rows.filter((row) => row.year).map(who))];

  const shownRows = (state) => {
    if (state.mode === "years") return state.view.rows.filter((row) => who(row) === (state.body || bodies(state)[0]));
    return state.year ? state.view.rows.filter((row) => row.year === state.year) : state.view.rows.filter((row) => row.report_id);
  };

  const redraw = (state) => {
    const held = document.activeElement?.closest?.("#compare .result .head")?.textContent;
    if (!state.view.metrics.some((one) => one.key === state.metric))
      state.metric = [...state.view.metrics].sort((a, b) => b.answered - a.answered)[0].key;
    if (state.body && !bodies(state).includes(state.body)) state.body = null;
    if (state.mode === "years" && !state.body) state.body = bodies(state)[0] || null;
    const rows = shownRows(state);
    state.place.result.replaceChildren(...[toolbar(state), table(rows, state), legend(), remarks(state.view), chart(rows, state)].filter(Boolean));
    if (held) [...state.place.result.querySelectorAll(".head")].find((one) => one.textContent === held)?.focus();
  };

  const choose = (name, values, chosen, act) =>
    el("label", { class: "choose" }, el("span", {}, name), el("select", { change: (event) => act(event.target.value) },
      values.map(([value, text]) => el("option", { value, selected: value === chosen }, text))));

  const toolbar = (state) => {
    const set = (values) => { Object.assign(state, values); redraw(state); };
    const mode = (name) => el("button", { type: "button", class: "plain-button", "aria-pressed": String(state.mode === name), click: () => set({ mode: name }) }, say(`compare.mode.${name}`));
    const years = [...new Set(state.view.rows.filter((row) => row.report_id).map((row) => row.year).filter(Boolean))].sort();
    const csv = (wide) => Desk.download(say(wide ? "compare.csv.wide" : "compare.csv.long"), () => Desk.call(state.context.server.get_csv, { ...wanted(state), wide }));
    return el("div", { class: "toolbar" },
      el("div", { class: "modes", role: "group", "aria-label": say("compare.mode") }, mode("bodies"), mode("years")),
      state.mode === "years" ? choose(say("compare.body"), bodies(state).map((name) => [name, name]), state.body, (body) => set({ body }))
        : years.length > 1 && choose(say("compare.year"), [["", say("compare.all")], ...years.map((year) => [String(year), String(year)])], String(state.year || ""), (year) => set({ year: Number(year) || null })),
      el("span", { class: "downloads" }, csv(false), csv(true)));
  };

  const wanted = ({ shelf, reports, metrics }) => ({
    reports: shelf.reports.map((one) => one.report_id).filter((id) => reports.has(id)),
    metrics: shelf.metrics.map((one) => one.key).filter((key) => metrics.has(key)),
  });

  // A list to tick: a search, all or none of what is found, and how many are chosen.
  const picker = (name, entries, chosen, most, changed) => {
    const count = el("span", { class: "count" });
    const list = el("ul", {});
    const search = el("input", { type: "search", "aria-label": say("compare.search", { name }), placeholder: say("compare.search", { name }), input: () => draw() });
    const found = () => entries.filter((one) => one.text.toLowerCase().includes(search.value.trim().toLowerCase()));
    const tell = () => { count.textContent = say("compare.count", { n: chosen.size, of: entries.length }); };
    const tick = (one) => el("li", {}, el("label", {}, el("input", { type: "checkbox", checked: chosen.has(one.id),
      change: (event) => {
        if (event.target.checked && chosen.size >= most) { event.target.checked = false; return; }
        event.target.checked ? chosen.add(one.id) : chosen.delete(one.id);
        tell();
        changed();
      } }), one.text));
    const all = (add) => el("button", { type: "button", class: "plain-button", click: () => {
      for (const one of found()) add ? chosen.size < most && chosen.add(one.id) : chosen.delete(one.id);
      draw();
      changed();
    } }, say(add ? "compare.pick.all" : "compare.pick.none"));
    const draw = () => {
      const shown = found();
      list.replaceChildren(...shown.slice(0, 300).map(tick));
      if (shown.length > 300) list.append(el("li", { class: "aside" }, say("compare.pick.narrow", { n: shown.length })));
      tell();
    };
    draw();
    const details = el("details", { class: "picker", keydown: (event) => {
      if (event.key !== "Escape" || !details.open) return;
      event.stopPropagation();
      details.open = false;
      details.querySelector("summary").focus();
    } }, el("summary", {}, el("span", {}, name), count),
      el("div", { class: "choices" }, search, el("p", { class: "aside" }, say("compare.pick.most", { n: most })), el("div", { class: "both" }, all(true), all(false)), list));
    document.addEventListener("click", (event) => { if (!details.contains(event.target) && event.target.isConnected) details.open = false; });
    return details;
  };

  const furnish = (state) => {
    const { shelf } = state;
    const again = () => { clearTimeout(state.clock); state.clock = setTimeout(() => compare(state), 350); };
    const reports = shelf.reports.map((one) => ({ id: one.report_id, text: one.year ? Desk.say("desk.body", { who: who(one), year: one.year }) : who(one) }));
    const metrics = shelf.metrics.map((one) => ({ id: one.key, text: label(one) }));
    state.place.controls.replaceChildren(
      picker(say("compare.reports"), reports, state.reports, shelf.most.reports, again),
      picker(say("compare.metrics"), metrics, state.metrics, shelf.most.metrics, again));
  };

  const compare = (state) => {
    const asked = wanted(state);
    if (asked.reports.length && asked.metrics.length) return state.context.compare(asked);
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
    const state = { context, place, shelf: null, reports: new Set(), metrics: new Set(), view: null, metric: null, mode: "bodies", body: null, year: null };
    context.element.querySelector(".stage").replaceChildren(place.controls, place.result);
    Desk.follow(context, (view) => {
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
