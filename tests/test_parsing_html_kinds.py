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
        ("<ol><li>Візьміть квиток.</li><li>Станьте в чергу.</li></ol>", "1. Візьміть квиток.\n2. Станьте в чергу.\n\n"),
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
        f"<h1>Пором через Десну</h1><div>Сьогодні: <b>15.03.2024</b></div>{STORY}",
        f"<h1>Пором через Десну</h1><div>Сьогодні</div><div>15 березня 2024</div>{STORY}",
        f"<h1>Пором через Десну</h1><p>Сьогодні:<br>15 березня 2024</p>{STORY}",
        f"<h1>Пором через Десну</h1><p><span>Дата перегляду:</span> <span>15.03.2024</span></p>{STORY}",
        f"<h1>Пором через Десну</h1><p>Сьогодні | 15.03.2024</p>{STORY}",
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
        f"<h1>Сьогодні пором стоїть</h1><div>15 березня 2024</div>{STORY}",
        f"<h1>Сьогодні</h1><div>15 березня 2024</div>{STORY}",
        f"<h1>Пором через Десну</h1><table><tr><td>Дата публікації</td><td>15.03.2024</td></tr></table>{STORY}",
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


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<div class=lead>Пором ходить щодня з шостої ранку.</div>{STORY}",
         f"Пором ходить щодня з шостої ранку.\n\n{TEXT}"),
        (f"{STORY}<div>Текст: <a href=/o>Олена</a></div><div><a href=/1>Усі новини про пороми.</a></div>", TEXT),
        (f"{STORY}<h2><button class=accordion-button>Де каса?</button></h2><p>На причалі.</p>",
         f"{TEXT}\n\nДе каса?\n\nНа причалі."),
        (f"<ol start=4><li>Квиток.</li><li><p>Черга.</p></li></ol>{STORY}", f"4. Квиток.\n5. Черга.\n\n{TEXT}"),
        ("<p>Пором збудували 1912<sup class=reference><a href=#n>[1]</a></sup> року.</p>",
         "Пором збудували 1912 ¹ року."),
        ("<p>Пором коштує <span style='text-decoration:line-through'>20</span> 30 гривень.</p>",
         "Пором коштує 30 гривень."),
        ("<p>Пором стоїть.</p><table><tr><td><p class=MsoNormal>Село</p></td><td><p>Рейси</p></td></tr>"
         "<tr><td><p>Вишеньки</p></td><td><p>6</p></td></tr></table><div id=ftn1><p class=MsoFootnoteText>Крім свят."
         "</p></div>", "Пором стоїть.\n\nСело | Рейси\nВишеньки | 6\n\nКрім свят."),
    ],
)  # fmt: skip
def test_what_a_reader_sees_in_an_unmarked_page_is_its_text(tmp_path: Path, inside: str, text: str) -> None:
    found = article(tmp_path, "a.html", page(f"<h1>Пором через Десну</h1>{inside}"))
    assert found.text.replace("\u202f", " ") == text


def test_a_page_saved_by_a_browser_has_its_address_and_not_the_day_it_was_saved(tmp_path: Path) -> None:
    comment = "<!--\n Page saved with SingleFile\n url: https://loza.example/a\n saved date: Fri Mar 15 2024\n-->"
    shown = page(f"<div>15 березня 2024</div><h1>Пором через Десну</h1>{STORY}")
    found = article(tmp_path, "a.html", shown.replace("<head>", f"{comment}<head>"))
    assert (found.source, found.published) == ("https://loza.example/a", None)
    comment = "<!-- saved from url=(0038)https://loza.example/2024/03/15/porom/ -->\n"
    found = article(tmp_path, "b.html", comment + page(STORY))
    assert (found.source, found.published) == ("https://loza.example/2024/03/15/porom/", date(2024, 3, 15))


def test_a_post_of_a_blog_is_called_by_its_own_heading(tmp_path: Path) -> None:
    body = (
        "<h1 class=title>Нотатки</h1><div class=date-outer><h2 class=date-header>п’ятниця, 15 березня 2024 р.</h2>"
        f"<div class=post><h3 class='entry-title'>Пором через Десну</h3><div class=post-body>{STORY}</div></div></div>"
    )
    found = article(tmp_path, "a.html", page(body, "<title>Нотатки: Пором через Десну</title>"))
    assert (found.title, found.published, found.text) == ("Пором через Десну", date(2024, 3, 15), TEXT)


LINES = "<h3>Приймальня</h3><div>Телефон: 255-10-10</div><div>Пошта: rada@loza.example</div>"


def test_a_short_page_of_lines_loses_none_and_the_days_of_teasers_are_not_its_own(tmp_path: Path) -> None:
    teasers = "".join(f"<div class=item><span class=date>{day}.03.2024</span></div>" for day in (14, 15))
    body = f"<div class=today>16 березня 2024</div><div class=left>{teasers}</div><h1>Контакти</h1>{LINES}"
    found = article(tmp_path, "a.html", page(body, "<title>Контакти</title>"))
    assert found.published is None
    assert found.text.endswith("Приймальня\nТелефон: 255-10-10\n\nПошта: rada@loza.example")


def test_a_list_is_kept_although_the_foot_of_the_page_is_too(tmp_path: Path) -> None:
    foot = "<div class=bottom><p>Передрук дозволено з посиланням.</p></div>"
    body = f"<div><h1>Пором через Десну</h1>{STORY}<ul><li>довжина — 12 м</li></ul></div>{foot}"
    found = article(tmp_path, "a.html", page(body))
    assert found.text == f"{TEXT}\n\n- довжина — 12 м\n\nПередрук дозволено з посиланням."


CAPTION = "Пором «Надія» біля причалу. Його збудували 1968 року."


@pytest.mark.parametrize(
    "picture",
    [
        f"<figure class=wp-block-image><img src=a.jpg><figcaption>{CAPTION}</figcaption></figure>",
        f"<div class=wp-caption><img src=a.jpg><p class=wp-caption-text>{CAPTION}</p></div>",
    ],
)
def test_captions_that_are_sentences_are_text_and_names_and_credits_are_not(tmp_path: Path, picture: str) -> None:
    others = "<figure><img src=b.jpg><figcaption>Фото зробила на причалі Ада Бортник.</figcaption></figure>"
    others += "<figure><img src=c.jpg><figcaption>Пором «Надія» біля причалу</figcaption></figure>"
    for around in ("article", "div"):
        body = f"<{around}><h1>Пором через Десну</h1><p>{FIRST}</p>{picture}<p>{SECOND}</p>{others}</{around}>"
        assert article(tmp_path, "a.html", page(body)).text == f"{FIRST}\n\n{CAPTION}\n\n{SECOND}"


@pytest.mark.parametrize(
    "time",
    [
        "<time datetime='2024-03-15T1{}:05'>1{}:05</time>",
        "<span class=time>1{}:05</span>",
        "<h3><b>1{}:05</b></h3>",
        "</div><div>1{}:05</div><div>",
        "<div class=clock>1{}:05</div>",
    ],
)
def test_the_times_of_a_live_report_stand_before_their_entries(tmp_path: Path, time: str) -> None:
    words = [f"Пором номер {number} відчалив від берега з двадцятьма автомобілями." for number in range(3)]
    entries = "".join(f"<div>{time.format(n, n)}<p>{each}</p></div>" for n, each in enumerate(words))
    found = article(tmp_path, "a.html", page(f"<article><h1>Пором через Десну</h1><p>{FIRST}</p>{entries}</article>"))
    assert found.text == "\n\n".join((FIRST, *(f"1{number}:05 {each}" for number, each in enumerate(words))))
    assert found.published == (date(2024, 3, 15) if "datetime" in time else None)


def test_the_time_of_a_whole_article_is_no_part_of_its_text(tmp_path: Path) -> None:
    body = f"<article><h1>Пором через Десну</h1><div><span class=time>10:05</span>{STORY}</div></article>"
    assert article(tmp_path, "a.html", page(body)).text == TEXT


def test_lines_without_a_full_stop_are_kept_on_a_long_page_too(tmp_path: Path) -> None:
    trips = "".join(f"<p>Рейс {number}. {FIRST}</p>" for number in range(1, 20))
    lines = "".join(f"<div>Вишеньки, причал {number}: 0{number}:15</div>" for number in range(1, 6))
    rows = "".join(f"<div><div>Каса {number}</div><div>255-10-1{number}</div></div>" for number in range(1, 6))
    foot = "<div>© 2024 Переправа</div><div>Усі права захищено</div><div>Копіювання заборонено</div>"
    foot += "<div id=b><div>Адреса редакції: Вишеньки</div><div>Телефон: 255-12-12</div><div>Індекс: 1</div></div>"
    facts = "<div>Автор: Ада Бортник</div><div>Переглядів: 341</div><div>Рубрика: пороми</div>"
    news = "".join(f"<div><a href=/{number}>Новина {number} про пором</a></div>" for number in range(1, 6))
    text = article(tmp_path, "a.html", page(f"{news}<h1>Пором через Десну</h1>{facts}{trips}{lines}{rows}{foot}")).text
    assert text.split("\n\n")[-10:] == [
        *(f"Вишеньки, причал {number}: 0{number}:15" for number in range(1, 6)),
        *(f"Каса {number} 255-10-1{number}" for number in range(1, 6)),
    ]
    assert "Новина" not in text
    assert text.startswith("Рейс 1.")


@pytest.mark.parametrize(
    ("window", "above", "title"),
    [
        ("Вишеньки", "<font size=2>Вишеньки</font><br><font size=5><b>Пором стоїть</b></font>", "Пором стоїть"),
        ("Вишеньки", "<center><font size='+2'>Пором стоїть</font></center>", "Пором стоїть"),
        ("Вишеньки", "<font size=6><b>Вишеньки</b></font><br><font size=4>Пором стоїть</font>", "Пором стоїть"),
        ("Пором стоїть", "<font size=6>Вишеньки і Гаї</font><p><b>Пором стоїть</b></p>", "Пором стоїть"),
        ("Пором стоїть", "<font size=6>Вишеньки і Гаї</font><br><font size=5>Пором стоїть</font>", "Пором стоїть"),
    ],
)
def test_a_page_in_old_markup_is_called_by_its_line_in_large_letters(
    tmp_path: Path, window: str, above: str, title: str
) -> None:
    table = f"<table><tr><td>{above}<br><font size=3>{FIRST}<br><br>{SECOND}</font></td></tr></table>"
    assert article(tmp_path, "a.html", page(table, f"<title>{window}</title>")).title == title
