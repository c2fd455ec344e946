"""Whether two sentences in nearly the same words make different statements: other numbers, or a negation."""

import re
from collections import Counter

from index.text.fold import PARTED_NUMBER, folded_words

from .word_sets import word_set

_NEGATION_WORDS = """
не ні ані без нема немає ніколи ніхто ніщо нічого жоден жодна жодне жодного
нет ни никогда никто ничего никакой никакого
no not never nor none neither nobody nothing without cannot
nie ani nigdy nikt nic bez żaden żadna
nicht kein keine keinen keiner nie niemand nichts ohne
"""
NEGATIONS = frozenset(_NEGATION_WORDS.split())
# "Didn't" folds to "didnt".
_CONTRACTED_WORDS = "didnt doesnt dont isnt wasnt arent werent cant couldnt wont wouldnt hasnt havent hadnt"
_CONTRACTED = frozenset(_CONTRACTED_WORDS.split())
_NUMBER_WORDS = """
один одна одне два дві три чотири п'ять шість сім вісім дев'ять десять сто двісті тисяча тисяч тисячі мільйон мільйони
мільйонів мільярд мільярди мільярдів двоє троє перший перша перше другий друга друге третій третя третє вдвічі втричі
одно две четыре пять шесть семь восемь девять десять тысяча тысяч тысячи миллион миллионов миллиард миллиардов
one two three four five six seven eight nine ten hundred thousand million billion first second third twice
jeden jedna dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć sto tysiąc tysięcy milion milionów
eins zwei drei vier fünf sechs sieben acht neun zehn hundert tausend million millionen milliarde milliarden
"""
_NUMBERS_SPELT = word_set(_NUMBER_WORDS)
# Thousands are parted as in the search; before a decimal mark, which may be a comma, only by spaces.
_DIGITS = re.compile(rf"(?P<parted>{PARTED_NUMBER})|\d+(?:[ \u00a0\u2009\u202f]\d{{3}}(?!\d))*(?:[.,]\d+)?")
_NO_DIGIT = re.compile(r"\D")
_SPACES = re.compile(r"\s")
_PREFIX = "не"


def contradict(one: str, other: str) -> bool:
    """Whether the two sentences have different numbers, or one negates the other."""
    return numbers(one) != numbers(other) or _denials(one, other) != _denials(other, one)


def numbers(text: str) -> Counter[str]:
    """The numbers of a text, in digits or in words, with their counts."""
    digits = map(_value, _DIGITS.finditer(text))
    return Counter([*digits, *(word for word in folded_words(text) if word in _NUMBERS_SPELT)])


def _value(found: re.Match[str]) -> str:
    """A number in digits without what parts its thousands, and with a decimal point."""
    if found["parted"]:
        return _NO_DIGIT.sub("", found.group())
    return _SPACES.sub("", found.group()).replace(",", ".")


def negates(word: str) -> bool:
    """Whether a folded word is a negation."""
    return word in NEGATIONS or word in _CONTRACTED


def _denials(one: str, other: str) -> int:
    """The number of negations in `one`: negating words, and «не» before a word that `other` has without it."""
    found, others = folded_words(one), set(folded_words(other))
    turned = (word for word in found if word not in others and word.startswith(_PREFIX))
    return sum(map(negates, found)) + sum(word.removeprefix(_PREFIX) in others for word in turned)
