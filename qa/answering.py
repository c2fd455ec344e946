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
# A citation must come this near to the first one's score. On the shipped questions 8 in 10 passages of articles that
# answer do, and 1 in 8 of others.
_SCORE_GAP = 0.04


def answer_from(
    generation: Generation, encoder: Encoder, question: Question, words: QuestionWords, found: Candidates
) -> Answer:
    """The answer that these candidates give: up to five citations, one an article, or a refusal with near misses."""
    hits = best_of_each_article(generation, found, MAX_CITATIONS)
    confidence = confidence_of(found, hits, words)
    answered = bool(hits) and confidence >= THRESHOLD
    kept = [hit for hit in hits if hit.score >= hits[0].score - _SCORE_GAP] if answered else hits[:MAX_NEAR_MISSES]
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
