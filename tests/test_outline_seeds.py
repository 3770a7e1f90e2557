import json
import re
from pathlib import Path

import pytest

from ingest.outline import outline
from ingest.parts import declared_parts
from ingest.view import View, clean

ROOT = Path(__file__).parent.parent
GOLD = json.loads((Path(__file__).parent / "fixtures" / "seed_outlines.json").read_text(encoding="utf-8"))


def sections(text):
    return outline(View(text))


@pytest.mark.parametrize("name", sorted(GOLD))
def test_seeds_have_exactly_the_headings_of_the_gold_sheet(name):
    text = (ROOT / "seeds" / name).read_text(encoding="utf-8")
    found = [s for s in sections(text) if s.kind in ("heading", "run_in")]
    assert [(s.level, s.start) for s in found] == [(g["level"], g["start"]) for g in GOLD[name]]
    assert [s.kind == "run_in" for s in found] == [g["run_in"] for g in GOLD[name]]
    wanted = [g["title"].rstrip("。：").replace(". ", ".") for g in GOLD[name]]
    assert [s.number + s.title for s in found] == wanted


def wrapped(text, width):
    return "\n".join(line[i : i + width] for line in text.split("\n") for i in range(0, max(1, len(line)), width))


DRESSES = {
    "windows newlines": lambda text: text.replace("\n", "\r\n"),
    "old newlines": lambda text: text.replace("\n", "\r"),
    "no blank lines": lambda text: re.sub(r"\n+", "\n", text),
    "indented": lambda text: re.sub(r"(?m)^", "\u3000\u3000", text),
    "no-break blanks": lambda text: re.sub("([，。])", "\\1\xa0", text),
    "half-width": lambda text: text.translate(str.maketrans("（）：，", "():,")),
    "full-width": lambda text: text.translate(str.maketrans("0123456789.()", "０１２３４５６７８９．（）")),
    "zero-width": lambda text: text.replace("一", "\u200b一"),
    "broken at 38": lambda text: wrapped(text, 38),
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", sorted(GOLD))
def test_seeds_keep_their_outline_in_other_dress(name, dress):
    def skeleton(text):
        return [(s.level, s.kind, clean(s.number + s.title)) for s in sections(text)]

    text = (ROOT / "seeds" / name).read_text(encoding="utf-8")
    assert skeleton(DRESSES[dress](text)) == skeleton(text)


def test_seed_frames():
    kinds = {
        name[:3]: [s.kind for s in sections((ROOT / "seeds" / name).read_text(encoding="utf-8")) if s.level == 0]
        for name in GOLD
    }
    assert kinds == {
        "000": ["title", "addressee", "preamble"],
        "001": ["title", "addressee", "preamble"],
        "002": ["title", "preamble"],
        "003": ["title", "preamble"],
        "004": ["title", "preamble"],
    }


def test_numbered_paragraphs_have_no_title():
    text = (ROOT / "seeds" / "003_c4cfa57f45cffb20.txt").read_text(encoding="utf-8")
    numbered = [s for s in sections(text) if s.kind == "numbered"]
    assert [(s.number, s.title, s.level) for s in numbered] == [("（一）", "", 2), ("（二）", "", 2), ("（三）", "", 2)]
    assert text[numbered[0].body :].startswith("2013年度振东新区")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("000", []),
        ("002", ["概述", "主动公开政府信息的情况", "依申请公开政府信息的情况", "政府信息公开工作存在的不足及改进措施"]),
        (
            "003",
            [
                *("概述", "主动公开政府信息的情况", "依申请公开政府信息办理情况"),
                "政府信息公开工作存在的主要问题以及改进情况",
            ],
        ),
    ],
)
def test_declared_parts_of_seeds(name, parts):
    path = next((ROOT / "seeds").glob(f"{name}*.txt"))
    assert list(declared_parts(clean(path.read_text(encoding="utf-8")))) == parts
