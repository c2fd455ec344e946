"""An answer with its citations for the clipboard: as plain text, Markdown or BibTeX."""

import re
from urllib.parse import quote

from qa import Answer, Citation
from ui.texts import Texts
from ui.texts.pages import page_words

from .links import is_web_address

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")
# BibTeX counts braces even after a backslash, so a brace is written as a command with balanced braces.
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\n": " ",
}
# The characters allowed in an address; braces and backslashes are not among them.
_SAFE_IN_ADDRESS = "%/:?#[]@!$&'()*+,;=~"


def as_text(answer: Answer, texts: Texts) -> str:
    """The question, the quotes with their numbers, and the numbered sources."""
    quotes = [f"«{citation.answer_text}» [{citation.number}]" for citation in answer.citations]
    sources = [f"[{citation.number}] {described(citation, texts)}" for citation in answer.citations]
    return "\n\n".join((answer.question, *quotes, "\n".join(sources))) + "\n"


def as_markdown(answer: Answer, texts: Texts) -> str:
    """The same in Markdown; characters of articles that Markdown would interpret are escaped."""
    quotes = [f"> {markdown_text(citation.answer_text)} [{citation.number}]" for citation in answer.citations]
    sources = [f"{citation.number}. {markdown_text(described(citation, texts))}" for citation in answer.citations]
    return "\n\n".join((f"**{markdown_text(answer.question)}**", *quotes, "\n".join(sources))) + "\n"


def as_bibtex(answer: Answer) -> str:
    """One `@misc` entry for each cited article, the quote as its note."""
    return "\n".join(bibtex_entry(citation) for citation in answer.citations)


def described(citation: Citation, texts: Texts) -> str:
    """What is known of the article, on one line."""
    parts = [
        citation.author,
        citation.title,
        citation.source,
        texts.date(citation.published),
        texts.language(citation.language),
        page_words(citation, texts),
    ]
    return ", ".join(part for part in parts if part)


def markdown_text(text: str) -> str:
    """The text on one line; characters that Markdown would interpret are escaped."""
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " "))


def bibtex_entry(citation: Citation, file: str = "") -> str:
    """The `@misc` entry of a citation; `file` is the path of its article, if known."""
    key = re.sub(r"[^A-Za-z0-9]+", "-", citation.article_id).strip("-") or "article"
    fields = _fields(citation) | ({"file": _tex(file)} if file else {})
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key}-{citation.number},\n{lines}\n}}\n"


def _fields(citation: Citation) -> dict[str, str]:
    """The BibTeX fields of a citation, each value with balanced braces."""
    fields = {"title": f"{{{_tex(citation.title)}}}", "note": _tex(citation.answer_text)}
    if is_web_address(citation.source):
        fields["url"] = quote(citation.source, safe=_SAFE_IN_ADDRESS)
    else:
        fields["howpublished"] = _tex(citation.source)
    if citation.author:
        fields = {"author": " and ".join(f"{{{_tex(name)}}}" for name in authors(citation))} | fields
    if citation.published:
        fields["year"] = str(citation.published.year)
        fields["date"] = citation.published.isoformat()
    if citation.page:
        fields["pages"] = _tex(citation.page_name) or str(citation.page)
    return fields | {"langid": _tex(citation.language)}


def authors(citation: Citation) -> tuple[str, ...]:
    """The names of the article's authors; empty if unknown."""
    author = citation.fields.get("author", ())
    return (author,) if isinstance(author, str) else author


def _tex(text: str) -> str:
    return "".join(_BIBTEX.get(char, char) for char in text)
