"""The YAML block at the head of a Markdown file, parsed so that no block can do harm.

Knows text only, and not what the fields mean.
"""

import re

LONGEST_CHARS = 16_000
_MOST_BRACKETS = 200
_BLOCK = re.compile(r"\ufeff?---[^\S\n]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[^\S\n]*(?:\n|$)", re.DOTALL)
_LINE = re.compile(r"(\w[\w -]{0,40}):(?:\s+(.*))?")


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    """The fields of the block, keys in small letters, and the text after it; no fields and the whole text without one.

    A block that is not YAML but made of `key: value` lines (`title: Kyiv: a history`) is read line by line.
    """
    match = _BLOCK.match(text[: LONGEST_CHARS + 100])
    if not match:
        return {}, text
    fields = _from_yaml(match.group(1)) or _from_lines(match.group(1))
    return (fields, text[match.end() :].lstrip("\n")) if fields else ({}, text)


def _from_yaml(block: str) -> dict[str, object]:
    """The fields if the block is a YAML mapping without aliases, which a few lines can make into gigabytes.

    Without tags, too: a tag that says a word is a date makes the parser fail with errors of every kind.
    """
    # The parser takes quadratic time over nested brackets.
    if block.count("[") + block.count("{") > _MOST_BRACKETS:
        return {}
    import yaml

    try:
        if any(isinstance(token, yaml.AliasToken | yaml.TagToken) for token in yaml.scan(block)):
            return {}
        fields = yaml.safe_load(block)
        str(fields)  # a number with too many digits to be written shows here, not where it is used
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError):
        return {}
    return {str(key).lower(): value for key, value in fields.items()} if isinstance(fields, dict) else {}


def _from_lines(block: str) -> dict[str, object]:
    lines = [line for line in block.split("\n") if line.strip() and not line.startswith((" ", "\t", "#", "-"))]
    matches = [_LINE.fullmatch(line) for line in lines]
    if not all(matches):
        return {}
    return {match[1].lower(): (match[2] or "").strip().strip("\"'") for match in matches if match}
