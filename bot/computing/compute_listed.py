"""Who comes first among those that one report names itself: 申请量居前三位的部门是:国土资源局(21件)、建设局(13件).

Such a list is an order of its own: it says that its first are the first of all, which no other list of numbers does.
"""

import re
from collections.abc import Iterator, Sequence

from bot.computing.compute_figures import Asked
from bot.reading.numbers import figure_draft
from bot.reading.sentences import sentence_around, worded
from bot.schema import Draft, Drafted
from ingest.schema import Figure, Report, Span
from ingest.view import clean

# 哪个部门, 哪个乡镇: those below the body that reports, never the body itself.
ASKS_WITHIN = re.compile(
    r"哪[个些一]?(?:个|家|几个|几家)?(?:部门|科室|处室|局|委办局|直属单位|二级单位|乡镇?|镇|街道|镇街|县区?|区县|县市区?|社区|村|学院|院系)|(?:部门|科室|处室|乡镇|街道|县区|区县|社区|学院)(?:里|中|当中)?(?:谁|哪)"
    r"|前[一二三四五六七八九十\d]+[名位个]?的?(?:部门|科室|处室|乡镇|街道|县区|区县|社区|学院)"
)
_FOREMOST = re.compile(r"居前|位列前|列前|排名?(?:在)?前|前[一二三四五六七八九十\d]+[位名]|最[多高大]")
_BODY = re.compile(
    r".*(?:局|委员?会?|办公?室?|处|科|室|乡|镇|街道|县|区|市|院|部|中心|所|公司|社区|村|大队|支队|学院|医院)$"
)
_SUPERLATIVE = re.compile(
    r"最(?P<end>多|高|大|少|低|小)的(?:[是为])?(?P<who>[^,;。、最]{2,14}?)(?:只有|仅有?|[是为有达])?$"
)
_ABOUT = {
    "applications_received": re.compile(r"申请|受理"),
    "disclosed_total": re.compile(r"公开|信息|发布|报送"),
    "reviews": re.compile(r"复议"),
    "lawsuits": re.compile(r"诉讼"),
    "messages": re.compile(r"留言|来信|信件"),
    "inquiries": re.compile(r"咨询|接待"),
}
_NAMED_MOST = re.compile(r"(?:局|委|办|处|科|室|乡|镇|街道|县|区|院|中心|公司|社区|村)[^,;。]{0,8}最[多少高低大小]")
_MOST_LISTED = 5


def first_within(asked: Asked) -> Drafted | None:
    """Who is first below the one body named; nothing where its reports have no such order: its own total is none.

    ``None``: the question does not ask that.
    """
    within = asked.question.scope.named and ASKS_WITHIN.search(clean(asked.question.standalone))
    about = next((_ABOUT[m] for m in asked.question.metrics if m in _ABOUT), None)
    if not within or about is None or len({r.agency or r.path for r in asked.reports}) != 1:
        return None
    return Drafted(drafts=tuple(draft for report in asked.reports for draft in _listed(asked, report, about)))


def _listed(asked: Asked, report: Report, about: re.Pattern[str]) -> list[Draft]:
    """The first, the n-th or the first few of such a list; else the sentence that says who has most."""
    stored = asked.library.stored(report.report_id)
    for chosen in _chosen(asked, stored.text, stored.figures, about):
        return [figure_draft(report, stored.text, figure) for figure in chosen]
    if asked.task.nth:
        return []
    end = re.compile(r"最[少低小]" if asked.task.fewest else r"最[多高大]")
    for sentence in (sentence_around(stored.text, _span(figure)) for figure in stored.figures):
        said = worded(sentence.of(stored.text))
        if end.search(said) and about.search(said) and _NAMED_MOST.search(said):
            return [Draft(text=sentence.of(stored.text), kind="quote", spans=((report.report_id, sentence),))]
    return []


def _chosen(asked: Asked, text: str, figures: Sequence[Figure], about: re.Pattern[str]) -> Iterator[Sequence[Figure]]:
    nth, top = asked.task.nth, asked.task.top
    for line in _lists(text, figures, about):
        if asked.task.fewest or (nth or 0) > len(line):
            continue
        yield [line[nth - 1]] if nth else line[: top or _MOST_LISTED]
    if not nth and top == 1:
        ends = "少低小" if asked.task.fewest else "多高大"
        for figure in figures:
            said = _SUPERLATIVE.search(clean(figure.label))
            if said and said["end"] in ends and about.search(worded(sentence_around(text, _span(figure)).of(text))):
                yield [figure]


def _lists(text: str, figures: Sequence[Figure], about: re.Pattern[str]) -> Iterator[list[Figure]]:
    """The lists of bodies with numbers that a sentence introduces as the foremost, in their order."""
    by_sentence: dict[tuple[int, int], list[Figure]] = {}
    for figure in figures:
        around = sentence_around(text, _span(figure))
        if _BODY.fullmatch(clean(figure.label)) and figure.unit != "%":
            by_sentence.setdefault((around.start, around.end), []).append(figure)
    for (start, _), line in by_sentence.items():
        said = worded(text[start : line[0].start])
        falling = all(one.value >= other.value for one, other in zip(line, line[1:], strict=False))
        if (
            len(line) > 1
            and falling
            and len({f.unit for f in line}) == 1
            and _FOREMOST.search(said)
            and about.search(said)
        ):
            yield line


def _span(figure: Figure) -> Span:
    return Span(start=figure.start, end=figure.end)
