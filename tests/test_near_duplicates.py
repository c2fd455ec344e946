"""Near duplicates: which sentences form one story, and how its other articles are listed."""

import pytest

from qa.near_duplicates import gather_stories, same_but_for_numbers

TEN = "Сьогодні вранці місцеві рибалки знайшли біля берега стару дерев’яну шхуну"  # ten words
OTHER = "Бджола живе лише один місяць."


def stories(judged, *passages, most=5):
    """(the first article, the others) of each story, from (article, sentence)."""
    found = gather_stories([judged(id, text, 0.9) for id, text in passages], most)
    return [(story.first.hit.article_id, [each.hit.article_id for each in story.also]) for story in found]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("Сьогодні вранці місцеві рибалки знайшли біля берега стару", True),  # 8 of all 10
        ("Сьогодні вранці місцеві рибалки знайшли біля берега", False),  # 7 of all 10
        ("СЬОГОДНІ вранці: місцеві рибалки знайшли біля берега стару «деревʼяну шхуну»!", True),  # but for marks
        ("Сьогодні вранці місцеві рибалки знайшли біля берега стару дерев’яну човен", True),  # 9 of all 11
        (f"{TEN} разом із веслами", False),  # 10 of all 13
        ("Сьогодні вранці місцеві рибалки знайшли біля берега стару човен весла", False),  # 8 of all 12
    ],
)
def test_sentences_are_one_story_from_four_fifths_of_their_words_on(judged, other, same):
    assert stories(judged, ("a.md", TEN), ("b.md", other)) == (
        [("a.md", ["b.md"])] if same else [("a.md", []), ("b.md", [])]
    )


@pytest.mark.parametrize(("text", "same"), [("Так, це вже все.", True), ("Так, це все.", False)])
def test_three_words_say_nothing_of_a_story(judged, text, same):
    assert (stories(judged, ("a.md", text), ("b.md", text)) == [("a.md", ["b.md"])]) is same


def test_an_article_stands_once_in_a_story(judged):
    given = (("a.md", TEN), ("a.md", TEN), ("b.md", TEN), ("b.md", TEN), ("c.md", TEN))
    assert stories(judged, *given) == [("a.md", ["b.md", "c.md"])]


def test_two_passages_of_one_article_are_two_stories(judged):
    assert stories(judged, ("a.md", TEN), ("a.md", OTHER)) == [("a.md", []), ("a.md", [])]


def test_stories_come_in_the_order_of_their_first_passages(judged):
    given = (("a.md", TEN), ("b.md", OTHER), ("c.md", TEN), ("d.md", OTHER))
    assert stories(judged, *given) == [("a.md", ["c.md"]), ("b.md", ["d.md"])]


def test_no_more_stories_are_gathered_than_wanted(judged):
    third = "Книгу надрукували торік у Львові."
    given = (("a.md", TEN), ("b.md", OTHER), ("c.md", TEN), ("d.md", third), ("e.md", TEN))
    assert stories(judged, *given, most=2) == [("a.md", ["c.md"]), ("b.md", [])]
    assert stories(judged) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Квиток до музею коштує 40 грн.", "Квиток до музею коштує 60 грн.", True),
        ("Квиток до музею коштує 40 грн.", "Квиток до музею коштує 40 грн.", True),
        ("Квиток до музею коштує 40 грн.", "Квиток до палацу коштує 60 грн.", False),
        ("Квиток до музею коштує 40 грн.", "Новий квиток до музею коштує 60 грн.", False),
        ("Квиток коштує 40 грн.", "Квиток коштує 60 грн.", True),  # four words
        ("Ціна: 40 грн.", "Ціна: 60 грн.", False),  # three
    ],
)
def test_sentences_that_differ_in_their_figures_alone_are_told_from_those_of_something_else(one, other, same):
    assert same_but_for_numbers(one, other) is same
