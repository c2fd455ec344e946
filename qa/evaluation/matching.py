"""Whether a piece of an article contains the known answer of a question: by place if known, else by words.

Words are compared whole and folded, so that case, apostrophes and look-alike letters do not matter.
"""

from collections.abc import Iterable

from index.text.fold import folded_words

from .records import GoldQuestion


def can_be_quoted(gold: GoldQuestion, texts: Iterable[str]) -> bool:
    """Whether the answer is known word for word: by its place, or as words in one of the gold articles."""
    return bool(gold.spans) or any(holds_words(text, gold.answers) for text in texts)


def holds_answer(gold: GoldQuestion, start: int, end: int, text: str) -> bool:
    """Whether `text`, a gold article's slice from `start` to `end`, overlaps a known place or holds the answer's words.

    If the place is known, only the place counts.
    """
    if gold.spans:
        return any(first < end and start < last for first, last in gold.spans)
    return holds_words(text, gold.answers)


def holds_words(text: str, answers: Iterable[str]) -> bool:
    """Whether the words of one of the answers are in the text, in sequence."""
    words = _framed(text)
    return any(_framed(answer) in words for answer in answers if any(map(str.isalnum, answer)))


def _framed(text: str) -> str:
    return f" {' '.join(folded_words(text))} "
