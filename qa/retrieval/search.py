"""One question in one generation: encoded, searched and reranked, with all that reading and answering need to know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.generation import Generation
from index.model import Encoder
from index.records import is_recognised

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
        found = self.found
        return replace(
            passage_hit(self.generation, int(found.rows[place])),
            score=float(found.score[place]),
            dense_rank=int(found.dense_rank[place]) or None,
            lexical_rank=int(found.lexical_rank[place]) or None,
            dense_score=float(found.dense[place]),
            lexical_score=float(found.lexical[place]),
        )

    @property
    def nearest(self) -> float:
        """The mean cosine of the 50 nearest candidates."""
        return float(np.sort(self.found.dense)[::-1][:_NEAREST].mean())


def passage_hit(generation: Generation, row: int) -> Hit:
    """The passage of that row, as a hit that no search has found."""
    passage = generation.passages[row]
    entry = generation.articles[passage["article"]]
    start, end = int(passage["start"]), int(passage["end"])
    page = int(passage["page"])
    return Hit(
        article_id=entry.id,
        title=entry.title,
        published=entry.published,
        language=entry.language,
        source=entry.source,
        page=page or None,
        start=start,
        end=end,
        text=generation.passage_text(row),
        score=0.0,
        dense_rank=None,
        lexical_rank=None,
        dense_score=0.0,
        lexical_score=0.0,
        fields=entry.fields,
        recognised=is_recognised(entry.page_starts, entry.recognised, start, end),
        unit=entry.unit,
        page_name=entry.page_names[page - 1] if page and entry.page_names else "",
    )


def search(generation: Generation, encoder: Encoder, question: Question) -> Search:
    """The search for a question; a follow-up's `vector` is the mean of its own and that of all questions together."""
    vectors = [encoder.encode_question(text) for text in question.texts]
    words = QuestionWords(generation, question.together)
    found = rerank(generation, find_candidates(generation, question, vectors), words)
    return Search(generation, encoder, question, _mean(vectors), words, found)


def _mean(vectors: Sequence[Vector]) -> Vector:
    """The direction between these unit vectors, a unit vector itself."""
    mean = np.mean(vectors, axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)
