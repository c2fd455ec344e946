"""The packaged encoder with a memory on the disk: both processes of a test run, and later runs, encode a text once."""

import os
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
        return np.stack([self._vector("passage", text) for text in texts])

    def encode_question(self, text: str) -> NDArray[np.float32]:
        return self._vector("question", text)

    def _vector(self, kind: str, text: str) -> NDArray[np.float32]:
        if (kind, text) not in self._vectors:
            self._vectors[kind, text] = self._kept(kind, text)
        return self._vectors[kind, text]

    def _kept(self, kind: str, text: str) -> NDArray[np.float32]:
        """The vector from the disk, which it is written to whole if it was not there."""
        path = self._folder / sha256(f"{kind}: {text}".encode("utf-8", "surrogatepass")).hexdigest()
        if path.exists():
            return np.fromfile(path, np.float32)
        vector = self._encoder.encode_question(text) if kind == "question" else self._encode_passage(text)
        draft = path.with_suffix(f".{os.getpid()}-{id(vector)}")
        vector.tofile(draft)
        draft.replace(path)
        return vector

    def _encode_passage(self, text: str) -> NDArray[np.float32]:
        return self._encoder.encode_sentences([text])[0]


def _program(encoder: Encoder) -> str:
    """A name that changes with anything that decides a vector: the model, our code around it, and what runs it."""
    digest = sha256(f"{encoder.fingerprint} {onnxruntime.__version__}".encode())
    for path in sorted(Path(index.model.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
