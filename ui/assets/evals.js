// The tab 评测: one run's figures, what it is held against, its suites, and a run started from here.
(() => {
  const { el, say } = Desk;
  const percent = (value) => (value == null ? "–" : `${(100 * value).toFixed(1)}%`);
  const number = (value) => (100 * value).toFixed(1);
  const date = (text) => (text || "").slice(0, 16).replace("T", " ");
  const known = (key, otherwise) => (DeskWords[Desk.lang][key] === undefined ? otherwise : say(key));
  const suiteName = (suite) => (suite ? known(`evals.suite.${suite}`, suite) : say("evals.suite.all"));
  const metricName = (metric) => known(`evals.metric.${metric}`, metric);
  const mode = (name) => !name ? "–" : name.startsWith("chat:") ? say("evals.mode.chat", { model: name.slice(5) }) : known(`evals.mode.${name}`, name);
  const option = (value, text, chosen) => el("option", { value, selected: value === chosen }, text);

  const picker = (label, options, act) => el("label", { class: "picker" }, el("span", {}, label),
    el("select", { "aria-label": label, change: (event) => act(event.target.value) }, options));

  const baseName = ({ name, created }) =>
    say("evals.base.baseline", { mode: mode(name.split(":")[1]), date: date(created).slice(0, 10) });

  const choosing = (page, { runs, baselines, run, base }) => {
    const label = (one) => say("evals.run.label", { date: date(one.created), n: one.cases, share: percent(one.value) });
    return el("div", { class: "choosing" },
      picker(say("evals.run"), runs.map((one) => option(one.name, label(one), run)), (name) => page.look({ run: name })),
      picker(say("evals.base"), [option("", say("evals.base.none"), base || ""),
        ...runs.filter((one) => one.name !== run).map((one) => option(one.name, label(one), base)),
        ...baselines.map((one) => option(one.name, baseName(one), base))], (name) => page.look({ base: name })));
  };

  // The interval as a bar on 0–100 %, the value as a tick.
  const bar = ({ value, low, high }) => value == null ? null
    : el("span", { class: "bar-track", "aria-hidden": "true" },
      low != null && el("span", { class: "bar-range", style: `left:${100 * low}%;width:${Math.max(1, 100 * (high - low))}%` }),
      el("span", { class: "bar-tick", style: `left:${100 * value}%` }));

  const between = ({ low, high }) => (low == null ? "–" : `${number(low)}–${number(high)}%`);

  const figure = (one) => el("div", { class: "headline-figure" },
    el("dt", {}, metricName(one.name)),
    el("dd", {}, el("strong", {}, percent(one.value)), bar(one),
      el("span", { class: "aside" },
        one.low != null && el("span", {}, say("evals.interval", { low: number(one.low), high: `${number(one.high)}%` })),
        el("span", {}, say("evals.scored", { n: one.scored })))));

  const floors = (below) => {
    const broken = Object.entries(below).filter(([, n]) => n > 0);
    return broken.length === 0 ? say("evals.floors.kept") : say("evals.floors.broken", { list: broken.map(([name, n]) =>
      say("evals.floor", { name: metricName(name), n })).join(say("desk.comma")) });
  };

  const headline = ({ headline: figures, about, floors: below, seconds }) => el("section", { class: "group", "aria-label": say("evals.headline") },
    el("dl", { class: "headline" }, figures.map(figure)),
    el("p", { class: "aside" }, [
      say("evals.about", { mode: mode(about.mode), errors: about.errors, commit: (about.commit || "–").slice(0, 8),
        encoder: known(`evals.encoder.${about.encoder}`, about.encoder) }),
      seconds.p50 != null && say("evals.time", { p50: seconds.p50.toFixed(2), p95: seconds.p95.toFixed(2) }),
      floors(below)].filter(Boolean).join("　")));

  const table = ({ table: suites }) => el("section", { class: "group suites" },
    el("h3", {}, say("evals.table")),
    el("table", { class: "evals-table" },
      el("thead", {}, el("tr", {}, ["suite", "cases", "passed", "interval"].map((name) =>
        el("th", { scope: "col" }, say(`evals.table.${name}`))))),
      el("tbody", {}, suites.map((one) => el("tr", {},
        el("th", { scope: "row" }, suiteName(one.suite), one.pending && el("span", { class: "aside" }, say("evals.pending"))),
        el("td", { class: "count" }, String(one.cases)),
        el("td", { class: "count" }, percent(one.value)),
        el("td", { class: "range" }, bar(one), el("span", { class: "aside" }, between(one))))))));

  const file = async (page, name) => {
    const parts = [];
    let told = { next: 0 };
    while (told.next != null) {
      told = await page.ask({ do: "part", run: page.state.run, file: name, offset: told.next });
      if (told.error) throw new Error(told.error);
      parts.push(Uint8Array.from(atob(told.base64), (letter) => letter.charCodeAt(0)));
    }
    return { name: told.name, blob: new Blob(parts, { type: told.mime }) };
  };

  const fetched = (page, name, label, act) => el("button", { type: "button", class: "plain-button", click: async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    button.parentElement.querySelector(".failure")?.remove();
    await file(page, name).then(act).catch(() => button.parentElement.append(Desk.failure(say("evals.failed"))));
    button.disabled = false;
  } }, label);

  const keep = ({ name, blob }) => {
    const link = el("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const open = ({ blob }) => window.open(URL.createObjectURL(blob), "_blank", "noopener");

  const files = (page) => el("div", { class: "files", role: "group", "aria-label": say("evals.files") },
    fetched(page, "report.html", say("evals.file.open"), open),
    fetched(page, "report.html", say("evals.file.report"), keep),
    fetched(page, "samples.jsonl", say("evals.file.samples"), keep),
    fetched(page, "scores.jsonl", say("evals.file.scores"), keep));

  const jobText = (job) => !job.finished ? say("evals.job.running", { ...job, suite: suiteName(job.suite) })
    : say(job.failed ? "evals.job.failed" : job.stopped ? "evals.job.stopped" : "evals.job.done", job);

  const jobLine = (page, job) => !job ? null : el("div", { class: "job" },
    el("p", { role: "status" }, jobText(job)),
    !job.finished && el("progress", { max: job.total, value: job.done, "aria-label": say("evals.start") }),
    !job.finished && el("button", { type: "button", class: "plain-button", click: () => page.job({ do: "stop" }) }, say("evals.job.stop")));

  const starting = (page, { suites, job }) => {
    const suite = el("select", {}, ["", ...suites].map((name) => option(name, suiteName(name), job?.suite || "")));
    const limit = el("select", {}, [["5", "5"], ["20", "20"], ["100", "100"], ["", say("evals.start.every")]].map(([value, text]) => option(value, text, "20")));
    return el("form", { class: "starting", "aria-label": say("evals.start"), submit: (event) => {
      event.preventDefault();
      page.job({ do: "start", suite: suite.value, limit: limit.value ? Number(limit.value) : null });
    } },
    el("label", { class: "picker" }, el("span", {}, say("evals.start.suite")), suite),
    el("label", { class: "picker" }, el("span", {}, say("evals.start.limit")), limit),
    el("button", { type: "submit", class: "primary-button", disabled: Boolean(job && !job.finished) }, say("evals.start.go")));
  };

  const launch = (page, view) => el("section", { class: "group launch" },
    el("h3", {}, say("evals.start")), starting(page, view), el("div", { class: "job-place" }, jobLine(page, view.job)));

  const empty = (page, view) => el("div", { class: "start" },
    el("h2", {}, say("evals.empty")),
    el("p", { class: "lead" }, say("evals.empty.how")),
    el("p", { class: "command" }, el("code", {}, say("evals.empty.command"))),
    launch(page, view));

  const whole = (page, view) => el("div", { class: "evals-page" },
    el("div", { class: "top" }, choosing(page, view), files(page)),
    headline(view),
    el("div", { class: "two" }, Desk.evalsTrend(view.trend, view.run, percent, date), table(view)),
    Desk.evalsCases(page, view, { suiteName, metricName, option, picker }),
    launch(page, view));

  Desk.evals = ({ element, server }) => {
    const place = element.querySelector(".evals");
    const page = { state: {}, ask: (asked) => server.get_evals(asked).catch(() => ({ error: say("evals.lost") })) };
    let watching = null;

    page.look = async (chosen = {}) => {
      Object.assign(page.state, chosen);
      const { run, base } = page.state;
      const view = await page.ask({ do: "look", run, base: chosen.run ? undefined : base });
      if (view.error) return place.replaceChildren(Desk.failure(view.error));
      Object.assign(page.state, { run: view.run, base: view.base ?? "" });
      place.replaceChildren(view.run ? whole(page, view) : empty(page, view));
      follow(view.job);
    };

    // The run lives in the server: whoever comes back, or reloads, sees how far it is.
    const follow = (job) => {
      clearTimeout(watching);
      if (job && !job.finished) watching = setTimeout(() => page.job({ do: "job" }), 1000);
    };

    page.job = async (asked) => {
      const told = await page.ask(asked);
      const where = place.querySelector(".job-place");
      if (told.error) return where?.replaceChildren(Desk.failure(told.error));
      if (told.job?.finished && !told.job.failed && !told.job.stopped) page.state = {};
      if (told.job?.finished) return page.look();
      where?.replaceChildren(...[jobLine(page, told.job)].filter(Boolean));
      place.querySelector(".starting button").disabled = Boolean(told.job);
      follow(told.job);
    };

    place.replaceChildren(Desk.loading(say("evals.loading")));
    Desk.onShown("evals", () => page.look());
  };
})();
