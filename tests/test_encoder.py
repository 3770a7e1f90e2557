"""The encoder: unit rows whatever comes in, the same vectors as sentence-transformers, clear words when it fails."""

import json
import os
import random
import shutil
import subprocess
import sys
import time

import numpy as np
import pytest

from ingest.encoder import PROMPTS, SHIPPED, SHIPPED_FOLDER, StaticEncoder, TransformerEncoder, load_encoder, unit
from ingest.errors import EncoderError
from ingest.train import train_encoder
from ingest.vocabulary import cohesive

TEXTS = [
    "2013年共受理政府信息公开申请多少件？",
    "全年未收到公民、法人和其他组织的政府信息公开申请。",
    "ＮＦＫＣ　full-width，ABC 123,456.7%",
    "龘𠀀👩‍👩‍👧 é",
    "园区" * 3000,
]


@pytest.fixture(scope="module")
def shipped():
    return load_encoder()


def test_rows_are_unit_float32_and_do_not_depend_on_the_batch(shipped):
    rows = shipped.encode(TEXTS * 100)
    assert rows.shape == (500, shipped.dim) and rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(rows[:5], np.concatenate([shipped.encode([text]) for text in TEXTS]))


@pytest.mark.parametrize("nothing", ["", "   \n\u3000", "，。！—— ()"])
def test_a_text_without_words_is_zeros_and_never_nan(shipped, nothing):
    rows = shipped.encode([nothing, "公开"])
    assert not rows[0].any() and np.isfinite(rows @ rows.T).all()


def test_no_texts_give_no_rows(shipped):
    assert shipped.encode([]).shape == (0, shipped.dim)


def test_unit_keeps_nan_and_infinity_out():
    rows = unit(np.array([[3.0, 4.0], [np.nan, np.inf], [0.0, 0.0]]))
    np.testing.assert_allclose(rows, [[0.6, 0.8], [0, 0], [0, 0]])


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("收到多少件依申请公开？", "本年度受理政府信息公开申请12件，均按期答复。", "加强消防安全检查，整改火灾隐患。"),
        ("有没有被提起行政诉讼？", "未发生行政复议和诉讼案件。", "通过网站、公示栏等渠道发布信息。"),
        ("怎样培训工作人员？", "举办专题讲座，对业务人员集中培训。", "公开信息收取检索、复制、邮寄费用。"),
    ],
)
def test_a_question_lies_nearer_to_what_answers_it(shipped, question, right, wrong):
    near, far = shipped.encode([right, wrong]) @ shipped.encode([question], query=True)[0]
    assert near > far


def test_the_light_class_equals_sentence_transformers(shipped):
    from sentence_transformers import SentenceTransformer

    rows = SentenceTransformer(str(SHIPPED_FOLDER), device="cpu").encode(TEXTS)
    assert (np.sum(rows * shipped.encode(TEXTS), axis=1) > 0.9999).all()


def test_what_ships_is_small_and_imports_no_torch():
    """Given a fresh process, when it asks the shipped model, then neither torch nor its users are there."""
    assert sum(path.stat().st_size for path in SHIPPED_FOLDER.rglob("*")) <= 9_000_000
    asked = (
        "import sys; from ingest.encoder import load_encoder; e = load_encoder(); e.encode(['公开'], query=True);"
        "print(e.name, sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, env=env, timeout=60)
    assert done.stdout.strip() == f"{SHIPPED} []", done.stderr


def copied(folder, **settings):
    shutil.copytree(SHIPPED_FOLDER, folder)
    path = folder / "config_sentence_transformers.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | settings))
    return folder


def test_a_static_folder_is_run_light_with_its_own_prompts(tmp_path, shipped):
    folder = copied(tmp_path / "mine", prompts={"query": "问题：", "document": ""})
    mine = load_encoder(str(folder))
    assert isinstance(mine, StaticEncoder) and mine.name == str(folder)
    np.testing.assert_array_equal(mine.encode(["公开"], query=True), shipped.encode(["问题：公开"]))
    np.testing.assert_array_equal(mine.encode(["公开"]), shipped.encode(["公开"]))


def test_the_fingerprint_follows_whatever_changes_vectors(tmp_path, shipped):
    """Given copies, when the weights or the prompts differ, then the fingerprint does; an exact copy keeps it."""
    from safetensors.numpy import load_file, save_file

    assert load_encoder(str(copied(tmp_path / "same"))).fingerprint == shipped.fingerprint
    prompted = copied(tmp_path / "prompted", prompts={"query": "问题：", "document": ""})
    weights = load_file(SHIPPED_FOLDER / "model.safetensors")
    reweighted = copied(tmp_path / "weights") / "model.safetensors"
    save_file(weights | {"weights": weights["weights"] * np.float32(2)}, reweighted)
    prints = {load_encoder(str(folder)).fingerprint for folder in (prompted, reweighted.parent)}
    assert len(prints | {shipped.fingerprint}) == 3


def test_any_other_model_goes_through_sentence_transformers(tmp_path):
    """Given a model with a layer that is not static, when it is loaded, then its prompts and zero rows hold as well."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense

    base = SentenceTransformer(str(SHIPPED_FOLDER), device="cpu")
    folder = tmp_path / "bge-tiny-zh"
    SentenceTransformer(modules=[base[0], Dense(256, 16, bias=False)], device="cpu").save(str(folder))
    other = load_encoder(str(folder))
    assert isinstance(other, TransformerEncoder) and other.dim == 16 and len(other.fingerprint) == 16
    assert other.encode([]).shape == (0, 16)
    rows = other.encode(["", "公开"])
    assert rows.dtype == np.float32 and not rows[0].any() and np.linalg.norm(rows[1]) == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(other.encode(["公开"], query=True), other.encode([PROMPTS[0][1] + "公开"]), atol=1e-6)


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model"])
def test_a_missing_hub_model_is_named_with_what_to_do(monkeypatch, name):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError, match=f"{name}'.*HF_HUB_OFFLINE.*download it once"):
        load_encoder(name)


def test_an_unreachable_hub_is_a_clear_error_and_no_long_wait(monkeypatch):
    """Given a hub where nobody listens, when a name has to be downloaded, then the error comes at once and names it."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    import sentence_transformers  # noqa: F401  (its import is not the wait that is timed)

    begun = time.monotonic()
    with pytest.raises(EncoderError, match=r"'nobody/no-such-model' cannot be loaded .*the network"):
        load_encoder("nobody/no-such-model")
    assert time.monotonic() - begun < 5


def test_a_path_that_is_no_folder_is_a_clear_error(tmp_path):
    with pytest.raises(EncoderError, match="no folder"):
        load_encoder(str(tmp_path / "absent"))


@pytest.mark.parametrize("file", ["tokenizer.json", "model.safetensors"])
def test_a_broken_file_is_a_clear_error(tmp_path, file):
    folder = copied(tmp_path / "broken")
    (folder / file).write_bytes(b"not a model")
    with pytest.raises(EncoderError, match="broken.*restore"):
        load_encoder(str(folder))


LETTERS = [chr(0x4E00 + n) for n in range(2000)]
SUBJECTS = {"".join(LETTERS[4 * n : 4 * n + 2]): "".join(LETTERS[4 * n + 2 : 4 * n + 4]) for n in range(40)}


def write_corpus(folder, number=400):
    """Passages on 40 made-up subjects; each one's query asks by another word, which no passage contains."""
    draw = random.Random(1)
    passages, pairs = [], []
    for n in range(number):
        subject = list(SUBJECTS)[n % len(SUBJECTS)]
        noise = "".join(draw.choices(LETTERS[1000:], k=8))
        text = f"{subject}的检查，{noise}，应当公开{subject}信息"
        passages.append({"source": "law made up", "title": f"{subject}管理办法", "text": text})
        pairs.append({"kind": "law made up", "query": SUBJECTS[subject], "passage": text})
    for name, rows in (("passages", passages), ("pairs", pairs)):
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def test_training_learns_the_synonyms_of_its_pairs(tmp_path):
    """Given pairs that ask by another word, when trained, then that word lies nearest; twice gives the same bytes."""
    corpus = write_corpus(tmp_path)
    small = {"steps": 150, "batch": 16, "vocab": 1500, "dim": 48, "held_out": 20}
    figures = train_encoder(corpus, tmp_path / "one", **small)
    train_encoder(corpus, tmp_path / "two", **small)
    model = load_encoder(str(tmp_path / "one"))
    assert isinstance(model, StaticEncoder) and model.dim == figures.dim == 48
    likeness = model.encode(list(SUBJECTS.values()), query=True) @ model.encode(list(SUBJECTS)).T
    assert np.mean(likeness.argmax(axis=1) == np.arange(40)) > 0.9
    assert figures.headings.queries == 20 and figures.passages == {"law made up": 380}
    card = (tmp_path / "one" / "README.md").read_text(encoding="utf-8")
    assert "| passages | law made up | 380 |" in card and "| pairs | law made up | 380 |" in card and "$" not in card
    for file in ("model.safetensors", "tokenizer.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_what_is_held_out_is_not_learned(tmp_path):
    """Given a held-out passage that another collection cuts differently, then that copy is dropped as well."""
    from ingest.train import read_corpus

    clause = "本办法所称管理机构应当每年公布检查结果"
    (tmp_path / "pairs.jsonl").write_text(
        json.dumps({"kind": "law_head", "query": "检查", "passage": f"{clause}。第二句。"}), encoding="utf-8"
    )
    copies = [f"前一句，{clause}，后一句", "与此无关的一段话"]
    lines = [json.dumps({"source": "s", "title": "t", "text": text}) for text in copies]
    (tmp_path / "passages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    corpus = read_corpus(tmp_path, held_out=1, seed=1)
    assert len(corpus.held_out) == 1 and not corpus.pairs
    assert [passage.text for passage in corpus.passages] == copies[1:]


def test_cohesive_strings_are_words_and_not_their_fragments():
    draw = random.Random(2)
    filler = [chr(0x4E00 + n) for n in range(400)]
    texts = ["".join(draw.choices(filler, k=6)) + "蝴蝶结" + "".join(draw.choices(filler, k=6)) for _ in range(300)]
    assert set(dict(cohesive(texts, longest=3, least=20))) == {"蝴蝶结"}


def test_a_corpus_that_is_missing_or_too_small_is_a_clear_error(tmp_path):
    with pytest.raises(EncoderError, match=r"has no passages\.jsonl|has no pairs\.jsonl"):
        train_encoder(tmp_path, tmp_path / "out")
    with pytest.raises(EncoderError, match="too few"):
        train_encoder(write_corpus(tmp_path, 12), tmp_path / "out", batch=64)
