"""Whether two words may be forms of the same word, by their endings: «Касимова», «Касимову» and «Касимов» are.

No dictionary has all the names that people search for, so the rules are permissive: they may match two words of one
stem, such as «рада» and «раді». Numbers and words of one or two letters have no forms.
"""

from functools import lru_cache

_NOUN = """
а я у ю о е є и і ї ь ом ем єм ою ею єю им ім ым ові еві єві ів їв ей ам ям ами ями ах ях ью ы
s es y i u e ę ą o owi em iem ow ów om ami ach ie a n en
"""
_ADJECTIVE = """
ий ій ого ього ому ьому им ім а я ої ьої у ю ою ьою е є і ї их іх ими іми
ый ой ая яя ое ее его ему ым ую юю ей ые ие ых ыми ом ем
ski ska skie skiego skiemu skim ską skiej skich skimi y ego emu ym ej ych ymi
"""
_ENDINGS = {"n": ("", *_NOUN.split()), "a": tuple(_ADJECTIVE.split())}
_SHORTEST_STEM = 3
# «Ользі» is a form of «Ольга», «Америці» of «Америка».
_SOFTENED = {"з": "г", "ц": "к", "с": "х"}
# In a closed syllable, і and ї replace other vowels.
_OPENED = {"і": "ое", "ї": "є"}
_CHANGING_VOWELS = "іїоеє"
_CHANGING_LETTERS = {*_SOFTENED, *_SOFTENED.values(), *_CHANGING_VOWELS}
_VOWELS = "аеєиіїоуюяы"


def same_word(one: str, other: str) -> bool:
    """Whether two folded words may be forms of the same word."""
    return one == other or not stems(one).isdisjoint(stems(other))


@lru_cache(maxsize=1 << 16)
def stems(folded: str) -> frozenset[str]:
    """The possible stems of a folded word, marked by the kind of ending; empty if it has no forms."""
    if len(folded) < _SHORTEST_STEM or not folded.isalpha():
        return frozenset()
    return frozenset(
        f"{kind}:{stem}"
        for kind, endings in _ENDINGS.items()
        for ending in endings
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM
        for stem in _spellings(folded[: len(folded) - len(ending)], ending)
    )


def common_beginning(folded: str) -> str:
    """The letters that every form of the word begins with; the word itself if it has no forms."""
    if not stems(folded):
        return folded
    shortest = min((stem[2:] for stem in stems(folded)), key=len)
    vowel = _closed_vowel(shortest)
    if vowel is not None and shortest[vowel] in _CHANGING_VOWELS:
        return shortest[:vowel]
    return shortest[:-1] if shortest[-1] in _CHANGING_LETTERS else shortest


def _spellings(stem: str, ending: str) -> set[str]:
    """The stem and its other spellings: «міст» is a form of «моста», «Київ» of «Києва»."""
    found = {stem}
    if ending == "і" and stem[-1] in _SOFTENED:
        found.add(stem[:-1] + _SOFTENED[stem[-1]])
    vowel = _closed_vowel(stem)
    if vowel is not None and stem[vowel] in _OPENED:
        found |= {stem[:vowel] + other + stem[vowel + 1 :] for other in _OPENED[stem[vowel]]}
    # «Ніччю» is a form of «ніч», «знання» of «знань», but «суддя» none of «суд».
    if stem[-1] == stem[-2] and len(stem) > _SHORTEST_STEM + (ending != "ю"):
        found.add(stem[:-1])
    return found


def _closed_vowel(stem: str) -> int | None:
    """The index of a vowel before one or two consonants at the end of the stem."""
    if stem[-1] in _VOWELS:
        return None
    return next((place for place in (len(stem) - 2, len(stem) - 3) if place > 0 and stem[place] in _VOWELS), None)
