"""MDX as the Markdown that its reader sees: without its program, and of its components only what stands in them.

It knows text, not files.
"""

import re

_CODE = re.compile(r"(^[ \t]*(`{3,}|~{3,})[^\n]*\n.*?^[ \t]*\2[`~]*[ \t]*$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
# A program part ends at a blank line.
_PROGRAM = re.compile(
    r"^(?:import\s+(?:[\w{*]|['\"])|export\s+(?:const|let|default|function|\{))[^\n]*(?:\n[^\n]*\S[^\n]*)*",
    re.MULTILINE,
)
_COMMENT = re.compile(r"\{/\*.{0,5000}?\*/\}", re.DOTALL)
_VALUE = r"\{(?:[^{}]|\{[^{}]{0,500}\}){0,500}\}"
_ATTRIBUTE = rf"\s+(?:[\w:-]{{1,60}}(?:=(?:\"[^\"]{{0,500}}\"|'[^']{{0,500}}'|{_VALUE}))?|{_VALUE})"
_COMPONENT = re.compile(rf"</?(?:[A-Z][\w.]{{0,60}}((?:{_ATTRIBUTE}){{0,30}})\s*/?)?>")
_STYLED = re.compile(rf"(<[a-z][\w-]{{0,20}})((?:{_ATTRIBUTE}){{1,30}})(\s*/?>)")
_SHOWN = re.compile(r"\s(?:title|label|summary|caption)=[\"']([^\"']{1,500})[\"']")


def without_components(text: str) -> str:
    """The text without imports, exports, comments and tags of components; their titles stay, and code is left alone."""
    pieces = _CODE.split(text)
    return "".join(
        pieces[place] if place % 3 else _shown(pieces[place]) for place in range(len(pieces)) if place % 3 < 2
    )


def _shown(text: str) -> str:
    text = _COMMENT.sub("", _PROGRAM.sub("", text))
    text = _STYLED.sub(lambda tag: tag[1] + tag[3] if "={" in tag[2] else tag[0], text)
    return _COMPONENT.sub(_titles, text)


def _titles(tag: re.Match[str]) -> str:
    """The titles that a component shows, as paragraphs where it stands on a line of its own."""
    shown = _SHOWN.findall(tag[1] or "")
    start, end = tag.string.rfind("\n", 0, tag.start()) + 1, tag.string.find("\n", tag.end())
    is_alone = tag.string[start:end].strip() == tag[0] if end >= 0 else tag.string[start:].strip() == tag[0]
    return "\n\n".join(["", *shown, ""]) if is_alone else " ".join(shown)
