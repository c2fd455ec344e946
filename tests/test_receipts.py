"""Receipts: the hash, the selectors and the link of a citation, each worked out by hand."""

from datetime import date
from urllib.parse import unquote

import pytest

from index.errors import QuestionError
from index.records import Article
from qa.receipts import receipt, text_link
from qa.sources import page_of

TEXT = "Перше речення. Міст — 84 метри, а-ну! Третє речення, яке довше за інші."
PAGE = "https://news.example/a"


def article(text=TEXT, source=PAGE):
    return Article("a.md", "Міст", date(2026, 2, 3), "uk", source, text)


def test_a_receipt_names_the_words_their_place_and_the_hash_of_the_article():
    given = receipt(article("abc"), 1, 2)
    assert given.article_sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (given.text, given.prefix, given.suffix, given.source) == ("b", "a", "c", PAGE)
    assert (given.article_id, given.title, given.published) == ("a.md", "Міст", date(2026, 2, 3))
    assert given.selectors() == (
        {"type": "TextQuoteSelector", "exact": "b", "prefix": "a", "suffix": "c"},
        {"type": "TextPositionSelector", "start": 1, "end": 2},
    )


def test_what_stands_around_the_words_is_cut_to_32_characters():
    given = receipt(article("а" * 40 + "слово" + "б" * 40), 40, 45)
    assert (given.prefix, given.text, given.suffix) == ("а" * 32, "слово", "б" * 32)


def test_a_receipt_holds_while_the_article_is_the_same():
    given = receipt(article(), 15, 36)
    assert given.text == "Міст — 84 метри, а-ну"
    assert given.holds_in(article())
    assert not given.holds_in(article(TEXT + " "))


@pytest.mark.parametrize(
    ("source", "text", "link"),
    [
        (PAGE, "84 метри", f"{PAGE}#:~:text=84%20%D0%BC%D0%B5%D1%82%D1%80%D0%B8"),
        (PAGE, "a-b, c&d=1", f"{PAGE}#:~:text=a%2Db%2C%20c%26d%3D1"),
        (PAGE + "#top", "yes", f"{PAGE}#top:~:text=yes"),
        (PAGE + "#:~:text=old", "yes", f"{PAGE}#:~:text=yes"),
        ("HTTP://News.example/?q=1", "yes", "HTTP://News.example/?q=1#:~:text=yes"),
        ("Районна газета", "yes", ""),
        (PAGE, " \n", ""),
        (PAGE, "1 2 3 4 5\n6 7 8 9", f"{PAGE}#:~:text=1%202%203%204%205%206%207%208%209"),
        (PAGE, "1 2 3 4 5\n6 7 8 9 10", f"{PAGE}#:~:text=1%202%203%204%205,6%207%208%209%2010"),
        (
            PAGE,
            "one two three four five\nsix\tseven eight nine ten eleven",
            f"{PAGE}#:~:text=one%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven",
        ),
    ],
)
def test_the_link_opens_the_page_at_the_words(source, text, link):
    assert text_link(source, text) == link


def test_a_long_quotation_is_linked_by_its_edges():
    short, long = "слово " * 25, "слово " * 26
    assert unquote(text_link(PAGE, short)).endswith(f"text={short.strip()}")
    assert unquote(text_link(PAGE, long)).endswith("text=слово слово слово слово слово,слово слово слово слово слово")


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4), (0, 1000)])
def test_what_is_no_place_in_the_article_is_refused(start, end):
    with pytest.raises(QuestionError, match=f"{start}:{end} is not a place in a.md"):
        receipt(article(), start, end)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.news.example/a/", "http://news.example/a#top", True),
        ("https://news.example/%D0%B0", "https://news.example/а", True),
        ("https://news.example/a?id=1", "https://news.example/a?id=2", False),
        ("https://news.example/a", "https://other.example/a", False),
        ("https://[news", "https://[other", False),
    ],
)
def test_addresses_of_one_page_are_known_as_such(one, other, same):
    assert (page_of(one) == page_of(other)) is same
