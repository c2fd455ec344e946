"""The language and the kind of questions that do not state them."""

from collections import Counter
from collections.abc import Collection, Sequence

from index.text.languages import UNDETERMINED, detect_language

from .records import GoldQuestion

DIRECT, CROSS, FOLLOW_UP, UNANSWERABLE = "direct", "cross", "follow-up", "unanswerable"
# A language with less than this share of the questions is probably a wrong guess.
_RARE = 0.05


def question_languages(questions: Sequence[GoldQuestion]) -> list[str]:
    """The language of each question: as stated, else as detected.

    If detection is unsure, or finds a very rare language, the most frequent language is used.
    """
    found = [question.language or detect_language(question.question) for question in questions]
    known = Counter(code for code in found if code != UNDETERMINED)
    commonest = max(known, key=lambda code: known[code], default=UNDETERMINED)
    likely = {code for code, count in known.items() if count >= _RARE * len(questions)}
    return [
        code if code in likely or question.language else commonest
        for code, question in zip(found, questions, strict=True)
    ]


def kind_of(question: GoldQuestion, language: str, gold_languages: Collection[str]) -> str:
    """The stated kind, or else follow-up, unanswerable, cross (all gold articles in other languages), or direct."""
    if question.kind:
        return question.kind
    if question.history:
        return FOLLOW_UP
    if not question.answerable:
        return UNANSWERABLE
    known = language != UNDETERMINED and UNDETERMINED not in gold_languages
    return CROSS if known and language not in gold_languages else DIRECT
