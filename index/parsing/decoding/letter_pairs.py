"""The probability of one Cyrillic letter after another, which distinguishes code pages within a dozen letters.

Counted in equal parts of Ukrainian and Russian prose. It does not depend on bytes.
"""

from functools import cache

_LETTERS = " абвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюя"
# One row per letter, one digit per following letter: 0 is certain, each 0.75 halves the probability, 9 is never.
_ROWS = (
    "944249356863446635433233349555455999575",  # the start of a word
    "284359455854794533328533365644466999955",  # а
    "438788839685339963642935639958795529755",  # б
    "228679639666239954632644549987659947996",  # в
    "429769539699349963651937749899979999699",  # г
    "328556637697649895553815739999999999989",  # ґ
    "326479629547239944632444639976679956775",  # д
    "265449357854798443325523385655567999967",  # е
    "198369397997994937349654299798769999939",  # є
    "265449357854798443325523385655567999967",  # ё
    "324889319479259955824996939996699996597",  # ж
    "214359349778349955333546749997879945995",  # з
    "155459547764497333335543395635466999954",  # и
    "255359295954993343435653485766457999954",  # і
    "199499799976994687519997699939999999999",  # ї
    "076689589978999955423762599786658999999",  # й
    "329589949759249973761934339995986999999",  # к
    "329979729569239965852996749999999952943",  # л
    "226779929599239965542495939897799947895",  # м
    "428659439688239959932984449695769935963",  # н
    "283239357844694443336433375666567999856",  # о
    "539999929599439984951616549997999967896",  # п
    "426559529558249955442764439857759946975",  # р
    "348489739699349933543355149766669963973",  # с
    "327399729599249956742834549898799953765",  # т
    "154349355844799733437333395956455999738",  # у
    "555555555855555555555555555555555555555",  # ў
    "438989929599329994662925439497999979979",  # ф
    "039599969999449995642956549999999999899",  # х
    "549889929596119969875899449999999953954",  # ц
    "429899719469249955724959349999669996997",  # ч
    "439599919499249933733778339999999997799",  # ш
    "639999919499259999951999949999999995999",  # щ
    "699899909399999999999999799999999999991",  # ъ
    "195369629586699353259554495929558999998",  # ы
    "196679658894699729523792499797837999945",  # ь
    "496499469999499422336546195499969999996",  # э
    "165459394954999657869945295786393999959",  # ю
    "197459446764999635448755395956595999946",  # я
)
_ALPHABET = frozenset(_LETTERS) - {" "}
# Signs of Cyrillic prose and their costs; curly quotes cost more, because capitals are misread as them.
_SIGNS = dict.fromkeys("«»\xa0", 5) | dict.fromkeys("№—–", 6) | dict.fromkeys("’•", 7) | dict.fromkeys("…°", 8)
_SIGNS |= dict.fromkeys("“”„", 14) | {"\u0301": 9}
_BEFORE_WORDS, _AFTER_WORDS, _WITHIN_WORDS = frozenset("«„“\xa0"), frozenset("»”“’…—–\xa0\u0301"), frozenset("’\u0301")
# The extra cost of a sign attached to a word where it should not be, and of a word that changes case.
_CLINGS, _CASE_BREAK = 6, 8
_FOREIGN = 14


def surprise(text: str) -> int:
    """The sum over non-ASCII characters of how unlikely each is after the one before, ignoring case.

    Non-letters, and mixed case within a word, are unlikely.
    """
    pairs = _pairs()
    total = 0
    before, before_small, capitals, odd = " ", False, 0, 0
    for char in text:
        small = char.lower()
        if char <= "\x7f":
            # A code page without the Ukrainian letter uses the Latin one instead; other Latin letters end the word.
            odd = _CLINGS if "a" <= small <= "z" and small != "i" else 0
            small = "і" if small == "i" and before != " " else " "
            total += pairs[before, " "] if before != " " and small == " " else 0
        elif small in _ALPHABET:
            broken = before_small if char != small else capitals > 1
            total += pairs[before, small] + (_CASE_BREAK if broken else odd)
            odd = 0
        else:
            total += _sign(char, before)
            odd = 0 if char in (_BEFORE_WORDS if before == " " else _WITHIN_WORDS) else _CLINGS
            small = " "
        before, before_small, capitals = small, small == char, capitals + 1 if char != char.lower() else 0
    return total


def _sign(char: str, before: str) -> int:
    """The cost of a sign: higher right after a word, unless it closes one, and for a second space after the first."""
    misplaced = char == "\xa0" if before == " " else char not in _AFTER_WORDS
    return _SIGNS.get(char, _FOREIGN) + (_CLINGS if misplaced else 0)


@cache
def _pairs() -> dict[tuple[str, str], int]:
    return {
        (one, other): int(digit)
        for one, row in zip(_LETTERS, _ROWS, strict=True)
        for other, digit in zip(_LETTERS, row, strict=True)
    }
