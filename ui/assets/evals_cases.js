// The tab 评测, lower half: the trend over runs, and every case with what was expected, said before and said now.
(() => {
  const { el, say } = Desk;
  const SVG = "http://www.w3.org/2000/svg";
  const [WIDTH, HEIGHT, LEFT, EDGE] = [560, 200, 40, 24];

  const draw = (name, attributes, ...children) => {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    node.append(...children);
    return node;
  };

  const chart = (points, run, percent, date) => {
    const step = points.length > 1 ? (WIDTH - LEFT - EDGE) / (points.length - 1) : 0;
    const x = (at) => LEFT + EDGE / 2 + step * at;
    const y = (value) => HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value;
    const grid = [0, 0.5, 1].flatMap((value) => [
      draw("line", { x1: LEFT, x2: WIDTH, y1: y(value), y2: y(value), class: "grid" }),
      draw("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, `${100 * value}%`)]);
    const marks = points.flatMap((one, at) => [
      ...(one.low == null ? [] : [draw("line", { x1: x(at), x2: x(at), y1: y(one.low), y2: y(one.high), class: "whisker" })]),
      draw("circle", { cx: x(at), cy: y(one.value), r: one.name === run ? 5 : 3.5, class: one.name === run ? "now" : "dot" },
        draw("title", {}, `${date(one.created)}　${percent(one.value)}`))]);
    const ends = [...new Set([0, points.length - 1])].map((at) => draw("text", { x: x(at), y: HEIGHT - 4,
      "text-anchor": at === 0 ? "start" : "end" }, date(points[at].created).slice(0, 10)));
    const line = draw("polyline", { points: points.map((one, at) => `${x(at)},${y(one.value)}`).join(" "), class: "line" });
    return draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": say("evals.trend.label", {
      n: points.length, list: points.map((one) => `${date(one.created)} ${percent(one.value)}`).join(say("desk.comma")) }) },
    ...grid, line, ...marks, ...ends);
  };

  Desk.evalsTrend = (trend, run, percent, date) => {
    const points = trend.filter((one) => one.value != null).slice(-20);
    return el("section", { class: "group trend" }, el("h3", {}, say("evals.trend")),
      points.length > 0 && chart(points, run, percent, date),
      points.length < 2 && el("p", { class: "aside" }, say("evals.trend.one")));
  };

  const outcome = (passed) => say(passed == null ? "evals.unknown" : passed ? "evals.passed" : "evals.not.passed");

  const source = (citation) => el("li", {},
    citation.held ? Desk.chip(citation) : el("span", { class: "chip-off" }, String(citation.n)),
    el("span", { class: "aside" }, `${Desk.body(citation)}　`), el("span", {}, citation.quote.slice(0, 160)));

  const line = ({ text, citations, note }, all) => el("li", note ? { class: "aside" } : {}, text,
    Desk.chips(citations, all.filter((one) => one.held)));

  const half = (title, side, names) => el("section", { class: "half" },
    el("h4", {}, title, el("span", { class: side.passed ? "outcome" : "outcome outcome-failed" }, outcome(side.passed)),
      side.status && el("span", { class: "aside" }, say(`evals.status.${side.status}`)),
      side.seconds != null && el("span", { class: "aside" }, say("evals.case.seconds", { seconds: side.seconds.toFixed(2) }))),
    side.error && el("p", { class: "failure" }, say("evals.case.error", { error: side.error })),
    !side.kept ? el("p", { class: "aside" }, say("evals.case.unkept"))
      : side.lines.length ? el("ul", { class: "said" }, side.lines.map((one) => line(one, side.citations)))
        : !side.citations.length && el("p", { class: "aside" }, say("evals.case.lines.none")),
    side.more > 0 && el("p", { class: "aside" }, say("evals.case.more", { n: side.more })),
    side.faults.length > 0 && el("ul", { class: "faults" }, side.faults.map(({ metric, text }) =>
      el("li", {}, say("evals.case.fault", { metric: names.metricName(metric), text })))),
    side.citations.length > 0 && el("details", { open: side.citations.length < 4 },
      el("summary", {}, `${say("evals.case.sources")} ${side.citations.length}`),
      el("ul", { class: "sources" }, side.citations.map(source)),
      side.citations.every((one) => !one.held) && el("p", { class: "aside" }, say("evals.case.elsewhere"))));

  const expected = ({ kind, text }) => say(`evals.expect.${kind}`, {
    text: kind === "status" ? say(`evals.status.${text}`) : kind === "reason" ? say(`evals.reason.${text}`) : text });

  const detail = (told, base, names) => el("div", { class: "detail" },
    told.after.map((question) => el("p", { class: "aside" }, say("evals.case.after", { question }))),
    el("section", { class: "half" }, el("h4", {}, say("evals.case.expected")),
      told.expected.length ? el("ul", { class: "said" }, told.expected.map((one) => el("li", {}, expected(one))))
        : el("p", { class: "aside" }, say("evals.case.unknown"))),
    base && (told.before ? half(say("evals.case.before"), told.before, names)
      : el("section", { class: "half" }, el("h4", {}, say("evals.case.before")), el("p", { class: "aside" }, say("evals.case.before.none")))),
    half(say("evals.case.now"), told.now, names));

  const mark = ({ flip, now, was }) => flip
    ? el("span", { class: `outcome outcome-${flip}`, title: say("evals.mark", { was: outcome(was), now: outcome(now) }) }, say(`evals.flip.${flip}`))
    : el("span", { class: now ? "outcome" : "outcome outcome-failed" }, outcome(now));

  const row = (page, one, names) => {
    const place = el("div", { hidden: true });
    const button = el("button", { type: "button", class: "case-line", "aria-expanded": "false", click: async () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      place.hidden = !open;
      if (!open) return Desk.panel.offer("evals", []);
      const { run, base } = page.state;
      const told = await page.ask({ do: "case", run, base: base || null, case: one.id });
      place.replaceChildren(told.error ? Desk.failure(told.error) : detail(told, base, names));
      if (!told.error) Desk.panel.offer("evals", told.now.citations.filter((citation) => citation.held));
    } },
    mark(one), el("span", { class: "suite" }, names.suiteName(one.suite)), el("span", { class: "question" }, one.question));
    return el("li", { class: "case" }, button, place);
  };

  Desk.evalsCases = (page, view, names) => {
    const chosen = { suite: "", state: view.flips.broken ? "broken" : view.failed ? "failed" : "" };
    const list = el("ul", { class: "cases" });
    const foot = el("div", { class: "foot" });
    const count = el("span", { class: "aside", role: "status" });
    let ticket = 0;
    const more = async (offset) => {
      const mine = ++ticket;
      const { run, base } = page.state;
      const told = await page.ask({ do: "cases", run, base: base || null, ...chosen, offset });
      if (mine !== ticket) return;
      if (told.error) return list.replaceChildren(el("li", {}, Desk.failure(told.error)));
      if (offset === 0) list.replaceChildren();
      list.append(...told.rows.map((one) => row(page, one, names)));
      count.textContent = told.total ? say("evals.cases.told", { n: told.total }) : say("evals.cases.none");
      const left = told.total - list.childElementCount;
      foot.replaceChildren(...(left > 0 ? [el("button", { type: "button", class: "plain-button", click: () => more(list.childElementCount) },
        say("evals.cases.more", { n: Math.min(left, 50) }))] : []));
    };
    const states = ["", "failed", ...(view.base ? ["broken", "mended"] : [])];
    const label = (state) => !state ? say("evals.state.all")
      : say(`evals.state.${state}`, { n: state === "failed" ? view.failed : view.flips[state] });
    const buttons = states.map((state) => el("button", { type: "button", class: "plain-button", "aria-pressed": String(state === chosen.state),
      click: () => {
        chosen.state = state;
        buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(states[at] === state)));
        more(0);
      } }, label(state)));
    more(0);
    return el("section", { class: "group cases-part" }, el("h3", {}, say("evals.cases")),
      el("div", { class: "filters" },
        names.picker(say("evals.filter.suite"), ["", ...view.table.map((one) => one.suite)].map((name) =>
          names.option(name, names.suiteName(name), "")), (suite) => { chosen.suite = suite; more(0); }),
        el("div", { class: "states", role: "group", "aria-label": say("evals.filter.state") }, buttons), count),
      list, foot);
  };
})();
