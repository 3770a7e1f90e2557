"""The audit's rules: one small pure function each, by family; here they are all named.

Sources: `A`, `S`, `T`, `X`, `Y`, `Q` as evaluators of disclosure reports check them (domain table of audit rules);
the Regulation of 2007 (国务院令第492号) and of 2019 (第711号); 国办公开办函〔2019〕60号, 〔2021〕30号.
"""

from collections.abc import Collection, Iterator

from bot.rules import agreement, categories, enumerations, growth, parts, quality, shares, structure, time, years
from bot.rules.check import Check, Rule, YearRule
from bot.rules.page import Page

_ARITHMETIC = "算术"
_FORM = "国办公开办函〔2019〕60号、〔2021〕30号"
_REGULATION = "《政府信息公开条例》（2007）第三十二条、（2019）第五十条"
_ASSESSED = "年度报告第三方评估指标"

RULES: tuple[Rule, ...] = (
    Rule("A5", "分项与总数", _ARITHMETIC, parts.parts_and_totals),
    Rule("A5", "分项与总数", _ARITHMETIC, categories.categories_and_total),
    Rule("A6", "百分比与基数", _ARITHMETIC, shares.shares),
    Rule("A8", "百分比合计", _ARITHMETIC, shares.shares_together),
    Rule("A7", "增减幅度", _ARITHMETIC, growth.growth),
    Rule("A10", "累计不小于本年", _ARITHMETIC, agreement.cumulative_and_yearly),
    Rule("A11", "累计等于本年加以前", _ARITHMETIC, agreement.cumulative_sum),
    Rule("A12", "前后数据一致", _ARITHMETIC, agreement.stated_twice),
    Rule("A12", "前后数据一致", _ARITHMETIC, agreement.zero_and_more),
    Rule("A13", "申请收办平衡", _FORM, agreement.applications_balance),
    Rule("A14", "当年与累计的口径", _ARITHMETIC, agreement.cumulative_called_yearly),
    Rule("X8", "零申请与办理结果", _ASSESSED, agreement.zero_applications),
    Rule("S1", "六个部分", _FORM, structure.six_sections),
    Rule("S2", "三张表格", _FORM, structure.three_tables),
    Rule("S3", "法定内容", _REGULATION, structure.statutory_items),
    Rule("S4", "声明的部分与实际", _ASSESSED, structure.declared_outline),
    Rule("S5", "编号", _ASSESSED, structure.numbering),
    Rule("S7", "标题", _FORM, structure.title_form),
    Rule("S8", "空白章节", _ASSESSED, structure.empty_sections),
    Rule("S9", "列举的数目", _ASSESSED, enumerations.announced),
    Rule("S9", "列举的数目", _ASSESSED, enumerations.listed_before),
    Rule("T1", "统计期限", _FORM, time.period),
    Rule("T3", "年份错置", _ASSESSED, time.stray_years),
    Rule("T4", "截止与截至", _ASSESSED, time.until),
    Rule("Q4", "模板残留", _ASSESSED, quality.residues),
    Rule("Q5", "重复段落", _ASSESSED, quality.repetitions),
    Rule("Q7", "重字与错字", _ASSESSED, quality.doubled_words),
)
YEAR_RULES: tuple[YearRule, ...] = (
    YearRule("Y1", "结转申请的跨年衔接", _FORM, years.carried),
    YearRule("Y2", "现行有效文件的跨年衔接", _FORM, years.valid_documents),
    YearRule("Y3", "累计数的跨年衔接", _ARITHMETIC, years.accumulated),
    YearRule("Y4", "数据异常变动", _ASSESSED, years.jumps),
    YearRule("Y5", "与上年雷同", _ASSESSED, years.same_prose),
    YearRule("Y5", "与上年雷同", _ASSESSED, years.same_numbers),
    YearRule("Y6", "问题与上年相同", _ASSESSED, years.same_problems),
    YearRule("Y7", "比上年的增减", _ARITHMETIC, years.against_last_year),
)
TITLES = {rule.id: rule.title for rule in (*RULES, *YEAR_RULES)}


def check_report(page: Page, before: Page | None = None, only: Collection[str] = ()) -> Iterator[Check]:
    """Every check on one report, and against its body's report of last year where that is given.

    ``only`` names the rules that are wanted; all where it is empty.
    """
    for rule in RULES:
        if not only or rule.id in only:
            yield from rule.run(page)
    for year_rule in YEAR_RULES if before else ():
        if not only or year_rule.id in only:
            yield from year_rule.run(page, before)
