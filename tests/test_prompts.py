"""Words are data: a missing or surplus placeholder is an error, and none is left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from prompts import fill, speaking
from tests.libraries import ROOT

FILES = sorted((ROOT / "prompts").glob("*.md"))


def name_of(path: Path) -> str:
    """``no_evidence`` for no_evidence.md and no_evidence.en.md."""
    return path.stem.removesuffix(".en")


@cache
def calls() -> tuple[tuple[Path, str, set[str]], ...]:
    """Every ``fill("name", …)`` of the code with the placeholders that it gives."""
    return tuple(_calls())


def _calls() -> Iterator[tuple[Path, str, set[str]]]:
    for path in (p for floor in ("bot", "evals", "ui") for p in (ROOT / floor).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "fill":
                for name in (n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)):
                    yield path, name, {keyword.arg for keyword in node.keywords}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_prompt_is_used_with_its_placeholders(path: Path):
    wanted = set(re.findall(r"\$\{?([a-z_]+)", path.read_text(encoding="utf-8")))
    given = [keys for _, name, keys in calls() if name == name_of(path)]
    assert given and all(keys == wanted for keys in given)


def test_every_call_has_its_prompt():
    assert {name for _, name, _ in calls()} == {name_of(path) for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_filled_words_have_no_placeholder_left(path: Path):
    values = {name: "值$x" for name in re.findall(r"\$\{?([a-z_]+)", path.read_text(encoding="utf-8"))}
    with speaking("en" if path.stem.endswith(".en") else "zh"):
        said = fill(name_of(path), **values)
    assert said == said.strip() and said and said.count("值$x") >= len(values)
    assert "$" not in said.replace("值$x", "")


@pytest.mark.parametrize(
    "values", [{}, {"asked": "甲"}, {"asked": "甲", "nearest": "乙", "more": 1}, {"asks": "甲", "nearest": "乙"}]
)
def test_missing_or_surplus_placeholders(values: dict[str, object]):
    with pytest.raises(ValueError, match=r"other_body.*\['asked', 'nearest'\]"):
        fill("other_body", **values)


def test_no_such_prompt():
    with pytest.raises(FileNotFoundError):
        fill("nothing_of_the_kind")


def test_the_language_holds_only_inside():
    with speaking("en"):
        english = fill("empty_question")
    assert english == "The question is empty." and fill("empty_question") == "问题是空的，请写下要问的内容。"


def test_a_text_without_english_stays_chinese():
    with speaking("en"):
        assert "资料编号" in fill("write_zh")
