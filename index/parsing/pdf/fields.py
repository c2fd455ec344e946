"""What a person entered into a PDF: values and ticks of form fields and typed notes, as runs at their place."""

from collections.abc import Sequence
from ctypes import byref, c_ushort, sizeof
from typing import Any

from index.parsing.pdf.runs import Run

_MOST = 1_000
_LONGEST_BYTES = 1 << 16
_TYPICAL_SIZE = 11.0
_OFF = frozenset(("", "Off", "/Off"))
_HIDDEN, _NOT_VIEWED, _PASSWORD = 1 << 1, 1 << 5, 1 << 13
TICKED, NOT_TICKED = "☑", "☐"


def with_fields(runs: Sequence[Run], fields: Sequence[Run]) -> list[Run]:
    """The runs, with each field after what stands before it on its line: as if the page drew it there."""
    whole = list(runs)
    for field in fields:
        level = [n for n, run in enumerate(whole) if abs(run.base - field.base) < field.size / 2]
        beside = [n for n in level if whole[n].left < field.left]
        above = [n for n, run in enumerate(whole) if run.base > field.base]
        place = max(beside, key=lambda n: whole[n].left) if beside else max(above, default=-1)
        whole.insert(place + 1, field)
    return whole


def field_runs(document: Any, page: Any) -> list[Run]:  # noqa: ANN401 - pypdfium2 has no types
    """The values of the page's text fields and choices, the ticks of its boxes, and its free-text notes."""
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
    if raw.FPDFAnnot_GetFlags(note) & (_HIDDEN | _NOT_VIEWED):
        return ""
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _wide(lambda buffer, size: raw.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size))
    if kind != raw.FPDF_ANNOT_WIDGET or not form:
        return ""
    field = raw.FPDFAnnot_GetFormFieldType(form, note)
    if field in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return TICKED if raw.FPDFAnnot_IsChecked(form, note) else NOT_TICKED
    if field not in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return ""
    if field == raw.FPDF_FORMFIELD_TEXTFIELD and raw.FPDFAnnot_GetFormFieldFlags(form, note) & _PASSWORD:
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
