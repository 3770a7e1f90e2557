"""The READMEs tell what is so: transcripts are what the commands print, the tree names what is there."""

import os
import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from app import cli

ROOT = Path(__file__).parents[1]
README = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
each_readme = pytest.mark.parametrize("page", [page.read_text(encoding="utf-8") for page in README], ids=["en", "zh"])


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("readme") / "library")
    assert CliRunner().invoke(cli, ["ingest", str(ROOT / "seeds"), "--library", folder]).exit_code == 0
    return folder


@pytest.mark.parametrize("path", README, ids=["en", "zh"])
def test_the_transcript_is_what_the_commands_print(path: Path, library: str):
    """``GONGKAI_UPDATE_README=1`` writes it anew."""

    def turn(match: re.Match[str]) -> str:
        result = CliRunner().invoke(cli, [*shlex.split(match[1]), "--library", library])
        assert result.exit_code == 0
        return f"$ gongkai {match[1]}\n{_trimmed(result.stdout)}\n"

    page = path.read_text(encoding="utf-8")
    retold, turns = re.subn(r"^\$ gongkai (.*)\n(?:(?!\$ |```).*\n)*", turn, page, flags=re.MULTILINE)
    assert turns
    if os.environ.get("GONGKAI_UPDATE_README"):
        path.write_text(retold, encoding="utf-8")
    assert retold == path.read_text(encoding="utf-8")


@each_readme
def test_the_tree_names_what_is_there_in_under_ten_words(page: str):
    tree = re.search(r"```\n(app\.py .*?)```", page, re.DOTALL)[1]
    for path, comment in re.findall(r"^(\S+) +(.+)$", tree, re.MULTILINE):
        assert (ROOT / path).exists(), path
        assert len(comment.split()) < 10, comment


@each_readme
def test_every_command_stands_in_the_table(page: str):
    told = set(re.findall(r"^\| `gongkai (\w+)", page, re.MULTILINE))
    assert told == set(get_command(cli).commands)


@each_readme
def test_every_setting_stands_in_the_table(page: str):
    from bot.settings import Settings

    assert set(re.findall(r"`GONGKAI_(\w+)` \|", page)) == {name.upper() for name in Settings.model_fields}


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
