// The tab 报告库: uploads on their way, what waits to be taken in, what is held, what can be put back.
(() => {
  const { el, say } = Desk;
  const BUSY = ["queued", "parsing", "accepted", "storing"];

  const button = (name, act, attributes = {}) =>
    el("button", { type: "button", class: "plain-button", ...attributes, click: act }, name);

  const base64 = (bytes) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  };

  // One file in pieces; the server answers the first with the id that the others carry.
  const send = async (file, state) => {
    let id = null;
    let at = 0;
    do {
      const bytes = new Uint8Array(await file.slice(at, at + state.view.piece).arrayBuffer());
      at += bytes.length;
      state.note.replaceChildren(el("p", { class: "aside", role: "status" }, say("library.sending",
        { name: file.name, percent: file.size ? Math.floor(100 * at / file.size) : 100 })));
      const told = await Desk.call(state.server.put_piece, { id, name: file.name, data: base64(bytes), last: at >= file.size });
      if (told.error) return told.error;
      id = told.id;
    } while (at < file.size);
    return null;
  };

  const upload = async (files, state) => {
    const failed = [];
    for (const file of files) {
      const error = file.size > state.view.largest + 1 ? say("library.upload.failed") : await send(file, state);
      if (error) failed.push(Desk.failure(`${file.name}　${error}`));
    }
    state.note.replaceChildren(...failed);
    await look(state);
  };

  const dropping = (state) => {
    const input = el("input", { type: "file", multiple: true, accept: state.view.kinds.join(","), class: "unseen", tabindex: "-1",
      "aria-label": say("library.upload"), change: (event) => { upload([...event.target.files], state); event.target.value = ""; } });
    const over = (on) => (event) => { event.preventDefault(); event.currentTarget.classList.toggle("over", on); };
    return el("div", { class: "drop", dragover: over(true), dragleave: over(false), drop: (event) => {
      over(false)(event);
      upload([...event.dataTransfer.files], state);
    } }, el("p", { class: "aside" }, say("library.drop", { kinds: state.view.kinds.join(" "), size: Math.floor(state.view.largest / 1e6) })),
    button(say("library.upload"), () => input.click(), { class: "primary-button" }), input);
  };

  const act = async (state, payload) => {
    const view = await Desk.call(state.server.act, { ...payload, find: state.find });
    if (view.error) state.note.replaceChildren(Desk.failure(view.error));
    else {
      state.note.replaceChildren();
      show(state, view);
    }
  };

  const field = (name, value, attributes, change) =>
    el("input", { "aria-label": name, value: value ?? "", placeholder: say("library.unknown"), ...attributes, change });

  const identity = (one, change) => [
    el("td", { class: "body" }, field(say("library.body"), one.agency, { maxlength: 80 }, (event) => event.target.value.trim() && change({ agency: event.target.value.trim() }))),
    el("td", { class: "year" }, field(say("library.year"), one.year, { inputmode: "numeric", maxlength: 4, size: 5 },
      (event) => /^(19|20)\d\d$/.test(event.target.value) && change({ year: Number(event.target.value) }))),
  ];

  const remarks = (job, state) => [
    job.remark && el("p", { class: "aside" }, job.remark),
    job.relation === "version" && job.status === "staged" && el("label", { class: "aside" },
      el("input", { type: "checkbox", checked: Boolean(job.replaces), change: (event) => act(state, { do: "replace", id: job.id, on: event.target.checked }) }), say("library.replace")),
    job.error && el("p", { class: "failure" }, job.error),
    ...job.warnings.map((warning) => el("p", { class: "aside" }, warning)),
  ];

  const staged = (job, state) => {
    const open = ["staged", "failed", "interrupted"].includes(job.status);
    const one = (name) => button(say(`library.${name}`), () => act(state, { do: name, ids: [job.id] }));
    return el("tr", { class: `job is-${job.status}` },
      el("th", { scope: "row" }, job.name, job.title && el("p", { class: "aside" }, job.title), ...remarks(job, state)),
      ...(open && job.status === "staged" ? identity(job, (values) => act(state, { do: "edit", id: job.id, ...values }))
        : [el("td", { class: "body" }, job.agency || "–"), el("td", { class: "year" }, job.year ? String(job.year) : "–")]),
      el("td", { class: "era" }, job.era || "–"),
      el("td", { class: "state" }, say(`library.status.${job.status}`)),
      el("td", { class: "act" }, job.status === "staged" && job.relation !== "duplicate" && one("accept"),
        ["failed", "interrupted"].includes(job.status) && one("retry"),
        !BUSY.includes(job.status) && one("discard")));
  };

  const heads = (names) => el("thead", {}, el("tr", {}, names.map((name) => el("th", { scope: "col", class: name }, say(`library.${name}`)))));

  const staging = (state) => {
    const { jobs, progress } = state.view;
    if (jobs.length === 0) return null;
    const ready = jobs.filter((job) => job.status === "staged" && job.relation !== "duplicate").map((job) => job.id);
    const over = jobs.filter((job) => job.status === "done").map((job) => job.id);
    return el("section", { class: "group", "aria-label": say("library.staging") },
      el("div", { class: "heading" }, el("h2", {}, say("library.staging")),
        ready.length > 0 && button(say("library.accept.all", { n: ready.length }), () => act(state, { do: "accept", ids: ready }), { class: "primary-button" }),
        over.length > 0 && button(say("library.clear"), () => act(state, { do: "discard", ids: over }))),
      progress.busy > 0 && Desk.meter({ done: jobs.length - progress.busy, total: jobs.length }, say("library.progress")),
      el("table", { class: "sheet" }, heads(["file", "body", "year", "era", "state", "actions"]), el("tbody", {}, jobs.map((job) => staged(job, state)))));
  };

  const removed = (state) => state.view.removed.map((one) =>
    el("p", { class: "removed", role: "status" }, say("library.removed", { name: one.name }), button(say("library.undo"), () => act(state, { do: "undo", id: one.id }))));

  // A removal is confirmed in its own row, where the eye is.
  const removing = (report, state, cell) => {
    const sure = button(say("library.remove.yes"), () => act(state, { do: "remove", report_id: report.report_id }), { class: "primary-button" });
    cell.replaceChildren(el("p", {}, say("library.remove.sure", { title: report.title })), sure, button(say("desk.cancel"), () => show(state, state.view)));
    sure.focus();
  };

  const correcting = (report, state, row) => {
    const values = {};
    const cells = identity(report, (more) => Object.assign(values, more));
    row.children[0].replaceWith(cells[0]);
    row.children[1].replaceWith(cells[1]);
    row.lastChild.replaceChildren(button(say("library.save"), () => act(state, { do: "correct", report_id: report.report_id, ...values }), { class: "primary-button" }),
      button(say("desk.cancel"), () => show(state, state.view)));
    cells[0].firstChild.focus();
  };

  const held = (report, state) => {
    const cell = el("td", { class: "act" });
    const row = el("tr", {},
      el("th", { scope: "row", class: "body" }, report.agency || say("desk.unnamed")),
      el("td", { class: "year" }, report.year ? String(report.year) : "–"),
      el("td", { class: "title" }, report.title, el("p", { class: "aside" }, report.file)),
      el("td", { class: "era" }, report.era === "unknown" ? "–" : report.era),
      el("td", { class: "chars" }, String(report.chars)), cell);
    cell.append(...[button(say("library.ask"), () => Desk.go("ask", { doc: report.report_id })),
      button(say("library.summary"), () => Desk.go("summary", { doc: report.report_id })),
      state.view.writable && button(say("library.correct"), () => correcting(report, state, row)),
      state.view.writable && button(say("library.remove"), () => removing(report, state, cell))].filter(Boolean));
    return row;
  };

  const shelf = (state) => {
    const { reports, found } = state.view;
    if (found === 0) return el("p", { class: "lead" }, say(state.find ? "library.nothing" : "library.empty"));
    return [el("table", { class: "sheet" }, heads(["body", "year", "title", "era", "chars", "actions"]), el("tbody", {}, reports.map((report) => held(report, state)))),
      found > reports.length && el("p", { class: "aside" }, say("library.more", { n: reports.length }))];
  };

  const upkeep = (state) => {
    const { checks, run, writable } = state.view;
    const bad = checks ? checks.filter((check) => !check.ok).length : 0;
    const working = run && !run.finished;
    return el("section", { class: "group", "aria-label": say("library.upkeep") }, el("h2", {}, say("library.upkeep")),
      el("div", { class: "toolbar" }, button(say("library.health"), () => act(state, { do: "check" })),
        writable && button(say("library.reindex"), () => act(state, { do: "reindex" }), { disabled: Boolean(working) })),
      working && Desk.meter(run, say("library.reindexing")),
      run && run.finished && el("p", { role: "status" }, say(run.failed ? "library.reindex.failed" : "library.reindexed")),
      checks && el("p", { role: "status" }, bad ? say("library.health.bad", { n: bad }) : say("library.health.ok")),
      checks && el("ul", { class: "checks" }, checks.map((check) => el("li", { class: check.ok ? "" : "failure" }, `${check.name}　${check.detail}`))));
  };

  // What somebody is typing or confirming is not drawn over by the clock; the next look does it.
  const busyWith = (place) => place.contains(document.activeElement) && (document.activeElement.matches("input") || document.activeElement.closest("td.act"));

  const show = (state, view) => {
    const asked = view !== state.view;
    state.view = view;
    state.drop.replaceChildren(view.writable ? dropping(state) : el("p", { class: "failure" }, say("library.readonly")));
    state.lists.replaceChildren(...[staging(state), ...removed(state)].filter(Boolean));
    state.count.replaceChildren(say("library.reports", { n: view.found }));
    state.held.replaceChildren(...[shelf(state)].flat().filter(Boolean));
    state.upkeep.replaceChildren(upkeep(state));
    if (asked) follow(state);
  };

  const look = async (state, quietly = false) => {
    const view = await Desk.call(state.server.get_library, { find: state.find });
    if (view.error) {
      if (!quietly) state.note.replaceChildren(Desk.failure(view.error));
      return false;
    }
    const text = JSON.stringify(view);
    if (text !== state.text && !(quietly && busyWith(state.stage))) {
      state.text = text;
      show(state, view);
    }
    return true;
  };

  const moving = ({ view }) => view && (view.progress?.busy > 0 || view.removed.length > 0 || (view.run && !view.run.finished));

  const follow = (state) => {
    if (!moving(state) || state.clock) return;
    state.clock = Desk.poll("library", async () => {
      await look(state, true);
      if (moving(state)) return false;
      state.clock = null;
      return true;
    }, 1000);
  };

  Desk.library = ({ element, server }) => {
    const part = (name) => el("div", { class: name });
    const stage = element.querySelector(".stage");
    const state = { server, stage, find: "", text: "", view: null, clock: null, note: part("note"), drop: part("dropping"), lists: part("lists"), held: part("held"), upkeep: part("upkeep"), count: el("h2", {}) };
    let typing = null;
    const search = el("input", { type: "search", class: "search", maxlength: 80, "aria-label": say("library.find"), placeholder: say("library.find"), input: (event) => {
      clearTimeout(typing);
      typing = setTimeout(() => { state.find = event.target.value; look(state); }, 250);
    } });
    stage.append(state.drop, state.note, state.lists, el("section", { class: "group" }, el("div", { class: "heading" }, state.count, search), state.held), state.upkeep);
    Desk.onShown("library", () => { state.text = ""; look(state); });
  };
})();
