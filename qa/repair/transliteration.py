"""Ukrainian and Russian in Latin letters, as people type them in chats, back to Cyrillic."""

import re

# Longest spellings first; several systems are in use at once.
_LETTERS = {
    latin: cyrillic
    for line in (
        "shch щ sch щ zgh зг kh х zh ж ch ч sh ш ts ц ya я ja я ia я yu ю ju ю iu ю ye є je є ie є yi ї ji ї jo йо yo йо",
        "ay ай ey ей oy ой uy уй iy ій yy ий yj ий ij ій 4 ч 6 ш a а b б v в w в h г g г d д e е z з y и i і j й k к",
        "l л m м n н o о p п r р s с t т u у f ф c ц x х q к ' ь ’ ь ` ь",
    )
    for latin, cyrillic in zip(line.split()[::2], line.split()[1::2], strict=True)
}
_LONGEST = max(map(len, _LETTERS))
_ENDING = re.compile(r"(?<=[бвгджзклмнпрстхцчшщ])ї$")
_AFTER_VOWEL = re.compile(r"(?<=[аоуеиі])і$")
# The suffix -ськ- is soft, and so is an л before it.
_SUFFIX = re.compile(r"(?<=[а-яіїє])ск(?=[аиіоуеєїюя])")
_SOFT_L = re.compile(r"л(?=ськ)")


def in_cyrillic(word: str) -> str:
    """The likeliest Ukrainian spelling of a word in Latin letters, in lower case; empty if a letter has none."""
    lower, at, letters = word.lower(), 0, []
    while at < len(lower):
        size = next((size for size in range(_LONGEST, 0, -1) if lower[at : at + size] in _LETTERS), 0)
        if not size:
            return ""
        letters.append(_LETTERS[lower[at : at + size]])
        at += size
    cyrillic = _AFTER_VOWEL.sub("ї", _ENDING.sub("ий", "".join(letters)))
    return _SOFT_L.sub("ль", _SUFFIX.sub("ськ", cyrillic))


def digits_as_letters(word: str) -> str:
    """The word with the digits that stand for letters in chats spelt out: `4omu` is `chomu`."""
    return word.replace("4", "ch").replace("6", "sh")
