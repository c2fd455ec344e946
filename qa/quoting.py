"""Quotes: hits made into numbered citations, each with the sentence in it that answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.sentences import sentence_spans
from index.split import encoded_text

from .records import Citation, Hit
from .searching import Search

# Fitted on four public sets at once by a listwise logistic regression: benchmarks/QUALITY.md.
_COVERAGE_WEIGHT = 0.075
# Level on the public sets, and right for "how many years" where one sentence has the name and the next the years.
_COUNT_WEIGHT = 0.025
# A sentence that holds so much less of the question than another does not win by its vector: leaving these out chooses
# the same sentences on the public sets and saves half of the encoding. Where no sentence holds _MUCH, as in another
# language, all are encoded.
_FAR_LESS, _MUCH = 0.2, 0.3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, `text[start:end]`, its cosine to the question and the share of its words it holds."""

    start: int
    end: int
    dense: float
    coverage: float


def cite(hits: Sequence[Hit], sentences: Sequence[Sentence]) -> tuple[Citation, ...]:
    """The hits as citations numbered from 1, each with its answering sentence."""
    return tuple(
        Citation(
            **{name: getattr(hit, name) for name in Hit.__slots__},
            number=number,
            answer_start=hit.start + sentence.start,
            answer_end=hit.start + sentence.end,
        )
        for number, (hit, sentence) in enumerate(zip(hits, sentences, strict=True), 1)
    )


def answering_sentence(search: Search, hit: Hit) -> Sentence:
    """The sentence of a hit that is nearest to the question, by its vector and by the words they share.

    A sentence is encoded under its article's title, which tells what its pronouns stand for.
    """
    spans = sentence_spans(hit.text)
    texts = [hit.text[start:end] for start, end in spans]
    coverage = np.array([search.words.coverage(text) for text in texts])
    most = coverage.max()
    likely = np.flatnonzero((coverage >= most - _FAR_LESS) | (most < _MUCH))
    vectors = search.encoder.encode_sentences([encoded_text(hit.title, texts[place]) for place in likely])
    dense = vectors @ search.vector
    counts = np.array([search.words.counts(texts[place]) for place in likely])
    best = int(np.argmax(dense + _COVERAGE_WEIGHT * coverage[likely] + _COUNT_WEIGHT * counts))
    start, end = spans[likely[best]]
    return Sentence(start, end, float(dense[best]), float(coverage[likely[best]]))
