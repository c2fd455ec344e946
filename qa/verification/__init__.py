"""The quotations of a draft, checked against the archive: exact, altered, from elsewhere, or not found."""

from .records import Difference, DraftCheck, Place, Quotation, QuoteCheck
from .verify import check_draft, verify_quotes

__all__ = ["Difference", "DraftCheck", "Place", "Quotation", "QuoteCheck", "check_draft", "verify_quotes"]
