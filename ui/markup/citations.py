"""What is shown of one citation: its sentence with the answering words, and the buttons that open its article."""

from itertools import takewhile

from index.passages.sentences import sentence_spans
from qa import Citation
from ui.texts import Texts

from .html import Attribute, Html, button, join, tag

_AROUND_CHARS = 160
_NEIGHBOURS = 2


def marked_sentence(citation: Citation, most: int | None = None) -> Html:
    """The answering sentence with the words that answer in bold; cut off after about `most` characters.

    Where the whole sentence answers, nothing in it is bold.
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
    """About three whole sentences around the one that answers, which is highlighted."""
    first, last = citation.answer_start - citation.start, citation.answer_end - citation.start
    begin, end = around_sentence(citation.text, first, last)
    sentence = tag("mark", marked_sentence(citation))
    return join(citation.text[begin:first], sentence, citation.text[last:end])


def around_sentence(text: str, first: int, last: int) -> tuple[int, int]:
    """Where the sentence at `first:last` begins and ends together with two neighbours.

    One is on either side, or both on the side that has them. A heading, which ends in no mark, is no neighbour, nor is
    what lies beyond it.
    """
    spans = sentence_spans(text)
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
    """The answering words as places in the sentence, the earliest first; none where they are all of it."""
    offset, length = citation.answer_start, len(citation.answer_text)
    spans = sorted((start - offset, end - offset) for start, end in citation.spans)
    return [(start, end) for start, end in spans if 0 <= start < end <= length and end - start < length]


def shortened(text: str, most: int) -> str:
    """The text cut off at a space before its `most`-th character, with an ellipsis; as it is where it is short."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def marker(citation: Citation, texts: Texts) -> Html:
    """The number of the citation, which shows its passage when pointed at and opens its article when pressed."""
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
    """The attributes of a button that opens the article at that place, which reads as `quote`."""
    return {"data_article": article_id, "data_start": start, "data_end": end, "data_quote": quote}


def _around(citation: Citation) -> dict[str, Attribute]:
    """The attributes that hold the text of the passage before and after the sentence."""
    before = citation.text[: citation.answer_start - citation.start]
    after = citation.text[citation.answer_end - citation.start :]
    if len(before) > _AROUND_CHARS:
        before = "…" + before[-_AROUND_CHARS:].partition(" ")[2]
    return {"data_before": before, "data_after": shortened(after, _AROUND_CHARS)}
