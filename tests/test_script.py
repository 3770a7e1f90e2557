"""A report in traditional characters is read like its simplified self, offset for offset."""

import subprocess
import sys

import pytest
from opencc import OpenCC

from ingest.document import parse
from ingest.script import simplified
from tests.libraries import NAMES, seed_text


@pytest.mark.parametrize(
    ("char", "plain"),
    [("關", "关"), ("豐", "丰"), ("后", "后"), ("a", "a"), ("。", "。"), ("𠮷", "𠮷"), ("\ud800", "\ud800")],
)
def test_one_character(char, plain):
    assert simplified(char) == plain


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_in_traditional_characters(name):
    text = seed_text(name)
    converted = OpenCC("s2t").convert(text)
    assert len(converted) == len(text) and converted != text
    plain, mirrored = (parse(one, path="x", sha256="") for one in (text, converted))
    assert mirrored.identity.year == plain.identity.year and mirrored.identity.agency == plain.identity.agency
    assert [(s.start, s.end, s.level) for s in mirrored.sections] == [(s.start, s.end, s.level) for s in plain.sections]
    found, wanted = ({(f.start, f.end, f.metric, f.value, f.scope) for f in d.figures} for d in (mirrored, plain))
    assert len(found ^ wanted) <= 2
    assert all(converted[f.start : f.end] == f.quote for f in mirrored.figures)


def test_simplified_text_loads_no_tables():
    code = "import sys; from ingest.view import clean; clean('政府信息公开'); sys.exit('opencc' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
