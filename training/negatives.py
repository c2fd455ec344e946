"""Negatives made of a passage that answers: its other pieces, the passage without its answering sentence, and passages
that a lexical search finds for the question.
"""

import random
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.generation.lexical import LexicalSearch, write_lexical
from index.passages.sentences import sentence_spans
from index.text.fold import distinct_grams, fold

from .examples import Span

_LEAST_CHARS = 80
_SEARCHED = 14


def without_answer(passage: str, spans: Sequence[Span]) -> str | None:
    """The passage without the sentences that hold the spans; None if too little is left, or it still answers."""
    kept = [
        (start, end)
        for start, end in sentence_spans(passage)
        if not any(start < stop and begin < end for begin, stop in spans)
    ]
    rest = passage
    for start, end in reversed(sentence_spans(passage)):
        if (start, end) not in kept:
            rest = rest[:start] + rest[end:].lstrip(" ")
    rest = rest.strip()
    enough = len(kept) > 0 and len(rest) >= _LEAST_CHARS
    return rest if enough and not holds_answer(rest, [passage[begin:stop] for begin, stop in spans]) else None


def without_earlier(passage: str, earlier: Span, spans: Sequence[Span]) -> tuple[str, tuple[Span, ...]] | None:
    """The passage without the sentences that hold the `earlier` answer, and the spans' places in it.

    None if one of those sentences holds a span, too, or too little is left.
    """
    sentences = sentence_spans(passage)
    begin = max((start for start, _ in sentences if start <= earlier[0]), default=0)
    end = min((stop for _, stop in sentences if stop >= earlier[1]), default=len(passage))
    end += len(passage[end:]) - len(passage[end:].lstrip())
    rest = passage[:begin] + passage[end:]
    if any(start < end and begin < stop for start, stop in spans) or len(rest) < _LEAST_CHARS:
        return None
    cut = end - begin
    return rest, tuple((start - cut, stop - cut) if start >= end else (start, stop) for start, stop in spans)


def with_sentence(passage: str, sentence: str, span: Span, chance: random.Random) -> tuple[str, Span]:
    """The passage with the sentence put between two of its own (or at an end), and the span's place in it."""
    borders = [0, *(end for _, end in sentence_spans(passage))]
    at = chance.choice(borders)
    before = passage[:at] + (" " if at else "")
    after = passage[at:] if at else " " + passage
    return before + sentence + after, (len(before) + span[0], len(before) + span[1])


def holds_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether the text holds one of the answers, letters' case aside."""
    folded = fold(text)
    return any(fold(answer) in folded for answer in answers)


class LexicalMiner:
    """Finds passages that share words with a question, among those of one language."""

    def __init__(self, passages: Sequence[tuple[str, str]]) -> None:
        folder = Path(tempfile.mkdtemp())
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        write_lexical(folder, ((f"{title}\n{text}", 0, "und") for title, text in passages))
        self._search = LexicalSearch(folder)
        self._passages = passages

    def found(self, question: str, answers: Sequence[str]) -> Iterator[int]:
        """Numbers of the best passages that do not hold an answer, best first."""
        rows, _ = self._search.search(distinct_grams(question), _SEARCHED)
        for row in rows.tolist():
            if not holds_answer(self._passages[row][1], answers):
                yield row
