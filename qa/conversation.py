"""A question in its conversation: what it refers to.

The question before it is answered first, itself in its conversation; its words, its answer and the cited article are
what the follow-up is read with. The reader sees both, and so a new subject is answered as one.
"""

from .question import Context
from .records import Answer


def context_of(answer: Answer) -> Context:
    """What a question refers to that is asked after this answer."""
    if answer.status == "no_answer":
        return Context(answer.searched)
    first = answer.citations[0]
    return Context(answer.question, first.span_text, first.title)
