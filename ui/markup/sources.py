"""The list of sources below an answer, and of the closest passages below a refusal: one article per line."""

from collections.abc import Sequence

from qa import Answer, Citation, Hit
from ui.texts import Texts
from ui.texts.bands import band_of, is_sure
from ui.texts.pages import page_words

from .citations import article_place, citation_place
from .explanation import explanation
from .html import NOTHING, Html, button, details, join, tag
from .links import external_link, outlet


def sources_list(answer: Answer, texts: Texts) -> Html:
    """The cited articles with their numbers and bands; less than likely ones after the first are shown on request."""
    first, *others = answer.citations
    unsure = [other for other in others if not is_sure(other.confidence)]
    shown = _sources([first, *(other for other in others if other not in unsure)], answer, texts)
    if not unsure:
        return shown
    return join(shown, details(texts("more_sources", len(unsure)), _sources(unsure, answer, texts), class_="more"))


def _sources(citations: Sequence[Citation], answer: Answer, texts: Texts) -> Html:
    rows = [_source(citation, _band(citation, texts), answer, texts) for citation in citations]
    return tag("ol", *rows, class_="sources")


def closest_list(answer: Answer, texts: Texts) -> Html:
    """The passages closest to an answer, each with its best sentence; no words in it are marked as the answer."""
    return tag("ul", *(_closest(citation, answer, texts) for citation in answer.near_misses), class_="near")


def _source(citation: Citation, band: Html, answer: Answer, texts: Texts) -> Html:
    number = tag("span", f"[{citation.number}]", class_="number", aria_hidden="true")
    about = (
        _title(citation),
        source_line(citation, texts, band),
        _same_story(citation, texts),
        explanation(citation, answer, texts),
    )
    return tag("li", number, tag("div", *about, class_="about"), data_number=citation.number)


def _closest(citation: Citation, answer: Answer, texts: Texts) -> Html:
    about = (
        _title(citation),
        source_line(citation, texts),
        tag("p", citation.answer_text, class_="quote", lang=citation.language, dir="auto"),
        _same_story(citation, texts),
        explanation(citation, answer, texts),
    )
    return tag("li", tag("div", *about, class_="about"), data_number=citation.number)


def _title(citation: Citation) -> Html:
    title = citation.title or citation.article_id
    return button("open-article", title, class_="title", lang=citation.language, **citation_place(citation))


def _band(citation: Citation, texts: Texts) -> Html:
    band = band_of(citation.confidence)
    return tag("span", texts(f"match_{band}"), class_=f"band {band}")


def _same_story(citation: Citation, texts: Texts) -> Html:
    """The other articles with the same story; nothing if there are none."""
    if not citation.also:
        return NOTHING
    rows = [tag("li", _story_title(hit), source_line(hit, texts)) for hit in citation.also]
    return details(texts("elsewhere", len(rows)), tag("ul", *rows), class_="elsewhere")


def _story_title(hit: Hit) -> Html:
    place = article_place(hit.article_id, hit.start, hit.end, hit.text)
    return button("open-article", hit.title or hit.article_id, class_="story", lang=hit.language, **place)


def source_line(hit: Hit, texts: Texts, band: Html = NOTHING) -> Html:
    """Author, outlet, date, language, page and band on one line, with a link to the original if there is one."""
    parts = [hit.author, outlet(hit.source), texts.date(hit.published), texts.language(hit.language)]
    parts.append(page_words(hit, texts))
    line = join(*(tag("span", part) for part in parts if part))
    return tag("p", line, band, external_link(hit.source, texts), class_="meta")
