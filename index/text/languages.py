"""The language of a text, told by its letters, its commonest words and how its words end.

Tables of some sixty words a language are smaller and quicker than any trained model, and right on paragraphs. Knows
nothing of where the text comes from.
"""

import math
import re
from collections import Counter, defaultdict
from functools import cache

from index.text.language_tables import CYRILLIC_PER_MILLE, ENDINGS, LATIN_LETTERS, SCRIPTS, WORDS

UNDETERMINED = "und"
_SAMPLE_CHARS = 2_500
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
# Addresses, tags and code are in no language, whatever their letters.
_NO_LANGUAGE = re.compile(
    r"https?://\S+|www\.\S+|<[^<>]{0,300}>|`[^`\n]{0,300}`|\]\([^()\s]{0,300}\)|\{\{[^{}]{0,100}\}\}"
)
_CODE = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?")
# In bits, as far as letters are counted: what a word that one language alone has is worth, and how much must tell.
_WORD_BITS, _ENDING_BITS, _OWN_LETTER_BITS, _STRANGE_LETTER_BITS = 4.0, 1.0, 3.0, 2.0
_LEAST_MARGIN = 1.5
_LEAST_LATIN = 3.0


def stated_language(value: object) -> str:
    """The two- or three-letter code in what a document states ("uk", "uk-UA", "UK_ua"); empty if it states none."""
    match = _CODE.fullmatch(value.strip()) if isinstance(value, str) else None
    code = match.group(1).lower() if match else ""
    return "uk" if code in ("ua", "ukr") else "" if code == UNDETERMINED else code


def detect_language(text: str, otherwise: str = UNDETERMINED) -> str:
    """The ISO 639-1 code of the text's language, by its first thousands of characters; `otherwise` when unsure."""
    detected = _detected(text)
    return otherwise if detected == UNDETERMINED else detected


def _detected(text: str) -> str:
    sample = _NO_LANGUAGE.sub(" ", text[:_SAMPLE_CHARS].lower().replace("\u0301", ""))
    letters = Counter(char for char in sample if char.isalpha())
    total = letters.total()
    cyrillic = sum(count for char, count in letters.items() if "\u0400" <= char <= "\u04ff")
    latin = sum(count for char, count in letters.items() if char < "\u0250")
    if (cyrillic + latin) * 2 <= total:
        return _by_script(letters, total)
    said = _by_words(Counter(_WORD.findall(sample)))
    # Latin names and terms stand in Cyrillic texts much more often than the other way round.
    if cyrillic * 2 > latin:
        return _best({code: said[code] + _of_cyrillic(code, letters) for code in CYRILLIC_PER_MILLE}, -math.inf)
    return _best({code: said[code] + _of_latin(code, letters) for code in LATIN_LETTERS}, _LEAST_LATIN)


def latin_letter_share(text: str) -> float:
    """Of the letters and signs beyond ASCII, the part that a single language of the Latin script accounts for."""
    signs = Counter(char for char in text.lower() if char > "\x7f" and char not in "«»“”„’‘–—…\xa0§°©®™€£·•")
    if not signs:
        return 1.0
    return max(sum(signs[char] for char in letters) for letters in LATIN_LETTERS.values()) / signs.total()


def _by_script(letters: Counter[str], total: int) -> str:
    for code, first, last in SCRIPTS:
        if sum(count for char, count in letters.items() if first <= char <= last) * 4 > total:
            return code
    return UNDETERMINED


def _by_words(words: Counter[str]) -> dict[str, float]:
    """What common words and typical endings say for each language, in bits; languages that none speaks for are 0."""
    common, endings = _shares("words"), _shares("endings")
    scores: dict[str, float] = defaultdict(float)
    for word, count in words.items():
        bits, shares = _WORD_BITS * count, common.get(word, {})
        if not shares and len(word) > 3:
            bits = _ENDING_BITS * count
            shares = {code: share for length in (1, 2, 3, 4) for code, share in endings.get(word[-length:], {}).items()}
        for code, share in shares.items():
            scores[code] += bits * share
    return scores


def _of_cyrillic(code: str, letters: Counter[str]) -> float:
    """How likely the letters are in the language, in bits against an even chance for each."""
    chances = _letter_bits()[code]
    return sum(count * chances.get(char, -9.0) for char, count in letters.items() if "\u0400" <= char <= "\u04ff")


def _of_latin(code: str, letters: Counter[str]) -> float:
    beyond = Counter({char: count for char, count in letters.items() if "\x7f" < char < "\u0250"})
    own = sum(beyond[char] for char in LATIN_LETTERS[code])
    return _OWN_LETTER_BITS * own - _STRANGE_LETTER_BITS * (beyond.total() - own)


@cache
def _letter_bits() -> dict[str, dict[str, float]]:
    return {
        code: {entry[0]: math.log2(float(entry[1:]) / 1000 * 32) for entry in table.split()}
        for code, table in CYRILLIC_PER_MILLE.items()
    }


@cache
def _shares(name: str) -> dict[str, dict[str, float]]:
    """What a word or an ending is worth for each language that has it: one, and less the more of them there are."""
    table = {"words": WORDS, "endings": ENDINGS}[name]
    holders: dict[str, set[str]] = defaultdict(set)
    for code, entries in table.items():
        for entry in entries.split():
            holders[entry].add(code)
    return {entry: dict.fromkeys(codes, len(codes) ** -0.5) for entry, codes in holders.items()}


def _best(scores: dict[str, float], least: float) -> str:
    """The language with the highest score, unless that says little or another is level with it."""
    (best, score), (_, second) = sorted(scores.items(), key=lambda pair: -pair[1])[:2]
    return best if score > least and score - second >= _LEAST_MARGIN else UNDETERMINED
