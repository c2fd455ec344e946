"""What an assistant tells of its archive beside answers: mentions, checked quotations, receipts."""

from dataclasses import replace

import pytest

from index.errors import QuestionError
from index.store import Store
from qa import Assistant


@pytest.fixture(scope="module")
def assistant(archive, remembering):
    with Assistant(Store(archive), remembering) as assistant:
        yield assistant


def test_an_assistant_finds_mentions_and_checks_quotations(assistant):
    found = assistant.mentions("Гнатюк", since="2026-02-05", language="uk-UA")
    assert [each.article_id for each in found.articles] == ["radio-2"]
    assert assistant.mentions("Гнатюка", exact=True).count == 0
    assert [check.verdict for check in assistant.verify_quotes("«Трос зносився»").checks] == ["exact"]
    with pytest.raises(QuestionError, match="language is 'xx'"):
        assistant.mentions("Гнатюк", language="xx")


def test_a_citation_has_a_receipt_that_holds_in_its_article(assistant):
    answer = assistant.ask("Скільки метрів завдовжки новий міст через Ікву?")
    citation = (answer.citations or answer.near_misses)[0]
    given = assistant.receipt(citation)
    assert (given.article_id, given.text) == (citation.article_id, citation.answer_text)
    articles = {article.id: article for article in assistant.generation().article_texts()}
    assert given.holds_in(articles[citation.article_id])
    assert given.link.startswith("https://www.radio.example/news/mist?id=7#:~:text=")
    with pytest.raises(QuestionError, match="gone is not in the index"):
        assistant.receipt(replace(citation, article_id="gone"))


def test_a_question_is_answered_in_the_time_that_it_names(assistant):
    answer = assistant.ask("Що писали торік про пором на Ікві?", now="2026-03-15")
    assert (answer.citations or answer.near_misses)[0].article_id == "gazeta-1"
    with pytest.raises(QuestionError, match="now is 'вчора'"):
        assistant.ask("Що писали про пором?", now="вчора")


def test_none_is_no_history(assistant):
    assert assistant.ask("Скільки коштував міст?", history=None) == assistant.ask("Скільки коштував міст?")
