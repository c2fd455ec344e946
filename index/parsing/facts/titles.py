"""Finds the title of a document that does not state one, and judges whether a stated title is plausible.

It knows text only. A wrong guess must cost no more than a poorer heading, so the caller removes a headline from the
text only if `Headline.alone` is true.
"""

import re
from dataclasses import dataclass

from index.parsing.canonical import one_line
from index.parsing.facts.dates import is_dateline

LONGEST_TITLE = 200
_LONGEST_HEADLINE = 160
_JUNK = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\s*-.*|untitled.*|без назви.*|без имени.*|безымянный.*|bez nazwy.*|"
    r"unbenannt.*|exported data|"
    r"(?:new |новий |новый )?(?:document|документ|doc|word document|dokument|презентація|presentation|"
    r"powerpoint presentation|слайд|slide|сторінка|page|layout|template|шаблон|title|заголовок|index|home|головна)"
    r"[\s_-]*\d*|.*\.(?:docx?|rtf|odt|pdf|txt|html?|indd|qxd|cdr|pptx?|xlsx?|tex|dvi)|https?://.*|www\..*|"
    r"[\W\d_]*|[0-9a-f-]{16,}|\w{1,2})",
    re.IGNORECASE,
)
_LATIN1_LETTERS = re.compile("[À-ÿ]")
_MOJIBAKE = re.compile("[ÐÑÃÂ][\x80-\xbf‘’“”–—†‡•…‰‹›€™š-ž]|\ufffd|\\?{3}")
_SENTENCE_END = re.compile(r"[.!?…][\"»”’)]*(?=\s+[^\sa-zа-яёіїєґ—–-])")
_LINE_END = re.compile(r"\n(?![^\S\n]*[^\W\d_A-ZА-ЯІЇЄҐЁ])")
_PROSE = re.compile(r"[.!?…][\"»”’)]*\s*$|[.!?…][\"»”’)]*\s+[^\W\d_]")
_PARAGRAPH = re.compile(r"[^\s][^\n]*(?:\n[^\n]*[^\s\n][^\n]*)*")
_LIST_ITEM = re.compile(r"\s*(?:[-*+•–—>|]|\d{1,3}[.)]|[a-zа-яіїєґ]\))\s")
_BYLINE = re.compile(
    r"\s*(?:автори?|фото|джерело|источник|author|by|source|photo|autor|quelle|źródło)\b[:\s]", re.IGNORECASE
)
_GOES_ON = (".", ":", ";", ",")
# What a press release is called at its head, below the name of the office.
_RELEASE = re.compile(
    r"[^\S\n]*(?:(?:прес|пресс|пост)-?\s?реліз|пресс?-?релиз|прес-?анонс|анонс|press release|media release|"
    r"for immediate release|для негайного (?:поширення|оприлюднення)|pressemitteilung|komunikat prasowy|"
    r"до уваги (?:змі|засобів масової інформації|представників змі|журналістів))"
    r"(?:\s?№\s?\S{1,10})?[^\S\n]*[:.!]?[^\S\n]*",
    re.IGNORECASE,
)
_LINES_ABOVE_RELEASE = 6


@dataclass(frozen=True, slots=True)
class Headline:
    """A line `text[start:end]` that heads the text; `alone` if this is certain, so that it may be left out."""

    title: str
    start: int
    end: int
    alone: bool


def reads_like_title(stated: str) -> bool:
    """Whether a stated title is a real title, and not a file name, a program's default, or broken letters."""
    title = one_line(stated)
    if not 3 <= len(title) <= 1_000 or _JUNK.fullmatch(title) or _MOJIBAKE.search(title):
        return False
    letters = [char for char in title if char.isalpha()]
    return len(letters) >= 3 and len(_LATIN1_LETTERS.findall(title)) * 2 < len(letters)


def repair(stated: str) -> str:
    """The title with its letters repaired if Windows-1251 was decoded as Latin-1, as in many PDF files."""
    letters = [char for char in stated if char.isalpha()]
    if len(_LATIN1_LETTERS.findall(stated)) * 2 < len(letters) or len(letters) < 5:
        return stated
    try:
        repaired = stated.encode("cp1252").decode("cp1251")
    except UnicodeError:
        return stated
    return repaired if sum("а" <= char.lower() <= "я" for char in repaired) * 2 > len(letters) else stated


def shorten(title: str, longest: int = LONGEST_TITLE) -> str:
    """The title on one line, cut at a word with an ellipsis if it is too long."""
    line = one_line(title)
    if len(line) <= longest:
        return line
    return (line[:longest].rsplit(" ", 1)[0] or line[:longest]).rstrip(" ,;:-–—") + "…"


def find_headline(text: str, paragraphs_searched: int = 1) -> Headline | None:
    """The first line in the first paragraphs that reads like a headline; None if there is none.

    A paragraph of one line without a full stop is one. It is `alone` if a blank line separates it from prose below.
    """
    begin = release_head(text)[1]
    paragraphs = [found for found in _paragraphs(text[:20_000], begin) if not is_dateline(found.group().strip())]
    for paragraph in paragraphs[:paragraphs_searched]:
        first, _, rest = paragraph.group().partition("\n")
        if not _reads_like_headline(first):
            continue
        if paragraph.group().isupper() and rest.strip() and len(paragraph.group()) <= _LONGEST_HEADLINE:
            return Headline(shorten(paragraph.group()), paragraph.start(), paragraph.end(), False)
        start = paragraph.start()
        below = text[start + len(first) :].lstrip("\n \t")[:2_000]
        if not rest.strip():
            return Headline(shorten(first), start, start + len(first), bool(_PROSE.search(below.split("\n")[0])))
        if paragraph is paragraphs[0] and _starts_anew(rest):
            return Headline(shorten(first), start, start + len(first), False)
    return None


def first_sentence(text: str) -> str:
    """The first sentence of the text that has letters, cut at a word; empty if the text has none.

    A line end also ends it, unless the next line continues in lower case, as wrapped prose does. Datelines are skipped.
    """
    head, _, rest = text.lstrip()[:200].partition("\n")
    if rest and is_dateline(head.strip()):
        text = text.lstrip()[len(head) :]
    start = next((place for place, char in enumerate(text) if char.isalnum()), None)
    if start is None:
        return ""
    start -= start > 0 and text[start - 1] in '«"„“('
    piece = text[start : start + 1_000]
    ends = (_SENTENCE_END.search(piece, 20), _LINE_END.search(piece, 12))
    end = min((match.end() if match[0][0] in "!?" else match.start() for match in ends if match), default=len(piece))
    return shorten(piece[:end], 100).rstrip(".")


def title_from_name(name: str) -> str:
    """The file's name in readable form: no folders, no suffix, and spaces instead of their substitutes."""
    stem = name.rsplit("/", 1)[-1].split(".", 1)[0] or name
    return shorten(re.sub(r"[_+\s]+|(?<=\w)-(?=\w)", " ", stem)) or name


def release_head(text: str) -> tuple[int, int]:
    """Where the head of a press release ends, without its day and with it; zeros for any other text."""
    place = called = end = 0
    for line in text[:2_000].split("\n")[: 2 * _LINES_ABOVE_RELEASE]:
        place += len(line) + 1
        if _RELEASE.fullmatch(line):
            called = end = place
        elif end and (not line.strip() or is_dateline(line.strip())):
            end = place
        elif end or len(line) > _LONGEST_HEADLINE or line.rstrip().endswith(_GOES_ON):
            break
    return min(called, len(text)), min(end, len(text))


def _paragraphs(text: str, begin: int) -> list[re.Match[str]]:
    return list(_PARAGRAPH.finditer(text, begin))


def _reads_like_headline(line: str) -> bool:
    stripped = line.strip()
    if not 3 <= len(stripped) <= _LONGEST_HEADLINE or stripped.endswith(_GOES_ON) or "\t" in stripped:
        return False
    if _LIST_ITEM.match(line) or _BYLINE.match(line) or _SENTENCE_END.search(stripped):
        return False
    letters = sum(char.isalpha() for char in stripped)
    return letters >= 3 and letters * 2 > len(stripped) and not _first_letter(stripped).islower()


def _first_letter(line: str) -> str:
    return next((char for char in line if char.isalpha()), "A")


def _starts_anew(rest: str) -> bool:
    """Whether the line below a first line begins a new text: a capital letter, and prose."""
    line = rest.lstrip()
    return bool(line) and not _first_letter(line).islower() and bool(_PROSE.search(rest.split("\n")[0]))
