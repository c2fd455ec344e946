"""Checks a draft against the articles: finds each quotation, aligns it with the best places, and judges it."""

from collections.abc import Sequence

from index.errors import QuestionError
from index.generation import Generation
from index.text.fold import folded_words

from ..arguments import read_text
from .archive import Match, matches_of
from .attribution import KnownSources, context_of, has_name, speakers, speaks_in
from .names import is_name
from .quotations import find_quotations
from .records import DraftCheck, Quotation, QuoteCheck, Verdict

MAX_CHARS = 500_000
SPOKEN_WORDS = 4


def check_draft(generation: Generation, text: str) -> DraftCheck:
    """Check every quotation of a draft against one generation; QuestionError if the draft is invalid."""
    if len(read_text("draft", text)) > MAX_CHARS:
        raise QuestionError(
            f"the draft has {len(text):,} characters, at most {MAX_CHARS:,} can be checked", "Check it in parts"
        )
    known, quotations = KnownSources(generation.articles), find_quotations(text)
    checks = (_checked(generation, known, text, each, quotations) for each in quotations)
    return DraftCheck(tuple(checks), generation.number)


def _checked(
    generation: Generation, known: KnownSources, draft: str, quotation: Quotation, quotations: Sequence[Quotation]
) -> QuoteCheck:
    matches = matches_of(generation, draft, quotation)
    if not matches:
        return QuoteCheck(quotation, "name" if is_name(draft, quotation) else "not_found", 0.0)
    sources = known.named_in(context_of(draft, quotation))
    right = [match for match in matches if not sources or any(known.fits(match.place, each) for each in sources)]
    if not right:
        return _quote_check(quotation, matches, "misattributed", named=sources)
    names = _names(draft, quotation, quotations, sources)
    said = [match for match in right if not _other_speaker(match, names)]
    if not said:
        return _quote_check(quotation, right, "misattributed", named=names)
    fitting = [known.compared(each) for each in sources if known.fits(said[0].place, each)]
    confirmed = tuple(dict.fromkeys([*fitting, *_names_in(said[0], names)]))
    return _quote_check(quotation, said, "exact" if said[0].exact else "altered", confirmed=confirmed)


def _names(
    draft: str, quotation: Quotation, quotations: Sequence[Quotation], sources: Sequence[str]
) -> tuple[str, ...]:
    """The speakers that a draft names; short quotations, such as titles, have no speaker."""
    if len(folded_words(quotation.text)) < SPOKEN_WORDS:
        return ()
    named = speakers(draft, quotation.start, quotation.end, [(each.start, each.end) for each in quotations])
    of_sources = {word for source in sources for word in folded_words(source)}
    return tuple(name for name in named if of_sources.isdisjoint(folded_words(name)))


def _quote_check(
    quotation: Quotation,
    matches: Sequence[Match],
    verdict: Verdict,
    named: tuple[str, ...] = (),
    confirmed: tuple[str, ...] = (),
) -> QuoteCheck:
    first, *others = matches
    also = tuple(match.place for match in others if match.exact == first.exact)
    return QuoteCheck(quotation, verdict, first.similarity, first.place, also, first.differences, named, confirmed)


def _names_in(match: Match, names: Sequence[str]) -> list[str]:
    """Those of the names that the article has, in any form."""
    found = folded_words(f"{match.article.title} {match.article.text}")
    return [name for name in names if has_name(found, folded_words(name))]


def _other_speaker(match: Match, names: Sequence[str]) -> bool:
    """Whether the article attributes it to others than the draft: it lacks the names, or they say other things."""
    if not names:
        return False
    if not _names_in(match, names):
        return True
    text, place, folded = match.article.text, match.place, folded_words(" ".join(names))
    spans = [(each.start, each.end) for each in find_quotations(text)]
    said_by = folded_words(" ".join(speakers(text, place.start, place.end, spans)))
    return bool(said_by) and not has_name(said_by, folded) and speaks_in(text, folded)
