"""What to do about a file that was not indexed, by the reason why it was not.

One table for every parser, so that no reason is without an action. It knows the words of reasons, not files.
"""

from index.records import Skipped

_ANYTHING = "Look at the file, correct it or take it out of the folder, then run dzherelo build"
# A reason that begins with the words on the left is mended as the right says; the first that fits counts.
_ACTIONS = (
    ("has no text, only pictures", "Install Tesseract (sudo apt install tesseract-ocr tesseract-ocr-ukr), then build"),
    ("has only pictures of text", "Scan it anew at 300 dpi, or install its language (tesseract-ocr-ukr), then build"),
    ("has letters without meaning", "Install Tesseract (sudo apt install tesseract-ocr tesseract-ocr-ukr), then build"),
    ("is empty", "Put its text into it, or delete it"),
    ("holds no text", "Put its text into it, or delete it"),
    ("holds no records", "Put its articles into it, or delete it"),
    ("is not in a format that is read", "Save it in one of these formats, or take it out of the folder"),
    ("has a name that", "Rename it"),
    ("has line breaks", "Rename it"),
    ("is a symbolic link", "Put the file itself into the folder"),
    ("is a named pipe", "Take it out of the folder"),
    ("is a socket", "Take it out of the folder"),
    ("is a device", "Take it out of the folder"),
    ("changed while it was being read", "Build again when it is complete"),
    ("has the id", "Give each record an id of its own"),
    ("the article id", "Give each article an id of its own, or remove one of the two"),
    ("is locked with a password", "Save it without a password"),
    ("is in an encoding", "Save it as UTF-8"),
    ("is not UTF-8", "Save it as UTF-8"),
    ("is not JSON", "Correct its JSON at the place that is named"),
    ("holds binary data", "Give it the ending of its format, or take it out of the folder"),
    ("needs JavaScript", "Open it in a browser and save what is shown"),
    ("took longer than", "Split it into smaller files, or save it anew"),
    ("needs more memory", "Split it into smaller files, or save it anew"),
    ("is damaged", "Get it anew from where it comes"),
    ("is a damaged", "Get it anew from where it comes"),
    ("is not a PDF", "Get it anew from where it comes"),
    ("is not a Word document", "Save it as .docx, without a password"),
    ("is not a whole gzip archive", "Get it anew from where it comes"),
    ("is a gzip archive that is cut off", "Get it anew from where it comes"),
    ("cannot be ", "Give yourself the right to read it: chmod u+r"),
    ("the folder cannot be opened", "Give yourself the right to read it: chmod u+rx"),
)
_TOO_MUCH = ("split it", "and files of this format are read up to", "are read", "holds more than", "is longer than")


def advice_for(skipped: Skipped) -> str:
    """What the person who put the file there can do: one action, never empty."""
    for words, action in _ACTIONS:
        if skipped.reason.startswith(words):
            return action
    if skipped.reason.startswith("is ") and ", whatever its name says" in skipped.reason:
        return "Give it the ending of its format, or take it out of the folder"
    if any(words in skipped.reason for words in _TOO_MUCH):
        return "Split it into smaller files"
    return _ANYTHING
