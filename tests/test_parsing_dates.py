from datetime import UTC, date, datetime

import pytest

from index.parsing.facts import dates
from index.parsing.facts.dates import date_in_name, find_date, is_dateline, stated_date

DAY = date(2026, 2, 3)
PROSE = "Уряд ухвалив рішення. Воно набуде чинності навесні."


@pytest.mark.parametrize(
    "stated",
    [
        "2026-02-03", " 2026-02-03 ", "2026-02-03T10:20:30Z", "2026-02-03T10:20:30.123+02:00", "2026-02-03 10:20",
        "2026/02/03", "2026.2.3", "03.02.2026", "3.2.2026, 10:20",
        "3 лютого 2026", "3 лютого 2026 року", "3 лютого 2026 р.",         
        "3 лют. 2026", "3 лютого 2026, 10:20", "вівторок, 3 лютого 2026", "3 февраля 2026 года", "3 лютага 2026",
        "February 3, 2026", "Feb. 3, 2026", "3 February 2026", "3rd of February 2026", "February 3rd, 2026",
        "3. Februar 2026", "3 lutego 2026 r.", "Tue, 03 Feb 2026 10:20:30 +0200", "Tuesday, February 3, 2026",
        DAY, datetime(2026, 2, 3, 23, 59, tzinfo=UTC),
        "3 лют 2026", "03.02.26", "«3» лютого 2026 року", "3 лютого 2026, п’ятниця", "П'ятниця, 3 лютого 2026",
        "П`ятниця, 3 лютого 2026", "3 лютого 2026 (вівторок)", "3-го лютого 2026", "03-02-2026", "20260203",
        "20260203T102030Z", "20260203102030", "Опубліковано: 03.02.2026", "від 3 лютого 2026", "Вт, 3 лютого 2026",
        "2026-02-03T10:20:30+02", "2026-02-03 10:20 EET", 1770076800, "1770076800", 1770076800000, "1770076800.5",
        "10:20, 3 лютого 2026", "10:20 03.02.2026", "10:20 | 3 лютого 2026 р.", "Dienstag, den 3. Februar 2026",
        "dnia 3 lutego 2026 r.", "3.II.2026", "3 ІІ 2026", "03/II/2026", "3-Feb-26", "03-лют-26", "3-те лютого 2026",
        "2026-W06-2", "2026W062", "2026-02-03Z", "2026-02-03+02:00",
        "2026-02-03T10:20:30+02:00[Europe/Kyiv]", "/Date(1770076800000)/", "/Date(1770076800000+0200)/",
        1770076800000000, "1770076800000000",
    ],
)  # fmt: skip
def test_a_stated_date_is_read_in_every_common_form(stated):
    assert stated_date(stated) == DAY


@pytest.mark.parametrize(
    "stated",
    [
        "", "вчора", "2026", "2026-02", "31.02.2026", "3 слова 2026", "2026-13-01", None, 2026, 1.5, [], {}, "9" * 999,
        "12 листів 2024", "15.13.24", "до 03.02.2026", "Роздруковано 03.02.2026", "2099-02-03",
        "03/04/2024", "5 ма 2024", 12, 99999999999999999, True,
        "2026-W06", "2026-W60-2", "3.XIII.2026", "3 i 2026", "/Date(1)/", "3-5 лютого 2026", "3.02.2026–5.02.2026",
        "2026-02-03/2026-02-05", "12/03/24", "3204-03-12", "9999-12-31",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(stated):
    assert stated_date(stated) is None


@pytest.mark.parametrize(
    "month",
    [
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
        "January February March April May June July August September October November December",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    ],
)
def test_every_month_of_six_languages_is_known(month):
    assert [stated_date(f"7 {name} 2020") for name in month.split()] == [date(2020, n, 7) for n in range(1, 13)]


@pytest.mark.parametrize(
    "line",
    [
        "3 лютого 2026 року", "03.02.2026", "2026-02-03", "3 лютого 2026, 10:20", "Дата: 03.02.2026",
        "Опубліковано: 3 лютого 2026",
        "Published on February 3, 2026", "Київ, 3 лютого 2026 року", "Stand: 3. Februar 2026",
        "*3 лютого 2026*", "(03.02.2026)",
        "3 лютого 2026 року, м. Львів", "м. Біла Церква, 3 лютого 2026 р.", "03.02.2026   м. Івано-Франківськ",
        "№ 7 (845) від 3 лютого 2026 року", "ЛИПІВСЬКИЙ ВІСНИК  № 7 (845)  3 лютого 2026 року",
        "Вівторок, 3 лютого 2026 року, № 7 (845)",
        "10:20, 3 лютого 2026", "Опубліковано: 10:20, 3 лютого 2026", "Вівторок 3 лютого 2026",
        "Tuesday 3 February 2026",
        "Berlin, den 3. Februar 2026", "Warszawa, dnia 3 lutego 2026 r.", "Новини | 3 лютого 2026, 10:20",
        "3 лютого 2026 • Ада Бортник", "Культура | 3 лютого 2026 | Ада Бортник | 341",
        "3 лютого 2026 | Новини культури", "Опубліковано: 3 лютого 2026 | Рівне",
        "Погляд | Ада Б. Бортник | 3 лютого 2026 | 5 хв читання", "3 лютого 2026 | Переглядів: 1 341 | Автор: Ада",
        "Feb 3, 2026 · 5 min read",
        "Tuesday, 3 February 2026", "Data publikacji: 3 lutego 2026", "вівторок, 3 лютого 2026 | 10:20",
    ],
)  # fmt: skip
def test_a_line_that_is_nothing_but_a_date_is_the_date(line):
    assert find_date(f"Заголовок\n\n{line}\n\n{PROSE}", today=DAY) == DAY


@pytest.mark.parametrize(
    "lead",
    [
        "КИЇВ, 3 лютого 2026 року — Уряд ухвалив рішення. ",
        "Біла Церква, 3 лютого 2026 (Вісті). – Уряд ухвалив рішення. ",
    ],
)
def test_a_dateline_that_opens_the_lead_is_the_date(lead):
    assert find_date(lead + PROSE * 3, today=DAY) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "3 лютого 2026 року уряд ухвалив рішення.",
        "Рішення ухвалили 3 лютого 2026 року.",
        "Наказ від 03.02.2026 № 1139",
        "про режим судноплавства на Дунаї від\n18 серпня 1948 року".replace("про", "Про ратифікацію\nдодатково\nпро"),
        "Шевченко народився\n\nу селі.\n\nПотім\n\nвін\n\n3 лютого 2026 року\n\nпереїхав.",
        "4 лютого 2026 року",
        "3 лютого 1650 року",
        "32.01.2026",
        "Концерт 3 лютого 2026",
        "3 січня 2026 | 4 січня 2026",
        "Концерт | 12 березня 2024 | Палац",
        "12 березня 2024 | Палац Україна",
        "Концерт, 12 березня 2024",
        "Олег Гук | 12 березня 2024 | Рівне",
        "Лекція | 12 березня 2024",
        "Коли | 12 березня 2024 | 19:00",
        "12 березня 2024 | 150 грн",
        "Квартирник | 12 березня 2024 | Дім Звуку",
        "3–5 січня 2026",
        PROSE,
        "",
    ],
)
def test_dates_in_prose_in_the_future_or_of_another_age_are_not_taken(text):
    assert find_date(text, today=date(2026, 2, 2)) is None


def test_a_labelled_date_may_stand_lower_than_a_bare_one():
    head = "Вісті\n\nНовини\n\nЗаголовок\n\nАвтор\n\n"
    assert find_date(f"{head}Опубліковано: 03.02.2026\n", today=DAY) == DAY
    assert find_date(f"{head}03.02.2026\n", today=DAY) is None


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("15 бер. 2024", date(2024, 3, 15)),
        ("15 вер. 2024", date(2024, 9, 15)),
        ("15 лист. 2024", date(2024, 11, 15)),
        ("15 мар 2024", date(2024, 3, 15)),
        ("15 paź 2024", date(2024, 10, 15)),
        ("15. Mär. 2024", date(2024, 3, 15)),
        ("15/03/2024", date(2024, 3, 15)),
        ("03/15/2024", date(2024, 3, 15)),
        ("15.03.98", date(1998, 3, 15)),
    ],
)
def test_short_months_and_years_and_slashes_are_read_where_only_one_reading_is_right(stated, day):
    assert stated_date(stated) == day


NAMED = ["blog/2024-03-15-mist.md", "2024_03_15.txt", "2024 03 15 Міст.txt", "15.03.2024 Міст.txt", "20240315.txt"]
UNNAMED = ["2024-13-15.md", "zvit-2024-03-15.md", "2099-01-01.md", "2024-03-15_2024-03-17.md", "20240315_143000.txt"]
UNNAMED += ["15.03.2024-17.03.2024.md", "20241345.md", "20240315143000.md", "2024-03.15.md", "03-04-2024.md"]


@pytest.mark.parametrize("name", [*NAMED, "20240315-mist.md"])
def test_a_files_name_may_begin_with_its_day(name):
    assert date_in_name(name) == date(2024, 3, 15)


@pytest.mark.parametrize("name", UNNAMED)
def test_a_file_whose_name_has_no_day_of_its_own_has_none(name):
    assert date_in_name(name) is None


def test_the_day_of_publication_counts_before_that_of_an_update():
    both = f"Заголовок\nОновлено: 05.02.2026\nОпубліковано: 03.02.2026\n\n{PROSE}"
    assert find_date(both, today=date(2026, 2, 6)) == DAY
    assert find_date(both.replace("Опубліковано", "Подія"), today=date(2026, 2, 6)) == date(2026, 2, 5)


def test_a_line_with_its_section_and_day_is_no_title():
    assert is_dateline("Новини | 3 лютого 2026")
    assert not is_dateline("Міст через річку Іква відкрили увечері | 3 лютого 2026")


def test_a_clock_that_is_wrong_costs_no_days(monkeypatch):
    class Early(date):
        @classmethod
        def today(cls):
            return cls(1970, 1, 1)

    monkeypatch.setattr(dates, "date", Early)
    assert (
        stated_date("15.03.24") == stated_date("15 березня 2024") == find_date("15 березня 2024") == date(2024, 3, 15)
    )
    assert date_in_name("2024-03-15.md") == date(2024, 3, 15)


NO_DAYS = ["0001-01-01T00:00:00", "1970-01-01", "Thu, 01 Jan 1970 00:00:00 +0000", "30.12.1899", "1900-01-01"]


@pytest.mark.parametrize("value", NO_DAYS)
def test_the_days_that_programs_write_for_none_are_no_dates(value):
    assert stated_date(value) is None
