"""Orders citations by time: the question's time first, or the newest of contradicting sentences."""

from collections.abc import Sequence
from dataclasses import replace

from .contradictions import contradict
from .judging import Judged
from .near_duplicates import same_words
from .records import Hit
from .time_range import TimeRange

# The lead in confidence that a passage needs to precede one published at the question's time.
IN_TIME = 0.1
# The bonus of that time for the score of an unread passage: a third of the weight of all words of the question.
IN_TIME_SCORE = 0.04


def ordered_by_time(judged: Sequence[Judged], time: TimeRange | None) -> list[Judged]:
    """These passages, the likeliest first, reordered by time if the question or contradictions require it."""
    if time is not None:
        return sorted(judged, key=lambda each: -(each.confidence + IN_TIME * time.holds(each.hit.published)))
    ordered = list(judged)
    for places in _disagreements(judged):
        newest = sorted(places, key=lambda place: -_ordinal(judged[place]))
        for place, taken in zip(places, newest, strict=True):
            ordered[place] = judged[taken]
    return ordered


def hits_by_time(hits: Sequence[Hit], time: TimeRange | None) -> list[Hit]:
    """These hits, best first, with a bonus for those published at the question's time."""
    if time is None:
        return list(hits)
    scored = [replace(hit, score=hit.score + IN_TIME_SCORE * time.holds(hit.published)) for hit in hits]
    return sorted(scored, key=lambda hit: -hit.score)


def _disagreements(judged: Sequence[Judged]) -> list[list[int]]:
    """The indices of near duplicates that contradict each other."""
    groups: list[list[int]] = []
    for place, each in enumerate(judged):
        alike = (group for group in groups if same_words(judged[group[0]].sentence_text, each.sentence_text))
        if group := next(alike, None):
            group.append(place)
        else:
            groups.append([place])
    return [group for group in groups if _disagree([judged[place].sentence_text for place in group])]


def _disagree(sentences: Sequence[str]) -> bool:
    return any(contradict(sentences[0], other) for other in sentences[1:])


def _ordinal(judged: Judged) -> int:
    return judged.hit.published.toordinal() if judged.hit.published else 0
