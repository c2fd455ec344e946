"""The language of a text, detected with py3langid. It does not know where the text comes from."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNDETERMINED = "und"
_SAMPLE_CHARS = 2_500
# A right guess about a few words of Ukrainian or Russian rarely has less confidence, a wrong one rarely more.
_LEAST_CONFIDENCE = 0.36
# Addresses, tags and code have no language; a stress mark would split its word.
_NO_LANGUAGE = re.compile(
    r"https?://\S+|www\.\S+|<[^<>]{0,300}>|`[^`\n]{0,300}`|\]\([^()\s]{0,300}\)|\{\{[^{}]{0,100}\}\}|\u0301"
)
_CYRILLIC, _LATIN = re.compile("[\u0400-\u04ff]"), re.compile("[a-zA-Z]+")
_CODE = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?")
_NO_LINGUISTIC_CONTENT = "zxx"


def stated_language(value: object) -> str:
    """The two- or three-letter code in a stated language ("uk", "uk-UA", "UK_ua"); empty if there is none."""
    match = _CODE.fullmatch(value.strip()) if isinstance(value, str) else None
    code = match.group(1).lower() if match else ""
    return "uk" if code in ("ua", "ukr") else "" if code == UNDETERMINED else code


def detect_language(text: str, otherwise: str = UNDETERMINED) -> str:
    """The ISO 639 code of the language of the text's first few thousand characters; `otherwise` when unsure."""
    sample = _NO_LANGUAGE.sub("", text[:_SAMPLE_CHARS])
    # Latin names and terms occur in Cyrillic texts much more often than the other way round.
    if 2 * len(_CYRILLIC.findall(sample)) > sum(map(len, _LATIN.findall(sample))):
        sample = _LATIN.sub("", sample)
    if not any(char.isalpha() for char in sample):
        return otherwise
    code, confidence = _identifier().classify(sample)
    return str(code) if confidence >= _LEAST_CONFIDENCE and code != _NO_LINGUISTIC_CONTENT else otherwise


@cache
def _identifier() -> "LanguageIdentifier":
    """The model, loaded at the first use."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
