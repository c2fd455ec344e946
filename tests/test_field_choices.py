"""The fields that a filter offers, counted by hand."""

import pytest

from index.errors import QuestionError
from index.generation import ArticleEntry, Filter
from ui.chat.typed_field import read_field, read_typed_filter
from ui.corpus.field_choices import field_choices
from ui.markup.filter_fields import Choices, filter_fields
from ui.texts import read_texts


def entry(**fields):
    return ArticleEntry("a", "", None, "uk", "", (), range(0), fields)


def test_values_are_counted_by_article_and_known_fields_come_first():
    chosen = field_choices(
        [
            entry(rubric="Суд", tags=("спорт", "Спорт", "суд")),
            entry(tags=("СУД",), author="Ада"),
            entry(),
            entry(**{"odd=name": "x"}),
        ]
    )
    assert [(each.name, each.values, each.total) for each in chosen] == [
        ("author", (("Ада", 1),), 1),
        ("tags", (("суд", 2), ("Спорт", 1)), 2),
        ("rubric", (("Суд", 1),), 1),
    ]


def test_of_very_many_values_the_most_frequent_are_offered_and_the_rest_is_counted():
    many = [entry(slug=str(number), author=f"{number % 300}") for number in range(1000)]
    author, slug = field_choices([*many, entry(author="299"), entry(author="299")])
    assert (len(author.values), author.total, author.values[0]) == (200, 300, ("299", 5))
    assert (len(slug.values), slug.total) == (200, 1000)
    wide = field_choices([entry(**{f"name {number}": str(value) for number in range(40)}) for value in range(100)])
    assert sum(len(each.values) for each in wide) == 2000
    shown = "".join(filter_fields(Choices([], [slug]), read_texts()["en"]))
    assert 'label="slug &#40;the most frequent 200 of 1&#44;000&#41;"' in shown


def test_articles_without_fields_get_no_control_for_them():
    assert len(filter_fields(Choices([("uk", 1)]), read_texts()["uk"])) == 3


def test_a_typed_field_is_a_name_and_a_value():
    assert read_field(" author = Ада = Бортник ") == {"author": ["Ада = Бортник"]}
    assert read_field(" ") == {}
    assert read_typed_filter("2026", "", "uk", "Author=АДА").where == (("author", ("ада",)),)
    assert read_typed_filter("", "", "", "") == Filter()
    for typed in ("author", "=Ада"):
        with pytest.raises(QuestionError, match="has no name and value"):
            read_field(typed)
