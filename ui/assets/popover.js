// A small panel below a button: closes on Escape, on a click elsewhere, and gives the focus back.
Desk.popover = (button, panel, opened = () => {}) => {
  const { el } = Desk;
  const frame = el("div", { class: "popover-frame" }, button, panel);
  const set = (open, back = true) => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) opened();
    else if (back && frame.contains(document.activeElement)) button.focus();
  };
  button.setAttribute("aria-haspopup", "dialog");
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", button.getAttribute("aria-label") || button.textContent);
  panel.classList.add("popover");
  button.addEventListener("click", () => set(panel.hidden));
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    set(false);
    button.focus();
  });
  document.addEventListener("pointerdown", (event) => !panel.hidden && !frame.contains(event.target) && set(false, false));
  set(false);
  return { frame, close: () => set(false) };
};
