"""Parses Markdown: the text as a reader sees it, with the fields of its front matter.

Runs in the child process. It knows text, not files or bytes.
"""

from index.parsing.canonical import canonical
from index.parsing.facts.drafts import is_unpublished
from index.parsing.facts.fields import language_of, published_of, words_of
from index.parsing.facts.free_fields import fields_of
from index.parsing.facts.titles import names_only_a_kind, shorten, title_in
from index.parsing.markdown.blocks import Block, blocks_of
from index.parsing.markdown.front_matter import split_front_matter
from index.parsing.parsed_document import ParsedDocument, UnreadableError

# A title below the first paragraphs, as after a list of badges, is still the title.
_BLOCKS_SEARCHED = 20


def read_markdown(text: str) -> ParsedDocument:
    """The parsed Markdown text, without marks, front matter, comments, and the heading that became the title.

    Only headings keep their signs (`## Heading`): by these, passages and pages know them. UnreadableError if the front
    matter says that the text is not published.
    """
    fields, body = split_front_matter(canonical(text))
    if is_unpublished(fields):
        raise UnreadableError("is a draft, as its front matter says")
    blocks = list(blocks_of(body))
    stated = shorten(words_of(fields, "title"))
    title = "" if names_only_a_kind(stated) else stated
    title = title or _main_heading(blocks) or title_in("\n\n".join(block.text for block in blocks[:_BLOCKS_SEARCHED]))
    if blocks and blocks[0].level and _same(title, blocks[0].text):
        del blocks[0]
    return ParsedDocument(
        canonical("\n\n".join(map(str, blocks))),
        title,
        published_of(fields),
        language_of(fields),
        words_of(fields, "source"),
        fields=fields_of(fields),
    )


def _main_heading(blocks: list[Block]) -> str:
    """The heading that begins the text, or else the first of the highest level; empty for other texts."""
    headings = [
        block
        for place, block in enumerate(blocks[:_BLOCKS_SEARCHED])
        if (block.level == 1 or (block.level and not place)) and not names_only_a_kind(block.text)
    ]
    return shorten(headings[0].text) if headings else ""


def _same(one: str, other: str) -> bool:
    return "".join(filter(str.isalnum, one.casefold())) == "".join(filter(str.isalnum, other.casefold()))
