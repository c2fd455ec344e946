"""One question in one generation: repaired, encoded, searched and reranked, with all that answering needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.generation import Generation
from index.model import Encoder

from .evidence import QuestionWords
from .question import Question
from .records import Hit
from .repair import repaired
from .reranking import rerank
from .retrieval import Candidates, Vector, find_candidates


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
        row = int(self.found.rows[place])
        passage = self.generation.passages[row]
        entry = self.generation.articles[passage["article"]]
        return Hit(
            article_id=entry.id,
            title=entry.title,
            published=entry.published,
            language=entry.language,
            source=entry.source,
            page=int(passage["page"]) or None,
            start=int(passage["start"]),
            end=int(passage["end"]),
            text=self.generation.passage_text(row),
            score=float(self.found.score[place]),
            dense_rank=int(self.found.dense_rank[place]) or None,
            lexical_rank=int(self.found.lexical_rank[place]) or None,
            dense_score=float(self.found.dense[place]),
            lexical_score=float(self.found.lexical[place]),
        )

    def best_of_each_article(self) -> list[int]:
        """The place of the best passage of each article found, best first."""
        articles = self.generation.passages["article"][self.found.rows]
        _, places = np.unique(articles, return_index=True)
        return sorted(places.tolist())


def search(generation: Generation, encoder: Encoder, asked: Question) -> Search:
    """The search for a question; a follow-up's `vector` is the mean of its own and that of all questions together."""
    question = replace(asked, text=repaired(asked.text, generation.frequency))
    vectors = [encoder.encode_question(text) for text in question.texts]
    words = QuestionWords(generation, question.together)
    found = rerank(generation, find_candidates(generation, question, vectors), words)
    return Search(generation, encoder, question, _mean(vectors), words, found)


def _mean(vectors: Sequence[Vector]) -> Vector:
    """The direction between these unit vectors, a unit vector itself."""
    mean = np.mean(vectors, axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)
