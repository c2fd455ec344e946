"""From a search to an answer: whether to answer at all, and which passages to cite."""

from .confidence import confidence_of, evidence_of, threshold
from .quoting import best_quote
from .records import Answer
from .searching import Search
from .stories import stories

MAX_CITATIONS = 5
MAX_NEAR_MISSES = 3
# A citation must come this near to the first one's score. On the shipped questions 8 in 10 passages of articles that
# answer do, and 1 in 8 of others.
_SCORE_GAP = 0.04


def answer_from(search: Search) -> Answer:
    """The answer that a search gives: up to five citations, one a story, or a refusal with near misses."""
    places = search.best_of_each_article()
    near = (place for place in places if search.found.score[place] >= search.found.score[0] - _SCORE_GAP)
    told = stories((best_quote(search, place) for place in near), MAX_CITATIONS)
    confidence = confidence_of(evidence_of(search, told[0].quote, told[0].elsewhere)) if told else 0.0
    citations = tuple(story.quote.citation(number, story.elsewhere) for number, story in enumerate(told, 1))
    answered = confidence >= threshold()
    return Answer(
        question=search.question.typed,
        searched=search.question.together,
        status="answered" if answered else "no_answer",
        confidence=confidence,
        citations=citations if answered else (),
        near_misses=() if answered else citations[:MAX_NEAR_MISSES],
        hint="" if answered else "wording",
        generation=search.generation.number,
    )
