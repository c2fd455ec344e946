"""Markup that is safe by construction: text becomes numeric entities, and only `Html` counts as markup.

Every character with a meaning in HTML or Markdown is escaped in one pass, so that nothing is escaped twice and no
sanitizer is needed.
"""

import re

Attribute = str | int | bool | None

# «12 згадок», «3 березня 2026 р.»
_AMOUNT = re.compile(r"(?<![\d:])\d(?:[\d\u00a0.,]*\d)? [^\W\d]+(?: \d{4}\b)?(?:\u00a0[^\W\d]+\.?)?")

# ASCII punctuation, control characters and line breaks of every kind: everything a parser could treat as markup.
_SPECIAL = re.compile("[\\x00-\\x1f!-/:-@\\[-`{-~\\x7f\\x85\\u2028\\u2029]")
_ENTITIES = {chr(code): f"&#{code};" for code in (*range(0x80), 0x85, 0x2028, 0x2029)}
_ENTITIES |= {"\x00": "\ufffd", "\x85": " "}  # numeric entities of these two would mean other characters


class Html(str):
    """Markup that is safe by construction: what `tag` and `join` return, or a literal of this package."""

    __slots__ = ()


NOTHING = Html("")
SPACE = Html(" ")


def escaped(text: str) -> Html:
    """The text as markup that shows exactly this text."""
    return Html(_SPECIAL.sub(_entity, text))


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES[match[0]]


def tag(element: str, /, *children: str, **attributes: Attribute) -> Html:
    """An element around its children; children that are not `Html` are escaped.

    Attributes use Python's spelling (`class_`, `data_start`). False and None omit an attribute, True gives it without a
    value.
    """
    return Html(f"<{element}{_attributes(attributes)}>{join(*children)}</{element}>")


def void(element: str, /, **attributes: Attribute) -> Html:
    """An element that has no content, such as an input."""
    return Html(f"<{element}{_attributes(attributes)}>")


def join(*parts: str) -> Html:
    """The parts one after another; parts that are not `Html` are escaped."""
    return Html("".join(part if isinstance(part, Html) else escaped(part) for part in parts))


def button(action: str, /, *children: str, **attributes: Attribute) -> Html:
    """A button that starts this action of the page's script."""
    return tag("button", *children, type="button", data_do=action, **attributes)


def details(summary: str, /, *children: str, **attributes: Attribute) -> Html:
    """Children that are shown after their summary is clicked."""
    return tag("details", tag("summary", summary), *children, **attributes)


def note(*children: str) -> Html:
    """A paragraph in small print."""
    return tag("p", *children, class_="note")


def hidden_text(text: str) -> Html:
    """Text for screen readers only."""
    return tag("span", text, class_="unseen")


def unbroken(sentence: str) -> Html:
    """One of our own sentences, whose numbers stay on one line with the word after them, and days with their year."""
    done, parts = 0, []
    for match in _AMOUNT.finditer(sentence):
        parts += [sentence[done : match.start()], tag("span", match[0], class_="unbroken")]
        done = match.end()
    return join(*parts, sentence[done:])


def _attributes(attributes: dict[str, Attribute]) -> str:
    return "".join(_attribute(key, value) for key, value in attributes.items())


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(str(value))}"'
