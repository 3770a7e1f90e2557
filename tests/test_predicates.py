"""Predicates over text: per report it is so, planned, denied, or not mentioned; a negation governs what it stands by."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chain import AnswerChain
from bot.question.wording import Term
from bot.reading import predicates
from bot.reading.polarity import falls_short, fault_pattern, mood, reach
from bot.reading.predicate import found_at, predicate_of
from bot.schema import Answer, Draft, Question, Scope
from bot.verify import verify
from ingest.schema import Report
from tests.libraries import NAMES, inexact, opened, rows, said

FIXTURES = Path(__file__).parent / "fixtures"
ROWS = rows(FIXTURES / "predicates.jsonl")
SAME = {"有": "是", "提到": "是", "没有": "否"}
_LINE = re.compile(r"[^：]+：(是|否|计划|未说明|有|没有|提到)：“")


@pytest.fixture(scope="module")
def extra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    """The chain over three reports made for denials and plans, each of another era."""
    with opened(tmp_path_factory.mktemp("extra") / "library", FIXTURES / "predicates") as chain:
        yield chain


def held(chain: AnswerChain) -> dict[str, str]:
    """The short name of each report: a seed's body, a held-out report's number."""
    seeds = {stem: name for name, stem in NAMES.items()}
    stems = {r.report_id: Path(r.path).stem for r in chain.library.reports()}
    held_out = {rid: stem[:3] if re.match(r"r\d\d_", stem) else stem.partition("_")[0] for rid, stem in stems.items()}
    return {rid: seeds.get(stems[rid], name) for rid, name in held_out.items()}


def verdicts(answer: Answer, names: dict[str, str]) -> dict[str, set[str]]:
    """What an answer says of each report: 是, 否, 计划, 未说明, 未提及."""
    cited = {citation.n: citation.report_id for citation in answer.citations}
    found: dict[str, set[str]] = {}
    for claim in answer.claims:
        for rid in claim.searched or ():
            found.setdefault(names[rid], set()).add("未提及")
        if claim.kind == "verdict" and (line := _LINE.match(claim.text)):
            found.setdefault(names[cited[claim.citations[0]]], set()).add(SAME.get(line[1], line[1]))
    return found


def faults(row: dict[str, Any], answer: Answer, names: dict[str, str]) -> list[str]:
    """What is wrong with the answer to one row of the fixture."""
    wrong = [] if row["status"] in {"any", answer.status} else [f"{answer.status}, not {row['status']}"]
    told = verdicts(answer, names) if answer.status == "answered" else {}
    wanted = row.get("bodies", {}) if told else {}
    wrong += [f"{n}: {told.get(n)}, not {want}" for n, want in wanted.items() if told.get(n, {"未说明"}) != {want}]
    shown = "\n".join([said(answer), *(citation.quote for citation in answer.citations)])
    spoken = "\n".join([said(answer), *answer.notes])
    wrong += [f"不见 {one}" for one in row.get("says", ()) if not any(word in shown for word in one.split("|"))]
    wrong += [f"说了 {one}" for one in row.get("never", ()) if one in spoken]
    wrong += [f"无注 {one}" for one in row.get("notes", ()) if not any(one in note for note in answer.notes)]
    counted = re.search(r"(?<!哪)几家|多少家", row["question"]) and "count" in row
    wrong += [f"不是 {row['count']}家"] if counted and f"有{row['count']}家" not in said(answer) else []
    return wrong + [f"withheld {held.check}: {held.reason}" for held in answer.withheld]


def ask(row: dict[str, Any], request: pytest.FixtureRequest) -> tuple[AnswerChain, Answer]:
    chain = request.getfixturevalue(row["library"])
    return chain, chain.invoke(row["question"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']}-{row['library']}")
def test_a_question_of_the_fixture(row: dict[str, Any], request: pytest.FixtureRequest):
    chain, answer = ask(row, request)
    texts = {r.report_id: chain.library.text(r.report_id) for r in chain.library.reports()}
    assert faults(row, answer, held(chain)) == []
    assert inexact([*answer.citations, *answer.closest], texts) == []


@pytest.mark.parametrize("row", [r for r in ROWS if r.get("bodies")], ids=lambda row: row["id"])
def test_each_line_rests_on_its_quotation(row: dict[str, Any], request: pytest.FixtureRequest):
    _, answer = ask(row, request)
    quoted = {citation.n: citation for citation in answer.citations}
    lines = [claim for claim in answer.claims if _LINE.match(claim.text)]
    for claim in lines:
        (n,) = claim.citations
        words = claim.text.partition("：“")[2].removesuffix("”")
        assert words and words in quoted[n].quote and claim.text.startswith(str(quoted[n].agency))
    assert len({claim.citations for claim in lines}) == len(lines), "one line a report"


def test_a_fault_of_the_fixture_is_seen(seeds: AnswerChain):
    row = {"question": "几家", "status": "answered", "bodies": {"崔各庄": "是", "宝鸡": "计划"}, "count": 1}
    answer, names = seeds.invoke("有几家单位搞了培训？"), held(seeds)
    assert faults(row, answer, names) == []
    assert faults({**row, "bodies": {"宝鸡": "是"}}, answer, names) == ["宝鸡: {'计划'}, not 是"]
    assert faults({**row, "count": 2, "says": ["以会代练"], "never": ["讲座"]}, answer, names) == [
        "不见 以会代练",
        "说了 讲座",
        "不是 2家",
    ]


# ---- what a clause says ----


@pytest.mark.parametrize(
    ("clause", "head", "planned", "says"),
    [
        ("举办业务培训2次", "培训", False, "done"),
        ("尚未开展业务培训", "培训", False, "denied"),
        ("全年没有组织过培训", "培训", False, "denied"),
        ("培训工作尚未开展", "培训", False, "denied"),
        ("未设专职人员", "专职", False, "denied"),
        ("由于没有专业团队", "专业团队", False, "denied"),
        ("没有广泛运用更直观明了的图表、访谈等方式", "图表", False, "denied"),
        ("全年无责任追究情况", "责任追究", False, "denied"),
        ("未发生一起因泄密被问责的情况", "问责", False, "denied"),
        ("对没有把握的请保密部门审定", "保密", False, "mentioned"),
        ("未配备经考核合格的人员", "考核", False, "mentioned"),
        ("无法按期举办的培训改在网上", "培训", False, "done"),
        ("培训力度还需进一步加大", "培训", False, "lacking"),
        ("监督员作用发挥不够", "监督员", False, "lacking"),
        ("加强培训", "培训", True, "planned"),
        ("我局将组织基层所轮训", "轮训", False, "planned"),
        ("将政务公开工作经费纳入了年度预算", "经费", False, "done"),
        ("根据市政府《关于加强培训工作的通知》要求", "培训", False, "mentioned"),
        ("按照有关政府信息公开会议和文件精神", "会议", False, "mentioned"),
        ("不断加强业务培训", "培训", False, "done"),
        ("不仅开通了微博", "微博", False, "done"),
        ("推广国际贸易“单一窗口”", "窗口", False, "done"),
    ],
)
def test_what_a_clause_says_of_a_thing(clause: str, head: str, planned: bool, says: str):
    place = found_at(Term(head), clause)
    assert place is not None
    assert mood(clause, [place], planned=planned) == says


def test_a_rule_about_an_event_is_no_event():
    clause, place = "出台了责任追究等6项制度", (4, 8)
    assert mood(clause, [place], planned=False) == "done"
    assert mood(clause, [place], planned=False, occurrence=True) == "mentioned"


@pytest.mark.parametrize(
    ("clause", "says"),
    [
        ("2人被问责", "done"),
        ("依照有关规定问责", "mentioned"),
        ("未发生问责情况", "denied"),
        ("问责机制健全", "mentioned"),
    ],
)
def test_an_event_must_be_told_as_one(clause: str, says: str):
    at = clause.index("问责")
    assert mood(clause, [(at, at + 2)], planned=False, occurrence=True, happens=True) == says


def test_a_shortcoming_stands_by_its_thing():
    pattern = fault_pattern("不足", "人手")
    near, far = "懂技术的人员少", "少数工作人员对信息公开的重要性认识不足"
    for clause, fits in ((near, True), (far, False)):
        at = clause.index("人员")
        assert falls_short(pattern, clause, [(at, at + 2)], reach("人手")) is fits


@pytest.mark.parametrize(
    ("said_in_question", "of", "fits", "fails"),
    [
        ("不健全", "长效机制", ["长效机制有待健全", "长效机制还有待完善", "长效机制尚未建立", "长效机制缺失"], ["努力完善长效机制", "健全长效机制"]),
        ("不足", "人手", ["加之人员偏少", "人员短缺", "懂技术的人员少", "力量薄弱"], ["人员的不固定性", "少数人员", "人员到位"]),
        ("不够", "公众参与度", ["公众参与度不够", "主动性需进一步增强", "参与度偏低"], ["不断提高公众参与度", "公众参与度高"]),
        ("不及时", "", ["目录更新不够及时", "更新慢", "公开滞后"], ["及时公开", "不断及时更新"]),
        ("单一", "解读", ["解读形式较为单一", "形式还不够丰富", "以文字解读为主"], ["解读形式丰富多样"]),
        ("不平衡", "", ["发展还不够平衡", "工作开展不平衡"], ["平衡发展"]),
    ],
)  # fmt: skip
def test_shortcomings_in_other_words(said_in_question: str, of: str, fits: list[str], fails: list[str]):
    pattern = fault_pattern(said_in_question, of)
    assert [words for words in fits if not pattern.search(words)] == []
    assert [words for words in fails if pattern.search(words)] == []


# ---- which questions it takes ----


def question(text: str, metrics: tuple[str, ...] = ()) -> Question:
    return Question(text=text, standalone=text, scope=Scope(reports=()), intent="practice", rest=text, metrics=metrics)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("谁聘请了监督员", "监督员"),
        ("有没有单位搞培训", "培训"),
        ("哪几家提到长效机制不健全", "长效机制"),
        ("哪些单位召开了新闻发布会", "新闻发布会"),
        ("有没有单位把信息公开纳入考核", "考核"),
        ("哪些单位有政务公开科", "政务公开科"),
        ("是不是所有单位都有网站", "网站"),
        ("有没有编制年度计划", "年度计划"),
        ("谁打算引入社会化服务", "社会化服务"),
    ],
)
def test_the_thing_asked_for(text: str, topic: str):
    asked = predicate_of(question(text))
    assert asked is not None and asked.topic == topic


@pytest.mark.parametrize(
    "text",
    [
        "各单位怎么做保密审查？",
        "谁负责信息公开？",
        "组长是谁？",
        "哪个单位公开得最多？",
        "老百姓怎么查文件？",
        "为什么没有培训？",
        "存在哪些问题？",
        "公开了595条对吗？",
        "今天天气",
        "吗",
        "谁",
        "",
    ],
)
def test_other_questions_are_left_alone(text: str):
    assert predicate_of(question(text)) is None


def test_statutory_items_are_left_to_their_figures():
    assert predicate_of(question("哪些单位被起诉了", ("lawsuits",))) is None
    assert predicate_of(question("哪些单位提到收费", ("fees",))) is not None


@pytest.mark.parametrize(
    ("text", "denied", "planned", "counts"),
    [
        ("哪些单位没有搞培训", True, False, False),
        ("有没有单位搞培训", False, False, False),
        ("丰台成立了领导小组没有", False, False, False),
        ("谁还没建网站", True, False, False),
        ("谁打算开通微博", False, True, False),
        ("有几家单位开通了微博", False, False, True),
        ("哪几家开通了微博", False, False, False),
    ],
)
def test_how_it_is_asked(text: str, denied: bool, planned: bool, counts: bool):
    asked = predicate_of(question(text))
    assert asked is not None and (asked.denied, asked.planned, asked.counts) == (denied, planned, counts)


# ---- the answer as a whole ----


def test_what_is_asked_for_comes_first(seeds: AnswerChain):
    assert "计划：" in seeds.invoke("谁打算聘请专业技术人员？").claims[0].text
    assert "是：" in seeds.invoke("谁聘请了专业技术人员？").claims[0].text
    assert seeds.invoke("哪些单位没有提到收费？").claims[0].kind == "absence"


def test_no_wording_of_it_is_called_absent(heldout: AnswerChain):
    for asked in ("哪些单位举办了培训", "谁开通了微博", "几家设立了查阅点"):
        answer = heldout.invoke(asked)
        word = {"训": "培训", "博": "微博", "点": "查阅点"}[asked[-1]]
        absent = [rid for claim in answer.claims for rid in claim.searched or ()]
        assert not [rid for rid in absent if word in heldout.library.text(rid)]


def test_the_number_of_bodies_is_checked(heldout: AnswerChain):
    answer = heldout.invoke("几家设了政务公开专区？")
    assert "有1家" in answer.claims[0].text and len(answer.claims[0].citations) == 2, "two reports of one body"
    reports: dict[str, Report] = {r.report_id: r for r in heldout.library.reports()}
    asked = heldout.invoke("几家设立了查阅点？")
    assert "有3家" in asked.claims[0].text
    spans = tuple((c.report_id, c) for c in asked.citations)
    wrong = Draft(text=asked.claims[0].text.replace("3家", "4家"), kind="verdict", spans=spans)
    stored = heldout.library.stored
    told = verify([wrong], reports, heldout.library.text, stored)
    assert told.claims == () and told.withheld[0].check == "numbers"


def test_of_a_large_library_nothing_is_called_absent_or_counted(seeds: AnswerChain, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(predicates, "READ_WHOLE", 2)
    answer = seeds.invoke("有几家单位搞了培训？")
    assert any("没有逐份通读" in note for note in answer.notes)
    assert {claim.kind for claim in answer.claims} == {"verdict"} and "家" not in answer.claims[0].text.partition("：")[
        0
    ]


def test_more_bodies_than_can_be_shown(seeds: AnswerChain, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(predicates, "MOST_BODIES", 2)
    answer = seeds.invoke("有几家单位成立了领导小组？")
    assert "有5家" in answer.claims[0].text and len(answer.claims[0].citations) == 5
    assert len(answer.claims) == 3 and any("另有 3 份报告" in note for note in answer.notes)


def test_an_event_that_nobody_tells_of_is_refused(seeds: AnswerChain):
    answer = seeds.invoke("有没有单位被通报批评？")
    assert answer.status == "no_evidence" and answer.closest


def test_a_clause_too_long_to_quote_is_cut_round_the_thing(tmp_path: Path):
    listed = "、".join(f"第{i}类事项的目录和办事指南" for i in range(20))
    (tmp_path / "a.txt").write_text(
        f"东山区教育局2013年政府信息公开工作年度报告\n一、概述\n全年公开{listed}以及学校明白卡和{listed}。\n",
        encoding="utf-8",
    )
    with opened(tmp_path / "library", tmp_path / "a.txt") as chain:
        (claim,) = chain.invoke("教育局公开了明白卡吗？").claims
        assert "明白卡" in claim.text and claim.text.count("，") == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("谁哪家单位有没提到打算将不够足制度培训吗的了，？ 年\n“", max_size=24))
def test_no_question_makes_it_raise(text: str):
    predicate_of(question(text))
