"""The bytes of an XML export as a parser can read them: UTF-8, without what sites and people write into XML by mistake.

It knows the signs of XML and the names of elements that hold text, not what a post is.
"""

import codecs
import re
from html.entities import html5
from typing import BinaryIO

from index.parsing.decoding.decode import decode
from index.parsing.parsed_document import UnreadableError

# Control characters that XML forbids but sites export anyway; bytes of UTF-8 letters are never among them.
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))
_TAG = (
    rb"(?P<begins><!\[CDATA\[|<!--)|<(?P<end>/?)(?P<name>[A-Za-z_][\w:.-]{0,90}(?=[\s>]|/>))?(?P<rest>[^<>]{0,300}>)?"
)
# An ampersand that begins no entity that XML knows, as in an address; in markup that is not escaped, every one.
_SIGN = re.compile(rb"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)(?P<entity>\w{2,30};)?|" + _TAG)
_SIGN_IN_MARKUP = re.compile(rb"&(?P<entity>)|" + _TAG)
_LONGEST_SIGN = 400
_ENDS = {b"<![CDATA[": re.compile(rb"\]\]>"), b"<!--": re.compile(rb"-->")}
# Elements whose content is text. Markup in it should be escaped, and often is not, or is no XML: `<br>`, `x < y`.
_TEXTS = re.compile(rb"(?:[\w-]+:)?(?:title|description|summary|encoded)|(?:atom:)?content")
_OF_XML = re.compile(rb"""type\s*=\s*["']?(?:xhtml|[\w.+-]+/[\w.+-]*xml)""")
_POSTS = (b"item", b"entry")
_LETTER = re.compile(rb"[A-Za-z]")
_BETWEEN_WORDS = re.compile(rb"[\s<>]+")
_HEAD_BYTES, _SAMPLE_BYTES = 200, 1 << 20
_STATED = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([\w.:-]{2,40})""", re.IGNORECASE)


class Cleaned:
    """The stream as UTF-8, without the space above its head and without forbidden control characters.

    Signs that begin no element and no entity are escaped, and so is all markup within elements of text. `doubtful` is
    the encoding if it was guessed or does not fit some bytes; else it is empty.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        encoding, sure = _encoding(stream)
        self.doubtful = "" if sure else encoding
        self._encoding = encoding
        self._letters = codecs.getincrementaldecoder(encoding)("replace")
        self._rest = b""  # the end of what was read
        self._begun = False
        self._raw_end: re.Pattern[bytes] | None = None  # where a comment or raw text ends
        self._text = b""  # the open element of text
        self._in_markup = False  # whether the text has shown markup that is not escaped

    def read(self, size: int) -> bytes:
        """The next part, of any size; empty at the end."""
        cleaned, data = b"", b"more"
        while data and not cleaned:
            data = self._stream.read(size)
            text = self._letters.decode(data, final=not data)
            if "\ufffd" in text:
                self.doubtful = self._encoding
            known = text.encode("utf-8", "replace").translate(None, _CONTROLS)
            cleaned = self._escaped(known, is_last=not data)
            if not self._begun:  # PHP leaves empty lines there
                cleaned = cleaned.lstrip().removeprefix(codecs.BOM_UTF8)
                self._begun = bool(cleaned)
        return cleaned

    def _escaped(self, data: bytes, is_last: bool) -> bytes:
        """The data with its signs escaped, but for its end: it is kept for the next, as it may cut a sign in two."""
        data = self._rest + data
        end, done, parts = len(data) if is_last else max(0, len(data) - _LONGEST_SIGN), 0, list[bytes]()
        while (found := self._next().search(data, done)) and found.start() < end:
            parts.append(data[done : found.start()])
            if self._raw_end:
                self._raw_end, written, done = None, found[0], found.end()
            elif found[0].startswith(b"&"):
                written, done = _entity(found["entity"] or b""), found.end()
            elif begins := found["begins"]:
                self._raw_end, written, done = _ENDS[begins], begins, found.end()
            else:
                written, done = self._tag(found)
            parts.append(written)
        end = max(end, done)
        self._rest = data[end:]
        return b"".join((*parts, data[done:end]))

    def _next(self) -> re.Pattern[bytes]:
        return self._raw_end or (_SIGN_IN_MARKUP if self._in_markup else _SIGN)

    def _tag(self, found: re.Match[bytes]) -> tuple[bytes, int]:
        """What is written for the beginning of a tag, and where the data goes on."""
        name, rest, begin = found["name"], found["rest"] or b"", found.start()
        if not self._text:
            if not name:
                is_xml = found.string[begin + 1 : begin + 2] in (b"!", b"?")
                return (b"<" if is_xml else b"&lt;"), begin + 1
            if not found["end"] and rest and not rest.endswith(b"/>") and _TEXTS.fullmatch(name):
                self._text = b"" if _OF_XML.search(rest) else name
            return found.string[begin : found.end("name")], found.end("name")
        if found["end"] and name in (self._text, *_POSTS):
            ended = b"" if name == self._text else b"</%s>" % self._text  # its end is missing
            self._text, self._in_markup = b"", False
            return ended + found.string[begin : found.end("name")], found.end("name")
        self._in_markup |= bool(name and _LETTER.match(name))
        return b"&lt;", begin + 1


def _entity(name: bytes) -> bytes:
    return b"".join(b"&#%d;" % ord(char) for char in html5.get(name.decode("latin-1"), "")) or b"&amp;" + name


def _encoding(stream: BinaryIO) -> tuple[str, bool]:
    """The encoding of an export, and whether it is certain; the stream is set back to its beginning.

    A stated one counts unless the bytes are UTF-8, or are not: sites and programs state one and write another.
    """
    head = stream.read(_HEAD_BYTES)
    stream.seek(0)
    if b"\0" in head[:4]:
        marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return "utf-16" if marked else "utf-16-be" if head.startswith(b"\0") else "utf-16-le", True
    found = _STATED.search(head.removeprefix(codecs.BOM_UTF8))
    stated = _known(found[1].decode("ascii")) if found else ""
    sample = b""
    while len(sample) < _SAMPLE_BYTES and (some := stream.read(_SAMPLE_BYTES)):
        sample += b"" if not sample and some.isascii() else some
    stream.seek(0)
    try:
        decoded = decode(b" ".join(word for word in _BETWEEN_WORDS.split(sample) if not word.isascii()))
    except UnreadableError:
        return stated or "utf-8", False
    if decoded.encoding == "utf-8":
        return "utf-8", True
    return (stated, True) if stated else (decoded.encoding, decoded.sure)


def _known(name: str) -> str:
    """The codec of that name; empty for an unknown one, and for UTF, which the bytes show themselves."""
    try:
        codec = codecs.lookup(name).name
        codecs.getincrementaldecoder(codec)("replace").decode(b"a")
    except (LookupError, UnicodeError, TypeError, ValueError, AttributeError):
        return ""
    return "" if codec.startswith("utf") else codec
