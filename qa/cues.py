"""Cues of an answer: a question asks for a number, a name or a reason, and some sentences give one.

They say nothing of whether a sentence is about the question's subject; they choose between sentences that are. A
sentence that gives the answer often lets a pronoun stand for the subject, and so has few words of the question.
"""

import re
from collections.abc import Sequence

from index.fold import folded_words, romanised


def _words(patterns: str) -> re.Pattern[str]:
    """Any of these words, one after another with white space between them, as whole words in any case."""
    return re.compile(rf"\b(?:{'|'.join(patterns.split())})\b".replace("_", r"\s+"), re.IGNORECASE)


_ASKS_NUMBER = _words("""
коли скільк(?:и|ох|ом|ома) (?:яко|котро)го_(?:року|дня|числа|місяця) (?:яко|котро)му_році за_яку_суму яким_тиражем
як_(?:часто|довго|далеко|глибоко) яка_(?:довжина|ширина|висота|площа|глибина|маса|вага|кількість|сума)
когда сколько скольк(?:их|им|ими) какого_(?:года|дня|числа|месяца) (?:в_)?каком_году как_(?:часто|долго|далеко)
when how_(?:many|much|long|old|often|far|high|tall|deep|big|large|wide) (?:what|which)_(?:year|date|day|month|age)
kiedy ile ilu jak_(?:często|długo|daleko|wysok\\w*) (?:w_)?którym_roku
wann wie_?viele? wie_(?:lange|oft|weit|hoch|tief|groß|alt|schwer) (?:in_)?welchem_jahr
""")
_ASKS_COUNT = _words("скільк(?:и|ох|ом|ома) сколько скольк(?:их|им|ими) how_(?:many|much|long|old) ile ilu wie_?viele?")
_ASKS_NAME = _words("""
хто кого кому ким ім['’ʼ]?я прізвище звати звали  кто кем имя фамилия зовут звали
who whom whose  kto kogo komu kim  wer wen wem wessen
""")
_ASKS_REASON = _words("""
чому навіщо нащо через_що у?внаслідок_чого від_чого завдяки_чому  почему зачем из-за_чего отчего
why what_for  dlaczego czemu po_co  warum wieso weshalb wozu
""")
_GIVES_REASON = _words("""
бо тому щоб аби через оскільки адже у?внаслідок завдяки  потому чтобы из-за поскольку так_как вследствие
because since so_that due_to in_order therefore  bo ponieważ gdyż aby żeby dlatego  weil denn damit deshalb wegen
""")
_NAME = re.compile(r"(?<!^)\b[A-ZА-ЯІЇЄҐЁ][\w’ʼ'-]+")
_PREFIX_CHARS = 4
_SHORT = 2
# What is counted stands so many words behind its number, at most.
_NEAR = 2
# On the scale of a cosine; fitted with the other weights of quoting, and rounded. That of a count is right for "how
# many years", where one sentence has the name and an age, and the next the years.
_NUMBER_WORTH, _COUNT_WORTH, _NAME_WORTH, _REASON_WORTH, _NO_STATEMENT = 0.025, 0.025, 0.035, 0.035, -0.03


class Cues:
    """What a question asks for; `known` are words that an answer would not have to tell, those of the question."""

    def __init__(self, question: str, known: str) -> None:
        self._number = bool(_ASKS_NUMBER.search(question))
        self._count = bool(_ASKS_COUNT.search(question))
        self._name = bool(_ASKS_NAME.search(question))
        self._reason = bool(_ASKS_REASON.search(question))
        words = folded_words(known)
        self._known = set(words)
        self._known_prefixes = _prefixes(words)

    def worth(self, sentence: str) -> float:
        """What the cues add to a sentence, in units of cosine: for what is asked for, and against headings and
        questions, which state nothing."""
        words = folded_words(sentence)
        return (
            _NUMBER_WORTH * (self._number and any(word.isdigit() and word not in self._known for word in words))
            + _COUNT_WORTH * (self._count and self._counts(words))
            + _NAME_WORTH * (self._name and self._gives_name(sentence))
            + _REASON_WORTH * (self._reason and bool(_GIVES_REASON.search(sentence)))
            + _NO_STATEMENT * (sentence.startswith("#") or sentence.rstrip('»"”’)').endswith("?"))
        )

    def _counts(self, words: Sequence[str]) -> bool:
        """Whether so many of something that the question names are told."""
        return any(
            word.isdigit() and bool(_prefixes(words[place + 1 : place + 1 + _NEAR]) & self._known_prefixes)
            for place, word in enumerate(words)
        )

    def _gives_name(self, sentence: str) -> bool:
        """Whether a word has a capital letter that does not begin the sentence, and is none of the question's."""
        names = folded_words(" ".join(_NAME.findall(sentence)))
        return bool(_prefixes(names) - self._known_prefixes)


def _prefixes(words: Sequence[str]) -> set[str]:
    """How the words begin, as they sound: their forms in other cases begin alike. Words of two letters are left out."""
    return {romanised(word)[:_PREFIX_CHARS] for word in words if len(word) > _SHORT}
