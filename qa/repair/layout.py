"""Keyboard layouts: what was typed with another one on than was meant."""

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$^&"
_UKRAINIAN = "'йцукенгшщзхїфівапролджєячсмитьбю.ʼЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ,\"№;:?"
_RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"№;:?'
_LAYOUTS = [
    str.maketrans(typed, meant) for one in (_UKRAINIAN, _RUSSIAN) for typed, meant in ((_LATIN, one), (one, _LATIN))
]


def other_layouts(text: str) -> list[str]:
    """The text as it would read had the keys been pressed with the Ukrainian, Russian or English layout on."""
    return [meant for layout in _LAYOUTS if (meant := text.translate(layout)) != text]
