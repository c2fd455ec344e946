"""A question in its conversation: whether it goes on with the earlier ones or begins a subject of its own.

Unless it is clearly answered alone, both readings are searched, and the one that the articles answer with more
confidence is taken. Joined to its predecessors a question is answered by whatever answers those, so what is found must
have to do with the question itself. Figures are in benchmarks/QUALITY.md.
"""

from dataclasses import replace

from index.generation import Generation
from index.model import Encoder
from index.split import encoded_text

from .confidence import confidence_of, evidence_of
from .question import Question
from .quoting import Quote, best_quote
from .searching import Search, search

# A question asked in a conversation is taken to go on with it unless alone it is answered with so much more confidence.
_PRESUMED = 0.05
# A question that is answered alone with so much confidence needs no other reading.
_CLEAR = 0.8
# The cosine of question and quote, and the share of the question's words in the quoted passage, one of which must be
# reached. No right answer to a shipped follow-up is lost by this; of off-topic questions in a conversation 5 in 100 are
# answered, and not 22.
_NEAR, _HELD = 0.78, 0.2


def search_in_conversation(generation: Generation, encoder: Encoder, asked: Question) -> Search:
    """The search for a question with its history, or for the question alone where that is the better reading."""
    alone = search(generation, encoder, replace(asked, history=()))
    if not asked.history:
        return alone
    confidence = _confidence(alone, best_quote(alone, 0)) if len(alone.found) else 0.0
    if confidence >= _CLEAR:
        return alone
    joined = search(generation, encoder, asked)
    if not len(joined.found):
        return alone
    quote = best_quote(joined, 0)
    goes_on = _concerns(alone, quote) and confidence <= _confidence(joined, quote) + _PRESUMED
    return joined if goes_on else alone


def _concerns(alone: Search, quote: Quote) -> bool:
    """Whether a quote has to do with the question that `alone` is the search for."""
    title = quote.hit.title
    [vector] = alone.encoder.encode_sentences([encoded_text(title, quote.text)])
    return bool(vector @ alone.vector >= _NEAR) or alone.words.match(title, quote.hit.text).coverage >= _HELD


def _confidence(found: Search, quote: Quote) -> float:
    """The probability that the first quote of a search answers."""
    return confidence_of(evidence_of(found, quote))
