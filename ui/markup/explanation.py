"""Why a passage was found: the words it shares with the question, and its rank and score in both searches."""

from index.text.fold import fold, folded_words, grams, words
from qa import Answer, Citation
from qa.word_forms import same_word
from ui.texts import Texts

from .html import Html, details, tag

# Words match if they share this part of the shorter one's 4-grams, as forms of the same word do.
_SHARED = 0.5
# Shorter words have too few 4-grams: «was» and «Василь» share half of them.
_LONGEST_SHORT = 3
_MOST_WORDS = 20


def matched_words(text: str, question: str) -> tuple[str, ...]:
    """The distinct words of `text`, as written, that share half of their 4-grams with a word of the question.

    Words of three letters are matched by their forms.
    """
    asked = {folded: set(grams(folded)) for folded in folded_words(question) if len(folded) > 2}
    any_asked = set().union(*asked.values())
    found: dict[str, str] = {}
    for start, end, folded in words(text):
        # Most words of a passage share nothing with the question; this check is cheap.
        if len(folded) > 2 and not any_asked.isdisjoint(own := grams(folded)) and _matches(folded, set(own), asked):
            found.setdefault(fold(folded), text[start:end])
    return tuple(found.values())


def _matches(folded: str, own: set[str], asked: dict[str, set[str]]) -> bool:
    return any(_match(folded, own, word, grams_of_word) for word, grams_of_word in asked.items())


def _match(folded: str, own: set[str], word: str, other: set[str]) -> bool:
    if min(len(folded), len(word)) <= _LONGEST_SHORT:
        return same_word(folded, word)
    return len(own & other) >= _SHARED * min(len(own), len(other))


def explanation(citation: Citation, answer: Answer, texts: Texts) -> Html:
    """The panel "Why this passage", closed at first."""
    shared = matched_words(f"{citation.title}\n{citation.text}", answer.searched)
    facts = {
        "why_words": ", ".join(shared[:_MOST_WORDS]) or texts("why_no_words"),
        "why_dense": _rank(citation.dense_rank, texts.decimal(citation.dense_score, 3), texts),
        "why_lexical": _rank(citation.lexical_rank, texts.decimal(citation.lexical_score, 2), texts),
        "why_score": texts.decimal(citation.score, 3),
        "why_confidence": texts.decimal(citation.confidence, 2),
        "why_place": f"{citation.article_id}, {citation.start}–{citation.end}",
    }
    rows = [tag("div", tag("dt", texts(key)), tag("dd", value, dir="auto")) for key, value in facts.items()]
    return details(texts("why"), tag("dl", *rows), class_="why")


def _rank(rank: int | None, score: str, texts: Texts) -> str:
    return texts("why_rank", rank=texts.ordinal(rank), score=score) if rank else texts("why_no_rank")
