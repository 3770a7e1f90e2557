// The page is Chinese and light, whatever Gradio's template and the system's colour scheme say.
document.documentElement.lang = "zh-CN";
new MutationObserver(() => document.querySelectorAll(".dark").forEach((node) => node.classList.remove("dark")))
  .observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["class"] });
