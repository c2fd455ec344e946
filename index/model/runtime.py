"""The fast path: texts to vectors with the int8 graph, without torch.

Each text is measured alone and in one thread, so that its vector depends on nothing else.
"""

import json
import os
import re
import struct
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import sentencepiece
from numpy.typing import NDArray

# ONNX Runtime for Linux reports to its makers unless this is set before it is imported; nobody asked it to.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

from index.model.contents import GRAPH, PIECES, TENSORS, WORDS
from index.model.graph import INPUT, OUTPUT
from index.model.vocabulary import NORMALISATION, SPACE


class Runtime:
    """The packaged model, loaded from its converted folder; safe to share between threads."""

    dimensions = 384
    max_tokens = 512

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        self._threads = threads or _processors()
        self._words = _map_words(folder / TENSORS)
        # Both are large and load without holding Python's lock: side by side they take as long as the slower.
        with ThreadPoolExecutor(1) as pool:
            tokenizer = pool.submit(Tokenizer, folder / PIECES)
            self._session = _open_session(folder / GRAPH)
            self._tokenizer = tokenizer.result()

    def token_count(self, text: str) -> int:
        """How many tokens that text has, `<s>` and `</s>` included, however many `encode` would use."""
        return len(self._tokenizer.ids(text))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Float32 (n, 384), rows of unit length in the order of `texts`; what exceeds 512 tokens is not looked at."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        if len(texts) == 1:
            vectors[0] = self._encode_one(texts[0])
        elif texts:
            with ThreadPoolExecutor(self._threads) as pool:
                for row, vector in enumerate(pool.map(self._encode_one, texts)):
                    vectors[row] = vector
        return vectors

    def _encode_one(self, text: str) -> NDArray[np.float32]:
        ids = self._tokenizer.ids(text)
        if len(ids) > self.max_tokens:
            ids = [*ids[: self.max_tokens - 1], ids[-1]]
        words = self._words[ids].astype(np.float32)
        vector: NDArray[np.float32] = self._session.run([OUTPUT], {INPUT: words[None]})[0][0]
        return vector


class Tokenizer:
    """Texts to token ids: SentencePiece's normalisation, runs of spaces folded to one, then its unigram model."""

    def __init__(self, path: Path) -> None:
        self._normalizer = sentencepiece.SentencePieceNormalizer(
            rule_name=NORMALISATION, add_dummy_prefix=False, escape_whitespaces=False, remove_extra_whitespaces=False
        )
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))

    def ids(self, text: str) -> list[int]:
        """The ids of the whole text between those of `<s>` and `</s>`."""
        clean = text.encode(errors="replace").decode()  # half of a surrogate pair is no text
        folded = re.sub(" {2,}", " ", self._normalizer.normalize(clean))
        ids: list[int] = self._pieces.encode(folded.removeprefix(" "), add_bos=True, add_eos=True)
        return ids

    def pieces(self, text: str) -> tuple[list[int], NDArray[np.int64]]:
        """The ids of `ids` without `<s>` and `</s>`, and int64 (n, 2): where in `text` each piece starts and ends.

        A piece's white space in front of it belongs to no piece, so a piece of white space alone is empty.
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


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _open_session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_mem_pattern = False  # every text has its own length
    # The graph is as it should be, and one of the optimisations would fuse what is faster apart.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _map_words(path: Path) -> NDArray[np.float16]:
    """The table of word vectors, read from the disk row by row as it is used."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        entry = json.loads(file.read(length))[WORDS]
    offset = 8 + length + entry["data_offsets"][0]
    return np.asarray(np.memmap(path, "<f2", "r", offset, tuple(entry["shape"])))
