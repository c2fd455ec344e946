import pytest

from index.parsing.facts.titles import first_sentence, reads_like_title, repair, shorten, title_from_name, title_in


@pytest.mark.parametrize(
    "title",
    [
        "Правила змагань з карате",
        "ДІАРЕМІКС, інструкція",
        "Звіт 2024",
        "Über Städte",
        "Déjà vu à l'été",
        "Łódź i Żnin",
        "Нью-Йорк",
    ],
)
def test_titles_that_name_their_document_are_taken(title):
    assert reads_like_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "", "1", "  ", "ab", "12.03.2024", "Microsoft Word - Документ1", "Microsoft PowerPoint - a",
        "Untitled", "untitled-1",
        "Без назви", "Документ1", "Document 3", "doc1", "Word Document", "PowerPoint Presentation",
        "Слайд 1", "наказ_12.docx",
        "C:\\Users\\a\\b.indd", "scan.pdf", "https://example.org/a", "114aa3c7890f255d1134a31a22a29caae427a6f1",
        "Ïðàâèëà çìàãàíü",
        "ÐŸÑ€Ð°Ð²Ð¸Ð»Ð°", "Прав\ufffdла", "??????? ???", "\x00\x01",
    ],
)  # fmt: skip
def test_titles_of_programs_file_names_and_broken_letters_are_not(title):
    assert not reads_like_title(title)


def test_cyrillic_letters_decoded_as_latin_ones_are_repaired():
    broken = "Правила спортивних змагань з дзюдо".encode("cp1251").decode("cp1252")
    assert repair(broken) == "Правила спортивних змагань з дзюдо"
    for whole in ("Über Städte", "Правила", "Rules", "", "Éàü"):
        assert repair(whole) == whole


def test_a_long_title_is_cut_at_a_word_and_a_long_word_anywhere():
    assert shorten("слово " * 50, 20) == "слово слово слово…"
    assert shorten("а" * 500, 20) == "а" * 20 + "…"
    assert shorten(" два\n\tслова ") == "два слова"


def test_the_first_sentence_stops_at_its_mark_at_a_new_line_or_at_a_word():
    assert first_sentence("⚡️ Ціни на проїзд у Києві зростуть. Коли?") == "Ціни на проїзд у Києві зростуть"
    assert first_sentence("Ціни на проїзд зростуть\n⁉️\nКоли саме") == "Ціни на проїзд зростуть"
    assert first_sentence("Ціни на проїзд у місті\nзростуть") == "Ціни на проїзд у місті зростуть"
    assert (
        first_sentence("«Ціни на проїзд у Києві зростуть?» — питає він.")
        == "«Ціни на проїзд у Києві зростуть?» — питає він"
    )
    assert first_sentence("…\n—") == ""
    assert len(first_sentence("слово " * 99)) <= 101


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("a/b/nakaz_12-bis.pdf", "nakaz 12 bis"),
        ("Бюджет 01.02.2024.xlsx", "Бюджет 01.02.2024"),
        ("вісті.2024.JSONL.GZ", "вісті.2024"),
        ("Звіт+за+рік.txt", "Звіт за рік"),
        ("a/---.txt", "---"),
        ("x.txt", "x"),
    ],
)
def test_a_file_name_is_made_readable(name, title):
    assert title_from_name(name) == title


PROSE = "Міська рада приймає папери до 5 травня. Двері відчинено щодня."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("ПРЕСРЕЛІЗ\n\nУ Полтаві відкрили музей меду", "У Полтаві відкрили музей меду"),
        ("ОГОЛОШЕННЯ\n\nПро конкурс на посаду директора", "Про конкурс на посаду директора"),
        ("ОГОЛОШЕННЯ\nпро конкурс на посаду\nдиректора музею", "Оголошення про конкурс на посаду директора музею"),
        ("ІНФОРМАЦІЙНЕ ПОВІДОМЛЕННЯ\n\nпро ремонт моста.", "Інформаційне повідомлення про ремонт моста"),
        ("Повідомлення:\n5 травня 2024 року\n\nРемонт моста", "Ремонт моста"),
        ("МІСЬКА РАДА\n\nОГОЛОШЕННЯ\n\nЗбори мешканців у суботу", "Збори мешканців у суботу"),
        ("PRESS RELEASE\n\nA museum of honey opens", "A museum of honey opens"),
        ("Оголошення", "Міська рада приймає папери до 5 травня"),
        ("Ремонт моста\n\nПовідомлення", "Ремонт моста"),
        ("Оголошення про конкурс", "Оголошення про конкурс"),
        ("ЗАЯВА МІСЬКОЇ РАДИ", "ЗАЯВА МІСЬКОЇ РАДИ"),
    ],
)
def test_a_text_is_called_by_its_subject_and_not_by_its_kind_alone(text, title):
    assert title_in(f"{text}\n\n{PROSE}") == title


@pytest.mark.parametrize("kind", ["ОГОЛОШЕННЯ", "Повідомлення", "ПРЕС-РЕЛІЗ", "Press release:", "Ogłoszenie"])
def test_a_kind_alone_is_no_title(kind):
    assert not reads_like_title(kind)
    assert title_in(kind) == kind
