// Gradio's login page: the product's name above it, and a word for those who guessed too often (it shows none for 429).
(() => {
  const form = () => document.querySelector("input[type=password]")?.closest(".wrap");
  const plain = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await plain(...asked);
    if (form() && String(asked[0]).endsWith("/login")) {
      form().querySelector(".failure")?.remove();
      if (answer.status === 429) form().append(Desk.failure(Desk.say("login.slow")));
    }
    return answer;
  };
  const look = new MutationObserver(() => {
    const shown = form();
    if (!shown && !document.getElementById("masthead")) return;
    look.disconnect();
    if (!shown) return;
    document.title = Desk.say("desk.title");
    document.body.classList.add("login");
    shown.prepend(Desk.el("p", { class: "brand" }, Desk.say("desk.name"), Desk.el("span", {}, Desk.say("desk.about"))));
  });
  look.observe(document.documentElement, { childList: true, subtree: true });
})();
