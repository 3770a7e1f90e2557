// Two charts made of elements and text nodes: bars across bodies, lines across years. Both begin at 0; what is not
// stated leaves a gap with its name on it; a hedged number is drawn hollow; every number opens its evidence.
(() => {
  const { el, say } = Desk;
  const SVG = "http://www.w3.org/2000/svg";
  const draw = (tag, attributes = {}, ...children) => {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") node.addEventListener(name, value);
      else if (value != null && value !== false) node.setAttribute(name, value);
    }
    node.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
    return node;
  };

  // The steps of an axis from 0 to at least `most`: 1, 2 or 5 times a power of ten, whole where the numbers are.
  Desk.ticks = (most, parts = 4) => {
    const rough = Math.max(most, 1) / parts;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = Math.max([1, 2, 5, 10].find((one) => one * power >= rough) * power, most > parts ? 1 : 0.5);
    return Array.from({ length: Math.max(Math.ceil(most / step), 1) + 1 }, (_, n) => n * step);
  };

  // The unit that most of the values have; a chart never mixes two.
  Desk.unitOf = (cells) => {
    const counts = new Map();
    for (const { unit } of cells) counts.set(unit, (counts.get(unit) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
  };

  const most = (cell) => Number(cell.value_max ?? cell.value);
  const spoken = (unit) => (tick) => tick.toLocaleString("en-US") + (unit && tick ? ` ${unit}` : "");

  // entries: [{name, cell, number: element, absent: text}], all cells with a value in one unit.
  Desk.bars = (entries, unit, name) => {
    const top = Desk.ticks(Math.max(0, ...entries.filter((one) => one.drawn).map((one) => most(one.cell))));
    const end = top[top.length - 1];
    const share = (value) => `${(100 * Number(value)) / end}%`;
    const bar = ({ cell, drawn }) => drawn && el("span", { class: `bar${cell.hedge ? " hedged" : ""}`, style: `width:${share(cell.value)}` });
    const reach = ({ cell, drawn }) => drawn && cell.value_max != null
      && el("span", { class: "bar hedged reach", style: `width:${share(cell.value_max)}` });
    return el("div", { class: "bars", role: "group", "aria-label": name },
      el("div", { class: "axis", "aria-hidden": "true" }, el("span", { class: "who" }),
        el("span", { class: "track" }, top.map((tick) => el("span", { style: `left:${share(tick)}` }, spoken(unit)(tick)))), el("span", { class: "said" })),
      el("ul", {}, entries.map((entry) => el("li", {},
        el("span", { class: "who" }, entry.name),
        el("span", { class: "track", "aria-hidden": "true" }, top.map((tick) => el("i", { style: `left:${share(tick)}` })), reach(entry), bar(entry)),
        el("span", { class: "said" }, entry.said)))));
  };

  const SHAPES = [
    (x, y) => draw("circle", { cx: x, cy: y, r: 4.5 }),
    (x, y) => draw("rect", { x: x - 4, y: y - 4, width: 8, height: 8 }),
    (x, y) => draw("path", { d: `M${x} ${y - 5.5} L${x + 5.5} ${y + 4} L${x - 5.5} ${y + 4} Z` }),
    (x, y) => draw("path", { d: `M${x} ${y - 6} L${x + 6} ${y} L${x} ${y + 6} L${x - 6} ${y} Z` }),
    (x, y) => draw("path", { d: `M${x} ${y + 5.5} L${x + 5.5} ${y - 4} L${x - 5.5} ${y - 4} Z` }),
    (x, y) => draw("rect", { x: x - 6, y: y - 2.5, width: 12, height: 5 }),
  ];
  const DASHES = [null, "6 3", "2 3", "9 3 2 3", "12 4", "1 4"];

  // series: [{name, points: Map(year → {cell, drawn, absent, label, open})}]; years ascending, gaps among them included.
  Desk.lines = (series, years, unit, name) => {
    const host = el("div", { class: "lines" });
    const single = series.length === 1;
    const legend = single ? null : el("ul", { class: "key" }, series.map((one, n) => el("li", {},
      draw("svg", { width: 34, height: 14, "aria-hidden": "true" }, draw("path", { class: "line", d: "M1 7 H33", "stroke-dasharray": DASHES[n % SHAPES.length] }),
        draw("g", { class: "dot" }, SHAPES[n % SHAPES.length](17, 7))), one.name)));
    const [left, right, above, below, height, inset] = [64, 8, 24, single ? 44 : 28, 260, 28];
    const all = series.flatMap((one) => [...one.points.values()].filter((point) => point.drawn));
    const top = Desk.ticks(Math.max(0, ...all.map((point) => most(point.cell))));
    const y = (value) => height - below - (Number(value) / top[top.length - 1]) * (height - above - below);
    // A new width moves the points, never makes them anew: the one that a reader came from takes the focus back.
    const dots = series.map(({ points }, n) => new Map([...points].filter(([, point]) => point.drawn).map(([year, point]) => [year, dot(point, n, y, single)])));
    let painted = 0;
    const paint = () => {
      const width = Math.max(host.clientWidth, 280);
      if (width === painted) return;
      painted = width;
      const focused = host.contains(document.activeElement) ? document.activeElement : null;
      const x = (n) => left + inset + (years.length === 1 ? 0.5 : n / (years.length - 1)) * (width - left - right - 2 * inset);
      const grid = top.map((tick) => draw("g", { class: "grid" }, draw("path", { d: `M${left} ${y(tick)} H${width - right}` }),
        draw("text", { x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, spoken(unit)(tick))));
      const every = Math.ceil(years.length / Math.max(1, Math.floor((width - left) / 52)));
      const scale = years.map((year, n) => n % every === 0 && draw("text", { class: "year", x: x(n), y: height - below + 18, "text-anchor": "middle" }, String(year)));
      host.replaceChildren(draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": name },
        grid, scale, series.map((one, n) => line(one, n, { years, dots: dots[n], x, y, single, foot: height - below + 34, every }))), ...(legend ? [legend] : []));
      focused?.focus({ preventScroll: true });
    };
    new ResizeObserver(paint).observe(host);
    paint();
    return host;
  };

  const dot = (point, n, y, single) => {
    const { value, value_max: reach, hedge } = point.cell;
    const press = (event) => point.open(event.currentTarget);
    return draw("g", { class: `dot${hedge || reach != null ? " hedged" : ""}`, role: "button", tabindex: 0, "aria-label": point.label,
      click: press, keydown: (event) => ["Enter", " "].includes(event.key) && (event.preventDefault(), press(event)) },
      draw("title", {}, point.label),
      draw("circle", { class: "hit", r: 14 }),
      reach != null && draw("path", { class: "line", d: `M0 0 V${y(reach) - y(value)}` }),
      SHAPES[n % SHAPES.length](0, 0),
      single && draw("text", { y: -12, "text-anchor": "middle" }, point.text));
  };

  const line = ({ points }, n, { years, dots, x, y, single, foot, every }) => {
    const value = (year) => points.get(year).cell.value;
    const parts = years.slice(1).map((year, at) => dots.has(year) && dots.has(year - 1) && years[at] === year - 1
      && draw("path", { class: "line", "stroke-dasharray": DASHES[n % SHAPES.length],
        d: `M${x(at)} ${y(value(year - 1))} L${x(at + 1)} ${y(value(year))}` }));
    const marks = years.map((year, at) => {
      dots.get(year)?.setAttribute("transform", `translate(${x(at)} ${y(value(year))})`);
      const absent = points.has(year) && single && at % every === 0;
      return dots.get(year) || (absent && draw("text", { class: "absent", x: x(at), y: foot, "text-anchor": "middle" }, points.get(year).absent));
    });
    return [...parts, ...marks];
  };
})();
