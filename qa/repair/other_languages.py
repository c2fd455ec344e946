"""Recognises questions in Latin-script languages without a dictionary here: nothing in them is known to be wrong."""

import unicodedata

from index.text.fold import folded_words

# Question words without their marks, in Czech and Slovak, Italian, Spanish and Portuguese, French, and Romanian. Those
# that are words of other languages or of Ukrainian and Russian in Latin letters are left out, such as "chi" and "come".
_LISTED = """
kolik kolika kdo kdy kde kam odkud proc ktery ktera ktere kterou kterym kolko preco ktory quanto quanta quanti
quante quando perche quale quali cuanto cuanta cuantos cuantas cuando donde quien quienes cual cuales quem onde
qual quais porque quantos quantas combien quand pourquoi quel quelle quels quelles cand unde
"""
_QUESTION_WORDS = frozenset(_LISTED.split())
_LEADING = 2


def is_of_other_language(text: str) -> bool:
    """Whether one of the first words is a question word of another language."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return not _QUESTION_WORDS.isdisjoint(folded_words(plain)[:_LEADING])
