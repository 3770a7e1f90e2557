"""A chat model may word a summary's fields better; what does not stand on their citations is not taken."""

import json

import pytest

from bot.chat.model import open_model
from bot.chat.polish import polish
from bot.settings import Settings
from bot.summarize import summarize
from tests.chat_server import chat_server
from tests.libraries import inexact


def polished(library, report_id, *script):
    with chat_server(*script, piece=50) as server:
        given = {"GONGKAI_MODEL": "openai:scripted", "GONGKAI_MODEL_URL": server.url, "GONGKAI_MODEL_TIMEOUT": "2"}
        plain = summarize(library, report_id)
        return plain, polish(plain, library, open_model(Settings.from_env(given))), server.asked


@pytest.fixture
def pingliang(seeds):
    return seeds.library.find("平凉").report_id


def fields(**texts: str) -> str:
    return json.dumps({"fields": [{"key": key, "text": text} for key, text in texts.items()]}, ensure_ascii=False)


def wordy(summary) -> tuple[str, str]:
    return next(
        (k, f.text) for k, f in summary.fields.items() if f.status == "stated" and f.value is None and not f.items
    )


def test_words_of_the_report_are_taken(seeds, pingliang):
    key, text = wordy(summarize(seeds.library, pingliang))
    shorter = text[: max(20, len(text) // 2)]
    plain, better, asked = polished(seeds.library, pingliang, fields(**{key: shorter}))
    assert better.fields[key].text == shorter != plain.fields[key].text
    assert better.fields[key].citations == plain.fields[key].citations and key in asked[0]["messages"][1]["content"]
    assert not inexact(better.citations, {pingliang: seeds.library.text(pingliang)})


@pytest.mark.parametrize("lie", ["全年获得国家级表彰三次，群众十分满意", "共投入经费500万元", "", "啊" * 200])
def test_what_does_not_stand_is_left(seeds, pingliang, lie):
    key, _ = wordy(summarize(seeds.library, pingliang))
    plain, better, _ = polished(seeds.library, pingliang, fields(**{key: lie}))
    assert better == plain


def test_numbers_are_never_the_models(seeds, pingliang):
    plain, better, asked = polished(seeds.library, pingliang, fields(disclosed_total="主动公开595条"))
    assert better == plain and "disclosed_total" not in asked[0]["messages"][1]["content"]


@pytest.mark.parametrize("step", [{"status": 500}, {"raw": "{bad"}, "", "好的", {"hang": 4, "say": "{}"}])
def test_a_failure_leaves_the_reports_words(seeds, pingliang, step):
    plain, better, _ = polished(seeds.library, pingliang, step)
    assert better == plain
