"""A turn of the conversation as markup: the quotes with their numbers, the sources, or the refusal.

Whatever comes from an article goes through `escape`; a refusal never gets a list of sources.
"""

from urllib.parse import urlencode, urlsplit

from qa import Answer, Citation, Hit
from ui.history.store import Asked, Turn
from ui.texts import Texts

from .bands import band_beside, band_of
from .citation_export import as_bibtex, as_markdown, as_text
from .explanation import explained
from .html import Html, join, tag, void

_MORE_QUOTES = 2
_REASON_CHARS = 500
_AROUND_CHARS = 160
_REASONS = ("wrong", "none", "other")
_THUMB = Html(
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 11v9H3.5v-9zM7 11l4-8c1.5 0 2.5 1 2.5 2.500V10h5.2'
    'c1.200 0 2 1.100 1.800 2.200l-1.200 6c-.2 1.100-1 1.800-2.100 1.800H7"/></svg>'
)


def turn_markup(turn: Turn, texts: Texts) -> Html:
    """The whole turn: question, answer or refusal, and what can be done with it."""
    heading = f"turn-{turn.id}"
    answered = turn.answer.status == "answered"
    return tag(
        "article",
        tag("h2", turn.asked.question, class_="question", id=heading, dir="auto"),
        _searched(turn.answer, texts),
        _filtered(turn.asked, texts),
        _answered(turn.answer, texts) if answered else _refused(turn.answer, texts),
        _actions(turn, texts),
        class_="turn" if answered else "turn refused",
        aria_labelledby=heading,
        data_turn=turn.id,
        data_question=turn.asked.question,
        data_status=turn.answer.status,
        data_count=len(turn.answer.citations),
    )


def _searched(answer: Answer, texts: Texts) -> Html:
    if answer.searched.strip() == answer.question.strip():
        return Html("")
    edit = tag("button", texts("edit"), type="button", class_="link", data_do="search-instead", data_q=answer.searched)
    alone = tag("button", texts("alone"), type="button", class_="link", data_do="ask-alone")
    searched = tag("q", answer.searched, dir="auto")
    return tag("p", join(texts("searched"), Html(" "), searched, Html(" "), edit, Html(" · "), alone), class_="note")


def _filtered(asked: Asked, texts: Texts) -> Html:
    """What the question was limited to, so that a narrow answer is not taken for a full one."""
    parts = []
    for name in ("since", "until"):
        if typed := getattr(asked, name):
            parts.append(f"{texts(name)}: {typed}")
    if asked.language:
        parts.append(f"{texts('column_language')}: {texts.language(asked.language)}")
    return tag("p", texts("filtered"), Html(" "), "; ".join(parts), class_="note") if parts else Html("")


def _answered(answer: Answer, texts: Texts) -> Html:
    first, *others = answer.citations
    band = band_of(answer.confidence)
    lead = tag(
        "blockquote",
        tag("p", tag("mark", first.answer_text), Html("&#160;"), _marker(first, texts), dir="auto"),
        class_="lead",
        lang=first.language,
    )
    also = [_quote(other, texts) for other in others]
    badge = tag("p", tag("span", texts(f"band_{band}"), class_=f"band {band}"), class_="bands")
    sources = tag("ol", *(_source(citation, answer, texts) for citation in answer.citations), class_="sources")
    return tag("div", badge, lead, _also(also, texts), tag("h3", texts("sources")), sources, class_="answer")


def _quote(citation: Citation, texts: Texts) -> Html:
    quote = tag("p", _short(citation.answer_text), Html("&#160;"), _marker(citation, texts), dir="auto")
    return tag("blockquote", quote, lang=citation.language)


def _also(quotes: list[Html], texts: Texts) -> Html:
    """The further quotes: two at once, the rest on request."""
    if not quotes:
        return Html("")
    rest = quotes[_MORE_QUOTES:]
    more = tag("details", tag("summary", texts("more_quotes", len(rest))), *rest) if rest else Html("")
    return tag("div", tag("h3", texts("also")), *quotes[:_MORE_QUOTES], more, class_="also")


def _refused(answer: Answer, texts: Texts) -> Html:
    hint = texts("refusal_hint_filter" if answer.hint == "filter" else "refusal_hint")
    parts = [tag("p", texts("refusal"), class_="refusal"), tag("p", hint, class_="note")]
    if answer.near_misses:
        misses = tag("ul", *(_source(miss, answer, texts) for miss in answer.near_misses), class_="near")
        parts.append(tag("details", tag("summary", texts("near_misses", len(answer.near_misses))), misses))
    return tag("div", *parts, class_="answer")


def _short(text: str, most: int = 320) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _marker(citation: Citation, texts: Texts) -> Html:
    label = texts("open_citation", number=citation.number, title=citation.title)
    return tag("button", f"[{citation.number}]", class_="marker", aria_label=label, **_place(citation),
               **_around(citation))  # fmt: skip


def _place(citation: Citation) -> dict[str, str | int]:
    """The attributes of a button that opens the reader at the citation."""
    at = citation.answer_start, citation.answer_end, citation.answer_text
    return _reads(citation.article_id, *at) | {"data_number": citation.number}


def _reads(article_id: str, start: int, end: int, quote: str) -> dict[str, str | int]:
    """The attributes of a button that opens the reader at that place of an article, which reads as `quote`."""
    return {
        "type": "button",
        "data_do": "read",
        "data_article": article_id,
        "data_start": start,
        "data_end": end,
        "data_quote": quote,
    }


def _around(citation: Citation) -> dict[str, str]:
    """The attributes that show the quote in its passage while the marker is pointed at."""
    before = citation.text[: citation.answer_start - citation.start]
    after = citation.text[citation.answer_end - citation.start :]
    if len(before) > _AROUND_CHARS:
        before = "…" + before[-_AROUND_CHARS:].partition(" ")[2]
    return {"data_before": before, "data_after": _short(after, _AROUND_CHARS)}


def _source(citation: Citation, answer: Answer, texts: Texts) -> Html:
    near = answer.status == "no_answer"
    title = tag(
        "button", citation.title or citation.article_id, class_="title", lang=citation.language, **_place(citation)
    )
    number = Html("") if near else tag("span", f"[{citation.number}]", class_="number", aria_hidden="true")
    label = tag("span", texts("near_miss"), class_="band near") if near else _citation_band(citation, answer, texts)
    if len(answer.citations) == 1:
        label = Html("")  # the band above the answer says it already
    quote = tag("p", _short(citation.answer_text, 200), class_="quote", lang=citation.language, dir="auto")
    return tag(
        "li",
        number,
        tag("div", title, source_line(citation, texts, label), quote if near else Html(""), _elsewhere(citation, texts),
            explained(citation, answer, texts), class_="about"),
        data_number=citation.number,
    )  # fmt: skip


def _elsewhere(citation: Citation, texts: Texts) -> Html:
    """The other articles that tell the same story; nothing where there are none."""
    if not citation.also:
        return Html("")
    told = [
        tag("li", tag("button", hit.title or hit.article_id, class_="told", lang=hit.language,
                      **_reads(hit.article_id, hit.start, hit.end, hit.text)),
            source_line(hit, texts, Html("")))
        for hit in citation.also
    ]  # fmt: skip
    return tag("details", tag("summary", texts("elsewhere", len(told))), tag("ul", *told), class_="elsewhere")


def _citation_band(citation: Citation, answer: Answer, texts: Texts) -> Html:
    first = answer.citations[0].score or 1.0
    band = band_beside(answer.confidence, citation.score / first)
    return tag("span", texts(f"match_{band}"), class_=f"band {band}")


def source_line(citation: Hit, texts: Texts, label: Html) -> Html:
    """Outlet, date, language, page and band on one line, with a link to the original where there is one."""
    parts = [outlet(citation.source), texts.date(citation.published), texts.language(citation.language)]
    if citation.page:
        parts.append(texts("page", number=citation.page))
    line = join(*(tag("span", part) for part in parts if part))
    return tag("p", line, label, external(citation.source, texts), class_="meta")


def outlet(source: str) -> str:
    """Who published it: the host of an address, else the source in its own words."""
    if not _is_link(source):
        return source
    return (urlsplit(source).hostname or source).removeprefix("www.")


def external(source: str, texts: Texts) -> Html:
    """A link to the original, marked as leading elsewhere; nothing where the source is no web address."""
    if not _is_link(source):
        return Html("")
    words = texts("original"), tag("span", "↗", aria_hidden="true"), tag("span", texts("external"), class_="unseen")
    return tag("a", *words, href=source, target="_blank", rel="noopener noreferrer nofollow", class_="external")


def _is_link(source: str) -> bool:
    return source.lower().startswith(("https://", "http://")) and not any(map(str.isspace, source))


def _actions(turn: Turn, texts: Texts) -> Html:
    copies = Html("")
    if turn.answer.status == "answered":
        forms = {"text": as_text(turn.answer, texts), "markdown": as_markdown(turn.answer, texts),
                 "bibtex": as_bibtex(turn.answer)}  # fmt: skip
        buttons = [
            tag("button", texts(f"copy_{form}"), type="button", data_do="copy", data_form=form) for form in forms
        ]
        hidden = [tag("pre", text, hidden=True, data_form=form) for form, text in forms.items()]
        copies = tag("div", *buttons, *hidden, class_="group joined", role="group", aria_label=texts("copy"))
    ask = turn.asked
    query = {"q": ask.question, "since": ask.since, "until": ask.until, "language": ask.language}
    link = "?" + urlencode({name: value for name, value in query.items() if value})
    again = [
        tag("button", texts("copy_link"), type="button", data_do="copy-link", data_link=link),
        tag("button", texts("edit"), type="button", data_do="edit"),
        tag("button", texts("retry"), type="button", data_do="retry"),  # the style shows it with the last turn only
    ]
    return tag("div", copies, tag("div", *again, class_="group joined"), *_feedback(turn, texts), class_="actions")


def _feedback(turn: Turn, texts: Texts) -> tuple[Html, Html]:
    """The two thumbs, and the form for a reason, shown once the second is pressed."""

    def thumb(value: int, key: str) -> Html:
        pressed = "true" if turn.thumb == value else "false"
        return tag("button", _THUMB, tag("span", texts(key), class_="unseen"), type="button", data_do="thumb",
                   class_="up" if value > 0 else "down", data_thumb=value, aria_pressed=pressed,
                   title=texts(key))  # fmt: skip

    kind = "answered" if turn.answer.status == "answered" else "refused"
    choices = [
        tag("option", texts(f"reason_{kind}_{reason}"), value=reason, selected=turn.reason.startswith(f"{reason}:"))
        for reason in _REASONS
    ]
    own = turn.reason.partition(":")[2]
    form = tag(
        "div",
        tag("label", texts("reason"), Html(" "), tag("select", *choices, name="reason")),
        void("input", type="text", name="words", maxlength=_REASON_CHARS, aria_label=texts("reason_words"),
             placeholder=texts("reason_words"), value=own),
        tag("button", texts("send"), type="button", data_do="reason"),
        class_="reason",
        hidden=turn.thumb >= 0,
    )  # fmt: skip
    thumbs = tag("div", thumb(1, "thumb_up"), thumb(-1, "thumb_down"), class_="group joined", role="group",
                 aria_label=texts("feedback"))  # fmt: skip
    return thumbs, form
