"""Sentence borders of a text, with rules for abbreviations, initials and numbering in Ukrainian and related languages.

Splitting and quoting share these borders, so that a passage ends where a sentence does.
"""

import re
from itertools import chain, pairwise

# A full stop after one of these does not end a sentence: Ukrainian, Russian, English, Polish and German ones.
_ABBREVIATIONS = """
с р рр ст п пп ч ім див т д тис обл просп вул пл буд кв ред вид пор напр гр проф акад доц св о г
сек н е бл прибл абз гл розд рис табл рос укр англ лат грец нім пол фр ген полк зб упоряд
перекл співавт каф ін
им др пр тыс руб гос стр род ум в вв
mr mrs ms dr prof st jr sr vs etc inc ltd co vol fig al eg ie approx gen col lt capt sgt rev hon
ul tzn tzw np m r w nr str ok św ks
bzw usw z b d h u a ca tel abs jh
"""
# These often stand at the end of a sentence: years, amounts, "and so on", "incorporated".
_CLOSING = """
р рр ст г гг в вв е тис грн руб коп обл ін др пр д п
r w in etc inc ltd co jr sr Inc Ltd Co Jr Sr al m
"""
# After them, or after a letter that follows a word, these words begin a sentence: no name begins with them.
_BEGINNING = """
у в на до від з із зі за для під після перед при про по через без між серед понад близько протягом упродовж
але проте однак натомість щоправда отже тобто адже також крім окрім хоча якщо коли тому як щоб
це цей ця ці цього цьому цю той ті тоді того він вона воно вони його її їх їхній йому їй їм ми я
наприкінці спершу спочатку потім згодом незабаром невдовзі відтоді нині тепер зараз ще вже уже лише навіть там тут
во к ко от с со из но однако зато после перед при это этот эта эти этого он она оно они его её их ему ей им мы
если когда хотя также кроме затем потом сейчас теперь уже ещё только даже позднее позже
w na do od z ze za dla po przed przy jednak ale to ten ta te tego on ona ono oni jego jej ich jeśli gdy potem także
the he she it they his her its their this these that we but however in on at after before when if then
"""
_OPENER = r"[\"'«»„“”‘’(\[—–-]*[ \u00a0]?"
# A raised note number comes after the mark that ends the sentence.
_CLOSERS = r"[\"»”’)\]⁰¹²³⁴-⁹]*"
_LOWER_OR_MARK = r"[^\w]|[_a-zа-яіїєґё]"


def _not_after(*endings: str) -> str:
    """One negative look-behind per ending, because `re` needs a fixed width for each."""
    return "".join(rf"(?<!\b{ending}\.)" for ending in sorted(set(endings)))


def _after(*endings: str) -> str:
    """A choice of look-behinds, one for each ending."""
    return "|".join(rf"(?<=\b{ending}\.)" for ending in sorted(set(endings)))


_CITY = r"(?<!(?<!\d[ \u00a0])\bм\.)"  # "м. Київ" is a city, "1,8 м. Самиці" ends with a length
_TELEPHONE = rf"(?:{_not_after('тел', 'Тел', 'моб', 'Моб')}|(?!\s+[+(]?\d))"


_LOWER = _ABBREVIATIONS.split()
_CAPITALISED = _ABBREVIATIONS.title().split()
_INITIAL = r"[A-ZА-ЯІЇЄҐЁ]"
_NUMBERING = r"(?<!\n\d\.)(?<!\n\d\d\.)(?<!\d\.\d\.)(?<!\d\.\d\d\.)(?<!^\d\.)"
_LETTER = rf"(?<=°{_INITIAL}\.)|(?<=[a-zа-яіїєґё]\s{_INITIAL}\.)"
_BEGINS = rf"(?:{_after(*_CLOSING.split())}|{_LETTER})(?=\s+(?:{'|'.join(sorted(set(_BEGINNING.title().split())))})\s)"
_GERMAN_ORDINAL = (
    r"(?:(?<!\d\.)|(?!\s+(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrh)))"
)
# The look-ahead comes first, because it rules out most marks cheaply.
SENTENCE_BREAK = (
    rf"[.!?…](?={_CLOSERS}\s+{_OPENER}(?!{_LOWER_OR_MARK})){_NUMBERING}"
    rf"(?:{_not_after(_INITIAL, *_LOWER, *_CAPITALISED)}{_GERMAN_ORDINAL}{_CITY}{_TELEPHONE}|{_BEGINS})"
    rf"{_CLOSERS}\s+|[。！？]\s*"
)
"""Pattern of the last mark of a sentence and the white space after it."""

_PARAGRAPH_BREAK = r"\n\s*\n\s*"
_LINE_BREAK = r"[.!?…:;][ \t]*\n\s*|\n\s*(?=[-–—•*▪·●○]\s|\d+[.)]\s)"
_BULLET = re.compile(r"[-–—•*▪·●○]\s|\d+[.)]\s")
_ITEM = re.compile(r"\n[^\S\n]*")
_BORDER = re.compile(f"{_PARAGRAPH_BREAK}|{_LINE_BREAK}|{SENTENCE_BREAK}")


# Markdown's two ways to write a heading: signs before it, or a line below it.
_HEADING = re.compile(
    r"^(?:#{1,6}[^\S\n]+\S[^\n]*|(?<![^\n]\n)(?=[^\n]*\w)[^\s#>|*+-][^\n]*(?<![.!?…:;,])\n(?:={3,}|-{3,})[^\S\n]*$)",
    re.MULTILINE,
)
_SIGNS = re.compile(r"^(?:#{1,6}[^\S\n]|[=-]{3})", re.MULTILINE)


def heading_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of every heading that Markdown's signs mark, in order."""
    if not _SIGNS.search(text):
        return []
    return [trimmed(text, *match.span()) for match in _HEADING.finditer(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence, in order, without the white space around it; empty text has none.

    A blank line always ends a sentence. A single line break ends one only after a sentence's last mark or before a list
    item; elsewhere the line is wrapped. A heading is not a sentence, unless there is nothing else.
    """
    borders = [0, *chain.from_iterable(heading_spans(text)), len(text)]
    between = list(pairwise(borders))[::2]
    spans = [(begin + start, begin + end) for begin, stop in between for start, end in _spans(text[begin:stop])]
    return spans or _spans(text)


def _spans(text: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for border in _BORDER.finditer(text):
        if _ITEM.fullmatch(border[0]) and _leads(text, start, border.start()):
            continue
        spans.append(trimmed(text, start, border.end()))
        start = border.end()
    spans.append(trimmed(text, start, len(text)))
    return [(start, end) for start, end in spans if start < end]


def _leads(text: str, start: int, end: int) -> bool:
    """Whether a single line without a mark at its end stands above a list: it belongs to the first item."""
    above = text[start:end].strip()
    line = text[text.rfind("\n", 0, start) + 1 : end].lstrip()
    return "\n" not in above and above[-1:].isalnum() and not _BULLET.match(line)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and end without the white space at either end; nothing is left if the start is not before the end."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
