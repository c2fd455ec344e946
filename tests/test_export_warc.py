"""Web archives (WARC) written by hand, as crawlers write them; hostile and damaged ones end in a reason."""

import gzip
import tracemalloc
import zlib
from datetime import date

import brotli
import pytest
import zstandard

from index.parsing import CorpusFile, corpus_files, parse_file

BRIDGE = "Новий міст через річку Іква відкрили у вересні. Його будували чотири роки, і коштував він сто тисяч гривень."
PAGE = (
    '<html lang="uk"><head><title>{title}</title><meta name="author" content="Ада Бортник">{more}</head>'
    "<body><nav><a href='/'>Головна</a></nav><article><h1>{title}</h1><p>{text}</p></article></body></html>"
)


def page(title="Міст через Ікву", text=BRIDGE, more=""):
    return PAGE.format(title=title, text=text, more=more)


def record(kind, block, address="", more=""):
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2025-11-04T09:00:00Z\r\n{more}"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def answer(
    address="https://visti.example/mist",
    body=None,
    status="200 OK",
    kind="text/html; charset=utf-8",
    more="",
    http="1.1",
):
    content = page().encode() if body is None else body if isinstance(body, bytes) else body.encode()
    head = f"HTTP/{http} {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode()
    return record("response", head + content, address)


INFO = record("warcinfo", b"software: Crawler\r\n")


def read(folder, *records, name="crawl-20230102.warc", packed=False, content=b""):
    content = content or b"".join(gzip.compress(each) if packed else each for each in records)
    (folder / name).write_bytes(content)
    [file] = [entry for entry in corpus_files(folder) if isinstance(entry, CorpusFile)]
    return parse_file(file)


@pytest.mark.parametrize("name", ["crawl-20230102.warc", "crawl-20230102.warc.gz"])
def test_a_page_is_an_article_with_its_address_and_its_own_facts(tmp_path, name):
    asked = record("request", b"GET /mist HTTP/1.1\r\n\r\n", "https://visti.example/mist")
    reading = read(tmp_path, INFO, asked, answer(), name=name, packed=name.endswith(".gz"))
    [article] = reading.articles
    assert article.id == article.source == "https://visti.example/mist"
    assert (article.title, article.text, article.language) == ("Міст через Ікву", BRIDGE, "uk")
    assert article.fields == {"author": "Ада Бортник", "saved": "2025-11-04"}
    assert article.published is None  # neither the day it was saved, nor the one in the file's name
    assert (reading.skipped, reading.warnings) == ((), ())


def test_the_day_of_publication_is_what_the_page_says(tmp_path):
    dated = page(more='<meta property="article:published_time" content="2024-03-05T10:00:00+02:00">')
    [article] = read(tmp_path, answer(body=dated)).articles
    assert (article.published, article.fields["saved"]) == (date(2024, 3, 5), "2025-11-04")


@pytest.mark.parametrize(
    ("body", "more", "kind", "http"),
    [
        (gzip.compress(page().encode(), mtime=0), "Content-Encoding: gzip\r\n", "text/html", "1.1"),
        (
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(page().encode()), page().encode()),
            "Transfer-Encoding: chunked\r\n",
            "text/html",
            "1.1",
        ),
        (page().encode("cp1251"), "", "text/html; charset=windows-1251", "1.1"),
        (page(more='<meta charset="iso-8859-1">').encode("koi8-u"), "", 'text/html;charset="KOI8-U"', "1.0"),
        (page().encode("cp1251"), "", "application/xhtml+xml", "2"),
        (page().encode(), "", "text/html; charset=no-such", "2"),
    ],
)
def test_pages_are_unpacked_and_decoded_as_the_site_says(tmp_path, body, more, kind, http):
    [article] = read(tmp_path, answer(body=body, more=more, kind=kind, http=http)).articles
    assert article.text == BRIDGE


CODED = {
    "gzip": gzip.compress(page().encode(), mtime=0),
    "deflate": zlib.compress(page().encode()),
    "br": brotli.compress(page().encode()),
    "zstd": zstandard.compress(page().encode()),
}


@pytest.mark.parametrize("coding", CODED)
@pytest.mark.parametrize("chunked", [False, True])
def test_a_page_of_any_usual_compression_is_read_and_those_behind_it(tmp_path, coding, chunked):
    body, more = CODED[coding], f"Content-Encoding: {coding.upper()}\r\n"
    if chunked:
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:50], body[50:])) + b"0\r\n\r\n"
        more += "Transfer-Encoding: chunked\r\n"
    reading = read(tmp_path, answer(body=body, more=more), answer("https://visti.example/2"))
    assert [article.text for article in reading.articles] == [BRIDGE, BRIDGE]
    assert reading.warnings == ()


@pytest.mark.parametrize("coding", [*CODED, "compress"])
def test_a_compression_that_the_crawler_has_undone_is_not_undone_again(tmp_path, coding):
    [article] = read(tmp_path, answer(more=f"Content-Encoding: {coding}\r\n")).articles
    assert article.text == BRIDGE


@pytest.mark.parametrize(
    ("coding", "problem"),
    [
        ("br", "has parts that were left out: damaged responses (1)"),
        ("zstd", "has parts that were left out: damaged responses (1)"),
        ("compress", "has parts that were left out: pages compressed in a way that is not read (1)"),
    ],
)
def test_a_body_that_cannot_be_unpacked_costs_only_itself(tmp_path, coding, problem):
    broken = answer("https://visti.example/x", b"\x93\x00\xff" * 40, more=f"Content-Encoding: {coding}\r\n")
    reading = read(tmp_path, broken, answer())
    assert [article.text for article in reading.articles] == [BRIDGE]
    assert [warned.problem for warned in reading.warnings] == [problem]


def test_what_is_no_page_is_told_by_its_number_and_what_cannot_be_read_by_its_address(tmp_path):
    reading = read(
        tmp_path,
        answer("https://visti.example/a.png", b"\x89PNG", kind="image/png"),
        answer("https://visti.example/old", "", status="301 Moved"),
        answer("https://visti.example/none", page("Немає"), status="404 Not Found"),
        record("response", b"nothing like HTTP", "https://visti.example/x"),
        answer(),
        answer(body=page("Іншого дня")),
        answer("https://visti.example/bare", "<html><body></body></html>"),
        record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", "https://visti.example/mist"),
        record("response", b"ns1.visti.example", "dns:visti.example"),
    )
    assert [article.title for article in reading.articles] == ["Міст через Ікву"]
    assert reading.skipped == (("crawl-20230102.warc#7", "holds no text (https://visti.example/bare)"),)
    assert sorted(reading.warnings) == [
        "crawl-20230102.warc has parts that were left out: damaged responses (2)",
        "crawl-20230102.warc has parts that were left out: files that are not pages (1)",
        "crawl-20230102.warc has parts that were left out: pages that are saved more than once (1)",
        "crawl-20230102.warc has parts that were left out: redirects and error pages (2)",
    ]


def test_a_page_in_broken_letters_is_named(tmp_path):
    twice = page(text=BRIDGE.encode().decode("cp1251", "replace"))
    reading = read(tmp_path, answer("https://visti.example/a", twice), answer("https://visti.example/b"))
    assert {warned.place for warned in reading.warnings} == {"https://visti.example/a"}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "last", [answer("https://visti.example/2"), answer("https://visti.example/2", kind="image/png")]
)
def test_an_archive_that_is_cut_off_gives_what_stands_before(tmp_path, packed, last):
    whole = [gzip.compress(each) if packed else each for each in (answer(), last)]
    reading = read(tmp_path, content=b"".join(whole)[:-40])
    assert [article.source for article in reading.articles] == ["https://visti.example/mist"]
    damaged = [warned for warned in reading.warnings if warned.kind == "damaged"]
    assert [warned.place for warned in damaged] == ["after 1 articles"]
    assert "truncated" in damaged[0].problem


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"WARC/1.1\r\n", "is a damaged web archive (a record without a length)"),
        ("Звичайний текст, а не архів.\n".encode(), "is not a web archive, which begins with WARC/"),
        (gzip.compress(b"x" * 999, mtime=0), "is not a web archive, which begins with WARC/"),
        (b"\x1f\x8b" + b"\x00" * 90, "is not a complete gzip archive"),
        (b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", "is a damaged web archive (a record without a length)"),
        (INFO + b"no record\r\n", "is a damaged web archive (Invalid WARC record"),
    ],
)
def test_what_is_no_archive_says_so(tmp_path, content, reason):
    skipped = read(tmp_path, content=content).skipped
    assert [each.reason[: len(reason)] for each in skipped] == [reason]


def test_an_archive_that_unpacks_to_far_too_much_is_refused(tmp_path):
    bomb = gzip.compress(answer(body=b"\0" * (60 << 20)), 9)
    assert "unpacks to more than" in read(tmp_path, content=bomb, name="a.warc.gz").skipped[0].reason


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstandard.compress)]
)
def test_a_page_that_unpacks_to_far_too_much_costs_only_itself(tmp_path, coding, pack):
    inner = pack(b"<p>" + b" " * (400 << 20))
    bomb = answer("https://visti.example/bomb", inner, more=f"Content-Encoding: {coding}\r\n")
    reading = read(tmp_path, bomb, answer())
    assert [article.source for article in reading.articles] == ["https://visti.example/mist"]
    assert reading.warnings == ("crawl-20230102.warc has parts that were left out: pages of more than 32 MB (1)",)


def test_headers_without_an_end_take_no_memory(tmp_path):
    endless = b"WARC/1.1\r\nWARC-Type: response\r\nX: " + b"x" * (40 << 20)
    reading = read(tmp_path, answer(), content=answer() + endless)
    assert len(reading.articles) == 1
    [warned] = reading.warnings
    assert "a header of more than 1 MB" in warned.problem


def test_an_archive_is_read_page_by_page(tmp_path):
    read(tmp_path, answer())
    with open(tmp_path / "crawl-20230102.warc", "wb") as file:
        for number in range(20):
            file.write(answer(f"https://visti.example/{number}.png", b"\x89" * (2 << 20), kind="image/png"))
            file.write(answer(f"https://visti.example/{number}"))
    [file] = corpus_files(tmp_path)
    tracemalloc.start()
    assert len(parse_file(file).articles) == 20
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 << 20, peak


TEXT = f"Міст через Ікву\n\n{BRIDGE}"


@pytest.mark.parametrize(
    ("made", "title"),
    [
        (
            record("resource", page().encode(), "https://visti.example/a", "Content-Type: text/html\r\n"),
            "Міст через Ікву",
        ),
        (
            record("conversion", TEXT.encode(), "https://visti.example/a.php", "Content-Type: text/plain\r\n"),
            "Міст через Ікву",
        ),
        (answer("https://visti.example/a.txt", TEXT, kind="text/plain; charset=utf-8"), "Міст через Ікву"),
        (answer("https://visti.example/a/b?c=d.e", TEXT.encode("cp1251"), kind="text/plain"), "Міст через Ікву"),
        (answer("https://visti.example/a", kind=""), "Міст через Ікву"),
        (answer("https://visti.example/a", f"<!-- a -->\n{page()}", kind=""), "Міст через Ікву"),
    ],
)
def test_pages_in_other_records_and_of_other_kinds_are_read(tmp_path, made, title):
    reading = read(tmp_path, INFO, made)
    [article] = reading.articles
    assert (article.title, article.text.removeprefix(f"{title}\n\n")) == (title, BRIDGE)
    assert article.id.startswith("https://visti.example/a")
    assert reading.skipped == ()


def test_what_programs_leave_in_an_archive_is_counted_and_not_read(tmp_path):
    log = record(
        "resource", TEXT.encode(), "metadata://gnu.org/software/wget/warc/wget.log", "Content-Type: text/plain\r\n"
    )
    robots = answer("https://visti.example/robots.txt", TEXT, kind="text/plain")
    script = answer("https://visti.example/a.js", TEXT, kind="text/plain")
    other = answer("https://visti.example/b", "ID3", kind="")
    picture = record("resource", b"\x89PNG", "https://visti.example/a.png", "Content-Type: image/png\r\n")
    reading = read(tmp_path, log, robots, script, other, picture, answer())
    assert [article.id for article in reading.articles] == ["https://visti.example/mist"]
    assert [str(warned).partition(": ")[2] for warned in reading.warnings] == ["files that are not pages (5)"]
