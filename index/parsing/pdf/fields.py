"""Text that a person entered into a PDF: values of form fields and typed notes, as runs at their place on the page."""

from ctypes import byref, c_ushort, sizeof
from typing import Any

from index.parsing.pdf.runs import Run

_MOST = 1_000
_LONGEST_BYTES = 1 << 16
_TYPICAL_SIZE = 11.0
_OFF = frozenset(("", "Off", "/Off"))


def field_runs(document: Any, page: Any) -> list[Run]:  # noqa: ANN401 - pypdfium2 has no types
    """The values of the page's text fields and choices, and its free-text notes."""
    from pypdfium2 import raw

    runs = []
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        text = _text(document, note)
        box = raw.FS_RECTF()
        if text and raw.FPDFAnnot_GetRect(note, byref(box)):
            size = min(_TYPICAL_SIZE, max(1.0, abs(box.top - box.bottom)))
            base = (box.top + box.bottom) / 2 - 0.3 * size
            runs.append(Run(text, box.left, max(box.left + 1, box.right), base, size))
        raw.FPDFPage_CloseAnnot(note)
    return runs


def _text(document: Any, note: Any) -> str:  # noqa: ANN401
    from pypdfium2 import raw

    kind = raw.FPDFAnnot_GetSubtype(note)
    form = document.formenv
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _wide(lambda buffer, size: raw.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size))
    if kind != raw.FPDF_ANNOT_WIDGET or not form:
        return ""
    if raw.FPDFAnnot_GetFormFieldType(form, note) not in (
        raw.FPDF_FORMFIELD_TEXTFIELD,
        raw.FPDF_FORMFIELD_COMBOBOX,
        raw.FPDF_FORMFIELD_LISTBOX,
    ):
        return ""
    return _wide(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, note, buffer, size))


def _wide(read: Any) -> str:  # noqa: ANN401
    """The UTF-16 text that a pdfium function returns, on one line."""
    size = min(read(None, 0), _LONGEST_BYTES)
    if size <= 2:
        return ""
    buffer = (c_ushort * (size // 2 + 1))()
    read(buffer, sizeof(buffer))
    text = bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
    return "" if text in _OFF else " ".join(text.split())
