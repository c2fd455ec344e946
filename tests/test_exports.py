"""Exports of sites: WordPress, RSS and Atom, read post by post; hostile and damaged ones end in a warning."""

import subprocess
import sys
import tracemalloc
from datetime import date
from io import BytesIO

import pytest

from index.parsing import CorpusFile, corpus_files, parse_file
from index.parsing.exports.xml import xml_posts
from index.passages.split import split

WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Річкові вісті</title><language>en-US</language>
<wp:author><wp:author_login>ada</wp:author_login>
<wp:author_display_name>Ада Бортник</wp:author_display_name></wp:author>
{items}
</channel></rss>"""
ITEM = """<item><title>{title}</title><link>https://visti.example/{slug}</link>
<pubDate>Tue, 04 Nov 2025 07:00:00 +0000</pubDate>
<dc:creator>ada</dc:creator><content:encoded><![CDATA[{text}]]></content:encoded>
<wp:post_date>2025-11-04 09:00:00</wp:post_date><wp:status>{status}</wp:status><wp:post_type>{type}</wp:post_type>
<category domain="category">Мости</category><category domain="post_tag">річка</category></item>"""
BRIDGE = "Новий міст через річку відкрили у вересні. Його будували чотири роки."


def item(slug="mist", title="Міст", text=f"<p>{BRIDGE}</p>", status="publish", type="post"):
    return ITEM.format(slug=slug, title=title, text=text, status=status, type=type)


def wordpress(*items):
    return WORDPRESS.format(items="\n".join(items))


def read(folder, content, name="export.xml", **how):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    [file] = [entry for entry in corpus_files(folder) if isinstance(entry, CorpusFile) and entry.name == name]
    return parse_file(file, **how)


def test_a_published_post_is_an_article_with_all_that_the_export_tells(tmp_path):
    [article] = read(tmp_path, wordpress(item())).articles
    assert (article.id, article.title, article.text) == ("https://visti.example/mist", "Міст", BRIDGE)
    assert (article.published, article.language) == (date(2025, 11, 4), "uk")
    assert article.source == "https://visti.example/mist"
    assert article.fields == {"author": "Ада Бортник", "tags": ("Мости", "річка"), "outlet": "Річкові вісті"}


def test_a_post_without_a_title_gets_its_first_words_and_passages_are_slices(tmp_path):
    text = f"<!-- wp:paragraph --><p>{BRIDGE}</p>\n[gallery ids='1,2']<p>Далі [див. карту] буде порт.</p>"
    [article] = read(tmp_path, wordpress(item(title="", text=text))).articles
    assert article.title.startswith("Новий міст через річку")
    assert article.text == f"{BRIDGE}\n\nДалі [див. карту] буде порт."
    for passage in split(article, lambda _: True):
        assert article.text[passage.start : passage.end] == passage.text


def test_what_is_no_article_is_told_by_its_number(tmp_path):
    posts = [item(), *(item(f"e{n}", text="<img src='a.jpg'>") for n in range(3)), item("d", status="draft")]
    reading = read(tmp_path, wordpress(*posts, item("a", type="attachment"), item("p", type="page")))
    assert [article.id.rpartition("/")[2] for article in reading.articles] == ["mist", "p"]
    assert reading.skipped == ()
    assert sorted(reading.warnings) == [
        "export.xml has parts that were left out: drafts and private posts (1)",
        "export.xml has parts that were left out: files and parts of the layout (1)",
        "export.xml has parts that were left out: posts without text (3)",
    ]


def test_rss_and_atom_give_their_items(tmp_path):
    rss = f"""<rss version="2.0"><channel><title>Вісті</title><item><title>Міст &amp;amp; річка</title>
    <guid>https://visti.example/1</guid><author>ada@visti.example (Ада)</author><description>{BRIDGE}</description>
    <pubDate>Tue, 04 Nov 2025 07:00:00 +0000</pubDate></item></channel></rss>"""
    [article] = read(tmp_path, rss, "a.rss").articles
    assert (article.title, article.text, article.published) == ("Міст & річка", BRIDGE, date(2025, 11, 4))
    assert (article.source, article.fields["author"]) == ("https://visti.example/1", "Ада")
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Вісті</title><entry><title>Міст</title><id>tag:1</id>
    <link rel="self" href="https://visti.example/x"/><link href="https://visti.example/2"/><author><name>Ада</name></author>
    <published>2025-11-04T09:00:00Z</published><category term="мости"/>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{BRIDGE}</p>
    <p>Далі <b>буде</b>.</p></div></content>
    </entry></feed>"""
    [article] = read(tmp_path, atom, "a.atom").articles
    assert (article.id, article.text) == ("https://visti.example/2", f"{BRIDGE}\n\nДалі буде.")
    assert (article.published, article.fields) == (
        date(2025, 11, 4),
        {"author": ("Ада",), "tags": ("мости",), "outlet": "Вісті"},
    )


LAUGHS = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)
LAUGHS = f'<!DOCTYPE rss [<!ENTITY a "ха">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY j SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE, f"<!-- {'х' * 100_000} -->{LAUGHS}"])
def test_entities_of_its_own_are_never_expanded(tmp_path, declared):
    feed = f"<rss><channel><item><title>&j;</title><description>{BRIDGE} &j;</description></item></channel></rss>"
    reading = read(tmp_path, declared + feed)
    assert reading.articles == ()
    [skipped] = reading.skipped
    assert skipped.reason == "declares XML entities of its own, which exports never do"


@pytest.mark.parametrize("cut", [-20, -200, -450])
def test_a_truncated_export_gives_what_is_whole_and_a_warning(tmp_path, cut):
    content = wordpress(item("1"), item("2")).encode()[:cut]
    reading = read(tmp_path, content)
    assert {article.id.rpartition("/")[2] for article in reading.articles} >= {"1"}
    assert [warned.kind for warned in reading.warnings if warned.kind == "damaged"] == ["damaged"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html><body>Міст</body></html>", "is XML of another kind, <html>"),
        ("зовсім не XML", "is not XML"),
        ("<rss><channel></channel></rss>", "holds no records"),
    ],
)
def test_what_is_no_export_says_what_it_is(tmp_path, content, reason):
    assert read(tmp_path, content).skipped[0].reason.startswith(reason)


def test_control_characters_and_names_that_xml_lacks_do_no_harm(tmp_path):
    text = f"<description>{BRIDGE}\x0b Так&nbsp;і є.</description>"
    [article] = read(tmp_path, f"<rss><channel><item><title>Міст</title>{text}</item></channel></rss>").articles
    assert article.text.startswith(BRIDGE)


def test_libxml_never_runs_in_the_process_that_builds(tmp_path):
    (tmp_path / "export.xml").write_text(wordpress(item()), encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from index.parsing import corpus_files, parse_file;"
        f"[file] = corpus_files(Path({str(tmp_path)!r}));"
        "print(len(parse_file(file).articles), 'lxml' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "1 False\n"


def test_a_long_export_is_read_in_little_memory(tmp_path):
    read(tmp_path, wordpress(item()))  # loads what detects languages
    posts = (item(str(n), text=f"<p>{BRIDGE * 40}</p>") for n in range(100))
    (tmp_path / "export.xml").write_text(wordpress(*posts), encoding="utf-8")
    [file] = corpus_files(tmp_path)
    assert file.size > 500_000
    seen = []
    tracemalloc.start()
    reading = parse_file(file, keep=lambda article: seen.append(len(article.text)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(seen), reading.articles, len(reading.records)) == (100, (), 100)
    assert peak < 400_000, peak


def test_ndjson_is_json_lines(tmp_path):
    lines = '{"id": "a", "text": "Новий міст відкрили."}\n{"id": "b", "text": "Старий міст закрили."}\n'
    assert [article.id for article in read(tmp_path, lines, "list.ndjson").articles] == ["a", "b"]


def test_entities_that_the_file_does_not_declare_lose_no_text(tmp_path):
    feed = '<rss version="2.0"><channel><item><title>Міст&nbsp;через Ікву</title><description>Коштував&nbsp;12&nbsp;450'
    feed += " грн, &laquo;Іква&raquo; тече.</description></item></channel></rss>"
    [article] = read(tmp_path, feed).articles
    assert article.title == "Міст через Ікву"
    assert article.text.replace("\xa0", " ") == "Коштував 12 450 грн, «Іква» тече."


def test_ampersands_that_are_not_escaped_lose_no_text(tmp_path):
    items = "".join(
        f"<item><title>Сад & город {number}</title><link>https://visti.example/?p={number}&b=2&copy=3</link>"
        "<description><![CDATA[Груші &amp; R&D]]>; AT&T, R&D; яблука &lt; груші</description></item>"
        for number in range(2_000)
    )
    found = read(tmp_path, f'<rss version="2.0"><channel>{items}</channel></rss>')
    assert found.warnings == ()
    assert {article.text for article in found.articles} == {"Груші & R&D; AT&T, R&D; яблука < груші"}
    assert [article.title for article in found.articles] == [f"Сад & город {number}" for number in range(2_000)]
    assert found.articles[7].source == "https://visti.example/?p=7&b=2&copy=3"


def test_markup_that_is_not_escaped_is_text_of_its_item(tmp_path):
    feed = '<rss version="2.0"><channel><item><title>Міст</title><description>Міст <b>новий</b>.<p>Пором старий.</p>'
    [article] = read(tmp_path, feed + "</description></item></channel></rss>").articles
    assert article.text == "Міст новий.\n\nПором старий."


def test_comments_drafts_and_settings_of_a_blogger_export_are_left_out(tmp_path):
    kind = '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#{}"/>'
    entry = "<entry><id>{}</id>{}<title>Т</title><content type='html'>Слова {}.</content></entry>".format
    draft = '<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>yes</app:draft></app:control>'
    reply = '<t:in-reply-to xmlns:t="http://purl.org/syndication/thread/1.0" ref="1"/>'
    status = '<b:status xmlns:b="http://schemas.google.com/blogger/2018">{}</b:status>'.format
    typed = '<b:type xmlns:b="http://schemas.google.com/blogger/2018">{}</b:type>'.format
    marks = [kind.format("post"), kind.format("comment"), kind.format("settings"), kind.format("page") + draft, reply]
    marks += [typed("POST") + status("LIVE"), typed("POST") + status("DRAFT"), typed("COMMENT")]
    entries = "".join(entry(number, mark, number) for number, mark in enumerate(marks))
    parsed = read(tmp_path, f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>', "blog.atom")
    assert [article.id for article in parsed.articles] == ["0", "5"]
    assert sorted(warning.problem.partition(": ")[2] for warning in parsed.warnings) == [
        "comments (3)",
        "drafts and private posts (2)",
        "files and parts of the layout (1)",
    ]


def test_shortcodes_of_any_plugin_are_no_text(tmp_path):
    text = '[contact-form-7 id="5" title="Зв\'язок"][fusion_text]Міст [sic] тут.[/fusion_text] [note]Далі [1].[/note]'
    [article] = read(tmp_path, wordpress(item(text=text))).articles
    assert " ".join(article.text.split()) == "Міст [sic] тут. Далі [1]."


NAMES = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def rss(*items):
    channel = f"<title>Вісті</title><link>https://visti.example/</link>{''.join(items)}"
    return f'<rss version="2.0" {NAMES}><channel>{channel}</channel></rss>'


def test_the_parts_of_an_extension_are_not_taken_for_those_of_an_item(tmp_path):
    picture = "<media:title>Знімок</media:title><media:description>На знімку берег.</media:description>"
    item = f"<item>{picture}<title>Міст</title><description>{BRIDGE}</description></item>"
    [article] = read(tmp_path, rss(item), "a.rss").articles
    assert (article.title, article.text) == ("Міст", BRIDGE)


@pytest.mark.parametrize(
    ("base", "link", "address"),
    [
        ("", "/mist", "https://visti.example/mist"),
        ("", "https://other.example/mist", "https://other.example/mist"),
        (' xml:base="https://visti.example/2025/"', "mist", "https://visti.example/2025/mist"),
        (' xml:base="/2025/"', "mist", "https://visti.example/2025/mist"),
    ],
)
def test_an_address_without_its_site_gets_it(tmp_path, base, link, address):
    item = f"<item{base}><title>Міст</title><link>{link}</link><description>{BRIDGE}</description></item>"
    [article] = read(tmp_path, rss(item), "a.rss").articles
    head = '<title>Вісті</title><link rel="self" href="https://x.example/feed"/><link href="https://visti.example/"/>'
    entry = f'<entry{base}><title>Міст</title><link href="{link}"/><summary>{BRIDGE}</summary></entry>'
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{entry}</feed>'
    [other] = read(tmp_path, atom, "b.atom").articles
    assert article.id == article.source == other.id == other.source == address


def test_two_items_with_one_address_are_two_articles(tmp_path):
    items = (
        f"<item><link>/all</link><guid>{n}</guid><description>Міст {n}. {BRIDGE}</description></item>" for n in "12"
    )
    parsed = read(tmp_path, rss(*items), "a.rss")
    assert [article.id for article in parsed.articles] == ["https://visti.example/all", "2"]
    assert parsed.skipped == ()


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("&amp;lt;p&amp;gt;&amp;amp;laquo;Іква&amp;amp;raquo; тече.&amp;lt;/p&amp;gt;", "«Іква» тече."),
        ("&lt;p&gt;Тег &amp;lt;p&amp;gt; починає абзац.&lt;/p&gt;", "Тег <p> починає абзац."),
        ("Тече 5 &amp;lt; 6.", "Тече 5 < 6."),
    ],
)
def test_markup_that_is_escaped_twice_is_no_text(tmp_path, written, text):
    [article] = read(tmp_path, rss(f"<item><description>{written}</description></item>"), "a.rss").articles
    assert article.text == text


def test_all_authors_of_an_item_are_kept_and_those_of_a_feed_are_its_entries(tmp_path):
    both = "<dc:creator>Ада</dc:creator><dc:creator>Ілля</dc:creator><media:author>Ада</media:author>"
    [article] = read(tmp_path, rss(f"<item><description>{BRIDGE}</description>{both}</item>"), "a.rss").articles
    assert article.fields["author"] == ("Ада", "Ілля")
    entries = f"<entry><summary>{BRIDGE}</summary></entry><entry><summary>{BRIDGE}</summary><author><name>Ілля</name>"
    feed = f"<author><name>Ада</name></author>{entries}</author></entry>"
    parsed = read(tmp_path, f'<feed xmlns="http://www.w3.org/2005/Atom">{feed}</feed>', "b.atom")
    assert [article.fields["author"] for article in parsed.articles] == [("Ада",), ("Ілля",)]


def test_entries_of_old_atom_have_their_day_and_videos_their_description(tmp_path):
    old = f"<entry><title>Міст</title><issued>2004-03-12T10:00:00Z</issued><content>{BRIDGE}</content></entry>"
    [article] = read(tmp_path, f'<feed version="0.3" xmlns="http://purl.org/atom/ns#">{old}</feed>', "a.atom").articles
    assert (article.published, article.text) == (date(2004, 3, 12), BRIDGE)
    group = f"<media:group><media:title>Інше</media:title><media:description>{BRIDGE}</media:description></media:group>"
    video = f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMES}><entry><title>Міст</title>{group}</entry></feed>'
    [article] = read(tmp_path, video, "b.atom").articles
    assert (article.title, article.text) == ("Міст", BRIDGE)


def test_the_lines_of_the_classic_editor_stay_lines(tmp_path):
    classic = "Понеділок: <b>9–18</b>\nВівторок: зачинено\n\nНові <em>ціни</em>."
    [article] = read(tmp_path, wordpress(item(text=classic))).articles
    assert article.text == "Понеділок: 9–18\nВівторок: зачинено\n\nНові ціни."
    block = "<!-- wp:paragraph -->\n<p>Понеділок:\n9–18</p>\n<!-- /wp:paragraph -->"
    [article] = read(tmp_path, wordpress(item(text=block))).articles
    assert article.text == "Понеділок: 9–18"


def test_shortcodes_leave_no_gaps(tmp_path):
    text = '[vc_row][vc_column width="1/2"]Міст відкрили. [/vc_column][/vc_row]\n\n[gallery ids="1"]\n\nПором старий.'
    [article] = read(tmp_path, wordpress(item(text=text))).articles
    assert article.text == "Міст відкрили.\n\nПором старий."


@pytest.mark.parametrize("kind", ["shop_order", "acf-field", "elementor_library", "wpcf7_contact_form"])
def test_what_plugins_keep_as_posts_is_no_article(tmp_path, kind):
    parsed = read(tmp_path, wordpress(item(), item("x", type=kind)))
    assert len(parsed.articles) == 1
    assert parsed.warnings == ("export.xml has parts that were left out: files and parts of the layout (1)",)


def test_an_author_without_a_shown_name_has_the_first_and_the_last(tmp_path):
    named = "<wp:author_first_name>Ада</wp:author_first_name><wp:author_last_name>Гук</wp:author_last_name>"
    content = wordpress(item()).replace("<wp:author_display_name>Ада Бортник</wp:author_display_name>", named)
    [article] = read(tmp_path, content).articles
    assert article.fields["author"] == "Ада Гук"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('\n\n<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        ('<?xml version="1.0" encoding="utf-16"?>', "utf-8"),
        ('<?xml version="1.0" encoding="utf-16"?>', "utf-8-sig"),
        ('<?xml version="1.0" encoding="utf-16"?>', "utf-16"),
        ('<?xml version="1.0" encoding="windows-1251"?>', "cp1251"),
        ("", "utf-16"),
    ],
)
def test_a_feed_is_whole_with_empty_lines_above_and_an_encoding_that_another_program_stated(tmp_path, head, encoding):
    feed = f"{head}{rss(f'<item><description>{BRIDGE}</description></item>')}".encode(encoding)
    parsed = read(tmp_path, feed, "a.rss")
    assert [article.text for article in parsed.articles] == [BRIDGE]
    assert parsed.warnings == ()


@pytest.mark.parametrize("step", [1, 7, 50, 4096])
def test_a_bare_ampersand_is_a_sign_and_references_and_raw_text_stay(step):
    link = "<link>https://visti.example/?a=1&b=2</link>"
    described = "<description><![CDATA[<p>А & Б &amp; В &lt; Г]]> &amp; Д &#171; &</description>"
    texts = f"<title>Міст & пором</title>{described}{link}"
    feed = rss(f"<item>{texts}</item>", f"<item><title>Порт</title><description>{BRIDGE}</description></item>").encode()

    class Slow(BytesIO):
        def read(self, size=-1):
            return super().read(step if size > 10 * step else size)

    first, second = (post for post in xml_posts(Slow(feed)) if isinstance(post, dict))
    assert (first["title"], first["source"]) == ("Міст & пором", "https://visti.example/?a=1&b=2")
    assert first["text"] == "<p>А & Б &amp; В &lt; Г & Д « &"
    assert second["text"] == BRIDGE
    assert [post for post in xml_posts(BytesIO(feed)) if not isinstance(post, dict)] == []
