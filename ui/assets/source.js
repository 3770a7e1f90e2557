// The source view of the evidence panel: one report with a span lit up, its outline, and a search within it.
(() => {
  const { el, say } = Desk;

  // A text whose numbers in `bold` stand out; its textContent is the text, letter for letter.
  Desk.emphasised = (text, bold = []) => {
    const found = bold.filter((number) => number && text.includes(number)).sort((a, b) => b.length - a.length);
    if (!found.length) return [text];
    const escaped = found.map((number) => number.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const whole = new RegExp(`(?<![\\d.,，])(${escaped.join("|")})(?![\\d])`);
    return text.split(whole).filter((part) => part !== "")
      .map((part) => (found.includes(part) ? el("b", {}, part) : part));
  };

  const piece = ({ text, level }) => level == null ? text : el("span", { class: `heading level-${level}` }, text);

  const outline = (text) => {
    const heads = [...text.querySelectorAll(".heading")];
    if (!heads.length) return null;
    const label = (head) => head.textContent.trim().replace(/\s+/g, " ").slice(0, 28);
    const indent = (head) => "　".repeat(Math.max(0, Number(head.className.match(/level-(\d+)/)[1]) - 1));
    return el("select", { "aria-label": say("panel.outline.jump"), change: (event) =>
      heads[event.target.value]?.scrollIntoView({ block: "start", behavior: "smooth" }) },
      el("option", { value: "" }, say("panel.outline")),
      heads.map((head, at) => el("option", { value: at }, indent(head) + label(head))));
  };

  const ranges = (root, wanted) => {
    const nodes = [];
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let length = 0;
    while (walk.nextNode()) {
      nodes.push({ node: walk.currentNode, start: length });
      length += walk.currentNode.length;
    }
    const whole = root.textContent.toLowerCase();
    if (!wanted || whole.length !== length) return [];
    const at = (offset, end) => nodes.findLast(({ start }) => (end ? start < offset : start <= offset));
    const found = [];
    for (let from = whole.indexOf(wanted); from >= 0 && found.length < 999; from = whole.indexOf(wanted, from + wanted.length)) {
      const range = new Range();
      const [first, last] = [at(from, false), at(from + wanted.length, true)];
      range.setStart(first.node, from - first.start);
      range.setEnd(last.node, from + wanted.length - last.start);
      found.push(range);
    }
    return found;
  };

  const paint = (name, list) => window.CSS?.highlights && (list.length
    ? CSS.highlights.set(name, new Highlight(...list)) : CSS.highlights.delete(name));

  const search = (text) => {
    let found = [];
    let current = -1;
    const count = el("span", { class: "count", role: "status" });
    const go = (to) => {
      current = found.length ? (to + found.length) % found.length : -1;
      count.textContent = !box.value.trim() ? "" : found.length
        ? say("panel.search.hits", { at: current + 1, n: found.length }) : say("panel.search.none");
      [before, after].forEach((button) => { button.disabled = found.length === 0; });
      paint("desk-found", found);
      paint("desk-found-now", current < 0 ? [] : [found[current]]);
      if (current >= 0) text.scrollTop += found[current].getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
    };
    const look = () => { found = ranges(text, box.value.trim().toLowerCase()); go(0); };
    const step = (by, name, sign) => el("button", { type: "button", class: "plain-button square", disabled: true,
      "aria-label": say(name), title: say(name), click: () => go(current + by) }, sign);
    const box = el("input", { type: "search", maxlength: 60, "aria-label": say("panel.search"), placeholder: say("panel.search"),
      input: look, keydown: (event) => {
        if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); go(current + (event.shiftKey ? -1 : 1)); }
        if (event.key === "Escape" && box.value) { event.stopPropagation(); box.value = ""; look(); }
      } });
    const [before, after] = [step(-1, "panel.search.previous", "↑"), step(1, "panel.search.next", "↓")];
    return el("div", { class: "find" }, box, count, before, after);
  };

  // `span` is what the server cut; `buttons` are the panel's own: to the neighbours, to a note.
  Desk.sourceView = (span, bold, buttons) => {
    paint("desk-found", []);
    paint("desk-found-now", []);
    const mark = el("mark", { tabindex: "-1" }, Desk.emphasised(span.quote, bold));
    const text = el("div", { class: "text", tabindex: "0", role: "region", "aria-label": say("panel.source.text") },
      span.before.map(piece), mark, span.after.map(piece));
    const back = el("button", { type: "button", class: "plain-button", click: () => reveal() }, say("panel.quote.back"));
    const reveal = () => {
      mark.scrollIntoView({ block: "center" });
      mark.focus({ preventScroll: true });
    };
    const head = el("header", {},
      el("p", { class: "who" }, Desk.body(span), el("span", { class: "title" }, span.title)),
      el("p", { class: "path" }, Desk.path(span.section)),
      el("div", { class: "tools" }, buttons, back),
      el("div", { class: "tools" }, outline(text), search(text)));
    return { nodes: [head, text], reveal };
  };
})();
