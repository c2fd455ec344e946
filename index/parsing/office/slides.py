"""Prepares a presentation so that its slides can be told apart: the converter marks only slides that a link leads to.

So every slide gets a link to itself, and pictures are left out. It knows the parts of a presentation.
"""

import io
import posixpath
import re
import zipfile

_SLIDES = "ppt/slides/"
_LINK = (
    '<Relationship Id="dzherelo" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide" '
    'Target="{}"/></Relationships>'
)
SLIDE = "\ue0f3"  # a private character that no document has, alone in a frame
_PAGE = re.compile(rb"<draw:page\b[^>]*(?<!/)>")
_FRAME = "<draw:frame><draw:text-box><text:p>&#{};</text:p></draw:text-box></draw:frame>"
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


def with_marked_slides(data: bytes) -> bytes:
    """The presentation without its pictures, each slide linked to itself. Raises `zipfile.BadZipFile`."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(target, "w") as marked:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        relations = {_relations(name): name for name in names if posixpath.dirname(name) + "/" == _SLIDES}
        for name in dict.fromkeys([*names, *relations]):
            part = archive.read(name) if name in names else _NO_RELATIONS
            if name in relations:
                link = _LINK.format(posixpath.basename(relations[name]))
                part = part.replace(b"</Relationships>", link.encode())
            marked.writestr(name, part)
    return target.getvalue()


def with_marked_pages(content: bytes) -> bytes:
    """The content of an OpenDocument presentation, with a mark at the beginning of each slide."""
    return _PAGE.sub(lambda page: page[0] + _FRAME.format(ord(SLIDE)).encode(), content)


def _relations(slide: str) -> str:
    return f"{_SLIDES}_rels/{posixpath.basename(slide)}.rels"
