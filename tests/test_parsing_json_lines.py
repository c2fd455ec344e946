import gzip
import json
import re
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing import CorpusFile, Parsed, corpus_files, parse_file
from index.parsing.canonical import canonical
from index.parsing.facts.fields import text_of, words_of
from index.parsing.html.fragment import fragment_text, holds_markup
from index.records import Article, Skipped
from support.pace import at_most

TEXT = "У місті відкрили міст. Його будували два роки."
GOOD = json.dumps({"text": TEXT}, ensure_ascii=False)


def read(folder: Path, name: str, content: bytes) -> Parsed:
    (folder / name).write_bytes(content)
    [file] = [entry for entry in corpus_files(folder) if isinstance(entry, CorpusFile) and entry.name == name]
    return parse_file(file)


def lines(*records: object) -> bytes:
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


@pytest.fixture(params=["plain", "gzip"])
def reader(request, tmp_path) -> Callable[[bytes], Parsed]:
    if request.param == "plain":
        return lambda content: read(tmp_path, "a.jsonl", content)
    return lambda content: read(tmp_path, "a.jsonl.gz", gzip.compress(content))


def test_a_record_states_every_field(reader):
    record = {
        "id": "n-1", "title": "Міст — відкрито", "published": "2025-11-04", "language": "uk", "source": "https://visti.example/1",
        "text": f"\ufeff{TEXT}\r\n",
    }  # fmt: skip
    assert reader(lines(record)).articles == (
        Article("n-1", "Міст — відкрито", date(2025, 11, 4), "uk", "https://visti.example/1", f"\ufeff{TEXT}\n"),
    )


def test_a_record_without_fields_gets_its_line_as_id_and_the_rest_from_its_text(tmp_path):
    [article] = read(tmp_path, "a.jsonl", b"\n  \n" + GOOD.encode() + b"\n").articles
    assert article == Article("a.jsonl#3", "У місті відкрили міст", None, "uk", "a.jsonl", TEXT)


def test_a_stated_title_is_taken_as_it_is_and_nothing_is_left_out_of_the_text(reader):
    text = f" date 2026-02-03 Міст\n\n{TEXT}"
    [first, second] = reader(lines({"title": "1944", "text": text}, {"id": 7, "title": " ", "text": text})).articles
    assert (first.title, first.text) == ("1944", text)
    assert (second.id, second.text) == ("7", text)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "is not JSON"),
        (b'{"id": "' + b"a" * 1_001 + b'", "text": "a"}', "has an id of more than 1,000 characters"),
        (b"[1]", "is not a JSON object"),
        (b"7", "is not a JSON object"),
        (b'{"text": 7}', 'has no "text": its field "text" has no words'),
        (b'{"id": 3, "body": " \\n...\\u200b"}', 'has no "text": its field "body" has no words'),
        (b'{"id": "x"}', 'has no "text"'),
        (b'{"text": "\xff\xfe"}', "is not UTF-8"),
        (b"[" * 200_000, "is nested too deeply"),
        (b'{"id": ' + b"9" * 5_000 + b', "text": "a"}', "is not JSON"),
        (b'{"text": "a' + b"\\u0315\\u0300" * 2_000 + b'"}', "combining marks"),
    ],
)
def test_a_bad_line_is_skipped_by_number_and_its_neighbours_are_read(reader, line, reason):
    reading = reader(GOOD.encode() + b"\n" + line + b"\n" + GOOD.encode())
    assert [article.id[-2:] for article in reading.articles] == ["#1", "#3"]
    [skipped] = reading.skipped
    assert skipped.file.endswith("#2")
    assert reason in skipped.reason


def test_the_first_of_two_records_with_one_id_counts(reader):
    reading = reader(lines({"id": "a", "text": "перший"}, {"id": "a", "text": "другий"}))
    assert [article.text for article in reading.articles] == ["перший"]
    assert "'a'" in reading.skipped[0].reason


def test_surrogates_in_any_field_can_be_written_as_utf8(reader):
    [article] = reader(rb'{"id": "a\ud800", "title": "b\udc00", "source": "\ud83d\ude00", "text": "c\ud800d"}').articles
    assert (article.id, article.title, article.source, article.text) == ("a\ufffd", "b\ufffd", "😀", "c\ufffdd")


def test_a_byte_order_mark_before_the_first_record_is_no_error(reader):
    assert len(reader(b"\xef\xbb\xbf" + GOOD.encode()).articles) == 1


def test_a_file_without_records_is_skipped(reader):
    assert reader(b"\n \n").skipped[0].reason == "holds no records"


def test_a_file_full_of_bad_lines_names_a_thousand_and_counts_the_rest(tmp_path):
    reading = read(tmp_path, "a.jsonl", b"x\n" * 5_000 + GOOD.encode())
    assert len(reading.articles) == 1
    assert len(reading.skipped) == 1_001
    assert reading.skipped[-1] == Skipped("a.jsonl", "has more lines that are not articles (4,000)")


@pytest.mark.parametrize("length", [16 << 20, 200 << 20])
def test_a_line_too_long_is_skipped_and_never_held_in_memory(tmp_path, length):
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(length >> 20):
            file.write(b"a" * (1 << 20))
        file.write(b'"}\n' + GOOD.encode())
    [file] = [entry for entry in corpus_files(tmp_path) if isinstance(entry, CorpusFile)]
    tracemalloc.start()
    reading = parse_file(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reading.skipped == (Skipped("a.jsonl#1", "is longer than 16 MB"),)
    assert [article.id for article in reading.articles] == ["a.jsonl#2"]
    assert peak < 40 << 20


@pytest.mark.parametrize(
    "content",
    [b"\0" * (100 << 20), b'{"text": "' + b"a" * (100 << 20) + b'"}', (GOOD.encode() + b"\n") * 500_000],
    ids=["zeros", "one line", "many records"],
)
def test_a_gzip_bomb_is_refused_before_it_fills_memory(tmp_path, content):
    packed = gzip.compress(content, 6)
    del content
    (tmp_path / "a.jsonl.gz").write_bytes(packed)
    [file] = [entry for entry in corpus_files(tmp_path) if isinstance(entry, CorpusFile)]
    tracemalloc.start()
    with at_most(2):
        reading = parse_file(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reading.articles == ()
    assert "too much for an archive of articles" in reading.skipped[0].reason
    assert peak < 40 << 20


def test_a_gzip_file_cut_off_or_damaged_is_skipped_whole(tmp_path):
    packed = gzip.compress(lines(*({"text": f"{TEXT} {number}"} for number in range(500))))
    assert "truncated" in read(tmp_path, "a.jsonl.gz", packed[:-4]).skipped[0].reason
    assert "truncated" in read(tmp_path, "b.jsonl.gz", packed[: len(packed) // 2]).skipped[0].reason
    damaged = packed[:-6] + bytes([packed[-6] ^ 1]) + packed[-5:]
    reading = read(tmp_path, "c.jsonl.gz", damaged)
    assert reading.articles == ()
    assert "not a complete gzip archive" in reading.skipped[0].reason
    assert "not a complete gzip archive" in read(tmp_path, "d.jsonl.gz", GOOD.encode()).skipped[0].reason


def test_a_gzip_file_of_several_members_and_padding_is_read_to_its_end(tmp_path):
    content = gzip.compress(lines({"text": "перший"}) + b"\n") + gzip.compress(lines({"text": "другий"})) + b"\0" * 512
    assert [article.text for article in read(tmp_path, "a.jsonl.gz", content).articles] == ["перший", "другий"]


def test_archives_within_archives_are_not_unpacked(tmp_path):
    reading = read(tmp_path, "a.jsonl.gz", gzip.compress(gzip.compress(GOOD.encode() * 9)))
    assert reading.articles == ()
    assert reading.skipped


words = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(max_examples=200, deadline=None)
@given(
    records=st.lists(st.fixed_dictionaries({"text": words, "title": words, "source": words}), min_size=1, max_size=5)
)
def test_every_text_comes_back_canonical_and_whole(records, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    reading = read(folder, "a.jsonl", "\r\n".join(map(json.dumps, records)).encode())
    read_texts = {article.id: article.text for article in reading.articles}
    expected = {
        f"a.jsonl#{n}": canonical(record["text"])
        for n, record in enumerate(records, 1)
        if any(map(str.isalnum, record["text"]))
    }
    assert read_texts == expected


def test_a_thousand_real_articles_are_read_whole_in_a_few_seconds(shared, tmp_path):
    with gzip.open(shared / "data" / "uk_articles.jsonl.gz", "rt", encoding="utf-8") as records:
        content = "".join(islice(records, 1_000))
    with at_most(5):
        reading = read(tmp_path, "a.jsonl", content.encode())
    texts = {record["id"]: canonical(record["text"]) for record in map(json.loads, content.splitlines())}
    assert [article.id for article in reading.articles] == list(texts)
    for article in reading.articles:
        text = texts[article.id]
        if holds_markup(text):  # some articles contain tags; these are removed, but no words
            shown = re.sub(r"</?[a-z][^<>]*>", " ", text)
            assert re.findall(r"\w+", article.text) == re.findall(r"\w+", shown)
        else:
            assert article.text == text
    assert reading.skipped == ()
    assert sum(article.language == "uk" for article in reading.articles) >= 999


OTHER_NAMES = {
    "content": {"id": "n", "headline": "Міст", "content": TEXT, "pubDate": "Tue, 04 Nov 2025 10:00:00 GMT", "url": "u"},
    "body": {"id": "n", "name": "Міст", "body": TEXT, "date": "2025-11-04", "link": "u", "lang": "uk"},
    "wordpress": {"id": "n", "title": {"rendered": "Міст"}, "content": {"rendered": f"<p>{TEXT}</p>"}, "date_gmt": "x",
                  "date": "2025-11-04T08:00:00", "link": "u"},
    "nested": {"id": "n", "meta": {"title": "Міст", "date": "2025-11-04", "url": "u"}, "text": TEXT},
    "unix": {"id": "n", "subject": "Міст", "textHtml": TEXT, "timestamp": 1762250400, "permalink": "u"},
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHER_NAMES)
def test_the_usual_names_of_fields_are_understood(reader, kind):
    [found] = reader(lines(OTHER_NAMES[kind])).articles
    assert replace(found, fields={}) == Article("n", "Міст", date(2025, 11, 4), "uk", "u", TEXT)


def test_a_record_without_text_tells_which_names_it_has_and_which_are_read(reader):
    [skipped] = reader(lines({"id": "x", "zmist": TEXT})).skipped
    assert skipped.reason == 'has no "text" (its fields: id, zmist; read as text: text, content, body, article)'


def test_a_text_in_parts_is_joined_and_its_html_removed():
    assert (
        text_of({"text": ["Відкрили ", {"type": "bold", "text": "міст"}, " через Стрий."]})
        == "Відкрили міст через Стрий."
    )
    assert text_of({"content": ["Перший абзац.", "Другий абзац."]}) == "Перший абзац.\n\nДругий абзац."
    html = "<p>Збудували <b>1912<sup>3</sup></b>&nbsp;року.</p><script>x()</script><ul><li>міст<li>річка</ul>"
    assert text_of({"text": html}) == "Збудували 1912\u202f³\xa0року.\n\n- міст\n- річка"
    assert text_of({"text": "Якщо a < b, то R&D."}) == "Якщо a < b, то R&D."
    assert words_of({"title": "Міст &amp; річка"}, "title") == "Міст & річка"


@pytest.mark.parametrize("shape", ["list", "articles", "deep", "one"])
def test_a_json_file_is_a_list_an_object_that_holds_one_or_an_article(tmp_path, shape):
    record = {"id": "n", "headline": "Міст", "body": TEXT, "date": "2025-11-04", "url": "u"}
    value = {"list": [record], "articles": {"total": 1, "articles": [record]}, "deep": {"data": {"items": [record]}}}
    content = json.dumps(value.get(shape, record)).encode()
    [found] = read(tmp_path, "a.json", content).articles
    assert found == Article("n", "Міст", date(2025, 11, 4), "uk", "u", TEXT)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"{", "is not JSON"), (b'{"a": 1}', "holds no articles"), (b"[" * 99_999, "nested too deeply")],
)
def test_a_json_file_without_articles_says_why(tmp_path, content, reason):
    assert reason in read(tmp_path, "a.json", content).skipped[0].reason


NEWS = "У Липівці відкрили міст. Його будували два роки."
RICH = [
    {"type": "paragraph", "children": [{"type": "text", "text": "У Липівці "}, {"type": "link", "children": [
        {"type": "text", "text": "відкрили"}]}, {"type": "text", "text": " міст."}]},
    {"type": "paragraph", "children": [{"type": "text", "text": "Його будували два роки."}]},
]  # fmt: skip
TIPTAP = {"type": "doc", "content": [
    {"type": "paragraph", "content": [{"type": "text", "text": "У Липівці "},
                                      {"type": "text", "text": "відкрили міст."}]},
    {"type": "paragraph", "content": [{"type": "text", "text": "Його будували два роки."}]},
]}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"db": [{"meta": {"version": "5"}, "data": {"posts": [{"title": "Міст", "html": f"<p>{NEWS}</p>"}]}}]}, NEWS),
        ({"data": {"allNews": {"edges": [{"node": {"title": "Міст", "body": NEWS}}]}}}, NEWS),
        ({"found": 2, "list": [{"title": "Міст", "text": NEWS}, {"title": "Ліс", "text": "Ліс росте."}]}, NEWS),
        ({"entries": [{"sys": {"id": "e"}, "fields": {"title": {"en": "Bridge", "uk": "Міст"}, "body": {"uk": NEWS}}}]},
         NEWS),
        ({"data": [{"id": 1, "attributes": {"Title": "Міст", "Content": RICH}}]}, NEWS.replace(". ", ".\n\n")),
        ([{"title": "Міст", "content": TIPTAP}], NEWS.replace(". ", ".\n\n")),
        ([{"title": "Міст", "text": [{"type": "text", "text": "Раз."}, {"type": "text", "text": "Два."}]}],
         "Раз.\n\nДва."),
    ],
)  # fmt: skip
def test_articles_of_every_content_system_are_found(tmp_path, content, text):
    found = read(tmp_path, "a.json", json.dumps(content).encode()).articles[0]
    assert (found.title, found.text) == ("Міст", text)


def test_parts_of_what_is_read_and_numbers_of_people_are_no_fields(tmp_path):
    post = {"id": 17, "link": "https://a.example/1", "title": {"rendered": "Міст"}, "author": 3, "tags": [12, 15],
            "content": {"rendered": f"<p>{NEWS}</p>", "protected": False}, "year": 2024}  # fmt: skip
    [found] = read(tmp_path, "a.json", json.dumps([post]).encode()).articles
    assert (found.source, found.fields) == ("https://a.example/1", {"year": "2024"})


def test_an_address_is_the_source_and_a_name_the_outlet(tmp_path):
    post = {"title": "Міст", "content": NEWS, "source": {"id": None, "name": "Вісник"}, "url": "https://a.example/1"}
    [found] = read(tmp_path, "a.json", json.dumps([post]).encode()).articles
    assert (found.source, found.fields) == ("https://a.example/1", {"outlet": "Вісник"})
    [found] = read(tmp_path, "a.json", json.dumps([post | {"url": ""}]).encode()).articles
    assert (found.source, found.fields) == ("Вісник", {})


@pytest.mark.parametrize(
    "draft",
    [
        {"status": "draft", "slug": "mist", "published_at": None},
        {"status": "scheduled", "slug": "mist", "published_at": "2030-01-01"},
        {"status": "pending", "slug": "mist", "sticky": False},
        {"attributes": {"status": False, "path": {"alias": "/mist"}}},
        {"state": "DRAFT", "slug": "mist"},
        {"draft": True},
        {"isDraft": True},
        {"is_published": False},
        {"_id": "drafts.27"},
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_what_a_site_does_not_show_is_left_out_and_told(tmp_path, draft, name):
    shown = {"title": "Ліс", "text": NEWS, "status": "published", "slug": "lis"}
    posts = [shown, {"title": "Міст", "text": NEWS} | draft]
    reading = read(tmp_path, name, json.dumps(posts).encode() if name == "a.json" else lines(*posts))
    assert [found.title for found in reading.articles] == ["Ліс"]
    assert [str(warned) for warned in reading.warnings] == [
        f"{name} has parts that were left out: drafts and private posts (1)"
    ]
    assert reading.skipped == ()


@pytest.mark.parametrize("more", [{"status": "draft"}, {"state": "pending"}, {"published": ""}, {"draft": "друга"}])
def test_a_state_that_is_not_a_sites_is_a_field_like_others(tmp_path, more):
    [found] = read(tmp_path, "a.jsonl", lines({"title": "Законопроєкт", "text": NEWS} | more)).articles
    assert found.title == "Законопроєкт"


def test_json_lines_under_the_name_of_json_are_read_by_their_lines(tmp_path):
    content = lines({"title": "Міст", "text": TEXT}, {"title": "Ліс", "text": NEWS}) + b"\n{"
    reading = read(tmp_path, "a.json", content)
    assert [(found.id, found.title) for found in reading.articles] == [("a.json#1", "Міст"), ("a.json#2", "Ліс")]
    assert [skipped.file for skipped in reading.skipped] == ["a.json#3"]


def test_what_markup_hides_is_no_text_and_nothing_else_is_hidden_with_it():
    hidden = "<div style='DISPLAY: none'>Відкрийте лист<div>у переглядачі</div><br></div>"
    text = f"{hidden}<p>Міст <span hidden>старий</span>відкрили.</p><p hidden>Так.<p>Ліс росте.</p>"
    assert fragment_text(text) == "Міст відкрили.\n\nТак.\n\nЛіс росте."


BRIDGE, FERRY = {"text": "Міст відкрили у вересні."}, {"text": "Пором закрили у жовтні."}


@pytest.mark.parametrize(
    "value",
    [
        {"2023": [BRIDGE], "2024": [FERRY]},
        {"posts": [BRIDGE], "pages": [FERRY], "users": [{"name": "Ада"}]},
        [[BRIDGE], [], [FERRY]],
        {"bridge": BRIDGE, "ferry": FERRY},
    ],
)
def test_lists_beside_each_other_are_all_read(tmp_path, value):
    articles = read(tmp_path, "a.json", json.dumps(value).encode()).articles
    assert [article.text for article in articles] == [BRIDGE["text"], FERRY["text"]]


def test_signs_of_comparison_are_no_markup(tmp_path):
    [article] = read(tmp_path, "a.jsonl", lines({"text": "Нехай a<b та c>d, а також 5 <s і t> 7."})).articles
    assert article.text == "Нехай a<b та c>d, а також 5 <s і t> 7."


def test_an_export_of_mongodb_states_values_with_their_types(tmp_path):
    record = {
        "_id": {"$oid": "65f3aa001122334455667788"},
        "title": "Гончар",
        "content": "Гончар ліпить макітри.",
        "createdAt": {"$date": {"$numberLong": "1710496800000"}},
        "author": {"$oid": "65f3aa001122334455667700"},
        "views": {"$numberInt": "12"},
    }
    for name, content in (("a.jsonl", lines(record)), ("a.json", json.dumps([record]).encode())):
        [found] = read(tmp_path, name, content).articles
        assert (found.id, found.published) == ("65f3aa001122334455667788", date(2024, 3, 15))
        assert found.fields == {"views": "12"}


WHOLE = "Гончар ліпить макітри з червоної глини, сушить їх тиждень і випалює в горні, який склав його дід."


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ({"text": "Про гончаря.", "content": WHOLE}, WHOLE),
        ({"text": "Про гончаря.", "html": f"<div><p>{WHOLE}</p></div>"}, WHOLE),
        ({"text": WHOLE, "content": "Анонс"}, WHOLE),
        ({"text": "Гончар ліпить макітри.", "content": "<img src='dovga-nazva-znimka.jpg' alt=''><br><br>"},
         "Гончар ліпить макітри."),
        ({"text": "Гончар ліпить макітри.", "message": WHOLE}, "Гончар ліпить макітри."),
    ],
)  # fmt: skip
def test_a_short_text_beside_a_long_content_is_its_summary(tmp_path, record, text):
    [found] = read(tmp_path, "a.jsonl", lines(record)).articles
    assert found.text == text


def test_a_text_that_a_person_chose_is_the_text_even_if_it_is_short(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(lines({"lead": "Про гончаря.", "content": WHOLE}))
    [file] = [entry for entry in corpus_files(tmp_path) if isinstance(entry, CorpusFile)]
    assert parse_file(file, names={"text": "lead"}).articles[0].text == "Про гончаря."


@pytest.mark.parametrize(
    "field",
    [
        {"date": {"$date": "2024-03-12T00:00:00Z"}},
        {"date": {"$date": {"$numberLong": "1710252000000"}}},
        {"date": ["2024-03-12"]},
        {"first_published_at": "2024-03-12"},
        {"dc:date": "2024-03-12"},
        {"Дата публікації": "12.03.2024"},
        {"published": True, "date": "/Date(1710252000000)/"},
    ],
)
def test_the_day_of_a_record_is_read_as_programs_export_it(tmp_path, field):
    [article] = read(tmp_path, "a.jsonl", lines({"text": TEXT, **field})).articles
    assert article.published == date(2024, 3, 12)


def test_the_items_of_a_json_feed_have_what_it_says_of_all_of_them(tmp_path):
    items = [
        {"id": "1", "url": "/mist", "content_text": TEXT, "content_html": f"<p>{TEXT}</p>"},
        {"id": "2", "url": "https://other.example/2", "content_html": f"<p>{TEXT}</p>", "author": {"name": "Ілля"}},
        {"id": "3", "content_text": TEXT, "language": "en", "authors": [{"name": "Ілля"}, {"name": "Ада"}]},
        "?",
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Вісті",
        "authors": [{"name": "Ада"}],
        "language": "uk",
    }
    content = json.dumps({**feed, "home_page_url": "https://visti.example", "items": items}).encode()
    parsed = read(tmp_path, "feed.json", content)
    first, second, third = parsed.articles
    assert (first.source, first.text, first.fields) == (
        "https://visti.example/mist",
        TEXT,
        {"author": ("Ада",), "outlet": "Вісті"},
    )
    assert (second.source, second.text, second.fields["author"]) == ("https://other.example/2", TEXT, "Ілля")
    assert (third.language, third.fields["author"]) == ("en", ("Ілля", "Ада"))
    assert [skipped.reason for skipped in parsed.skipped] == ["is not a JSON object"]


def test_a_list_with_a_record_on_each_line_is_read_as_lines(reader):
    parsed = reader(f"[\n  {GOOD},\n  {GOOD}\n]\n".encode())
    assert [article.text for article in parsed.articles] == [TEXT, TEXT]
    assert parsed.skipped == ()


def test_paragraphs_are_the_text(tmp_path):
    [article] = read(tmp_path, "a.json", json.dumps({"title": "Міст", "paragraphs": [TEXT, TEXT]}).encode()).articles
    assert article.text == f"{TEXT}\n\n{TEXT}"


def test_sections_are_one_article_with_their_headings(tmp_path):
    sections = [{"heading": "Початок", "text": "Міст відкрили."}, {"title": "Далі", "content": ["Його", "будували."]}]
    nested = [{"title": "Перша", "sections": sections}]
    text = "Початок\n\nМіст відкрили.\n\nДалі\n\nЙого\n\nбудували."
    dated = [{"title": "Міст", "text": "Міст відкрили.", "url": "https://visti.example/1"}]
    records = [
        {"title": "Міст", "author": "Ада", "sections": sections},
        {"title": "Пором", "text": "Лід", "chapters": nested},
        {"title": "Вісті", "sections": dated},
    ]
    (tmp_path / "list.jsonl").write_text("\n".join(json.dumps(record) for record in records))
    for number, record in enumerate(records):
        (tmp_path / f"{number}.json").write_text(json.dumps(record))
    one, two, three, listed = (parse_file(file) for file in corpus_files(tmp_path))
    assert [(article.title, article.text) for article in (*one.articles, *two.articles)] == [
        ("Міст", text),
        ("Пором", f"Лід\n\nПерша\n\n{text}"),
    ]
    assert [(article.title, article.text) for article in three.articles] == [("Міст", "Міст відкрили.")]
    assert [article.text for article in listed.articles] == [text, f"Лід\n\nПерша\n\n{text}"]
    assert one.articles[0].fields == {"author": "Ада"}
