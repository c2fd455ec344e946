"""A question in its conversation: its context, and requests for more of the last answer.

The previous question is answered first, in its own conversation. Its words, its answer and the cited article are the
context of the follow-up. The reader sees the context and the question, so it also answers most questions on a new
subject; `references.py` finds those that may also be read alone.
"""

from collections.abc import Iterator, Sequence

from index.generation import Generation
from index.passages.sentences import sentence_spans

from .judging import Judged
from .near_duplicates import gather_stories
from .question import Context
from .records import Answer
from .retrieval import passage_hit
from .word_sets import consists_of, word_set

MORE_PASSAGES = 3
# A question that consists of these words asks for more if it has one of the first group.
_MORE = word_set("""
більше ще детальніше докладніше докладно детально подробиць далі продовжуй продовжуйте глибше повніша наступне
больше еще подробнее подробно дальше продолжай продолжайте деталей
more else further continue elaborate details going go
więcej jeszcze dalej szczegółów  mehr weiter noch genauer details
""")
_BESIDE = word_set("""
а і й та ну ок добре так що щось це цю про на тему по тут розкажи розкажіть покажи покажіть дай давай розпиши розгорни
поясни можна будь ласка хочу трохи є інформації приклади статті статей відповідь дякую цікаво знаєш писали все мало буде
цей пункт з
и что это эту расскажи расскажите покажи пожалуйста есть теме можно хочу немного спасибо интересно все статьи
tell me please on and then anything can you what do have this that keep ok a bit about it there is any the of
powiedz opowiedz co coś proszę poproszę o tym na ten temat  erzähl erzählen sie was etwas dazu bitte gibt es davon und
""")


def context_of(answer: Answer, history: Sequence[str] = ()) -> Context:
    """The context of a question that follows this answer and the earlier questions in `history`, the earliest first.

    After a refusal it is the refused question and the one before, so that questions do not pile up.
    """
    if answer.status == "no_answer":
        return Context(" ".join([*history[-1:], answer.repaired or answer.question]))
    first = answer.citations[0]
    return Context(answer.repaired or answer.question, first.span_text, first.title)


def asks_for_more(question: str) -> bool:
    """Whether the question only asks for more of the last answer: «розкажи більше», "go on"."""
    return consists_of(question, _MORE, _BESIDE)


def more_of(generation: Generation, before: Answer, question: str) -> Answer:
    """The passages after the last citation, as an answer; repetitions are left out.

    A refusal without near misses if nothing was cited, or the cited article has no more.
    """
    following = gather_stories(_following(generation, before), len(before.citations) + MORE_PASSAGES)
    quoted = {citation.answer_text for citation in before.citations}
    new = [story.first for story in following if story.first.sentence_text not in quoted][:MORE_PASSAGES]
    return Answer(
        question=question,
        searched=question,
        status="answered" if new else "no_answer",
        confidence=before.confidence if new else 0.0,
        citations=tuple(judged.citation(number) for number, judged in enumerate(new, 1)),
        near_misses=(),
        hint="" if new else "wording",
        generation=generation.number,
    )


def _following(generation: Generation, before: Answer) -> Iterator[Judged]:
    """The passages of the first cited article after its last citation; none if the article is gone."""
    if not before.citations:
        return
    first = before.citations[0]
    last = max(each.end for each in before.citations if each.article_id == first.article_id)
    entry = generation.entry(first.article_id)
    for passage in generation.passages_at(entry.rows) if entry else ():
        if passage.start >= last:
            hit = passage_hit(passage)
            sentence = sentence_spans(hit.text)[0]
            yield Judged(hit, None, before.confidence, sentence, (sentence,), None)
