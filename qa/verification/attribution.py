"""The attribution of a quotation: the speakers named next to it, and the sources that a draft refers to."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.generation import ArticleEntry
from index.passages.sentences import sentence_spans
from index.text.fold import folded_words, words

from ..repair.dictionary import is_no_name
from ..sources import Page, is_web_address, outlet, page_of
from ..word_forms import same_word
from ..word_sets import word_set
from .records import Place, Quotation

Span = tuple[int, int]
# Stems of reporting verbs, folded.
_SAYING = """
сказа скаже каже кажуть говори заяви заявл повідом наголо зазнач розпов поясни пояснює дода підкресл уточни стверд
написа пише пишуть вважа перекона визна відпові словами зауваж закли цитує констату розкри
говорит сообщ заявл отмет подчерк рассказ объясн добав утвержд счита ответ словам призна уточн
said says told stated wrote writes added explained claimed according noted argued declared replied
powiedz stwierdz doda wyjaśn napisa oświadcz podkreśl według zdaniem
sagt sagte erklär betont schrieb laut zufolge meint
"""
_SPEECH = tuple(_SAYING.split())
# Words for outlets, whose names rarely match their addresses: a name next to one is not a speaker.
_REPORTING = ("пиш", "повідомл", "цитує", "сообщ", "writes", "reports", "schreib")
# Words that may begin a sentence with a capital but are not names, folded.
_NAMELESS_WORDS = """
він вона вони воно цей ця це ці той та те ті хтось дехто інший інша інші кожен усі всі потім також тоді тепер далі
раніше пізніше нарешті зокрема водночас натомість однак проте зрештою крім окрім адже ще так тут там як коли якщо після
під перед
он она они оно этот эта это эти тот кто-то другой другая все потом также тогда теперь раньше позже наконец однако кроме
еще так здесь там как когда если после
he she they it this that these those someone another everyone then also later earlier finally however besides meanwhile
still when while after before as in on the a an his her their
on ona oni ono ten ta to ci ktoś inny wszyscy potem także również wtedy później wcześniej jednak kiedy gdy jak po przed
er sie es dieser diese dieses jemand alle dann auch später früher jedoch außerdem als wenn nach vor der die das
"""
_NAMELESS = word_set(_NAMELESS_WORDS)
_ARTICLES = word_set("the a an der die das dem den des ein eine einer einem einen")
# Adjectives that begin the name of an institution: «Верховна Рада України».
_INSTITUTIONAL = re.compile(r"\w+(?:ий|ій|на|ська|цька|ова|не|ське|цьке|ове|ый|ая|ое)")
# Marks and spaces between a sentence and the one before it, or between a colon and the quotation.
_BEFORE_A_SENTENCE = "«»„“”‟\"‘’‚'‹›「」『』([ \t\u00a0—–-*_#>"
_NEAR_WORDS = 6
_BESIDE_WORDS = 2
_LINK = re.compile(r"\[[^\]\n]*\]\([^)\s]*\)")
_NARRATION = re.compile(r"[,.!?…]\s+[—–-]\s+([^—–]{3,150}?)[,.]\s+[—–-]\s")
_URL = re.compile(r"https?://[^\s<>()\[\]\"«»“”]+", re.IGNORECASE)
_HOST = re.compile(r"(?<![\w@./])(?:[\w-]+\.)+[^\W\d_]{2,}(?![\w@])")
_SOURCE = re.compile(r"\s*(?:[(\[—–―-]|(?:джерело|источник|source|źródło|quelle)\b)[^\n]*", re.IGNORECASE)
_SIGNATURE = re.compile(r"\s*(?:>\s*)?[—–―-]")


def has_speech(text: str) -> bool:
    """Whether the text has a reporting verb."""
    return any(map(_is_speech, folded_words(text)))


def reports_speech(text: str) -> bool:
    """Whether the text has a verb for what a person says, and not only one for what an outlet writes."""
    return any(_is_speech(word) and not word.startswith(_REPORTING) for word in folded_words(text))


def speakers(text: str, start: int, end: int, quotations: Iterable[Span]) -> tuple[str, ...]:
    """The names, as written, near a reporting verb in the sentences around the quotation `text[start:end]`.

    Text inside `quotations` is speech and names no speaker, except for the author's words within it.
    """
    first, last = _sentences_around(text, start, end)
    blanked = _blanked(text, first, last, [*quotations, (start, end)])
    found = [(word, blanked[at:stop]) for at, stop, word in words(blanked)]
    begins = {place for place, (at, _, _) in enumerate(words(blanked)) if _begins_sentence(text, first + at)}
    said = [place for place, (word, _) in enumerate(found) if _is_speech(word) and not word.startswith(_REPORTING)]
    if not said and _SIGNATURE.match(text, end):
        said = list(range(len(found)))
    capitals = {place: written for place, (word, written) in enumerate(found) if _is_name(written)}
    names = {
        place: written
        for place, written in capitals.items()
        if found[place][0] not in _NAMELESS and not _is_called(place, found, capitals, begins)
    }
    if not said and not has_speech(blanked):
        return _introducing(blanked[: start - first], names)
    return tuple({found[place][0]: name for place, name in names.items() if _near(place, said, _NEAR_WORDS)}.values())


def _is_called(
    place: int, found: Sequence[tuple[str, str]], capitals: Mapping[int, str], begins: Collection[int]
) -> bool:
    """Whether a word with a capital is a common noun: behind an article, or the office of whom two names follow."""
    if place and found[place - 1][0] in _ARTICLES:
        return True
    office = place + 1 in capitals and place + 2 in capitals
    return place in begins and (office or is_no_name(capitals[place]))


def _begins_sentence(text: str, at: int) -> bool:
    """Whether the word there begins a sentence, so that a capital says nothing."""
    before = text[:at].rstrip(_BEFORE_A_SENTENCE)
    return not before or before[-1] in ".!?…\n"


def _introducing(lead: str, names: Mapping[int, str]) -> tuple[str, ...]:
    """The names that a colon introduces: «Директорка Галина Мороз: «…»», «Галина Мороз, директорка: «…»», «Мороз: «…»».

    A single name among other words may be a place: «Напис у Києві: «…»».
    """
    if not lead.rstrip(_BEFORE_A_SENTENCE).endswith(":"):
        return ()
    found = list(words(lead))
    runs: list[list[int]] = [[]]
    for place, (at, _, _) in enumerate(found):
        if place not in names or (runs[-1] and lead[found[place - 1][1] : at].strip()):
            runs.append([])
        if place in names:
            runs[-1].append(place)
    named = [run for run in runs if len(run) > 1 or len(found) == len(run) == 1]
    named = [run for run in named if run[0] != 1 or not _INSTITUTIONAL.fullmatch(found[0][2])]
    beside = [run for run in named if run[-1] == len(found) - 1 or (not run[0] and lead[found[run[-1]][1]] == ",")]
    return tuple(names[place] for run in beside for place in run)


def speaks_in(text: str, names: Collection[str]) -> bool:
    """Whether one of these names is next to a reporting verb anywhere in the text."""
    found = _words(text)
    said = [place for place, (word, _) in enumerate(found) if _is_speech(word)]
    return any(
        _near(place, said, _BESIDE_WORDS) and _is_name(written) and has_name([word], names)
        for place, (word, written) in enumerate(found)
    )


def _words(text: str) -> list[tuple[str, str]]:
    """The words of a text, each folded and as written."""
    return [(word, text[start:end]) for start, end, word in words(text)]


def has_name(found: Iterable[str], names: Collection[str]) -> bool:
    """Whether any of the folded words is a form of any of these names."""
    return any(same_word(name, word) for word in found for name in names)


@dataclass(frozen=True)
class KnownSources:
    """The sources that a draft may name: the outlets, ids, titles and addresses of the articles."""

    articles: Sequence[ArticleEntry]

    def named_in(self, context: str) -> tuple[str, ...]:
        """The sources in a piece of a draft: addresses, outlets, ids and titles."""
        return tuple(dict.fromkeys(self._named(context)))

    def fits(self, place: Place, named: str) -> bool:
        """Whether the place is in the named source; an address that no article has counts as its outlet."""
        if not is_web_address(named):
            return named in (place.article_id, place.title, outlet(place.source))
        if page_of(named) in self._pages:
            return page_of(place.source) == page_of(named)
        return outlet(place.source) == outlet(named)

    def compared(self, named: str) -> str:
        """What of a source is compared: of an address that no article has, the outlet alone."""
        return named if not is_web_address(named) or page_of(named) in self._pages else outlet(named)

    def _named(self, context: str) -> Iterator[str]:
        yield from (match.group().rstrip(".,;:!?") for match in _URL.finditer(context))
        hosts = {match.group().lower().removeprefix("www.") for match in _HOST.finditer(_URL.sub(" ", context))}
        said = f" {' '.join(folded_words(context))} "
        yield from (name for name in self._outlets if name.lower() in hosts)
        yield from (name for phrase, name in self._phrases.items() if phrase in said)
        yield from (entry.id for entry in self.articles if _has_id(context, entry.id))

    @cached_property
    def _outlets(self) -> list[str]:
        return list(dict.fromkeys(outlet(entry.source) for entry in self.articles))

    @cached_property
    def _phrases(self) -> dict[str, str]:
        """The outlets and titles of several words, by their folded words."""
        names = dict.fromkeys([*self._outlets, *(entry.title for entry in self.articles)])
        folded = ((folded_words(name), name) for name in names if " " in name)
        return {f" {' '.join(found)} ": name for found, name in folded if len(found) > 1}

    @cached_property
    def _pages(self) -> set[Page]:
        return {page_of(entry.source) for entry in self.articles if is_web_address(entry.source)}


def _has_id(context: str, id: str) -> bool:
    """Whether the id stands there by itself; an id that is only a number or a word may stand for anything."""
    if id not in context or id.isalpha() or not any(map(str.isalpha, id)):
        return False
    return re.search(rf"(?<!\w){re.escape(id)}(?!\w)", context) is not None


def context_of(draft: str, quotation: Quotation) -> str:
    """The context of a quotation in a draft: the rest of its sentences, its introduction, and the source after it."""
    if quotation.form == "marks":
        first, last = _sentences_around(draft, quotation.start, quotation.end)
    else:
        first, last = quotation.start, _found(draft.find("\n\n", quotation.end), len(draft))
        before = draft[:first].rstrip(" >\n")
        if before.endswith(":"):
            first = _sentences_around(draft, len(before) - 1, len(before))[0]
    source = _SOURCE.match(draft, last)
    return f"{draft[first : quotation.start]} {draft[quotation.end : source.end() if source else last]}"


def _found(place: int, otherwise: int) -> int:
    return otherwise if place < 0 else place


def _sentences_around(text: str, start: int, end: int) -> Span:
    """The sentences with these characters, within their paragraph."""
    begin = text.rfind("\n\n", 0, start) + 1
    stop = _found(text.find("\n\n", end), len(text))
    spans = [(begin + first, begin + last) for first, last in sentence_spans(text[begin:stop])]
    held = [(first, last) for first, last in spans if last > start - 2 and first < end + 2]
    return (held[0][0], held[-1][1]) if held else (begin, stop)


def _blanked(text: str, first: int, last: int, spans: Iterable[Span]) -> str:
    """`text[first:last]` with spaces for the spans and for links; the author's words within a span are kept."""
    letters = list(text[first:last])
    for start, end in [*spans, *(link.span() for link in _LINK.finditer(text, first, last))]:
        kept = {place for words in _narrations(text, start, end) for place in range(*words.span(1))}
        for place in range(max(start, first), min(end, last)):
            if place not in kept:
                letters[place - first] = " "
    return "".join(letters)


def narrations(text: str, start: int, end: int) -> list[Span]:
    """The author's words within the speech `text[start:end]`, each with the marks on both sides."""
    return [found.span() for found in _narrations(text, start, end)]


def _narrations(text: str, start: int, end: int) -> list[re.Match[str]]:
    return [found for found in _NARRATION.finditer(text, start, end) if has_speech(found[1])]


def _is_speech(word: str) -> bool:
    return word.startswith(_SPEECH)


def _is_name(written: str) -> bool:
    return len(written) > 2 and written[0].isupper() and not written.isupper() and not _is_speech(written.lower())


def _near(place: int, said: Iterable[int], most: int) -> bool:
    return any(abs(place - other) <= most for other in said)
