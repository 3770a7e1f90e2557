"""Benchmarks measure what they say: small runs of each, and metrics worked out by hand."""

import json
import sys

import numpy as np
import pytest

from benchmarks import retrieval, scale
from benchmarks.jieba_bm25 import JiebaBM25
from bot import retrieve
from bot.schema import Question, Scope
from bot.understand import understand
from evals.generate import generate_report
from tests.fakes import FakeEncoder


class Weighted(FakeEncoder):
    weight = 0.1


def gold(key: str, cluster: str, grades: dict[int, int]) -> retrieval.Gold:
    question = Question(text=key, standalone=key, scope=Scope(reports=()), intent="practice")
    return retrieval.Gold(key, cluster, "direct", question, grades, frozenset({cluster}))


def cases(path, *rows) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def bench(seeds) -> retrieval.Bench:
    return retrieval.Bench(seeds.library)


@pytest.mark.parametrize(
    "text",
    ["崔各庄乡2013年主动公开了多少条政府信息？", "丰台有没有搞培训", "老百姓怎么查文件？", "收费吗"],
)
@pytest.mark.parametrize("limited", [True, False])
def test_the_last_system_is_the_product(seeds, bench, text, limited):
    question = understand(text, seeds.library.reports())
    if not limited:
        question = retrieval.unscoped(question, bench.spans)
        assert (question.rest, len(question.scope.reports)) == (text, 5)
    evidence, _ = retrieve.retrieve(seeds.library, question)
    found = bench.rank(question)[retrieval.PRODUCT]
    assert [(e.passage_id, e.score) for e in evidence] == list(found.items())


def test_every_system_stays_in_scope(seeds, bench):
    question = understand("桐乡2013年培训了多少人次", seeds.library.reports())
    (report,) = question.scope.reports
    for system, found in bench.rank(question).items():
        assert found and {bench.report_of[key] for key in found} == {report}, system


def test_jieba_bm25_by_hand():
    bm25 = JiebaBM25({7: "培训 培训", 3: "复议 复议", 5: "培训 复议"}, k1=1.2, b=0.75)
    weight = np.log1p((3 - 2 + 0.5) / (2 + 0.5))  # each word is in two of three texts, all texts have two words
    assert bm25.search("培训", 9) == pytest.approx({7: weight * 2 * 2.2 / 3.2, 5: weight})
    assert list(bm25.search("培训复议", 9)) == [5, 3, 7] and list(bm25.search("培训复议", 2)) == [5, 3]
    assert bm25.search("培训", 9, frozenset({3, 5})) == pytest.approx({5: weight})
    assert bm25.search("网站", 9) == {}


def test_half_a_span_is_enough(bench):
    passages = next(iter(bench.spans.values()))
    (key, one), (after, other) = list(passages.items())[1:3]
    assert retrieval.overlapping(passages, one.start + 1, one.start + 5) == [key]
    both = {key: one, after: one.model_copy(update={"start": one.end, "end": one.end + 10})}
    assert retrieval.overlapping(both, one.end - 4, one.end + 4) == [key, after]
    assert retrieval.overlapping(both, one.end - 5, one.end + 4) == [key]


def test_scores_by_hand():
    golds = [gold("a", "r1", {1: 2, 2: 1}), gold("b", "r2", {3: 2}), gold("c", "r1", {}), gold("d", "r3", {4: 2})]
    rankings = [{2: 9.0, 1: 9.0}, {}, {1: 1.0}, {4: 0.5, 1: 0.1}]
    found = retrieval.score(golds, rankings, {1: "r1", 2: "r1", 4: "r3"})
    assert found["hit@1"].tolist() == [0, 0, 0, 1] and found["hit@5"].tolist() == [1, 0, 0, 1]
    assert found["RR@10"].tolist() == [0.5, 0, 0, 1]
    gain = (1 + 2 / np.log2(3)) / (2 + 1 / np.log2(3))  # the answer after a passage of its section
    assert found["nDCG@10"] == pytest.approx([gain, 0, 0, 1])
    assert found["wrong report"].tolist() == [0, 0, 0, 0]
    assert retrieval.score(golds[:1], [{4: 1.0, 1: 0.9}], {1: "r1", 4: "r3"})["wrong report"].tolist() == [1]


def test_intervals_are_over_reports():
    dice = np.random.default_rng(1)
    values = np.repeat(dice.integers(0, 2, 20), 10).astype(float)  # 200 questions that only 20 reports decide
    clusters = [str(n // 10) for n in range(200)]
    mean, low, high = retrieval.interval(values, clusters)
    alone = retrieval.interval(values, [str(n) for n in range(200)])
    assert low < mean < high and mean == alone[0] == values.mean()
    assert high - low > 2 * (alone[2] - alone[1])


def test_no_variation_is_no_certainty():
    ten = [str(n) for n in range(10)]
    assert retrieval.interval(np.ones(10), ten) == pytest.approx((1, 0.7, 1))
    assert retrieval.interval(np.zeros(10), ten, -1) == pytest.approx((0, -0.3, 0.3))


def test_retrieval_end_to_end(tmp_path, monkeypatch, capsys):
    report = generate_report(5)
    fact = report.facts[0]
    row = {
        "id": "drawn", "question": f"{report.agency}{report.year}年：{fact.quote}", "style": "direct", "split": "dev",
        "report": "generated:5", "spans": [[fact.start, fact.end, 2]], "named": True,
    }  # fmt: skip
    other = {
        "id": "seed", "question": "有没有搞培训", "style": "paraphrase", "split": "test", "also": [],
        "report": "000_504c661b44bdf89f.txt", "spans": [[0, 2000, 2]], "named": False,
    }  # fmt: skip
    file, cmrc = tmp_path / "cases.jsonl", tmp_path / "cmrc.json"
    cases(file, row, other)
    own = [
        {"context_text": text, "qas": [{"query_id": text, "query_text": text[:4]}]}
        for text in ("春眠不觉晓", "处处闻啼鸟")
    ]
    cmrc.write_text(json.dumps(own), encoding="utf-8")
    monkeypatch.setattr(retrieval, "load_encoder", lambda _: Weighted())
    monkeypatch.setattr(sys, "argv", ["retrieval", "--cases", str(file), "--cmrc", str(cmrc), "--json"])
    assert retrieval.main() == 0
    both, paragraphs = json.loads(capsys.readouterr().out).values()
    assert (both["questions"], both["reports"], both["encoder"]) == (2, 6, "fake")
    assert both["no passage has half"] == ["seed"] and both["scope astray"] == []
    cells = {(r["set"], r["where"], r["system"]): r for r in both["rows"]}
    assert len(cells) == len(both["rows"]) == 3 * 2 * 6
    assert cells["direct", "scope", retrieval.BASELINE]["hit@5"][0] == 1
    assert cells["paraphrase", "scope", retrieval.PRODUCT]["hit@10"][0] == 0
    assert [r["hit@1"][0] for r in paragraphs["rows"] if r["system"] == retrieval.BASELINE] == [1]


def test_retrieval_of_one_half_in_a_table(tmp_path, monkeypatch, capsys):
    file = tmp_path / "cases.jsonl"
    row = {"question": "收费吗", "style": "direct", "report": "000_504c661b44bdf89f.txt", "spans": [[0, 9, 2]]}
    cases(file, row | {"id": "a", "split": "dev"}, row | {"id": "b", "split": "dev"})
    monkeypatch.setattr(retrieval, "load_encoder", lambda _: Weighted())
    monkeypatch.setattr(sys, "argv", ["retrieval", "--cases", str(file), "--split", "dev"])
    assert retrieval.main() == 0
    told = capsys.readouterr()
    assert "2 questions, 5 reports" in told.out and "skipped" in told.err
    monkeypatch.setattr(sys, "argv", ["retrieval", "--cases", str(file), "--split", "test"])
    with pytest.raises(SystemExit, match="no case of split 'test'"):
        retrieval.main()


def test_squad_form_too(tmp_path):
    file = tmp_path / "squad.json"
    article = {"paragraphs": [{"context": "春眠不觉晓", "qas": [{"id": "q", "question": "谁眠"}]}]}
    file.write_text(json.dumps({"data": [article]}), encoding="utf-8")
    assert list(retrieval.paragraphs(file)) == [("春眠不觉晓", [("q", "谁眠")])]


def test_scale(tmp_path, monkeypatch, capsys):
    run = ["--passages", "60", "--small", "20", "--runs", "1", "--keep", str(tmp_path)]
    monkeypatch.setattr(scale, "SCOPE_TARGET", 0.0)
    assert scale.main(run) == 1
    told = capsys.readouterr().out
    assert "stored in" in told and "target 0.0: MISSED" in told and "vectors by chroma" in told
    monkeypatch.setattr(scale, "SCOPE_TARGET", 1e9)
    monkeypatch.setattr(scale, "WHOLE_TARGET", 1e9)
    assert scale.main(run) == 0
    assert "opened in" in capsys.readouterr().out


def test_clustered_vectors_are_clustered():
    encoder = scale.Clustered()
    rows = encoder.encode([f"文 {n}" for n in range(2000)])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1) and np.array_equal(rows[:2], encoder.encode(["文 0", "文 1"]))
    cosines = np.sort(rows @ rows.T - 2 * np.eye(2000), axis=1)[:, -1]
    assert np.mean(cosines > 0.6) > 0.9  # nearly every text has a near neighbour; at random none would
