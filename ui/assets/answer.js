(() => {
  const { el } = Desk;
  const STATUS = { answered: "已核对", no_evidence: "未找到依据", needs_clarification: "请指明单位" };
  const LEAD = {
    no_evidence: "在所查的报告中没有找到能回答这个问题的原文，因此不作回答。",
    needs_clarification: "这个问题没有说明问的是哪个单位，下列报告都可能是。请选择其一。",
  };

  const asking = (context, label, payload, className = "line-button") =>
    el("button", { type: "button", class: className, click: () => context.ask(payload) }, label);

  const group = (title, ...children) => el("section", { class: "group" }, el("h3", {}, title), ...children);

  const start = (context, { examples }) =>
    el("div", { class: "start" },
      el("p", { class: "lead" }, "只回答报告中有原文依据的内容；每句话都附编号，点编号即可在原文中核对。"),
      examples.length ? group("可以这样问", el("ul", { class: "plain" },
        examples.map((question) => el("li", {}, asking(context, question, { question })))))
        : group("库中还没有报告", el("p", { class: "aside" }, "请先在命令行运行 gongkai ingest 报告文件夹，再刷新本页。")));

  const status = (answer) =>
    el("p", { class: `status status-${answer.status}`, role: "status" },
      el("strong", {}, STATUS[answer.status]),
      answer.claims.length > 0 && `　${answer.claims.length} 条陈述，${answer.citations.length} 处引文`,
      answer.coverage && `　覆盖 ${answer.coverage.answered}/${answer.coverage.of} 份报告`);

  // The header tells the coverage already, and an absence claim the missing bodies.
  const remarks = ({ coverage, notes }) => notes.filter((note) => !(coverage && note.startsWith("覆盖 ")));

  const missing = ({ coverage, notes, claims }, names) =>
    coverage && coverage.missing.some((body) =>
      ![...notes, ...claims.map((claim) => claim.text)].some((said) => said.includes(body)))
      ? el("p", { class: "aside" }, `未见相关内容：${Desk.names(coverage.missing, names)}`) : null;

  const closest = (citations) => citations.length === 0 ? null :
    group("最接近的段落", el("p", { class: "aside" }, "仅供查阅，不构成回答。"),
      el("ul", { class: "closest" }, citations.map((citation) => el("li", {},
        el("p", { class: "aside" }, `${Desk.body(citation)}　${Desk.path(citation.section)}`),
        el("p", {}, citation.quote, Desk.chips([citation.n], [citation]))))));

  const candidates = (context, { question, candidates }) => candidates.length === 0 ? null :
    group("可能是指", el("ul", { class: "plain" }, candidates.map((report) => el("li", {},
      asking(context, `${Desk.body(report)}　${report.title}`, { question, report: report.report_id })))));

  const withheld = (claims) => claims.length === 0 ? null :
    el("details", { class: "withheld" },
      el("summary", {}, `未通过核对而未采用：${claims.length} 条`),
      el("ul", {}, claims.map((claim) => el("li", {}, el("p", {}, claim.text),
        el("p", { class: "aside" }, `${claim.check}：${claim.reason}`)))));

  const suggestions = (context, questions) => questions.length === 0 ? null :
    group("继续问", el("ul", { class: "plain" },
      questions.map((question) => el("li", {}, asking(context, question, { question })))));

  const method = (answer) => {
    const how = answer.mode === "extractive" ? "逐字摘录，未使用语言模型" : `由 ${answer.mode.replace(/^chat:/, "")} 起草，逐句核对`;
    return el("p", { class: "method" }, how);
  };

  const finished = (context, { answer, names }) => {
    const cited = answer.citations.length ? answer.citations : answer.closest;
    Desk.panel.offer("ask", cited);
    return el("article", { class: "answer", "aria-label": "回答" },
      el("h2", {}, answer.question),
      answer.standalone_question !== answer.question
        && el("p", { class: "aside" }, `按此理解：${answer.standalone_question}`),
      status(answer),
      LEAD[answer.status] && answer.notes.length === 0 && el("p", { class: "lead" }, LEAD[answer.status]),
      answer.claims.length > 0
        && el("ol", { class: "claims" }, answer.claims.map((claim) =>
          Desk.claim(claim, answer.citations, names, Desk.speaker(claim, answer.citations)))),
      remarks(answer).length > 0 && el("ul", { class: "notes" }, remarks(answer).map((note) => el("li", {}, note))),
      missing(answer, names),
      candidates(context, answer),
      closest(answer.closest),
      withheld(answer.withheld),
      suggestions(context, answer.suggestions),
      answer.claims.length > 0 && method(answer),
      cited.length > 0 && el("button", { type: "button", class: "plain-button to-panel",
        click: (event) => Desk.panel.list(event.currentTarget) }, `查看引文（${cited.length}）`));
  };

  const DRAW = {
    start,
    loading: (context, { question }) => el("div", { class: "answer" },
      el("h2", {}, question), Desk.loading("正在检索并逐条核对原文…")),
    error: (context, { message }) => Desk.failure(message),
    answer: finished,
  };

  Desk.answer = (context) => Desk.follow(context, (view) => {
    if (view.kind !== "answer") Desk.panel.offer("ask", []);
    context.element.querySelector(".stage").replaceChildren(DRAW[view.kind](context, view));
  });
})();
