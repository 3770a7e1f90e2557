(() => {
  const { el, say } = Desk;

  const title = () => el("h1", {}, say("desk.name"), el("span", {}, say("desk.about")));

  const holdings = ({ reports, years }) => {
    const [from, to] = years;
    const span = !from ? "" : from === to ? say("desk.year", { from }) : say("desk.years", { from, to });
    const held = reports ? `${say("desk.holdings", { n: reports })}　${span}`.trim() : say("desk.none");
    return el("p", { class: "holdings" }, held);
  };

  const state = ({ model, version }) => {
    const mode = model ? say("desk.status.model", { model }) : say("desk.status.extractive");
    return el("p", { class: "state", title: `${mode}　${say("desk.version", { version })}` }, say("desk.status.ok"));
  };

  const language = () =>
    el("button", { type: "button", class: "language", lang: Desk.lang === "en" ? "zh-CN" : "en",
      "aria-label": say("desk.language.label"), click: () => Desk.speak(Desk.lang === "en" ? "zh" : "en") }, say("desk.language"));

  // What every call to the server goes through: the masthead tells when nobody answers there.
  Desk.reach = (online) => {
    const mark = document.querySelector(".masthead .state");
    if (!mark) return;
    mark.classList.toggle("state-offline", !online);
    mark.textContent = say(online ? "desk.status.ok" : "desk.status.offline");
  };

  Desk.masthead = (context) => {
    const shown = context.element.querySelector(".masthead");
    document.title = say("desk.title");
    shown.replaceChildren(title(), el("div", { class: "about" }, language()));
    Desk.follow(context, (view) =>
      shown.replaceChildren(title(), el("div", { class: "about" }, holdings(view), state(view), language())));
  };
})();
