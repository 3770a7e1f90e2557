// The only way this desk makes elements: text goes in as text nodes, never as markup.
Desk.el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
};

// A text of the desk (assets/words.*.yaml) in the reader's language, its slots filled as ui/words.py fills them.
Desk.say = (key, values = {}) => {
  const text = DeskWords[Desk.lang][key];
  if (text === undefined) throw new Error(`no text ${key}`);
  return text.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (_, name, one, many) =>
    one === undefined ? String(values[name]) : `${values[name]} ${values[name] === 1 ? one : many}`);
};

Desk.body = (report) => {
  const who = report.agency || Desk.say("desk.unnamed");
  return report.year ? Desk.say("desk.body", { who, year: report.year }) : who;
};

Desk.path = (section) => section.join(" › ") || Desk.say("desk.untitled");

// A list of reports by name, cut where nobody would read on.
Desk.names = (ids, names) => {
  const list = ids.slice(0, 12).map((id) => names[id] || id).join(Desk.say("desk.comma"));
  return ids.length > 12 ? Desk.say("desk.etc", { list, n: ids.length }) : list;
};

// Gradio may hand a value over before or after the script runs: draw what is there, then follow it.
Desk.follow = ({ props, watch }, draw) => {
  watch("value", () => props.value && draw(props.value));
  if (props.value) draw(props.value);
};

// What a reader stands on, found again after its place was drawn anew: by its key or its words, and its turn among its equals.
Desk.again = (node) => {
  const stage = node.closest(".stage") || document.body;
  const called = (one) => one.dataset.key || one.getAttribute("aria-label") || one.textContent;
  const name = called(node);
  const equals = () => [...stage.querySelectorAll("button, select, input, [role=button]")].filter((one) => called(one) === name);
  const at = equals().indexOf(node);
  return () => (node.isConnected ? node : equals()[at]);
};

Desk.chip = (citation, label) =>
  Desk.el("button", {
    type: "button",
    class: "chip",
    "data-n": citation.n,
    "aria-label": Desk.say("chip.label", { n: citation.n, who: Desk.body(citation) }),
    title: `${Desk.body(citation)}　${Desk.path(citation.section)}`,
    click: (event) => Desk.panel.open(citation, event.currentTarget),
  }, label || String(citation.n));

Desk.chips = (numbers, citations) => {
  const known = citations.filter((citation) => numbers.includes(citation.n));
  return known.length ? Desk.el("span", { class: "chips" }, known.map((citation) => Desk.chip(citation))) : null;
};

// A bare quotation does not say whose it is: its body stands above it.
Desk.speaker = (claim, citations) => {
  const source = citations.find((citation) => citation.n === claim.citations[0]);
  const silent = claim.kind === "quote" && source && !claim.text.includes(source.agency);
  return silent ? Desk.el("p", { class: "aside" }, Desk.body(source)) : null;
};

Desk.claim = (claim, citations, names, speaker = null) =>
  Desk.el("li", { class: `claim claim-${claim.kind}` },
    speaker,
    Desk.el("p", {}, claim.text, Desk.chips(claim.citations, citations)),
    claim.computation && !claim.text.includes(claim.computation)
      && Desk.el("p", { class: "aside" }, Desk.say("claim.computation", { computation: claim.computation })),
    claim.searched && Desk.el("p", { class: "aside" },
      Desk.say("claim.searched", { names: Desk.names(claim.searched, names) })));

Desk.loading = (text) => Desk.el("p", { class: "loading", role: "status" }, text);
Desk.failure = (text) => Desk.el("p", { class: "failure", role: "alert" }, text);

// A file for the reader to keep: text, or base64 for what is no text.
Desk.save = ({ name, mime, text, base64 }) => {
  const data = base64 ? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)) : text;
  const link = Desk.el("a", { href: URL.createObjectURL(new Blob([data], { type: mime })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
