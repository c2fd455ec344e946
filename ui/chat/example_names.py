"""Names that several articles mention: searches to begin with where no question is known to have an answer."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from index.generation import ArticleEntry, Generation
from qa.mentions import Mentions

_MOST_ARTICLES = 200
_MOST_NAMES = 20
_LEAST_ARTICLES = 2
_AROUND = "«»„“”\"'()[],.;:!?…"


def example_names(generation: Generation, language: str, mentions: Callable[[str], Mentions]) -> list[str]:
    """Names of two words in articles of this language, each in one of its forms, those in most articles first.

    `mentions` finds all mentions of a name; one that fewer than two articles mention is left out.
    """
    entries = [entry for entry in generation.articles if entry.language == language]
    counted: Counter[str] = Counter()
    for entry in random.Random(len(entries)).sample(entries, min(_MOST_ARTICLES, len(entries))):
        counted.update(set(names_in(_text(generation, entry))))
    # Of the forms of a name the shortest is most often the one that a dictionary has.
    common = sorted(counted.most_common(_MOST_NAMES), key=lambda pair: (len(pair[0]), -pair[1], pair[0]))
    found: dict[tuple[str, ...], str] = {}
    for name, _ in common:
        articles = tuple(article.article_id for article in mentions(name).articles)
        if len(articles) >= _LEAST_ARTICLES:
            found.setdefault(articles, name)
    return [found[articles] for articles in sorted(found, key=lambda articles: -len(articles))]


def _text(generation: Generation, entry: ArticleEntry) -> str:
    article = generation.find(entry.id)
    return article.text if article else ""


def names_in(text: str) -> Iterator[str]:
    """Two capitalised words within a sentence, such as «Ада Бортник»; three in a row are no name of two."""
    written = text.split()
    capitals = [_is_capitalised(word) for word in written]
    for place, (one, other) in enumerate(pairwise(written)):
        if not (capitals[place] and capitals[place + 1]) or one.strip(_AROUND) != one:
            continue
        if _continues(written, place) and not (capitals[place + 2 : place + 3] == [True] and _is_whole(other)):
            yield f"{one} {other.strip(_AROUND)}"


def _is_capitalised(word: str) -> bool:
    bare = word.strip(_AROUND)
    return len(bare) > 1 and bare.isalpha() and bare[0].isupper() and bare[1:].islower()


def _is_whole(word: str) -> bool:
    return word[-1] not in _AROUND


def _continues(written: Sequence[str], place: int) -> bool:
    """Whether the word before is a small one of the same sentence."""
    return place > 0 and written[place - 1].rstrip(",").islower() and written[place - 1].rstrip(",").isalpha()
