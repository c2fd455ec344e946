import re
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing import CorpusFile, Parsed, corpus_files, parse_file
from index.parsing.canonical import canonical
from index.parsing.parsed_document import UnreadableError
from index.parsing.plain_text import read_text
from index.records import Article
from support.pace import at_most

LEAD = "У Білій Церкві відкрили міст через Рось. Роботи тривали два роки."
BODY = "Рух автомобілів відновили о 7 ранку. Міст витримає 40 тонн."


def read(folder: Path, name: str, content: str | bytes) -> Parsed:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    [file] = [entry for entry in corpus_files(folder) if isinstance(entry, CorpusFile) and entry.name == name]
    return parse_file(file)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def article(folder: Path, name: str, content: str | bytes) -> Article:
    reading = read(folder, name, content)
    assert reading.skipped == ()
    [found] = reading.articles
    return found


def test_the_seed_article_gives_its_headline_date_and_language_and_none_of_them_in_the_text(shared, tmp_path):
    raw = (shared / "seed" / "article.txt").read_text(encoding="utf-8")
    found = article(tmp_path, "article.txt", raw)
    assert found.title == "Казахстан видає Росії антивоєнних активістів і критиків режиму Путіна"
    assert (found.published, found.language, found.source) == (date(2026, 2, 3), "uk", "article.txt")
    assert "2026-02-03" not in found.text
    assert found.title not in found.text
    assert found.text.startswith("Казахстан фактично став транзитною зоною")
    assert "вже погоджено.\n\nПро це повідомляє Euronews." in found.text
    assert raw.replace(" date 2026-02-03 ", "").replace(found.title + "\n\n", "") == found.text


def test_an_invented_article_in_the_form_of_the_seed_reads_alike(tmp_path):
    found = article(
        tmp_path, "a.txt", f" date 2025-11-04 {LEAD}\n\nМіст через Рось відкрили\n\n{BODY}\n\n\n\n\nКінець.\n"
    )
    assert found == Article(
        "a.txt", "Міст через Рось відкрили", date(2025, 11, 4), "uk", "a.txt", f"{LEAD}\n\n{BODY}\n\n\n\n\nКінець.\n"
    )


@pytest.mark.parametrize(
    ("text", "title", "left"),
    [
        (f"Міст відкрили\n\n{LEAD}\n\n{BODY}", "Міст відкрили", f"{LEAD}\n\n{BODY}"),
        (f"\n\nМіст відкрили!\n\n{LEAD}", "Міст відкрили!", f"\n\n{LEAD}"),
        (f"Міст відкрили\n{LEAD}", "Міст відкрили", None),
        ("Міст\n\nрічка\n\nпором", "Міст", None),
        (f"{LEAD}\n\n{BODY}", "У Білій Церкві відкрили міст через Рось", None),
        ("казахстан передав\nросії активістів. Їх судять.", "казахстан передав росії активістів", None),
        (f"Київ, 3 лютого 2026 року\n\n{LEAD}", "У Білій Церкві відкрили міст через Рось", None),
        (f"3.02.2026\n\nМіст відкрили\n\n{LEAD}", "Міст відкрили", f"3.02.2026\n\n{LEAD}"),
        (f"Автор: Олена Коваль\n\n{LEAD}", "Автор: Олена Коваль", None),
        (f"- перший пункт\n\n{LEAD}", "перший пункт", None),
        ("Слово " * 60 + "\n\n" + LEAD, "Слово " * 15 + "Слово…", None),
    ],
)
def test_only_a_line_that_surely_is_a_headline_leaves_the_text(tmp_path, text, title, left):
    found = article(tmp_path, "a.txt", text)
    assert found.title == title
    assert found.text == (text if left is None else left)


def test_a_text_without_letters_is_skipped_and_numbers_are_a_text(tmp_path):
    assert read(tmp_path, "a.txt", " \n—…\n\u200b").skipped[0].reason == "holds no text"
    assert article(tmp_path, "b.txt", "2026").title == "2026"


def test_markdown_front_matter_is_stated_and_left_out(tmp_path):
    source = (
        '---\ntitle: "Міст: відкриття"\ndate: 2025-11-04 09:30:00\nlang: uk-UA\nsource: https://visti.example/1\n'
        f"tags: [a, b]\n---\n\n# Міст — відкриття\n\n{LEAD}\n\n## Далі\n\n*{BODY}*\n"
    )
    found = article(tmp_path, "a.md", source)
    assert found == Article(
        "a.md",
        "Міст: відкриття",
        date(2025, 11, 4),
        "uk",
        "https://visti.example/1",
        f"{LEAD}\n\n## Далі\n\n{BODY}",
        fields={"tags": ("a", "b")},
    )


@pytest.mark.parametrize(
    "heading", ["# Міст **відкрили**", "# Міст [відкрили](https://a.example) #", "Міст відкрили\n==="]
)
def test_the_first_heading_of_markdown_is_its_title_and_left_out(tmp_path, heading):
    found = article(tmp_path, "a.md", f"{heading}\n\n{LEAD}\n\n# Друга частина\n\n{BODY}")
    assert found.title == "Міст відкрили"
    assert found.text == f"{LEAD}\n\n# Друга частина\n\n{BODY}"


def test_a_heading_that_differs_from_the_stated_title_stays(tmp_path):
    assert article(tmp_path, "a.md", f"---\ntitle: Міст\n---\n# Річка\n\n{LEAD}").text == f"# Річка\n\n{LEAD}"


def test_front_matter_that_is_not_yaml_is_read_line_by_line(tmp_path):
    found = article(tmp_path, "a.md", f"---\ntitle: Київ: історія: міст\npublished: 3 лютого 2026 року\n---\n{LEAD}")
    assert (found.title, found.published, found.text) == ("Київ: історія: міст", date(2026, 2, 3), LEAD)


@pytest.mark.parametrize(
    "block",
    [
        "---\nЦе не поля, а текст.\n---\n",
        "---\n- a\n- b\n---\n",
        "---\n" + "[" * 5_000 + "\n---\n",
        "---\ntitle: &a x\nb: *a\n---\n",
        "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\n---\n",
        "---\na0: &a0 {k: 1}\n"
        + "".join(f"a{n}: &a{n} {{<<: [{f'*a{n - 1},' * 12}]}}\n" for n in range(1, 9))
        + "---\n",
        "---\ntitle: !!python/object/apply:os.system ['touch /tmp/owned']\n---\n",
        *(f"---\ntitle: !!{kind} zzz\n---\n" for kind in ("timestamp", "bool", "int", "float", "set", "omap")),
        '---\ntitle: !!int ""\n---\n',
        f"---\ntitle: 0x{'f' * 5_000}\n---\n",
        f"---\n0x{'f' * 5_000}: title\n---\n",
        "---\ndate: 2026-99-99\n",
        "---\n" + "x: y\n" * 20_000 + "---\n",
        "---\n---\n",
    ],
)
def test_a_block_that_is_no_front_matter_is_text_and_does_no_harm(tmp_path, block):
    with at_most(2):
        found = article(tmp_path, "a.md", block + LEAD)
    assert found.text.endswith(LEAD)
    assert letters(found.text) == letters(block + LEAD) or "*a" in block or "!!" in block or "0x" in block
    assert not Path("/tmp/owned").exists()


def test_surrogates_written_as_yaml_escapes_cannot_reach_the_record(tmp_path):
    found = article(tmp_path, "a.md", f'---\ntitle: "Міст \\ud800 відкрили"\nsource: "\\udfff"\n---\n{LEAD}')
    assert (found.title, found.source) == ("Міст \ufffd відкрили", "\ufffd")


def test_invisible_characters_stay_in_the_text_and_never_in_the_title(tmp_path):
    body = "Мі\u0301ст\u200b від\u00adкрили\x00 \u202eслово\u202c сьогодні вранці у місті.\u2028Далі буде."
    assert article(tmp_path, "a.txt", body).text == body
    title = article(tmp_path, "b.md", f"# Міст\x00 \x1bвідкрили\u2028тут\n\n{LEAD}").title
    assert title == "Міст відкрили тут"


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=300)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_canonical_text_is_nfc_with_plain_line_ends_and_canonical_already(text):
    found = canonical(text)
    assert unicodedata.is_normalized("NFC", found)
    assert "\r" not in found
    assert found == unicodedata.normalize("NFC", re.sub("\r\n?", "\n", text))
    assert canonical(found) == found


@settings(max_examples=300, deadline=None)
@given(texts)
def test_a_plain_text_keeps_every_character_but_those_of_a_headline_or_date(text):
    kept = canonical(text)
    draft = read_text(text)
    assert draft.text == kept or draft.title or draft.published
    assert len(draft.text) <= len(kept)
    assert draft.text.strip() in kept or draft.published
    assert len(draft.title) <= 201


@given(st.text(st.characters(codec="utf-16", categories=["Cs", "L", "M"]), max_size=50))
def test_canonical_text_can_always_be_written_as_utf8(text):
    canonical(text + "\ud800").encode("utf-8")


def test_a_surrogate_pair_becomes_its_character_and_a_lone_surrogate_the_sign_of_loss():
    assert canonical("а\ud83d\ude00б\udc00в\ud800") == "а😀б\ufffdв\ufffd"


def test_hundreds_of_combining_marks_are_refused_at_once_and_dozens_are_put_in_order():
    with at_most(1), pytest.raises(UnreadableError, match="200 combining marks"):
        canonical("текст " * 999 + "а" + "\u0315\u0300" * 500_000)
    zalgo = "а" + "\u0315\u0300" * 90
    assert canonical(zalgo) == unicodedata.normalize("NFC", zalgo)


MEGABYTES = {
    "spaces": " " * 3_000_000,
    "heading full of spaces": "# а" + " " * 3_000_000 + "б",
    "short words": "а " * 1_500_000,
    "brackets": "[" * 3_000_000,
    "short lines": "а\n" * 1_500_000,
    "empty headings": "#\n" * 1_500_000,
    "one word": "а" * 3_000_000,
    "dashes": "—" * 3_000_000,
    "dates": "date 2026-02-03 " * 200_000,
    "rules": "---\n" * 700_000,
    "combining marks": ("а" + "\u0315\u0300" * 90) * 10_000,
    "datelines": "3 лютого 2026 " * 200_000,
    "stops": "а.б," * 700_000,
    "asterisks": "*" * 3_000_000 + "а",
}


@pytest.mark.parametrize("suffix", ["txt", "md"])
@pytest.mark.parametrize("kind", MEGABYTES)
def test_no_long_text_takes_more_than_seconds(tmp_path, suffix, kind):
    text = MEGABYTES[kind] if suffix == "txt" else MEGABYTES[kind][:100_000]  # the child has a limit of its own
    with at_most(6):
        reading = read(tmp_path, f"a.{suffix}", text)
    assert len(reading.articles) + len(reading.skipped) == 1


def test_no_date_in_the_future_is_taken_from_a_line(tmp_path):
    coming = date.today() + timedelta(days=40)
    assert article(tmp_path, "a.txt", f"{coming:%d.%m.%Y}\n\n{LEAD}").published is None


FRONT = {
    "toml": '+++\ntitle = "Музей у Бучачі"\ndate = 2024-03-15T10:00:00+02:00\ntags = ["музеї"]\n+++\n\n',
    "json": '{\n  "title": "Музей у Бучачі",\n  "datePublished": "2024-03-15"\n}\n\n',
    "fenced": '---json\n{"title": "Музей у Бучачі", "date": "2024-03-15"}\n---\n',
    "nested": "---\nmeta:\n  title: Музей у Бучачі\n  date: 2024-03-15\n---\n",
    **{
        key: f"---\ntitle: Музей у Бучачі\n{key}: 2024-03-15\n---\n"
        for key in ("publishDate", "pubDate", "date_published", "published-at", "дата")
    },
}


@pytest.mark.parametrize("kind", FRONT)
def test_front_matter_of_every_blog_states_title_and_date(tmp_path, kind):
    found = article(tmp_path, "a.markdown" if kind == "toml" else "a.md", FRONT[kind] + LEAD)
    assert (found.title, found.published, found.text) == ("Музей у Бучачі", date(2024, 3, 15), LEAD)


def test_what_only_looks_like_a_block_stays_text(tmp_path):
    for text in (f"+++\nне TOML\n+++\n{LEAD}", f'{{"a": 1}} {LEAD}', f'{{"a": {LEAD}'):
        assert article(tmp_path, "a.md", text).text == text


def test_a_text_that_opens_with_its_date_is_called_by_its_first_sentence(tmp_path):
    found = article(tmp_path, "a.txt", f"15 березня 2024 року\n\n{LEAD}\n")
    assert (found.title, found.published) == ("У Білій Церкві відкрили міст через Рось", date(2024, 3, 15))


def test_letters_saved_in_a_wrong_encoding_are_repaired_with_a_warning(tmp_path):
    reading = read(tmp_path, "a.txt", LEAD.encode().decode("cp1251", "ignore"))
    [found], [warned] = reading.articles, reading.warnings
    assert found.text[:30] == LEAD[:30]
    assert (warned.file, warned.kind) == ("a.txt", "repaired letters")


def test_words_lock_files_are_left_out_without_a_word(tmp_path):
    (tmp_path / "~$a.docx").write_bytes(b"\x05Olena")
    assert list(corpus_files(tmp_path)) == []


def test_front_matter_keeps_numbers_as_they_are_written(tmp_path):
    block = "тел: 0672311400\nверсія: 1.10\nпочаток: 10:30\nчернетка: false\ndate: 20240514"
    [article] = read(tmp_path, "a.md", f"---\n{block}\n---\n{BODY}\n".encode()).articles
    assert article.fields == {"тел": "0672311400", "версія": "1.10", "початок": "10:30", "чернетка": "false"}
    assert article.published == date(2024, 5, 14)
