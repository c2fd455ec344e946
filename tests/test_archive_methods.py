"""What an assistant tells of its archive beside answers: mentions, checked quotations, receipts."""

from dataclasses import replace

import pytest

from index.build import renew
from index.errors import QuestionError
from index.local_store import LocalStore
from index.store import Store
from qa import Assistant
from qa.reader import Reading


@pytest.fixture(scope="module")
def assistant(archive, remembering):
    with Assistant(LocalStore(archive), remembering) as assistant:
        yield assistant


def test_an_assistant_finds_mentions_and_checks_quotations(assistant):
    found = assistant.mentions("Гнатюк", since="2026-02-05", language="uk-UA")
    assert [each.article_id for each in found.articles] == ["radio-2"]
    assert assistant.mentions("Гнатюка", exact=True).count == 0
    assert [check.verdict for check in assistant.verify_quotes("«Трос зносився»").checks] == ["exact"]
    with pytest.raises(QuestionError, match="language is 'xx'"):
        assistant.mentions("Гнатюк", language="xx")


def test_articles_name_the_files_they_were_read_from(quick_path, remembering):
    corpus = quick_path / "corpus"
    (corpus / "x").mkdir(parents=True)
    (corpus / "x/own.txt").write_text("Зубр важить до тонни.", "utf-8")
    (corpus / "few.jsonl").write_text('{"id": "знак \'", "text": "Бджоли живуть."}\n{"text": "Дятел довбе."}', "utf-8")
    renew(corpus, quick_path / "index", remembering)
    with LocalStore(quick_path / "index") as store, Assistant(store, remembering) as assistant:
        ids = [article.id for article in assistant.generation().articles]
        assert sorted(ids) == ["few.jsonl#2", "x/own.txt", "знак '"]
        files = {"few.jsonl#2": "few.jsonl", "x/own.txt": "x/own.txt"}
        assert assistant.files_of([*ids, "gone.txt", "few.jsonl#9"]) == {**files, "знак '": "few.jsonl"}
        assert assistant.files_of([]) == {}
        assert Store.files_of(store, [*ids, "gone.txt"]) == files  # what any store knows by the ids


def test_a_citation_has_a_receipt_that_holds_in_its_article(assistant):
    answer = assistant.ask("Скільки метрів завдовжки новий міст через Ікву?")
    citation = (answer.citations or answer.near_misses)[0]
    given = assistant.receipt(citation)
    assert (given.article_id, given.text) == (citation.article_id, citation.answer_text)
    articles = {article.id: article for article in assistant.generation().article_texts()}
    assert given.holds_in(articles[citation.article_id])
    assert given.link.startswith(f"{citation.source}#:~:text=")
    with pytest.raises(QuestionError, match="gone is no longer in the index"):
        assistant.receipt(replace(citation, article_id="gone"))


@pytest.fixture
def surely(archive, remembering, written_reader, plain_confidence):
    """An assistant that takes every passage it reads for an answer, and each for as sure as the others."""
    reading = Reading(answers=3.0, margin=0.0, spans=((0, 5),), sentence=(0, 5), share=1.0)
    with Assistant(LocalStore(archive), remembering, written_reader(other=reading)) as assistant:
        yield assistant


@pytest.fixture
def sure(surely):
    """A function that returns the articles an assistant cites."""
    return lambda question, **options: [each.article_id for each in surely.ask(question, **options).citations]


def test_a_question_is_answered_in_the_time_that_its_words_demand(sure):
    assert sure("Що писали торік про міст?", now="2026-03-15") == ["gazeta-1"]
    assert sorted(sure("Що писали торік про міст?", now="2027-03-15")) == ["radio-1", "radio-2"]
    assert len(sure("Що писали про міст у 1999 році?")) == 4
    assert sure("Що писали торік про міст?", since="2026-02-05", now="2026-03-15") == ["radio-2"]


def test_the_time_that_a_question_names_comes_first(sure):
    assert sure("Що збудували торік?", now="2026-03-15")[0] == "gazeta-1"
    assert len(sure("Що збудували торік?", now="2026-03-15")) == 4


@pytest.mark.parametrize("method", ["retrieve", "explain"])
def test_what_is_found_is_of_the_time_that_the_words_demand(surely, method):
    def found(question, **options):
        results = getattr(surely, method)(question, **options)
        return [getattr(each, "hit", each).article_id for each in results]

    assert found("Що писали торік про міст?", now="2026-03-15") == ["gazeta-1"]
    assert found("Що писали торік про міст?", now="2026-03-15", since="2026-02-05") == ["radio-2"]
    assert len(found("Що писали про міст у 1999 році?")) == 4
    assert len(found("Що писали торік про міст?", now="2026-03-15", without_time=True)) == 4


def test_the_time_that_a_question_names_adds_to_the_score_of_a_hit(assistant):
    named = {hit.article_id: hit.score for hit in assistant.retrieve("Що збудували торік?", now="2026-03-15")}
    unnamed = {hit.article_id: hit.score for hit in assistant.retrieve("Що збудували торік?", now="1990-03-15")}
    gains = {id: round(named[id] - unnamed[id], 4) for id in named}
    assert gains == {"gazeta-1": 0.04, "radio-1": 0, "radio-2": 0, "paper-1": 0}


def test_a_day_that_is_none_is_refused_by_its_name(assistant):
    with pytest.raises(QuestionError, match="now is 'вчора'"):
        assistant.ask("Що писали про пором?", now="вчора")


def test_none_is_no_history(assistant):
    assert assistant.ask("Скільки коштував міст?", history=None) == assistant.ask("Скільки коштував міст?")


def test_an_answer_tells_how_its_time_was_used_and_can_be_had_without_it(surely):
    question, now = "Що писали торік про міст?", "2026-03-15"
    kept = surely.ask(question, now=now).time
    assert (str(kept.since), str(kept.until), kept.kind) == ("2025-01-01", "2025-12-31", "filter")
    fruitless = surely.ask("Що писали у 1950 році про міст?", now=now)
    assert fruitless.time.kind == "preference"  # nothing of that year answers: all years were searched
    without = surely.ask(question, now=now, without_time=True)
    assert without.time is None
    assert len(without.citations) > len(surely.ask(question, now=now).citations)


def test_there_is_no_receipt_for_words_that_changed_since(quick_path, remembering):
    (quick_path / "corpus").mkdir()
    article = quick_path / "corpus/bison.txt"
    article.write_text("Зубр важить до тонни. Він живе в лісі.", "utf-8")
    renew(quick_path / "corpus", quick_path / "index", remembering)
    with Assistant(LocalStore(quick_path / "index"), remembering) as assistant:
        answer = assistant.ask("Скільки важить зубр?")
        citation = (answer.citations or answer.near_misses)[0]
        article.write_text("Дорослий зубр важить до тонни. Він живе в лісі.", "utf-8")
        renew(quick_path / "corpus", quick_path / "index", remembering)
        with pytest.raises(QuestionError, match=r"bison\.txt has changed since it was quoted"):
            assistant.receipt(citation)
