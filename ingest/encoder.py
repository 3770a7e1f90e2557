"""Texts to vectors: the shipped static model, or any sentence-transformers model that is configured by name or folder.

A static model (`StaticEmbedding`: the mean of learned token vectors) is run with `tokenizers` and numpy alone, because
importing sentence-transformers costs seconds and 440 MB; both give the same vectors, and a test holds them to it.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from ingest.errors import EncoderError
from ingest.hub import Wanted, is_cache, local_folder, open_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SHIPPED = "gongkai-static-v2"
SHIPPED_FOLDER = Path(__file__).parent / "models" / "encoder"
# Instructions that these families' model cards ask for and their `prompts` leave out: (name, query, passage).
PROMPTS = (
    (r"bge-.*-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    (r"(^|[/_-])e5-", "query: ", "passage: "),
)
# How much a model's z-scores count beside BM25's 1: what the model's own folder says, else what its kind deserves.
SETTINGS = "gongkai.json"
WEAK, STRONG = 0.1, 0.5
STRONG_NAMES = r"(^|[/_-])(bge|e5|gte|qwen3-embedding|m3e|stella|conan|jina-embeddings|text2vec|xiaobu)([/_.-]|$)"


class Encoder(Protocol):
    """Texts to unit vectors whose dot product is their likeness.

    ``name`` is what the user configured (or `SHIPPED`), ``fingerprint`` a short hash that changes when vectors would,
    ``dim`` the vectors' length, ``weight`` how much its z-scores count in fusion beside BM25's 1.
    """

    name: str
    fingerprint: str
    dim: int
    weight: float

    def encode(self, texts: Sequence[str], *, query: bool = False) -> np.ndarray:
        """Unit rows, float32, shape (len(texts), dim); a text without any token gives a row of zeros, never NaN."""
        ...


def load_encoder(name: str | None = None) -> Encoder:
    """The shipped model for None or its own name; otherwise a model folder, or a model hub name.

    A hub name is looked for in the local cache first and downloaded only when it is not there and ``HF_HUB_OFFLINE`` is
    not set. Raises EncoderError, which names the model and says what to do.
    """
    if name is None or name == SHIPPED:
        return StaticEncoder(SHIPPED, SHIPPED_FOLDER)
    folder = local_folder(_wanted(name))
    if folder and _is_static(folder):
        return StaticEncoder(name, folder)
    return TransformerEncoder(name, folder)


class StaticEncoder:
    """A static model folder, run without torch."""

    def __init__(self, name: str, folder: Path) -> None:
        """Raises EncoderError when a file of the folder is missing or broken."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        files = [folder / "model.safetensors", folder / "tokenizer.json"]
        try:
            tensors = load_file(files[0])
            self._tokenizer = Tokenizer.from_file(str(files[1]))
            self._prompts = _prompts(name, folder)
            self.fingerprint = _hash(files, self._prompts)
            self.weight = _weight(name, folder)
        except EncoderError:
            raise
        except Exception as error:  # `tokenizers` raises bare Exception
            raise EncoderError(
                f"encoder {name!r} in {str(folder)!r} cannot be read ({error}): restore the folder"
            ) from error
        # The two layouts that StaticEmbedding.load knows; int8 vectors stay int8 and are scaled as they are gathered.
        self._vectors = tensors["embedding.weight"] if "embedding.weight" in tensors else tensors["embeddings"]
        self._scale = tensors.get("weights", np.ones(len(self._vectors), dtype=np.float32))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.name = name
        self.dim = int(self._vectors.shape[1])

    def encode(self, texts: Sequence[str], *, query: bool = False) -> np.ndarray:
        """See `Encoder.encode`."""
        prompt = self._prompts[0 if query else 1]
        rows = [np.zeros((0, self.dim), dtype=np.float32), *self._chunks([prompt + text for text in texts])]
        return unit(np.concatenate(rows))

    def _chunks(self, texts: list[str], size: int = 256) -> Iterator[np.ndarray]:
        for start in range(0, len(texts), size):
            encodings = self._tokenizer.encode_batch_fast(texts[start : start + size], add_special_tokens=False)
            yield np.stack([self._sum(encoding.ids) for encoding in encodings])

    def _sum(self, ids: list[int]) -> np.ndarray:
        """The mean's direction, which is all that is left of it once rows are unit."""
        return self._scale[ids] @ self._vectors[ids].astype(np.float32) if ids else np.zeros(self.dim, np.float32)


class TransformerEncoder:
    """Any other sentence-transformers model."""

    def __init__(self, name: str, folder: Path | None) -> None:
        """``folder`` is where the model was found, None when it must be downloaded. Raises EncoderError."""
        self._model = open_model(_wanted(name), folder, _open)
        folder = folder or local_folder(_wanted(name))
        self.name = name
        self.dim = int(self._model.get_embedding_dimension())
        self._prompts = _prompts(name, folder)
        self.fingerprint = _fingerprint(name, folder, self._prompts)
        self.weight = _weight(name, folder)

    def encode(self, texts: Sequence[str], *, query: bool = False) -> np.ndarray:
        """See `Encoder.encode`."""
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        encode = self._model.encode_query if query else self._model.encode_document
        rows = encode(list(texts), prompt=self._prompts[0 if query else 1], show_progress_bar=False)
        return unit(np.asarray(rows, dtype=np.float32))


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1, float32; rows of zeros, or with a value that is no number, become zeros."""
    rows = np.nan_to_num(rows.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)


def _is_static(folder: Path) -> bool:
    """Whether a StaticEmbedding, alone or normalised, is all the model is, in a layout that StaticEncoder reads."""
    try:
        kinds = [
            module["type"].rsplit(".", 1)[-1] for module in json.loads((folder / "modules.json").read_text("utf-8"))
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    files = all((folder / file).is_file() for file in ("model.safetensors", "tokenizer.json"))
    return files and kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])


def _open(place: str, local: bool) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(place, local_files_only=local)


def _wanted(name: str) -> Wanted:
    return Wanted("encoder", name, f"leave the encoder unset for the shipped {SHIPPED!r}")


def _prompts(name: str, folder: Path | None) -> tuple[str, str]:
    """What to put before a query and before a passage: the model's own prompts, or else what its family asks for."""
    own: dict[str, Any] = {}
    if folder and (settings := folder / "config_sentence_transformers.json").is_file():
        own = json.loads(settings.read_text("utf-8")).get("prompts") or {}
    known = next(((q, p) for family, q, p in PROMPTS if re.search(family, name.lower())), ("", ""))
    passage = next((own[key] for key in ("document", "passage", "corpus") if own.get(key)), None)
    return own.get("query") or known[0], passage or known[1]


def _weight(name: str, folder: Path | None) -> float:
    """``{"weight": …}`` in the model folder's `SETTINGS`, else `STRONG` for the families known to be, else `WEAK`.

    Raises EncoderError for a weight that is no number from 0 up.
    """
    if not (folder and (settings := folder / SETTINGS).is_file()):
        return STRONG if re.search(STRONG_NAMES, name.lower()) else WEAK
    try:
        weight = float(json.loads(settings.read_text("utf-8"))["weight"])
    except (OSError, ValueError, KeyError, TypeError):
        weight = -1.0
    if not 0 <= weight < float("inf"):
        raise EncoderError(f'encoder {name!r}: {str(settings)!r} must hold {{"weight": NUMBER}}, a number from 0 up')
    return weight


def _fingerprint(name: str, folder: Path | None, prompts: tuple[str, str]) -> str:
    """A hub model: its name and revision. A folder: its weights, tokenizer and settings. Both: the prompts."""
    if folder and not is_cache(folder):
        kinds = {".json", ".safetensors", ".bin", ".txt", ".model"}
        files = (path for path in folder.rglob("*") if path.suffix in kinds and path.name != SETTINGS)
        return _hash(sorted(path for path in files if path.is_file()), prompts)
    return _hash([], (name, folder.name if folder else "unknown", *prompts))


def _hash(files: Sequence[Path], words: Sequence[str]) -> str:
    digest = hashlib.sha256(json.dumps(list(words)).encode())
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
