"""Public benchmarks: read in both formats, refused when they are something else, scored without their known holes."""

import json
from pathlib import Path

import pytest

from evals.external import LONGEST, human, is_right, load_cmrc, load_rgb, run_cmrc, run_rgb
from ingest.errors import GongkaiError

BRIDGE = "青川大桥位于青川县城南，全长364.6米，2004年建成通车，由青川县交通局管理。"
TEA = "云岭茶厂创办于1951年，主要生产红茶，年产量约200吨，产品销往全国各地。"
LIBRARY = "平安图书馆有藏书十二万册，周一闭馆，读者凭身份证办理借书证。"
ORIGINAL = [
    {"context_id": "D0", "context_text": BRIDGE, "title": "桥", "qas": [
        {"query_id": "Q0", "query_text": "青川大桥全长多少米？", "answers": ["364.6米", "364.6米", "全长364.6米"]}]},
    {"context_id": "D1", "context_text": TEA, "title": "茶", "qas": [
        {"query_id": "Q1", "query_text": "云岭茶厂主要生产什么？", "answers": ["红茶", "红茶", "红茶"]}]},
    {"context_id": "D2", "context_text": LIBRARY, "title": "书", "qas": []},
]  # fmt: skip


@pytest.fixture
def cmrc(tmp_path: Path) -> Path:
    path = tmp_path / "cmrc.json"
    path.write_text(json.dumps(ORIGINAL), encoding="utf-8")
    return path


def test_both_formats_are_the_same(cmrc: Path, tmp_path: Path):
    squad = {"data": [{"paragraphs": [{"context": row["context_text"], "qas": [
        {"question": qa["query_text"], "id": "", "answers": [{"text": a, "answer_start": 0} for a in qa["answers"]]}
        for qa in row["qas"]]} for row in ORIGINAL]}]}  # fmt: skip
    other = tmp_path / "squad.json"
    other.write_text(json.dumps(squad), encoding="utf-8")
    one, two = load_cmrc(cmrc), load_cmrc(other)
    assert (one.contexts, one.questions) == (two.contexts, two.questions)
    assert one.release is None and "no published one" in one.told() and one.sha256 in one.told()


def test_human_leave_one_out(cmrc: Path):
    found = human(load_cmrc(cmrc))
    assert found["human_em"] == pytest.approx(5 / 6)
    assert found["human_em"] < found["human_f1"] < 1


def test_cmrc_runs(cmrc: Path):
    found = run_cmrc(load_cmrc(cmrc))
    assert found["questions"] == 2
    assert found["hit@10"]["value"] == 1.0
    assert 0 <= found["em"] <= found["f1"] <= 1


@pytest.fixture
def rgb(tmp_path: Path) -> Path:
    path = tmp_path / "zh.json"
    row = {"id": 0, "query": "青川大桥全长多少米？", "answer": [["364.6米", "364.6 米"]], "positive": [BRIDGE],
           "negative": [TEA, LIBRARY]}  # fmt: skip
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("noise", "refused"), [(1.0, 1.0)])
def test_rgb_rejects_noise(rgb: Path, noise: float, refused: float):
    found = run_rgb(load_rgb(rgb), noise)
    assert found["refused"]["value"] == refused and found["right"]["value"] == 0


@pytest.mark.parametrize(
    ("said", "answers", "right"),
    [
        ("全长364.6米", [["364.6米", "364米"]], True),
        ("全长1364.6米", [["364.6米"]], False),  # a number inside a longer one
        ("收到31件", ["31"], True),
        ("收到131件", ["31"], False),
        ("甲和乙", ["甲", "乙"], True),
        ("只有甲", ["甲", "乙"], False),
        ("364.6米" + "全部原文" * LONGEST, ["364.6米"], False),  # everything is no answer
    ],
)
def test_right(said: str, answers: list, right: bool):
    assert is_right(said, answers) is right


def test_what_is_not_there_is_skipped_with_a_reason(tmp_path: Path):
    with pytest.raises(GongkaiError, match="skipped: no file"):
        load_cmrc(tmp_path / "nothing.json")


@pytest.mark.parametrize("load", [load_cmrc, load_rgb])
def test_another_file_is_refused(load, tmp_path: Path):
    path = tmp_path / "other.json"
    path.write_text('{"a": 1}\n', encoding="utf-8")
    with pytest.raises(GongkaiError, match="is no "):
        load(path)
    with pytest.raises(GongkaiError, match="has sha256"):
        load(path, sha256="0" * 64)
