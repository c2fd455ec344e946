"""Quotes: of each hit the sentence that answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.sentences import sentence_spans
from index.split import encoded_text

from .cues import Cues
from .records import Citation, Hit
from .searching import Search

# Fitted with those of cues.py on four public sets and the shipped questions at once, by a listwise logistic
# regression: benchmarks/QUALITY.md.
_COVERAGE_WEIGHT = 0.06
_PASSAGE_WEIGHT = 0.6
# A sentence that is so much worse before its vector is known does not win by its vector: leaving these out chooses
# the same sentences on the public sets and saves half of the encoding. Where no sentence holds _MUCH of the question,
# as in another language, all are encoded.
_FAR_LESS, _MUCH = 0.02, 0.3


@dataclass(frozen=True, slots=True)
class Quote:
    """A hit and its answering sentence, `hit.text[start:end]`, with that sentence's cosine to the question."""

    hit: Hit
    start: int
    end: int
    dense: float

    @property
    def text(self) -> str:
        """The answering sentence."""
        return self.hit.text[self.start : self.end]

    def citation(self, number: int, also: Sequence[Hit] = ()) -> Citation:
        """The citation of that number, which stands for those other hits, too."""
        return Citation(
            **{name: getattr(self.hit, name) for name in Hit.__slots__},
            number=number,
            answer_start=self.hit.start + self.start,
            answer_end=self.hit.start + self.end,
            also=tuple(also),
        )


def best_quote(search: Search, place: int) -> Quote:
    """The sentence that answers best in the candidate at `place`; for the first also the next best of its article on
    the same page: often one passage names what the question is about and its neighbour tells the answer.

    A sentence is chosen by its
    vector, the words it shares with the question, the cues of an answer and its passage's score; it is encoded under
    its article's title, which tells what its pronouns stand for.
    """
    found = [(hit, start, end) for hit in _passages(search, place) for start, end in sentence_spans(hit.text)]
    texts = [hit.text[start:end] for hit, start, end in found]
    coverage = np.array([search.words.coverage(text) for text in texts])
    cues = Cues(search.question.text, search.question.together)
    worth = _COVERAGE_WEIGHT * coverage + [cues.worth(text) for text in texts]
    worth += _PASSAGE_WEIGHT * np.array([hit.score for hit, _, _ in found])
    likely = np.flatnonzero((worth >= worth.max() - _FAR_LESS) | (coverage.max() < _MUCH))
    title = found[0][0].title
    vectors = search.encoder.encode_sentences([encoded_text(title, texts[number]) for number in likely])
    dense = vectors @ search.vector
    best = int(np.argmax(dense + worth[likely]))
    hit, start, end = found[likely[best]]
    return Quote(hit, start, end, float(dense[best]))


def _passages(search: Search, place: int) -> list[Hit]:
    """The hit at this place and, if it is the first, the best later one from the same page of the same article."""
    if place:
        return [search.hit(place)]
    passages = search.generation.passages[search.found.rows]
    same = (passages["article"] == passages["article"][0]) & (passages["page"] == passages["page"][0])
    return [search.hit(each) for each in np.flatnonzero(same)[:2].tolist()]
