"""What to do about a file that was not indexed, by the reason.

One table serves all parsers, so that every reason has an action. It knows the wording of reasons, not files.
"""

from index.records import Skipped

_ANYTHING = "Look at the file, correct it or take it out of the folder, then run dzherelo build"
# The beginning of a reason and the action for it; the first match counts.
_ACTIONS = (
    ("has no text, only pictures", "Install Tesseract (sudo apt install tesseract-ocr tesseract-ocr-ukr), then build"),
    ("has only pictures of text", "Scan it again at 300 dpi, or install its language (tesseract-ocr-ukr), then build"),
    ("has unreadable letters", "Install Tesseract (sudo apt install tesseract-ocr tesseract-ocr-ukr), then build"),
    ("is a draft", "Publish it, or take it out of the folder"),
    ("is empty", "Add text to it, or delete it"),
    ("holds no text", "Add text to it, or delete it"),
    ("holds no records", "Add articles to it, or delete it"),
    ("is not in a supported format", "Save it in one of these formats, or take it out of the folder"),
    ('has no "text": its field', "Add text to it, or delete it"),
    ('has no "text" (', "Give the field that has it: dzherelo build --fields text=NAME"),
    ("has a name that", "Rename it"),
    ("is not complete JSON", "Export it again"),
    ("has line breaks", "Rename it"),
    ("has a path of", "Rename it"),
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
    ("is not JSON", "Correct its JSON at the named place"),
    ("holds binary data", "Give it the right file extension, or take it out of the folder"),
    ("needs JavaScript", "Open it in a browser and save what is shown"),
    ("took longer than", "Split it into smaller files, or save it again"),
    ("needs more memory", "Split it into smaller files, or save it again"),
    ("is damaged", "Get a new copy of it"),
    ("is a damaged", "Get a new copy of it"),
    ("is a truncated web archive", "Get a new copy of it"),
    ("is not a web archive", "Give it the right file extension, or take it out of the folder"),
    ("is not a PDF", "Get a new copy of it"),
    ("needs the program's extra", "Install it, then build: pip install 'dzherelo[office]'"),
    ("is too large for a document", "Split it into smaller files, or save it again"),
    ("is protected against copying", "Take a copy without protection, or take it out of the folder"),
    ("is encrypted", "Open it in your mail program and save its text"),
    ("has its text only as RTF", "Save it as .eml or .txt"),
    ("is not an e-mail", "Give it the right file extension, or take it out of the folder"),
    ("is not a PowerPoint", "Save it as .pptx, without a password"),
    ("is not an Excel", "Save it as .xlsx, without a password"),
    ("is not an OpenDocument", "Save it again, without a password"),
    ("is not an EPUB", "Get a new copy of it"),
    ("is not a Word document", "Save it as .docx, without a password"),
    ("is not a complete gzip archive", "Get a new copy of it"),
    ("is a truncated gzip archive", "Get a new copy of it"),
    ("cannot be ", "Give yourself read permission: chmod u+r"),
    ("the folder cannot be opened", "Give yourself read permission: chmod u+rx"),
)
_TOO_MUCH = ("split it", "may have at most", "are read", "holds more than", "is longer than")


def advice_for(skipped: Skipped) -> str:
    """One action for the person who put the file there; never empty."""
    for words, action in _ACTIONS:
        if skipped.reason.startswith(words):
            return action
    if skipped.reason.startswith("is ") and ", despite its name" in skipped.reason:
        return "Give it the right file extension, or take it out of the folder"
    if any(words in skipped.reason for words in _TOO_MUCH):
        return "Split it into smaller files"
    return _ANYTHING
