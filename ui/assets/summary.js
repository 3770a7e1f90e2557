(() => {
  const { el } = Desk;
  const STATUS = { stated: "已核对", not_stated: "未提及", conflicting: "原文矛盾" };
  const SEVERITY = { error: "错误", warning: "疑点", info: "提示" };

  const item = ({ label, quantity, citations }, all) =>
    el("li", {}, quantity ? `${label}　` : label, quantity && el("span", { class: "figure" }, quantity),
      Desk.chips(citations, all));

  const content = (field, all) => [
    field.quantity && el("span", { class: "figure" }, field.quantity),
    field.scope && el("span", { class: "scope" }, field.scope),
    field.text && field.items.length === 0 && el("p", { class: field.quantity ? "aside" : "text" }, field.text),
    field.items.length > 0 && el("ul", { class: "items" }, field.items.map((line) => item(line, all))),
    field.status === "not_stated" && el("span", { class: "absent" }, "—"),
  ];

  const row = (field, all) =>
    el("tr", { role: "row", class: `field field-${field.status}` },
      el("th", { role: "rowheader", scope: "row" }, field.label),
      el("td", { role: "cell", class: "content" }, content(field, all)),
      el("td", { role: "cell", class: "state" }, STATUS[field.status]),
      el("td", { role: "cell", class: "proof" }, Desk.chips(field.citations, all)));

  const table = (fields, all) =>
    el("table", { class: "fields", role: "table", "aria-label": "要素表" },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ["字段", "内容", "状态", "依据"].map((name) =>
        el("th", { role: "columnheader", scope: "col" }, name)))),
      el("tbody", { role: "rowgroup" }, fields.map((field) => row(field, all))));

  const points = (section, all) =>
    el("section", { class: "group" },
      el("h3", {}, Desk.path(section.path)),
      el("ul", { class: "claims" }, section.points.map((claim) => Desk.claim(claim, all, {}))));

  const finding = ({ severity, message, computation, citations }) =>
    el("li", { class: "claim" },
      el("p", {}, el("strong", {}, `${SEVERITY[severity]}　`), message,
        el("span", { class: "chips" }, citations.map((citation) => Desk.chip(citation)))),
      computation && el("p", { class: "aside" }, `计算：${computation}`));

  const findings = (list) => list.length === 0 ? null :
    el("section", { class: "group" }, el("h3", {}, "数字核查"), el("ul", { class: "claims" }, list.map(finding)));

  const save = ({ name, mime, text }) => {
    const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: mime })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const download = (context, reportId, format, label) =>
    el("button", { type: "button", class: "plain-button", click: async (event) => {
      const button = event.currentTarget;
      button.disabled = true;
      const file = await context.server.get_export({ report_id: reportId, format }).catch(() => ({}));
      button.disabled = false;
      if (file.text) save(file);
      else button.after(Desk.failure(file.error || "导出没有完成，请重试。"));
    } }, label);

  const finished = (context, { summary, fields }) => {
    Desk.panel.offer("summary", summary.citations);
    return el("article", { class: "summary", "aria-label": "摘要" },
      el("header", {},
        el("div", {},
          el("h2", {}, summary.title),
          el("p", { class: "aside" }, Desk.body(summary), summary.period && `　统计期 ${summary.period}`)),
        el("div", { class: "actions" },
          download(context, summary.report_id, "json", "导出 JSON"),
          download(context, summary.report_id, "md", "导出 Markdown"))),
      table(fields, summary.citations),
      findings(summary.findings),
      summary.sections.length > 0 && el("h2", { class: "part" }, "各部分要点"),
      summary.sections.map((section) => points(section, summary.citations)),
      el("p", { class: "method" }, `原文 SHA-256 ${summary.sha256.slice(0, 16)}…`));
  };

  const DRAW = {
    start: () => el("p", { class: "lead" }, "选择一份报告，生成一页摘要：要素表、数字核查与各部分要点，每一项都附原文依据。“未提及”不等于零。"),
    loading: () => Desk.loading("正在生成摘要并核对原文…"),
    error: (context, { message }) => Desk.failure(message),
    summary: finished,
  };

  Desk.summary = (context) => Desk.follow(context, (view) => {
    if (view.kind !== "summary") Desk.panel.offer("summary", []);
    context.element.querySelector(".stage").replaceChildren(DRAW[view.kind](context, view));
  });
})();
