"""Checks the quotations of a draft against the articles: exact, altered, from another source, or not found."""

from .records import Difference, DraftCheck, Place, Quotation, QuoteCheck
from .verify import check_draft

__all__ = ["Difference", "DraftCheck", "Place", "Quotation", "QuoteCheck", "check_draft"]
