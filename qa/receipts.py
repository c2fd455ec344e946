"""A receipt for a citation: everything needed to verify later that an article has these words at this place.

The selectors are those of the W3C Web Annotation Data Model; the link is a text fragment (WICG), which opens the live
page at the words. No index is needed.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from urllib.parse import quote

from index.errors import QuestionError
from index.records import Article

from .sources import is_web_address

_CONTEXT_CHARS = 32
# For longer quotations, and those over several lines, the link has only the first and the last words.
_WHOLE_CHARS = 150
_EDGE_WORDS = 5
_DIRECTIVE = ":~:"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The words `text`, which are `article.text[start:end]`, and the article as it was: its hash, source and day.

    `article_sha256` is the hash of the article's whole text in UTF-8. `prefix` and `suffix` are the characters around
    the words. `link` opens the source at the words; it is empty if the source is not a web address.
    """

    article_id: str
    title: str
    source: str
    published: date | None
    article_sha256: str
    start: int
    end: int
    text: str
    prefix: str
    suffix: str
    link: str

    def holds_in(self, article: Article) -> bool:
        """Whether the article is unchanged and has these words at this place."""
        return _hash(article) == self.article_sha256 and article.text[self.start : self.end] == self.text

    def selectors(self) -> tuple[dict[str, str | int], dict[str, str | int]]:
        """The W3C TextQuoteSelector and TextPositionSelector of the words."""
        return (
            {"type": "TextQuoteSelector", "exact": self.text, "prefix": self.prefix, "suffix": self.suffix},
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
        )


def receipt(article: Article, start: int, end: int) -> Receipt:
    """The receipt for `article.text[start:end]`; QuestionError if the offsets are invalid."""
    text = article.text
    if not 0 <= start < end <= len(text):
        raise QuestionError(
            f"{start}:{end} is not a place in {article.id}, which has {len(text):,} characters",
            "Give the start and end of a citation of this article",
        )
    return Receipt(
        article_id=article.id,
        title=article.title,
        source=article.source,
        published=article.published,
        article_sha256=_hash(article),
        start=start,
        end=end,
        text=text[start:end],
        prefix=text[max(0, start - _CONTEXT_CHARS) : start],
        suffix=text[end : end + _CONTEXT_CHARS],
        link=text_link(article.source, text[start:end]),
    )


def text_link(source: str, text: str) -> str:
    """The address of a web page with a fragment that highlights these words; empty if it is not a web address."""
    if not is_web_address(source) or not text.split():
        return ""
    page, _, fragment = source.partition("#")
    anchor = fragment.partition(_DIRECTIVE)[0]
    return f"{page}#{anchor}{_DIRECTIVE}text={_fragment(text.strip())}"


def _fragment(text: str) -> str:
    words = text.split()
    if (len(text) <= _WHOLE_CHARS and "\n" not in text) or len(words) < 2 * _EDGE_WORDS:
        return _encoded(words)
    return f"{_encoded(words[:_EDGE_WORDS])},{_encoded(words[-_EDGE_WORDS:])}"


def _encoded(words: list[str]) -> str:
    """The words percent-encoded; a hyphen, which `quote` keeps, separates the parts of a text fragment."""
    return quote(" ".join(words), safe="").replace("-", "%2D")


def _hash(article: Article) -> str:
    return sha256(article.text.encode()).hexdigest()
