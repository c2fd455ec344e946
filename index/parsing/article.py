"""Makes an article of a parsed document: what the document does not state is detected from its text and its name."""

from datetime import date

from index.parsing.chat_text import chat_day
from index.parsing.facts.act_dates import act_date
from index.parsing.facts.act_titles import act_title
from index.parsing.facts.dates import date_in_name, find_date, is_outdated
from index.parsing.facts.titles import kind_head, names_only_a_kind, shorten, title_from_name, title_in
from index.parsing.files import ARCHIVES, suffix_of
from index.parsing.parsed_document import ParsedDocument
from index.records import Article
from index.text.languages import detect_language

# In these formats the first rows are no headline and no dateline.
_TABLES = (".xlsx", ".xls", ".ods", ".csv")
# The stated day of these formats is the one on which a program made the file.
_WITH_DAY_MADE = (".pdf", ".docx", ".pptx", ".odt", ".odp", ".rtf")
_HEAD_CHARS = 4_000


def article_of(document: ParsedDocument, id: str, file_name: str) -> Article:
    """The article of a document; missing fields are detected from its text, or from the name of its file."""
    suffix = suffix_of(file_name) if id == file_name else ""  # a record is not in the format of its file
    return Article(
        id=id,
        title=shorten(_title(document, file_name, suffix)),
        published=_published(document, file_name, suffix),
        language=document.language or detect_language(document.text),
        source=document.source or file_name,
        text=document.text,
        page_starts=document.page_starts,
        fields=document.fields,
        recognised=document.recognised,
        unit=document.unit,
        page_names=document.page_names,
    )


def _title(document: ParsedDocument, file_name: str, suffix: str) -> str:
    """The stated title, or else one found in the text; for an act, the head of its text is more reliable."""
    stated = document.title if any(map(str.isalnum, document.title)) and not names_only_a_kind(document.title) else ""
    if not stated and (suffix in _TABLES or chat_day(document.text)):
        return title_from_name(file_name)
    # Programs state the first line of an act as its title: the name of the office, in capitals.
    by_head = suffix in (".txt", ".doc", *_WITH_DAY_MADE) or not stated or stated.isupper()
    if by_head and (title := act_title(f"{stated}\n{document.text[:_HEAD_CHARS]}")):
        return title
    return stated or title_in(document.text) or title_from_name(file_name)


def _published(document: ParsedDocument, file_name: str, suffix: str) -> date | None:
    """The day of the document: stated, or else detected; one in its text counts more than the day it was made."""
    if suffix in _TABLES:
        return document.published or _date_in_name(file_name)
    text = document.text
    acted = act_date(f"{document.title}\n{text[:_HEAD_CHARS]}")
    if suffix in _WITH_DAY_MADE:
        made = None if document.published and is_outdated(document.published, text) else document.published
        return acted or _day_in(text) or made or _date_in_name(file_name)
    return document.published or acted or _day_in(text) or _date_in_name(file_name)


def _day_in(text: str) -> date | None:
    return find_date(text) or find_date(text[kind_head(text)[0] :])


def _date_in_name(file_name: str) -> date | None:
    """The day in the file's name; None for an archive, whose name has the day on which a program made it."""
    return None if suffix_of(file_name) in ARCHIVES else date_in_name(file_name)
