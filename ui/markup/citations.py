"""Markup of one citation: its sentence with the answering words, and the buttons that open its article."""

from itertools import takewhile

from index.passages.sentences import heading_spans, sentence_spans
from qa import Citation
from ui.texts import Texts

from .html import Attribute, Html, button, join, tag

_AROUND_CHARS = 160
_NEIGHBOURS = 2


def marked_sentence(citation: Citation, most: int | None = None) -> Html:
    """The answering sentence with the answering words in bold, cut off after about `most` characters.

    If the whole sentence is the answer, nothing is bold.
    """
    shown = citation.answer_text if most is None else shortened(citation.answer_text, most)
    parts: list[str] = []
    done = 0
    for start, end in _spans_in_sentence(citation):
        if start >= done and shown[:end] == citation.answer_text[:end]:
            parts += [shown[done:start], tag("strong", shown[start:end])]
            done = end
    return join(*parts, shown[done:])


def marked_passage(citation: Citation) -> Html:
    """About three whole sentences, with the answering one highlighted."""
    first, last = citation.answer_start - citation.start, citation.answer_end - citation.start
    begin, end = around_sentence(citation.text, first, last)
    sentence = tag("mark", marked_sentence(citation))
    return join(citation.text[begin:first], sentence, citation.text[last:end])


def around_sentence(text: str, first: int, last: int) -> tuple[int, int]:
    """The start and end of the sentence at `first:last` together with two neighbours.

    One neighbour is on either side, or both are on one side. A heading, which has no mark at its end, is not a
    neighbour, and neither is anything beyond it.
    """
    headings = heading_spans(text)
    low = max((end for _, end in headings if end <= first), default=0)
    high = min((start for start, _ in headings if start >= last), default=len(text))
    spans = [span for span in sentence_spans(text) if low <= span[0] and span[1] <= high]
    before = list(
        takewhile(lambda span: _is_sentence(text, span), (span for span in reversed(spans) if span[1] <= first))
    )
    after = list(takewhile(lambda span: _is_sentence(text, span), (span for span in spans if span[0] >= last)))
    count_before = min(len(before), max(1, _NEIGHBOURS - len(after)))
    count_after = min(len(after), _NEIGHBOURS - count_before)
    begin = before[count_before - 1][0] if count_before else first
    end = after[count_after - 1][1] if count_after else last
    return begin, end


def _is_sentence(text: str, span: tuple[int, int]) -> bool:
    return not text[span[1] - 1].isalnum()


def _spans_in_sentence(citation: Citation) -> list[tuple[int, int]]:
    """The spans of answering words within the sentence, in order; none if they cover the whole sentence."""
    offset, length = citation.answer_start, len(citation.answer_text)
    spans = sorted((start - offset, end - offset) for start, end in citation.spans)
    return [(start, end) for start, end in spans if 0 <= start < end <= length and end - start < length]


def shortened(text: str, most: int) -> str:
    """The text cut off at a space before its `most`-th character, with an ellipsis; unchanged if it is short."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def marker(citation: Citation, texts: Texts) -> Html:
    """The number of the citation; hovering shows its passage, and pressing opens its article."""
    return button(
        "open-article",
        f"[{citation.number}]",
        class_="marker",
        aria_label=texts("open_citation", number=citation.number, title=citation.title),
        **citation_place(citation),
        **_around(citation),
    )


def citation_place(citation: Citation) -> dict[str, Attribute]:
    """The attributes of a button that opens the article at the citation's sentence."""
    place = article_place(citation.article_id, citation.answer_start, citation.answer_end, citation.answer_text)
    return place | {"data_number": citation.number}


def article_place(article_id: str, start: int, end: int, quote: str) -> dict[str, Attribute]:
    """The attributes of a button that opens the article at the place with the text `quote`."""
    return {"data_article": article_id, "data_start": start, "data_end": end, "data_quote": quote}


def _around(citation: Citation) -> dict[str, Attribute]:
    """The attributes that hold the sentences before and after the answering one, without any heading."""
    first, last = citation.answer_start - citation.start, citation.answer_end - citation.start
    begin, end = around_sentence(citation.text, first, last)
    before, after = citation.text[begin:first], citation.text[last:end]
    if len(before) > _AROUND_CHARS:
        before = "…" + before[-_AROUND_CHARS:].partition(" ")[2]
    return {"data_before": before, "data_after": shortened(after, _AROUND_CHARS)}
