"""The titles of orders, decisions and protocols, and of press releases, as their heads state them."""

from datetime import date
from pathlib import Path

import pytest

from index.parsing import CorpusFile, parse_file
from index.parsing.facts.act_titles import act_title
from index.records import Article

BODY = "Відповідно до статті 26 Закону рада ВИРІШИЛА:\n1. Затвердити бюджет громади у сумі 40 млн грн."


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "УКРАЇНА\nЛИПІВСЬКА МІСЬКА РАДА\nКИЇВСЬКОЇ ОБЛАСТІ\n\nР І Ш Е Н Н Я\n\nвід 12 березня 2024 року     № 145\n"
            "м. Липівка\n\nПро затвердження\nбюджету громади",
            "Рішення № 145 Про затвердження бюджету громади",
        ),
        (
            "УКРАЇНА ЛИПІВСЬКА МІСЬКА РАДА\nДвадцята сесія восьмого скликання\nРІШЕННЯ № 145-VIII\n"
            "Про бюджет громади на 2024 рік",
            "Рішення № 145-VIII Про бюджет громади на 2024 рік",
        ),
        (
            "МІНІСТЕРСТВО ЕКОНОМІКИ УКРАЇНИ\nН А К А З\n05.03.2024    м. Київ    № 258\n\nПро зміни до порядку\nобліку",
            "Наказ № 258 Про зміни до порядку обліку",
        ),
        (
            "НАКАЗ\n05.03.2024 № 8\nПро відпустки\nНадати відпустку Олені Коваль. Підстава: заява.",
            "Наказ № 8 Про відпустки",
        ),
        (
            "НАКАЗ № 8\nПро статут відділу\nЛипівської міської ради",
            "Наказ № 8 Про статут відділу Липівської міської ради",
        ),
        ("ЗАКОН УКРАЇНИ\nПро освіту", "Закон України Про освіту"),
        (
            "ПРОТОКОЛ № 12\nзасідання педагогічної ради\n\n05 березня 2024 року      м. Київ",
            "Протокол № 12 засідання педагогічної ради",
        ),
        (
            "Наказ Міністерства економіки України від 5 березня 2024 року № 258\nПро зміни",
            "Наказ Міністерства економіки України від 5 березня 2024 року № 258 Про зміни",
        ),
        (
            "РОЗПОРЯДЖЕННЯ\nголови обласної адміністрації\n12.03.2024 № 45-р\nПро відзначення",
            "Розпорядження № 45-р Про відзначення",
        ),
        ("РІШЕННЯ СУДУ ЗМІНИЛО ВСЕ\n\nПро це стало відомо вчора.", "РІШЕННЯ СУДУ ЗМІНИЛО ВСЕ"),
        ("Рішення\n\nПро це рада говорила довго.", "Рішення"),
        ("ЗАТВЕРДЖЕНО\nНаказ\n05 березня 2024 року № 258\n\nПОЛОЖЕННЯ", ""),
        ("Рада ухвалила бюджет\n\nРішення № 5", ""),
        ("Справа № 487/24\n\nРІШЕННЯ\nСуд розглянув позов.", ""),
        (
            "Міністерство освіти\nм. Київ\n\n16.04.2024 № 1/67-24\n\nКерівникам\n\nПро оздоровлення\n\nШановні!",
            "Про оздоровлення",
        ),
        ("Відділ освіти\n\nвід 16.04.2024 № 12\nна № 33 від 01.04.2024\n\nПро це ми вже писали.", ""),
        ("Рада довго радилась.\nРІШЕННЯ", ""),
        ("", ""),
    ],
)
def test_the_title_of_an_act_is_its_kind_number_and_subject(head, title):
    assert act_title(f"{head}\n\n{BODY}") == title


def article(folder: Path, text: str) -> Article:
    path = folder / "лист.txt"
    path.write_text(text, "utf-8")
    status = path.stat()
    [found] = parse_file(CorpusFile(path.name, path, status.st_size, status.st_mtime_ns)).articles
    return found


def test_a_decision_in_a_text_file_is_named_by_its_head_which_stays_in_the_text(tmp_path):
    text = f"УКРАЇНА\nЛИПІВСЬКА РАДА\n\nРІШЕННЯ\n12.03.2024 № 7\n\nПро парк\n\n{BODY}"
    found = article(tmp_path, text)
    assert (found.title, found.published, found.text) == ("Рішення № 7 Про парк", date(2024, 3, 12), text)


@pytest.mark.parametrize(
    "head",
    [
        "УПРАВЛІННЯ КУЛЬТУРИ\nЛИПІВСЬКОЇ РАДИ\n\nПРЕС-РЕЛІЗ\n\n12 березня 2024 року\n\n",
        "Пресреліз № 4\n12.03.2024\n",
        "ЛИПІВСЬКА РАДА\nм. Липівка\n\nДля негайного поширення\n12 березня 2024 року\n\n",
    ],
)
def test_a_press_release_is_named_by_the_line_below_its_head(tmp_path, head):
    found = article(tmp_path, f"{head}У Липівці відкрили парк\n\nУ суботу в місті відкрили парк. Прийшли сотні людей.")
    assert (found.title, found.published) == ("У Липівці відкрили парк", date(2024, 3, 12))
    assert found.text.startswith(head.split("\n")[0])
