Desk.masthead = (context) => {
  const line = context.element.querySelector(".holdings");
  Desk.follow(context, ({ reports, years }) => {
    line.textContent = reports ? `收录 ${reports} 份报告${years ? `　${years}` : ""}` : "尚未收录报告";
  });
};
