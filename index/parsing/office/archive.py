"""Checks the ZIP archives of office documents by their declared sizes, before anything is unpacked."""

import io
import zipfile
from typing import Any

from index.parsing.parsed_document import UnreadableError

LARGEST_XML_BYTES = 32 << 20
LARGEST_UNPACKED_BYTES = 512 << 20
MOST_PARTS = 5_000
_ENCRYPTED = 1
# Office XML compresses to about a twentieth; an archive that unpacks to a hundred times its size is malicious.
_MOST_UNPACKED_PER_BYTE = 100
_FREE_UNPACKED_BYTES = 4 << 20
_XML = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")
_BROKEN = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError)


def xml_bytes(data: bytes) -> int:
    """How many bytes of XML the archive declares, which is what memory its tree takes; 0 if it is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(part.file_size for part in archive.infolist() if _is_xml(part))
    except _BROKEN:
        return 0


def check_archive(data: bytes, what: str) -> None:
    """Check the declared sizes; `zipfile` never unpacks more of a part than declared.

    Raises `UnreadableError` if it is not `what` ("a Word document"), is locked, or unpacks to far too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except _BROKEN:
        raise UnreadableError(f"is not {what}: it is damaged, locked with a password, or of the old format") from None
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise UnreadableError("is locked with a password")
    if len(parts) > MOST_PARTS:
        raise UnreadableError(f"has {len(parts):,} parts; a document may have at most {MOST_PARTS:,}")
    unpacked, xml = sum(part.file_size for part in parts), sum(part.file_size for part in parts if _is_xml(part))
    most = min(LARGEST_UNPACKED_BYTES, _FREE_UNPACKED_BYTES + _MOST_UNPACKED_PER_BYTE * len(data))
    if unpacked > most or xml > LARGEST_XML_BYTES:
        raise UnreadableError(
            f"unpacks to {unpacked >> 20:,} MB ({xml >> 20:,} MB of XML), far more than an article has"
        )


def part_of(data: bytes, name: str) -> bytes:
    """The unpacked part of that name; empty if the archive has none, or a damaged one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(name)
    except (KeyError, *_BROKEN):
        return b""


def tree_of(xml: bytes) -> Any:  # noqa: ANN401 - lxml elements
    """The tree of the XML, with no entity expanded; None if it is not XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml, parser) if xml else None
    except etree.XMLSyntaxError:
        return None


def part_names(data: bytes) -> list[str]:
    """The names of the parts, in the archive's order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith(_XML)
