// The only way this desk makes elements: text goes in as text nodes, never as markup.
window.Desk = {};

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

Desk.body = (report) => {
  const who = report.agency || "未署名单位";
  return report.year ? `${who} · ${report.year} 年` : who;
};

Desk.path = (section) => section.join(" › ") || "正文";

// A list of reports by name, cut where nobody would read on.
Desk.names = (ids, names) => {
  const first = ids.slice(0, 12).map((id) => names[id] || id).join("、");
  return ids.length > 12 ? `${first} 等 ${ids.length} 份` : first;
};

// Gradio may hand a value over before or after the script runs: draw what is there, then follow it.
Desk.follow = ({ props, watch }, draw) => {
  watch("value", () => draw(props.value));
  if (props.value) draw(props.value);
};

Desk.chip = (citation, label) =>
  Desk.el("button", {
    type: "button",
    class: "chip",
    "data-n": citation.n,
    "aria-label": `核对引文 ${citation.n}：${Desk.body(citation)}`,
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
    claim.computation && Desk.el("p", { class: "aside" }, `计算：${claim.computation}`),
    claim.searched && Desk.el("p", { class: "aside" }, `已查报告：${Desk.names(claim.searched, names)}`));

Desk.loading = (text) => Desk.el("p", { class: "loading", role: "status" }, text);
Desk.failure = (text) => Desk.el("p", { class: "failure", role: "alert" }, text);
