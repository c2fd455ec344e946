"""Pages as people save them: without marks for their article, with the day they were seen on."""

from datetime import date
from pathlib import Path

import pytest

from support.parsed import article

FIRST = "Пором через Десну біля Вишеньок перевозить за день сорок автомобілів і двісті пішоходів, крім понеділка."
SECOND = "Переправа коштує тридцять гривень, а мешканців двох найближчих сіл перевозять безплатно круглий рік."
STORY = f"<p>{FIRST}</p><p>{SECOND}</p>"
TEXT = f"{FIRST}\n\n{SECOND}"


def page(body: str, head: str = "<title>Пором через Десну</title>") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("above", "text"),
    [
        (
            "<ul><li>Телефон: <b>255-12-12</b></li><li>Години: з 9 до 17</li></ul>",
            "- Телефон: 255-12-12\n- Години: з 9 до 17\n\n",
        ),
        ("<ol><li>Візьміть квиток.</li><li>Станьте в чергу.</li></ol>", "- Візьміть квиток.\n- Станьте в чергу.\n\n"),
        ("<dl><dt>Адреса</dt><dd>Вишеньки, причал 2</dd></dl>", "- Адреса\n- Вишеньки, причал 2\n\n"),
        ("<h3>Години</h3><ul><li>з 9 до 17</li></ul>", "Години\n- з 9 до 17\n\n"),
    ],
)
def test_a_list_above_the_first_paragraph_of_an_unmarked_page_is_kept(tmp_path: Path, above: str, text: str) -> None:
    assert article(tmp_path, "a.html", page(f"<h1>Пором через Десну</h1>{above}{STORY}")).text == text + TEXT


def test_lists_of_links_and_beside_an_unmarked_article_are_left_out(tmp_path: Path) -> None:
    menu = "<ul><li><a href='/'>Головна сторінка</a></li><li><a href='/n'>Новини</a></li></ul>"
    side = "<div class='sidebar'><ul><li>Погода: дощ</li></ul></div>"
    found = article(
        tmp_path, "a.html", page(f"{menu}<h1>Пором через Десну</h1><ul><li>причал 2</li></ul>{STORY}{side}")
    )
    assert found.text == f"- причал 2\n\n{TEXT}"


@pytest.mark.parametrize(
    "body",
    [
        f"<table><tr><td>15.03.2024</td></tr><tr><td><h1>Пором через Десну</h1>{STORY}</td></tr></table>",
        f"<table><tr><td>15.03.2024</td></tr><tr><td>{STORY}</td></tr></table>",
        f"<table><tr><td>П’ятниця, 15 березня 2024</td></tr><tr><td><font size=5>Пором через Десну</font><br>{STORY}"
        "</td></tr></table>",
        f"<p>15 березня 2024, п’ятниця</p><h1>Пором через Десну</h1>{STORY}",
        f"<p>Сьогодні, 15 березня 2024</p><h1>Пором через Десну</h1>{STORY}",
        f"<h1>Пором через Десну</h1><p>Роздруковано, 15.03.2024</p>{STORY}",
        f"<article><h1>Пором через Десну</h1><p class=print-date>15.03.2024</p>{STORY}</article>",
        f"<div class=topbar-info><span class=date>15.03.2024</span></div><div><h1>Пором через Десну</h1>{STORY}</div>",
        f"<div id=clock><time datetime='2024-03-15'>15 березня</time></div><h1>Пором через Десну</h1>{STORY}",
        f"<p class=date>до 15.03.2024</p><h1>Пором через Десну</h1>{STORY}",
        f"<h1>Пором через Десну</h1><table><tr><th>Дата</th><td>15.03.2024</td></tr></table>{STORY}",
    ],
)
def test_the_day_on_which_a_page_was_seen_or_printed_is_not_its_date(tmp_path: Path, body: str) -> None:
    assert article(tmp_path, "a.html", page(body)).published is None


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Пором через Десну</h1><div>15 березня 2024</div>{STORY}",
        f"<div><div>15 березня 2024</div><h1>Пором через Десну</h1>{STORY}</div>",
        f"<h1>Пором через Десну</h1><div class=meta>Опубліковано 15.03.2024 | Переглядів: 341</div>{STORY}",
        f"<h1>Пором через Десну</h1><p><i class=updated>16.03.2024</i></p><p class=published>15.03.2024</p>{STORY}",
        f"<div class=post-head><p class=date>п’ятниця, 15 березня 2024</p></div><div><h1>Пором</h1>{STORY}</div>",
    ],
)
def test_the_day_at_the_heading_of_a_page_is_its_date(tmp_path: Path, body: str) -> None:
    assert article(tmp_path, "a.html", page(body)).published == date(2024, 3, 15)


def test_a_stated_day_in_the_future_is_no_date(tmp_path: Path) -> None:
    head = "<title>Пором</title><meta name=date content=2099-03-15>"
    assert article(tmp_path, "a.html", page(STORY, head)).published is None
    assert article(tmp_path, "a.md", "---\ndate: 2099-03-15\n---\nПором ходить щодня.").published is None
    record = '{"text": "Пором ходить щодня.", "published": "2099-03-15", "created": "2024-03-15"}'
    assert article(tmp_path, "a.jsonl", record).published == date(2024, 3, 15)


def test_a_short_marked_article_keeps_its_blocks(tmp_path: Path) -> None:
    table = "<table><tr><th>Село</th><th>Рейси</th></tr><tr><td>Вишеньки</td><td>6</td></tr></table>"
    body = f"<nav><a href=/>Головна</a></nav><article><h1>Розклад</h1><p>Пором ходить.</p>{table}</article>"
    found = article(tmp_path, "a.html", page(body, "<title>Розклад</title>"))
    assert found.text == "Пором ходить.\n\nСело | Рейси\nВишеньки | 6"
