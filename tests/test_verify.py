"""The gate: planted faults fall with the right check, equivalent wording survives."""

import json

import pytest

from bot.chat.dossier import Dossier, Item
from bot.proof.citing import locate
from bot.reading.numbers import statement
from bot.reading.sentences import sentence_around
from bot.schema import Citation, Claim, Draft, Withheld
from bot.verify import verify
from bot.writer import _draft
from ingest.schema import Figure, Report, Span, Stored
from tests.libraries import NAMES, SEEDS, parsed

DOCUMENTS = {name: parsed(SEEDS / f"{NAMES[name]}.txt") for name in NAMES}
REPORTS = {
    name: Report(**d.identity.model_dump(), report_id=name, chars=len(d.text), sha256=d.sha256, path=d.path)
    for name, d in DOCUMENTS.items()
}
STORED = {
    name: Stored(report=REPORTS[name], text=d.text, sections=d.sections, passages=d.passages, figures=d.figures)
    for name, d in DOCUMENTS.items()
}
NAME = "宝鸡高新区管委会"


def gate(*drafts: Draft) -> tuple[tuple[Claim, ...], tuple[Citation, ...], tuple[Withheld, ...]]:
    of = STORED.__getitem__
    return verify(drafts, REPORTS, lambda rid: of(rid).text, of)


def span(name: str, words: str) -> Span:
    start = DOCUMENTS[name].text.index(words)
    return Span(start=start, end=start + len(words))


def draft(
    text: str, words: str = "主动公开信息5300余条，回应解读信息200余条。", name: str = "宝鸡", **more: object
) -> Draft:
    return Draft(text=text, kind=more.pop("kind", "generated"), spans=((name, span(name, words)),), **more)


def fault(*drafts: Draft) -> str | None:
    claims, citations, withheld = gate(*drafts)
    assert len(claims) + len(withheld) == len(drafts)
    assert bool(claims) == bool(citations)
    return withheld[0].check if withheld else None


@pytest.mark.parametrize(
    "text",
    [
        f"{NAME}2019年：主动公开信息5300余条", f"{NAME}：主动公开信息５３００余条", f"{NAME}：主动公开信息5,300余条", f"{NAME}2019年：主动公开信息五千三百余条",
        "宝鸡：5300余条", "主动公开信息5300余条", f"{NAME}：回应解读 200余条，公开 5300余条",
    ],
)  # fmt: skip
def test_equivalent_wording_survives(text: str):
    assert fault(draft(text)) is None


@pytest.mark.parametrize(
    ("text", "check"),
    [
        (f"{NAME}：主动公开信息5301余条", "numbers"),
        (f"{NAME}：主动公开信息3500余条", "numbers"),
        (f"{NAME}：主动公开信息53000余条", "numbers"),
        (f"{NAME}：主动公开信息5300余万条", "numbers"),
        (f"{NAME}：主动公开信息5300条", "numbers"),
        (f"{NAME}：主动公开信息约5300条", "numbers"),
        (f"{NAME}：主动公开信息五千二百余条", "numbers"),
        (f"{NAME}：主动公开信息5300余件", "numbers"),
        (f"{NAME}：主动公开信息5300余人", "numbers"),
        (f"{NAME}：回复率100%", "numbers"),
        (f"{NAME}2018年：主动公开信息5300余条", "years"),
        (f"{NAME}2013年：主动公开信息5300余条", "years"),
        ("平凉工业园区2019年：主动公开信息5300余条", "names"),
        ("宝山区：主动公开信息5300余条", "names"),
    ],
)
def test_a_planted_fault_falls(text: str, check: str):
    assert fault(draft(text)) == check


def test_a_quotation_is_the_text():
    words = "主动公开信息5300余条，回应解读信息200余条。"
    assert fault(draft(words, kind="quote")) is None


@pytest.mark.parametrize(
    "words",
    [
        "主动公开信息5300余条，回应解读信息200余条",
        "主动公开信息5800余条，回应解读信息200余条。",
        "主动公开信息5300余条；回应解读信息200余条。",
        "主动公开信息5300余条。",
    ],
)
def test_a_quotation_one_character_off_falls(words: str):
    assert fault(draft(words, kind="quote")) == "quote"


def test_a_span_one_character_off_falls():
    words = "主动公开信息5300余条，回应解读信息200余条。"
    right = span("宝鸡", words)
    for start, end in ((right.start + 1, right.end), (right.start, right.end - 1), (right.start + 1, right.end + 1)):
        assert fault(Draft(text=words, kind="quote", spans=(("宝鸡", Span(start=start, end=end)),))) == "quote"


def test_spans_must_lie_in_a_report_that_is_known():
    end = len(DOCUMENTS["宝鸡"].text)
    outside = Draft(text="宝鸡：好", kind="generated", spans=(("宝鸡", Span(start=end - 1, end=end + 1)),))
    stranger = Draft(text="好", kind="generated", spans=(("谁", Span(start=0, end=3)),))
    empty = Draft(text="好", kind="generated", spans=(("宝鸡", Span(start=5, end=5)),))
    assert [fault(outside), fault(stranger), fault(empty), fault(Draft(text="好", kind="generated"))] == ["quote"] * 4


def test_a_quotation_has_at_most_160_characters():
    text = DOCUMENTS["丰台"].text
    for length, check in ((160, None), (161, "quote")):
        cut = Span(start=200, end=200 + length)
        assert fault(Draft(text=cut.of(text), kind="quote", spans=(("丰台", cut),))) == check


def figure(name: str, value: int, metric: str) -> Figure:
    return next(f for f in DOCUMENTS[name].figures if f.value == value and f.metric == metric)


def test_a_figure_cites_the_span_that_it_was_read_from():
    found = figure("桐乡", 55, "disclosed_total")
    own = sentence_around(DOCUMENTS["桐乡"].text, Span(start=found.start, end=found.end))
    right = Draft(
        text=statement(REPORTS["桐乡"], found), kind="figure", spans=(("桐乡", own),), figures=(("桐乡", found),)
    )
    elsewhere = right.model_copy(update={"spans": (("桐乡", Span(start=own.end, end=own.end + 50)),)})
    assert fault(right) is None
    assert fault(elsewhere.model_copy(update={"text": "桐乡市振东新区：公开信息"})) == "figures"
    assert fault(elsewhere) in {"numbers", "figures"}


def test_the_figure_of_another_report_falls():
    found = figure("平凉", 595, "disclosed_total")
    assert fault(draft("宝鸡：主动公开信息5300余条", figures=(("平凉", found),))) == "figures"


def test_a_nought_needs_a_denial():
    denial = figure("宝鸡", 0, "fees")
    words = "对政府信息公开申请未收取任何费用。"
    assert fault(draft(f"{NAME}：未收取任何费用（收费0元）", words, figures=(("宝鸡", denial),))) is None
    assert fault(draft(f"{NAME}：收费0元", words)) == "numbers"


def test_a_number_belongs_to_its_own_metric():
    assert fault(draft(f"{NAME}：回应解读信息5300余条，主动公开信息200余条")) is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("平凉工业园区主动公开信息5300余条", "主动公开信息5300余条", id="another body, no colon"),
        pytest.param(f"{NAME}、平凉工业园区：主动公开信息5300余条", "主动公开信息5300余条", id="another body beside"),
        pytest.param(f"{NAME}：回复率达百分之八十", "回复率达100%", id="percent in words"),
    ],
)
def test_faults_that_the_gate_does_not_see(text: str, words: str):
    assert fault(draft(text, words)) is not None


def test_the_upper_end_of_a_range():
    assert fault(draft("平凉：聘请1-5名专业技术人员", "聘请1-2名专业技术人员", "平凉")) is not None


def test_a_negation_removed():
    assert fault(draft(f"{NAME}：收取费用", "对政府信息公开申请未收取任何费用。", kind="quote")) == "quote"


def test_numbers_of_citations_follow_their_use_and_are_shared():
    words = "主动公开信息5300余条，回应解读信息200余条。"
    claims, citations, withheld = gate(
        draft("宝鸡：假的7条"), draft("宝鸡：5300余条"), draft("共公开信息273条", "共公开信息273条", "丰台", kind="quote"), draft("宝鸡：200余条"),
    )  # fmt: skip
    assert [claim.citations for claim in claims] == [(1,), (2,), (1,)]
    assert [(c.n, c.quote, c.agency, c.year) for c in citations] == [
        (1, words, NAME, 2019), (2, "共公开信息273条", "丰台科技园区", 2013)
    ]  # fmt: skip
    assert [w.text for w in withheld] == ["宝鸡：假的7条"]
    assert citations[0].section[-1].startswith("（一）")


def test_an_absence_names_the_reports_searched_and_cites_nothing():
    claims, citations, withheld = gate(
        Draft(
            text="未提及“收费”：丰台科技园区（2013年）。未提及不等于零。",
            kind="absence",
            searched=("丰台",),
            absent=("收费",),
        )
    )
    assert claims[0].searched == ("丰台",) and citations == () == withheld


@pytest.mark.parametrize(
    "text",
    [
        "未提及“收费”：丰台科技园区（2013年）、平凉工业园区（2013年）。未提及不等于零。",
        "未提及“收费”：平凉工业园区（2013年）。未提及不等于零。",
        "未提及“培训”：丰台科技园区（2013年）。未提及不等于零。",
        "丰台科技园区没有收费。",
    ],
)
def test_an_absence_of_other_reports_or_words_falls(text: str):
    assert fault(Draft(text=text, kind="absence", searched=("丰台",), absent=("收费",))) == "absence"


@pytest.mark.parametrize(
    ("quote", "place"),
    [
        ("主动公开信息5300余条", (0, 12)), ("  主动公开信息5300余条 ", (0, 12)), ("主动公开信息５３００余条", (0, 12)), ("公开信息5301余条", None),
        ("信息", None), ("", None), ("回应解读信息200余条。", (13, 25)), ("信" * 161, None),
    ],
)  # fmt: skip
def test_a_quotation_given_as_text_has_one_place_or_none(quote: str, place: tuple[int, int] | None):
    found = locate("主动公开信息5300余条，回应解读信息200余条。", quote)
    assert (found and (found.start, found.end)) == place


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("主动公开信息5300余条", "主动公开信息5300余条"),
        ("主动公开信息5300余条,回应解读信息200余条", "主动公开信息5300余条，回应解读信息200余条"),
        ("主动公开信息5400余条", None),
        ("信息公开", None),
        ("595条", None),
    ],
)
def test_a_model_may_quote_instead_of_citing_a_whole_passage(quote: str, words: str | None):
    text = DOCUMENTS["宝鸡"].text
    item = Item(n=1, report_id="宝鸡", span=span("宝鸡", "主动公开信息5300余条，回应解读信息200余条。"), line="")
    given = Dossier(items=(item,), left_out=0, texts={"宝鸡": text})
    line = json.dumps({"text": f"{NAME}2019年：主动公开信息5300余条", "evidence": [1], "quote": quote})
    drafted = _draft(line, given)
    assert [s.of(text) for _, s in drafted.spans] == ([words] if words else [])
    assert (fault(drafted) is None) == bool(words)


def test_overlapping_places_are_two():
    assert locate("各各各", "各各") is None


def test_the_figures_of_every_seed_pass_the_gate():
    for name, document in DOCUMENTS.items():
        for found in document.figures:
            own = Span(start=found.start, end=found.end)
            claim = Draft(
                text=statement(REPORTS[name], found), kind="figure", spans=((name, own),), figures=((name, found),)
            )
            assert fault(claim) is None, (found, gate(claim)[2])
