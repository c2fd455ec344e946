"""Small office documents made by hand, with nothing in them but what a test is about."""

import base64
import io
import json
import lzma
import struct
import zipfile
from pathlib import Path

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{}</dc:title><dc:creator>Ганна</dc:creator><dcterms:created>{}</dcterms:created>"
    "<dcterms:modified>{}</dcterms:modified></cp:coreProperties>"
)
_HIDDEN = ' state="hidden"'
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def zipped(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'


def types(main: str, name: str) -> str:
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{name}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{main}.main+xml"/></Types>'
    )


def pptx(*slides: str, made: str = "2023-05-04T10:00:00Z", changed: str = "2023-05-06T10:00:00Z", **more: str) -> bytes:
    """A presentation; a slide of two lines has a title and a text, one of one line only the text."""
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="r{n}"/>' for n in range(len(slides)))
    parts = {
        "[Content_Types].xml": types("presentationml.presentation", "ppt/presentation.xml"),
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
        "docProps/core.xml": CORE.format("Бджоли Полтавщини", made, changed),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{SLIDES}" xmlns:r="{OFFICE}">'
        f"<p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(*[("slide", f"slides/slide{n}.xml") for n in range(len(slides))]),
    }
    for number, slide in enumerate(slides):
        *title, text = slide.split("\n")
        shapes = "".join(_shape("title", line) for line in title) + (_shape("body", text) if text else "")
        parts[f"ppt/slides/slide{number}.xml"] = (
            f'<p:sld xmlns:p="{SLIDES}" xmlns:a="{DRAWING}"><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>'
        )
    return zipped(parts | more)


def _shape(kind: str, text: str) -> str:
    place = f'<p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>'
    return f"<p:sp>{place}<p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def cells(rows: list[list[str | float]]) -> str:
    """The rows of a sheet as XML."""
    lines = []
    for number, row in enumerate(rows, 1):
        line = ""
        for column, value in enumerate(row):
            place = f'r="{chr(65 + column)}{number}"'
            text = f' t="inlineStr"><is><t>{value}</t></is>' if isinstance(value, str) else f"><v>{value}</v>"
            line += f"<c {place}{text}</c>" if value != "" else ""
        lines.append(f'<row r="{number}">{line}</row>')
    return "".join(lines)


def xlsx(sheets: dict[str, str], hidden: tuple[str, ...] = ()) -> bytes:
    """A workbook of sheets, each its rows as XML."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n + 1}" r:id="r{n}"{_HIDDEN * (name in hidden)}/>'
        for n, name in enumerate(sheets)
    )
    parts = {
        "[Content_Types].xml": types("spreadsheetml.sheet", "xl/workbook.xml"),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "docProps/core.xml": CORE.format("Замки України", "2023-05-04T10:00:00Z", "2023-05-04T10:00:00Z"),
        "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(*[("worksheet", f"worksheets/s{n}.xml") for n in range(len(sheets))]),
    }
    for number, rows in enumerate(sheets.values()):
        parts[f"xl/worksheets/s{number}.xml"] = f'<worksheet xmlns="{SHEETS}"><sheetData>{rows}</sheetData></worksheet>'
    return zipped(parts)


def epub(*chapters: str, day: str = "2019-04-02", head: str = "", **more: str) -> bytes:
    """A book of chapters, each the body of its page; names of files have a space, as books have."""
    items = "".join(
        f'<item id="c{n}" href="text/part%20{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    facts = f"<dc:title>Казки з Поділля</dc:title><dc:creator>Марія Ґонта</dc:creator><dc:date>{day}</dc:date>"
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{facts}<dc:language>uk</dc:language></metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
    }
    for number, body in enumerate(chapters):
        page = (
            f'{head}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{body}</body></html>'
        )
        parts[f"OEBPS/text/part {number}.xhtml"] = page
    return zipped(parts | more)


def odt(body: str) -> bytes:
    meta = (
        f'<office:document-meta xmlns:office="{ODF}office:1.0" xmlns:meta="{ODF}meta:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Наказ про музеї</dc:title>'
        "<meta:creation-date>2021-03-07T10:00:00.5</meta:creation-date><dc:date>2021-03-08T10:00:00</dc:date>"
        "</office:meta></office:document-meta>"
    )
    spaces = f'xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0" xmlns:table="{ODF}table:1.0"'
    content = (
        f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "meta.xml": meta})


def opendocument(kind: str, body: str, styles: str = "") -> bytes:
    """An OpenDocument of that kind, "spreadsheet" or "presentation", and the automatic styles that its body names."""
    names = {"office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style"}
    spaces = " ".join(f'xmlns:{short}="{ODF}{name}:1.0"' for short, name in names.items())
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


def opendocument_sheet(name: str, rows: list[list[str]], style: str = "") -> str:
    """A sheet of an OpenDocument spreadsheet."""
    lines = ""
    for row in rows:
        cells = (
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        lines += f"<table:table-row>{''.join(cells)}</table:table-row>"
    return f'<table:table table:name="{name}" table:style-name="{style}">{lines}</table:table>'


def old_office() -> dict[str, bytes]:
    """A text, a presentation and a workbook of 1997, as LibreOffice writes them."""
    packed = json.loads(Path(__file__).with_name("old_office.json").read_text("utf-8"))
    return {name: lzma.decompress(base64.b64decode(data)) for name, data in packed.items()}


def cp1251(text: str) -> str:
    """The text as RTF writes it: every letter beyond ASCII as its byte in Windows-1251."""
    return "".join(chr(byte) if byte < 128 else f"\\'{byte:02x}" for byte in text.encode("cp1251"))


def rtf(body: str, head: str = "\\ansicpg1251") -> bytes:
    return ("{\\rtf1\\ansi" + head + " " + body + "}").encode("cp1251")


def msg(strings: dict[int, str], sent: int = 0) -> bytes:
    """A message of Outlook with these properties, in Windows-1251, and the moment it was sent (as a FILETIME)."""
    streams = {f"__substg1.0_{pid:04X}001E": text.encode("cp1251") for pid, text in strings.items()}
    table = [struct.pack("<HHIQ", 0x1E, pid, 6, len(text) + 1) for pid, text in strings.items()]
    table += [struct.pack("<HHIQ", 3, pid, 6, 1251) for pid in (0x3FFD, 0x3FDE)]
    table += [struct.pack("<HHIQ", 0x40, 0x0039, 6, sent)] if sent else []
    return _compound({"__properties_version1.0": bytes(32) + b"".join(table), **streams})


def _compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (MS-CFB) of short streams, all in the root."""
    small, chain, entries = b"", [], []
    for number, (name, data) in enumerate(streams.items(), 1):
        start, count = len(small) // 64, -(-len(data) // 64)
        chain += [*range(start + 1, start + count), 0xFFFFFFFE]
        small += data.ljust(64 * count, b"\0")
        following = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, following, 0xFFFFFFFF, start, len(data)))
    counts = [-(-(len(entries) + 1) // 4), -(-len(chain) // 128), -(-len(small) // 512)]
    firsts = [1, 1 + counts[0], 1 + counts[0] + counts[1]]
    entries.insert(0, _entry("Root Entry", 5, 0xFFFFFFFF, 1, firsts[2], len(small)))
    fat = [0xFFFFFFFD]
    for first, count in zip(firsts, counts, strict=True):
        fat += [*range(first + 1, first + count), 0xFFFFFFFE]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, firsts[0], 0, 4096, firsts[1], counts[1], 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    body = [_numbers(fat, 1), b"".join(entries).ljust(512 * counts[0], b"\0"), _numbers(chain, counts[1])]
    return head + b"".join(body) + small.ljust(512 * counts[2], b"\0")


def _numbers(values: list[int], sectors: int) -> bytes:
    return struct.pack(f"<{128 * sectors}I", *values, *[0xFFFFFFFF] * (128 * sectors - len(values)))


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    head = words.ljust(64, b"\0") + struct.pack("<HBB3I", len(words), kind, 1, 0xFFFFFFFF, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
