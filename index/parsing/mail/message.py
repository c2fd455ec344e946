"""Parses an e-mail: the sender's own words, subject, sender and day. Attached messages are read, files are named.

EML is read by the standard library, Outlook's MSG by python-oxmsg. Runs in the child process.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import policy
from email.errors import HeaderParseError
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr

from index.parsing.canonical import canonical, one_line
from index.parsing.decoding.decode import decode
from index.parsing.facts.dates import stated_date
from index.parsing.facts.free_fields import fields_of
from index.parsing.facts.titles import shorten
from index.parsing.html.fragment import fragment_text
from index.parsing.mail.quotes import own_words, without_prefixes
from index.parsing.office.document import NEEDS_EXTRA
from index.parsing.parsed_document import Notice, ParsedDocument, UnreadableError

# The plain text of some messages only says where to see the HTML text.
_FULLER = 4
_DEEPEST = 5
_ADVICE = "save them into the folder if they should be searched"
QUOTED = "quotes other messages, which were left out"
# What the standard library raises for headers that break its grammar: `From: "`.
_MALFORMED = (HeaderParseError, ValueError, LookupError, AttributeError, TypeError)


def read_eml(data: bytes) -> ParsedDocument:
    """The parsed e-mail. `UnreadableError` if it is encrypted or damaged, or has no text."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    assert isinstance(message, EmailMessage)
    if not any(name in message for name in ("From", "Date", "Subject", "Received", "Message-ID")):
        raise UnreadableError("is not an e-mail message")
    return _read(message, 0)


def _read(message: EmailMessage, deep: int) -> ParsedDocument:
    try:
        if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
            raise UnreadableError("is encrypted")
        text, attachments, messages = _text_and_attachments(message)
    except _MALFORMED as error:
        raise UnreadableError(f"is a damaged e-mail message ({one_line(str(error))[:100]})") from None
    enclosed: list[ParsedDocument] = []
    for each in messages:
        try:
            if deep < _DEEPEST and (found := _read(each, deep + 1)).text:
                enclosed.append(found)
                continue
        except UnreadableError:
            pass
        attachments.append(_stated(each, "Subject") or "?")
    subject, sender, day = (_stated(message, name) for name in ("Subject", "From", "Date"))
    return _with_enclosed(_parsed(text, subject, sender, day, attachments), enclosed)


def _with_enclosed(letter: ParsedDocument, enclosed: Sequence[ParsedDocument]) -> ParsedDocument:
    """The letter with those that are attached to it, below its own words; their senders are its authors, too."""
    if not enclosed:
        return letter
    texts = [letter.text]
    for each in enclosed:
        texts += [each.title if each.title != letter.title else "", each.text]
    found = [
        letter.fields.get("author", "") if letter.text else "",
        *(each.fields.get("author", "") for each in enclosed),
    ]
    authors = [name for names in found for name in ((names,) if isinstance(names, str) else names) if name]
    return replace(
        letter,
        text="\n\n".join(filter(None, texts)),
        notices=tuple(dict.fromkeys(notice for each in (letter, *enclosed) for notice in each.notices)),
        fields=fields_of({"author": list(dict.fromkeys(authors)) if len(set(authors)) > 1 else "".join(authors[:1])}),
    )


def _text_and_attachments(message: EmailMessage) -> tuple[str, list[str], list[EmailMessage]]:
    """The body with the texts that follow it as parts of their own, the names of files, and the attached messages."""
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    texts = [_fuller(_text(plain), fragment_text(_text(html), marks_quotes=True))]
    attachments: list[str] = []
    messages: list[EmailMessage] = []
    for part, is_of_body in _leaves(message):
        kind, name = part.get_content_type(), part.get_filename()
        is_picture = is_of_body and kind.startswith("image/")
        if kind == "message/rfc822" and isinstance(inner := part.get_payload(0), EmailMessage):
            messages.append(inner)
            continue
        if part is plain or part is html or (not part.is_attachment() and is_of_body and (is_picture or not name)):
            continue
        if kind in ("text/plain", "text/html") and not (name or part.is_attachment()):
            texts.append(_text(part) if kind == "text/plain" else fragment_text(_text(part), marks_quotes=True))
        else:
            attachments.append(_header(name or kind))
    return "\n\n".join(text.strip("\r\n") for text in texts if text.strip()), attachments, messages


def _leaves(part: MIMEPart, is_of_body: bool = False) -> Iterator[tuple[MIMEPart, bool]]:
    """The parts that contain no other parts; each with whether it is a form of the body, or is shown within it."""
    if part.get_content_maintype() != "multipart":
        yield part, is_of_body
        return
    for inner in part.iter_parts():
        yield from _leaves(inner, is_of_body or part.get_content_subtype() in ("alternative", "related"))


def read_msg(data: bytes) -> ParsedDocument:
    """The parsed message that Outlook saved. `UnreadableError` if it is damaged or has no text."""
    try:
        from oxmsg import Message
        from oxmsg.domain import constants
    except ImportError:
        raise UnreadableError(NEEDS_EXTRA) from None
    try:
        message = Message.load(data)
        text = _fuller(message.body or "", fragment_text(message.html_body or "", marks_quotes=True))
        rich = message.properties.binary_prop_value(constants.PID_RTF_COMPRESSED)
        sender = message.sender or message.properties.str_prop_value(constants.PID_SENDER_NAME) or ""
        day, subject = message.sent_date, message.subject
        attachments = [one_line(each.file_name or "") or "?" for each in message.attachments]
    except (OSError, ValueError, KeyError, AttributeError, TypeError, IndexError, AssertionError) as error:
        raise UnreadableError(f"is a damaged document ({one_line(str(error))[:100]})") from None
    if not text.strip() and rich:
        raise UnreadableError("has its text only as RTF: save it as .eml or .txt")
    return _parsed(text, subject, _header(sender), day and day.date(), attachments)


def _parsed(text: str, subject: str, sender: str, day: object, attachments: list[str]) -> ParsedDocument:
    mail = own_words(canonical(text).strip("\n"), subject)
    name, address = parseaddr(sender) if "@" in sender else (sender, "")
    author = one_line(canonical(name or address or sender))
    named = [*([] if mail.forwards else [author]), *mail.others]
    authors = list(dict.fromkeys(name for name in named if any(map(str.isalnum, name))))
    notices = [Notice("", "left out", QUOTED, _ADVICE)] if mail.quotes else []
    if attachments:
        names = ", ".join(attachments[:5]) + (" …" if len(attachments) > 5 else "")
        problem = f"has attachments that were not read: {len(attachments)} ({names})"
        notices.append(Notice("", "left out", problem, _ADVICE))
    return ParsedDocument(
        mail.text,
        shorten(without_prefixes(canonical(subject))),
        stated_date(day),
        notices=tuple(notices),
        fields=fields_of({"author": authors if len(authors) > 1 else "".join(authors)}),
    )


def _fuller(plain: str, html: str) -> str:
    """The plain text, or the text of the HTML if that is far longer."""
    return html if len(html.strip()) > _FULLER * len(plain.strip()) else plain


def _text(part: MIMEPart | None) -> str:
    """The text of a part, in its stated encoding or else in a detected one; empty for None."""
    if part is None:
        return ""
    charset = part.get_content_charset()
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    try:
        return payload.decode(charset or "utf-8").replace("\x00", "")
    except (LookupError, UnicodeDecodeError):
        return decode(payload).text


def _stated(message: EmailMessage, name: str) -> str:
    """A header, empty where there is none; one with bytes beyond ASCII, which no header may have, is detected."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    try:
        return _header(message[name] if raw.isascii() else decode(raw.encode("utf-8", "surrogateescape")).text)
    except (UnreadableError, *_MALFORMED):
        return _header(raw.encode("ascii", "replace").decode())


def _header(value: object) -> str:
    return one_line(canonical(str(value or "")))
