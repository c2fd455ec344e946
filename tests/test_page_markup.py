"""The parts of the page that need no browser: escaping, words, dates, copies, bands, uploads, feedback."""

import ast
import asyncio
import html
import itertools
import json
import re
import sqlite3
import string
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from index.build import BuildReport, renew
from index.errors import DiskError, QuestionError
from index.generation import ArticleEntry
from index.records import Skipped
from qa import Answer, Assistant, Citation, Hit
from ui.asgi.guard import Policy
from ui.asgi.language_redirect import preferred
from ui.asgi.visitor_cookie import COOKIE, owner_of
from ui.chat.chat import Chat
from ui.chat.queue import AT_ONCE, Busy, Line
from ui.chat.typed_days import read_day
from ui.corpus.last_build_report import keep_last_build, read_last_build
from ui.corpus.rebuild import Progress, Rebuild
from ui.corpus.uploads import Limits, UploadError, Uploads, checked_name
from ui.history.feedback import question_file
from ui.history.store import Asked, History
from ui.markup.answers import turn_markup
from ui.markup.bands import band_beside, band_of
from ui.markup.chart import chart
from ui.markup.citation_export import as_bibtex, as_markdown, as_text
from ui.markup.explanation import explained, matched_words
from ui.markup.html import Html, escaped, join, tag
from ui.markup.rebuild import rebuild_markup
from ui.texts import PLURALS, read_texts
from ui.texts.messages import told, translated

LANGUAGES = read_texts()
UI = Path(__file__).parents[1] / "ui"


def citation(**changed: object) -> Citation:
    text = "Перше. Казахстан погодив екстрадицію. Третє."
    fields: dict[str, object] = {
        "article_id": "a/b.md", "title": "Справа {1}", "published": date(2026, 2, 6), "language": "uk",
        "source": "https://www.news.example/x_1", "page": None, "start": 10, "end": 10 + len(text), "text": text,
        "score": 0.9, "dense_rank": 1, "lexical_rank": None, "dense_score": 0.8, "lexical_score": 0.0,
        "number": 1, "answer_start": 17, "answer_end": 47,
    }  # fmt: skip
    return Citation(**{**fields, **changed})  # type: ignore[arg-type]


def hit(of: Citation) -> Hit:
    """The same passage as a hit, without a number and an answering sentence."""
    return Hit(**{name: getattr(of, name) for name in Hit.__slots__})


def answer(*citations: Citation, status: str = "answered") -> Answer:
    values = {"question": "Кого *видали*?", "searched": "Кого *видали*?", "status": status, "confidence": 0.9}
    return Answer(**values, citations=citations, near_misses=(), hint="", generation=1)  # type: ignore[arg-type]


# Escaping


@given_any(st.text())
def test_escaped_text_reads_back_as_itself_and_holds_nothing_a_parser_could_take(text):
    shown = escaped(text)
    expected = text.replace("\x00", "\ufffd").replace("\x85", " ")
    assert re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), shown) == expected
    left = re.sub(r"&#\d+;", "", shown)
    assert not set(left) & set(string.punctuation + "\n\r\t")


def test_markup_is_only_what_was_made_as_markup():
    made = tag("p", "<b>", Html("<i>"), title='"x"', hidden=True, data_do=None)
    assert made == '<p title="&#34;x&#34;" hidden>&#60;b&#62;<i></p>'
    assert html.unescape(join("a & b")) == "a & b"


# Words


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_language_lacks_a_key_a_plural_form_or_a_value_of_another(code):
    own, first = LANGUAGES[code].table, LANGUAGES["uk"].table
    assert own.keys() == first.keys()
    missing = first["sentences"].keys() - own["sentences"].keys()
    assert not missing, f"ui/texts/{code}.json lacks {sorted(missing)}"
    assert not own["sentences"].keys() - first["sentences"].keys()
    assert len(own["months"]) == len(own["months_alone"]) == 12
    forms = {PLURALS[own["plurals"]](count) for count in range(200)}
    for key, sentence in own["sentences"].items():
        other = first["sentences"][key]
        assert isinstance(sentence, dict) == isinstance(other, dict), key
        assert not isinstance(sentence, dict) or sentence.keys() == forms, key
        assert values_of(sentence) == values_of(other), key


def values_of(sentence: object) -> set[str]:
    found = set(re.findall(r"\{(\w+)\}", json.dumps(sentence)))
    return found - {"count"}


def test_every_key_the_code_asks_for_is_there_and_none_is_idle():
    source = "".join(path.read_text("utf-8") for path in UI.rglob("*.py")).replace("'", '"')
    script = (UI / "web/static/page.js").read_text("utf-8")
    for key in LANGUAGES["uk"].table["sentences"]:
        if key.startswith("js_"):
            assert f'"{key[3:]}"' in script, key
        else:
            stem = key.removesuffix("_" + key.rsplit("_", 1)[-1])
            written = f'"{key}"' in source or f"{stem}_{{" in source
            assert written or f"{stem.rpartition('_')[0]}_{{" in source, key


@pytest.mark.parametrize(
    ("count", "uk", "en"),
    [(1, "1 стаття", "1 article"), (2, "2 статті", "2 articles"), (5, "5 статей", "5 articles"),
     (11, "11 статей", "11 articles"), (21, "21 стаття", "21 articles"), (112, "112 статей", "112 articles"), 
     (1023, "1\u00a0023 статті", "1,023 articles")],
)  # fmt: skip
def test_plurals_are_right(count, uk, en):
    assert LANGUAGES["uk"]("articles_found", count) == uk
    assert LANGUAGES["en"]("articles_found", count) == en


def test_dates_are_right():
    day = date(2026, 2, 3)
    assert LANGUAGES["uk"].date(day).replace("\u00a0", " ") == "3 лютого 2026 р."
    assert LANGUAGES["en"].date(day).replace("\u00a0", " ") == "3 February 2026"
    assert LANGUAGES["uk"].date(None) == "без дати"


@pytest.mark.parametrize(
    ("header", "code"),
    [("", "uk"), ("en-US,en;q=0.9", "en"), ("uk,en;q=0.8", "uk"), ("de,en;q=0.5,uk;q=0.4", "en"), ("fr", "uk"),
     ("en;q=0, uk;q=0.1", "uk"), ("en;q=x", "uk")],
)  # fmt: skip
def test_the_browsers_preference_chooses_the_language(header, code):
    assert preferred(header, ("uk", "en")) == code


# Messages of the program, which are English, in the language of the page

READING = Path(__file__).parents[1] / "index"
ABOUT_A_FILE = re.compile(
    r"(is|has|holds|cannot be|the folder cannot|changed|took|needs|unpacks|was read|the article id) ?"
)


def messages_about_files():
    """What the code can say of a file it leaves out, each value in it as {}, read from its syntax tree."""
    found = set()
    for path in (*READING.glob("reading/*.py"), READING / "publishing.py"):
        tree = ast.parse(path.read_text("utf-8"))
        parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        parts |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
                found.add(node.value)
    return {message for message in found if ABOUT_A_FILE.match(message) and " " in message}


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_reason_to_skip_a_file_is_said_in_the_language_of_the_page(code):
    known = LANGUAGES[code].table["messages"]
    said = messages_about_files()
    assert len(said) > 40  # the tree was really read
    assert sorted(said - known.keys()) == []
    for template, own in known.items():
        assert own.count("{}") == template.count("{}"), template
        assert not re.search("[a-z]{5,} [a-z]{3,} [a-z]{3,}", own), own


@pytest.mark.parametrize(
    ("message", "own"),
    [("is empty", "порожній"), ("has 600 MB, and files of this format are read up to 512 MB",
      "має 600 МБ, а файли цього формату читаються до 512 МБ"),
     ("is a PDF file, whatever its name says", "насправді це файл PDF, хоч як він названий"),
     ("cannot be opened: Permission denied", "не вдалося відкрити: немає дозволу"),
     ("cannot be opened: Something else", "не вдалося відкрити: Something else"), ("is odd", ""), ("", "")],
)  # fmt: skip
def test_a_message_is_translated_with_its_values_or_not_at_all(message, own):
    assert translated(message, LANGUAGES["uk"]) == own
    assert told("p", message, LANGUAGES["en"]) == tag("p", message, dir="auto")
    assert ('lang="en"' in told("p", message, LANGUAGES["uk"])) is (own == "")


def test_what_a_build_did_is_kept_and_read_again(tmp_path):
    skips = (Skipped("<b>.pdf", "is empty"),) * 2100
    report = BuildReport(("a",), (), ("b", "c"), ("d",), skips, ("a was read as cp1251",), build_seconds=1.5)
    kept = keep_last_build(tmp_path, report)
    assert kept == read_last_build(tmp_path)
    assert (kept.added, kept.removed, kept.skipped, len(kept.reasons)) == (1, 2, 2100, 2000)
    shown = rebuild_markup(Progress(), kept, LANGUAGES["uk"])
    assert "2\u00a0100" in html.unescape(shown)
    assert "<b>" not in shown
    assert shown.count("<li>") + shown.count("<li ") == 201  # two hundred skipped files and a warning
    keep_last_build(tmp_path / "missing", report)  # a disk that takes no more does not undo the build


@pytest.mark.parametrize(
    "damage", ["", "[]", "{}", "null", '{"ended_at": "yesterday"}', '{"ended_at": "2026-01-01", "added": 1}', "\x00"]
)
def test_a_damaged_account_of_the_last_build_is_as_none(tmp_path, damage):
    (tmp_path / "last-build.json").write_text(damage)
    assert read_last_build(tmp_path) is None


# Dates in a filter


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [("2026", date(2026, 1, 1), date(2026, 12, 31)), ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
     ("2026-02-03", date(2026, 2, 3), date(2026, 2, 3)), ("  ", None, None)],
)  # fmt: skip
def test_a_year_a_month_or_a_day_may_be_typed(typed, first, last):
    assert (read_day(typed, last=False), read_day(typed, last=True)) == (first, last)


@pytest.mark.parametrize("typed", ["2026-13", "2026-02-30", "0000", "лютий", "2026-00", "20260203", "٢٠٢٦-99"])
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(QuestionError):
        read_day(typed, last=False)


# Copies, bands, why


def test_bands_fall_with_confidence_and_with_the_distance_from_the_first_citation():
    assert [band_of(value) for value in (1.0, 0.8, 0.79, 0.55, 0.54, 0.0)] == [
        "strong", "strong", "likely", "likely", "weak", "weak"]  # fmt: skip
    assert [band_beside(0.95, share) for share in (1.2, 0.95, 0.85, 0.7)] == ["strong", "strong", "likely", "weak"]


def test_copies_hold_the_quote_and_its_source_and_escape_what_each_format_reads():
    given = answer(citation())
    quote = "Казахстан погодив екстрадицію."
    assert f"«{quote}» [1]" in as_text(given, LANGUAGES["uk"])
    markdown = as_markdown(given, LANGUAGES["en"])
    assert markdown.startswith("**Кого \\*видали\\*?**")
    assert "1. Справа \\{1\\}, https://www\\.news\\.example/x\\_1, 6" in markdown
    bibtex = as_bibtex(given)
    assert "@misc{a-b-md-1," in bibtex
    assert "title = {{Справа \\{1\\}}}" in bibtex
    assert "url = {https://www.news.example/x_1}" in bibtex
    assert f"note = {{{quote}}}" in bibtex


def test_why_a_passage_was_found_tells_words_both_ranks_scores_and_place():
    shown = explained(
        citation(dense_rank=3, dense_score=0.8123, lexical_rank=None), answer(citation()), LANGUAGES["en"]
    )
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", html.unescape(shown)))
    assert facts == {"Words in common": "none: found by its meaning", "By meaning": "rank 3, score 0.812",
                     "By words": "not found", "Combined score": "0.900", "Confidence of the answer": "0.90",
                     "Place": "a/b.md, 10–54"}  # fmt: skip


def test_other_articles_that_say_the_same_stand_below_their_citation(tmp_path):
    same = [citation(article_id="b.md", title="Те <b>саме</b>"), citation(article_id="c.md", published=None)]
    history = History(tmp_path / "history.sqlite3")
    turn = history.add("talk", Asked("Кого?"), answer(citation(also=tuple(map(hit, same)))))
    shown = html.unescape(turn_markup(turn, LANGUAGES["uk"]))
    assert "<summary>те саме пишуть ще 2 статті</summary>" in shown
    assert re.findall(r'class="told"[^>]* data-article="(.*?)" data-start="(\d+)" data-end="(\d+)"', shown) == [
        ("b.md", "10", "54"), ("c.md", "10", "54")]  # fmt: skip
    history.close()


def entry(published: date | None, language: str = "uk", title: str = "Стаття") -> ArticleEntry:
    return ArticleEntry(title, title, published, language, title, (), 0, 0)


def test_the_chart_counts_articles_by_month_and_language_and_tells_the_same_in_a_table():
    entries = [entry(date(2026, 2, 1)), entry(date(2026, 2, 28), "en"), entry(date(2026, 2, 3)),
               entry(date(2025, 12, 31)), entry(None)]  # fmt: skip
    shown = html.unescape(chart(entries, LANGUAGES["uk"]))
    assert re.findall(r"<title>(.*?)</title>", shown) == [
        "грудень 2025, українська: 1", "лютий 2026, українська: 2", "лютий 2026, англійська: 1"]  # fmt: skip
    assert re.findall(r'class="total">(\d+)<', shown) == ["1", "3"]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", shown)]
    assert rows == [["Дата", "українська", "англійська"], ["грудень 2025", "1", "0"], ["лютий 2026", "2", "1"]]
    assert "Ще 1 стаття не має дати." in shown
    assert chart([entry(None)], LANGUAGES["uk"]) == ""


def test_the_numbers_of_years_below_the_chart_have_room():
    for days in ([date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1), date(2026, 2, 1)],
                 [date(1900 + year, 1, 1) for year in range(100)]):  # fmt: skip
        shown = chart([entry(day) for day in days], LANGUAGES["uk"])
        places = [int(left) for left in re.findall(r'<text x="(\d+)" y="\d+" class="year"', html.unescape(shown))]
        assert min(after - before for before, after in itertools.pairwise(places)) >= 30


def test_a_chart_of_very_many_months_goes_by_years():
    entries = [entry(date(2000 + number // 12, number % 12 + 1, 1)) for number in range(60)]
    shown = html.unescape(chart(entries, LANGUAGES["en"]))
    assert re.findall(r'class="total">(\d+)<', shown) == ["12"] * 5
    assert "Articles by year" in shown


def test_matched_words_are_the_forms_of_the_questions_words_as_they_are_written():
    assert matched_words("Казахстану видали Мовлаєва торік", "Кого видав Казахстан?") == ("Казахстану", "видали")


# Uploads


async def chunks(*parts: bytes):
    for part in parts:
        yield part


def store(uploads: Uploads, name: str, content: bytes, size: int | None = None) -> bool:
    storing = uploads.store(name, len(content) if size is None else size, chunks(content))
    with ThreadPoolExecutor(1) as pool:  # a browser test in this process may have left a loop running in this thread
        return pool.submit(asyncio.run, storing).result()


def test_an_upload_is_whole_or_not_there(tmp_path):
    uploads = Uploads(tmp_path, Limits(file_bytes=100, total_bytes=150, files=3))
    assert store(uploads, "a.txt", b"one") is False
    assert store(uploads, "a.txt", b"two") is True
    assert (uploads.folder / "a.txt").read_bytes() == b"two"
    for content, size, key in ((b"x" * 101, None, "upload_large"), (b"", None, "upload_empty"),
                               (b"half", 10, "upload_broken"), (b"too long", 3, "upload_broken")):  # fmt: skip
        with pytest.raises(UploadError) as refused:
            store(uploads, "b.txt", content, size)
        assert refused.value.key == key
    assert [upload.name for upload in uploads.files()] == ["a.txt"]
    assert [path.name for path in uploads.folder.iterdir()] == ["a.txt"]


def test_the_quota_holds_for_bytes_and_files(tmp_path):
    uploads = Uploads(tmp_path, Limits(file_bytes=100, total_bytes=150, files=2))
    store(uploads, "a.txt", b"x" * 100)
    with pytest.raises(UploadError, match="would have 160 bytes"):
        store(uploads, "b.txt", b"x" * 60)
    store(uploads, "b.txt", b"x" * 50)
    with pytest.raises(UploadError):
        store(uploads, "c.txt", b"")
    uploads.remove("a.txt")
    assert [upload.name for upload in uploads.files()] == ["b.txt"]
    with pytest.raises(UploadError, match="no uploaded file"):
        uploads.remove("a.txt")


@pytest.mark.parametrize(
    "name",
    ["../a.txt", "..", "/etc/passwd.txt", "a/b.txt", "a\\b.txt", ".hidden.txt", "", " ", "a\x00.txt", "a\n.txt",
     "<img src=x>.txt", "x" * 300 + ".txt", "a.exe", "a", "a.txt\u202e", "\ud800.txt", "C:a.txt", " a.txt"],
)  # fmt: skip
def test_names_that_could_lead_elsewhere_are_refused(name):
    with pytest.raises(UploadError):
        checked_name(name)


def test_the_name_of_an_upload_is_kept_in_one_form():
    assert checked_name("Ї".encode().decode() + ".txt") == checked_name("І\u0308.txt") == "Ї.txt"


# Feedback and history


def test_only_judgements_whose_right_answer_is_known_become_questions(tmp_path):
    history = History(tmp_path / "history.sqlite3")
    for question, given in (("1", answer(citation())), ("2", answer(citation())), ("3", answer(citation())),
                            ("4", answer(status="no_answer")), ("5", answer(status="no_answer"))):  # fmt: skip
        history.add("talk", Asked(question), given)
    for turn, thumb, reason in ((1, 1, ""), (2, -1, "none:ні"), (3, -1, "wrong:"), (4, 1, ""), (5, -1, "wrong:є")):
        assert history.judge(turn, "talk", thumb, reason)
    assert not history.judge(1, "another talk", 1, "")
    rows = [json.loads(line) for line in question_file(history).splitlines()]
    assert [(row["question"], row["answerable"], row["articles"], row["history"]) for row in rows] == [
        ("1", True, ["a/b.md"], []), ("2", False, [], ["1"]), ("4", False, [], ["1", "2", "3"])]  # fmt: skip
    assert rows[0]["spans"] == [{"start": 17, "end": 47}]
    history.close()


def test_an_answer_comes_back_from_history_as_it_was(tmp_path):
    also = (hit(citation(article_id="b.md")), hit(citation(article_id="c.md", published=None)))
    given = answer(citation(also=also), citation(number=2, published=None, page=4))
    with_file = History(tmp_path / "history.sqlite3")
    with_file.add("talk", Asked("Кого?", "2026-01-01", "", "uk"), given)
    with_file.close()
    again = History(tmp_path / "history.sqlite3")
    [turn] = again.turns("talk")
    assert turn.answer == given
    assert turn.asked == Asked("Кого?", "2026-01-01", "", "uk")
    again.close()


def test_nobody_gets_at_the_conversations_of_another(tmp_path):
    history = History(tmp_path / "history.sqlite3")
    mine = history.add("talk", Asked("моє"), answer(citation()), "me")
    history.add("talk", Asked("чуже"), answer(citation()), "you")
    assert [turn.asked.question for turn in history.turns("talk", "me")] == ["моє"]
    assert history.turns("talk", "") == []
    assert [talk.question for talk in history.conversations("you")] == ["чуже"]
    assert not history.judge(mine.id, "talk", 1, "", "you")
    assert history.judge(mine.id, "talk", 1, "", "me")
    assert question_file(history, "you") == ""
    assert "моє" in question_file(history, "me")
    history.cut("talk", 0, "you")
    history.delete("talk", "you")
    history.delete_all("you")
    assert [turn.asked.question for turn in history.turns("talk", "me")] == ["моє"]
    assert history.turns("talk", "you") == []
    history.close()


def test_a_conversation_is_called_by_its_first_question_however_quickly_the_next_followed(tmp_path):
    history = History(tmp_path / "history.sqlite3")
    for question in ("перше", "друге", "третє"):
        history.add("talk", Asked(question), answer(citation()))
    [talk] = history.conversations()
    assert (talk.question, talk.turns) == ("перше", 3)
    history.close()


def test_a_history_of_an_earlier_version_is_read_on(tmp_path):
    history = History(tmp_path / "history.sqlite3")
    history.add("talk", Asked("колишнє"), answer(citation()))
    history.close()
    with sqlite3.connect(tmp_path / "history.sqlite3") as file:
        file.execute("ALTER TABLE turn DROP COLUMN owner")
    file.close()
    again = History(tmp_path / "history.sqlite3")
    assert [turn.asked.question for turn in again.turns("talk")] == ["колишнє"]
    again.close()


@pytest.mark.parametrize("damage", [b"no database at all" * 500, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_history_is_moved_aside_and_a_new_one_begun(tmp_path, damage):
    (tmp_path / "history.sqlite3").write_bytes(damage)
    history = History(tmp_path / "history.sqlite3")
    history.add("talk", Asked("нове"), answer())
    assert [turn.asked.question for turn in history.turns("talk")] == ["нове"]
    assert (tmp_path / "history.sqlite3.damaged").read_bytes() == damage
    history.close()


def test_where_no_history_can_be_kept_the_way_out_is_named(tmp_path):
    with pytest.raises(DiskError, match=r"cannot be kept.*--read-only"):
        History(tmp_path / "missing" / "history.sqlite3")


def test_a_history_without_a_file_forgets_the_earliest_turns():
    history = History(None)
    for number in range(5010):
        history.add("talk", Asked(str(number)), answer())
    assert [turn.asked.question for turn in history.turns("talk")][:1] == ["10"]
    history.close()


def test_what_is_deleted_leaves_no_trace_in_the_file(tmp_path):
    history = History(tmp_path / "history.sqlite3")
    for talk in ("a", "b"):
        history.add(talk, Asked(f"таємниця {talk}"), answer(citation()))
    history.delete("a")
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "таємниця b".encode() in stored
    assert "таємниця a".encode() not in stored
    history.close()


def test_a_disk_that_fails_is_said_to_the_user(tmp_path):
    history = History(tmp_path / "history.sqlite3")
    history.close()
    with pytest.raises(DiskError, match="history cannot be kept"):
        history.add("talk", Asked("x"), answer())


@pytest.mark.parametrize("sent", ["", "x", "a" * 31, "a" * 33, "../../etc/passwd" * 2, "і" * 32])
def test_a_visitor_without_a_cookie_of_ours_shares_with_nobody(sent):
    assert owner_of({COOKIE: sent}, True) != owner_of({COOKIE: sent}, True)
    one, other = {COOKIE: "a" * 32}, {COOKIE: "b" * 32}
    assert owner_of(one, True) == owner_of(one, True) != owner_of(other, True)
    assert owner_of(one, False) == owner_of({}, False) == ""


def test_turns_are_drawn_once_for_forty_long_conversations_and_those_long_unseen_are_forgotten(tmp_path, remembering):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("Довжина Дніпра становить 2201 кілометр.")
    renew(tmp_path / "corpus", tmp_path / "index", remembering)
    history, assistant = History(None), Assistant.open(tmp_path / "index")
    chat = Chat(assistant, history)

    def see(*names: str) -> dict[int, Html]:
        for name in names:
            assert chat.markup(name, "", LANGUAGES["en"])
        return {key[0]: markup for key, markup in chat._drawn.items()}

    many = [f"c{number}" for number in range(40)]
    for number in range(40 * 45):
        history.add(many[number % 40], Asked("Мовлаєв?"), answer(citation()))
    drawn = see(*many)
    assert len(drawn) == 40 * 45
    assert all(drawn[turn] is markup for turn, markup in see(*many).items())
    for number in range(1000):
        history.add("more", Asked(f"{number}?"), answer(citation()))
    kept = see("c0", "more")
    assert len(kept) == 2000
    assert {turn.id for turn in history.turns("c0")} <= kept.keys()
    assert kept.keys().isdisjoint(turn.id for turn in history.turns("c1"))
    assistant.close()
    history.close()


# Who may ask


def test_a_full_line_says_busy_at_once_and_takes_the_next_when_there_is_room():
    async def crowd():
        line, gate = Line(in_line=1), threading.Event()

        def slow():
            gate.wait(5)
            return answer(citation())

        waiting = [asyncio.create_task(line.run(slow)) for _ in range(AT_ONCE + 1)]
        await asyncio.sleep(0.05)
        with pytest.raises(Busy):
            await line.run(slow)
        gate.set()
        assert len(await asyncio.gather(*waiting)) == AT_ONCE + 1
        assert (await line.run(slow)).status == "answered"

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, crowd()).result()


def test_a_ticket_holds_a_place_until_its_question_came_or_is_given_back_or_is_late():
    line = Line(in_line=2 - AT_ONCE, seconds_to_come=0.5)
    first, second = line.ticket(), line.ticket()
    with pytest.raises(Busy):
        line.ticket()
    line.give_back(first)
    line.give_back(first)
    third = line.ticket()
    with pytest.raises(Busy):
        line.ticket()

    async def come(ticket=None):
        return (await line.run(lambda: answer(citation()), ticket)).status

    async def asking():
        with pytest.raises(Busy):
            await come()  # without a ticket there is no place
        assert [await come(ticket) for ticket in (second, third)] == ["answered", "answered"]
        line.ticket(), line.ticket()
        with pytest.raises(Busy):
            await come(second)  # it has been used
        await asyncio.sleep(0.6)
        return await come(second)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(asyncio.run, asking()).result() == "answered"


@pytest.mark.parametrize(
    ("policy", "host", "known"),
    [(Policy("127.0.0.1"), "127.0.0.1:7860", True), (Policy("127.0.0.1"), "localhost", True),
     (Policy("127.0.0.1"), "[::1]:7860", True), (Policy("127.0.0.1"), "evil.example", False),
     (Policy("127.0.0.1"), "127.0.0.1.evil.example", False), (Policy("127.0.0.1"), "10.0.0.7", False),
     (Policy("127.0.0.1"), "", False), (Policy("0.0.0.0", password="x"), "10.0.0.7:80", True),
     (Policy("0.0.0.0", password="x"), "evil.example", False),
     (Policy("0.0.0.0", ("News.example",), "x"), "news.example", True)],
)  # fmt: skip
def test_only_hosts_that_are_ours_are_answered_for(policy, host, known):
    assert policy.knows_host(host) is known


def test_a_rebuild_that_cannot_work_says_what_to_do(tmp_path):
    rebuild = Rebuild(tmp_path / "missing", tmp_path / "index")
    assert rebuild.start()
    assert not rebuild.start()
    while rebuild.progress().state == "running":
        pass
    ended = rebuild.progress()
    assert ended.state == "failed"
    assert "missing" in ended.error
    assert ended.fix
