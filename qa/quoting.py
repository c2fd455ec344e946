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
    dense = search.encoder.encode_sentences([encoded_text(hit.title, text) for text in texts]) @ search.vector
    coverage = [search.words.coverage(text) for text in texts]
    counts = [search.words.counts(text) for text in texts]
    best = int(np.argmax(dense + _COVERAGE_WEIGHT * np.array(coverage) + _COUNT_WEIGHT * np.array(counts)))
    return Sentence(*spans[best], float(dense[best]), coverage[best])
