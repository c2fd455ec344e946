import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.parsing import CorpusFile, corpus_files, parse_file
from index.parsing.decoding.decode import decode
from index.parsing.parsed_document import UnreadableError

PAGES = ["cp1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic"]
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
UKRAINIAN = (
    "Щороку навесні на луки біля Остра повертаються білі лелеки. Птахи ремонтують торішні гнізда, приносять свіже "
    "гілля, а потім подовгу стоять на одній нозі та чекають на пару. Учителька з сусіднього села рахує їх уже "
    "двадцять років і записує кожну дату в грубий зошит. Торік вона нарахувала сорок одне гніздо, цього року їх "
    "тридцять вісім. Причина, каже пані Ганна, у тому, що пересохли два ставки: жабам ніде жити, а лелекам нічого "
    "їсти. Сільська рада обіцяє розчистити джерела й повернути воду, проте гроші на це шукають іще з минулої "
    "осені. Діти тим часом майструють годівниці й вчаться розрізняти голоси птахів. Найменший учень знає вже "
    "дванадцять, а бачив ще більше."
)
RUSSIAN = (
    "Каждую весну на луга возле реки возвращаются белые аисты. Птицы чинят прошлогодние гнёзда, приносят свежие "
    "ветки, а потом подолгу стоят на одной ноге и ждут пару. Учительница из соседней деревни считает их уже "
    "двадцать лет и записывает каждую дату в толстую тетрадь. Мальчики мастерят кормушки и учатся различать "
    "голоса птиц."
)


def writable(text: str, page: str) -> str:
    """The text with what the page lacks written as people did then: cp866 has no Ukrainian "і" and "ґ"."""
    if page == "cp866":
        text = text.translate(str.maketrans("іІґҐ", "iIгГ"))
    assert text.encode(page).decode(page) == text
    return text


def slices(text: str, length: int, count: int = 150) -> list[str]:
    chance = random.Random(length)
    starts = [chance.randrange(len(text) - length) for _ in range(count)]
    return [text[start : start + length] for start in starts]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("text", [UKRAINIAN, RUSSIAN], ids=["uk", "ru"])
@pytest.mark.parametrize(("length", "least"), [(20, 0.95), (60, 0.99), (250, 1.0)])
def test_code_pages_are_detected_from_few_letters_and_errors_are_always_marked_unsure(page, text, length, least):
    samples = [writable(sample, page) for sample in slices(text, length)]
    found = [decode(sample.encode(page)) for sample in samples]
    right = [one.text == sample for one, sample in zip(found, samples, strict=True)]
    assert sum(right) >= least * len(samples)
    assert not [one for one, well in zip(found, right, strict=True) if one.sure and not well]


@pytest.mark.parametrize("page", PAGES)
def test_capital_letters_are_detected_like_small_ones(page):
    samples = [writable(sample.upper(), page) for sample in slices(RUSSIAN, 60)]
    assert sum(decode(sample.encode(page)).text == sample for sample in samples) >= 0.95 * len(samples)


@pytest.mark.parametrize("encoding", UNICODE)
@pytest.mark.parametrize("length", [20, 60, 600])
def test_unicode_is_read_exactly_with_and_without_a_mark(encoding, length):
    for sample in slices(UKRAINIAN, length, 30):
        found = decode(sample.encode(encoding))
        assert (found.text, found.sure) == (sample, True)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("cp1250", "Zażółć gęślą jaźń, powiedział wójt gminy, i pojechał do Łodzi."),
        ("cp1250", "Vláda včera schválila návrh zákona, který nyní projedná sněmovna."),
        ("cp1252", "Die Größe der Städte wächst, sagte der Bürgermeister früh."),
        ("cp1252", "L’été dernier, le maire a été réélu à une large majorité."),
    ],
)
def test_latin_code_pages_are_detected_by_their_letters_and_always_with_a_warning(page, text):
    found = decode(text.encode(page))
    assert (found.text, found.encoding, found.sure) == (text, page, False)


def test_utf8_with_a_few_damaged_bytes_is_still_utf8_but_not_sure():
    data = bytearray(UKRAINIAN.encode())
    data[200] = 0xFF
    found = decode(bytes(data))
    assert (found.encoding, found.sure) == ("utf-8", False)
    assert found.text.count("\ufffd") <= 2
    assert found.text[150:] == UKRAINIAN[150:]


def test_what_begins_like_a_mark_by_chance_is_read_in_its_page():
    text = "яют убежище и образовательную поддержку, бесплатные или недорогие обеды и книги"
    assert decode(text.encode("cp1251")).text == text


@pytest.mark.parametrize("size", [60, 300, 3_000, 100_000])
def test_random_bytes_are_no_text(size):
    chance = random.Random(size)
    for _ in range(max(2, 3_000 // size)):
        with pytest.raises(UnreadableError):
            decode(chance.randbytes(size))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n...", "a PDF file"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"{\\rtf1 text}", "an RTF document"),
        (b"\x89PNG\r\n", "a picture"),
        (bytes(range(1, 32)) * 9, "binary data"),
        (b"\0" * 4_000, "binary data"),
    ],
)
def test_other_formats_under_a_text_name_are_called_by_their_own(data, what):
    with pytest.raises(UnreadableError) as caught:
        decode(data)
    assert what in caught.value.reason


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200))
def test_utf8_always_comes_back_as_it_went_in(text):
    if not text.startswith(("\ufeff", "%PDF-", "{\\rtf", "GIF8", "SQLite format 3")):
        assert decode(text.encode()).text == text


def test_a_file_read_in_a_guessed_encoding_says_so(tmp_path):
    (tmp_path / "a.txt").write_bytes("Łódź wciąż śpi, a ślimak już idzie.".encode("cp1250"))
    (tmp_path / "b.txt").write_bytes(UKRAINIAN.encode("cp1251"))
    (tmp_path / "c.txt").write_bytes(bytes(range(128, 256)) * 20)
    first, second, third = (parse_file(file) for file in corpus_files(tmp_path) if isinstance(file, CorpusFile))
    assert first.warnings == ("a.txt was read as cp1250: if its letters are wrong, save it as UTF-8",)
    assert (second.articles[0].text, second.warnings) == (UKRAINIAN, ())
    assert third.skipped[0].reason == "is in an encoding that is not recognised: save it as UTF-8"
