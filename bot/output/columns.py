"""The metrics that can stand side by side, and the names they go by."""

from collections.abc import Sequence
from dataclasses import replace

from bot.output.fields import FIELDS, FieldRule
from bot.question.asked import metrics_of, residual
from ingest.errors import GongkaiError
from ingest.facts.metrics import BY_KEY, LABELS
from ingest.view import clean

# Shares, parts and lists have no single figure for a year.
_LISTS = {
    "change", "rate", "share", "other", "applications_channel", "applications_outcome", "disclosed_category",
    "disclosed_channel", "disputes_outcome",
}  # fmt: skip
_RULES = {rule.key: rule for rule in FIELDS}
_NUMBERS = {key: rule for key, rule in _RULES.items() if rule.kind == "number"}


def _column(key: str, label: str) -> FieldRule:
    """A metric that is no number field: told in words as its field is, else by the words of the vocabulary."""
    if key in _RULES:
        return replace(_RULES[key], label=label, kind="number", metrics=(key,))
    return FieldRule(key, label, "number", (key,), *([BY_KEY[key].says] if key in BY_KEY else []))


_OTHERS = {key: _column(key, label) for key, label in LABELS.items() if key not in _LISTS | set(_NUMBERS)}
COLUMNS: dict[str, FieldRule] = _NUMBERS | _OTHERS
DEFAULT = tuple(_NUMBERS)


def columns(names: Sequence[str] = ()) -> tuple[FieldRule, ...]:
    """The columns that go by these keys or Chinese names, in order and once; the summary's numbers when none is given.

    Raises:
        GongkaiError: a name means none of the known metrics; the message lists them.
    """
    return tuple(COLUMNS[key] for key in dict.fromkeys(map(_key, names) if names else DEFAULT))


def _key(name: str) -> str:
    wanted = clean(name).strip()
    if wanted in COLUMNS:
        return wanted
    labelled = [key for key, rule in COLUMNS.items() if wanted in (rule.label, LABELS.get(key))]
    worded = [key for key in metrics_of(f"{wanted}多少") if key in COLUMNS and not residual(wanted, (key,))]
    if not wanted or not (labelled or worded):
        known = "、".join(f"{key}（{rule.label}）" for key, rule in COLUMNS.items())
        raise GongkaiError(f"unknown metric {name!r}; known are {known}")
    return (labelled or worded)[0]
