"""The house keeps its shape: imports point down only, and each third-party package has one room."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "app": {"ui", "evals", "bot", "ingest"},
    "ui": {"bot", "ingest"},
    "evals": {"bot", "ingest", "prompts"},
    "bot": {"ingest", "prompts"},
    "ingest": set(),
    "prompts": set(),
}
ROOM_OF = {
    "chromadb": {"ingest/vectors.py"},
    "tantivy": {"ingest/lexical.py"},
    "sentence_transformers": {"ingest/encoder.py", "ingest/reranker.py", "ingest/training/transformer.py"},
    "torch": {
        "ingest/encoder.py",
        "ingest/training/train.py",
        "ingest/training/static.py",
        "ingest/training/transformer.py",
    },
    "tiktoken": {"ingest/tokens.py"},
    "gradio": {"ui/"},
    "bs4": {"ingest/formats/read_html.py"},
    "docx": {"ingest/formats/read_docx.py", "bot/output/export_docx.py"},
    "pdfplumber": {"ingest/formats/pdf_child.py"},
    "pypdfium2": {"ingest/formats/pdf_child.py"},
    "charset_normalizer": {"ingest/formats/decode.py"},
    "opencc": {"ingest/script.py"},
    "pypinyin": {"bot/question/english.py", "bot/question/english_places.py", "bot/question/typos.py"},
    "langchain": {"bot/chat/model.py"},
}
FILES = sorted(path for floor in MAY_IMPORT for path in (ROOT / floor).rglob("*.py")) + [ROOT / "app.py"]


def imports(source: str) -> Iterator[tuple[str, bool]]:
    """Every imported top-level package, and whether it is imported at run time (not only for type checkers)."""
    tree = ast.parse(source)
    guarded = {id(n) for test in ast.walk(tree) if _for_types(test) for part in test.body for n in ast.walk(part)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], id(node) not in guarded) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name their package in full"
            yield node.module.split(".")[0], id(node) not in guarded


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def faults(where: str, source: str) -> list[str]:
    floor = where.split("/")[0].removesuffix(".py")
    found = []
    for package, runs in imports(source):
        if package in MAY_IMPORT and package not in MAY_IMPORT[floor] | {floor}:
            found.append(f"{where} imports {package}: arrows point down only")
        if runs and package in ROOM_OF and not any(where.startswith(room) for room in ROOM_OF[package]):
            found.append(f"{where} imports {package}, which belongs to {ROOM_OF[package]}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports(path: Path):
    assert faults(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("where", "source"),
    [
        ("ingest/read.py", "from bot.schema import Answer"),
        ("ingest/read.py", "def late():\n    import bot"),
        ("bot/verify.py", "import ui.desk"),
        ("ui/ask.py", "from prompts import fill"),
        ("evals/gate.py", "import ui"),
        ("bot/retrieve.py", "import chromadb"),
        ("app.py", "import gradio as gr"),
    ],
)
def test_a_planted_fault_is_seen(where: str, source: str):
    assert faults(where, source)


def test_names_for_type_checkers_are_free():
    assert not faults("bot/retrieve.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import tantivy")
