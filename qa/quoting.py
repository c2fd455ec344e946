"""Hits and citations: passages cut from their article with all that a reader needs to find them, and the sentence that
answers.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.generation import Generation
from index.model import Encoder
from index.sentences import sentence_spans
from index.split import encoded_text

from .evidence import QuestionWords
from .records import Citation, Hit
from .retrieval import Candidates

# Fitted on four public sets at once by a listwise logistic regression: benchmarks/QUALITY.md.
_COVERAGE_WEIGHT = 0.075


def make_hit(generation: Generation, found: Candidates, place: int) -> Hit:
    """The candidate at this place, best first, as a hit."""
    row = int(found.rows[place])
    passage = generation.passages[row]
    entry = generation.articles[passage["article"]]
    return Hit(
        article_id=entry.id,
        title=entry.title,
        published=entry.published,
        language=entry.language,
        source=entry.source,
        page=int(passage["page"]) or None,
        start=int(passage["start"]),
        end=int(passage["end"]),
        text=generation.passage_text(row),
        score=float(found.score[place]),
        dense_rank=int(found.dense_rank[place]) or None,
        lexical_rank=int(found.lexical_rank[place]) or None,
    )


def cite(hits: Sequence[Hit], encoder: Encoder, question: str, words: QuestionWords) -> tuple[Citation, ...]:
    """The hits as citations numbered from 1, each with the sentence that answers best."""
    vector = encoder.encode_question(question)
    return tuple(_citation(number, hit, encoder, vector, words) for number, hit in enumerate(hits, 1))


def _citation(number: int, hit: Hit, encoder: Encoder, question: NDArray[np.float32], words: QuestionWords) -> Citation:
    start, end = answering_sentence(hit.title, hit.text, encoder, question, words)
    values = {name: getattr(hit, name) for name in Hit.__slots__}
    return Citation(**values, number=number, answer_start=hit.start + start, answer_end=hit.start + end)


def answering_sentence(
    title: str, text: str, encoder: Encoder, question: NDArray[np.float32], words: QuestionWords
) -> tuple[int, int]:
    """(start, end) in `text` of the sentence nearest to the question, by its vector and by the words they share.

    A sentence is encoded under its article's title, which tells what its pronouns stand for.
    """
    spans = sentence_spans(text)
    if len(spans) == 1:
        return spans[0]
    sentences = [text[start:end] for start, end in spans]
    dense = encoder.encode_sentences([encoded_text(title, sentence) for sentence in sentences]) @ question
    lexical = np.array([words.coverage(sentence) for sentence in sentences])
    return spans[int(np.argmax(dense + _COVERAGE_WEIGHT * lexical))]
