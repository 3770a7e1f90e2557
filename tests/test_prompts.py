"""Words are data: a missing or surplus placeholder is an error, and none is left over."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from prompts import fill
from tests.libraries import ROOT

FILES = sorted((ROOT / "prompts").glob("*.md"))


def calls() -> Iterator[tuple[Path, str, set[str]]]:
    """Every ``fill("name", …)`` of the code with the placeholders that it gives."""
    for path in (p for floor in ("bot", "evals", "ui") for p in (ROOT / floor).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "fill":
                for name in (n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)):
                    yield path, name, {keyword.arg for keyword in node.keywords}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_prompt_is_used_with_its_placeholders(path: Path):
    wanted = set(re.findall(r"\$\{?([a-z_]+)", path.read_text(encoding="utf-8")))
    given = [keys for _, name, keys in calls() if name == path.stem]
    assert given and all(keys == wanted for keys in given)


def test_every_call_has_its_prompt():
    assert {name for _, name, _ in calls()} == {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_filled_words_have_no_placeholder_left(path: Path):
    values = {name: "值$x" for name in re.findall(r"\$\{?([a-z_]+)", path.read_text(encoding="utf-8"))}
    said = fill(path.stem, **values)
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
