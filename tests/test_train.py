"""Training: both families learn what their pairs teach, and a training that was killed ends as one that was not."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import ingest.training.train
from ingest.encoder import SHIPPED_FOLDER, StaticEncoder, TransformerEncoder, load_encoder
from ingest.errors import EncoderError
from ingest.tokens import RANKS_NAME, read_ranks
from ingest.training.corpus import PARAPHRASES, Corpus, Group, Pair, Passage, read_corpus
from ingest.training.draws import Draws, Shares, bags_of, confusable
from ingest.training.train import FAMILIES, Recipe, recipe_of, train_encoder
from ingest.training.vocabulary import cohesive, encode, learn_vocabulary

LETTERS = [chr(0x4E00 + n) for n in range(2000)]
SUBJECTS = {"".join(LETTERS[4 * n : 4 * n + 2]): "".join(LETTERS[4 * n + 2 : 4 * n + 4]) for n in range(40)}
SMALL = Recipe("static", 150, 16, seed=1, vocab=1500, dim=48, held_out=20)
KINDS = {"static": StaticEncoder, "transformer": TransformerEncoder}


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


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return write_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def made(corpus, tmp_path_factory):
    """Each family, trained without a break."""
    out = tmp_path_factory.mktemp("made")
    return {family: (out / family, train(corpus, out / family, family)) for family in FAMILIES}


def train(corpus, out, family, **options):
    return train_encoder(corpus, out, SMALL._replace(family=family), paraphrases=None, **options)


def weights(folder):
    return [(folder / name).read_bytes() for name in ("model.safetensors", "tokenizer.json", "README.md")]


@pytest.mark.parametrize("family", FAMILIES)
def test_training_learns_the_synonyms_of_its_pairs(made, family):
    """Given pairs that ask by a word that no passage has, when trained, then that word lies nearest its subject."""
    folder, figures = made[family]
    model = load_encoder(str(folder))
    assert isinstance(model, KINDS[family]) and model.dim == figures.dim == 48
    likeness = model.encode(list(SUBJECTS.values()), query=True) @ model.encode(list(SUBJECTS)).T
    assert np.mean(likeness.argmax(axis=1) == np.arange(40)) > {"static": 0.9, "transformer": 0.4}[family]
    assert figures.headings.queries == 20 and figures.passages == {"law made up": 380}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_card_has_the_figures_and_nothing_is_left_over(made, family):
    folder, figures = made[family]
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "| passages | law made up | 380 |" in card and "| pairs | law made up | 380 |" in card and "$" not in card
    assert f"--family {family}" in card and f"{figures.headings.hit_at_1:.1%}" in card
    assert not (folder / ingest.training.train.CHECKPOINT).exists()


def test_the_transformer_lies_in_halves_and_loads_whole(made):
    from safetensors.numpy import load_file
    from sentence_transformers import SentenceTransformer

    folder, _ = made["transformer"]
    assert {str(tensor.dtype) for tensor in load_file(folder / "model.safetensors").values()} == {"float16"}
    model = SentenceTransformer(str(folder), device="cpu")
    assert {str(weight.dtype) for weight in model.parameters()} == {"torch.float32"}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_training_that_stops_goes_on_as_if_it_had_not(corpus, made, tmp_path, family):
    """Given a training that fails beyond a checkpoint, when resumed, then every byte is that of the whole training."""
    seen = []

    def fail(done, steps, loss):
        if done == 70:
            raise RuntimeError("the power is gone")

    with pytest.raises(RuntimeError, match="power"):
        train(corpus, tmp_path / "cut", family, tell=fail)
    train(corpus, tmp_path / "cut", family, resume=True, tell=lambda done, steps, loss: seen.append(done))
    assert seen == list(range(51, 151))
    assert weights(tmp_path / "cut") == weights(made[family][0])


KILLED = """
import sys
from pathlib import Path
import ingest.training.train as t
t.EVERY = 5
recipe = t.Recipe("static", 100000, 16, seed=1, vocab=1500, dim=48, held_out=20)
t.train_encoder(Path(sys.argv[1]), Path(sys.argv[2]), recipe, paraphrases=None, resume=True)
"""


def test_kill_9_leaves_a_checkpoint_that_can_be_taken_up(corpus, tmp_path):
    """Given processes killed again and again, when the next one starts, then it starts further on than the last."""
    begun = []
    for _ in range(3):
        command = [sys.executable, "-c", KILLED, str(corpus), str(tmp_path / "out")]
        env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1"}
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as running:
            lines = []
            for line in running.stderr:
                lines.append(line)
                if sum(said.startswith("step ") for said in lines) >= 4:
                    running.send_signal(signal.SIGKILL)
                    break
        begun += [int(line.split()[-1]) for line in lines if line.startswith("resumed at step")]
    assert len(begun) == 2 and begun[0] >= 20 and begun[0] + 15 <= begun[1]


def test_a_checkpoint_of_other_options_is_refused(corpus, tmp_path):
    def stop(done, steps, loss):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        train(corpus, tmp_path, "static", tell=stop)
    with pytest.raises(EncoderError, match="another corpus or other options"):
        train_encoder(corpus, tmp_path, SMALL._replace(seed=2), paraphrases=None, resume=True)


def test_a_transformer_starts_from_a_static_models_words(corpus, made, tmp_path):
    """Given a static model, when a transformer starts from it, then it has its pieces and soon knows its synonyms."""
    static, _ = made["static"]
    recipe = SMALL._replace(family="transformer", steps=30, start=str(static))
    train_encoder(corpus, tmp_path, recipe, paraphrases=None)
    model = load_encoder(str(tmp_path))
    likeness = model.encode(list(SUBJECTS.values()), query=True) @ model.encode(list(SUBJECTS)).T
    assert np.mean(likeness.argmax(axis=1) == np.arange(40)) > 0.9


def test_the_command_trains_and_prints_its_figures(corpus, tmp_path):
    from typer.testing import CliRunner

    from app import cli

    options = ["--steps", "3", "--batch", "16", "--vocab", "1500", "--dim", "48", "--seed", "7", "--json"]
    command = ["encoder", "train", "--corpus", str(corpus), "--out", str(tmp_path / "mine"), *options]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.stderr
    figures = json.loads(done.stdout)
    assert (figures["family"], figures["steps"], figures["seed"], figures["dim"]) == ("static", 3, 7, 48)
    assert load_encoder(str(tmp_path / "mine")).dim == 48


def test_the_command_learns_the_token_ranks(corpus, tmp_path):
    from typer.testing import CliRunner

    from app import cli

    done = CliRunner().invoke(cli, ["encoder", "tokens", "--corpus", str(corpus), "--out", str(tmp_path)])
    assert done.exit_code == 0 and str(tmp_path / RANKS_NAME) in done.stdout
    ranks = read_ranks(tmp_path / RANKS_NAME)
    assert {bytes([value]) for value in range(256)} <= set(ranks) and sorted(ranks.values()) == list(range(len(ranks)))


def test_an_out_that_cannot_be_made_is_a_clear_error(corpus, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EncoderError, match="cannot make .*choose another --out"):
        train(corpus, tmp_path / "file", "static")


def test_what_is_held_out_is_not_learned(tmp_path):
    """Given a held-out passage that another collection cuts differently, then that copy is dropped as well."""
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


def test_a_corpus_that_is_missing_broken_or_too_small_is_a_clear_error(tmp_path):
    with pytest.raises(EncoderError, match=r"has no passages\.jsonl|has no pairs\.jsonl"):
        train(tmp_path, tmp_path / "out", "static")
    with pytest.raises(EncoderError, match="too few"):
        train_encoder(write_corpus(tmp_path, 12), tmp_path / "out", SMALL._replace(batch=64))
    with pytest.raises(EncoderError, match="'neural' is unknown: choose one of static, transformer"):
        recipe_of("neural")
    (tmp_path / "pairs.jsonl").write_text('{"kind": "a", "query": "b", "passage": "c"}\n{"kind": "a"}')
    with pytest.raises(EncoderError, match=r"line 2 of .*pairs\.jsonl"):
        train(tmp_path, tmp_path / "out", "static")


def test_cohesive_strings_are_words_and_not_their_fragments():
    draw = random.Random(2)
    filler = [chr(0x4E00 + n) for n in range(400)]
    texts = ["".join(draw.choices(filler, k=6)) + "蝴蝶结" + "".join(draw.choices(filler, k=6)) for _ in range(300)]
    assert set(dict(cohesive(texts, longest=3, least=20))) == {"蝴蝶结"}


@pytest.fixture(scope="module")
def drawn():
    """A corpus in which no two texts share a character, so that every drawn text says where it is from."""
    letters = iter(LETTERS)
    word = lambda n: "".join(next(letters) for _ in range(n))  # noqa: E731
    passages = [Passage("s", f"标题{n}", f"{word(5)}，{word(5)}，{word(5)}") for n in range(40)]
    pairs = [Pair("law", word(3), word(8)) for _ in range(20)]
    groups = [Group("标题", [word(3), word(3)], [word(5), word(5)]) for _ in range(5)]
    corpus = Corpus(passages, pairs + [Pair("law", word(3), pairs[0].passage)], [], groups)
    words = ["".join(LETTERS)] * 3 + ["标题"]
    tokenizer = learn_vocabulary(words, 6003, longest=1)
    return tokenizer, corpus, Draws(tokenizer, corpus, 5, Shares(0.5, 0.2))


def test_a_batch_depends_on_the_seed_and_the_step_alone(drawn):
    tokenizer, corpus, draws = drawn
    again = Draws(tokenizer, corpus, 5, Shares(0.5, 0.2))
    draws.batch(1, 20)
    for one, two in zip(draws.batch(7, 20), again.batch(7, 20), strict=True):
        assert [ids.tolist() for ids in one] == [ids.tolist() for ids in two]
    assert [ids.tolist() for ids in draws.batch(8, 20)[0]] != [ids.tolist() for ids in draws.batch(7, 20)[0]]


def test_a_batch_has_its_shares_and_no_passage_twice(drawn):
    tokenizer, corpus, draws = drawn
    of_group = {
        ids[0]: n for n, group in enumerate(corpus.groups) for ids in encode(tokenizer, [*group.asks, *group.says])
    }
    for step in range(20):
        queries, passages = draws.batch(step, 20)
        assert len(queries) == len(passages) == 20
        groups = [of_group[ids[0]] for ids in queries if ids[0] in of_group]
        assert len(groups) == len(set(groups)) == 4
        assert len({ids.tobytes() for ids in passages}) == 20


def test_confusable_passages_are_those_with_the_querys_words_without_its_own():
    """Given passages that share ever fewer words with the query, then those of the asked ranks come, in that order."""
    size = 60
    passages = [np.array([*range(n), *([50] * (size - n))]) for n in range(30, 0, -1)]
    query = np.arange(30)
    found = confusable(bags_of([query], size), bags_of(passages, size), np.array([1]))
    # Without passage 1, which is the query's own, ranks 0 to 2 are passages 0, 2 and 3.
    assert found.shape == (1, 17) and found[0, 0] == 4 and 1 not in found[0]


def test_the_shipped_paraphrases_are_whole_and_hold_no_question_of_the_evaluation():
    groups = [json.loads(line) for line in PARAPHRASES.read_text(encoding="utf-8").splitlines()]
    asks = [ask for group in groups for ask in group["asks"]]
    assert len(asks) == len(set(asks)) >= 200
    assert all(group["under"] and group["asks"] and group["says"] for group in groups)
    cases = Path(__file__).parents[1] / "evals" / "cases"
    questions = [json.loads(line)["question"] for path in cases.glob("*.jsonl") for line in path.open(encoding="utf-8")]
    assert questions and not [q for q in questions if any(ask in q for ask in asks if len(ask) > 6)]


def test_the_card_of_what_ships_names_its_sources():
    card = (SHIPPED_FOLDER / "README.md").read_text(encoding="utf-8")
    assert "CC BY-SA 3.0" in card and "CC BY-SA 4.0" in card
