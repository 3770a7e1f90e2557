// What the tabs share: the domain's terms, downloads, progress, findings.
(() => {
  const { el, say } = Desk;

  // A term that the server names in Chinese (a field, a scope, a rule), in the reader's language where it is known.
  Desk.term = (group, key, fallback = key) =>
    Desk.lang === "zh" ? fallback : DeskWords[Desk.lang][`${group}.${key}`] ?? fallback;

  // A server function's answer, or {error} in the reader's words where nobody answers.
  Desk.call = async (call, payload) => {
    try {
      const told = await call(payload);
      Desk.reach?.(true);
      return told ?? { error: say("desk.lost") };
    } catch {
      Desk.reach?.(false);
      return { error: say("desk.lost") };
    }
  };

  // A button that fetches a file and gives it to the reader; a large file comes in pieces (`next` tells where on).
  Desk.download = (name, fetch, attributes = {}) =>
    el("button", { type: "button", class: "plain-button", ...attributes, click: async (event) => {
      const button = event.currentTarget;
      if (button.nextElementSibling?.matches(".failure")) button.nextElementSibling.remove();
      button.disabled = true;
      const pieces = [];
      let piece;
      do {
        piece = await fetch(piece?.next ?? 0);
        pieces.push(piece.base64);
      } while (piece.next && !piece.error);
      button.disabled = false;
      if (piece.error) button.after(Desk.failure(piece.error));
      else Desk.save({ ...piece, base64: pieces.join("") });
    } }, name);

  Desk.meter = ({ done, total }, name) =>
    el("div", { class: "meter" },
      el("progress", { max: Math.max(total, 1), value: done, "aria-label": name }),
      el("span", { role: "status" }, `${name} ${done}/${total}`));

  // Do `act` every so often while its tab is looked at; it ends when `act` says true.
  Desk.poll = (tab, act, wait = 700) => {
    let at_work = false;
    const clock = setInterval(async () => {
      if (at_work || document.hidden || Desk.tab !== tab) return;
      at_work = true;
      if (await act()) clearInterval(clock);
      at_work = false;
    }, wait);
    return clock;
  };

  Desk.severity = (severity) => el("span", { class: `severity severity-${severity}` }, say(`audit.severity.${severity}`));

  Desk.finding = ({ severity, rule, title, message, computation, citations }) =>
    el("li", { class: "finding" },
      el("p", {}, Desk.severity(severity), title && el("span", { class: "rule" }, `${rule} ${Desk.term("audit.rule", rule, title)}`)),
      el("p", {}, message, citations.length > 0 && el("span", { class: "chips" }, citations.map((citation) => Desk.chip(citation)))),
      computation && el("p", { class: "aside" }, say("claim.computation", { computation })));
})();
