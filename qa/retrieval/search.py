"""One question in one generation: encoded, searched and reranked, with all that reading and answering need to know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.generation import Generation, IndexedPassage
from index.model import Encoder
from index.text.fold import with_one_apostrophe

from ..question import Question
from ..records import Hit
from .candidates import Candidates, Vector, find_candidates
from .rerank import rerank
from .words import QuestionWords

_NEAREST = 50


@dataclass(frozen=True, slots=True)
class Search:
    """A question, what it was searched with, and the candidates, best first."""

    generation: Generation
    encoder: Encoder
    question: Question
    vector: Vector
    words: QuestionWords
    found: Candidates

    def hit(self, place: int) -> Hit:
        """The candidate at this place, best first."""
        return self.hits(range(place, place + 1))[0]

    def hits(self, places: range) -> list[Hit]:
        """The candidates at these places, in their order."""
        found = self.found
        passages = self.generation.passages_at(found.rows[places.start : places.stop])
        return [
            replace(
                passage_hit(passage),
                score=float(found.score[place]),
                dense_rank=int(found.dense_rank[place]) or None,
                lexical_rank=int(found.lexical_rank[place]) or None,
                dense_score=float(found.dense[place]),
                lexical_score=float(found.lexical[place]),
            )
            for place, passage in zip(places, passages, strict=True)
        ]

    @property
    def nearest(self) -> float:
        """The mean cosine of the 50 nearest candidates."""
        return float(np.sort(self.found.dense)[::-1][:_NEAREST].mean())


def passage_hit(passage: IndexedPassage) -> Hit:
    """The passage, as a hit that no search has found."""
    entry = passage.article
    return Hit(
        article_id=entry.id,
        title=entry.title,
        published=entry.published,
        language=entry.language,
        source=entry.source,
        page=passage.page,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        score=0.0,
        dense_rank=None,
        lexical_rank=None,
        dense_score=0.0,
        lexical_score=0.0,
        fields=entry.fields,
        recognised=passage.recognised,
        unit=entry.unit,
        page_name=passage.page_name,
    )


def search(generation: Generation, encoder: Encoder, question: Question) -> Search:
    """The search for a question; a follow-up's `vector` is the mean of its own and that of all questions together."""
    vectors = [encoder.encode_question(with_one_apostrophe(text)) for text in question.texts]
    words = QuestionWords(generation, question.together)
    found = rerank(generation, find_candidates(generation, question, vectors), words, question.time)
    return Search(generation, encoder, question, _mean(vectors), words, found)


def _mean(vectors: Sequence[Vector]) -> Vector:
    """The direction between these unit vectors, a unit vector itself."""
    mean = np.mean(vectors, axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)
