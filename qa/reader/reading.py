"""What the reader's logits say about one passage: whether it answers, with which words, in which sentence.

Pure functions of arrays; they do not depend on the network or on retrieval.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.passages.sentences import sentence_spans, trimmed

Floats = NDArray[np.float32]
Span = tuple[int, int]
# The longest span, in tokens: a clause of about forty words.
MAX_SPAN_TOKENS = 64
# Another span of the same passage answers too if it is at least this fraction as likely as the best.
ALSO_LIKELY = 0.25
MAX_SPANS = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """The reader's result for one passage; offsets count characters of its text.

    `answers` is the logit of "this passage answers the question"; `margin` how much more likely, in logits, the best
    span is than no span. `spans` are the words that answer, the best first; `sentence` is the sentence with the most
    likelihood of holding them, and `share` its share of that likelihood.
    """

    answers: float
    margin: float
    spans: tuple[Span, ...]
    sentence: Span
    share: float


def read_logits(text: str, starts: Floats, ends: Floats, answers: float, places: NDArray[np.int64]) -> Reading:
    """The reading of a passage `text` with n tokens at `places` (n, 2).

    `starts` and `ends` are (n + 1) logits; the first of each stands for "no span".
    """
    first, last = _probabilities(starts), _probabilities(ends)
    joint = _joint(first[1:], last[1:])
    best = float(joint.max(initial=0.0))
    none = float(first[0] * last[0])
    spans = _likely_spans(joint, places, text)
    sentence, share = _likely_sentence(text, joint, places)
    return Reading(answers, float(np.log(best + 1e-12) - np.log(none + 1e-12)), spans, sentence, share)


def _probabilities(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), np.float32)


def _joint(first: Floats, last: Floats) -> Floats:
    """(n, n): the probability of a span from one token to another, 0 for those that are too long or run backwards."""
    size = len(first)
    steps = np.arange(size)[None, :] - np.arange(size)[:, None]
    return np.asarray(np.outer(first, last) * ((steps >= 0) & (steps < MAX_SPAN_TOKENS)), np.float32)


def _likely_spans(joint: Floats, places: NDArray[np.int64], text: str) -> tuple[Span, ...]:
    """The best span, and those that are likely beside it, none overlapping a better one."""
    remaining = joint.copy()
    spans: list[Span] = []
    least = ALSO_LIKELY * float(joint.max(initial=0.0))
    while len(spans) < MAX_SPANS and remaining.size and (likely := float(remaining.max())) >= least and likely > 0:
        begin, end = divmod(int(remaining.argmax()), len(remaining))
        span = trimmed(text, int(places[begin, 0]), int(places[end, 1]))
        if span[0] < span[1]:
            spans.append(span)
        remaining[: end + 1, begin:] = 0
    return tuple(spans)


def _likely_sentence(text: str, joint: Floats, places: NDArray[np.int64]) -> tuple[Span, float]:
    """The sentence in which spans are the likeliest to start, and its share of all likelihood."""
    sentences = sentence_spans(text) or [(0, len(text))]
    by_start = joint.sum(1)
    owner = np.searchsorted([end for _, end in sentences], places[:, 1], side="left").clip(max=len(sentences) - 1)
    mass = np.bincount(owner, by_start, len(sentences))
    best = int(mass.argmax())
    total = float(mass.sum())
    return sentences[best], float(mass[best]) / total if total > 0 else 0.0


def best_window(readings: Sequence[Reading]) -> Reading:
    """The best reading among the windows of one passage."""
    return max(readings, key=lambda reading: reading.answers)
