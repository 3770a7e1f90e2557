"""Words as data: one Markdown file a text, with ``$placeholders``."""

from functools import cache
from importlib.resources import files
from string import Template


@cache
def _template(name: str) -> Template:
    return Template(files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8").strip())


def fill(name: str, **values: object) -> str:
    """The text ``name`` with its placeholders filled; a missing or surplus one is an error."""
    template = _template(name)
    wanted = set(template.get_identifiers())
    if wanted != set(values):
        raise ValueError(f"prompt {name!r} takes {sorted(wanted)}, not {sorted(values)}")
    return template.substitute(values)
