"""The encoder: unit rows whatever comes in, the same vectors as sentence-transformers, clear words when it fails."""

import json
import os
import shutil
import subprocess
import sys
import time

import numpy as np
import pytest

from ingest.encoder import (
    PROMPTS,
    SETTINGS,
    SHIPPED,
    SHIPPED_FOLDER,
    STRONG,
    WEAK,
    StaticEncoder,
    TransformerEncoder,
    _weight,
    load_encoder,
    unit,
)
from ingest.errors import EncoderError

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


@pytest.mark.parametrize(
    ("name", "weight"),
    [("BAAI/bge-small-zh-v1.5", STRONG), ("Qwen/Qwen3-Embedding-0.6B", STRONG), ("someone/begonia", WEAK)],
)
def test_the_weight_in_fusion_follows_the_family(name, weight):
    assert _weight(name, None) == weight


def test_the_folder_says_its_own_weight_and_that_changes_no_vector(tmp_path, shipped):
    """Given a folder with settings, when loaded, then its weight holds, also under a strong name; vectors are the same."""
    folder, plain = copied(tmp_path / "bge-mine"), copied(tmp_path / "mine")
    for copy in (folder, plain):
        (copy / SETTINGS).unlink()
    assert load_encoder(str(folder)).weight == STRONG and load_encoder(str(plain)).weight == WEAK
    assert shipped.weight == 0.5
    (folder / SETTINGS).write_text('{"weight": 0.25}')
    mine = load_encoder(str(folder))
    assert mine.weight == 0.25 and mine.fingerprint == shipped.fingerprint


@pytest.mark.parametrize("settings", ["{}", "[1]", '{"weight": "much"}', '{"weight": -1}', '{"weight": NaN}', "\x00"])
def test_a_weight_that_is_no_weight_is_a_clear_error(tmp_path, settings):
    folder = copied(tmp_path / "mine")
    (folder / SETTINGS).write_text(settings)
    with pytest.raises(EncoderError, match="gongkai.json.*a number from 0 up"):
        load_encoder(str(folder))
