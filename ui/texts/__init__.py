"""The words of the page: a JSON file for each language, with plurals, dates and numbers by Babel.

It does not know where a sentence is shown.
"""

from .texts import DEFAULT, Texts, read_texts

__all__ = ["DEFAULT", "Texts", "read_texts"]
