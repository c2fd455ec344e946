"""Finds a quotation in the articles: candidates by 4-grams, each aligned with the quotation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.generation import Filter, Generation, IndexedPassage
from index.records import Article, is_recognised, name_of_page
from index.text.fold import distinct_grams

from .alignment import align
from .attribution import narrations
from .differences import differences_of
from .records import Difference, Place, Quotation
from .tokens import Token, tokens_of, with_letters_joined, with_lines_joined, with_narrations, without_case

CANDIDATES = 60
# The maximum number of passages examined that contain every word of a quotation.
MOST_WHOLE = 2_000
# The number of passages with most of a quotation's words that are aligned with it.
ALIGNED = 8
# The share of a quotation, and the number of words, that an article must contain for "altered".
LEAST_SIMILAR = 0.6
LEAST_WORDS = 4
# The text around a passage is aligned, too, because a quotation may begin before it and end after it: so many
# characters and, for its length with what was cut, so many times its own.
_AROUND_CHARS, _AROUND_LENGTHS = 200, 1.3
_KEPT_AT_THE_END = "?"


@dataclass(frozen=True, slots=True)
class Match:
    """A place where an article has a quotation, exactly or nearly."""

    place: Place
    article: Article
    similarity: float
    differences: tuple[Difference, ...]

    @property
    def exact(self) -> bool:
        """Whether all differences are allowed."""
        return all(each.allowed for each in self.differences)


def matches_of(generation: Generation, draft: str, quotation: Quotation) -> list[Match]:
    """The places of the quotation, one per article, the best match first."""
    readings = _readings(draft, quotation)
    if not any(token.is_word for token in readings[0]):
        return []
    found: dict[str, Match] = {}
    for passage in _candidates(generation, quotation.text, readings[-1]):
        if _is_covered(passage, found):
            continue
        matches = [_match(generation, passage, draft, quoted) for quoted in readings]
        match = max(filter(None, matches), key=_truth, default=None)
        if match and (match.place.article_id not in found or _truth(match) > _truth(found[match.place.article_id])):
            found[match.place.article_id] = match
    return sorted(found.values(), key=_order)


def _readings(draft: str, quotation: Quotation) -> list[list[Token]]:
    """The tokens of the quotation; and other readings of hyphens at line ends, and of words that may be the draft's.

    In a quotation that is all in capitals no case counts.
    """
    tokens = with_letters_joined(tokens_of(draft, quotation.start, quotation.end))
    if quotation.text.isupper() and sum(token.is_word for token in tokens) > 1:
        tokens = without_case(tokens)
    joined = with_lines_joined(draft, tokens)
    told = narrations(draft, quotation.start, quotation.end)
    others = [*([joined] if joined != tokens else []), *([with_narrations(joined, told)] if told else [])]
    return [_core(each) for each in (tokens, *others)]


def _is_covered(passage: IndexedPassage, found: Mapping[str, Match]) -> bool:
    """Whether a match overlaps the passage, so that it would be found again."""
    match = found.get(passage.article.id)
    return match is not None and match.place.start < passage.end and passage.start < match.place.end


def _order(match: Match) -> tuple[float, float, float, date, str]:
    """The sort key: best match first, then the earliest published, which is more likely the origin."""
    exact, similar, few = _truth(match)
    return -exact, -similar, -few, match.place.published or date.max, match.place.article_id


def _truth(match: Match) -> tuple[float, float, float]:
    return float(match.exact), match.similarity, -float(len(match.differences))


def _core(tokens: list[Token]) -> list[Token]:
    """The tokens without marks at the edges; a question mark at the end belongs to the quotation."""
    places = [place for place, token in enumerate(tokens) if token.is_word or token.folded in "[]"]
    if not places:
        return []
    end = places[-1] + 1
    while end < len(tokens) and tokens[end].folded == _KEPT_AT_THE_END:
        end += 1
    return tokens[places[0] : end]


def _candidates(generation: Generation, text: str, quoted: Sequence[Token]) -> list[IndexedPassage]:
    """The passages with the whole quotation in order, then those with most of its words."""
    whole = generation.holding(distinct_grams(text), Filter())[:MOST_WHOLE].tolist()
    ranked = generation.lexical(text, CANDIDATES, Filter())[0].tolist()
    words = [token.folded for token in quoted if token.is_word]
    passages = generation.passages_at(sorted({*whole, *ranked}))
    return sorted(passages, key=lambda passage: -_worth(words, passage.text))[:ALIGNED]


def _worth(wanted: Sequence[str], text: str) -> float:
    """The share of the words in the text, plus 1 if they are in order."""
    found = [token.folded for token in tokens_of(text) if token.is_word]
    whole = f" {' '.join(wanted)} " in f" {' '.join(found)} "
    return whole + len({*wanted} & {*found}) / len({*wanted})


def _match(generation: Generation, passage: IndexedPassage, draft: str, quoted: Sequence[Token]) -> Match | None:
    article = generation.find(passage.article.id)
    if article is None:
        return None
    around = _AROUND_CHARS + round(_AROUND_LENGTHS * (quoted[-1].end - quoted[0].start))
    piece = tokens_of(article.text, max(0, passage.start - around), passage.end + around)
    pairs = align(quoted, piece).pairs
    same = [theirs for ours, theirs in pairs if theirs is not None and _agree(quoted, piece, ours, theirs)]
    aligned = [theirs for _, theirs in pairs if theirs is not None]
    differences = differences_of(draft, quoted, article.text, piece, pairs) if aligned else ()
    ours = sum(token.is_word for token in quoted)
    words = sum(piece[place].is_word for place in same)
    exact = bool(aligned) and all(each.allowed for each in differences)
    if not exact and (words < LEAST_WORDS or words < LEAST_SIMILAR * ours):
        return None
    place = _place(article, piece[aligned[0]].start, piece[aligned[-1]].end)
    return Match(place, article, words / ours, differences)


def _agree(quoted: Sequence[Token], piece: Sequence[Token], ours: int | None, theirs: int) -> bool:
    return ours is not None and quoted[ours].folded == piece[theirs].folded


def _place(article: Article, start: int, end: int) -> Place:
    page = sum(begin <= start for begin in article.page_starts) or None
    return Place(
        article_id=article.id,
        title=article.title,
        published=article.published,
        language=article.language,
        source=article.source,
        page=page,
        start=start,
        end=end,
        text=article.text[start:end],
        recognised=is_recognised(article.page_starts, article.recognised, start, end),
        unit=article.unit,
        page_name=name_of_page(article.page_names, page),
    )
