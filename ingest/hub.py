"""Where a model that was named lies: a folder, the model hub's local cache, or the hub if the network is allowed."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from ingest.errors import EncoderError

T = TypeVar("T")


class Wanted(NamedTuple):
    """A model that was asked for: ``kind`` is what errors call it, ``instead`` what they say would do without it."""

    kind: str
    name: str
    instead: str


def local_folder(wanted: Wanted) -> Path | None:
    """Where the model's files lie: the folder named, or the hub's local cache; None when neither has it.

    Raises EncoderError for a name that is no folder and cannot be a hub's.
    """
    kind, name, _ = wanted
    path = Path(name).expanduser()
    if path.is_dir():
        return path
    if not re.fullmatch(r"[\w.-]+(/[\w.-]+)?", name) or name.startswith("."):
        raise EncoderError(
            f"{kind} {name!r} is no folder and no model hub name: give an existing folder or 'owner/name'"
        )
    from huggingface_hub import try_to_load_from_cache

    found = (try_to_load_from_cache(_repository(name), file) for file in ("modules.json", "config.json"))
    return next((Path(file).parent for file in found if isinstance(file, str)), None)


def open_model(wanted: Wanted, folder: Path | None, load: Callable[[str, bool], T]) -> T:
    """``load(place, local)`` from the folder; else, and where the hub's cache is incomplete, from the hub.

    The hub is asked only when the network is allowed. Raises EncoderError, which says what to do.
    """
    from huggingface_hub import HfApi

    failure: Exception | None = None
    for place, local in places(wanted, folder):
        try:
            if not local:  # one short question first: a download retries an unreachable hub for over a minute
                HfApi().model_info(_repository(place), timeout=10)
            return load(place, local)
        except Exception as error:  # hub, file, weight and configuration errors have no common parent
            failure = error
    first = next(iter(str(failure).strip().splitlines()), type(failure).__name__)
    raise EncoderError(
        f"{wanted.kind} {wanted.name!r} cannot be loaded ({first}): check the name, the model folder and the network, "
        f"or {wanted.instead}"
    ) from failure


def places(wanted: Wanted, folder: Path | None) -> list[tuple[str, bool]]:
    """Where to load from, first to last, and whether that is local. Raises EncoderError when there is no place."""
    from huggingface_hub.constants import is_offline_mode

    found = [(str(folder), True)] if folder else []
    if not is_offline_mode() and (folder is None or is_cache(folder)):
        found.append((wanted.name, False))
    if not found:
        raise EncoderError(
            f"{wanted.kind} {wanted.name!r} is not in the local model cache and HF_HUB_OFFLINE is set: download it "
            f"once with the network on, or configure a model folder, or {wanted.instead}"
        )
    return found


def is_cache(folder: Path) -> bool:
    """Whether the folder is a revision in the hub's cache rather than a folder of the user's own."""
    return folder.parent.name == "snapshots"


def _repository(name: str) -> str:
    """sentence-transformers reads a name without an owner as one of its own models."""
    return name if "/" in name else f"sentence-transformers/{name}"
