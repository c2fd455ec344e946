"""The words that people read: a JSON file for each language, with plurals, dates and numbers by Babel.

The page, the command line and the interfaces share them. It does not know markup, or where a sentence is shown.
"""

from .texts import DEFAULT, Texts, read_texts

__all__ = ["DEFAULT", "Texts", "read_texts"]
