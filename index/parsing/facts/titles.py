"""Finds the title of a document that does not state one, and judges whether a stated title is plausible.

It knows text only. A wrong guess must cost no more than a poorer heading, so the caller removes a headline from the
text only if `Headline.alone` is true.
"""

import re
from dataclasses import dataclass
from itertools import takewhile

from index.parsing.canonical import one_line
from index.parsing.facts.dates import is_dateline
from index.parsing.files import suffix_of

LONGEST_TITLE = 200
_LONGEST_HEADLINE = 160
_JUNK = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\s*-.*|untitled.*|без назви.*|без имени.*|безымянный.*|bez nazwy.*|"
    r"unbenannt.*|exported data|"
    r"(?:new |новий |новый )?(?:document|документ|doc|word document|dokument|презентація|presentation|"
    r"powerpoint presentation|слайд|slide|сторінка|page|layout|template|шаблон|title|заголовок|index|home|головна)"
    r"[\s_-]*\d*|.*\.(?:docx?|rtf|odt|pdf|txt|html?|indd|qxd|cdr|pptx?|xlsx?|tex|dvi)|(?:https?://|file://|about:).*|www\..*|"
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
# So is any other notice; lower on the page it is only one in capitals.
_NOTICE = re.compile(
    r"[^\S\n]*(?:(?:(?:інформаційне|офіційне|важливе|термінове) )?(?:оголошення|повідомлення)|заява|звернення|"
    r"новин[аи]|інформація|увага|до відома|(?:(?:информационное|официальное) )?(?:объявление|сообщение)|заявление|"
    r"обращение|новост[иь]|информация|внимание|(?:public )?(?:notice|announcement|statement)|news(?: release)?|"
    r"information|bekanntmachung|(?:medien)?mitteilung|presseinformation|ogłoszenie|obwieszczenie|komunikat|oświadczenie|"
    r"informacja prasowa)[^\S\n]*[:.!]*[^\S\n]*",
    re.IGNORECASE,
)
_LINES_ABOVE_KIND = 6


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
    if not 3 <= len(title) <= 1_000 or _JUNK.fullmatch(title) or _MOJIBAKE.search(title) or names_only_a_kind(title):
        return False
    letters = [char for char in title if char.isalpha()]
    return len(letters) >= 3 and len(_LATIN1_LETTERS.findall(title)) * 2 < len(letters)


def names_only_a_kind(line: str) -> bool:
    """Whether the line names only the kind of notice, such as «ОГОЛОШЕННЯ», and not its subject."""
    return bool(_RELEASE.fullmatch(line) or _NOTICE.fullmatch(line))


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


def title_in(text: str) -> str:
    """The headline of the text, or else its first sentence; empty if the text has no letters."""
    headline = find_headline(text)
    return headline.title if headline else first_sentence(text[kind_head(text)[1] :]) or first_sentence(text)


def without_headline(text: str, headline: Headline) -> str:
    """The text without the headline and the blank lines after it; the paragraphs around it stay separate."""
    return text[: headline.start] + text[headline.end :].lstrip("\n \t")


def find_headline(text: str, paragraphs_searched: int = 1) -> Headline | None:
    """The first line in the first paragraphs that reads like a headline; None if there is none.

    A paragraph of one line without a full stop is one. It is `alone` if a blank line separates it from prose below.
    The words below «ОГОЛОШЕННЯ» that go on in lower case are joined to it: «Оголошення про конкурс».
    """
    called, begin = kind_head(text)
    paragraphs = [found for found in _paragraphs(text[:20_000], begin) if not is_dateline(found.group().strip())]
    if begin and paragraphs and (subject := _subject(paragraphs[0].group())):
        kind = text[:called].rstrip().rpartition("\n")[2].strip("*# .:!").capitalize()
        return Headline(shorten(f"{kind} {subject}"), paragraphs[0].start(), paragraphs[0].end(), False)
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
    last = name.rsplit("/", 1)[-1]
    stem = last[: len(last) - len(suffix_of(last))] or name
    return shorten(re.sub(r"[_+\s]+|(?<=\w)-(?=\w)", " ", stem)) or name


def kind_head(text: str) -> tuple[int, int]:
    """Where the lines end that name an office and a kind of notice, without its day and with it; zeros if none do."""
    place = called = end = 0
    for line in text[:2_000].split("\n")[: 2 * _LINES_ABOVE_KIND]:
        is_first = not text[:place].strip()
        place += len(line) + 1
        if _RELEASE.fullmatch(line) or (_NOTICE.fullmatch(line) and (is_first or line.isupper())):
            called = end = place
        elif end and (not line.strip() or is_dateline(line.strip())):
            end = place
        elif end or len(line) > _LONGEST_HEADLINE or line.rstrip().endswith(_GOES_ON):
            break
    return min(called, len(text)), min(end, len(text))


def _subject(paragraph: str) -> str:
    """The first lines of the paragraph that are in lower case; empty if they are none, or prose."""
    lines = takewhile(lambda line: _first_letter(line).islower(), paragraph.split("\n"))
    subject = one_line(" ".join(lines)).rstrip(".")
    return subject if len(subject) <= _LONGEST_HEADLINE and not _SENTENCE_END.search(subject) else ""


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
