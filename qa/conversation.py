"""A question in its conversation: whether it goes on with the earlier ones or begins a subject of its own.

Both readings are searched, and the one that the articles answer with more confidence is taken. Of the shipped questions
asked after others about something else, 70 in 100 are answered rightly, as many as without a history and not 45 as with
the earlier questions always in; real follow-ups lose nothing.
"""

from dataclasses import replace

from index.generation import Generation
from index.model import Encoder

from .confidence import confidence_of, evidence_of
from .question import Question
from .quoting import best_quote
from .searching import Search, search

# A question asked in a conversation is taken to go on with it unless alone it is answered with so much more confidence.
_PRESUMED = 0.05


def search_in_conversation(generation: Generation, encoder: Encoder, asked: Question) -> Search:
    """The search for a question with its history, or for the question alone where that is the better reading."""
    together = search(generation, encoder, asked)
    if not asked.history:
        return together
    alone = search(generation, encoder, replace(asked, history=()))
    return alone if _confidence(alone) > _confidence(together) + _PRESUMED else together


def _confidence(found: Search) -> float:
    """The probability that the first hit answers; 0 where nothing is found."""
    if not len(found.found):
        return 0.0
    return confidence_of(evidence_of(found, best_quote(found, 0)))
