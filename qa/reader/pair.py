"""A question and a passage as one sequence of tokens, the way the reader takes them.

    <s> question </s> [context </s>] </s> title </s> passage </s>

Training and answering build their pairs here, so they cannot differ. It does not depend on the network.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.model.tokens import Tokenizer

MAX_TOKENS = 512
QUESTION_TOKENS, CONTEXT_TOKENS, TITLE_TOKENS = 96, 96, 48
# Neighbouring windows of a passage that is too long for one pair share this many tokens, more than a long answer has.
OVERLAP_TOKENS = 64
_BOS, _EOS = 0, 2


@dataclass(frozen=True, slots=True)
class Pair:
    """The token ids of one pair; those from `begin` up to the last are the passage's.

    `spans` is int64 (n, 2): where in the passage each of its n tokens starts and ends, in characters.
    """

    ids: list[int]
    begin: int
    spans: NDArray[np.int64]


class PairBuilder:
    """Builds pairs with one tokenizer. Question, context and title are cut to fixed lengths, a passage never is."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def pairs(self, question: str, context: str, title: str, passage: str, most: int = MAX_TOKENS) -> Iterator[Pair]:
        """The pair, of at most `most` tokens; several with overlapping windows where the passage is too long for one.

        `context` is what a follow-up refers to; it is left out if empty. A long question or context is cut at its
        beginning.
        """
        head = self._head(question, context, title)
        ids, spans = self._tokenizer.pieces(passage)
        room = most - len(head) - 1
        for start in range(0, max(1, len(ids) - OVERLAP_TOKENS), room - OVERLAP_TOKENS):
            window = slice(start, start + room)
            yield Pair([*head, *ids[window], _EOS], len(head), spans[window])
            if start + room >= len(ids):
                return

    def _head(self, question: str, context: str, title: str) -> list[int]:
        """The tokens in front of the passage."""
        asked = self._tokenizer.pieces(question)[0][-QUESTION_TOKENS:]
        head = [_BOS, *asked, _EOS]
        if context:
            head += [*self._tokenizer.pieces(context)[0][-CONTEXT_TOKENS:], _EOS]
        return [*head, _EOS, *self._tokenizer.pieces(title)[0][:TITLE_TOKENS], _EOS]
