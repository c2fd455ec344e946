"""Headings that a format marks: they directly precede their text, so that they are quoted with it and not alone.

A line feed after a heading, in place of a blank line, makes one sentence of it and the first that follows.
"""

HEADING_GAP, BLOCK_GAP = "\n", "\n\n"
_LONGEST = 200
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";", ",")


def heads(text: str) -> bool:
    """Whether a block that is set as a heading reads like one: prose is often set so by mistake."""
    text = text.strip()
    return 0 < len(text) <= _LONGEST and "\n" not in text and not text.endswith(_SENTENCE_ENDS)
