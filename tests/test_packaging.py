"""What is shipped is whole: the wheel works away from the checkout, the lock covers what the project asks for."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LEFT_BEHIND = shutil.ignore_patterns(".*", "*.egg-info", "__pycache__", "build", "dist", "library", "runs")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds nothing but what the wheel unpacks to."""
    place = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, place / "source", ignore=LEFT_BEHIND)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", place / "site", place / "source"], check=True, capture_output=True, cwd=place)
    return place / "site"


def gongkai(site: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"PYTHONPATH": str(site), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-P", "-m", "app", *map(str, arguments)]
    return subprocess.run(command, env=environ, cwd=site.parent, capture_output=True, encoding="utf-8")


def shipped(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_holds_every_file_of_every_package(installed: Path):
    packages = PROJECT["tool"]["setuptools"]["packages"]
    for package in (name.replace(".", "/") for name in packages):
        here = {name for name in shipped(ROOT / package) if "__pycache__" not in name and not name.startswith("runs/")}
        there = {name for name in shipped(installed / package) if "__pycache__" not in name}
        assert here - there - {"cases/local.jsonl"} == set(), package


def test_the_wheel_answers_away_from_the_checkout(installed: Path, tmp_path: Path):
    library = ("--library", tmp_path / "library")
    assert gongkai(installed, "ingest", ROOT / "seeds", *library).returncode == 0
    asked = gongkai(installed, "ask", "振东新区主动公开了多少条信息？", *library)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "[1]" in asked.stdout


def test_every_package_of_the_checkout_is_named():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert packages == {name.partition(".")[0] for name in PROJECT["tool"]["setuptools"]["packages"]}


def test_the_lock_satisfies_the_project():
    lines = [line for line in (ROOT / "requirements.lock").read_text().splitlines() if not line.startswith("#")]
    pins = dict(line.split("==") for line in lines)
    pins = {canonicalize_name(name): version for name, version in pins.items()}
    project = PROJECT["project"]
    for wanted in map(Requirement, project["dependencies"] + project["optional-dependencies"]["dev"]):
        assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)]), wanted


def test_the_lock_pins_no_build_and_no_place():
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        assert line.startswith("#") or re.fullmatch(r"[\w.-]+==[\w.]+", line), line
