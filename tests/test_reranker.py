"""The reranker: lazily loaded, one score a passage, clear words when it is not there or no reranker."""

import os
import subprocess
import sys
import time

import pytest

from ingest.errors import EncoderError
from ingest.reranker import load_reranker

PASSAGES = ["甲乙丙", "丁戊己", "公开信息"]


def make_cross_encoder(folder, labels=1):
    """A random BERT over single characters."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    torch.manual_seed(1)
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"甲乙丙丁戊己公开信息"]
    words = Tokenizer(models.WordLevel({piece: n for n, piece in enumerate(pieces)}, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    words.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=words, **names).save_pretrained(folder)
    shape = BertConfig(
        vocab_size=len(pieces), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        num_labels=labels, initializer_range=0.5,
    )  # fmt: skip
    BertForSequenceClassification(shape).save_pretrained(folder)
    return str(folder)


def test_scores_are_the_cross_encoders_own_in_the_order_of_the_passages(tmp_path):
    from sentence_transformers import CrossEncoder

    folder = make_cross_encoder(tmp_path)
    found = load_reranker(folder).scores("甲公", PASSAGES)
    own = CrossEncoder(folder).predict([("甲公", passage) for passage in PASSAGES])
    assert found == pytest.approx(own.tolist(), abs=1e-5) and len(set(found)) == 3
    assert load_reranker(folder).scores("甲公", PASSAGES[::-1]) == pytest.approx(found[::-1], abs=1e-5)


def test_nothing_heavy_is_loaded_before_the_first_scores(tmp_path):
    """Given a fresh process, when a reranker is loaded and asked of no passages, then torch is not there yet."""
    folder = make_cross_encoder(tmp_path)
    asked = (
        "import sys; from ingest.reranker import load_reranker; r = load_reranker(sys.argv[1]); assert r.scores('a', []) == [];"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", asked, folder], capture_output=True, text=True, env=env, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_missing_model_is_named_with_what_to_do(monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(
        EncoderError, match=r"reranker 'nobody/no-such-model'.*HF_HUB_OFFLINE.*leave the reranker unset"
    ):
        load_reranker("nobody/no-such-model")


def test_an_unreachable_hub_is_a_clear_error_and_no_long_wait(monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    import sentence_transformers  # noqa: F401  (its import is not the wait that is timed)

    reranker, begun = load_reranker("nobody/no-such-model"), time.monotonic()
    with pytest.raises(EncoderError, match=r"reranker 'nobody/no-such-model' cannot be loaded .*the network"):
        reranker.scores("甲", PASSAGES)
    assert time.monotonic() - begun < 5


def test_a_path_that_is_no_folder_is_a_clear_error(tmp_path):
    with pytest.raises(EncoderError, match=r"reranker .*absent' is no folder"):
        load_reranker(str(tmp_path / "absent"))


def test_a_folder_without_a_model_is_a_clear_error(tmp_path):
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load_reranker(str(tmp_path)).scores("甲", PASSAGES)


def test_a_classifier_of_several_classes_is_no_reranker(tmp_path):
    folder = make_cross_encoder(tmp_path, labels=3)
    with pytest.raises(EncoderError, match="3 outputs, not one"):
        load_reranker(folder).scores("甲", PASSAGES)
