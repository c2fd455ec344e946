"""Sets of words by which whole messages are recognised; all are folded."""

from index.text.fold import folded_words


def word_set(listed: str) -> frozenset[str]:
    """The words of a list, as `folded_words` gives those of a message."""
    return frozenset(folded_words(listed))


def consists_of(message: str, some: frozenset[str], beside: frozenset[str]) -> bool:
    """Whether the message has some of the first words, and none but those and the ones that may stand beside them."""
    words = word_set(message)
    return not words.isdisjoint(some) and words <= some | beside
