"""The packaged encoder with a memory on the disk: both processes of a test run, and later runs, encode a text once."""

import os
import threading
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

import index.model
from index.model import Encoder


class Remembering:
    """The packaged encoder, each text encoded once for all tests; without the seconds that importing torch takes."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._folder = folder / _program(encoder)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._vectors: dict[tuple[str, str], NDArray[np.float32]] = {}

    def __getattr__(self, name: str) -> object:
        return getattr(self._encoder, name)

    def encode_passages(self, texts: Sequence[str], progress: object = None) -> NDArray[np.float32]:
        if missing := [text for text in dict.fromkeys(texts) if not self._knows("passage", text)]:
            for text, vector in zip(missing, self._encoder.encode_sentences(missing), strict=True):
                self._keep("passage", text, vector)
        return np.stack([self._vectors["passage", text] for text in texts])

    def encode_question(self, text: str) -> NDArray[np.float32]:
        if not self._knows("question", text):
            self._keep("question", text, self._encoder.encode_question(text))
        return self._vectors["question", text]

    def _knows(self, kind: str, text: str) -> bool:
        """Whether a vector is in memory, perhaps read from the disk just now."""
        if (kind, text) not in self._vectors and (path := self._path(kind, text)).exists():
            self._vectors[kind, text] = np.fromfile(path, np.float32)
        return (kind, text) in self._vectors

    def _keep(self, kind: str, text: str, vector: NDArray[np.float32]) -> None:
        self._vectors[kind, text] = vector
        path = self._path(kind, text)
        draft = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        vector.tofile(draft)
        draft.replace(path)  # whole or not at all

    def _path(self, kind: str, text: str) -> Path:
        return self._folder / sha256(f"{kind}: {text}".encode("utf-8", "surrogatepass")).hexdigest()


def _program(encoder: Encoder) -> str:
    """A name that changes with anything that decides a vector: the model, our code around it, and what runs it."""
    digest = sha256(f"{encoder.fingerprint} {onnxruntime.__version__}".encode())
    for path in sorted(Path(index.model.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
