"""The steps from a checked question to its answer; the results of recent questions are kept.

Every step is given the same generation, so that an answer and its conversation never mix two.
"""

from dataclasses import replace

from index.errors import MismatchError
from index.generation import Generation
from index.model import Encoder, open_encoder
from index.records import Model

from .answering import answer_from, answer_quoting, do_answer, help_for
from .archive_dates import Mentioned, only_article, when_mentioned
from .conversation import asks_for_more, context_of, more_of
from .judging import Judged, judge
from .memory import PerGeneration
from .numbered_items import item_judged
from .question import Question
from .reader import Reads
from .records import Answer
from .references import stands_alone
from .remembered import Remembered
from .repair import Repairs
from .repair.layout import other_layouts
from .repetition import asks_again
from .retrieval import Search, search
from .search_terms import is_name_with_mark
from .small_talk import small_talk
from .stages import stage
from .subjects import Subject, subject_of
from .time_order import ordered_by_time
from .topic_answer import mentions_judged
from .topic_search import search_topic


class Pipeline:
    """The steps of a question with one encoder and one reader; safe to share between threads."""

    def __init__(self, encoder: Encoder, reader: Reads | None) -> None:
        self._encoder = encoder
        self._reader = reader
        self._remembered = PerGeneration(lambda _: Remembered())
        self._repairs = Repairs()

    def clear(self) -> None:
        """Drop everything that refers to a generation."""
        self._remembered.clear()
        self._repairs.clear()

    def load(self, generation: Generation, sample: Question) -> None:
        """Load the models now, with a question that is not searched. ModelError if that is impossible."""
        self._encoder_of(generation).encode_question(sample.text)
        self.repaired(generation, sample)
        if self._reader:
            self._reader.read(sample.text, "", [(sample.text, sample.text)])

    def repaired(self, generation: Generation, asked: Question) -> Question:
        """The question with its typing mistakes repaired, unless it is to be searched as typed."""
        return self._repairs.applied(generation, asked)

    def search(self, generation: Generation, asked: Question) -> Search:
        """The candidates for a question in its conversation."""
        return self._search(generation, self.repaired(generation, asked))

    def search_in_time(self, generation: Generation, asked: Question) -> Search:
        """The candidates of the time that the question demands, or else of any time."""
        found = self.search(generation, asked.filtered_by_time)
        return found if len(found.found) else self.search(generation, asked)

    def judged_in_time(self, generation: Generation, asked: Question) -> list[Judged]:
        """The judged candidates, ordered as they are cited: of the demanded time, unless none of these answers."""
        _, judged = self._read_in_conversation(generation, self.repaired(generation, asked.filtered_by_time))
        if asked.filtered_by_time != asked and not do_answer(judged):
            _, judged = self._read_in_conversation(generation, self.repaired(generation, asked))
        return ordered_by_time(judged, asked.time)

    def answer(self, generation: Generation, asked: Question) -> Answer:
        """The answer, found once: a follow-up needs those of the earlier questions, too."""
        return self._remembered.of(generation).answers.get(asked, lambda: self._found(generation, asked))

    def answer_in_time(self, generation: Generation, asked: Question) -> Answer:
        """The answer from the time that the question demands; or from any time, if it asks of more than a time."""
        answer = self.answer(generation, asked.filtered_by_time)
        if answer.status == "answered" or asked.filtered_by_time == asked:
            return answer
        subject = subject_of(self.repaired(generation, asked).text, asked.now)
        return answer if subject and subject.is_time else self.answer(generation, asked)

    def _search(self, generation: Generation, repaired: Question) -> Search:
        """The search for a repaired question, made once."""
        searches = self._remembered.of(generation).searches
        return searches.get(repaired, lambda: self._searched(generation, repaired))

    def _searched(self, generation: Generation, repaired: Question) -> Search:
        with stage("search"):
            before = self._before(generation, repaired)
            in_context = replace(repaired, context=context_of(before, repaired.history[:-1])) if before else repaired
            return search(generation, self._encoder_of(generation), in_context)

    def _read_in_conversation(self, generation: Generation, repaired: Question) -> tuple[Search, list[Judged]]:
        """The search in the conversation with its judged candidates; of the question alone if only these answer.

        A question on a new subject reads worse after another subject. One that refers to what was said before would be
        answered about anybody, so it is never read alone.
        """
        found = self._search(generation, repaired)
        judged = self._judged(found)
        if repaired.history and stands_alone(repaired.text) and not do_answer(judged):
            alone = self._search(generation, replace(repaired, history=()))
            if do_answer(judged_alone := self._judged(alone)):
                return alone, judged_alone
        return found, judged

    def _judged(self, found: Search) -> list[Judged]:
        """The judged candidates of a search, judged once."""
        judged = self._remembered.of(found.generation).judged
        return judged.get(found.question, lambda: self._read(found))

    def _read(self, found: Search) -> list[Judged]:
        with stage("read"):
            return judge(found, self._reader)

    def _found(self, generation: Generation, asked: Question) -> Answer:
        if asks_again(asked.typed):
            last = self._before(generation, asked)
            return replace(last, question=asked.typed) if last else help_for(asked.typed, generation.number)
        repaired = self.repaired(generation, asked)
        if any(map(small_talk, (asked.text, repaired.text, *other_layouts(asked.text)))):
            return help_for(asked.typed, generation.number)
        before = self._before(generation, repaired) if asks_for_more(repaired.text) else None
        if before:
            return more_of(generation, before, asked.typed)
        mentioned = when_mentioned(repaired.text)
        if mentioned and mentioned.surely:
            return self._dated_mention(generation, repaired, mentioned)
        found, judged = self._read_in_conversation(generation, repaired)
        with stage("quote"):
            answer = answer_from(found, judged)
        if answer.status == "answered":
            return answer
        if mentioned:
            return self._dated_mention(generation, repaired, mentioned)
        return self._mentions_in(generation, repaired) or self._item_in(found) or answer

    def _dated_mention(self, generation: Generation, repaired: Question, asked: Mentioned) -> Answer:
        """The first or the newest mention in the archive; a refusal if there is none with a date."""
        topic = search_topic(generation, asked.topic, repaired.wanted, repaired.now, without_time=True)
        one = only_article(topic, asked.first)
        if one is None:
            return answer_quoting(self._search(generation, repaired), [], "wording")
        narrowed, day = one
        of_day = replace(repaired.wanted, since=day, until=day)
        found = self._search(generation, replace(repaired, wanted=of_day, history=()))
        with stage("read"):
            return answer_quoting(found, mentions_judged(found, narrowed, self._reader), "mentions")

    def _item_in(self, found: Search) -> Answer | None:
        """The answer to a question about a numbered item of a document; None if it names none."""
        with stage("read"):
            judged = item_judged(found, self._reader)
        return answer_quoting(found, judged) if judged else None

    def _mentions_in(self, generation: Generation, repaired: Question) -> Answer | None:
        """The answer to a bare name, a topic or a date, or to a request for news of them; None without a mention."""
        subject = subject_of(repaired.text, repaired.now)
        if subject is None and not repaired.history and is_name_with_mark(repaired.text):
            subject = Subject(repaired.text, "")
        if subject is None:
            return None
        term = subject.text if repaired.wanted.days is None else subject.topic
        topic = search_topic(generation, term, repaired.wanted, repaired.now, repaired.without_time)
        if not topic.found.articles:
            return None
        of_days = replace(repaired.wanted, since=topic.since, until=topic.until)
        found = self._search(generation, replace(repaired, wanted=of_days, history=()))
        with stage("read"):
            judged = mentions_judged(found, topic, self._reader)
        return answer_quoting(found, judged, "mentions") if judged else None

    def _before(self, generation: Generation, asked: Question) -> Answer | None:
        """The answer to the previous question; None for the first of a conversation."""
        previous = asked.previous
        return self.answer_in_time(generation, previous) if previous else None

    def _encoder_of(self, generation: Generation) -> Encoder:
        """The encoder of a generation; it may change, because a full build with another model may be published."""
        built_with, encoder = generation.model, self._encoder
        if encoder.fingerprint != built_with.fingerprint:
            self._encoder = encoder = matching_encoder(built_with.name, built_with)
        return encoder


def matching_encoder(name: str, built_with: Model) -> Encoder:
    """The encoder of that name; MismatchError if the index was built with another."""
    encoder = open_encoder(name)
    if encoder.fingerprint != built_with.fingerprint:
        raise MismatchError(
            f"the index was built with {built_with.name} ({built_with.fingerprint}), "
            f"questions would be encoded with {encoder.name} ({encoder.fingerprint})",
            "Build it again: dzherelo build --full",
        )
    return encoder
