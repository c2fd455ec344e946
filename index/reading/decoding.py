"""Bytes to text: byte order mark, then strict UTF-8, then the code page whose letters are the likeliest.

It knows nothing of formats. General guessers fail on short koi8-u and on capital letters, so the five Cyrillic code
pages are scored by how often each letter occurs in Ukrainian and Russian, whatever its case.
"""

import codecs
import math
import re
from dataclasses import dataclass
from functools import cache

from .draft import UnreadableError
from .languages import latin_letter_share

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_FORMATS = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3": "a database",
}
_CYRILLIC_PAGES = ("cp1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
_LATIN_PAGES = ("cp1252", "cp1250")
_SAMPLE_BYTES = 40_000
# Letters in a thousand, the mean of Ukrainian and Russian prose (counted by us).
_PER_MILLE = (
    "о100 а84 н74 и71 і40 т58 р53 в50 е62 с48 к37 д33 у28 л37 м31 п29 з19 я21 ь15 г17 б14 ч13 ї7 й11 х10 ц8 ю8 ж8 є4 "
    "ш5 ф4 щ3 ґ0.2 ы8 э2 ъ0.4 ё0.4 ў0.2"
)
_SIGNS = {"«": 0.8, "»": 0.8, "—": 1, "–": 0.6, "’": 0.5, "\xa0": 1, "№": 0.4, "…": 0.1, "“": 0.1, "”": 0.1, "„": 0.1}
_IMPOSSIBLE = math.log(2e-5)
_CASE_BREAK = 3.0
# A natural Cyrillic text scores about -3.1 a letter; random bytes about -8.
_WORST_SCORE = -5.0
_SURE_MARGIN = 12.0
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding it was read in, and whether that was stated or beyond doubt."""

    text: str
    encoding: str
    sure: bool


def decode(data: bytes) -> Decoded:
    """The text of the bytes without a byte order mark. Raises `UnreadableError` for what is no text in any encoding."""
    for magic, what in _OTHER_FORMATS.items():
        if data.startswith(magic):
            raise UnreadableError(f"is {what}, whatever its name says")
    decoded = _by_mark(data) or _utf8(data) or _utf16(data) or _code_page(data)
    if len(_CONTROLS.findall(decoded.text[:_SAMPLE_BYTES])) * 20 > min(len(decoded.text), _SAMPLE_BYTES):
        raise UnreadableError("holds binary data, not text")
    return decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return Decoded(text, encoding, "\ufffd" not in text)
    return None


def _utf8(data: bytes) -> Decoded | None:
    """The text if it is UTF-8, also where a few bytes among many are damaged; those become U+FFFD."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8", True)
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    wide = sum(char > "\x7f" and char != "\ufffd" for char in text)
    return Decoded(text, "utf-8", False) if text.count("\ufffd") * 20 < wide else None


def _utf16(data: bytes) -> Decoded | None:
    """The text if every other byte is one that stands before the letters of a single script or of ASCII."""
    sample = data[: _SAMPLE_BYTES & ~1]
    if len(data) < 8 or len(data) % 2:
        return None
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        plain = sum(high.count(byte) for byte in (0, 4, 0x20))
        if plain * 50 >= len(high) * 49 and sum(low.count(byte) for byte in (0, 4)) * 4 < len(low):
            try:
                return Decoded(data.decode(encoding), encoding, True)
            except UnicodeDecodeError:
                return None
    return None


def _code_page(data: bytes) -> Decoded:
    sample = data[:_SAMPLE_BYTES]
    runs = [len(run) for run in _HIGH_RUN.findall(sample)]
    if sum(runs) >= 2 * len(runs):
        return _cyrillic(data, sample)
    return _latin(data, sample)


def _cyrillic(data: bytes, sample: bytes) -> Decoded:
    ranked = sorted(
        ((_score(text := sample.decode(page, "replace")), text, page) for page in _CYRILLIC_PAGES), reverse=True
    )
    best, text, page = ranked[0]
    high = sum(char > "\x7f" for char in text) or 1
    if best / high < _WORST_SCORE:
        raise UnreadableError("is in an encoding that is not recognised: save it as UTF-8")
    rival = next((score for score, other, _ in ranked[1:] if other != text), -math.inf)
    return Decoded(data.decode(page, "replace"), page, best - rival > _SURE_MARGIN)


def _score(text: str) -> float:
    """The log-likelihood of the characters beyond ASCII, less a fine for each capital inside a word of small letters."""
    chances = _chances()
    score, before = 0.0, " "
    for char in text:
        if char > "\x7f":
            score += chances.get(char, _IMPOSSIBLE)
            if char.isupper() and before.islower():
                score -= _CASE_BREAK
        before = char
    return score


@cache
def _chances() -> dict[str, float]:
    small = {entry[0]: float(entry[1:]) / 1000 for entry in _PER_MILLE.split()}
    letters = small | {letter.upper(): chance / 2 for letter, chance in small.items()}
    return {char: math.log(chance) for char, chance in (letters | {s: c / 1000 for s, c in _SIGNS.items()}).items()}


def _latin(data: bytes, sample: bytes) -> Decoded:
    """The text in the page whose letters, all together, some language of Europe really uses."""
    share, page = max(((latin_letter_share(sample.decode(page, "replace")), page) for page in _LATIN_PAGES), key=_first)
    if share < 0.6:
        raise UnreadableError("is in an encoding that is not recognised: save it as UTF-8")
    return Decoded(data.decode(page, "replace"), page, False)


def _first(pair: tuple[float, str]) -> float:
    return pair[0]
