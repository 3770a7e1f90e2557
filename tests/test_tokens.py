"""Token counts: offline, byte-exact, and the tokens that `tokenizers` would give."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tokens import PATTERN, count_tokens, encoding, learn_ranks

REPORT = "2013年，园区主动公开政府信息273条，较上年增加12.5%，未收到依申请公开。\n联系电话：010-64379211（办公室）"


@given(st.text(max_size=80))
def test_any_text_comes_back_byte_for_byte(text):
    """Given any text, when it is encoded and decoded, then it is the same text, and the count is the ids' number."""
    ids = encoding().encode_ordinary(text)
    assert encoding().decode_bytes(ids) == text.encode("utf-8")
    assert count_tokens(text) == len(ids)


@pytest.mark.parametrize("text", ["龘𠀀㐀", "e\u0301\u00a0\ufeff\u3000", "👩‍👩‍👧", "\x00\r\n\t", REPORT])
def test_odd_characters_come_back(text):
    assert encoding().decode(encoding().encode_ordinary(text)) == text


def test_official_chinese_takes_about_half_a_token_a_character():
    assert count_tokens("") == 0
    assert 0.35 < count_tokens(REPORT) / len(REPORT) < 0.75


def test_ranks_are_the_bytes_and_then_the_merges():
    ranks = encoding()._mergeable_ranks
    assert [ranks[bytes([value])] for value in range(256)] == list(range(256))
    assert sorted(ranks.values()) == list(range(len(ranks))) and len(ranks) == 16_000


def test_a_long_run_without_a_break_is_counted_quickly():
    """Merging is quadratic in the run, which the pattern bounds: this takes minutes if it stops doing so."""
    assert 10_000 < count_tokens("公开信息" * 20_000) <= 80_000


def test_counting_touches_no_network_and_no_cache():
    """Given a process whose sockets and tiktoken cache are trapped, when it counts, then the count is the same."""
    trap = (
        "import socket\n"
        "def refuse(*a, **k): raise SystemExit('network')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from ingest.tokens import count_tokens\n"
        f"print(count_tokens({REPORT!r}))"
    )
    env = os.environ | {"TIKTOKEN_CACHE_DIR": "/nonexistent/cache", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", trap], capture_output=True, text=True, env=env, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, str(count_tokens(REPORT))), done.stderr


def test_learned_ranks_merge_what_was_common():
    """Given ranks learned from a small text, when tiktoken uses them, then it merges what was common, and only that."""
    import tiktoken

    learned = learn_ranks(["政府信息公开 公开政府信息 年度报告"] * 50, 300)
    assert len(learned) == len(set(learned)) <= 300
    ranks = {token: rank for rank, token in enumerate(learned)}
    small = tiktoken.Encoding("small", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})
    assert len(small.encode_ordinary("政府信息公开")) <= 2
    assert len(small.encode_ordinary("湖")) == 3
    assert small.decode(small.encode_ordinary("公开湖")) == "公开湖"
