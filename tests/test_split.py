from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.passages.split import encoded_passage, encoded_text, split
from index.records import Article


def article(text, page_starts=()):
    return Article("a.txt", "Назва", None, "uk", "a.txt", text, page_starts)


def always(_text):
    return True


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(), max_size=400) | st.text("Аб. \n\t\u2028\u00a0é\u0301👩‍👩‍👧", max_size=900),
    st.integers(1, 60),
    st.lists(st.integers(0, 900), max_size=3),
)
def test_every_passage_is_the_slice_it_says_it_is(text, passage_chars, cuts):
    starts = (0, *sorted({cut for cut in cuts if 0 < cut < len(text)}))
    passages = split(article(text, starts), always, passage_chars)
    ends = (*starts[1:], len(text))
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text == passage.text.strip()
        assert 0 < len(passage.text) <= passage_chars
        assert starts[passage.page - 1] <= passage.start
        runs_over = passage.end > ends[passage.page - 1]
        assert not runs_over or "\n" not in text[ends[passage.page - 1] - 2 : ends[passage.page - 1]]
    assert all(left.end <= right.start for left, right in pairwise(passages))
    covered = {place for passage in passages for place in range(passage.start, passage.end)}
    assert all(place in covered for place, letter in enumerate(text) if letter.isalnum())


def test_passages_end_with_paragraphs_then_with_sentences():
    sentence = "Це речення має рівно стільки слів, скільки треба для перевірки меж уривка."
    paragraph = " ".join([sentence] * 6)
    passages = split(article(f"{paragraph}\n\n{paragraph}\n\n{sentence}"), always)
    assert [passage.text for passage in passages] == [paragraph, f"{paragraph}\n\n{sentence}"]
    long = " ".join([sentence] * 30)
    pieces = split(article(long), always)
    assert len(pieces) > 1
    assert all(piece.text.startswith("Це") and piece.text.endswith(".") for piece in pieces)


def test_articles_without_pages_have_passages_without_pages():
    assert [passage.page for passage in split(article("Одне речення."), always)] == [None]


def test_a_passage_that_does_not_fit_is_cut_until_it_does():
    text = "слово " * 100
    passages = split(article(text), lambda encoded: len(encoded) <= 60)
    assert all(len(encoded_text("Назва", passage.text)) <= 60 for passage in passages)
    assert sum(len(passage.text.split()) for passage in passages) == 100


def test_a_passage_that_does_not_fit_is_cut_in_halves():
    found = split(
        article("а" * 400), lambda encoded: len(encoded) <= 206
    )  # the title has six letters with its line end
    assert [len(passage.text) for passage in found] == [200, 200]


def test_text_without_spaces_is_cut_after_550_characters():
    passages = split(article("а" * 1200), always)
    assert [len(passage.text) for passage in passages] == [550, 550, 100]


def test_the_first_200_characters_of_a_title_and_of_a_page_name_are_encoded():
    assert encoded_text("т" * 5000, "текст") == "т" * 200 + "\nтекст"
    assert encoded_text("т" * 5000, "текст", "а" * 300) == "т" * 200 + " · " + "а" * 200 + "\nтекст"


def test_a_sentence_that_runs_over_a_page_is_whole_and_belongs_to_the_page_it_begins_on():
    text = "Міст збудували 1912 року. Його довжина, як пише інженер, сто сорок шість метрів. Далі тече Стрий."
    passages = split(article(text, (0, text.index("як пише"))), always)
    assert [(passage.page, passage.text[:10], passage.text[-8:]) for passage in passages] == [
        (1, "Міст збуду", " метрів."),
        (2, "Далі тече ", "е Стрий."),
    ]


@pytest.mark.parametrize(("letters", "begins"), [(400, "Друге"), (401, "далі")])
def test_a_sentence_that_runs_400_characters_over_a_page_is_not_looked_for(letters, begins):
    before = "Перше речення починається і "
    text = f"{before}{'далі ' * 90}"[: len(before) + letters - 2] + ". Друге речення."
    second = next(passage for passage in split(article(text, (0, len(before))), always) if passage.page == 2)
    assert second.text.startswith(begins)


def test_a_page_that_begins_with_a_line_of_its_own_keeps_all_of_it():
    text = "Кінець сторінки\n\nпочаток другої. Далі."
    passages = split(article(text, (0, text.index("початок"))), always)
    assert [(passage.page, passage.text) for passage in passages] == [
        (1, "Кінець сторінки"),
        (2, "початок другої. Далі."),
    ]


def test_a_heading_never_ends_a_passage_but_begins_the_next_or_stands_within_one():
    long = "Речення про міст через річку Стрий. " * 14
    text = f"{long}\n\n## Друга частина\n\n### Опори\n\n{long}\n\n## Третя\n\nКоротко.\n\n## Кінець\n\nТак."
    found = [passage.text for passage in split(article(text), always)]
    assert [passage[:12] for passage in found] == ["Речення про ", "## Друга час", "## Третя\n\nКо"]
    assert found[-1] == "## Третя\n\nКоротко.\n\n## Кінець\n\nТак."
    assert not any(passage.rstrip().split("\n")[-1].startswith("#") for passage in found)


def test_a_heading_above_a_paragraph_that_fills_a_passage_stays_with_it():
    long = "Речення про міст через річку Стрий. " * 14
    filling = "Слово про опори мосту, " * 23 + "і все."
    text = f"{long}\n\n## Опори\n\n{filling}\n\nБереги\n------\n\n{filling}"
    found = [passage.text for passage in split(article(text), always)]
    assert all(len(passage) <= 550 for passage in found)
    assert [passage.split("\n")[0] for passage in found if "\n" in passage] == ["## Опори", "Береги"]
    assert not any(passage.endswith(("Опори", "------")) for passage in found)


@pytest.mark.parametrize(("letters", "begins"), [(46, "# "), (47, "слово")])
def test_a_heading_of_more_than_half_a_passage_stands_alone(letters, begins):
    # With its sign and the blank line below it, the heading has 50 or 51 characters.
    found = split(article(f"# {'Б' * letters}\n\n{'слово ' * 15}"), always, 100)
    assert next(passage for passage in found if "слово" in passage.text).text.startswith(begins)


@pytest.mark.parametrize(("letters", "passages"), [(88, 1), (89, 2)])
def test_short_sections_are_one_passage_as_long_as_they_fit(letters, passages):
    text = f"# А\n\nа\n\n# Б\n{'б' * letters}"
    assert len(text) == 12 + letters
    assert len(split(article(text), always, 100)) == passages


def test_a_passage_is_indexed_with_the_name_of_its_sheet():
    text = "Замки\n\nЗамок: Олесько; Рік: 1327\n\nМіст: Іква; Довжина: 85"
    article = Article(
        "a.xlsx", "Облік", None, "uk", "", text, (0, text.index("Міст")), unit="sheet", page_names=("Замки", "Мости")
    )
    assert [encoded_passage(article, passage) for passage in split(article, lambda text: True)] == [
        "Облік · Замки\nЗамки\n\nЗамок: Олесько; Рік: 1327",
        "Облік · Мости\nМіст: Іква; Довжина: 85",
    ]
    for passage in split(article, lambda text: len(text) <= 30):  # the name counts in the encoder's limit
        assert len(encoded_passage(article, passage)) <= 30
        assert article.text[passage.start : passage.end] == passage.text
