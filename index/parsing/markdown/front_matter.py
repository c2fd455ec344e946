"""Parses the YAML, TOML or JSON block, pandoc's title lines or Logseq's properties at the start of a Markdown file.

Hostile input does no harm.

It knows text only, and not what the fields mean.
"""

import json
import re
import tomllib

LONGEST_CHARS = 16_000
_MOST_BRACKETS = 200
_BLOCK = re.compile(r"\ufeff?---(?:yaml|json)?[^\S\n]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[^\S\n]*(?:\n|$)", re.DOTALL)
_TOML = re.compile(r"\ufeff?\+\+\+[^\S\n]*\n(.*?)(?:^|\n)\+\+\+[^\S\n]*(?:\n|$)", re.DOTALL)
_JSON = re.compile(r"\ufeff?\{(?=\s*\")")
_PANDOC = re.compile(r"\ufeff?%[^\S\n]+(\S[^\n]*)(?:\n%[^\S\n]*([^\n]*))?(?:\n%[^\S\n]*([^\n]*))?(?:\n|$)")
_PROPERTIES = re.compile(r"\ufeff?(?:[\w-]{1,40}::[^\S\n][^\n]*(?:\n|$))+")
_LINE = re.compile(r"(\w[\w -]{0,40}):(?:\s+(.*))?")


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    """The fields of the block, with lower-case keys, and the text after it; no fields and the whole text if there is
    none.

    A block of `key: value` lines that is not YAML (`title: Kyiv: a history`) is parsed line by line.
    """
    head = text[: LONGEST_CHARS + 100]
    if match := _TOML.match(head):
        return _parted(text, match.end(), _from_toml(match.group(1)))
    if match := _JSON.match(head):
        return _parted(text, *_from_json(head, match.end() - 1))
    if match := _PANDOC.match(head):
        return _parted(text, match.end(), dict(zip(("title", "author", "date"), match.groups(""), strict=True)))
    if match := _PROPERTIES.match(head):
        lines = (line.partition("::") for line in match[0].strip("\ufeff\n").split("\n"))
        return _parted(text, match.end(), {name.strip().lower(): value.strip() for name, _, value in lines})
    match = _BLOCK.match(head)
    if not match:
        return {}, text
    fields = _from_yaml(match.group(1)) or _from_lines(match.group(1))
    return _parted(text, match.end(), fields)


def _parted(text: str, end: int, fields: dict[str, object]) -> tuple[dict[str, object], str]:
    return (fields, text[end:].lstrip("\n")) if fields else ({}, text)


def _from_toml(block: str) -> dict[str, object]:
    """The fields of a TOML block, as Hugo writes it; none if it is not TOML."""
    if block.count("[") + block.count("{") > _MOST_BRACKETS:
        return {}
    try:
        return {key.lower(): value for key, value in tomllib.loads(block).items()}
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return {}


def _from_json(text: str, start: int) -> tuple[int, dict[str, object]]:
    """The end and the fields of the JSON object at the start of a file; none if more text follows on its last line."""
    try:
        fields, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return 0, {}
    if not isinstance(fields, dict) or text[end:].split("\n", 1)[0].strip():
        return 0, {}
    return end, {str(key).lower(): value for key, value in fields.items()}


def _from_yaml(block: str) -> dict[str, object]:
    """The fields if the block is a YAML mapping without aliases, which can expand a few lines to gigabytes.

    Tags are refused, too: a tag that declares a word to be a date makes the parser raise errors of many kinds.
    """
    # The parser takes quadratic time for nested brackets.
    if block.count("[") + block.count("{") > _MOST_BRACKETS:
        return {}
    import yaml

    class Written(yaml.SafeLoader):
        """Values as they are written: YAML would read 0672311400 as an octal number, and 10:30 as 630."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - of the base class
            first: [(tag, form) for tag, form in forms if tag.endswith((":bool", ":null", ":merge"))]
            for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    try:
        if any(isinstance(token, yaml.AliasToken | yaml.TagToken) for token in yaml.scan(block)):
            return {}
        fields = Written(block).get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError):
        return {}
    return {str(key).lower(): value for key, value in fields.items()} if isinstance(fields, dict) else {}


def _from_lines(block: str) -> dict[str, object]:
    lines = [line for line in block.split("\n") if line.strip() and not line.startswith((" ", "\t", "#", "-"))]
    matches = [_LINE.fullmatch(line) for line in lines]
    if not all(matches):
        return {}
    return {match[1].lower(): (match[2] or "").strip().strip("\"'") for match in matches if match}
