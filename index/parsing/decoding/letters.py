"""Repairs texts that were once decoded with a wrong encoding, or reports that they look broken.

It knows text only. A repair must be certain: it is used only if nonsense becomes likely Ukrainian or Russian.
"""

import re
from dataclasses import dataclass
from functools import cache

from index.parsing.decoding.letter_pairs import surprise

_SAMPLE_CHARS = 20_000
_LEAST_LETTERS = 8
# A natural text costs 3 to 4 per letter, one in a wrong code page 6 or more.
_LIKELY, _UNLIKELY, _NONSENSE = 4.6, 5.6, 7.0
_LATIN1 = re.compile("[À-ÖØ-öø-ÿ]+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
# Letters of Kazakh, Tatar and others: no code page has them, so they are not mistakes.
_OF_OTHERS = re.compile("[\u0492-\u052f]")
# UTF-8 read as a code page: a lead byte's letter, then a sign or letter that does not occur inside words.
_UTF8_PAIRS = re.compile("[РС][\x80-\xbfЂ-Џѐ-џҐґ‚-›€™]|[ÐÑÃÂ][\x80-\xbf€-™‚-›Œœ-ŠšŽžŸƒˆ˜]|вЂ")
_PAIRED, _WORD_RUNS = 0.5, 1.8
_SINGLE_PAGES = (
    ("cp1252", "cp1251"),
    ("cp1251", "koi8-u"),
    ("koi8-u", "cp1251"),
    ("cp1251", "cp866"),
    ("cp866", "cp1251"),
    ("cp1252", "koi8-u"),
    ("cp1252", "cp866"),
    ("cp1251", "mac-cyrillic"),
    ("mac-cyrillic", "cp1251"),
    ("cp1251", "iso8859-5"),
    ("iso8859-5", "cp1251"),
    ("koi8-u", "cp866"),
    ("cp866", "koi8-u"),
)


@dataclass(frozen=True, slots=True)
class Letters:
    """A text, whether its letters were repaired, and whether they look broken beyond repair."""

    text: str
    repaired: bool = False
    broken: bool = False


def repair_letters(text: str) -> Letters:
    """The text, repaired if a known mistake explains its letters; otherwise unchanged, and perhaps `broken`."""
    sample = text[:_SAMPLE_CHARS]
    if sample.isascii():
        return Letters(text)
    foreign = sum(char > "\x7f" for char in sample)  # tags and addresses are ASCII in any text
    if foreign < _LEAST_LETTERS:
        return Letters(text)
    if len(_UTF8_PAIRS.findall(sample)) * 2 >= _PAIRED * foreign and (repaired := _from_utf8(text)):
        return Letters(repaired, repaired=True)
    cyrillic, latin1 = len(_CYRILLIC.findall(sample)), [len(run) for run in _LATIN1.findall(sample)]
    # In Latin languages non-ASCII letters are single; in Cyrillic ones they form whole words.
    in_words = sum(latin1) * 2 > foreign and sum(latin1) >= _WORD_RUNS * len(latin1)
    suspicious = in_words or (cyrillic * 2 > foreign and _cost(sample) > _UNLIKELY)
    if not suspicious:
        return Letters(text)
    tables = [_table(*pages) for pages in _SINGLE_PAGES]
    best = min(tables, key=lambda table: _cost(sample.translate(table)))
    if _cost(sample.translate(best)) <= _LIKELY:
        return Letters(text.translate(best), repaired=True)
    return Letters(text, broken=_cost(sample) > _NONSENSE and not _OF_OTHERS.search(sample))


def _cost(text: str) -> float:
    """The mean cost of the non-ASCII characters as Cyrillic prose; infinite if there are none."""
    foreign = sum(char > "\x7f" for char in text)
    return surprise(text) / foreign if len(_CYRILLIC.findall(text)) * 2 > foreign else 99.0


def _from_utf8(text: str) -> str:
    """The text whose UTF-8 bytes were read as one of two code pages; empty if they were not."""
    for page in ("cp1251", "cp1252"):
        try:
            data = b"".join(_byte(char, page) for char in text)
        except UnicodeEncodeError:
            continue
        decoded = data.decode("utf-8", "replace")
        if decoded.count("\ufffd") * 20 <= len(decoded) and len(decoded) < len(text):
            return decoded
    return ""


def _byte(char: str, page: str) -> bytes:
    """The byte behind the character; bytes that the page does not define became control characters."""
    try:
        return char.encode(page)
    except UnicodeEncodeError:
        return char.encode("latin-1")


@cache
def _table(wrong: str, right: str) -> dict[int, str]:
    """Each character of the wrong code page, mapped to the right one."""
    pairs: dict[int, str] = {}
    for number in range(0x80, 0x100):
        byte = bytes([number])
        char, meant = byte.decode(wrong, "replace"), byte.decode(right, "replace")
        if meant != "\ufffd":
            pairs[ord(char) if char != "\ufffd" else number] = meant
            pairs.setdefault(number, meant)
    return pairs
