"""From candidates to an answer: whether to answer at all, and which passages to cite."""

from index.generation import Generation
from index.model import Encoder

from .confidence import THRESHOLD, confidence_of
from .evidence import QuestionWords
from .question import Question
from .quoting import cite, make_hit
from .records import Answer, Hit
from .retrieval import Candidates

MAX_CITATIONS = 5
MAX_NEAR_MISSES = 3
# A citation must come this near to the first one's score: what is far behind only distracts.
_SCORE_SHARE = 0.6


def answer_from(generation: Generation, encoder: Encoder, question: Question, found: Candidates) -> Answer:
    """The answer that these candidates give: up to five citations, one an article, or a refusal with near misses."""
    words = QuestionWords.of(generation, question.together)
    hits = best_of_each_article(generation, found, MAX_CITATIONS)
    confidence = confidence_of(found, hits, words)
    answered = bool(hits) and confidence >= THRESHOLD
    kept = [hit for hit in hits if hit.score >= _SCORE_SHARE * hits[0].score] if answered else hits[:MAX_NEAR_MISSES]
    cited = cite(kept, encoder, question.together, words)
    return Answer(
        question=question.typed,
        searched=question.together,
        status="answered" if answered else "no_answer",
        confidence=confidence,
        citations=cited if answered else (),
        near_misses=() if answered else cited,
        generation=generation.number,
    )


def best_of_each_article(generation: Generation, found: Candidates, most: int) -> list[Hit]:
    """The best passage of each of the best `most` articles, best first."""
    hits: list[Hit] = []
    seen: set[str] = set()
    for place in range(len(found)):
        hit = make_hit(generation, found, place)
        if hit.article_id not in seen:
            seen.add(hit.article_id)
            hits.append(hit)
        if len(hits) == most:
            break
    return hits
