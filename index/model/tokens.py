"""Turns texts into tokens, and tokens into the networks' word vectors.

The encoder and the reader share both: the table of 250,000 vectors is mapped once, and the tokenizer loaded once.
"""

import json
import re
import struct
from functools import lru_cache
from pathlib import Path

import numpy as np
import sentencepiece
from numpy.typing import NDArray

from index.model.model_files import PIECES, TENSORS, WORDS
from index.model.vocabulary import NORMALISATION, SPACE

# The tokenizer's file has no score for unknown characters; this one is below the rarest piece's.
_UNKNOWN_SCORE = -30.0


class TokenTable:
    """The tokenizer and the word vectors of one model folder; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = Tokenizer(folder / PIECES)
        self._words = _map_words(folder / TENSORS)

    def vectors(self, ids: list[int]) -> NDArray[np.float32]:
        """Float32 (1, n, 384): the word vectors of these tokens, as one text of a batch."""
        return self._words[ids].astype(np.float32)[None]


@lru_cache(maxsize=2)
def open_tokens(folder: Path) -> TokenTable:
    """The table of that folder, opened on the first call."""
    return TokenTable(folder)


class Tokenizer:
    """Texts to token ids: SentencePiece's normalisation, runs of spaces folded to one, then its unigram model."""

    def __init__(self, path: Path) -> None:
        self._normalizer = sentencepiece.SentencePieceNormalizer(
            rule_name=NORMALISATION, add_dummy_prefix=False, escape_whitespaces=False, remove_extra_whitespaces=False
        )
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))

    def ids(self, text: str) -> list[int]:
        """The ids of the whole text between those of `<s>` and `</s>`."""
        ids: list[int] = self._pieces.encode(self._normalised(text), add_bos=True, add_eos=True)
        return ids

    def log_probability(self, text: str) -> float:
        """The logarithm of the text's probability: the sum of its pieces' scores in the unigram model."""
        ids: list[int] = self._pieces.encode(self._normalised(text))
        unknown = self._pieces.unk_id()
        return sum(_UNKNOWN_SCORE if id == unknown else float(self._pieces.get_score(id)) for id in ids)

    def _normalised(self, text: str) -> str:
        clean = text.encode(errors="replace").decode()  # a lone surrogate is not text
        return re.sub(" {2,}", " ", self._normalizer.normalize(clean)).removeprefix(" ")

    def pieces(self, text: str) -> tuple[list[int], NDArray[np.int64]]:
        """The ids of `ids` without `<s>` and `</s>`, and int64 (n, 2): the start and end of each piece in `text`.

        White space before a piece belongs to no piece, so a piece of white space alone is empty.
        """
        clean = text.encode(errors="replace").decode()
        normalised, origins = self._normalizer.normalize(clean, with_offsets=True)
        kept = [
            place for place, letter in enumerate(normalised) if letter != " " or normalised[place - 1 : place] != " "
        ]
        if kept and normalised[0] == " ":
            del kept[0]
        pieces: list[str] = self._pieces.encode("".join(normalised[place] for place in kept), out_type=str)
        begins = [origins[place] for place in kept] + [len(clean)]
        ends = [origins[place + 1] for place in kept]
        spans = np.zeros((len(pieces), 2), np.int64)
        at = -1  # the first piece begins with a space that is not in the text
        for row, piece in enumerate(pieces):
            first = at + piece.startswith(SPACE)
            at += len(piece)
            spans[row] = (begins[first], ends[at - 1]) if first < at else (begins[first], begins[first])
        return list(self._pieces.piece_to_id(pieces)), spans


def _map_words(path: Path) -> NDArray[np.float16]:
    """The table of word vectors, memory-mapped."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        entry = json.loads(file.read(length))[WORDS]
    offset = 8 + length + entry["data_offsets"][0]
    return np.asarray(np.memmap(path, "<f2", "r", offset, tuple(entry["shape"])))
