"""Answers questions from an index: retrieves, judges and quotes passages."""

from .assistant import Assistant, ask, retrieve
from .records import Answer, Citation, Hit
from .verification import verify_quotes

__all__ = ["Answer", "Assistant", "Citation", "Hit", "ask", "retrieve", "verify_quotes"]
