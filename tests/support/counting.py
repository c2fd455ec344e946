"""Real parts that count what they are asked to do."""

import os
from collections.abc import Sequence

import pytest
from numpy.typing import NDArray

from qa.reader import Reading, Reads


class CountingEncoder:
    """An encoder that keeps every text that it is given, in order: `encoded`, `measured` for its tokens."""

    def __init__(self, encoder: object) -> None:
        self._encoder = encoder
        self.encoded: list[str] = []
        self.measured: list[str] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._encoder, name)

    def passage_tokens(self, text: str) -> int:
        self.measured.append(text)
        return self._encoder.passage_tokens(text)  # type: ignore[attr-defined,no-any-return]

    def encode_passages(self, texts: Sequence[str], progress: object = None) -> NDArray:
        self.encoded += texts
        return self._encoder.encode_passages(texts, progress)  # type: ignore[attr-defined]

    def encode_sentences(self, texts: Sequence[str]) -> NDArray:
        self.encoded += texts
        return self._encoder.encode_sentences(texts)  # type: ignore[attr-defined]

    def encode_question(self, text: str) -> NDArray:
        self.encoded.append(text)
        return self._encoder.encode_question(text)  # type: ignore[attr-defined]


class CountingReader:
    """A reader that keeps every pair of a question and a passage that it is given, in order: `pairs`."""

    def __init__(self, reader: Reads) -> None:
        self._reader = reader
        self.pairs: list[tuple[str, str]] = []

    def read(self, question: str, context: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        self.pairs += [(question, text) for _, text in passages]
        return self._reader.read(question, context, passages)


def counted_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths, in bytes, of all texts that are read from a generation's file from now on, in order."""
    lengths: list[int] = []
    read = os.pread

    def pread(file: int, length: int, begin: int) -> bytes:
        lengths.append(length)
        return read(file, length, begin)

    monkeypatch.setattr(os, "pread", pread)
    return lengths
