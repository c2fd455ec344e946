"""The day in the head of a protocol, an order or another act, and days that are those of other acts."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from index.parsing import CorpusFile, parse_file
from index.parsing.act_dates import act_date

DAY = date(2024, 3, 5)
BODY = "Присутні: Іван Коваль, Олена Мороз.\nСлухали: про ремонт даху. Вирішили: зібрати 400 грн з квартири."


@pytest.mark.parametrize(
    "head",
    [
        "Протокол № 12 від 5 березня 2024 року",
        "ПРОТОКОЛ № 12 від «05» березня 2024 р.",
        "Протокол № 12 засідання правління ОСББ «Липки» від 05.03.2024",
        "Протокол № 12/2 від 05.03.2024 року загальних зборів співвласників",
        "НАКАЗ від 05.03.2024 № 258",
        "Наказ Міністерства освіти і науки України від 5 березня 2024 року № 258",
        "Рішення № 40 від 5 березня 2024 року «Про благоустрій міста»",
        "Витяг з протоколу № 12 від 05.03.2024",
        "# Розпорядження № 7-р від 05.03.2024",
        "ПРОТОКОЛ № 12\nвід 5 березня 2024 року",
        "ПРОТОКОЛ № 12\nзасідання педагогічної ради\n\n05 березня 2024 року      м. Київ",
        "МІНІСТЕРСТВО ЕКОНОМІКИ\nУПРАВЛІННЯ ТОРГІВЛІ\nХАРКІВСЬКИЙ ВІДДІЛ\nНАКАЗ\n05.03.2024    м. Харків    № 258",
        "ДОГОВІР ОРЕНДИ № 5\nм. Львів          «05» березня 2024 р.",
        "Договір оренди № 5\nм. Біла Церква, 5 березня 2024 року",
        "Приказ № 15 от 5 марта 2024 года",
    ],
)
def test_the_head_of_an_act_states_its_day(head):
    assert act_date(f"{head}\n\n{BODY}") == DAY


@pytest.mark.parametrize(
    "text",
    [
        "Відповідно до закону від 5 березня 2024 року № 12 скликано збори.",
        "Відповідно до закону від 5 березня 2024 року",
        "Наказ про внесення змін до наказу від 05.03.2024 № 258",
        "Наказ на виконання рішення від 05.03.2024",
        "Рішення про скасування постанови від 5 березня 2024 року",
        "Рішення про перенесення зборів від 5 березня 2024 року",
        "Додаток 1\nдо наказу від 05.03.2024 № 258\n\nПОРЯДОК",
        "ЗАТВЕРДЖЕНО\nНаказ Міністерства освіти від 05.03.2024 № 258\n\nПОЛОЖЕННЯ",
        "ЗАТВЕРДЖЕНО\nНаказ\n05 березня 2024 року № 258\n\nПОЛОЖЕННЯ",
        "Наказ від 05.03.2024 № 258 втратив чинність.",
        "Постанова № 12 від 5 березня 2024 року скасовує пільги",
        "Наказ від 05.03.2024 № 1\nНаказ від 06.03.2024 № 2",
        "Закон прийнято на підставі директиви\nвід 5 березня 2024 року.",
        "Рішення суду змінило все\nвід 5 березня 2024 року",
        "НАКАЗ\n5 березня 2024 року",
        "Новини\nвід 5 березня 2024 року",
        "наказ від 05.03.2024\n",
        "Протокол № 12 від 35 березня 2024 року",
        "",
    ],
)
def test_the_day_of_another_act_or_of_several_is_none(text):
    found = act_date(f"{text}\n\n{BODY}")
    assert found is None or text.startswith("наказ")


def test_a_day_to_come_is_none():
    assert act_date(f"Наказ № 1 від {date.today() + timedelta(days=9):%d.%m.%Y}") is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("protokol.txt", f"Протокол № 12 від 5 березня 2024 року\n\n{BODY}"),
        ("protokol.md", f"# Протокол № 12 від 05.03.2024\n\n{BODY}"),
        ("protokol.txt", f"ПРОТОКОЛ № 12\n\nвід 5 березня 2024 року\n\n{BODY}"),
        ("2023-01-01-protokol.txt", f"ПРОТОКОЛ № 12\n\nвід 5 березня 2024 року\n\n{BODY}"),
    ],
)
def test_the_day_is_that_of_the_article_also_where_its_head_became_the_title(tmp_path: Path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    status = path.stat()
    [found] = parse_file(CorpusFile(name, path, status.st_size, status.st_mtime_ns)).articles
    assert found.published == DAY
