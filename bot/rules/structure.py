"""S1–S8: what a report has to contain, what it says it contains, how its parts are numbered and called.

《政府信息公开条例》 (2007) 第三十二条 for the years up to 2018, (2019) 第五十条 from 2019 on; six sections and three
tables by 国办公开办函〔2019〕60号 and 〔2021〕30号.
"""

import re
from collections.abc import Iterator, Sequence

from bot.rules.check import Check
from bot.rules.page import Page
from ingest.facts.numerals import parse_number
from ingest.parts import alike, declared_parts, is_statutory
from ingest.schema import Section, Span
from ingest.view import clean

NEW_FORM = 2019
_CHARGES = re.compile(
    r"(?:未|没有|不|无|免|收取|减免|产生|涉及).{0,16}(?:收费|费用|处理费|成本费)|(?:收费|费用|处理费)(?:及|和|、|与)?(?:减免|情况|标准|\d|[为共])"
    r"|(?:收费|费用).{0,10}(?:元|减免|免除)|免费(?:提供|公开|获取|查阅|向申请人)|减免|收取.{0,16}费|零收费"
    r"|(?:未|没有|不|无|免)[^,。;]{0,6}(?:付费|缴费|交费|花钱)|(?:全部|全|均|一律|都)(?:实行)?免费"
)
_NOT_CHARGES = re.compile(r"事业性收费|公益性收费|教育收费|收费项目|停车|医疗|学校|涉企|乱收费|行政收费|经营服务")
_ITEMS_2007: tuple[tuple[str, str, str], ...] = (
    ("（一）主动公开政府信息的情况", r"主动公开|公开.{0,12}信息", ""),
    ("（二）依申请公开政府信息的情况", r"申请(?!行政(?:复议|诉讼))|索取", ""),
    ("（三）收费及减免情况", "", "charges"),
    ("（四）行政复议、行政诉讼情况", r"复议|诉讼|起诉|应诉", ""),
    ("（五）主要问题及改进情况", r"问题|不足|差距|困难|薄弱|短板", ""),
)
_ITEMS_2019: tuple[tuple[str, str, str], ...] = (
    ("（一）主动公开政府信息的情况", r"主动公开|公开.{0,12}信息", ""),
    ("（二）收到和处理政府信息公开申请的情况", r"申请(?!行政(?:复议|诉讼))|索取", ""),
    ("（三）行政复议、行政诉讼情况", r"复议|诉讼|起诉|应诉", ""),
    ("（四）存在的主要问题及改进情况", r"问题|不足|差距|困难|薄弱|短板", ""),
)
_GOVERNMENT_ALSO = re.compile(r"考核|评议|责任追究|追责|问责")
_SIX: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(says))
    for name, says in (
        ("总体情况", r"总体|概述|概况|基本情况"),
        ("主动公开政府信息情况", r"主动公开"),
        ("收到和处理政府信息公开申请情况", r"申请(?!行政)(?!.{0,6}复议)"),
        ("政府信息公开行政复议、行政诉讼情况", r"复议|诉讼"),
        ("存在的主要问题及改进情况", r"问题|不足|改进"),
        ("其他需要报告的事项", r"其他|需要(?:报告|说明)"),
    )
)
_TABLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(says))
    for name, says in (
        ("主动公开政府信息情况表", r"第二十条第\(?[一五六八九]\)?项|现行有效件数|对外公开总数量|处理决定数量"),
        ("收到和处理申请情况表", r"勾稽关系|本年新收政府信息公开申请数量|上年结转政府信息公开申请数量"),
        ("行政复议、行政诉讼情况表", r"结果维持|结果纠正|尚未审结"),
    )
)
_LEGAL_NAME = re.compile(r"政府信息公开(?:工作)?(?:年度)?(?:工作)?(?:年度)?(?:报告|年报)|政府信息公开.{0,4}年度报告")
_COUNTED_PARTS = re.compile(
    r"(?:全文|报告|内容|全篇|年报)[^。\n]{0,220}?(?:共|分为|包括|由|等)?(?P<n>[一二两三四五六七八九十\d]+)个?大?部分(?:组成|内容|构成)?"
)
_LIST_HEADINGS = {"heading", "run_in", "numbered"}
_DIGITS = re.compile(r"[一二三四五六七八九十]+|\d+|[①-⑳]")


def statutory_items(page: Page) -> Iterator[Check]:
    """S3: the items that the Regulation of the report's year asks of administrative organs are at least mentioned."""
    if page.year is None or page.unbound:
        return
    new = page.year >= NEW_FORM
    article = "《政府信息公开条例》（2019）第五十条" if new else "《政府信息公开条例》（2007）第三十二条"
    missing = [name for name, says, kind in (_ITEMS_2019 if new else _ITEMS_2007) if not _mentioned(page, says, kind)]
    yield Check(
        rule="S3",
        verdict="fails" if missing else "holds",
        severity="error",
        message=f"缺少法定内容：{'、'.join(missing)}，依据{article}" if missing else f"法定内容齐全，依据{article}",
        spans=page.title_spans,
    )
    if new and re.search(r"人民政府$", page.report.agency or "") and not _GOVERNMENT_ALSO.search(page.text):
        yield Check(
            rule="S3",
            verdict="fails",
            severity="info",
            message="没有提及工作考核、社会评议和责任追究结果，依据《政府信息公开条例》（2019）第五十条",
            spans=page.title_spans,
        )


def _mentioned(page: Page, says: str, kind: str) -> bool:
    if kind == "charges":
        if any(f.metric in {"fees", "fees_waived"} for f in page.stored.figures):
            return True
        return any(_speaks_of_charges(page.of(sentence)) for sentence in page.sentences)
    return re.search(says, page.text) is not None


def _speaks_of_charges(sentence: str) -> bool:
    return bool(_CHARGES.search(_NOT_CHARGES.sub("", sentence)))


def _cut(start: int, end: int) -> Span:
    return Span(start=start, end=min(end, start + 160))


def six_sections(page: Page) -> Iterator[Check]:
    """S1: from 2019 on the report has the six sections of the common form."""
    if page.year is None or page.year < NEW_FORM or page.unbound:
        return
    titles = [clean(s.title) for s in page.headings if s.level == 1]
    missing = [name for name, says in _SIX if not any(says.search(title) for title in titles)]
    spans = _heading_spans(page, 1) or page.title_spans
    if titles and not missing:
        yield Check(rule="S1", verdict="holds", message="统一格式的各章节齐全", spans=spans)
    elif titles:
        yield Check(
            rule="S1",
            verdict="fails",
            severity="error" if len(missing) > 1 else "warning",
            message=f"与国办统一格式的章节不符，没有以下标题：{'、'.join(missing)}",
            spans=spans,
        )


def three_tables(page: Page) -> Iterator[Check]:
    """S2: from 2019 on the report has the three tables; a text file may have lost them."""
    if page.year is None or page.year < NEW_FORM or page.unbound:
        return
    missing = [name for name, says in _TABLES if not says.search(page.text)]
    if missing:
        message = f"正文中没有找到法定表格：{'、'.join(missing)}（转成文本时可能丢失）"
        yield Check(rule="S2", verdict="fails", message=message, spans=page.title_spans)
    else:
        yield Check(rule="S2", verdict="holds", message="法定表格齐全", spans=page.title_spans)


def declared_outline(page: Page) -> Iterator[Check]:
    """S4: the parts that the opening declares are the parts that the report has."""
    tops = [s for s in page.headings if s.level == 1]
    start = page.view.find(tops[0].start) if tops else 0
    opening = page.text[:start]
    parts, said = declared_parts(opening), _COUNTED_PARTS.search(opening)
    count = int(parse_number(said["n"]) or 0) if said else len(parts)
    matched = [part for part in parts if any(alike(clean(s.title), part) for s in tops)]
    if len(tops) < 2 or count < 2 or (not said and len(matched) < 2) or any("编制" in part for part in parts):
        return
    spans = (*_declaration(page, opening, said), *_heading_spans(page, 1))
    titles = [clean(s.title) for s in page.headings]
    missing = [part for part in parts if not any(alike(title, part) or title == part for title in titles)]
    if count == len(tops):
        yield Check(
            rule="S4",
            verdict="holds",
            message="声明的部分与实际一致",
            computation=f"{count} = {len(tops)}",
            spans=spans,
        )
    elif missing or said:
        what = f"，没有“{'”“'.join(missing)}”" if missing else ""
        yield Check(
            rule="S4",
            verdict="fails",
            message=f"声明的部分与实际标题不一致{what}",
            computation=f"{count} ≠ {len(tops)}",
            spans=spans,
        )


def _declaration(page: Page, opening: str, said: re.Match[str] | None) -> tuple[tuple[str, Span], ...]:
    match = said or re.search(r"(?:全文|报告|内容|全篇|年报)(?:主要)?(?:由|包括|包含|分为|共分)[^。\n]*", opening)
    return (page.span(match.start(), match.end()),) if match else ()


def _heading_spans(page: Page, level: int) -> tuple[tuple[str, Span], ...]:
    return tuple((page.rid, _cut(s.start, s.body)) for s in page.headings if s.level == level and s.body > s.start)


def numbering(page: Page) -> Iterator[Check]:
    """S5: headings of one style count up one by one, and no style comes again inside itself."""
    inside = _style_within_itself(page)
    lists = _lists(page)
    for outer, inner in inside:
        yield Check(
            rule="S5",
            verdict="fails",
            message=f"编号重复：“{outer.number}{outer.title[:20]}”之内又用“{inner.number}”编号",
            spans=((page.rid, _cut(outer.start, outer.body)), (page.rid, _cut(inner.start, inner.body))),
        )
    faults = [fault for members in lists for fault in _steps(page, members)]
    yield from faults
    if not inside and not faults and lists:
        first = [s for members in lists for s in members[:2]][:4]
        spans = tuple((page.rid, _cut(s.start, max(s.body, s.start + 1))) for s in first)
        yield Check(rule="S5", verdict="holds", message="编号连续，没有重复", spans=spans)


def _style(section: Section) -> str:
    return _DIGITS.sub(
        lambda m: "1" if m[0].isdigit() else "①" if m[0] in "①②③④⑤⑥⑦⑧⑨⑩" else "一", clean(section.number)
    )


def _value(section: Section) -> int | None:
    match = _DIGITS.search(clean(section.number))
    if not match:
        return None
    if "①" <= match[0] <= "⑳":
        return ord(match[0]) - ord("①") + 1
    value = parse_number(match[0])
    return int(value) if value is not None else None


def _style_within_itself(page: Page) -> list[tuple[Section, Section]]:
    """Every section that holds one of its own style, with the first such."""
    found: dict[int, tuple[Section, Section]] = {}
    for inner in page.headings:
        for outer in page.headings:
            within = outer.start < inner.start < outer.end and outer.level < inner.level
            if within and inner.number and _style(outer) == _style(inner):
                found.setdefault(outer.start, (outer, inner))
    return list(found.values())


def _lists(page: Page) -> list[list[Section]]:
    """Sections of one style under one parent, in order; a list that starts again at 1 is a new one."""
    lists: list[list[Section]] = []
    open_lists: dict[tuple[tuple[str, ...], str], list[Section]] = {}
    for section in page.headings:
        if section.kind not in _LIST_HEADINGS or _value(section) is None:
            continue
        key = (section.path[:-1], _style(section))
        if key not in open_lists or _value(section) == 1:
            open_lists[key] = []
            lists.append(open_lists[key])
        open_lists[key].append(section)
    return [members for members in lists if len(members) > 1]


def _steps(page: Page, members: Sequence[Section]) -> Iterator[Check]:
    for before, after in zip(members, members[1:], strict=False):
        a, b = _value(before) or 0, _value(after) or 0
        if b == a + 1 or (b > a and _between(page, before, after, a + 1)):
            continue
        what = "重复" if b == a else "倒退" if b < a else "跳号"
        yield Check(
            rule="S5",
            verdict="fails",
            message=f"编号{what}：“{before.number}”之后是“{after.number}”",
            spans=((page.rid, _cut(before.start, before.body)), (page.rid, _cut(after.start, after.body))),
        )


def _between(page: Page, before: Section, after: Section, value: int) -> bool:
    """Whether the number left out stands somewhere between, not as a heading of its own."""
    here = page.text[page.view.find(before.body) : page.view.find(after.start)]
    han = "零一二三四五六七八九十"[value] if value <= 10 else str(value)
    return bool(re.search(rf"(?<![一二三四五六七八九十\d])(?:{han}|{value})(?:[、.)。]|是)", here))


def title_form(page: Page) -> Iterator[Check]:
    """S7: the title names the body, the year and the legal name of such a report."""
    title = next((s for s in page.stored.sections if s.kind == "title"), None)
    if title is None:
        return
    words = clean(page.stored.text[title.start : title.end]).replace("\n", "")
    lacks = []
    if not re.search(r"(?:19|20)\d\d|[二2][〇○零Oo0]", words):
        lacks.append("年份")
    if not re.sub(
        r"(?:19|20)\d\d|[〇○零一二三四五六七八九]|政府|政务|信息|公开|工作|年度|年|报告|总结|的|关于|\W|\d", "", words
    ):
        lacks.append("机关名称")
    if not page.unbound and not _LEGAL_NAME.search(words) or "年" not in words:
        lacks.append("“政府信息公开工作年度报告”的法定名称")
    yield Check(
        rule="S7",
        verdict="fails" if lacks else "holds",
        severity="info",
        message=f"标题没有写明{'、'.join(lacks)}" if lacks else "标题写明了机关、年份和法定名称",
        spans=page.title_spans,
    )


def empty_sections(page: Page) -> Iterator[Check]:
    """S8: a top section has something under its heading; that on problems more than a word."""
    for section in (s for s in page.headings if s.level == 1 and s.kind == "heading" and is_statutory(s.title)):
        if any(section.start < s.start < section.end for s in page.stored.sections):
            continue
        body = clean(page.stored.text[section.body : section.end]).strip("\n。:")
        thin = re.search(r"问题|不足", section.title) and len(body) < 10
        if not body or thin:
            said = (
                f"“{section.number}{section.title}”之下没有内容"
                if not body
                else f"“{section.number}{section.title}”之下只有“{body}”"
            )
            yield Check(rule="S8", verdict="fails", message=said, spans=((page.rid, _cut(section.start, section.end)),))
