"""Markup of a checked draft: each quotation with its verdict, its differences, and its place in the articles."""

from collections import Counter
from collections.abc import Iterator

from qa.verification import Difference, DraftCheck, Place, QuoteCheck
from ui.texts import Texts
from ui.texts.pages import page_words
from ui.texts.verdicts import compared_in_words

from .about_line import about_line
from .citations import article_place
from .html import NOTHING, SPACE, Html, button, details, join, note, tag, void

_BANDS = {"exact": "strong", "altered": "likely", "misattributed": "likely", "not_found": "weak"}


def draft_form(formats: str, texts: Texts) -> Html:
    """The form for pasting or choosing a draft; the result is shown below."""
    text = tag("textarea", id="draft-text", rows=8, maxlength=500_000, placeholder=texts("draft_placeholder"))
    label = tag("label", tag("span", texts("draft_text")), text, class_="draft")
    file = void("input", type="file", id="draft-file", accept=formats)
    choose = tag("label", tag("span", texts("draft_file")), file, class_="button")
    row = tag("div", button("verify", texts("draft_check"), class_="primary"), choose, class_="tools")
    result = tag("section", id="draft-result", aria_live="polite", aria_label=texts("draft_result"))
    return tag("div", tag("h2", texts("draft_heading")), note(texts("draft_note")), label, row, result)


def draft_check(checked: DraftCheck, texts: Texts) -> Html:
    """Every quotation of the draft, in order, after the counts of the verdicts; names in quotation marks come last."""
    checks = [check for check in checked.checks if check.verdict != "name"]
    names = _names([check.quotation.text for check in checked.checks if check.verdict == "name"], texts)
    if not checks:
        return join(tag("p", texts("verify_none"), role="status"), names)
    counts = Counter(check.verdict for check in checks)
    sums = ", ".join(
        texts("verify_sum", number=texts.number(count), verdict=texts(f"verdict_{verdict}"))
        for verdict, count in counts.items()
    )
    total = tag("p", texts("verify_sums", total=texts.number(len(checks)), sums=sums), role="status")
    return join(total, tag("ol", *(_check(check, texts) for check in checks), class_="checks"), names)


def _names(names: list[str], texts: Texts) -> Html:
    quoted = ", ".join(texts("quoted", text=name) for name in names)
    return note(texts("verify_names", names=quoted)) if names else NOTHING


def _check(check: QuoteCheck, texts: Texts) -> Html:
    verdict = tag("span", texts(f"verdict_{check.verdict}"), class_=f"band {_BANDS[check.verdict]}")
    return tag(
        "li",
        tag("p", verdict, class_="bands"),
        tag("blockquote", tag("p", *_marked(check), dir="auto")),
        _differences(check, texts),
        note(compared) if (compared := compared_in_words(check, texts)) else NOTHING,
        _place(check.place, texts) if check.place else NOTHING,
        _also(check.also, texts),
        data_verdict=check.verdict,
    )


def _marked(check: QuoteCheck) -> Iterator[str]:
    """The quotation; differences are struck out and followed by the article's words."""
    quotation, done = check.quotation, 0
    for difference in _wrong(check):
        at = difference.draft_start - quotation.start
        if at < done:
            continue
        yield quotation.text[done:at]
        done = at + len(difference.draft_text)
        if difference.draft_text:
            yield tag("del", difference.draft_text)
        if difference.archive_text:
            yield join(SPACE, tag("ins", difference.archive_text))
    yield quotation.text[done:]


def _wrong(check: QuoteCheck) -> list[Difference]:
    return sorted((each for each in check.differences if not each.allowed), key=lambda each: each.draft_start)


def _differences(check: QuoteCheck, texts: Texts) -> Html:
    rows = [
        tag("li", texts(f"difference_{each.change}", draft=each.draft_text, archive=each.archive_text))
        for each in check.differences
    ]
    return tag("ul", *rows, class_="differences") if rows else NOTHING


def _place(place: Place, texts: Texts) -> Html:
    at = article_place(place.article_id, place.start, place.end, place.text)
    title = button("open-article", place.title or place.article_id, class_="title", lang=place.language, **at)
    page = page_words(place, texts)
    receipt = button("copy-receipt", texts("copy_receipt"), class_="link", **at)
    return join(tag("div", title, about_line(place, texts, page), class_="about"), receipt)


def _also(places: tuple[Place, ...], texts: Texts) -> Html:
    if not places:
        return NOTHING
    return details(texts("elsewhere", len(places)), *(_place(place, texts) for place in places), class_="elsewhere")
