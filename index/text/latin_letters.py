"""The non-ASCII letters of languages in Latin script; they distinguish code pages."""

from collections import Counter

LATIN_LETTERS = {
    "de": "äöüß", "fr": "àâçéèêëîïôùûœ", "es": "ñáéíóú¿¡", "it": "àèéìòù", "pt": "ãõçáâéêíóú", "ro": "ășțâîşţ",
    "pl": "ąćęłńóśźż", "cs": "ěřůčšžýáíéúďťň", "sk": "ľĺŕôäčšžýáíéúňďť", "sl": "čšž", "hr": "čćđšž", "hu": "őűáéíóöúü",
    "tr": "ğışçöüâ", "nl": "éë", "sv": "åäö", "da": "åæø", "no": "åæø", "fi": "äö", "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž", "et": "äõöüšž", "sq": "ëç", "en": "",
}  # fmt: skip


def latin_letter_share(text: str) -> float:
    """The largest share of the non-ASCII letters and signs that one language in Latin script accounts for."""
    signs = Counter(char for char in text.lower() if char > "\x7f" and char not in "«»“”„’‘–—…\xa0§°©®™€£·•")
    if not signs:
        return 1.0
    return max(sum(signs[char] for char in letters) for letters in LATIN_LETTERS.values()) / signs.total()
