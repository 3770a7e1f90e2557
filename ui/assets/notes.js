// The notes of a conversation: quotations and words of one's own, kept on the server with it.
(() => {
  const { el, say } = Desk;
  const state = { door: null, longest: 2000, id: null, list: [], pane: null, tab: null };

  const plain = ({ text, citation }) => citation
    ? `${text}\n  （${Desk.body(citation)}，${Desk.path(citation.section)}：“${citation.quote}”）` : text;

  const drop = async (note) => {
    const told = await state.door.call("unnote", { id: state.id, note: note.id });
    if (told.error) return fault(told.error);
    state.list = state.list.filter((one) => one !== note);
    draw();
    state.pane.querySelector("textarea")?.focus();
  };

  const line = (note) => el("li", { class: "note" },
    el("p", {}, note.text),
    note.citation && note.citation.quote !== note.text && el("p", { class: "aside" }, `“${note.citation.quote}”`),
    note.citation && el("p", { class: "aside" }, `${Desk.body(note.citation)}　${Desk.path(note.citation.section)}`),
    el("div", { class: "row" },
      note.citation && el("button", { type: "button", class: "text-button", click: (event) => Desk.panel.open(note.citation, event.currentTarget) }, say("notes.open")),
      el("button", { type: "button", class: "text-button", click: () => drop(note) }, say("notes.delete"))));

  const fault = (text) => {
    state.pane.querySelector(".failure")?.remove();
    state.pane.prepend(Desk.failure(text));
  };

  const form = () => {
    const box = el("textarea", { rows: 2, maxlength: state.longest, "aria-label": say("notes.box"), placeholder: say("notes.box") });
    return el("form", { class: "note-form", submit: async (event) => {
      event.preventDefault();
      if (box.value.trim() && await add(box.value, null)) state.pane.querySelector("textarea")?.focus();
    } }, box, el("button", { type: "submit", class: "plain-button" }, say("notes.add")));
  };

  const draw = () => {
    if (!state.pane) return;
    state.tab.textContent = state.list.length ? say("panel.notes.n", { n: state.list.length }) : say("panel.notes");
    state.pane.replaceChildren(...(state.id
      ? [form(), state.list.length ? el("button", { type: "button", class: "text-button", click: (event) =>
          Desk.copy(state.list.map(plain).join("\n\n"), event.currentTarget) }, say("notes.copy")) : "",
        state.list.length ? el("ul", { class: "note-list" }, state.list.map(line)) : el("p", { class: "empty" }, say("notes.empty"))]
      : [el("p", { class: "empty" }, say("notes.first"))]));
  };

  async function add(text, citation, button) {
    const { report_id, start, end, n } = citation || {};
    const told = await state.door.call("note", { id: state.id, text, citation: citation && { report_id, start, end, n } });
    if (told.error) {
      if (button) button.after(Desk.failure(told.error));
      else fault(told.error);
      return false;
    }
    state.list.push(told.note);
    draw();
    if (button) {
      const label = button.textContent;
      button.textContent = say("notes.saved");
      setTimeout(() => { button.textContent = label; }, 1600);
    }
    return true;
  }

  const begin = ({ call, longest }) => {
    Object.assign(state, { door: { call }, longest });
    Desk.panel.useNotes({
      draw: (pane, tab) => { Object.assign(state, { pane, tab }); draw(); },
      keep: (citation, button) => state.id && add(citation.quote, citation, button),
    });
  };

  const use = (id, list) => {
    Object.assign(state, { id, list });
    draw();
  };

  Desk.notes = { begin, use, add };
})();
