// The evidence panel: the cards of the shown tab's citations, and the report with one span lit up.
(() => {
  const { el } = Desk;
  const phone = window.matchMedia("(max-width: 820px)");
  const state = { tab: "ask", offered: { ask: [], summary: [] }, citation: null, origin: null, ticket: 0 };
  let root = null;
  let server = null;
  const find = (selector) => root.querySelector(selector);

  const card = (citation) => {
    const current = state.citation && key(state.citation) === key(citation);
    return el("button", { type: "button", class: "card", "data-n": citation.n, "aria-current": current && "true",
      click: (event) => open(citation, phone.matches ? state.origin : event.currentTarget) },
      el("span", { class: "number" }, String(citation.n)),
      el("span", { class: "who" }, Desk.body(citation)),
      el("span", { class: "path" }, Desk.path(citation.section)),
      el("span", { class: "quote" }, citation.quote));
  };
  const key = ({ report_id, start, end }) => `${report_id}:${start}:${end}`;

  const drawCards = () => {
    const citations = state.offered[state.tab];
    find(".cards").replaceChildren(...(citations.length ? citations.map(card)
      : [el("p", { class: "empty" }, "引文列在这里。点正文中的编号，可在报告原文中核对。")]));
    find("#tab-cards").textContent = citations.length ? `引文（${citations.length}）` : "引文";
  };

  const select = (name) => {
    for (const tab of ["cards", "source"]) {
      const chosen = tab === name;
      find(`#tab-${tab}`).setAttribute("aria-selected", String(chosen));
      find(`#tab-${tab}`).tabIndex = chosen ? 0 : -1;
      find(`.${tab}`).hidden = !chosen;
    }
  };

  const piece = ({ text, level }) => level == null ? text : el("span", { class: `heading level-${level}` }, text);

  const outline = (heads) => {
    const choose = el("select", { "aria-label": "跳到章节", change: (event) =>
      heads[event.target.value]?.scrollIntoView({ block: "start", behavior: "smooth" }) },
      el("option", { value: "" }, "章节"),
      heads.map((head, index) => el("option", { value: index }, head.textContent.trim().slice(0, 28))));
    return heads.length ? choose : null;
  };

  const neighbours = () => {
    const list = state.offered[state.tab];
    const at = list.findIndex((citation) => key(citation) === key(state.citation));
    const step = (offset, label) => el("button", { type: "button", class: "plain-button", disabled: !list[at + offset],
      click: () => open(list[at + offset], state.origin) }, label);
    return at < 0 ? [] : [step(-1, "上一处"), step(1, "下一处")];
  };

  const drawSource = ({ before, quote, after }) => {
    const mark = el("mark", { tabindex: "-1" }, quote);
    const text = el("div", { class: "text", tabindex: "0", role: "region", "aria-label": "报告原文" },
      before.map(piece), mark, after.map(piece));
    find(".source").replaceChildren(
      el("header", {},
        el("p", { class: "who" }, Desk.body(state.citation)),
        el("p", { class: "path" }, Desk.path(state.citation.section)),
        el("div", { class: "tools" }, outline([...text.querySelectorAll(".heading")]), neighbours())),
      text);
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  };

  const markChips = () => document.querySelectorAll(".chip").forEach((chip) =>
    chip.classList.toggle("current", chip === state.origin));

  const showSheet = (shown) => {
    document.body.classList.toggle("sheet-open", shown);
    document.querySelectorAll("#masthead, #work").forEach((node) => { node.inert = shown && phone.matches; });
    const modal = shown && phone.matches;
    for (const [name, value] of [["role", modal ? "dialog" : "complementary"], ["aria-modal", modal ? "true" : null]])
      value ? root.setAttribute(name, value) : root.removeAttribute(name);
  };

  async function open(citation, origin) {
    const ticket = ++state.ticket;
    Object.assign(state, { citation, origin: origin || state.origin });
    showSheet(true);
    select("source");
    drawCards();
    markChips();
    find(".source").replaceChildren(Desk.loading("正在打开原文…"));
    const { report_id, start, end } = citation;
    const span = await server.get_span({ report_id, start, end }).catch(() => ({ error: "原文没有打开，请重试。" }));
    if (ticket !== state.ticket) return;
    if (span.quote !== citation.quote) find(".source").replaceChildren(Desk.failure(span.error || "未能定位原文。"));
    else drawSource(span);
  }

  const list = (origin) => {
    state.origin = origin;
    showSheet(true);
    select("cards");
    find("#tab-cards").focus();
  };

  const close = () => {
    showSheet(false);
    if (state.origin?.isConnected) state.origin.focus();
    else document.querySelector(`.chip[data-n="${state.citation?.n}"]`)?.focus();
  };

  const offer = (tab, citations) => {
    state.offered[tab] = citations;
    if (tab === state.tab) fresh();
  };

  const fresh = () => {
    Object.assign(state, { citation: null, ticket: state.ticket + 1 });
    find(".source").replaceChildren(el("p", { class: "empty" }, "选一处引文，这里显示它在报告中的位置。"));
    drawCards();
    select("cards");
  };

  const show = (tab) => {
    state.tab = tab;
    fresh();
  };

  const onKey = (event) => {
    if (event.key === "Escape") return close();
    if (!event.target.matches("[role=tab]") || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = event.target.id === "tab-cards" ? "source" : "cards";
    select(other);
    find(`#tab-${other}`).focus();
  };

  const mount = (context) => {
    root = context.element.querySelector(".evidence");
    server = context.server;
    find("#tab-cards").addEventListener("click", () => select("cards"));
    find("#tab-source").addEventListener("click", () => select("source"));
    find(".close").addEventListener("click", close);
    root.addEventListener("keydown", onKey);
    phone.addEventListener("change", () => showSheet(false));
    showSheet(false);
    show(state.tab);
  };

  // The other components may draw before this one is mounted: what they offer is kept, not lost.
  Desk.panel = { mount, open, list, show: (tab) => root ? show(tab) : (state.tab = tab),
    offer: (tab, citations) => root ? offer(tab, citations) : (state.offered[tab] = citations) };
})();
