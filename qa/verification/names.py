"""Distinguishes names, titles and single words in quotation marks from speech, by their form and neighbours.

It is used only for quotations that no article has: a name need not be in the articles, but a quotation must be.
"""

import re

from index.text.fold import folded_words

from .attribution import reports_speech
from .records import Quotation

# A longer phrase is a name only after a word that introduces one: «закон «Про державний бюджет України на 2024 рік»».
_NAME_WORDS, _TITLE_WORDS = 5, 12
_SAID_WORDS = 3
_MARKS = "«»„“”‟\"‘’‚'‹›「」『』"
_ENDS = ".!?…"
# Stems of words before a title, or before a word in scare quotes.
_TITLED = re.compile(
    r"\b(?:книг|книжк|роман|повіст|оповідан|новел|поем|вірш|п['’ʼ]єс|статт|стате|фільм|стрічк|серіал|пісн|альбом|картин|рубрик"
    r"|закон|постанов|наказ|указ|програм|проєкт|проект|так[аеиіо]\w* зван|рассказ|стих|пьес|стать|песн|так называем"
    r"|book|novel|story|poem|play|essay|article|film|movie|series|song|album|painting|law|act|decree|program|project|so-called"
    r"|titled|entitled|named|książ|powieś|film|piosenk|ustaw|tak zwan|buch|roman|film|lied|gesetz|so genannt)[\w'’ʼ]*$",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(r"(\w+)(,?)\s*(що|что|that|że|dass)?$", re.IGNORECASE)
# Writing on a wall or a banner is somebody's words, and so is what a person does after a comma: "Never", they promised.
_WRITTEN = re.compile(r"\b(?:написан|надпис|напис(?!а)|inscription|napis|aufschrift)\w*$", re.IGNORECASE)
_DONE = re.compile(r"\s*,\s*(?:he|she|they|we|i|er|sie|wir|on|ona|oni|one)\s+\w{3,}", re.IGNORECASE)
_CLOSED_BY_A_DASH = re.compile(r"\s*,\s*[—–-]\s")
_DASH, _COMMA = re.compile(r"\s*[—–-]\s"), re.compile(r"\s*,\s")


def is_name(draft: str, quotation: Quotation) -> bool:
    """Whether the words in quotation marks are a name, a title or a single word, and not what somebody said."""
    if quotation.form == "block":
        return False
    before = draft[draft.rfind("\n", 0, quotation.start) + 1 : quotation.start].rstrip(f"{_MARKS} \t")
    after = draft[quotation.end :].partition("\n")[0].lstrip(_MARKS)
    if _is_alone(before, after) or _is_introduced(quotation.text, before) or _is_attributed(quotation.text, after):
        return False
    words = len(folded_words(quotation.text))
    if _TITLED.search(before):
        return words <= _TITLE_WORDS
    return words == 1 or (_begins_like_a_name(quotation.text) and words <= _NAME_WORDS)


def _is_alone(before: str, after: str) -> bool:
    return not any(map(str.isalnum, before + after))


def _is_introduced(text: str, before: str) -> bool:
    """Whether a colon or a reporting verb comes before; in Cyrillic a verb alone may introduce a name: «каже «Дню»»."""
    if before.endswith(":"):
        return True
    if _WRITTEN.search(before):
        return True
    found = _INTRODUCED.search(before)
    if found is None or not reports_speech(found[1]):
        return False
    return bool(found[1].isascii() or found[2] or found[3] or text[0].islower())


def _is_attributed(text: str, after: str) -> bool:
    """Whether a comma with a dash follows, a reporting verb after either, or a comma is inside: “We won,” he said."""
    if text[-1] == "," or _CLOSED_BY_A_DASH.match(after) or (_is_sentence(text) and _DONE.match(after)):
        return True
    if text[-1] in _ENDS and _DASH.match(after):
        return True
    said = reports_speech(" ".join(after.split()[: _SAID_WORDS + 1]))
    return said and bool(_DASH.match(after) or (_COMMA.match(after) and text.isascii()))


def _is_sentence(text: str) -> bool:
    """Whether it is in Latin letters and not all of its words have capitals, as those of an English title have."""
    return text.isascii() and any(word[0].islower() for word in text.split())


def _begins_like_a_name(text: str) -> bool:
    first = next(filter(str.isalnum, text))
    return (first.isupper() or first.isdigit()) and text[-1] not in _ENDS
