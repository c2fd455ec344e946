"""What was searched, judged and answered in one generation, so that what is asked again costs nothing.

The question is the key, with its filter and its conversation: askers who share an answer have said the same words.
"""

from index.recent import Recent

from .judging import Judged
from .question import Question
from .records import Answer
from .retrieval import Search

REMEMBERED = 256


class Remembered:
    """The last `REMEMBERED` searches, judgements and answers of a generation; safe to share between threads."""

    def __init__(self) -> None:
        self.searches = Recent[Question, Search](REMEMBERED)
        self.judged = Recent[Question, list[Judged]](REMEMBERED)
        self.answers = Recent[Question, Answer](REMEMBERED)
