"""Questions over bodies: who has none, who has more than in the year before, and what may be put side by side."""

from pathlib import Path

import pytest

from bot.chain import AnswerChain
from bot.computing.operations import task_of
from bot.schema import Answer
from ingest.library import Library
from ingest.pipeline import ingest_paths

REPORTS = {
    "东岭县2021年.txt": """东岭县人民政府2021年政府信息公开工作年度报告
一、主动公开情况
2021年，我县主动公开政府信息1200条，比上年增加200条。发布政策解读30篇。
二、依申请公开情况
2021年，我县共收到政府信息公开申请57件，比2020年减少12件。已全部答复，其中予以公开40件，不予公开7件。
三、复议诉讼情况
因政府信息公开被申请行政复议5件，其中维持3件、被纠错2件。未发生行政诉讼。
四、机构人员
县政府办公室配备专职人员3名，全县共有政务公开工作人员80名，其中专职20名、兼职60名。全年举办培训6次，参训300人次。
""",
    "西陵市财政局2021年.txt": """西陵市财政局2021年政府信息公开工作年度报告
一、主动公开情况
2021年，我局主动公开政府信息900条。全年审查信息980条，其中80条经审查不予公开。
二、依申请公开情况
2021年，我局共收到政府信息公开申请90件，比2020年增加10件。已全部答复，其中予以公开60件，不予公开11件，占12.2%。
三、复议诉讼情况
2021年，我局未发生因政府信息公开引起的行政复议，被提起行政诉讼2件。
四、机构人员
截至2021年底，全局从事信息公开工作人员共12人，其中专职人员5人、兼职人员7人。全年组织培训2次，参训人员500人次。
""",
}


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> AnswerChain:
    folder: Path = tmp_path_factory.mktemp("across")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    library = Library.open(folder / "library", create=True)
    list(ingest_paths(library, [folder / name for name in REPORTS]))
    return AnswerChain(library=library)


def _said(answer: Answer) -> str:
    return answer.claims[0].text if answer.claims else ""


def _ask(chain: AnswerChain, question: str) -> Answer:
    return chain.invoke({"question": question, "after": ()})


@pytest.mark.parametrize(
    ("question", "expected", "never"),
    [
        ("哪些单位没有行政复议？", "西陵市财政局", "东岭"),
        ("没有行政诉讼的单位有哪些？", "东岭县", "西陵"),
        ("东岭县和西陵市财政局哪个收到的申请多？", "西陵市财政局", "大于零"),
        ("谁收到的申请少？", "东岭县", "大于零"),
        ("哪个单位的申请减少了？", "减少12件", "90件"),
        ("哪家收到的申请比上年增加了？", "增加10件", "57件"),
        ("哪些单位的主动公开比去年增加了？", "增加200条", "900条"),
        ("谁的专职人员最多？", "20名", "3名"),
        ("东岭县和西陵市财政局谁的专职人员多？", "20名", "3名"),
        ("哪家组织培训的次数最多？", "6次", "人次"),
        ("哪个单位接受培训的人员最多？", "500人次", "6次"),
        ("哪个单位不予公开的最多？", "11件", "80"),
        ("哪些单位有行政复议被纠正？", "东岭县", "西陵"),
    ],
)
def test_across_bodies(chain: AnswerChain, question: str, expected: str, never: str):
    said = _said(_ask(chain, question))
    assert expected in said and never not in said, said


def test_who_is_silent_on_the_change_is_named(chain: AnswerChain):
    answer = _ask(chain, "哪些单位的主动公开比去年增加了？")
    assert any("西陵市财政局" in note and "增减" in note for note in answer.notes)


def test_a_count_is_no_share(chain: AnswerChain):
    answer = _ask(chain, "东岭县的不予公开比例比西陵市财政局低吗？")
    assert not any("4件" in claim.text or "7件" in claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "kind", "sign"),
    [
        ("哪家没有投诉？", "count", "="),
        ("无举报的单位有哪些？", "count", "="),
        ("哪些单位有行政复议？", "count", ">"),
        ("哪家申请增加了？", "compare", None),
        ("哪些单位的复议案件比去年减少了？", "compare", None),
        ("谁收到的信件多？", "ranking", None),
    ],
)
def test_which_calculation(question: str, kind: str, sign: str | None):
    task = task_of(question, question)
    assert task is not None and task.kind == kind
    assert (task.condition.sign if task.condition else None) == sign
    assert "减" not in task.plain and "增" not in task.plain


def test_a_want_is_no_change():
    task = task_of("谁说认识有待提高", "谁说认识有待提高")
    assert task is None or task.kind != "compare"
