"""What was searched, read and answered in one generation, so that what is asked again costs nothing.

The question is the key, with its filter and its conversation: askers who share an answer have said the same words.
"""

from index.generation import Generation

from .judging import Judged
from .memory import Memory
from .question import Question
from .records import Answer
from .retrieval import Search

REMEMBERED = 256


class Remembered:
    """The last `REMEMBERED` searches, readings and answers of a generation; safe to share between threads."""

    def __init__(self, _generation: Generation) -> None:
        self.searches = Memory[Question, Search](REMEMBERED)
        self.readings = Memory[Question, list[Judged]](REMEMBERED)
        self.answers = Memory[Question, Answer](REMEMBERED)
