"""Searching by a bare name, a topic or a date in the small archive; which articles form one story."""

from datetime import date

import pytest

from index.generation import Filter
from qa.mentions import Mention, MentioningArticle, summed
from qa.topic_search import mention_sentence, search_topic, stories
from support.indexes import generation_of


@pytest.fixture(scope="module")
def search(archive):
    """A function that searches the archive, and gives what counted as a mention and the articles."""
    generation = generation_of(archive)

    def search(text, wanted=None, without_time=False):
        topic = search_topic(generation, text, wanted, date(2026, 3, 15), without_time)
        return topic.kind, [each.article_id for each in topic.found.articles], topic.found.count

    return search


@pytest.mark.parametrize(
    ("text", "kind", "articles", "count"),
    [
        ("Олена Гнатюк", "phrase", ["radio-2", "radio-1"], 2),
        ("школа Гнатюк", "apart", ["radio-2"], 1),
        ("лютий 2026", "days", ["radio-2", "radio-1"], 0),
        ("громада 2025", "phrase", ["gazeta-1"], 1),
        ("громада у лютому 2026", "phrase", ["radio-2", "radio-1"], 2),
        ("велосипед", "phrase", [], 0),
        ("карантин", "phrase", ["radio-2"], 1),
        ("карантин 2026 року", "phrase", ["radio-2"], 1),
        ("bridge last", "apart", ["paper-1"], 1),
        ("бридж", "phrase", [], 0),
        ("коваль петро", "apart", ["radio-1", "gazeta-1"], 2),
        ("коваль петро іванович", "apart", ["radio-1", "gazeta-1"], 2),
        ("Олена Петрівна Гнатюк", "phrase", ["radio-2", "radio-1"], 2),
        ("петро іванович", "apart", [], 0),
        ("карантин, пором", "any", ["radio-2", "radio-1", "gazeta-1"], 3),
        ("школа та трос", "any", ["radio-2", "gazeta-1"], 2),
        ("карантин, велосипед", "apart", [], 0),
    ],
)
def test_a_name_a_topic_and_a_date_find_every_mention_newest_first(search, text, kind, articles, count):
    assert search(text) == (kind, articles, count)


def test_without_the_time_all_days_are_searched_and_its_words_count_within_a_phrase(search):
    assert search("громада у лютому 2026", without_time=True) == ("phrase", ["radio-2", "radio-1", "gazeta-1"], 3)
    assert search("пором торік") == ("phrase", ["gazeta-1"], 1)
    assert search("пором торік", without_time=True) == search("пором") == ("phrase", ["radio-1", "gazeta-1"], 2)
    assert search("гроші восени", without_time=True) == ("phrase", ["gazeta-1"], 1)
    assert search("лютий 2026", without_time=True)[1:] == ([], 0)


def test_a_season_without_its_year_limits_nothing(search):
    assert search("громада взимку") == search("громада")
    assert search("дороги навесні") == search("дороги") == ("phrase", ["radio-2"], 1)
    assert search("гроші восени") == ("phrase", ["gazeta-1"], 1)
    assert search("громада минулої зими") == ("phrase", ["radio-2", "radio-1"], 2)


def test_a_time_of_which_there_is_no_article_is_searched_as_words(index_of):
    text = "Станція вибухнула 1986 р. уночі. 26 квітня її погасили."
    generation = generation_of(index_of({"a.md": f"---\ntitle: Станція\ndate: 2025-04-26\n---\n\n{text}"}))

    def found(text):
        return search_topic(generation, text, now=date(2026, 3, 15))

    for asked, spans in [("1986 рік", ["1986"]), ("у 1986 році", ["1986"]), ("станція 1986 року", ["Станція", "1986"])]:
        (article,) = found(asked).found.articles
        passage = article.passages[0]
        assert [passage.text[start - passage.start : end - passage.start] for start, end in passage.spans] == spans
    assert found("26 квітня").kind == "days"  # of 2025, when the article was published
    assert found("26 квітня 1986 року").kind == "apart"
    assert not found("вчора").found.articles


def test_where_no_passage_has_the_words_the_titles_are_searched(index_of):
    generation = generation_of(index_of({"a.md": "---\ntitle: Повінь у Рахові\n---\n\nВода прибула за годину."}))
    topic = search_topic(generation, "рахів")
    assert (topic.kind, topic.found.count) == ("titled", 0)
    assert [each.title for each in topic.found.articles] == ["Повінь у Рахові"]


def test_days_that_are_given_count_before_those_of_the_text(search):
    assert search("громада 2025", Filter(since=date(2026, 1, 1)))[1] == []
    assert search("громада", Filter(since=date(2026, 2, 5)))[1] == ["radio-2"]


def article(id, day, text):
    start, end = text.index("міст"), text.index("міст") + 4
    about = (id, id, date.fromisoformat(day) if day else None, "uk", "Газета")
    return MentioningArticle(*about, 1, (Mention(None, 100, 100 + len(text), text, ((100 + start, 100 + end),)),))


TOLD = "Учора в селі нарешті відкрили новий міст через річку."


def test_articles_of_one_week_that_say_the_same_are_one_story_the_newest_first():
    found = [
        article("old", "2026-01-01", TOLD),
        article("first", "2026-02-03", TOLD),
        article("copy", "2026-02-05", f"Пише газета. {TOLD}"),
        article("other", "2026-02-04", "Знову зачинили на ремонт старий міст біля млина."),
        article("undated", "", TOLD),
    ]
    ids = [[each.article_id for each in story] for story in stories(summed("міст", found, 1))]
    assert ids == [["copy", "first"], ["other"], ["old"], ["undated"]]


@pytest.mark.parametrize(("day", "told"), [("2026-02-10", 1), ("2026-02-11", 2)])
def test_a_story_is_told_within_seven_days(day, told):
    found = [article("first", "2026-02-03", TOLD), article("copy", day, TOLD)]
    assert len(stories(summed("міст", found, 1))) == told


def test_the_sentence_of_a_mention_is_a_place_in_the_article():
    mention = article("copy", "2026-02-05", f"Пише газета. {TOLD}").passages[0]
    assert mention_sentence(mention) == (113, 113 + len(TOLD))
