"""Tables whose rows are articles, and tables that only look like them."""

from datetime import date
from pathlib import Path

import pytest

from support.office_files import cells, xlsx
from support.parsed import article, parsed

WEIR = (
    "Греблю на Росаві полагодили за два тижні, і вода знову дійшла до млина.\n\nРоботи коштували сорок тисяч гривень."
)
FAIR = "Ярмарок меду зібрав у Каневі шістдесят пасічників, а найбільше купували липовий і гречаний мед, як і торік."
HEAD = ["Заголовок", "Дата", "Автор", "URL", "Текст", "Рубрика"]
ROWS = [
    ["Гребля", "2024-05-14", "Ада Бортник", "https://loza.example/weir", WEIR, "Новини"],
    ["Ярмарок; мед", "15.05.2024", "Лев Пасічник", "https://loza.example/fair", FAIR, ""],
]


def csv(rows: list[list[str]], sign: str) -> str:
    return "".join(sign.join(f'"{cell}"' for cell in row) + "\n" for row in rows)


FILES = {
    "a.csv": csv([HEAD, *ROWS], ","),
    "b.csv": "\ufeff" + csv([HEAD, *ROWS], ";"),
    "c.xlsx": xlsx({"Статті": cells([[*HEAD], *([*row] for row in ROWS)])}),
}


@pytest.mark.parametrize("name", FILES)
def test_each_row_of_a_table_of_articles_is_an_article(tmp_path: Path, name: str) -> None:
    found = parsed(tmp_path, name, FILES[name])
    assert (found.skipped, found.warnings) == ((), ())
    weir, fair = found.articles
    text = WEIR.replace("\n", " ") if name.endswith("xlsx") else WEIR
    assert (weir.id, weir.title, weir.published, weir.text) == (f"{name}#2", "Гребля", date(2024, 5, 14), text)
    assert (fair.id, fair.title, fair.published, fair.text) == (f"{name}#3", "Ярмарок; мед", date(2024, 5, 15), FAIR)
    assert (weir.source, weir.language) == ("https://loza.example/weir", "uk")
    assert (weir.fields, fair.fields) == (
        {"author": "Ада Бортник", "рубрика": "Новини"},
        {"author": "Лев Пасічник"},
    )


def test_a_row_without_text_is_named_and_one_without_title_is_called_by_its_text(tmp_path: Path) -> None:
    rows = [["id", "title", "text"], ["w", "", f"Гребля на Росаві\n\n{WEIR}"], ["e", "Порожня", ""]]
    found = parsed(tmp_path, "2024-05-01 новини.csv", csv(rows, ","))
    assert [(each.id, each.title, each.published) for each in found.articles] == [
        ("w", "Гребля на Росаві", date(2024, 5, 1))
    ]
    assert [(each.file, each.reason) for each in found.skipped] == [
        ("2024-05-01 новини.csv#3", 'has no "text": its field "text" has no words')
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["Назва", "Дата", "Сума"], ["Гребля", "2024-05-14", "40000"]],
        [["Назва", "Дата", "Текст"], ["Гребля", "2024-05-14", "полагоджено"]],
        [["Текст", "Сума"], [WEIR, "40000"]],
        [["Назва", "Текст"], ["Гребля", WEIR, "ще одна клітинка"]],
    ],
)
def test_any_other_table_stays_one_article(tmp_path: Path, rows: list[list[str]]) -> None:
    found = article(tmp_path, "роботи.csv", csv(rows, ","))
    assert (found.id, found.title) == ("роботи.csv", "роботи")
    assert rows[1][-1] in found.text
