import socket
import time
from datetime import date
from pathlib import Path

import pytest

from index.parsing import CorpusFile, Parsed, corpus_files, parse_file
from index.parsing.html.fragment import fragment_text
from index.records import Article
from support.pace import at_most

PARAGRAPHS = (
    "У Білій Церкві відкрили міст через Рось після дворічного ремонту. Роботи коштували 48 мільйонів гривень.",
    "Рух автомобілів відновили о 7 ранку. За словами міського голови, міст витримає навантаження до 40 тонн.",
)
PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="{charset}">
<title>Міст відкрили — Вісті Росі</title>
<meta property="og:title" content="Міст через Рось відкрили">
<link rel="canonical" href="https://visti.example/news/mist">
<meta property="article:published_time" content="2025-11-04T09:00:00+02:00">
<script>document.write("скрипт")</script></head><body>
<nav><a href="/">Головна</a> <a href="/n">Новини</a></nav>
<article><h1>Міст через Рось відкрили</h1>
<p>{0}</p><p>{1}</p><h2>Що далі</h2><ul><li>перший етап ремонту</li><li>другий етап ремонту</li></ul>
<table><tr><th>Рік</th><th>Сума</th></tr><tr><td>2024</td><td>20 млн</td></tr></table></article>
<footer>© Вісті Росі</footer></body></html>"""


def page(lang: str = "uk", charset: str = "utf-8") -> str:
    return PAGE.format(*PARAGRAPHS, lang=lang, charset=charset)


def read(folder: Path, content: str | bytes, name: str = "a.html") -> Parsed:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    [file] = [entry for entry in corpus_files(folder) if isinstance(entry, CorpusFile) and entry.name == name]
    return parse_file(file)


def article(folder: Path, content: str | bytes, name: str = "a.html") -> Article:
    reading = read(folder, content, name)
    assert reading.skipped == ()
    return reading.articles[0]


def test_a_page_gives_its_article_without_menu_script_or_footer(tmp_path):
    assert article(tmp_path, page()) == Article(
        "a.html",
        "Міст через Рось відкрили",
        date(2025, 11, 4),
        "uk",
        "https://visti.example/news/mist",
        f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n\nЩо далі\n- перший етап ремонту\n- другий етап ремонту\n\n"
        "Рік | Сума\n2024 | 20 млн",
    )


def test_the_language_of_the_text_counts_more_than_what_the_template_says(tmp_path):
    assert article(tmp_path, page(lang="en")).language == "uk"
    assert article(tmp_path, '<html lang="pl-PL"><body><p>IX 2024: 17, 18.</p></body></html>').language == "pl"


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-u", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_page_is_decoded_as_it_says_or_as_its_letters_say(tmp_path, encoding, declared):
    content = page(charset=encoding if declared else "").replace("©", "").replace("—", "-").encode(encoding)
    assert article(tmp_path, content, "a.htm").text.startswith(PARAGRAPHS[0])


def test_a_page_in_utf8_that_claims_another_encoding_is_read_in_utf8(tmp_path):
    assert article(tmp_path, page(charset="windows-1251")).text.startswith(PARAGRAPHS[0])


def test_a_page_whose_encoding_is_a_guess_says_so(tmp_path):
    reading = read(tmp_path, "<p>Łódź wciąż śpi, a ślimak już idzie.</p>".encode("cp1250"))
    assert reading.articles[0].text == "Łódź wciąż śpi, a ślimak już idzie."
    assert reading.warnings == ("a.html was read as cp1250: if its letters are wrong, save it as UTF-8",)


def test_a_page_without_an_article_gives_what_text_it_has_and_one_without_text_is_skipped(tmp_path):
    assert article(tmp_path, "<p>Короткий текст про міст.</p>").text == "Короткий текст про міст."
    assert read(tmp_path, "<html><body><script>var a = 'текст'</script><img src=x></body></html>", "b.html").skipped


def test_a_page_that_is_no_html_is_no_error(tmp_path):
    for number, content in enumerate(
        (b"\0" * 99, b"<", b"<!DOCTYPE", b"\xff\xfe<\x00p\x00", b"<p>" * 2_000, b"<![CDATA[")
    ):
        reading = read(tmp_path, content, f"{number}.html")
        assert len(reading.articles) + len(reading.skipped) == 1


def test_surrogates_and_controls_written_as_entities_do_no_harm(tmp_path):
    found = article(tmp_path, page().replace("Роботи", "Роботи&#xD800;&#0;&#x1F600;&#x202E;"))
    found.text.encode()
    found.title.encode()


def test_nothing_is_fetched_whatever_the_page_asks_for(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        place = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        head = (
            f'<base href="{place}"><link rel=canonical href="{place}"><meta http-equiv=refresh content="0;url={place}">'
        )
        head += f'<!DOCTYPE html SYSTEM "{place}"><link rel=stylesheet href="{place}"><script src="{place}"></script>'
        body = f'<img src="{place}"><iframe src="{place}"></iframe><object data="{place}"></object>'
        found = article(tmp_path, page().replace("<head>", f"<head>{head}").replace("<article>", f"<article>{body}"))
        assert found.text.startswith(PARAGRAPHS[0])
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 300_000 + "текст" + "</div>" * 300_000,
        "<p>" + "слово " * 1_000_000,
        "<a " + "b='c' " * 500_000 + ">текст</a>",
        "<table>" + "<tr><td>слово</td></tr>" * 30_000,
        "<" * 3_000_000,
        "&amp;" * 1_000_000,
        "<!--" * 500_000,
    ],
    ids=["deep", "long", "attributes", "table", "brackets", "entities", "comments"],
)
def test_a_page_made_to_stall_ends_in_time_and_the_next_is_read(tmp_path, content):
    with at_most(14, time.monotonic):
        reading = read(tmp_path, content)
    assert len(reading.articles) + len(reading.skipped) == 1
    assert article(tmp_path, page(), "b.html").text.startswith(PARAGRAPHS[0])


def body(content: str, head: str = "") -> str:
    return f"<html lang=uk><head><title>Міст відкрили</title>{head}</head><body>{content}</body></html>"


STORY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def test_the_article_is_found_in_any_wrapper_and_consent_notices_and_hidden_text_never(tmp_path):
    consent = f"<div class='cookie-banner'><p>{'Ми зберігаємо файли cookie на вашому пристрої. ' * 4}</p></div>"
    hidden = "<p hidden>Чернетка</p><p style='display: none'>Таємне</p>"
    for wrapper in ("aside", "form", "footer", "div"):
        page = body(f"{consent}<{wrapper}>{STORY}{hidden}</{wrapper}>")
        assert article(tmp_path, page).text == "\n\n".join(PARAGRAPHS)


def test_a_table_that_lays_out_the_page_gives_paragraphs_without_its_menu(tmp_path):
    menu = "<td><a href=/>Головна</a><br><a href=/n>Новини</a></td>"
    found = article(tmp_path, body(f"<table><tr>{menu}<td>{'<br><br>'.join(PARAGRAPHS)}</td></tr></table>"))
    assert found.text == "\n\n".join(PARAGRAPHS)


SECTIONS = f"Опори\n{PARAGRAPHS[0]}\n\nКошти\n{PARAGRAPHS[1]}"


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><td><a href=/>Вхід</a></td><td><h2>Опори</h2><p>{0}</p><h2>Кошти</h2><p>{1}</p></td></tr></table>",
        "<table><tr><td><h2>Опори</h2>{0}<h2>Кошти</h2>{1}</td></tr></table>",
        "<table><tr><td><h3>Опори</h3>{0}<br><br><h3>Кошти</h3>{1}<br><br></td></tr></table>",
        "<table><tr><td><table><tr><td><h2>Опори</h2><p>{0}</p></td></tr><tr><td><h2>Кошти</h2>{1}</td></tr></table>",
        "<table><tr><td><div><h2>Опори</h2><div>{0}</div><h2>Кошти</h2><div>{1}</div></div></td></tr></table>",
        "<table><tr><td><h4>Опори</h4></td></tr><tr><td><p>{0}</p></td></tr><tr><td><h4>Кошти</h4><p>{1}</p></td></tr></table>",
        "<div><h2>Опори</h2><p>{0}</p><h2>Кошти</h2><p>{1}</p></div>",
        "<h2>Опори</h2><p>{0}</p><h2>Кошти</h2><p>{1}</p>",
    ],
)
def test_headings_stay_on_pages_that_mark_no_article(tmp_path, content):
    assert article(tmp_path, body(content.format(*PARAGRAPHS))).text == SECTIONS


def test_headings_beside_the_article_bring_nothing_of_theirs_in(tmp_path):
    side = "<div><h3>Інші новини</h3><a href=/1>Ціни на мед упали</a> <a href=/2>У Дубні дощ</a></div>"
    assert article(tmp_path, body(f"<div><div>{STORY}</div>{side}</div>")).text == "\n\n".join(PARAGRAPHS)
    page = f"<div><div>{STORY}<h3>Опори</h3><ul><li>перша паля</li></ul></div>{side}</div>"
    assert article(tmp_path, body(page)).text == "\n\n".join(PARAGRAPHS) + "\n\nОпори\n- перша паля"


def test_headings_that_name_columns_stay_in_their_row(tmp_path):
    table = "<table><tr><td><h4>Рік</h4></td><td><h4>Сума</h4></td></tr><tr><td>2024</td><td>20 млн</td></tr></table>"
    assert article(tmp_path, body(STORY + table)).text.endswith("Рік | Сума\n2024 | 20 млн")


@pytest.mark.parametrize(
    ("content", "head", "day"),
    [
        (f"<article><time datetime='2025-11-04T10:00'>вчора</time>{STORY}</article>", "", date(2025, 11, 4)),
        (f"<article><span class=post-date>4 листопада 2025, 10:20</span>{STORY}</article>", "", date(2025, 11, 4)),
        (STORY, '<script type="application/ld+json">{"@graph": [{"datePublished": "2025-11-04"}]}</script>',
         date(2025, 11, 4)),
        (STORY, "<meta name=dcterms.created content=2025-11-04>", date(2025, 11, 4)),
        (f"<article>{STORY}</article><footer>Створено <time datetime=2026-01-01></time></footer>", "", None),
        (f"<article>{STORY}</article><aside><time datetime='2026-01-01'>1.01</time></aside>", "", None),
        (f"<article>{STORY}</article><p>Сторінку згенеровано 2026-01-01</p>", "", None),
        (STORY, '<script type="application/ld+json">{"broken</script>', None),
    ],
)  # fmt: skip
def test_the_day_is_the_articles_own_or_none(tmp_path, content, head, day):
    assert article(tmp_path, body(content, head)).published == day


def test_raised_numbers_are_set_apart_from_the_numbers_before_them(tmp_path):
    text = PARAGRAPHS[0] + " Збудували 1884<sup>1</sup> року, 120 м<sup>2</sup>, 240<sup>o</sup>C, H<sub>2</sub>O."
    found = article(tmp_path, body(f"<article><p>{text}</p><p>{PARAGRAPHS[1]}</p></article>")).text
    assert "Збудували 1884 ¹ року, 120 м², 240°C, H₂O." in found


@pytest.mark.parametrize(("real", "claimed"), [("koi8-u", "windows-1251"), ("cp1251", "iso-8859-1")])
def test_letters_are_repaired_if_the_page_declares_a_wrong_encoding(tmp_path, real, claimed):
    content = page(charset=claimed).replace("©", "").replace("—", "-").encode(real)
    reading = read(tmp_path, content)
    assert reading.articles[0].text.startswith(PARAGRAPHS[0])
    assert [warned.kind for warned in reading.warnings] == ["repaired letters"]


def test_a_page_that_needs_javascript_says_so(tmp_path):
    page = body("<div id=root>Увімкніть JavaScript, щоб побачити сторінку.</div><script src=a.js></script>")
    assert "needs JavaScript" in read(tmp_path, page).skipped[0].reason


def test_telegrams_own_export_is_named_by_its_channel_and_has_no_hours(tmp_path):
    message = (
        "<div class='message default'><div class='pull_right date details' title='04.11.2025 10:21:00 UTC+02:00'>10:21"
        "</div><div class=from_name>Вісті Росі</div><div class=text>{}</div></div>"
    )
    history = f"<div class=history>{''.join(map(message.format, PARAGRAPHS))}</div>"
    export = body(f"<div class=page_header><div class='text bold'>Вісті Росі</div></div>{history}")
    found = article(tmp_path, export.replace("Міст відкрили<", "Exported Data<"))
    assert (found.title, found.published) == ("Вісті Росі", date(2025, 11, 4))
    assert found.text == "\n\n".join(PARAGRAPHS)


def test_a_heading_stands_right_above_its_text_so_that_it_is_not_quoted_alone(tmp_path):
    from index.passages.sentences import sentence_spans

    long = "Рух відновили о сьомій ранку, як і обіцяли. " * 8
    found = article(tmp_path, f"<article><p>{long}</p><h2>Опори <b>мосту</b></h2><p>{long}</p></article>").text
    assert "\n\nОпори мосту\nРух відновили" in found
    sentences = [found[start:end] for start, end in sentence_spans(found)]
    assert "Опори мосту\nРух відновили о сьомій ранку, як і обіцяли." in sentences
    assert fragment_text("<p>Вступ.</p><h2>Опори\0мосту</h2>\n<ul><li>три</li></ul>") == (
        "Вступ.\n\nОпори мосту\n- три"
    )
    assert fragment_text("<h3>Це речення.</h3><p>Далі.</p>") == "Це речення.\n\nДалі."


def test_a_row_of_thousands_of_cells_is_read_in_time():
    with at_most(10):
        assert fragment_text("<td>слово" * 30_000).count(" | ") == 29_999


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<p>Ціни</p><table><thead><tr><th>Зерно</th>\n <th>Ціна</th></tr></thead>\n<tr> <td><p>Жито</p></td>"
            "<td>450<br>грн</td></tr><tr><td>Овес<td>300</table>Далі",
            "Ціни\n\nЗерно | Ціна\nЖито | 450 грн\nОвес | 300\n\nДалі",
        ),
        ("<table><tr><td><p>Вітаю!</p><p>Лист.</p></td><td>лого</td></tr></table>", "Вітаю!\n\nЛист.\n\nлого"),
        ("<td>Жито</td><td></td><td>450</td>", "Жито |  | 450"),
        ("<ul>\n<li>один</li>\n<li> <p>два</p></li></ul>Далі", "- один\n- два\n\nДалі"),
        ("<dl><dt>Жито</dt><dd>450</dd></dl>Далі", "Жито: 450\n\nДалі"),
        (
            "<dl>\n<dt>Пора:</dt>\n<dd><p>літо</p><p>осінь</p></dd><dt></dt><dd>зима</dd></dl>",
            "Пора: літо\n\nосінь\n\nзима",
        ),
        ("<ol><li>раз<ul><li>а</ul><li value=4>два<li><p>три</p></ol>", "1. раз\n- а\n4. два\n5. три"),
        ("<ol start=3>\n<li>раз</li>\n\n<li>два</li></ol><ol type=a><li>три</ol>", "3. раз\n4. два\n- три"),
        ("раз<br><br>два<br>три", "раз\n\nдва\nтри"),
    ],
)
def test_rows_and_items_of_markup_stand_on_lines_without_gaps(markup, text):
    assert fragment_text(markup) == text


LONG = "Рух відновили о сьомій ранку, як і обіцяли. " * 6


def test_what_leads_to_other_pages_is_no_part_of_the_article(tmp_path):
    page = (
        f"<article><h1>Міст відкрито</h1><p>{LONG}</p><div class='ad'>Реклама: вікна зі знижкою</div>"
        "<p><b>Читайте також:</b> <a href='/x'>У Липівці закрили басейн</a></p>"
        "<p>Підписали на цьому тижні <a href='/y'>угоду про другий міст</a>.</p>"
        f"<p>Підписуйтесь на наш <a href='t'>канал</a>!</p>"
        f"<div class='related-news'>Інше</div><div class='sidebar'>Архів</div><p>{LONG}</p></article>"
    )
    found = article(tmp_path, page).text
    assert "Підписали на цьому тижні угоду про другий міст." in found
    for words in ("Реклама", "Читайте", "басейн", "канал", "Інше", "Архів"):
        assert words not in found


def test_a_page_whose_parts_are_all_named_like_advertisements_keeps_its_text(tmp_path):
    assert LONG.strip() in article(tmp_path, f"<div class='ad-page related'><p>{LONG}</p><p>{LONG}</p></div>").text


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("<a rel='author' href='/i'>Ірина Савчук</a>", "Ірина Савчук"),
        ("<span class='author vcard'><a>Ірина Савчук</a></span>", "Ірина Савчук"),
        ("<p itemprop='author'>Ірина Савчук</p>", "Ірина Савчук"),
        ("<a rel='author'>Ірина Савчук</a> <a rel='author'>Петро Коваль</a>", None),
        ("<a rel='author'>admin</a>", None),
        ("<aside><a rel='author'>Ірина Савчук</a></aside>", None),
    ],
)
def test_the_author_whom_a_page_marks_is_kept(tmp_path, byline, author):
    found = article(tmp_path, f"<article><h1>Міст</h1>{byline}<p>{LONG}</p></article>")
    assert found.fields.get("author") == author


def test_an_old_page_is_called_by_its_heading_and_dated_by_its_issue(tmp_path):
    page = (
        '<html><head><title>Газета "Край" - Новини - Міст відкрито</title></head><body><table><tr><td>'
        "<a href=1>Архів</a></td><td><font>№ 17 (845) від 26 квітня 2007 року</font><br><h3>Міст відкрито</h3>"
        f"{LONG}<br><br>{LONG}</td></tr></table></body></html>"
    )
    found = article(tmp_path, page)
    assert (found.title, found.published) == ("Міст відкрито", date(2007, 4, 26))


def test_what_word_and_google_write_is_read_with_its_title_and_raised_numbers(tmp_path):
    numbers = (
        "У 1776<span style='font-size:8pt;vertical-align:super'>3</span> році, CO<span style='vertical-align:sub'>2"
    )
    page = (
        f"<html><body><p class='c1 title'>Звіт про міст</p><p>{LONG}</p><h2>Опори</h2><p>{numbers}</span>. {LONG}</p>"
        "</body></html>"
    )
    found = article(tmp_path, page)
    assert found.title == "Звіт про міст"
    assert "У 1776 ³ році, CO₂." in found.text.replace("\u202f", " ")
    office = "<p>УКРАЇНА</p><p>ЛИПІВСЬКА РАДА</p><p>РІШЕННЯ</p><p>22.12.2023 № 312</p><p>Про тарифи</p>"
    found = article(tmp_path, f"<html><head><title>УКРАЇНА</title></head><body>{office}<p>{LONG}</p></body></html>")
    assert (found.title, found.published) == ("Рішення № 312 Про тарифи", date(2023, 12, 22))


def test_links_of_an_encyclopedia_are_no_text(tmp_path):
    page = (
        f"<h1>Липівка</h1><div id='siteSub'>З енциклопедії.</div><p>{LONG}</p><div class='toc'>Зміст: Мости</div>"
        f"<h2>Мости<span class='mw-editsection'>[ред.]</span></h2><p>{LONG}</p><div id='catlinks'>Категорії</div>"
    )
    found = article(tmp_path, page).text
    assert "Мости\nРух" in found
    for words in ("З енциклопедії", "Зміст", "ред.", "Категорії"):
        assert words not in found


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("<div class='site-header top'><span class='date'>Четвер, 4 квітня 2024</span></div>", None),
        ("<header><time datetime='2024-04-04'>4 квітня</time></header>", None),
        ("<header><h1>Міст</h1><time datetime='2024-04-04'>4 квітня</time></header>", date(2024, 4, 4)),
        ("<div class='entry-header'><span class='date'>4 квітня 2024</span></div>", date(2024, 4, 4)),
        ("<link rel='canonical' href='https://a.example/2024/04/04/mist/'>", date(2024, 4, 4)),
        ("<meta property='og:url' content='https://a.example/2024/04/44/mist/'>", None),
    ],
)
def test_the_day_in_the_head_of_a_site_is_none_and_the_one_in_an_address_is(tmp_path, head, day):
    found = article(tmp_path, f"<html><body>{head}<div><p>{LONG}</p><p>{LONG}</p></div></body></html>")
    assert found.published == day


def test_a_short_page_keeps_its_lines_and_a_table_no_empty_ends(tmp_path):
    page = "<h1>Онлайн</h1><div><b>10:00</b><p>Відкрито.</p></div><div><b>11:30</b><p>Є 28 депутатів.</p></div>"
    assert "Відкрито.\n" in article(tmp_path, page).text
    table = "<table><tr><th>Місто</th><th colspan=2>Тариф</th></tr><tr><td></td><td>2023</td><td>2024</td></tr></table>"
    text = article(tmp_path, f"<article><p>{LONG}</p>{table}<p>{LONG}</p></article>").text
    assert "Місто | Тариф\n| 2023 | 2024" in text


@pytest.mark.parametrize("kind", ['"NewsArticle"', '["AnalysisNewsArticle", "Article"]', '["BlogPosting"]'])
def test_what_a_page_states_as_data_is_read_however_it_is_written(tmp_path, kind):
    data = f'{{"@type": {kind}, "datePublished": "2024-03-05", "author": {{"name": "Ірина Ґудзь"}}, "about": "а\nб"}}'
    text = "Мед з гречки темний. Його люблять усі."
    page = f'<html><head><script type="application/LD+json">{data}</script></head><body><p>{text}</p></body></html>'
    found = article(tmp_path, page)
    assert (found.published, found.fields) == (date(2024, 3, 5), {"author": "Ірина Ґудзь"})


def test_text_that_is_struck_out_is_left_out(tmp_path):
    price = "<p>Проїзд коштує <del>15</del> <ins>20</ins> гривень, а для школярів <s>7,50</s> 10 гривень.</p>"
    text = article(tmp_path, f"<html><body><h1>Ціни</h1>{price}{STORY}</body></html>").text
    assert [price in text for price in ("15", "7,50", "20 гривень", "10 гривень")] == [False, False, True, True]


def test_an_end_of_struck_text_that_is_missing_loses_nothing(tmp_path):
    text = article(tmp_path, f"<html><body><s><h1>Ціни</h1>{STORY}</body></html>").text
    assert PARAGRAPHS[0] in text


@pytest.mark.parametrize("kind", ["Review", "VideoObject", "WebSite", "Event", "Comment"])
def test_the_day_of_something_else_on_the_page_is_not_its_own(tmp_path, kind):
    data = f'[{{"@type": "{kind}", "datePublished": "2011-02-03"}}, '
    data += '{"@type": "NewsArticle", "datePublished": "2024-04-16"}]'
    head = f'<title>Міст</title><script type="application/ld+json">{data}</script>'
    page = f"<html><head>{head}</head><body><article><h1>Міст</h1>{STORY}</article></body></html>"
    assert article(tmp_path, page).published == date(2024, 4, 16)
    assert article(tmp_path, page.replace("NewsArticle", kind)).published is None
