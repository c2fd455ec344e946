"""Separates what the sender of an e-mail wrote from quoted messages, signatures and disclaimers.

The libraries for this do not know Ukrainian: mail-parser-reply also cuts lists that begin with hyphens, and quotequail
finds no signatures. It knows text only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

_DASHES = r"[\s>*]*[-–—_]{2,}\s*"
_ORIGINAL = re.compile(
    rf"{_DASHES}(?:original message|(?:оригінальне|початкове|вихідне) повідомлення|"
    rf"(?:исходное|оригинальное) сообщение|ursprüngliche nachricht|oryginalna wiadomość)\s*[-–—_]{{2,}}\s*",
    re.I,
)
_FORWARDED = re.compile(
    r"[\s*_–—-]*(?:(?:begin )?forwarded message|(?:початок )?(?:пере(?:слан|спрямован|направлен)\w+) (?:повідомлення|"
    r"листа?)|пересылаемое сообщение|weitergeleitete nachricht|przekazan\w+ wiadomoś\w+)\s*:?[\s*_–—-]*",
    re.I,
)
_FORWARDING = re.compile(r"\s*(?:fwd?|пер|переслано|wg|pd)\s*:", re.I)
_ANSWERING = r"(?:re|aw|odp|відп|відповідь|отв|ответ|(?-i:НА|HA))\s*(?:\[\d+\]|\(\d+\))?\s*:"
_PREFIXES = re.compile(rf"(?:{_FORWARDING.pattern}|\s*{_ANSWERING})+\s*", re.I)
_FROM = re.compile(r"[\s>*]*(?:від(?: кого)?|from|от(?: кого)?|von|od)\s*:[\s*]*(\S.*)", re.I)
_HEADER = re.compile(
    r"[\s>*]*(?:надіслано|відправлено|дата|кому|копія|тема|sent|date|to|cc|subject|отправлено|копия|gesendet|datum|an|"
    r"betreff|wysłano|data|do|temat)\s*:",
    re.I,
)
_HEADERS_SEARCHED, _LEAST_HEADERS = 5, 2
_QUOTED = re.compile(r"\s*>(?!From )")
_WROTE = re.compile(
    r"(?:\b(?:wrote|writes|пише|пишет|піша|написа[влў]\w*(?:[(/]-?\w+\)?)?|pisze|napisał(?:a|\(a\))?)|"
    r"\bschrieb(?:\s.{1,80})?)\s*:\s*$",
    re.I,
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+>?\]?\s*:\s*$")
_TIME, _DAY = re.compile(r"\b\d{1,2}[:.]\d{2}\b"), re.compile(r"\b(?:\d{4}|\d{1,2}[./]\d{1,2}[./]\d\d)\b")
_LINES_OF_ATTRIBUTION, _LONGEST_ATTRIBUTION = 3, 300
_DELIMITER = re.compile(r"(?:--|—|__)\s*")
_GREETING = re.compile(
    r"\s*(?:з (?:[^\W\d_]+ )?(?:повагою|пошаною|вдячністю|побажаннями)|щиро ваш\w*|всього найкращого|"
    r"с (?:[^\W\d_]+ )?(?:уважением|пожеланиями)|(?:(?:kind|best|warm) )*regards|(?:yours )?(?:sincerely|faithfully)|"
    r"(?:mit )?(?:freundlichen?|viele|beste) grüßen?|z poważaniem|pozdrawiam)\b[^.!?]{0,60}",
    re.I,
)
_DEVICE = re.compile(
    r"\s*(?:sent from|get outlook for|надіслано (?:з|із|зі)|відправлено (?:з|із|зі)|отправлено (?:с|из)|gesendet von|"
    r"wysłan[eo] z)\b.{1,70}",
    re.I,
)
_LINES_OF_SIGNATURE = 15
_PROSE = re.compile(r"\s*p\.?\s?s\b.*|\s*п\.?\s?с\b.*|(?:\S+\s+){4,}\S+[.!?…]", re.I)
# A disclaimer begins with "this message", says that it is confidential, and for whom it is.
_THIS_MESSAGE = re.compile(
    r".{0,60}\b(?:це (?:повідомлення|електронн)|цей (?:електронний )?лист|ц(?:ього|ьому) (?:повідомленн|лист)|"
    r"this (?:e-?mail|message)|confidentiality notice|(?:данное|это) (?:сообщение|письмо)|diese e-?mail|ta wiadomość)",
    re.I | re.S,
)
_SECRET = re.compile(r"конф[іи]денц|confiden|privileged|vertraulich|poufn", re.I)
_FOR_WHOM = re.compile(
    r"призначен|адресат|одержувач|отримувач|intended|recipient|предназначен|получател|empf|adresat", re.I
)
_PARAGRAPHS_OF_DISCLAIMER = 3
# Mailing lists add a rule to each message, and below it how to leave the list.
_RULE = re.compile(r"\s*([_=*-])\1{9,}\s*")
_OF_A_LIST = re.compile(
    r"mailing list|listinfo|unsubscri|list-manage|googlegroups|список розсилки|відписа|скасувати підписку|розсилк|"
    r"список рассылки|отписа|отказаться от|mailingliste|abbestellen|abmelden|wypisz|lista dyskusyjna",
    re.I,
)
_LINES_OF_LIST = 8


@dataclass(frozen=True, slots=True)
class MailText:
    """The text of a message that is kept: `quotes` if quoted messages were left out.

    `others` are the named senders of forwarded messages that were kept; `forwards` if all of the text is theirs.
    """

    text: str
    quotes: bool = False
    others: tuple[str, ...] = ()
    forwards: bool = False


def own_words(text: str, subject: str) -> MailText:
    """The message without the messages that it replies to, its signature and its disclaimer.

    A forwarded message is kept, below the sender's own words. If nothing would be left, everything is kept.
    """
    lines = text.split("\n")
    place = _place_of_another(lines)
    forwarded: list[str] = []
    if place < len(lines) and (_FORWARDED.fullmatch(lines[place]) or _FORWARDING.match(subject)):
        lines, forwarded = lines[:place], lines[place:]
    own = _without_quotes(lines)
    signed = _without_signature(own)
    quotes = len(own) < len(lines)
    if not _says_something(signed):
        return MailText(text, False, _writers(lines + forwarded), forwards=bool(forwarded) or quotes)
    if len(signed) == len(lines):
        return MailText(text, False, _writers(forwarded))
    kept = "\n".join([*signed, "", *forwarded] if forwarded else signed)
    return MailText(re.sub(r"\n{3,}", "\n\n", kept).strip("\n"), quotes, _writers(forwarded))


def without_prefixes(subject: str) -> str:
    """The subject without the words that mail programs put before it: `Re: Fwd:`."""
    prefixes = _PREFIXES.match(subject)
    return subject[prefixes.end() :] if prefixes else subject


def _says_something(lines: Sequence[str]) -> bool:
    return any(map(str.isalnum, "".join(lines)))


def _place_of_another(lines: Sequence[str]) -> int:
    """The line at which another message, not marked as quoted, begins; the number of lines if there is none."""
    for place, line in enumerate(lines):
        if _QUOTED.match(line):
            continue
        if _ORIGINAL.fullmatch(line) or _FORWARDED.fullmatch(line) or _has_headers(lines, place):
            return place
    return len(lines)


def _has_headers(lines: Sequence[str], place: int) -> bool:
    """Whether the headers of a message begin on the line: its sender, then its day, receiver or subject."""
    if not _FROM.fullmatch(lines[place]):
        return False
    below = [line for line in lines[place + 1 : place + 3 * _HEADERS_SEARCHED] if line.strip()][:_HEADERS_SEARCHED]
    return sum(bool(_HEADER.match(line)) for line in below) >= _LEAST_HEADERS


def _writers(lines: Sequence[str]) -> tuple[str, ...]:
    """The senders named in the headers of messages within the text."""
    senders = [_FROM.fullmatch(line) for place, line in enumerate(lines) if _has_headers(lines, place)]
    names = [parseaddr(sender[1]) if "@" in sender[1] else (sender[1], "") for sender in senders if sender]
    return tuple(dict.fromkeys((name or address).strip(" *[]") for name, address in names))


def _without_quotes(lines: Sequence[str]) -> list[str]:
    """The lines without quoted ones, the lines that introduce them, and another message that runs to the end."""
    left: list[str] = []
    end = _place_of_another(lines)
    for place, line in enumerate(lines[:end]):
        if _QUOTED.match(line):
            continue
        left.append(line)
        if line.rstrip().endswith(":"):
            is_quoted = any(map(_QUOTED.match, lines[place + 1 : min(end, place + 1 + _LINES_OF_ATTRIBUTION)]))
            if count := _attribution(left, is_quoted):
                del left[-count:]
                if not is_quoted:
                    break
    return left


def _attribution(lines: Sequence[str], is_quoted: bool) -> int:
    """The number of last lines that say who wrote the following text, and when; 0 if they do not."""
    words = ""
    for count in range(1, min(_LINES_OF_ATTRIBUTION, len(lines)) + 1):
        words = f"{lines[-count]} {words}".strip()
        if not lines[-count].strip() or len(words) > _LONGEST_ATTRIBUTION:
            break
        named = _ADDRESS.search(words) or (_WROTE.search(words) and (is_quoted or "@" in words))
        if named and _TIME.search(words) and _DAY.search(words):
            return count
    short = lines[-1][:_LONGEST_ATTRIBUTION]
    return int(is_quoted and bool(_WROTE.search(short) or _ADDRESS.search(short)))


def _without_signature(lines: Sequence[str]) -> list[str]:
    """The lines without anything below the closing words of a message."""
    kept = _without_notices(lines)
    end, below = len(kept), 0
    for place in range(len(kept) - 1, 0, -1):
        if _ends_a_message(kept[place], kept[place + 1 :]):
            end = place
        below += bool(kept[place].strip())
        if below > _LINES_OF_SIGNATURE:
            break
    return _without_notices(kept[:end]) if end < len(kept) else kept


def _ends_a_message(line: str, below: Sequence[str]) -> bool:
    if _DELIMITER.fullmatch(line):
        return any(map(str.strip, below))
    return bool(_GREETING.fullmatch(line)) and not any(map(_PROSE.fullmatch, below))


def _without_notices(lines: Sequence[str]) -> list[str]:
    """The lines without disclaimers, the names of devices, and rules at their end."""
    kept = list(lines)
    while kept:
        if not _says_something(kept[-1:]) or _DEVICE.fullmatch(kept[-1]):
            kept.pop()
        elif start := _disclaimer(kept) or _list_footer(kept):
            del kept[start:]
        else:
            break
    return kept


def _disclaimer(lines: Sequence[str]) -> int:
    """The line on which the disclaimer at the end begins; 0 if there is none, or nothing else."""
    starts = [place for place, line in enumerate(lines) if place and line.strip() and not lines[place - 1].strip()]
    for start in reversed(starts[-_PARAGRAPHS_OF_DISCLAIMER:]):
        words = " ".join(lines[start:])
        if _THIS_MESSAGE.match(words) and _SECRET.search(words) and _FOR_WHOM.search(words):
            return start
    return 0


def _list_footer(lines: Sequence[str]) -> int:
    """The rule at the end above the words of a mailing list; 0 if there is none, or nothing above it."""
    first = max(1, len(lines) - _LINES_OF_LIST)
    rule = next((place for place in range(first, len(lines)) if _RULE.fullmatch(lines[place])), 0)
    return rule if rule and _OF_A_LIST.search("\n".join(lines[rule:])) else 0
