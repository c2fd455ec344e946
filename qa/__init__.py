"""Answers questions from an index: retrieves, judges and quotes passages."""

from .api import ask, retrieve, verify_quotes
from .assistant import Assistant
from .records import Answer, Citation, Hit

__all__ = ["Answer", "Assistant", "Citation", "Hit", "ask", "retrieve", "verify_quotes"]
