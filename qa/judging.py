"""Reads and judges the candidates of a search: which words of each answer, and with what confidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.passages.sentences import sentence_spans
from index.passages.split import encoded_text, heading
from index.text.fold import with_one_apostrophe

from .confidence import Evidence, confidence_of, evidence_of, worth_of
from .question import Question
from .reader import Reading, Reads
from .records import Citation, Hit
from .retrieval import Search

# The best candidates are read in these portions. Reading stops after a portion in which some passages, but not all,
# answer clearly. Of 1,713 questions none was answered better by reading twelve.
PORTIONS = (4, 2)
CLEAR = 0.4
_COVERAGE_WEIGHT = 0.06
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage with the confidence that it answers, and its answering sentence and words, as offsets in its text.

    Passages are ordered by `worth`. `evidence` is what the confidence comes from, None if it is another answer's.
    """

    hit: Hit
    evidence: Evidence | None
    confidence: float
    sentence: Span
    spans: tuple[Span, ...]
    reading: Reading | None
    worth: float = 0.0

    @property
    def sentence_text(self) -> str:
        """The sentence that would answer."""
        return self.hit.text[slice(*self.sentence)]

    def citation(self, number: int, also: tuple[Hit, ...] = ()) -> Citation:
        """The citation with that number; `also` are the other hits of its story."""
        start = self.hit.start
        spans = tuple((start + begin, start + end) for begin, end in self.spans)
        return Citation(
            **{name: getattr(self.hit, name) for name in Hit.__slots__},
            number=number,
            answer_start=start + self.sentence[0],
            answer_end=start + self.sentence[1],
            span_start=spans[0][0],
            span_end=spans[0][1],
            spans=spans,
            confidence=self.confidence,
            also=also,
        )


def judge(search: Search, reader: Reads | None) -> list[Judged]:
    """The best candidates, read where there is a reader, the likeliest to answer first."""
    judged: list[Judged] = []
    done = 0
    for portion in PORTIONS:
        places = range(done, min(done + portion, len(search.found)))
        if not places:
            break
        portion_judged = list(judge_places(search, reader, places))
        judged += portion_judged
        done += portion
        clear = [each.confidence >= CLEAR for each in portion_judged]
        if not reader or (any(clear) and not all(clear)):
            break
    return sorted(judged, key=lambda each: -each.worth)


def judge_places(search: Search, reader: Reads | None, places: range) -> Iterator[Judged]:
    """The candidates at these places of the search, judged, in the search's order."""
    hits = search.hits(places)
    readings: list[Reading | None] = list(_readings(search.question, reader, hits)) if reader else [None] * len(hits)
    for place, hit, reading in zip(places, hits, readings, strict=True):
        evidence = evidence_of(search, place, hit, reading)
        confidence = confidence_of(evidence, read=reading is not None)
        sentence = reading.sentence if reading else _likely_sentence(search, hit)
        spans = _spans(sentence, reading.spans) if reading else (sentence,)
        worth = worth_of(evidence, read=reading is not None)
        yield Judged(hit, evidence, confidence, sentence, spans, reading, worth)


def _readings(question: Question, reader: Reads, hits: Sequence[Hit]) -> list[Reading]:
    """The reading of each hit.

    A passage that was published at the time that the question names need not repeat that time in words. So it is also
    read for the question without its time, and the better reading counts, unless the sentence is about another year.
    """
    context = with_one_apostrophe(question.context.text) if question.context else ""
    readings = reader.read(with_one_apostrophe(question.text), context, list(map(_headed, hits)))
    time, timeless = question.time, question.beside_time
    at_time = [place for place, hit in enumerate(hits) if time and timeless and time.holds(hit.published)]
    if time and at_time:
        again = reader.read(with_one_apostrophe(timeless), context, [_headed(hits[place]) for place in at_time])
        for place, reading in zip(at_time, again, strict=True):
            fits = time.fits(hits[place].text[slice(*reading.sentence)])
            if fits and reading.answers > readings[place].answers:
                readings[place] = reading
    return readings


def _headed(hit: Hit) -> tuple[str, str]:
    return heading(hit.title, hit.page_name), hit.text


def _spans(sentence: Span, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The answering words: first the best that begin in the sentence, cut at its end, or else the sentence."""
    start, end = sentence
    inside = next((span for span in spans if start <= span[0] < end), sentence)
    return (inside[0], min(inside[1], end)), *(span for span in spans if span != inside)


def _likely_sentence(search: Search, hit: Hit) -> Span:
    """Without a reader: the sentence nearest to the question by its vector and the words it shares."""
    spans = sentence_spans(hit.text)
    texts = [hit.text[start:end] for start, end in spans]
    vectors = search.encoder.encode_sentences([encoded_text(hit.title, text, hit.page_name) for text in texts])
    worth = vectors @ search.vector + _COVERAGE_WEIGHT * np.array([search.words.coverage(text) for text in texts])
    return spans[int(np.argmax(worth))]
