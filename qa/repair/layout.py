"""Repairs text that was typed with the wrong keyboard layout."""

from .dictionary import is_word
from .lexicon import ADDRESS, CHUNK, CYRILLIC, LATIN, Lexicon

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$^&"
_UKRAINIAN = "'йцукенгшщзхїфівапролджєячсмитьбю.ʼЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ,\"№;:?"
_RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"№;:?'
# In capitals it is no word of another layout: TV, NBA.
_LONGEST_ABBREVIATION = 5
_LAYOUTS = [
    str.maketrans(typed, meant) for one in (_UKRAINIAN, _RUSSIAN) for typed, meant in ((_LATIN, one), (one, _LATIN))
]


def other_layouts(text: str) -> list[str]:
    """The text of the same keys in the Ukrainian, Russian and English layouts; a question mark at the end stays."""
    asked = text.removesuffix("?")
    variants = (asked.translate(layout) + text[len(asked) :] for layout in _LAYOUTS)
    return [meant for meant in variants if _letters(meant) != _letters(text)]


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def right_layout(text: str, lexicon: Lexicon) -> str:
    """The whole question in the layout that makes it much likelier, with more known words."""
    best = max(other_layouts(text), key=lexicon.likelihood, default=text)
    if not lexicon.likelier(best, text):
        return text
    return best if lexicon.known_share(best, is_word) > lexicon.known_share(text) else text


def right_layout_of_parts(text: str, lexicon: Lexicon) -> str:
    """The text with parts repaired that were typed with the wrong layout, in another alphabet than the rest."""
    if not (LATIN.search(text) and CYRILLIC.search(text)):
        return text
    return CHUNK.sub(lambda chunk: _chunk(chunk.group(), lexicon, is_shouted=text.isupper()), text)


def _chunk(chunk: str, lexicon: Lexicon, is_shouted: bool) -> str:
    if chunk.isupper() and not is_shouted and len(_letters(chunk)) <= _LONGEST_ABBREVIATION:
        return chunk
    if CYRILLIC.search(chunk) or not LATIN.search(chunk) or ADDRESS.search(chunk) or lexicon.known_share(chunk):
        return chunk
    for marks in ("?!.,;:", "?!"):  # some of which are letters in another layout
        part = chunk.rstrip(marks)
        known = [meant for meant in other_layouts(part) if lexicon.known_share(meant) == 1 or is_word(meant)]
        if known:
            return max(known, key=lexicon.likelihood) + chunk[len(part) :]
    return chunk
