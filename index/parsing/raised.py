"""Raised and lowered characters in plain text: a note number must never look like part of the number before it.

It knows text only; PDF, DOCX and HTML share it.
"""

import re

# A space that does not break the line: "1776 ³ року" looks raised and is never read as 17763.
SET_APART = "\u202f"
_RAISED = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−–()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎")
_NUMBER = re.compile(r"[\[(]?[-−–+]?\d{1,4}(?:\s*[,;–-]\s*\d{1,3})*[\])]?")
_DEGREE = re.compile(r"[oоº0°]")
_UNIT = re.compile(r"(?:^|[^\w])(?:[мдскт]?м|[mcdk]?m|с|s|ft|in|[a-zA-Z]|10)$")
_EXPONENT = re.compile(r"[-−–+]?\d{1,3}")
_NOTE_LETTER, _WORD = re.compile(r"[a-zа-яіїєґ]"), re.compile(r"[^\W\d_]{3}$")
_WORD_END = re.compile(r"\w$")


def raised(before: str, text: str) -> str:
    """The raised text in the form that follows `before`: an exponent, a degree, or a separate note mark."""
    bare = text.strip()
    if _DEGREE.fullmatch(bare) and re.search(r"\d\s*$", before):
        return "°"
    if not _NUMBER.fullmatch(bare):
        return SET_APART + text if _NOTE_LETTER.fullmatch(bare) and _WORD.search(before) else text
    small = bare.translate(_RAISED)
    tail = " " if text.endswith(" ") else ""
    if _EXPONENT.fullmatch(bare) and _UNIT.search(before[-4:]):
        return small + tail
    return _apart(before) + small + tail


def note_mark(before: str, number: str) -> str:
    """The number of a note as it follows `before`: never an exponent, as in km²."""
    return _apart(before) + number.translate(_RAISED)


def _apart(before: str) -> str:
    return SET_APART if _WORD_END.search(before[-1:]) else ""


def lowered(text: str) -> str:
    """The text with subscript digits."""
    return text.translate(_LOWERED) if re.fullmatch(r"\s*[\d+−–-]{1,4}\s*", text) else text
