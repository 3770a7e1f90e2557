"""Q4, Q5, Q7: residues of templates and word processors, paragraphs said twice, words said twice."""

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from bot.rules.check import Check
from bot.rules.page import LIMIT, Page, Range
from ingest.schema import Span

_RESIDUES = re.compile(
    r"\[bookmark:[^\]\n]*\]|错误[!！] ?(?:未找到引用源|未定义书签|书签)[^\n]{0,6}"
    r"|Error! (?:Reference source|Bookmark)[^\n]{0,20}|_Toc\d+|\{ ?(?:PAGE|TOC|HYPERLINK|REF|MERGEFIELD)[^}\n]{0,60}\}?"
    r"|[×✕╳]{2,}|(?<![A-Za-z])[Xx]{2,}(?=[省市县区镇乡局委年月日个条件项号元万份次人位名]|街道|单位|部门|政府)"
    r"|&(?:nbsp|lt|gt|amp|quot);|\ufffd+|</?(?:p|br|span|div|td|tr|font)\b[^>\n]{0,60}>"
    r"|[（(【\[](?:此处|请在此|请填写|填写|单位名称|待补充|待填)[^）)】\]\n]{0,20}[）)】\]]|□{2,}"
    r"|(?<=[\u4e00-\u9fff])_{3,}(?=[条件个项份次人元年月])"
)
# Words that official prose never says twice in a row: any two characters may meet twice (产业创业创新).
_DOUBLED = re.compile(
    r"(信息公开|政府信息|政务公开|进一步|信息|政府|政务|工作|情况|进行|主动|申请|单位|部门|群众|制度|建设|内容|平台|网站|社会|加强|完善"
    r"|通过|以及|提高|推进|实施|落实|开展|审查|保密|及时|准确|我们|我局|我县|我区|我市|我镇|我乡|我委|条例|复议|诉讼|目录|指南|栏目)\1"
)
_MISTYPED = re.compile(
    r"(?:(?:政府|政务)信息|政务|主动|依申请|不?符合)分开(?!来|设|办|管)|政俯|政府信息工开|予已公开|予与公开"
)
_TWICE_ABOUT = re.compile(
    r"(?:大约|约)(?:占|为|有)?[^,。;\d]{0,12}\d[\d.]*[%件条人个份次余多项篇万元]{0,3}(?:左右|上下)"
)
_CLAUSE = re.compile(r"[^,。;:!?\n]+")
_LEAST, _LEAST_RUN, _LEAST_LONG = 6, 40, 60
_NEAR = 0.85


def residues(page: Page) -> Iterator[Check]:
    """Q4: what a template or a word processor left behind, in the text as it is stored."""
    found = list(_RESIDUES.finditer(page.view.original))
    for match in found:
        yield Check(
            rule="Q4",
            verdict="fails",
            message=f"残留：{match[0]}",
            spans=((page.rid, Span(start=match.start(), end=min(match.end(), match.start() + LIMIT))),),
        )
    if not found:
        yield Check(rule="Q4", verdict="holds", message="没有发现模板或软件的残留", spans=page.title_spans)


def repetitions(page: Page) -> Iterator[Check]:
    """Q5: paragraphs, or runs of clauses of some length, that stand twice, word for word or nearly."""
    runs = _repeated_runs(page)
    for first, again in runs:
        yield _repeated(page, first, again, "逐字重复")
    near = [pair for pair in _near_paragraphs(page) if not any(_touch(pair, run) for run in runs)]
    for first, again in near:
        yield _repeated(page, first, again, "高度相似")
    if not runs and not near:
        yield Check(rule="Q5", verdict="holds", message="没有发现重复的段落", spans=page.title_spans)


def _repeated(page: Page, first: Range, again: Range, how: str) -> Check:
    return Check(
        rule="Q5",
        verdict="fails",
        message=f"前后{how}：“{page.of(first)[:24]}…{page.of(first)[-12:]}”",
        spans=(page.span(*first), page.span(*again)),
    )


def _touch(pair: tuple[Range, Range], run: tuple[Range, Range]) -> bool:
    return all(a[0] < b[1] and b[0] < a[1] for a, b in zip(pair, run, strict=True))


def _repeated_runs(page: Page) -> list[tuple[Range, Range]]:
    """Maximal runs of equal clauses, at least `_LEAST_RUN` characters in two clauses or `_LEAST_LONG` in one."""
    clauses = [m.span() for s, e in page.lines for m in _CLAUSE.finditer(page.text, s, e)]
    words = [page.of(clause) for clause in clauses]
    places: dict[str, list[int]] = defaultdict(list)
    for i, said in enumerate(words):
        if len(said) >= _LEAST:
            places[said].append(i)
    found: list[tuple[Range, Range]] = []
    taken: set[int] = set()
    for i, said in enumerate(words):
        for j in (j for j in places.get(said, ()) if j > i and j not in taken):
            length = _length(words, i, j)
            size = clauses[i + length - 1][1] - clauses[i][0]
            if size >= (_LEAST_RUN if length > 1 else _LEAST_LONG):
                taken.update(range(j, j + length))
                found.append(((clauses[i][0], clauses[i + length - 1][1]), (clauses[j][0], clauses[j + length - 1][1])))
    return found


def _length(words: list[str], i: int, j: int) -> int:
    length = 0
    while j + length < len(words) and i + length < j and words[i + length] == words[j + length]:
        length += 1
    return length


def _near_paragraphs(page: Page) -> Iterator[tuple[Range, Range]]:
    """Pairs of long paragraphs that differ in a few characters; shared trigrams spare most comparisons."""
    long = [line for line in page.lines if line[1] - line[0] >= _LEAST_LONG]
    grams = [_grams(page.of(line)) for line in long]
    for (i, first), (j, again) in combinations(enumerate(long), 2):
        shared, both = len(grams[i] & grams[j]), len(grams[i]) + len(grams[j])
        if 2 * shared > 0.75 * both and _ratio(page.of(first), page.of(again)) >= _NEAR:
            yield first, again


def _ratio(first: str, again: str) -> float:
    return SequenceMatcher(None, first, again, autojunk=False).ratio()


def _grams(words: str) -> set[str]:
    return {words[i : i + 3] for i in range(len(words) - 2)}


def doubled_words(page: Page) -> Iterator[Check]:
    """Q7: words said twice (信息信息), mistyped ones (不符合分开条件), 约…左右."""
    for says, what in ((_DOUBLED, "重字"), (_MISTYPED, "疑为错别字"), (_TWICE_ABOUT, "“约”与“左右”重复")):
        for match in says.finditer(page.text):
            if not page.in_lines(match.start()):
                continue
            around = page.sentence_at(match.start())
            start, end = max(around[0], match.start() - 10), min(around[1], match.end() + 10)
            yield Check(
                rule="Q7",
                verdict="fails",
                severity="info",
                message=f"{what}：“{match[0]}”",
                spans=(page.span(start, end),),
            )
