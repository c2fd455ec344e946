"""Decodes bytes: by byte order mark, as UTF-16 without one, as strict UTF-8, or in the likeliest code page.

It does not depend on formats. General detectors fail on short koi8-u texts and on capital letters, so the five Cyrillic
code pages are scored by the frequencies of letter pairs in Ukrainian and Russian, ignoring case.
"""

import codecs
import math
import re
import unicodedata
from dataclasses import dataclass

from index.parsing.decoding.letter_pairs import surprise
from index.parsing.parsed_document import UnreadableError
from index.text.latin_letters import latin_letter_share

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
# A natural text scores 3 to 4 per letter, random bytes 9.
_WORST_SURPRISE = 6.8
_SURE_SURPRISE = 5.0
_LEAST_LATIN_SHARE = 0.6
_SURE_MARGIN = 30
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 4_096
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, its encoding, and whether the encoding was stated or is certain."""

    text: str
    encoding: str
    sure: bool


def decode(data: bytes) -> Decoded:
    """The text of the bytes without a byte order mark. UnreadableError if they are not text in any encoding."""
    for magic, what in _OTHER_FORMATS.items():
        if data.startswith(magic):
            raise UnreadableError(f"is actually {what}, despite its name")
    decoded = _by_mark(data) or _utf16(data) or _utf8(data) or _code_page(data)
    if len(_CONTROLS.findall(decoded.text[:_SAMPLE_BYTES])) * 20 > min(len(decoded.text), _SAMPLE_BYTES):
        raise UnreadableError("holds binary data, not text")
    return decoded


def decode_html(data: bytes, stated: str = "") -> Decoded:
    """The text of a page: as UTF-8 if it is valid, because pages often declare an older encoding, else as declared.

    The encoding that its site `stated` takes precedence over the page's declaration.
    """
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    names = filter(None, (stated, declared[1].decode("ascii", "replace") if declared else ""))
    for name in () if _by_mark(data) or _utf8(data) else names:
        try:
            encoding = codecs.lookup(name).name
            return Decoded(data.decode(encoding), encoding, True)
        except (LookupError, UnicodeError, ValueError):
            pass
    return decode(data)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            if _wrong(text) * 100 <= len(text):
                return Decoded(text, encoding, not _wrong(text))
    return None


def _wrong(text: str) -> int:
    """The number of unassigned or private characters at the start: a mark of two or three bytes may be chance."""
    return sum(char == "\ufffd" or unicodedata.category(char) in ("Cn", "Co") for char in text[:_SAMPLE_BYTES])


def _utf8(data: bytes) -> Decoded | None:
    """The text if it is UTF-8, even with a few damaged bytes among many; those become U+FFFD."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8", True)
    except UnicodeDecodeError:
        sample = data[:_SAMPLE_BYTES].decode("utf-8", "replace")
    wide = sum(char > "\x7f" and char != "\ufffd" for char in sample)
    return Decoded(data.decode("utf-8", "replace"), "utf-8", False) if sample.count("\ufffd") * 20 < wide else None


def _utf16(data: bytes) -> Decoded | None:
    """The text if every other byte is a high byte of Cyrillic or ASCII letters; it may be valid UTF-8 as well."""
    sample = data[: _SAMPLE_BYTES & ~1]
    if len(data) < 8 or len(data) % 2:
        return None
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        letters, low_zeros = high.count(0) + high.count(4), low.count(0) + low.count(4)
        if letters * 10 >= len(high) * 9 and (letters + high.count(0x20)) * 50 >= len(high) * 49 > low_zeros * 200:
            text = data.decode(encoding, "replace")
            return Decoded(text, encoding, not _wrong(text))
    return None


def _code_page(data: bytes) -> Decoded:
    sample = data[:_SAMPLE_BYTES]
    runs = [len(run) for run in _HIGH_RUN.findall(sample)]
    # Non-ASCII letters of Latin languages stand alone; Cyrillic letters come in groups, even between Latin "i"s.
    cyrillic = _cyrillic(data, sample) if sum(runs) >= 1.4 * len(runs) else None
    decoded = cyrillic or _latin(data, sample)
    if not decoded:
        raise UnreadableError("is in an encoding that is not recognised: save it as UTF-8")
    return decoded


def _cyrillic(data: bytes, sample: bytes) -> Decoded | None:
    """The text in the code page with the likeliest Cyrillic; certain if no other page is close."""
    texts = {page: sample.decode(page, "replace") for page in _CYRILLIC_PAGES}
    surprises = {page: surprise(text) for page, text in texts.items()}
    page = min(surprises, key=surprises.__getitem__)
    letters = sum(char > "\x7f" for char in texts[page]) or 1
    if surprises[page] / letters > _WORST_SURPRISE:
        return None
    rivals = (surprises[other] for other in texts if texts[other] != texts[page])
    margin = min(rivals, default=math.inf) - surprises[page]
    sure = margin >= _SURE_MARGIN and surprises[page] / letters <= _SURE_SURPRISE
    return Decoded(data.decode(page, "replace"), page, sure)


def _latin(data: bytes, sample: bytes) -> Decoded | None:
    """The text in a code page whose letters together belong to one European language."""
    shares = {page: latin_letter_share(sample.decode(page, "replace")) for page in _LATIN_PAGES}
    page = max(shares, key=shares.__getitem__)
    return Decoded(data.decode(page, "replace"), page, False) if shares[page] >= _LEAST_LATIN_SHARE else None
