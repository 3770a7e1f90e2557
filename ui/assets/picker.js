// A list to tick: a search, all or none of what is found, and how many are chosen.
(() => {
  const { el, say } = Desk;
  const SHOWN = 300;

  // entries: [{id, text}]; chosen: a Set of ids, at most `most`; `changed` is called after every choice.
  Desk.picker = (name, entries, chosen, most, changed) => {
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
      list.replaceChildren(...shown.slice(0, SHOWN).map(tick));
      if (shown.length > SHOWN) list.append(el("li", { class: "aside" }, say("compare.pick.narrow", { n: shown.length })));
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
})();
