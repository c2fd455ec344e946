"""Formats quotes for a terminal: in the quotation marks of their language, and with the answering sentence marked."""

from rich.text import Text

from qa import Citation

_MARKS = {
    **dict.fromkeys(("uk", "ru", "be", "fr", "es", "it", "pt"), "«»"),
    **dict.fromkeys(("pl", "ro", "hu"), "„”"),
    **dict.fromkeys(("de", "cs", "sk", "bg"), "„“"),
}
_OTHER_MARKS = "“”"
# In a file or a pipe, where styles are lost, these signs surround the sentence.
_BEGIN, _END = "▸", "◂"


def quoted(text: str, language: str) -> str:
    """The text on one line, in the quotation marks of its language."""
    marks = _MARKS.get(language, _OTHER_MARKS)
    return f"{marks[0]}{' '.join(text.split())}{marks[1]}"


def marked_passage(citation: Citation, styled: bool) -> Text:
    """The passage with its best sentence underlined and the answering words bold; with signs if not `styled`."""
    start, end = citation.answer_start - citation.start, citation.answer_end - citation.start
    if not styled:
        return Text(f"{citation.text[:start]}{_BEGIN}{citation.text[start:end]}{_END}{citation.text[end:]}")
    passage = Text(citation.text)
    passage.stylize("underline", start, end)
    for first, last in citation.spans:
        if (first, last) != (citation.answer_start, citation.answer_end):
            passage.stylize("bold", first - citation.start, last - citation.start)
    return passage
