"""The `gongkai encoder` commands. They only parse; each calls one function of `ingest.training.train`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

cli = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


class EncoderFamily(StrEnum):
    """What `encoder train` can make."""

    static = "static"
    transformer = "transformer"


CorpusDir = Annotated[
    Path, typer.Option("--corpus", metavar="DIR", help="passages.jsonl and pairs.jsonl, plain or .xz.")
]
ModelDir = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files made go.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]


@cli.command()
def tokens(corpus: CorpusDir, out: ModelDir) -> None:
    """Learn the vocabulary that budgets are counted in from a corpus of your own."""
    from ingest.training.train import train_tokens
    from ui import terminal

    terminal.line(f"已写入 {train_tokens(corpus, out)}")


@cli.command()
def train(
    corpus: CorpusDir,
    out: ModelDir,
    family: EncoderFamily = EncoderFamily.static,
    steps: Annotated[int | None, typer.Option(min=1, help="[default: 2500 static, 1200 transformer]")] = None,
    batch: Annotated[int | None, typer.Option(min=4, help="[default: 512 static, 64 transformer]")] = None,
    vocab: Annotated[int, typer.Option(min=100, help="Pieces of the vocabulary.")] = 24_000,
    dim: Annotated[int, typer.Option(min=8, help="Length of the vectors.")] = 256,
    seed: Annotated[int, typer.Option(min=0)] = 20130101,
    start: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A static model that a transformer takes its words from.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from the checkpoint in --out.")] = False,
    as_json: AsJson = False,
) -> None:
    """Train an encoder on a corpus of your own and write its model card."""
    from ingest.training.train import recipe_of, train_encoder
    from ui import terminal

    recipe = recipe_of(family.value, steps, batch, vocab=vocab, dim=dim, seed=seed, start=str(start or ""))
    with terminal.counter() as count:
        bar = (lambda done, total, loss: count(done, total)) if sys.stderr.isatty() else None
        figures = train_encoder(corpus, out, recipe, resume=resume, tell=bar)
    terminal.show(figures.row(), as_json, lambda row: terminal.line(f"已训练 {out}；成绩见 {out / 'README.md'}"))
