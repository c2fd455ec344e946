"""The text of a picture, recognised by the program Tesseract. It runs in the child process and does not depend on PDF.

The program is called directly: pytesseract would write files, which the child may not, and tesserocr would share the
child's memory and time.
"""

import hashlib
import os
import resource
import shutil
import subprocess
from dataclasses import dataclass, replace

from index.parsing.sandbox.caller import Word

# A page takes a few seconds; one that takes this long is not a page of text.
SECONDS_A_PICTURE, _MOST_SECONDS = 60, 150
_MEMORY_BYTES = 2 << 30
# The first two always, then as many of the others that are installed: each one more makes recognition slower.
_FIRST_LANGUAGES, _MOST_LANGUAGES = ("ukr", "eng"), 5
_CYRILLIC = frozenset(("bel", "bul", "kaz", "kir", "mkd", "mon", "rus", "srp", "tgk", "ukr"))
_WORD_ROW, _COLUMNS = "5", 12


class RecognitionError(Exception):
    """Tesseract gave no words: it is missing, failed, or took too long."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An installed Tesseract: its path, its version, its languages in the form of its option.

    `turns` tells whether it finds out that a picture lies on its side.
    """

    path: str
    version: str
    languages: str
    turns: bool = False

    def of_cyrillic(self) -> "Engine | None":
        """The same with its languages in Cyrillic letters only; None if these are all or none."""
        languages = [name for name in self.languages.split("+") if name in _CYRILLIC]
        mixed = languages and len(languages) < self.languages.count("+") + 1
        return replace(self, languages="+".join(languages)) if mixed else None


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a grey picture, a byte a pixel, row by row from the top."""

    width: int
    height: int
    dpi: int
    grey: bytes

    def digest(self, engine: Engine) -> str:
        """The hash of the picture and of all that decides which words are found in it."""
        said = f"{engine.version} {engine.languages} {engine.turns} {self.width}x{self.height} {self.dpi}\n"
        return hashlib.sha256(said.encode() + self.grey).hexdigest()


def tesseract_path() -> str:
    """Where the program is installed; empty where it is not. The child process is told by its parent."""
    return shutil.which("tesseract") or ""


def engine_at(path: str, limited: bool = True) -> Engine | None:
    """The Tesseract at this path; None if there is none, it does not run or has no language.

    In the child process it must be `limited`: it gets its own limits instead of those of the child.
    """
    if not path:
        return None
    try:
        version = _run([path, "--version"], limited=limited).split("\n", 1)[0].strip()
        listed = _run([path, "--list-langs"], limited=limited).split("\n")[1:]
    except RecognitionError:
        return None
    turns = any(name.strip() == "osd" for name in listed)
    installed = {name.strip() for name in listed if name.strip() and "/" not in name} - {"osd", "equ"}
    first = [name for name in _FIRST_LANGUAGES if name in installed]
    languages = [*first, *sorted(installed.difference(first))][:_MOST_LANGUAGES]
    return Engine(path, version, "+".join(languages), turns) if languages else None


def words_of(picture: Picture, engine: Engine, turned: bool = False) -> list[Word]:
    """The words in the picture in the order they are read. Raises `RecognitionError`.

    If it may lie on its side, `turned` finds that out first.
    """
    layout = "1" if turned else "3"
    options = ["-l", engine.languages, "--dpi", str(picture.dpi), "--psm", layout, "-c", "tessedit_create_tsv=1"]
    head = b"P5\n%d %d\n255\n" % (picture.width, picture.height)
    table = _run([engine.path, "stdin", "stdout", *options], head + picture.grey)
    rows = (row.split("\t", _COLUMNS - 1) for row in table.split("\n"))
    return [_word(row) for row in rows if len(row) == _COLUMNS and row[0] == _WORD_ROW and row[-1].strip()]


def _word(row: list[str]) -> Word:
    block, paragraph, line = map(int, row[2:5])
    left, top, width, height = map(int, row[6:10])
    return Word(block, paragraph, line, left, top, width, height, float(row[10]), row[11].strip())


def _run(command: list[str], given: bytes = b"", limited: bool = True) -> str:
    try:
        done = subprocess.run(
            command,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_MOST_SECONDS,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # several threads are slower, and the build has its own work
            preexec_fn=_limit if limited else None,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise RecognitionError(str(error)) from error
    return done.stdout.decode("utf-8", "replace")


def _limit() -> None:
    """Give the program its own limits instead of those that the child has for the document."""
    for kind, most in ((resource.RLIMIT_AS, _MEMORY_BYTES), (resource.RLIMIT_CPU, SECONDS_A_PICTURE)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
