// The address tells the tab and what is open in it: ?tab=&doc=&c=
Desk.params = () => Object.fromEntries(new URLSearchParams(location.search));
Desk.remember = (values) => {
  const params = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) value == null || value === "" ? params.delete(name) : params.set(name, value);
  const query = params.toString();
  history.replaceState(history.state, "", query ? `?${query}` : location.pathname);
};

// Gradio's tabs: which one is shown, who wants to know, and how to go to another.
(() => {
  const waiting = {};
  Desk.tab = "ask";
  Desk.onShown = (tab, act) => (waiting[tab] ||= []).push(act);
  Desk.shown = (tab, beside) => {
    Desk.tab = tab;
    Desk.remember({ tab: tab === "ask" ? null : tab });
    document.body.classList.toggle("panel-over", !beside);
    Desk.panel.show(tab);
    (waiting[tab] || []).forEach((act) => act(Desk.params()));
  };
  Desk.go = (tab, values = {}) => {
    Desk.remember(values);
    if (tab === Desk.tab) (waiting[tab] || []).forEach((act) => act(Desk.params()));
    else document.getElementById(`tab-${tab}-button`)?.click();
  };
  const first = Desk.params().tab;
  if (!first || first === "ask") return;
  const patience = setInterval(() => {
    const button = document.getElementById(`tab-${first}-button`);
    if (!button) return;
    clearInterval(patience);
    button.click();
  }, 30);
  setTimeout(() => clearInterval(patience), 20000);
})();
