"""Any other model that the user names, a folder or hub name, through plain sentence-transformers.

Prompts come from the model's own settings, or follow the convention of the e5 family; no other model is special.
"""

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model.model_files import PROMPTS

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Counter = Callable[[int, int], None]
"""Called with the number of passages encoded so far, and the total."""

_BATCH = 128
_SLICE = 4 * _BATCH
_MODEL_FILES = {".safetensors", ".bin", ".onnx", ".json", ".txt", ".model"}
_OTHER = (
    "Give --model a sentence-transformers folder or the name of a model on the hub; "
    "dzherelo setup prepares the packaged model"
)
_SECONDS_TO_REACH = 10.0


class NamedEncoder:
    """A model that sentence-transformers loads, for questions and passages alike."""

    def __init__(self, name: str) -> None:
        # An index keeps the name, and is opened from any folder.
        self.name = str(Path(name).absolute()) if Path(name).is_dir() else name
        self._lock = threading.RLock()

    @property
    def fingerprint(self) -> str:
        """The name and a hash of the folder's contents, or the name and the hub's revision."""
        with self._lock:
            return self._fingerprint

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        found = self._model.get_embedding_dimension()
        if found is None:
            raise ModelError(f"The model {self.name} does not say how long its vectors are", _OTHER)
        return found

    @property
    def max_tokens(self) -> int:
        """The maximum number of tokens encoded, special tokens included; 512 if the model does not say."""
        return self._model.max_seq_length or 512

    def token_count(self, text: str) -> int:
        """The number of tokens in the text, special tokens included."""
        with self._lock:  # a transformers tokenizer changes its own settings while it works
            return len(self._model.tokenizer(text, truncation=False, verbose=False)["input_ids"])

    def passage_tokens(self, text: str) -> int:
        """The number of tokens `encode_passages` would use without its limit."""
        return self.token_count(find_prompt(self.name, self._model.prompts, "passage") + text)

    def encode_sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Float32 (n, dimensions): encoded as passages are."""
        return self._encode(texts, "passage", None)

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """Float32 (dimensions,), of unit length."""
        vector: NDArray[np.float32] = self._encode([text], "query", None)[0]
        return vector

    def encode_passages(self, texts: Sequence[str], progress: Counter | None = None) -> NDArray[np.float32]:
        """Float32 (n, dimensions), rows of unit length in the order of `texts`."""
        return self._encode(texts, "passage", progress)

    def _encode(self, texts: Sequence[str], kind: str, progress: Counter | None) -> NDArray[np.float32]:
        with self._lock:
            prompt = find_prompt(self.name, self._model.prompts, kind)
            options = {"prompt": prompt, "batch_size": _BATCH, "show_progress_bar": False, "normalize_embeddings": True}
            return in_slices(partial(self._model.encode, **options), texts, self.dimensions, progress)

    @cached_property
    def _fingerprint(self) -> str:
        if Path(self.name).is_dir():
            return f"{Path(self.name).resolve().name}/{_hash_folder(Path(self.name))}"
        revision = _cached_revision(self.name)
        if revision is None:
            _ = self._model  # loading downloads the model into the cache
            revision = _cached_revision(self.name)
        return f"{self.name}/{revision or 'unknown revision'}"

    @property
    def _model(self) -> "SentenceTransformer":
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # of reading files; a download shows its own
        if reason := _out_of_reach(self.name):
            raise ModelError(f"The model {self.name} cannot be loaded ({reason})", _OTHER)
        try:
            return SentenceTransformer(self.name)
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            reason = str(error).strip().partition("\n")[0].rstrip(".")
            raise ModelError(f"The model {self.name} cannot be loaded ({reason})", _OTHER) from error


def find_prompt(name: str, prompts: Mapping[str, str | None], kind: str) -> str:
    """The prompt before a `"query"` or a `"passage"`: the model's own, else the e5 family's, else none."""
    keys = ("query",) if kind == "query" else ("passage", "document", "corpus")
    own = [prompt for key in keys if (prompt := prompts.get(key))]
    if own:
        return own[0]
    return PROMPTS[kind] if "e5" in name.lower() else ""


def in_slices(
    encode: Callable[[list[str]], NDArray[np.float32]], texts: Sequence[str], dimensions: int, progress: Counter | None
) -> NDArray[np.float32]:
    """Float32 (n, dimensions) in the order of `texts`; `progress` is called after every slice."""
    vectors = np.empty((len(texts), dimensions), np.float32)
    for start in range(0, len(texts), _SLICE):
        part = list(texts[start : start + _SLICE])
        vectors[start : start + len(part)] = encode(part)
        if progress:
            progress(start + len(part), len(texts))
    return vectors


def _out_of_reach(name: str) -> str:
    """Why the model is certainly not there; empty if loading should be tried, which asks a silent hub for minutes."""
    from huggingface_hub import model_info
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        if not (Path(name).is_dir() or _cached_revision(name)):
            model_info(name, timeout=_SECONDS_TO_REACH)
    except (HfHubHTTPError, HFValidationError):
        return ""  # the hub answers; loading says what is wrong, and completes short names
    except Exception as error:  # whatever the hub's client raises without a network
        return f"there is no such folder, and the hub cannot be reached: {error}"
    return ""


def _hash_folder(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _MODEL_FILES and path.is_file():
            with path.open("rb") as file:
                total.update(
                    path.relative_to(folder).as_posix().encode() + hashlib.file_digest(file, "sha256").digest()
                )
    return total.hexdigest()[:16]


def _cached_revision(name: str) -> str | None:
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(name, "config.json")
    return Path(found).parent.name if isinstance(found, str) else None
