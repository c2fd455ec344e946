"""An answer with its citations for the clipboard: as plain text, Markdown or BibTeX."""

import re
from urllib.parse import quote

from qa import Answer, Citation
from ui.texts import Texts

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
    sources = [f"[{citation.number}] {_described(citation, texts)}" for citation in answer.citations]
    return "\n\n".join((answer.question, *quotes, "\n".join(sources))) + "\n"


def as_markdown(answer: Answer, texts: Texts) -> str:
    """The same as Markdown; characters with a meaning in Markdown are escaped."""
    quotes = [f"> {_markdown(citation.answer_text)} [{citation.number}]" for citation in answer.citations]
    sources = [f"{citation.number}. {_markdown(_described(citation, texts))}" for citation in answer.citations]
    return "\n\n".join((f"**{_markdown(answer.question)}**", *quotes, "\n".join(sources))) + "\n"


def as_bibtex(answer: Answer) -> str:
    """One `@misc` entry for each cited article, with the quote as its note."""
    return "\n".join(_entry(citation) for citation in answer.citations)


def _described(citation: Citation, texts: Texts) -> str:
    parts = [
        citation.author,
        citation.title,
        citation.source,
        texts.date(citation.published),
        texts.language(citation.language),
    ]
    if citation.page:
        parts.append(texts("page", number=citation.page))
    return ", ".join(part for part in parts if part)


def _markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " "))


def _entry(citation: Citation) -> str:
    key = re.sub(r"[^A-Za-z0-9]+", "-", citation.article_id).strip("-") or "article"
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(citation).items())
    return f"@misc{{{key}-{citation.number},\n{lines}\n}}\n"


def _fields(citation: Citation) -> dict[str, str]:
    """The BibTeX fields of a citation, each value with balanced braces."""
    fields = {"title": f"{{{_tex(citation.title)}}}", "note": _tex(citation.answer_text)}
    if is_web_address(citation.source):
        fields["url"] = quote(citation.source, safe=_SAFE_IN_ADDRESS)
    else:
        fields["howpublished"] = _tex(citation.source)
    if citation.author:
        fields = {"author": " and ".join(f"{{{_tex(name)}}}" for name in _names(citation))} | fields
    if citation.published:
        fields["year"] = str(citation.published.year)
        fields["date"] = citation.published.isoformat()
    if citation.page:
        fields["pages"] = str(citation.page)
    return fields | {"langid": _tex(citation.language)}


def _names(citation: Citation) -> tuple[str, ...]:
    author = citation.fields["author"]
    return (author,) if isinstance(author, str) else author


def _tex(text: str) -> str:
    return "".join(_BIBTEX.get(char, char) for char in text)
