"""Converts Ukrainian and Russian in Latin letters, as typed in chats, back to Cyrillic."""

import re
from collections.abc import Iterator

UKRAINIAN, RUSSIAN = "uk", "ru"
# Several systems are in use at once.
_BOTH = """
shch щ sch щ zgh зг kh х zh ж ch ч sh ш ts ц ya я ja я ia я yu ю ju ю iu ю a а b б v в w в g г d д e е z з k к l л m м
n н o о p п r р s с t т u у f ф c ц x х q к j й ' ь ’ ь ` ь
"""
_OWN = {
    UKRAINIAN: "ye є je є ie є yi ї ji ї jo йо yo йо yy ий yj ий iy ій ij ій y и i і h г",
    RUSSIAN: "ye е je е jo ё yo ё yy ый yj ый iy ий ij ий y ы i и h х",
}
# A y or j after a vowel is й, unless it begins the next syllable.
_GLIDES = "ay ай ey ей oy ой uy уй aj ай ej ей oj ой uj уй"
_SYLLABLE = "(?![aeiou])"
_REFLEXIVE = re.compile(r"ts(?:ya|ia|ja)$")
_REFLEXIVE_ENDING = {UKRAINIAN: "ться", RUSSIAN: "тся"}
_ENDING = re.compile(r"(?<=[бвгджзклмнпрстхцчшщ])ї$")
_AFTER_VOWEL = re.compile(r"(?<=[аоуеиі])і$")
_HARD_ENDING = re.compile(r"ыи$")
# Chats omit the soft sign: it may belong here, and always does in the suffix -ськ-.
_SOFTENED = re.compile(r"(?<=[лнстдзц])(?=[бвгджзйклмнпрстфхцчшщ]|$)")
_SUFFIX = re.compile(r"(?<=[а-яіїє])([сзц])к(?=[аиіоуеєїюя])")
_SOFT_L = re.compile(r"л(?=ськ)")


def _pairs(listed: str) -> dict[str, str]:
    parts = listed.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


_LETTERS = {language: _pairs(f"{_BOTH} {own} {_GLIDES}") for language, own in _OWN.items()}
_CLOSED = {*_pairs(_GLIDES), "iy", "ij", "yy", "yj"}
_SPELLINGS = {
    language: re.compile(
        "|".join(
            re.escape(latin) + (_SYLLABLE if latin in _CLOSED else "")
            for latin in sorted(letters, key=len, reverse=True)
        )
    )
    for language, letters in _LETTERS.items()
}


def in_cyrillic(word: str, language: str = UKRAINIAN) -> str:
    """The likeliest spelling of a word in Latin letters, in lower case; empty if a letter has none."""
    lower = _REFLEXIVE.sub(_REFLEXIVE_ENDING[language], word.lower())
    letters = _LETTERS[language]
    spelt = _SPELLINGS[language].sub(lambda latin: letters[latin.group()], lower)
    if re.search(r"[^а-яёіїєґ]", spelt):
        return ""
    if language == RUSSIAN:
        return _HARD_ENDING.sub("ый", spelt)
    return _AFTER_VOWEL.sub("ї", _ENDING.sub("ий", spelt))


def softened(word: str) -> Iterator[str]:
    """The word with a soft sign at each place that may have lost one, the suffix -ськ- first."""
    suffix = _SOFT_L.sub("ль", _SUFFIX.sub(r"\1ьк", word))
    if suffix != word:
        yield suffix
    for place in _SOFTENED.finditer(word):
        yield f"{word[: place.start()]}ь{word[place.start() :]}"


def digits_as_letters(word: str) -> str:
    """The word with chat digits replaced by letters: `4omu` is `chomu`."""
    return word.replace("4", "ch").replace("6", "sh")
