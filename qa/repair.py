"""Questions typed on the wrong keyboard layout, put right: `rbtd` was meant to be `київ`.

A question is only changed when the index knows the words of the other layout and not those that were typed; the
caller shows what was searched instead.
"""

from collections.abc import Callable

from index.fold import distinct_grams

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$^&"
_UKRAINIAN = "'йцукенгшщзхїфівапролджєячсмитьбю.ʼЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ,\"№;:?"
_RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"№;:?'
_LAYOUTS = [
    str.maketrans(typed, meant) for one in (_UKRAINIAN, _RUSSIAN) for typed, meant in ((_LATIN, one), (one, _LATIN))
]
# Shares of a question's 4-grams that the index must not know, and must know, before a question is changed.
_UNKNOWN, _KNOWN = 0.5, 0.9


def repaired(text: str, frequency: Callable[[str], int]) -> str:
    """The question in the layout whose words the index knows; as it was typed if that is not plainly another.

    `frequency` tells in how many passages a 4-gram occurs.
    """
    if _known(text, frequency) > _UNKNOWN:
        return text
    candidates = [text.translate(layout) for layout in _LAYOUTS]
    best = max(candidates, key=lambda candidate: _known(candidate, frequency))
    return best if _known(best, frequency) >= _KNOWN else text


def _known(text: str, frequency: Callable[[str], int]) -> float:
    """Share of the text's 4-grams that occur in the index; 0 without any."""
    known = [frequency(gram) > 0 for gram in distinct_grams(text)]
    return sum(known) / len(known) if known else 0.0
