"""How likely a Cyrillic letter is after another, which tells the code pages apart in a dozen letters.

Counted by us in Ukrainian and Russian prose, half and half; it knows nothing of bytes.
"""

from functools import cache

_LETTERS = " абвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюя"
# A row for each letter, a digit for each letter after it: 0 surely, then 0.75 for each halving of the chance, 9 never.
_ROWS = (
    "944249356963446635433233349555455999575",  # the start of a word
    "284359455954794533328533369644466999955",  # а
    "438788839985339963642935639958795529755",  # б
    "228679639966239954632644549987659947996",  # в
    "429769539999349963651937749899979999699",  # г
    "328556637997649895553815739999999999989",  # ґ
    "326479629947239944632444639976679956775",  # д
    "265449357954798443325523389655567999967",  # е
    "198369397997994937349654299798769999939",  # є
    "499959999995999999999950599999999999999",  # ё
    "324889319979259955824996939996699996597",  # ж
    "214359349978349955333546749997879945995",  # з
    "155459547964497333335543399635466999954",  # и
    "255359295954993343435653489766457999954",  # і
    "199499799976994687519997699939999999999",  # ї
    "076689589978999955423762599786658999999",  # й
    "329589949959249973761934339995986999999",  # к
    "329979729969239965852996749999999952943",  # л
    "226779929999239965542495939897799947895",  # м
    "428659439988239959932984449695769935963",  # н
    "283239357944694443336433379666567999856",  # о
    "539999929999439984951616549997999967896",  # п
    "426559529958249955442764439857759946975",  # р
    "348489739999349933543355149766669963973",  # с
    "327399729999249956742834549898799953765",  # т
    "154349355944799733437333399956455999738",  # у
    "555555555555555555555555555555555555555",  # ў
    "438989929999329994662925439497999979979",  # ф
    "039599969899449995642956549999999999899",  # х
    "549889929996119969875899449999999953954",  # ц
    "429899719969249955724959349999669996997",  # ч
    "439599919999249933733778339999999997799",  # ш
    "639999919999259999951999949999999995999",  # щ
    "699899909999999999999999799999999999991",  # ъ
    "195369629986699353259554499929558999998",  # ы
    "196679658994699729523792499797837999945",  # ь
    "496499469999499422336546199499969999996",  # э
    "165459394954999657869945299786393999959",  # ю
    "197459446964999635448755399956595999946",  # я
)
# Signs that stand in Cyrillic prose, and what each costs; curly quotes are dear, for capitals are misread as them.
_SIGNS = {
    "«": 5,
    "»": 5,
    "\xa0": 5,
    "№": 6,
    "—": 6,
    "–": 6,
    "’": 7,
    "•": 7,
    "…": 8,
    "°": 8,
    "“": 12,
    "”": 12,
    "„": 12,
    "\u0301": 9,
}
_BEFORE_WORDS, _WITHIN_WORDS = frozenset("«„“\xa0"), frozenset("’\u0301")
_GLUED, _FOREIGN = 6, 14
_CASE_BREAK = 8


def surprise(text: str) -> int:
    """The sum over the characters beyond ASCII of how unlikely each is after the one before, whatever their case.

    Characters that are no letters, and capitals within a word of small letters, are unlikely.
    """
    pairs = _pairs()
    total = 0
    before, before_small, glued = " ", False, 0
    for char in text:
        small = char.lower()
        if char > "\x7f":
            if small in _ALPHABET:
                total += pairs[before, small] + (_CASE_BREAK if before_small and char != small else glued)
                glued = 0
            else:
                total += _SIGNS.get(char, _FOREIGN) + (_GLUED if char == "\xa0" and before == " " else 0)
                # A letter right behind a dash or a closing quote, or a sign amid a word: probably a letter misread.
                glued = 0 if char in (_BEFORE_WORDS if before == " " else _WITHIN_WORDS) else _GLUED
                small = " "
        else:
            # A code page without the Ukrainian letter makes do with the Latin one.
            small = "і" if small == "i" and before != " " else " "
            total += pairs[before, " "] if before != " " and small == " " else 0
            glued = 0
        before, before_small = small, small == char
    return total


_ALPHABET = frozenset(_LETTERS) - {" "}


@cache
def _pairs() -> dict[tuple[str, str], int]:
    return {
        (one, other): int(digit)
        for one, row in zip(_LETTERS, _ROWS, strict=True)
        for other, digit in zip(_LETTERS, row, strict=True)
    }
