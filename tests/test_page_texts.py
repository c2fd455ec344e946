"""The words of the page: every language has every sentence, plurals and dates are right, messages are translated."""

import ast
import json
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from support.said import said
from ui.asgi.language_redirect import preferred
from ui.markup.html import tag
from ui.markup.notices import program_message
from ui.texts import Texts, read_texts
from ui.texts.messages import translated

LANGUAGES = read_texts()
ROOT = Path(__file__).parents[1]
UI = ROOT / "ui"


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_language_lacks_a_key_a_plural_form_or_a_value_of_another(code):
    own, first = LANGUAGES[code].table, LANGUAGES["uk"].table
    assert own.keys() == first.keys()
    missing = first["sentences"].keys() - own["sentences"].keys()
    assert not missing, f"ui/texts/{code}.json lacks {sorted(missing)}"
    assert not own["sentences"].keys() - first["sentences"].keys()
    forms = {LANGUAGES[code].locale.plural_form(count) for count in range(200)}
    for key, sentence in own["sentences"].items():
        other = first["sentences"][key]
        assert isinstance(sentence, dict) == isinstance(other, dict), key
        assert not isinstance(sentence, dict) or sentence.keys() == forms, key
        assert values_of(sentence) == values_of(other), key


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_stands_once(code):
    twice = []

    def once(pairs):
        counted = Counter(key for key, _ in pairs)
        twice.extend(key for key, count in counted.items() if count > 1)
        return dict(pairs)

    json.loads((UI / "texts" / f"{code}.json").read_text("utf-8"), object_pairs_hook=once)
    assert twice == []


def values_of(sentence: object) -> set[str]:
    found = set(re.findall(r"\{(\w+)\}", json.dumps(sentence)))
    return found - {"count"}


def patterns_in_python() -> set[str]:
    """Every string of the code that may be a key, as a pattern: an f-string has \\w+ for each value in it."""
    patterns = set()
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else r"\w+" for part in node.values]
                patterns.add("".join(parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                patterns.add(node.value)
    return {pattern for pattern in patterns if re.fullmatch(r"\w+(\\w\+|\w)*", pattern)}


def keys_asked_for() -> set[str]:
    """The constant keys of calls `texts("key")` in Python and `words("key")` in the page's script."""
    keys = set()
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="texts"), args=[ast.Constant(value=key), *_]):
                    keys.add(key)
    return keys


def keys_in_script() -> set[str]:
    source = "".join(path.read_text("utf-8") for path in UI.rglob("*.js"))
    return set(re.findall(r'words\(\s*"(\w+)"', source))


def test_every_key_that_the_code_asks_for_is_there():
    known = LANGUAGES["uk"].table["sentences"].keys()
    asked = keys_asked_for()
    assert len(asked) > 80  # the trees were really read
    assert asked - known == set()
    assert keys_in_script() - LANGUAGES["uk"].script().keys() - {"title", "busy"} == set()


def test_no_sentence_is_idle():
    used = re.compile("|".join(patterns_in_python() - {r"\w+"}))
    script = "".join(path.read_text("utf-8") for path in UI.rglob("*.js"))
    sentences = LANGUAGES["uk"].table["sentences"].keys()
    said = {key for key in sentences if key.startswith("js_")}
    assert [key for key in said if f'"{key[3:]}"' not in script] == []
    assert [key for key in sentences - said if not used.fullmatch(key)] == []


@pytest.mark.parametrize(
    ("count", "uk", "en"),
    [
        (1, "1 стаття", "1 article"),
        (2, "2 статті", "2 articles"),
        (5, "5 статей", "5 articles"),
        (11, "11 статей", "11 articles"),
        (21, "21 стаття", "21 articles"),
        (112, "112 статей", "112 articles"),
        (1023, "1\u00a0023 статті", "1,023 articles"),
    ],
)
def test_plurals_are_right(count, uk, en):
    assert LANGUAGES["uk"]("articles_found", count) == uk
    assert LANGUAGES["en"]("articles_found", count) == en


@pytest.mark.parametrize(
    ("locale", "forms", "counts"),
    [
        ("cs", {"one": "článek", "few": "články", "other": "článků"}, {1: "článek", 3: "články", 5: "článků"}),
        ("fr", {"one": "article", "other": "articles"}, {0: "article", 1: "article", 2: "articles"}),
        (
            "sl",
            {"one": "članek", "two": "članka", "few": "članki", "other": "člankov"},
            {1: "članek", 2: "članka", 3: "članki", 5: "člankov", 102: "članka"},
        ),
        (
            "ar",
            {"zero": "0", "one": "1", "two": "2", "few": "3-10", "many": "11-99", "other": "100-102"},
            {0: "0", 1: "1", 2: "2", 7: "3-10", 11: "11-99", 100: "100-102"},
        ),
    ],
)
def test_another_language_is_just_a_file_whatever_its_plural_forms(tmp_path, locale, forms, counts):
    table = {"locale": locale, "ordinal_endings": {"other": "."}, "sentences": {"articles": forms}, "messages": {}}
    (tmp_path / f"{locale}.json").write_text(json.dumps(table), "utf-8")
    [texts] = read_texts(tmp_path).values()
    assert {count: texts("articles", count) for count in counts} == counts
    assert texts.date(date(2026, 2, 3)) != ""
    assert texts.name[0].isupper() or locale == "ar"


def test_dates_times_and_numbers_are_right():
    day = date(2026, 2, 3)
    assert plain_spaces(LANGUAGES["uk"].date(day)) == "3 лютого 2026 р."
    assert plain_spaces(LANGUAGES["en"].date(day)) == "3 February 2026"
    assert LANGUAGES["uk"].date(None) == "без дати"
    assert LANGUAGES["uk"].month(2026, 2) == "лютий 2026"
    assert (
        LANGUAGES["uk"].time(datetime(2026, 2, 3, 8, 5)) == LANGUAGES["en"].time(datetime(2026, 2, 3, 8, 5)) == "08:05"
    )
    assert (LANGUAGES["uk"].decimal(0.8891, 3), LANGUAGES["en"].decimal(0.8891, 3)) == ("0,889", "0.889")


def plain_spaces(text: str) -> str:
    return re.sub(r"\s", " ", text)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "1-ше"),
        (2, "2-ге"),
        (3, "3-тє"),
        (4, "4-те"),
        (6, "6-те"),
        (7, "7-ме"),
        (8, "8-ме"),
        (11, "11-те"),
        (12, "12-те"),
        (17, "17-те"),
        (21, "21-ше"),
        (40, "40-ве"),
        (47, "47-ме"),
        (100, "100-те"),
    ],
)
def test_ukrainian_ordinals_are_right(number, written):
    assert LANGUAGES["uk"].ordinal(number) == written
    assert LANGUAGES["en"].ordinal(number) == str(number)


@pytest.mark.parametrize(
    ("code", "uk", "en"),
    [
        ("uk", "українська", "Ukrainian"),
        ("crh", "кримськотатарська", "Crimean Tatar"),
        ("ka", "грузинська", "Georgian"),
        ("und", "мову не визначено", "language unknown"),
        ("xx", "xx", "xx"),
    ],
)
def test_languages_have_names(code, uk, en):
    assert (LANGUAGES["uk"].language(code), LANGUAGES["en"].language(code)) == (uk, en)
    assert (LANGUAGES["uk"].name, LANGUAGES["en"].name) == ("Українська", "English")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "uk"),
        ("en-US,en;q=0.9", "en"),
        ("uk,en;q=0.8", "uk"),
        ("de,en;q=0.5,uk;q=0.4", "en"),
        ("fr", "uk"),
        ("en;q=0, uk;q=0.1", "uk"),
        ("en;q=x", "uk"),
    ],
)
def test_the_browsers_preference_chooses_the_language(header, code):
    assert preferred(header, ("uk", "en")) == code


# Messages of the program, which are English, in the language of the page

INDEX = ROOT / "index"
ABOUT_A_FILE = re.compile(
    r"(is|has|holds|cannot be|the folder cannot|changed|took|needs|unpacks|was read|the article id) ?"
)


def messages_about_files():
    """What the code can say of a file that it skips, each value in it as {}, read from its syntax tree."""
    found = set()
    for path in (*(INDEX / "parsing").rglob("*.py"), INDEX / "updating" / "publishing.py"):
        if path.name == "advice.py":
            continue  # it has only the beginnings of reasons
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
def test_every_reason_to_skip_a_file_is_translated(code):
    known = LANGUAGES[code].table["messages"]
    said = messages_about_files()
    assert len(said) > 40  # the tree was really read
    assert sorted(said - known.keys()) == []
    for template, own in known.items():
        assert own.count("{}") == template.count("{}"), template
        assert not re.search("[a-z]{5,} [a-z]{3,} [a-z]{3,}", own), own


# Texts of errors that code composes of others, as they are when they are complete.
COMPOSED = {
    "{} is empty": ("the question is empty", "an earlier question is empty"),
    "{} has {} characters; at most {} are allowed": (
        "the question has 9,000 characters; at most 2,000 are allowed",
        "an earlier question has 9,000 characters; at most 2,000 are allowed",
    ),
    "encode everything again: dzherelo build --model {} --full": (),
    "E{}": ("Encode everything again: dzherelo build --model e5 --full",),
    "Leave out --model, or {}": ("Leave out --model, or encode everything again: dzherelo build --model e5 --full",),
    "the catalogue {} {}, but generation {} was published last": (
        "the catalogue a/b holds generation 3, but generation 4 was published last",
        "the catalogue a/b holds nothing, but generation 4 was published last",
    ),
    "the mark {}, the catalogue generation {}": (
        "the mark names generation 3, the catalogue generation 4",
        "the mark is missing or damaged, the catalogue generation 4",
    ),
    "{}, or look at sample articles: dzherelo demo": (
        "Build one: dzherelo build CORPUS --index a/b, or look at sample articles: dzherelo demo",
    ),
    "after {} articles": ("a.json, after 3 articles, is not JSON: x; the part before that was read: export it again",),
    "line {}": ("a.xml, line 3, is damaged (x); the readable parts were read: export it again",),
    "if its letters are wrong, save it as UTF-8": (
        "a.txt was read as cp1251: if its letters are wrong, save it as UTF-8",
    ),
    "{}: {}. {}": (),
    "": (),
    '"answerable" is {}, yet there are {}': (
        '"answerable" is true, yet there are no articles that answer it',
        '"answerable" is false, yet there are articles that answer it: a.md',
    ),
    # Mistakes of our own code, which nobody should see.
    "a hash has only letters and digits": (),
    "counts are numbers": (),
}
FOLDERS = ("index", "qa", "ui/cli", "ui/chat", "ui/history", "ui/corpus")
# Errors with sentences of their own on the page, by key, and errors that are caught where they are raised.
NEVER_SHOWN = ("ui/corpus/uploads.py", "qa/times/named_days.py")


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_error_fix_finding_and_notice_is_translated(code):
    texts, found = LANGUAGES[code], said(FOLDERS)
    assert len(found) > 200  # the trees were really read
    complete = [(each, at) for text, at in found.items() for each in COMPOSED.get(text, (text,))]
    missing = [
        f"{at}: {each}" for each, at in complete if not at.startswith(NEVER_SHOWN) and not translated(each, texts)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("message", "own"),
    [
        (
            "q.jsonl, line 2: the id '1' is that of an earlier line",
            "q.jsonl, рядок 2: ідентифікатор '1' уже має попередній рядок",
        ),
        (
            "the index lacks articles that the questions name (1), such as 'a.txt' (question 7)",
            "в індексі немає статей, названих у запитаннях (1), наприклад 'a.txt' (запитання 7)",
        ),
        (
            "The model x cannot be loaded (there is no such folder, and the hub cannot be reached: timed out)",
            "Модель x не вдалося завантажити (такої теки немає, а хаб недоступний: timed out)",
        ),
        (
            "a, b.pdf, pages 2, 3, 5–9 and 12, is damaged there, and the rest was read: compare a quote with its page",
            "a, b.pdf, сторінки 2, 3, 5–9 і 12: цю частину пошкоджено, решту прочитано; звіряйте цитати зі сторінкою",
        ),
        ("pages 2, 3 and 12", "сторінки 2, 3 і 12"),
        (
            "generation 000002 is damaged: manifest.json is missing",
            "покоління 000002 пошкоджене: немає manifest.json",
        ),
    ],
)
def test_the_reasons_within_a_message_are_translated(message, own):
    assert translated(message, LANGUAGES["uk"]) == own


@pytest.mark.parametrize(
    ("message", "own"),
    [
        ("is empty", "порожній"),
        (
            "has 600 MB; files of this format may have at most 512 MB",
            "має 600 МБ, а файли цього формату можуть мати щонайбільше 512 МБ",
        ),
        ("81,236 MB are free", "вільно 81\xa0236 МБ"),
        ("is actually a PDF file, despite its name", "насправді це файл PDF, попри назву файла"),
        ("cannot be opened: Permission denied", "не вдалося відкрити: немає дозволу"),
        (
            "a b/c.json has parts that were left out: posts without text (1)",
            "a b/c.json: пропущено дописи без тексту (1)",
        ),
        ("cannot be opened: Something else", "не вдалося відкрити: Something else"),
        ("is odd", ""),
        ("", ""),
    ],
)
def test_a_message_is_translated_with_its_values_or_not_at_all(message, own):
    assert translated(message, LANGUAGES["uk"]) == own
    assert program_message("p", message, LANGUAGES["en"]) == tag("p", message, dir="auto")
    assert ('lang="en"' in program_message("p", message, LANGUAGES["uk"])) is (own == "")


def test_a_sentence_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        Texts("uk", LANGUAGES["uk"].table)("no_such_sentence")
