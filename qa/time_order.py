"""Orders citations by time: the question's time first, or the newest of contradicting sentences."""

from collections.abc import Sequence

from .disagreements import contradict
from .judging import Judged
from .near_duplicates import same_words
from .times import TimeRange

# The lead in confidence that a passage needs to precede one published at the question's time.
IN_TIME = 0.1


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
