"""The points that a report makes on problems and on plans."""

import pytest

from bot.reading.points import section_points
from bot.schema import Noun
from ingest.document import parse
from ingest.schema import Report, Stored
from tests.libraries import NAMES, SEEDS, parsed


def stored(document: Noun) -> Stored:
    row = {"report_id": "r", "chars": len(document.text), "sha256": document.sha256, "path": document.path}
    return Stored(
        report=Report(**document.identity.model_dump(), **row), text=document.text, sections=document.sections,
        passages=document.passages, figures=document.figures,
    )  # fmt: skip


def points(name: str, kind: str) -> list[str]:
    held = stored(parsed(SEEDS / f"{NAMES[name]}.txt"))
    return [span.of(held.text) for span in section_points(held, kind)]


def points_of(body: str, kind: str) -> list[str]:
    text = f"东山县教育局2013年政府信息公开工作年度报告\n一、概述\n公开信息3条。\n{body}"
    held = stored(parse(text, path="a.txt", sha256="0"))
    return [span.of(text) for span in section_points(held, kind)]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("丰台", ["不够平衡", "力度还需进一步加大", "作用需进一步发挥"]),
        ("平凉", ["流程有待进一步规范", "还不到位", "人员偏少", "功能及服务效率"]),
        ("崔各庄", ["认识有待提升", "不够规范", "长效机制有待健全"]),
        ("桐乡", ["认识还有待提高", "长效机制还有待完善"]),
        ("宝鸡", ["专业性不强", "参与度不够", "不够规范"]),
    ],
)
def test_problems_of_the_seeds(name: str, says: list[str]):
    found = points(name, "problems")
    assert all(any(words in point for point in found) for words in says), found
    assert not any("2014年，我乡将" in point or "下一步" in point for point in found)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("丰台", ["强化政府信息公开工作理念", "公开体系建设规划", "公众参与工作机制"]),
        (
            "平凉",
            ["强化政务公开工作机制", "梳理整合政务信息", "充实信息公开内容", "健全完善政务服务中心", "加强信息化建设"],
        ),
        ("崔各庄", ["提高认识，强化落实", "加强监督，落实责任", "健全制度，切实推进"]),
        ("桐乡", ["提高对公开工作的认识", "加强对政务、信息公开工作的领导", "健全制度"]),
        ("宝鸡", ["队伍建设", "公众参与", "舆情监测"]),
    ],
)
def test_plans_of_the_seeds(name: str, says: list[str]):
    found = points(name, "plans")
    assert all(any(words in point for point in found) for words in says), found


@pytest.mark.parametrize("kind", ["problems", "plans"])
def test_points_of_the_seeds_are_apart(kind: str):
    for name in NAMES:
        held = stored(parsed(SEEDS / f"{NAMES[name]}.txt"))
        spans = sorted(section_points(held, kind), key=lambda span: span.start)
        assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


def test_one_section_holds_both_sides():
    body = "二、存在的问题及改进措施\n主要问题：一是人手不足。二是内容不全。\n下一步，一是增加人手。二是充实内容。\n"
    problems, plans = points_of(body, "problems"), points_of(body, "plans")
    assert "二是内容不全。" in problems and "二是充实内容。" in plans
    assert not any("增加人手" in point for point in problems)
    assert not any("内容不全" in point for point in plans)


def test_no_such_section_no_points():
    assert points_of("二、收费情况\n未收费，人手不足。\n", "problems") == []
    assert points_of("二、收费情况\n将继续加强。\n", "plans") == []
