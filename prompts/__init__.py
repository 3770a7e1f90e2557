"""Words as data: one Markdown file a text, with ``$placeholders``; ``name.en.md`` is its English."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from string import Template

_LANGUAGE: ContextVar[str] = ContextVar("language", default="zh")


@cache
def _template(name: str, language: str) -> Template:
    """The text in that language; in Chinese where it has no other."""
    own = files(__name__).joinpath(f"{name}.{language}.md")
    file = own if own.is_file() else files(__name__).joinpath(f"{name}.md")
    return Template(file.read_text(encoding="utf-8").strip())


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts filled inside are in ``language`` (``zh``, ``en``) where they have it."""
    before = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def fill(name: str, **values: object) -> str:
    """The text ``name`` with its placeholders filled; a missing or surplus one is an error."""
    template = _template(name, _LANGUAGE.get())
    wanted = set(template.get_identifiers())
    if wanted != set(values):
        raise ValueError(f"prompt {name!r} takes {sorted(wanted)}, not {sorted(values)}")
    return template.substitute(values)
