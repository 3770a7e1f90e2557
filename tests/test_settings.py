"""The environment is read in one place."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings
from ingest.errors import GongkaiError, SettingsError
from tests.libraries import ROOT


def test_defaults():
    assert Settings.from_env({}) == Settings(library=Path("library"), encoder=None, chroma_url=None)


def test_the_environment_and_what_overrides_it():
    environ = {"GONGKAI_LIBRARY": "/a", "GONGKAI_ENCODER": "m", "GONGKAI_CHROMA_URL": "http://h:1", "OTHER": "x"}
    assert Settings.from_env(environ) == Settings(library=Path("/a"), encoder="m", chroma_url="http://h:1")
    assert Settings.from_env(environ, library="/b", encoder=None).library == Path("/b")
    assert Settings.from_env(environ, library="/b", encoder=None).encoder == "m"


def test_an_empty_variable_is_no_setting():
    assert Settings.from_env({"GONGKAI_LIBRARY": "", "GONGKAI_ENCODER": ""}) == Settings()


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://x", "file:///etc"])
def test_a_url_that_is_none(url: str):
    with pytest.raises(SettingsError, match=re.escape(repr(url))) as caught:
        Settings.from_env({"GONGKAI_CHROMA_URL": url})
    assert isinstance(caught.value, GongkaiError)


def test_unknown_settings_and_changes_are_refused():
    with pytest.raises(SettingsError, match="GONGKAI_LIBARY"):
        Settings.from_env({}, libary="/a")
    with pytest.raises(ValidationError):
        Settings().library = Path("x")


def test_settings_of_the_product_are_read_nowhere_else():
    readers = {
        path.relative_to(ROOT).as_posix()
        for floor in ("bot", "ingest", "ui", "evals", "prompts")
        for path in (ROOT / floor).rglob("*.py")
        if re.search(r"os\.(?:environ|getenv)[^)]{0,20}GONGKAI_", path.read_text(encoding="utf-8"))
    }
    assert readers <= {"bot/settings.py"}
