"""Questions made from the articles themselves, for a corpus without written questions.

They are too easy: a headline is indexed with every passage of its article, and a sentence is asked in its own words.
They can show that an index is broken, or confidence badly calibrated.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from index.generation import Generation
from index.passages.sentences import sentence_spans
from index.records import Article
from index.text.fold import folded_words

from .records import GoldQuestion

HEADLINE, SENTENCE, HELD_OUT = "headline", "sentence", "held-out"
ABOUT_PROBES = (
    "Questions made from your own articles: headlines and distinctive sentences, word for word. For every second "
    "article they are asked again with that article hidden, so that a refusal is right. They are too easy: people do "
    "not ask in the words of the article. If another article repeats a hidden one, the question can still be answered, "
    "and the metrics look worse than they are. For reliable metrics, write your own questions: dzherelo eval QUESTIONS"
)
MAX_ARTICLES = 100
_WORDS = range(5, 31)
_HEADLINE_WORDS = range(3, 31)
_LONGEST_CHARS = 400


def make_probes(generation: Generation, max_articles: int = MAX_ARTICLES, seed: int = 0) -> list[GoldQuestion]:
    """Probes of up to `max_articles` articles, drawn by `seed`: a headline and a sentence of each, if it has them.

    Headlines that several articles share are left out. A held-out twin of each probe follows for every second article.
    """
    drawn = np.random.default_rng(seed).permutation(len(generation.articles))[:max_articles]
    titles = Counter(" ".join(folded_words(entry.title)) for entry in generation.articles)
    chosen = (generation.find(generation.articles[number].id) for number in np.sort(drawn).tolist())
    articles = [article for article in chosen if article]
    spread = Counter(word for article in articles for word in set(folded_words(article.text)))
    probes = []
    for number, article in enumerate(articles):
        own = [*_headline(article, titles), *_sentence(article, spread)]
        probes += own + (held_out_twins(own) if number % 2 else [])
    return probes


def held_out_twins(questions: Sequence[GoldQuestion]) -> list[GoldQuestion]:
    """The answerable questions again, with their gold articles hidden, so that they have no answer."""
    return [
        replace(
            question,
            id=f"{question.id} held out",
            answerable=False,
            articles=(),
            page=None,
            answers=(),
            spans=(),
            kind=HELD_OUT,
            hidden=question.articles,
        )
        for question in questions
        if question.answerable
    ]


def _headline(article: Article, titles: Counter[str]) -> Iterator[GoldQuestion]:
    words = folded_words(article.title)
    if len(words) in _HEADLINE_WORDS and titles[" ".join(words)] == 1:
        yield _probe(HEADLINE, article, article.title)


def _sentence(article: Article, spread: Counter[str]) -> Iterator[GoldQuestion]:
    """The sentence with the rarest words, on average, among the drawn articles; the first of equals."""
    best, found = 0.0, None
    for start, end in sentence_spans(article.text):
        words = folded_words(article.text[start:end])
        if len(words) in _WORDS and end - start <= _LONGEST_CHARS:
            rarity = sum(-math.log(spread[word]) for word in words) / len(words)
            if found is None or rarity > best:
                best, found = rarity, (start, end)
    if found:
        yield replace(_probe(SENTENCE, article, article.text[slice(*found)]), spans=(found,))


def _probe(kind: str, article: Article, question: str) -> GoldQuestion:
    return GoldQuestion(
        id=f"{article.id} {kind}",
        question=" ".join(question.split()),
        answerable=True,
        articles=(article.id,),
        kind=kind,
        language=article.language,
    )
