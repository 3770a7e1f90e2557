"""The only reader of the environment."""

from collections.abc import Mapping
from pathlib import Path

from ingest.errors import SettingsError
from ingest.schema import Noun


class Settings(Noun):
    """What a user can configure; every field has an environment variable ``GONGKAI_<FIELD>`` in capitals."""

    library: Path = Path("library")
    encoder: str | None = None
    chroma_url: str | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str], **overrides: object) -> "Settings":
        """The environment's settings, with the overrides that are not ``None`` laid over them."""
        given: dict[str, object] = {name: environ.get(f"GONGKAI_{name.upper()}") for name in cls.model_fields}
        given |= {name: value for name, value in overrides.items() if value is not None}
        settings = cls.model_validate({name: value for name, value in given.items() if value not in (None, "")})
        if settings.chroma_url and not settings.chroma_url.startswith(("http://", "https://")):
            raise SettingsError(
                f"GONGKAI_CHROMA_URL {settings.chroma_url!r} is no http(s) address; give one such as http://127.0.0.1:8000"
            )
        return settings
