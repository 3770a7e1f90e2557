// The list of conversations: open, rename, delete after asking, export.
(() => {
  const { el, say } = Desk;
  const state = { list: [], current: null, door: null, wanted: "" };
  let parts = null;

  const when = (iso) => new Date(iso).toLocaleString(Desk.lang === "en" ? "en" : "zh-CN",
    { year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

  const fault = (row, text) => { row.querySelector(".failure")?.remove(); row.append(Desk.failure(text)); };

  const rename = (row, talk) => {
    const box = el("input", { type: "text", value: talk.title, maxlength: 60, "aria-label": say("talks.rename.box") });
    const form = el("form", { class: "row", submit: async (event) => {
      event.preventDefault();
      const told = await state.door.call("rename", { id: talk.id, title: box.value });
      if (told.error) return fault(row, told.error);
      if (state.current?.id === talk.id) show(told.conversation);
      set(told.conversations);
    } }, box, el("button", { type: "submit", class: "plain-button" }, say("talks.save")),
      el("button", { type: "button", class: "text-button", click: draw }, say("desk.cancel")));
    row.replaceChildren(form);
    box.focus();
    box.select();
  };

  const remove = (row, talk) => {
    const sure = el("button", { type: "button", class: "plain-button", click: async () => {
      const told = await state.door.call("delete", { id: talk.id });
      if (told.error) return fault(row, told.error);
      set(told.conversations);
      state.door.removed(talk.id);
      parts.find.focus();
    } }, say("talks.delete.yes"));
    row.replaceChildren(el("p", { role: "alert" }, say("talks.delete.sure", { title: talk.title })),
      el("div", { class: "row" }, sure, el("button", { type: "button", class: "text-button", click: draw }, say("desk.cancel"))));
    sure.focus();
  };

  const take = async (row, talk) => {
    const file = await state.door.call("export", { id: talk.id });
    if (file.error) fault(row, file.error);
    else Desk.save(file);
  };

  const line = (talk) => {
    const row = el("li", { class: "talk" });
    const small = (name, act) => el("button", { type: "button", class: "text-button", "aria-label": `${say(`talks.${name}`)}：${talk.title}`,
      click: () => act(row, talk) }, say(`talks.${name}`));
    row.append(
      el("button", { type: "button", class: "line-button", "aria-current": state.current?.id === talk.id && "true",
        click: () => { parts.popover.close(); state.door.open(talk.id); } },
        el("span", { class: "title" }, talk.title), el("span", { class: "aside" }, `${say("talks.turns", { n: talk.turns })}　${when(talk.changed)}`)),
      el("div", { class: "row" }, small("rename", rename), small("export", take), small("delete", remove)));
    return row;
  };

  const draw = () => {
    const wanted = state.list.filter((talk) => talk.title.toLowerCase().includes(state.wanted));
    parts.find.hidden = state.list.length < 8;
    parts.list.replaceChildren(...(wanted.length ? wanted.slice(0, 100).map(line) : [el("li", { class: "empty" }, say("talks.none"))]));
  };

  const set = (list) => {
    state.list = list;
    if (parts) draw();
  };

  const show = (current) => {
    state.current = current;
    parts.title.textContent = current?.title || "";
    draw();
  };

  const bar = (door) => {
    state.door = door;
    const find = el("input", { type: "search", "aria-label": say("talks.find"), placeholder: say("talks.find"),
      input: (event) => { state.wanted = event.target.value.trim().toLowerCase(); draw(); } });
    parts = { find, list: el("ul", { class: "talks" }), title: el("span", { class: "talk-title" }) };
    const button = el("button", { type: "button", class: "plain-button menu", id: "talks" }, say("talks.name"));
    parts.popover = Desk.popover(button, el("div", {}, find, parts.list), draw);
    return el("div", { class: "talk-bar" }, parts.popover.frame, parts.title,
      el("button", { type: "button", class: "plain-button", id: "new-talk", click: () => door.fresh() }, say("talks.new")));
  };

  Desk.talks = { bar, set, show };
})();
