"""Finds numbers with a word for thousands, millions or more: «980 тис.» and «1,5 млн» are 980000 and 1500000."""

import re
from collections.abc import Iterator
from decimal import Decimal

# The words by their power of ten, in five languages; «billion» is the English one.
_UK = "(?:а|у|і|ом|и|ів|ам|ами|ах)?"
_RU = "(?:а|у|е|ом|ы|ов|ам|ами|ах)?"
_PL = "(?:a|y|ów|om|ami|ach|owi|em|ie)?"
_UNITS = {
    3: "тис|тисяч(?:а|і|у|ею|ам|ами|ах)?|тыс|тысяч(?:а|и|у|е|ей|ам|ами|ах)?|thousand|tausend"
    "|tys|tysi(?:ąc|ąca|ące|ącem|ącami|ącach|ęcy)",
    6: f"млн|мільйон{_UK}|миллион{_RU}|million(?:s|en)?|mln|milion{_PL}|mio",
    9: f"млрд|мільярд{_UK}|миллиард{_RU}|billions?|mld|miliard{_PL}|mrd|milliarden?",
    12: f"трлн|трильйон{_UK}|триллион{_RU}|trillions?|bln|bilion{_PL}",
}
_SPACES = " \u00a0\u2009\u202f"
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<whole>[1-9]\d{{0,2}}(?:[{_SPACES}]\d{{3}})+|\d{{1,4}})(?:[.,](?P<part>\d{{1,3}}))?[{_SPACES}\n-]?"
    rf"(?:{'|'.join(f'(?P<e{power}>{words})' for power, words in _UNITS.items())})(?!\w)",
    re.IGNORECASE,
)
_NO_DIGIT = re.compile(r"\D")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_THOUSANDS = 3


def amounts(text: str) -> Iterator[tuple[int, int, str]]:
    """Every such number as (start, end, its digits in full), in order.

    Those that are no whole number are left out, and so is "1,500 million", whose mark may part thousands.
    """
    for match in _AMOUNT.finditer(text):
        part, unit = match["part"] or "", str(match.lastgroup)
        if len(part) == _THOUSANDS and not _CYRILLIC.search(match[unit]):
            continue
        value = Decimal(f"{_NO_DIGIT.sub('', match['whole'])}.{part or 0}").scaleb(int(unit[1:]))
        if value == int(value) > 0:
            yield match.start(), match.end(), str(int(value))


def amounts_in_full(text: str) -> list[str]:
    """The digits of every such number, in order."""
    return [digits for _, _, digits in amounts(text)]
