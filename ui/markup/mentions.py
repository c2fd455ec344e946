"""Markup of the mentions of a name or topic: exact counts, a timeline, one line per story, newest first."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from qa.mentions import Mention, MentioningArticle, Tally
from qa.topic_search import Topic, mention_sentence, stories
from ui.history.records import Asked
from ui.texts import Texts
from ui.texts.times import days_in_words

from .about_line import about_line
from .citations import article_place
from .html import NOTHING, SPACE, Html, button, details, join, note, tag, unbroken

STORIES_SHOWN = 20
_MOST_PASSAGES = 50
_MOST_YEARS = 40


def mentions_section(asked: Asked, term: str, texts: Texts, without_time: bool = False) -> Html:
    """The section in which the page's script loads the mentions of the term, within the question's filter.

    With `without_time` a time that the term names does not limit them.
    """
    return tag(
        "section",
        data_load="/-/mentions",
        data_term=term,
        **{f"data_{name}": value for name, value in asked.filters.items()},
        data_without_time=without_time,
        aria_label=texts("mentions_heading"),
        class_="mentioned",
    )


def mentions_markup(
    topic: Topic, asked: Asked, shown: int, texts: Texts, root: str = "", without_time: bool = False
) -> Html:
    """The totals and the first `shown` stories; the question of `asked` is the term."""
    found = topic.found
    if not found.articles:
        return tag("div", note(texts("mentions_none", term=asked.question)), class_="mentions", data_count=0)
    by_story = stories(found)
    rows = tag("ol", *(_story(story, texts) for story in by_story[:shown]), class_="stories")
    more = button("more-mentions", texts("mentions_more", len(by_story) - shown)) if len(by_story) > shown else NOTHING
    return tag(
        "div",
        _sums(topic, texts),
        _timeline(found.by_year, texts),
        _sources(found.by_source, texts),
        tag("p", _csv(asked, texts, root, without_time), class_="tools"),
        rows,
        more,
        class_="mentions",
        data_count=len(found.articles),
    )


def _sums(topic: Topic, texts: Texts) -> Html:
    """The exact counts, and what counts as a mention."""
    found = topic.found
    if topic.kind in ("days", "titled"):
        line = texts("articles_found", len(found.articles))
    else:
        line = texts(
            "mention_sums",
            mentions=texts("mentions", found.count),
            passages=texts("mention_passages", found.passages),
            articles=texts("mention_articles", len(found.articles)),
        )
    has_days = topic.since or topic.until
    days = texts("mentions_days", days=days_in_words(topic.since, topic.until, texts)) if has_days else ""
    apart = note(texts("mentions_apart")) if topic.kind == "apart" else NOTHING
    heading = tag("p", tag("strong", found.term, dir="auto"), ": ", unbroken(f"{line} {days}"), role="status")
    return join(heading, apart)


def _timeline(tallies: Sequence[Tally], texts: Texts) -> Html:
    """One bar per year."""
    if len(tallies) < 2:
        return NOTHING
    most = max(_amount(tally) for tally in tallies)
    rows = [
        tag("div", tag("dt", tally.name or texts("no_date")), tag("dd", _bar(tally, most), _number(tally, texts)))
        for tally in tallies[:_MOST_YEARS]
    ]
    return tag("dl", *rows, class_="timeline", aria_label=texts("mentions_by_year"))


def _amount(tally: Tally) -> int:
    return tally.count or tally.articles


def _bar(tally: Tally, most: int) -> Html:
    share = round(100 * _amount(tally) / most)
    return tag("span", class_="bar", style=f"inline-size: {share}%", aria_hidden="true")


def _number(tally: Tally, texts: Texts) -> Html:
    return tag("span", texts.number(_amount(tally)), class_="figure")


def _sources(tallies: Sequence[Tally], texts: Texts) -> Html:
    rows = [
        tag("li", tag("span", tally.name or "–", dir="auto"), SPACE, _number(tally, texts))
        for tally in tallies[:_MOST_PASSAGES]
    ]
    return details(texts("mentions_sources", len(tallies)), tag("ul", *rows), class_="outlets")


def _csv(asked: Asked, texts: Texts, root: str, without_time: bool) -> Html:
    query = {"term": asked.question, **asked.filters, "without_time": "true" if without_time else ""}
    given = urlencode({name: value for name, value in query.items() if value})
    return tag("a", texts("mentions_csv"), href=f"{root}/-/mentions.csv?{given}", download=True, class_="button")


def _story(story: Sequence[MentioningArticle], texts: Texts) -> Html:
    first, *others = story
    counted = texts("mentions", first.count) if first.count else ""
    return tag(
        "li",
        _title(first),
        about_line(first, texts, counted),
        _passages(first, texts),
        _elsewhere(others, texts),
    )


def _title(article: MentioningArticle) -> Html:
    title = article.title or article.article_id
    return button("open-article", title, class_="title", lang=article.language, **_place(article, article.passages[0]))


def _place(article: MentioningArticle, mention: Mention) -> dict[str, str | int | bool | None]:
    start, end = mention_sentence(mention)
    return article_place(article.article_id, start, end, mention.text[start - mention.start : end - mention.start])


def _passages(article: MentioningArticle, texts: Texts) -> Html:
    """The sentence of the first passage, and those of the others on request."""
    first, *others = article.passages
    if not others:
        return _sentence(article, first)
    rows = [tag("li", _sentence(article, each)) for each in others[:_MOST_PASSAGES]]
    return join(_sentence(article, first), details(texts("mentions_passages", len(others)), tag("ul", *rows)))


def _sentence(article: MentioningArticle, mention: Mention) -> Html:
    start, end = mention_sentence(mention)
    parts: list[str] = []
    done = start
    for first, last in mention.spans:
        if done <= first and last <= end:
            parts += [_cut(mention, done, first), tag("mark", _cut(mention, first, last))]
            done = last
    quote = button("open-article", *parts, _cut(mention, done, end), class_="quote", **_place(article, mention))
    return tag("p", quote, lang=article.language, dir="auto")


def _cut(mention: Mention, start: int, end: int) -> str:
    return mention.text[start - mention.start : end - mention.start]


def _elsewhere(others: Iterable[MentioningArticle], texts: Texts) -> Html:
    rows = [tag("li", _title(each), about_line(each, texts)) for each in others]
    return details(texts("elsewhere", len(rows)), tag("ul", *rows), class_="elsewhere") if rows else NOTHING
