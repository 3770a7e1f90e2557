// The tab 问答: one conversation at a time. The server keeps it; this page only shows it.
(() => {
  const { el, say } = Desk;
  const REST = 1200; // milliseconds before a lost connection is tried again
  const PATIENCE = 100; // times
  const state = { shown: null, conversation: null, turns: [], ticket: 0, run: null, active: null };
  let server = null;
  let parts = null;

  const call = async (act, given = {}) => {
    const told = await server[`do_${act}`](given).catch(() => null);
    Desk.reach(Boolean(told));
    return told || { error: say("desk.lost"), lost: true };
  };

  const act = {
    ask: (question, limits) => ask(question, limits),
    keep: (text, citation, button) => Desk.notes.add(text, citation, button),
    complain: (given) => call("complain", { id: state.conversation.id, ...given }),
    export: async (n) => {
      const file = await call("export", { id: state.conversation.id, n });
      if (file.text) Desk.save(file);
    },
    active: (turn, offer) => {
      if (state.active === turn) return;
      state.active = turn;
      offer();
    },
  };

  const running = (on) => {
    parts.send.hidden = on;
    parts.stop.hidden = !on;
  };

  const put = (turn) => {
    const { article, offer } = Desk.turn(turn, act);
    if (turn.node?.isConnected) turn.node.replaceWith(article);
    else parts.turns.append(article);
    turn.node = article;
    if (turn === state.turns.at(-1)) {
      state.active = turn;
      offer();
    }
  };

  const frame = () => {
    const blank = state.turns.length === 0;
    parts.root.classList.toggle("blank", blank);
    parts.start.hidden = !blank;
    parts.box.placeholder = say(blank ? "ask.placeholder" : "ask.placeholder.next");
    Desk.talks.show(state.conversation);
  };

  const adopt = (view) => {
    if (view.conversations) Desk.talks.set(view.conversations);
    const id = view.title ? view.conversation : null;
    if (id !== (state.conversation?.id ?? null) && (id || view.state === "failed" || view.state === "stopped")) {
      state.conversation = id && { id, title: view.title };
      Desk.notes.use(id, []);
    }
    Desk.remember({ c: state.conversation?.id });
  };

  const show = (turn, view) => {
    adopt(view);
    const ended = ["done", "stopped", "failed"].includes(view.state);
    const pending = say(view.state === "waiting" ? "ask.waiting" : "ask.loading");
    if (view.turn) Object.assign(turn, view.turn, { pending: null, growing: false });
    else if (ended) Object.assign(turn, { error: view.error || say("ask.failed"), answer: null, retry: () => again(turn) });
    else Object.assign(turn, { answer: view.answer, growing: Boolean(view.answer), pending });
    state.run = ended ? null : { id: view.run, turn };
    running(!ended);
    const before = turn.node?.getBoundingClientRect().height;
    put(turn);
    frame();
    if (before < turn.node.getBoundingClientRect().height && !turn.seen) turn.node.scrollIntoView({ block: "start" });
    turn.seen = Boolean(turn.answer);
    return ended;
  };

  const again = (turn) => {
    state.turns = state.turns.filter((one) => one !== turn);
    turn.node.remove();
    ask(turn.question, turn.limits);
  };

  async function follow(turn, view) {
    const ticket = state.ticket;
    let last = view;
    while (!show(turn, last)) {
      let news = await call("look", { run: last.run, seq: last.seq });
      for (let tries = 0; news.lost && ticket === state.ticket && tries < PATIENCE; tries += 1) {
        await new Promise((wake) => setTimeout(wake, REST));
        news = await call("look", { run: last.run, seq: last.seq });
      }
      if (ticket !== state.ticket) return;
      if (news.state === "gone" || news.error && !news.state) return openTalk(state.conversation?.id);
      last = news;
    }
  }

  async function ask(question, limits = Desk.scope.limits()) {
    if (state.run || !question.trim()) return question.trim() ? null : complain(say("ask.error.empty"));
    const turn = { question: question.trim(), limits, pending: say("ask.loading") };
    const ticket = state.ticket;
    complain("");
    state.turns.push(turn);
    state.run = { id: null, turn };
    running(true);
    put(turn);
    frame();
    turn.node.scrollIntoView({ block: "start" });
    const view = await call("ask", { question, conversation: state.conversation?.id, ...limits });
    if (ticket !== state.ticket) return;
    if (view.error && !view.state) {
      state.run = null;
      running(false);
      Object.assign(turn, { error: view.error, retry: () => again(turn) });
      return put(turn);
    }
    parts.box.value = "";
    grow();
    await follow(turn, view);
  }

  async function stop() {
    if (!state.run?.id) return;
    const { id, turn } = state.run;
    const view = await call("stop", { run: id });
    if (view.run && state.run?.id === id) {
      state.ticket += 1;
      show(turn, view);
    }
    parts.box.focus();
  }

  const clear = () => {
    state.ticket += 1;
    Object.assign(state, { conversation: null, turns: [], run: null, active: null });
    parts.turns.replaceChildren();
    running(false);
    complain("");
    Desk.panel.offer("ask", []);
    Desk.notes.use(null, []);
  };

  const fresh = () => {
    clear();
    Desk.remember({ c: null });
    frame();
    parts.box.focus();
  };

  const draw = (told) => {
    clear();
    state.conversation = told.conversation;
    Desk.remember({ c: told.conversation.id });
    Desk.notes.use(told.conversation.id, told.notes);
    state.turns = told.turns;
    state.turns.forEach(put);
    frame();
    if (told.run) {
      const turn = { question: told.run.question, pending: say("ask.loading") };
      state.turns.push(turn);
      follow(turn, told.run);
    }
    state.turns.at(-1)?.node?.scrollIntoView({ block: state.turns.length > 1 ? "start" : "end" });
  };

  async function openTalk(id) {
    if (!id) return fresh();
    const told = await call("open", { id });
    if (told.error) {
      fresh();
      complain(told.error);
    } else draw(told);
  }

  const complain = (text) => {
    parts.fault.textContent = text;
    parts.fault.hidden = !text;
  };

  const grow = () => {
    parts.box.style.height = "auto";
    parts.box.style.height = `${Math.min(parts.box.scrollHeight + 2, 140)}px`;
    const left = state.shown.longest.question - parts.box.value.length;
    parts.left.textContent = left <= 60 ? say("ask.left", { n: left }) : "";
  };

  const composer = () => {
    const box = el("textarea", { id: "question", rows: 1, maxlength: state.shown.longest.question, "aria-label": say("ask.box"),
      "aria-describedby": "question-fault", input: () => { complain(""); grow(); }, keydown: (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        ask(box.value);
      } });
    const send = el("button", { type: "submit", class: "primary-button", id: "ask" }, say("ask.send"));
    const halt = el("button", { type: "button", class: "plain-button", id: "stop", hidden: true, click: stop }, say("ask.stop"));
    const left = el("span", { class: "left aside" });
    const fault = el("p", { class: "failure", role: "alert", id: "question-fault", hidden: true });
    Object.assign(parts, { box, send, stop: halt, left, fault });
    return el("form", { class: "composer", submit: (event) => { event.preventDefault(); ask(box.value); } },
      fault, el("div", { class: "over-box" }, Desk.scope.line(state.shown, () => call("scope")), left),
      el("div", { class: "box-row" }, box, send, halt));
  };

  const start = ({ examples }) => el("div", { class: "start" },
    el("p", { class: "lead" }, say("ask.lead")),
    examples.length ? el("section", { class: "group" }, el("h3", {}, say("ask.examples")), el("ul", { class: "plain" },
      examples.map((question) => el("li", {}, el("button", { type: "button", class: "line-button", click: () => ask(question) }, question)))))
      : el("section", { class: "group" }, el("h3", {}, say("ask.empty")), el("p", { class: "aside" }, say("ask.empty.how")),
        document.getElementById("tab-library-button")
          && el("button", { type: "button", class: "plain-button", click: () => Desk.go("library") }, say("ask.empty.go"))));

  const build = (stage) => {
    parts = { root: stage, turns: el("section", { class: "turns", "aria-label": say("ask.turns") }) };
    parts.start = start(state.shown);
    const bar = Desk.talks.bar({ call, open: openTalk, fresh, removed: (id) => id === state.conversation?.id && fresh() });
    stage.replaceChildren(bar, parts.turns, composer(), parts.start);
    stage.classList.add("ask");
    Desk.notes.begin({ call, longest: state.shown.longest.note });
    Desk.talks.set(state.shown.conversations);
    Object.assign(act, { reasons: state.shown.reasons, longest: state.shown.longest });
  };

  const begin = async (stage) => {
    const told = await call("start", { id: Desk.params().c });
    if (told.error) {
      return stage.replaceChildren(Desk.failure(told.error), el("button", { type: "button", class: "plain-button",
        click: () => begin(stage) }, say("ask.retry")));
    }
    state.shown = told;
    build(stage);
    if (told.open) draw(told.open);
    else frame();
    if (told.missing) complain(told.missing);
    Desk.remember({ c: state.conversation?.id });
    if (Desk.params().doc && Desk.tab === "ask") choose(Desk.params());
  };

  const choose = ({ doc }) => {
    if (!doc || !parts) return;
    Desk.scope.choose(doc);
    Desk.remember({ doc: null });
    parts.box.focus();
  };

  Desk.ask = (context) => {
    server = context.server;
    Desk.onShown("ask", choose);
    begin(context.element.querySelector(".stage"));
  };
})();
