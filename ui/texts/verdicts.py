"""What was compared for a verdict on a quotation, in words."""

from qa.verification import QuoteCheck

from .texts import Texts


def compared_in_words(check: QuoteCheck, texts: Texts) -> str:
    """Whom the draft names, or that only the words were compared; empty for a quotation that no article has."""
    if check.named:
        return texts("verify_named", None, names=", ".join(check.named))
    if check.confirmed:
        return texts("verify_confirmed", None, names=", ".join(check.confirmed))
    return texts("verify_words") if check.place else ""
