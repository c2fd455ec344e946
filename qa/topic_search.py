"""A search by a bare name, a topic or a date: every mention in the archive, or every article of those days.

Nothing is ranked or guessed. A time that the text names limits the search; the other words are the term.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.generation import Filter, Generation
from index.passages.sentences import sentence_spans
from index.text.fold import folded_words

from .mentions import Mention, MentioningArticle, Mentions, find_mentions, spans_of, summed, term_words
from .near_duplicates import same_statement
from .times import TimeRange, beside, find_time_range

_STORY_DAYS = timedelta(days=7)
_PATRONYMIC = re.compile(
    r"\w{2,}(?:[оеєй]вич|івн|ївн|[оеє]вн|ьич|лліч)(?:а|у|ем|ом|еві|ові|і|и|ою|ы|е|ой)?", re.IGNORECASE
)
# What parts the subjects of a search.
_BETWEEN = re.compile(r"[,;/]|\s(?:і|й|та|и|and|i|und)\s", re.IGNORECASE)
_LEAST_LISTED = 2
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# An article may write them in another way than a search: «1986 р.»
_OF_YEAR = re.compile(r"\b(?:року|році|рік|роки|роках|рр?\.|рр?\b|года|году|год|годах|гг?\.|roku|r\.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a search found. `kind` says what counts as a mention.

    "phrase": the words in sequence. "apart": a passage with all of the words anywhere. "any": a passage with one of
    several subjects that the text lists. "titled": an article with the words in its title, where no passage has them.
    "days": an article that was published then, for a text that names nothing but a time. For the last two the first
    passage is given, without a mention.
    `words` are those that were searched, folded.
    """

    kind: str
    words: tuple[str, ...]
    found: Mentions
    since: date | None
    until: date | None


def search_topic(
    generation: Generation,
    text: str,
    wanted: Filter | None = None,
    now: date | None = None,
    without_time: bool = False,
) -> Topic:
    """Every mention of what the text names; days in `wanted` take precedence over those that the text names.

    A season without its year, and with `without_time` every time, limits nothing: the text is a phrase, such as
    «вулиця 1 Травня»; if no article has it, the other words are searched. A bare year is a word first;
    where no article has it, it is the year of publication. A time of which there is no article is words, too.
    """
    wanted = wanted or Filter()
    if wanted.days is not None:
        return _topic(generation, text, text, wanted)
    time = find_time_range(text, now)
    if time and not (without_time or time.kind == "season"):
        of_time = _topic(generation, text, beside(text, time), replace(wanted, since=time.since, until=time.until))
        return of_time if of_time.found.articles else _naming(generation, text, time, wanted) or of_time
    if time and folded_words(others := beside(text, time)):
        named = find_mentions(generation, text, wanted)
        found = Topic("phrase", tuple(term_words(text)), named, None, None)
        return found if named.count else _topic(generation, text, others, wanted)
    topic = _topic(generation, text, text, wanted)
    return topic if topic.found.articles or time else _of_year(generation, text, wanted) or topic


def _naming(generation: Generation, text: str, time: TimeRange, wanted: Filter) -> Topic | None:
    """The passages that name the time in these words; None for one without a number, such as «вчора»."""
    named = _OF_YEAR.sub("", text[time.start : time.end])
    if not any(map(str.isdigit, named)):
        return None
    return _topic(generation, text, f"{beside(text, time)} {named}", wanted)


def _of_year(generation: Generation, text: str, wanted: Filter) -> Topic | None:
    """The other words in the articles of a year that the text names; None if it names none."""
    year = _YEAR.search(text)
    if year is None:
        return None
    words = f"{text[: year.start()]} {text[year.end() :]}"
    days = date(int(year[0]), 1, 1), date(int(year[0]), 12, 31)
    return _topic(generation, text, words, replace(wanted, since=days[0], until=days[1]))


def _topic(generation: Generation, text: str, words: str, wanted: Filter) -> Topic:
    """What the words find on these days; `text` is all that was typed."""
    searched = tuple(term_words(words))
    if not searched:
        return Topic("days", (), _listed(generation, text.strip(), wanted), wanted.since, wanted.until)
    found, kind = find_mentions(generation, words, wanted), "phrase"
    if not found.count and len(searched) > 1:
        found, kind = find_mentions(generation, words, wanted, apart=True), "apart"
    if not found.count:
        titled = _listed(generation, words.strip(), wanted, searched)
        found, kind = (titled, "titled") if titled.articles else (found, kind)
    if not found.articles and (shorter := _without_patronymic(words)):
        return _topic(generation, text, shorter, wanted)
    if not found.articles and (several := _of_several(generation, words, wanted)):
        found, kind = several, "any"
    return Topic(kind, searched, found, wanted.since, wanted.until)


def _without_patronymic(text: str) -> str:
    """A name without its patronymic, which articles often leave out; empty unless a name and a surname are left."""
    found = text.split()
    others = [word for word in found if not _PATRONYMIC.fullmatch(word)]
    return " ".join(others) if 1 < len(others) < len(found) else ""


def _of_several(generation: Generation, text: str, wanted: Filter) -> Mentions | None:
    """The mentions of subjects that a search lists: «зубр, гривня»; None unless the articles have two or more."""
    parts = [part for part in _BETWEEN.split(text) if folded_words(part)]
    mentions = [find_mentions(generation, part, wanted) for part in parts] if len(parts) > 1 else []
    if sum(bool(each.count) for each in mentions) < _LEAST_LISTED:
        return None
    gathered: dict[str, list[MentioningArticle]] = {}
    for article in (article for each in mentions for article in each.articles):
        gathered.setdefault(article.article_id, []).append(article)
    return summed(text, map(_together, gathered.values()), generation.number)


def _together(found: Sequence[MentioningArticle]) -> MentioningArticle:
    """One article with the passages of all of these."""
    passages: dict[int, Mention] = {}
    for each in (each for article in found for each in article.passages):
        spans = {*each.spans, *(passages[each.start].spans if each.start in passages else ())}
        passages[each.start] = replace(each, spans=tuple(sorted(spans)))
    in_order = tuple(passages[start] for start in sorted(passages))
    return replace(found[0], count=sum(len(each.spans) for each in in_order), passages=in_order)


def stories(found: Mentions) -> list[list[MentioningArticle]]:
    """The articles grouped by story, the newest first: articles of one week that say the same about the term."""
    gathered: list[list[MentioningArticle]] = []
    for article in found.articles:
        same = next((story for story in _near(gathered, article) if _alike(story[0], article)), None)
        if same is None:
            gathered.append([article])
        else:
            same.append(article)
    return gathered


def mention_sentence(mention: Mention) -> tuple[int, int]:
    """Start and end in the article of the sentence with the first mention; without one, of the first sentence."""
    at = mention.spans[0][0] - mention.start if mention.spans else 0
    spans = sentence_spans(mention.text) or [(0, len(mention.text))]
    start, end = next((span for span in spans if span[0] <= at < span[1]), spans[0])
    return mention.start + start, mention.start + end


def _near(gathered: list[list[MentioningArticle]], article: MentioningArticle) -> Iterator[list[MentioningArticle]]:
    """The stories that began at most a week later, the last first; articles without a date share no story."""
    for story in reversed(gathered):
        newest = story[0].published
        if newest is None or article.published is None or newest - article.published > _STORY_DAYS:
            return
        yield story


def _alike(one: MentioningArticle, other: MentioningArticle) -> bool:
    return same_statement(_said(one), _said(other))


def _said(article: MentioningArticle) -> str:
    first = article.passages[0]
    start, end = mention_sentence(first)
    return first.text[start - first.start : end - first.start]


def _listed(generation: Generation, term: str, wanted: Filter, titled: Sequence[str] = ()) -> Mentions:
    """The articles of these days that have the words in their titles, each with its first passage."""
    entries = [entry for entry in generation.articles if entry.rows and wanted.allows(entry)]
    entries = [entry for entry in entries if not titled or spans_of(entry.title, titled)]
    articles = []
    for passage in generation.passages_at(entry.rows[0] for entry in entries):
        entry = passage.article
        first = Mention(passage.page, passage.start, passage.end, passage.text, (), passage.recognised)
        about = (entry.id, entry.title, entry.published, entry.language, entry.source)
        articles.append(MentioningArticle(*about, 0, (first,)))
    return summed(term, articles, generation.number)
