"""Feeds written by hand: markup that is no XML, wrong encodings, plain texts with tags, news without text."""

import pytest

from test_exports import BRIDGE, read, rss

ENTRY = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>{}</entry></feed>'


def item(number, text, title=""):
    link = f"<link>https://visti.example/{number}</link>"
    return f"<item><title>{title or f'Новина {number}'}</title>{link}<description>{text}</description></item>"


def articles(parsed):
    return [(article.id.rpartition("/")[2], article.text) for article in parsed.articles]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Рівень води < 5 метрів.", "Рівень води < 5 метрів."),
        ("Квиток <5 грн, C << 2.", "Квиток <5 грн, C << 2."),
        ("Перший рядок<br>другий рядок", "Перший рядок\nдругий рядок"),
        ("<p>Один<p>Два &lt;тег&gt; &amp; ще", "Один\n\nДва <тег> & ще"),
        ("<img src=a.jpg>Далі <o:p>буде</o:p>", "Далі буде"),
        ("Пишіть <ada@example.org>.", "Пишіть <ada@example.org>."),
        ("Див. <https://visti.example/a?b=1&c=2>.", "Див. <https://visti.example/a?b=1&c=2>."),
        ("Поле <слово> та &lt;друге&gt;.", "Поле <слово> та <друге>."),
        ("<![CDATA[<p>Ціла & <b>жирна</b> </description>]]>", "Ціла & жирна"),
        ("Опис <!-- <description> --> є.", "Опис  є."),
    ],
)
def test_signs_and_markup_that_are_no_xml_stay_in_their_item(tmp_path, written, text):
    parsed = read(tmp_path, rss(item(1, written), item(2, BRIDGE), item(3, BRIDGE, "Якщо x < y")), "a.rss")
    assert articles(parsed) == [("1", text), ("2", BRIDGE), ("3", BRIDGE)]
    assert parsed.articles[2].title == "Якщо x < y"
    assert parsed.warnings == ()


def test_a_text_without_its_end_ends_with_its_item(tmp_path):
    opened = item(1, BRIDGE).replace("</description>", "")
    assert articles(read(tmp_path, rss(opened, item(2, BRIDGE)), "a.rss")) == [("1", BRIDGE), ("2", BRIDGE)]


def test_markup_of_xml_within_an_entry_is_read_as_xml(tmp_path):
    words = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Тег &lt;p&gt;.</p></div></content>'
    assert articles(read(tmp_path, ENTRY.format(words), "a.atom")) == [("1", "Тег <p>.")]


@pytest.mark.parametrize(
    ("stated", "encoding"),
    [
        ("UTF-8", "cp1251"),
        ("UTF-8", "koi8-u"),
        ("windows-1251", "utf-8"),
        ("x-unknown", "cp1251"),
        ("koi8-u", "koi8-u"),
    ],
)
@pytest.mark.parametrize("before", [0, 1_200_000])
def test_a_feed_is_read_in_the_encoding_that_its_bytes_have(tmp_path, stated, encoding, before):
    head = f'<?xml version="1.0" encoding="{stated}"?><!-- {"x" * before} -->'
    parsed = read(tmp_path, (head + rss(item(1, BRIDGE), item(2, BRIDGE))).encode(encoding), "a.rss")
    assert articles(parsed) == [("1", BRIDGE), ("2", BRIDGE)]
    assert [warning.kind for warning in parsed.warnings if warning.kind != "uncertain encoding"] == []


def test_damaged_letters_cost_themselves_and_a_warning(tmp_path):
    feed = rss(item(1, "Міст?"), *(item(number, BRIDGE) for number in (2, 3))).encode().replace(b"?", b"\xe2\xe5")
    parsed = read(tmp_path, feed, "a.rss")
    assert articles(parsed)[1:] == [("2", BRIDGE), ("3", BRIDGE)]
    assert parsed.articles[0].text.startswith("Міст")
    assert [(warning.kind, warning.problem) for warning in parsed.warnings] == [
        ("uncertain encoding", "was read as utf-8")
    ]


def test_tags_in_plain_text_are_words(tmp_path):
    plain = '<title type="text">Тег &lt;b&gt;</title>'
    plain += '<content type="text">Тег &lt;br&gt; &amp;amp;\nламає рядок.</content>'
    [article] = read(tmp_path, ENTRY.format(plain), "a.atom").articles
    assert (article.title, article.text) == ("Тег <b>", "Тег <br> &amp;\nламає рядок.")
    markup = '<content type="text">&lt;p&gt;Міст &lt;b&gt;новий&lt;/b&gt;.&lt;/p&gt;</content>'
    assert articles(read(tmp_path, ENTRY.format(markup), "b.atom")) == [("1", "Міст новий.")]


def test_a_title_that_is_a_sentence_is_the_text_of_an_item_without_one(tmp_path):
    news = "Міст через Ікву відкрили у вересні"
    parsed = read(tmp_path, rss(item(1, "", news), item(2, "<img src='a.jpg'/>", news), item(3, "", "Міст")), "a.rss")
    assert articles(parsed) == [("1", news), ("2", news)]
    assert parsed.warnings == ("a.rss has parts that were left out: posts without text (1)",)
    entry = ENTRY.format(f"<title>{news}</title>")
    assert articles(read(tmp_path, entry, "b.atom")) == [("1", news)]
