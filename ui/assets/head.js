// Before Gradio starts: the language that the reader chose (Chinese where none was), and light, whatever the system says.
(() => {
  const chosen = document.cookie.split("; ").find((one) => one.startsWith("gongkai_language="))?.split("=")[1];
  const lang = chosen === "en" ? "en" : "zh";
  const name = lang === "en" ? "en" : "zh-CN";
  window.Desk = { lang };
  document.documentElement.lang = name;
  // Gradio's own components speak the language of the navigator.
  Object.defineProperty(navigator, "language", { get: () => name, configurable: true });
  Object.defineProperty(navigator, "languages", { get: () => [name], configurable: true });
  Desk.speak = (other) => {
    document.cookie = `gongkai_language=${other}; path=/; max-age=31536000; samesite=strict`;
    location.reload();
  };
  new MutationObserver(() => document.querySelectorAll(".dark").forEach((node) => node.classList.remove("dark")))
    .observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["class"] });
})();
