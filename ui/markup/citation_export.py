"""An answer with its citations for the clipboard: as plain text, Markdown or BibTeX."""

import re

from qa import Answer, Citation
from ui.texts import Texts

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")
_BIBTEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\n": " ",
}  # fmt: skip


def as_text(answer: Answer, texts: Texts) -> str:
    """The question, the quotes with their numbers, and the numbered sources."""
    quotes = [f"«{citation.answer_text}» [{citation.number}]" for citation in answer.citations]
    sources = [f"[{citation.number}] {_described(citation, texts)}" for citation in answer.citations]
    return "\n\n".join((answer.question, *quotes, "\n".join(sources))) + "\n"


def as_markdown(answer: Answer, texts: Texts) -> str:
    """The same in Markdown; characters of articles that Markdown would interpret are escaped."""
    quotes = [f"> {_plain(citation.answer_text)} [{citation.number}]" for citation in answer.citations]
    sources = [f"{citation.number}. {_plain(_described(citation, texts))}" for citation in answer.citations]
    return "\n\n".join((f"**{_plain(answer.question)}**", *quotes, "\n".join(sources))) + "\n"


def as_bibtex(answer: Answer) -> str:
    """One `@misc` entry for each cited article, the quote as its note."""
    return "\n".join(_entry(citation) for citation in answer.citations)


def _described(citation: Citation, texts: Texts) -> str:
    parts = [citation.title, citation.source, texts.date(citation.published), texts.language(citation.language)]
    if citation.page:
        parts.append(texts("page", number=citation.page))
    return ", ".join(part for part in parts if part)


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " "))


def _entry(citation: Citation) -> str:
    fields = {"title": f"{{{_tex(citation.title)}}}", "note": f"{_tex(citation.answer_text)}"}
    is_link = citation.source.startswith(("http://", "https://"))
    fields["url" if is_link else "howpublished"] = citation.source if is_link else _tex(citation.source)
    if citation.published:
        fields["year"] = str(citation.published.year)
        fields["date"] = citation.published.isoformat()
    if citation.page:
        fields["pages"] = str(citation.page)
    fields["langid"] = citation.language
    key = re.sub(r"[^A-Za-z0-9]+", "-", citation.article_id).strip("-") or "article"
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key}-{citation.number},\n{lines}\n}}\n"


def _tex(text: str) -> str:
    return "".join(_BIBTEX.get(char, char) for char in text)
