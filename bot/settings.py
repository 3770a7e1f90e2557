"""The only reader of the environment."""

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field, ValidationError

from ingest.errors import SettingsError
from ingest.schema import Noun

if TYPE_CHECKING:
    from ingest.library import Library


class Settings(Noun):
    """What a user can configure; every field has an environment variable ``GONGKAI_<FIELD>`` in capitals."""

    library: Path = Path("library")
    encoder: str | None = None
    reranker: str | None = None
    chroma_url: str | None = None
    thesaurus: Path | None = None
    model: str | None = None
    model_url: str | None = None
    model_timeout: float = Field(default=60.0, gt=0)
    model_budget: int = Field(default=4000, ge=200)

    @classmethod
    def from_env(cls, environ: Mapping[str, str], **overrides: object) -> "Settings":
        """The environment's settings, with the overrides that are not ``None`` laid over them.

        Raises:
            SettingsError: a variable has no usable value; the message names it.
        """
        given: dict[str, object] = {name: environ.get(f"GONGKAI_{name.upper()}") for name in cls.model_fields}
        given |= {name: value for name, value in overrides.items() if value is not None}
        try:
            settings = cls.model_validate({name: value for name, value in given.items() if value not in (None, "")})
        except ValidationError as error:
            fault = error.errors()[0]
            name = f"GONGKAI_{str(fault['loc'][0]).upper()}"
            raise SettingsError(f"{name} {fault['input']!r} has no usable value: {fault['msg']}") from None
        if settings.model and ":" not in settings.model:
            raise SettingsError(
                f"GONGKAI_MODEL {settings.model!r} names no provider: write provider:model, such as openai:gpt-4.1-mini"
                " or ollama:qwen3:8b"
            )
        if settings.chroma_url and not settings.chroma_url.startswith(("http://", "https://")):
            raise SettingsError(
                f"GONGKAI_CHROMA_URL {settings.chroma_url!r} is no http(s) address; give one such as http://127.0.0.1:8000"
            )
        return settings


def open_library(path: Path | str | None = None, *, write: bool = False, create: bool = False) -> "Library":
    """The library at ``path`` (default: ``$GONGKAI_LIBRARY``, else ``./library``) with the configured encoder."""
    from ingest.encoder import load_encoder
    from ingest.library import Library

    settings = Settings.from_env(os.environ, library=path)
    library = Library.open(
        settings.library,
        encoder=partial(load_encoder, settings.encoder),
        chroma_url=settings.chroma_url,
        write=write,
        create=create,
    )
    if settings.reranker:
        from ingest.reranker import load_reranker

        library.reranker = load_reranker(settings.reranker)
    return library
