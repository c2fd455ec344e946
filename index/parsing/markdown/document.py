"""Parses Markdown: the text as a reader sees it, with the fields of its front matter.

Runs in the sandbox process. It knows text, not files or bytes.
"""

from index.parsing.canonical import canonical
from index.parsing.facts.fields import fields_of, language_of, published_of, words_of
from index.parsing.facts.titles import first_sentence, shorten
from index.parsing.markdown.blocks import Block, blocks_of
from index.parsing.markdown.front_matter import split_front_matter
from index.parsing.parsed_document import Draft

# A title below the first paragraphs, as after a list of badges, is still the title.
_BLOCKS_SEARCHED = 20


def read_markdown(text: str) -> Draft:
    """The draft of a Markdown text, without marks, front matter, comments, and the heading that became the title.

    Only headings keep their signs (`## Heading`): by these, passages and pages know them.
    """
    fields, body = split_front_matter(canonical(text))
    blocks = list(blocks_of(body))
    title = shorten(words_of(fields, "title"))
    if blocks and blocks[0].level:
        named = shorten(blocks[0].text)
        if not title or _same(title, named):
            title = title or named
            del blocks[0]
    title = title or _main_heading(blocks)
    text = canonical("\n\n".join(map(str, blocks)))
    return Draft(
        text,
        title or first_sentence(text),
        published_of(fields),
        language_of(fields),
        words_of(fields, "source"),
        fields=fields_of(fields),
    )


def _main_heading(blocks: list[Block]) -> str:
    return next((shorten(block.text) for block in blocks[:_BLOCKS_SEARCHED] if block.level == 1), "")


def _same(one: str, other: str) -> bool:
    return "".join(filter(str.isalnum, one.casefold())) == "".join(filter(str.isalnum, other.casefold()))
