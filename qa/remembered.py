"""What was searched, judged and answered in one generation, so that a repeated question costs nothing.

The key is the question with its filter and conversation, so only users who asked in the same words share an answer.
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
