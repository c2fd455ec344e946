"""Text made harmless for the page: shown character for character, never read as markup.

Every character that HTML or Markdown gives a meaning to becomes a numeric entity, in one pass, so that nothing is
encoded twice and nothing is left to a sanitizer.
"""

import re

# ASCII punctuation and control characters, line breaks of every kind: whatever a parser could take for its own.
_SPECIAL = re.compile("[\\x00-\\x1f!-/:-@\\[-`{-~\\x7f\\x85\\u2028\\u2029]")
_ENTITIES = {chr(code): f"&#{code};" for code in (*range(0x80), 0x85, 0x2028, 0x2029)}
_ENTITIES |= {"\x00": "\ufffd", "\x85": " "}  # a reference to these two would name another character


class Html(str):
    """Markup that is safe by construction: what `tag` and `join` return, or a literal of this package."""

    __slots__ = ()


def escaped(text: str) -> Html:
    """The text as markup that shows exactly this text."""
    return Html(_SPECIAL.sub(_entity, text))


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES[match[0]]


def tag(element: str, /, *children: str, **attributes: str | int | bool | None) -> Html:
    """An element around its children; whatever is not `Html` is escaped.

    Attributes come in Python's spelling (`class_`, `data_start`); False and None leave one out, True gives its name.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    return Html(f"<{element}{written}>{join(*children)}</{element}>")


def void(element: str, /, **attributes: str | int | bool | None) -> Html:
    """An element that has no content, such as an input."""
    return Html(f"<{element}{''.join(_attribute(key, value) for key, value in attributes.items())}>")


def join(*parts: str) -> Html:
    """The parts one after another; whatever is not `Html` is escaped."""
    return Html("".join(part if isinstance(part, Html) else escaped(part) for part in parts))


def _attribute(key: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(str(value))}"'
