"""Answers a bare name, a topic or a date that no passage answers as a question: quotes the passages that mention it.

These are the mentions that the page lists; the search and the reader decide which of them come first.
"""

from collections.abc import Mapping
from dataclasses import replace

from index.passages.sentences import sentence_spans
from index.text.fold import words

from .judging import Judged, judge
from .mentions import Mention, MentioningArticle, Span, spans_apart, spans_of
from .reader import Reads
from .retrieval import Search
from .topic_search import Topic
from .word_forms import stems

# The share of passages with a capital or a number in the term, from which it is a name.
_NAME = 0.5
Place = tuple[str, int]


def mentions_judged(found: Search, topic: Topic, reader: Reads | None) -> list[Judged]:
    """The best candidates that mention the topic, each with a sentence that does; none for a word that names nothing.

    Several words in sequence name a thing. One common word counts in articles with it in their title: others only
    happen to have it.
    """
    spans = {(article.article_id, each.start): each.spans for article in _about(topic) for each in article.passages}
    hits = found.hits(range(len(found.found)))
    places = [place for place, hit in enumerate(hits) if (hit.article_id, hit.start) in spans]
    narrowed = replace(found, found=found.found.at(places))
    return [_mentioning(each, spans) for each in judge(narrowed, reader)]


def _about(topic: Topic) -> tuple[MentioningArticle, ...]:
    """The articles that may be quoted for this topic."""
    articles = topic.found.articles
    if topic.kind in ("days", "titled") or _is_expression(topic) or _is_name(topic):
        return articles
    return tuple(article for article in articles if _is_titled(article.title, topic))


def _is_titled(title: str, topic: Topic) -> bool:
    """Whether the title has the words of the topic; of several subjects, one."""
    if topic.kind == "any":
        return any(spans_of(title, [word]) for word in topic.words)
    return bool((spans_of if topic.kind == "phrase" else spans_apart)(title, topic.words))


def _is_expression(topic: Topic) -> bool:
    """Whether it is several words in sequence that have forms, such as «комп'ютерний клас»."""
    return topic.kind == "phrase" and sum(bool(stems(word)) for word in topic.words) > 1


def _is_name(topic: Topic) -> bool:
    """Whether most passages write the term with a capital or a number; true if it only begins sentences."""
    initials = [_initials(each) for article in topic.found.articles for each in article.passages]
    named = [any(letter.isupper() or letter.isdigit() for letter in each) for each in initials if each]
    return sum(named) >= _NAME * len(named)


def _initials(passage: Mention) -> list[str]:
    """The first letters of the words of the mentions, without those that begin a sentence."""
    text = passage.text
    starts = {start for start, _ in sentence_spans(text)}
    spans = [(first - passage.start, last - passage.start) for first, last in passage.spans]
    begun = [first + start for first, last in spans for start, _, _ in words(text[first:last])]
    return [text[at] for at in begun if at not in starts or text[at].isdigit()]


def _mentioning(judged: Judged, spans: Mapping[Place, tuple[Span, ...]]) -> Judged:
    """The passage with one sentence that mentions the topic: the one read as the answer, or else the first."""
    hit = judged.hit
    mentions = [(start - hit.start, end - hit.start) for start, end in spans[hit.article_id, hit.start]]
    if not mentions:
        return judged
    sentences = [judged.sentence, *sentence_spans(hit.text)]
    sentence = next((each for each in sentences if _within(mentions, each)), judged.sentence)
    return replace(judged, sentence=sentence, spans=tuple(_within(mentions, sentence)) or (sentence,))


def _within(mentions: list[Span], sentence: Span) -> list[Span]:
    return [span for span in mentions if sentence[0] <= span[0] and span[1] <= sentence[1]]
