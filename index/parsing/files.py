"""Finds and opens the files of a corpus folder; nothing outside the folder is ever read.

It knows file systems and sizes, not formats: one table lists the accepted suffixes.
"""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import CorpusError
from index.records import Skipped

MEGABYTE = 1 << 20
# The accepted suffixes with their largest size in bytes: a larger file is not an article that a person would quote.
LARGEST = {
    ".txt": 32 * MEGABYTE,
    ".md": 32 * MEGABYTE,
    ".markdown": 32 * MEGABYTE,
    ".mdx": 32 * MEGABYTE,
    ".html": 32 * MEGABYTE,
    ".htm": 32 * MEGABYTE,
    ".pdf": 128 * MEGABYTE,
    ".docx": 128 * MEGABYTE,
    ".doc": 64 * MEGABYTE,
    ".odt": 128 * MEGABYTE,
    ".rtf": 64 * MEGABYTE,
    ".epub": 128 * MEGABYTE,
    ".pptx": 128 * MEGABYTE,
    ".ppt": 64 * MEGABYTE,
    ".odp": 128 * MEGABYTE,
    ".xlsx": 64 * MEGABYTE,
    ".xls": 32 * MEGABYTE,
    ".ods": 64 * MEGABYTE,
    ".csv": 32 * MEGABYTE,
    ".eml": 64 * MEGABYTE,
    ".msg": 64 * MEGABYTE,
    ".mbox": 2048 * MEGABYTE,
    ".json": 2048 * MEGABYTE,
    ".jsonl": 512 * MEGABYTE,
    ".ndjson": 512 * MEGABYTE,
    ".jsonl.gz": 128 * MEGABYTE,
    ".xml": 2048 * MEGABYTE,
    ".rss": 64 * MEGABYTE,
    ".atom": 64 * MEGABYTE,
    ".warc": 2048 * MEGABYTE,
    ".warc.gz": 2048 * MEGABYTE,
}
ARCHIVES = (".warc", ".warc.gz")
_DOUBLE = (".jsonl.gz", ".warc.gz")
# The folder beside a saved page, with its pictures, scripts and frames, is named after it.
_ENDS_OF_PARTS = ("_files", ".files", "_файли", "_файлы")
_OF_WINDOWS = ("thumbs.db", "desktop.ini")
LONGEST_NAME = 1_000
_KINDS = {
    stat.S_IFLNK: "is a symbolic link, and links are not followed: put the file itself into the folder",
    stat.S_IFIFO: "is a named pipe, not a file",
    stat.S_IFSOCK: "is a socket, not a file",
    stat.S_IFCHR: "is a device, not a file",
    stat.S_IFBLK: "is a device, not a file",
}


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file to parse: `name` is its path below the corpus, with "/"; the other fields show whether it changed."""

    name: str
    path: Path
    size: int
    mtime_ns: int


def corpus_files(corpus: Path) -> Iterator[CorpusFile | Skipped]:
    """The files of the folder and its subfolders, sorted by name, and unreadable entries with their reasons.

    Left out silently are hidden files and folders, Word's lock files, what Windows keeps in folders, the folders of
    parts beside saved pages, and a top-level `questions.jsonl`. CorpusError as in `check_folder`.
    """
    check_folder(corpus)
    found = sorted(_walk(corpus), key=lambda pair: pair[0])
    return (file for _, file in found)


def check_folder(corpus: Path) -> None:
    """CorpusError if the folder is missing, is not a folder, or cannot be opened."""
    try:
        with os.scandir(corpus):
            pass
    except FileNotFoundError:
        raise CorpusError(f"There is no folder {corpus}", "Give the folder with your articles") from None
    except NotADirectoryError:
        raise CorpusError(f"{corpus} is a file, not a folder", "Give the folder with your articles") from None
    except (OSError, ValueError) as error:
        fix = "Check its name and permissions, or give another folder"
        raise CorpusError(f"The folder {corpus} cannot be opened: {_reason(error)}", fix) from None


def as_it_is_now(file: CorpusFile) -> CorpusFile:
    """The file with its present size and time, which may differ from those it was listed with."""
    found = _look_at(file.name, file.path)
    return found if isinstance(found, CorpusFile) else file


def suffix_of(name: str) -> str:
    """The lower-case file extension (".pdf", ".jsonl.gz"); empty if there is none."""
    low = name.rsplit("/", 1)[-1].lower()
    return next((double for double in _DOUBLE if low.endswith(double)), os.path.splitext(low)[1])


def wrong_format(name: str) -> str:
    """Why a file of this name cannot be parsed; empty if its format is supported."""
    return "" if suffix_of(name) in LARGEST else f"is not in a supported format ({', '.join(LARGEST)})"


def shown(name: str) -> str:
    """The name on one printable line, with control characters and undecodable bytes escaped."""
    escaped = name.encode("utf-8", "backslashreplace").decode()
    return "".join(char if char.isprintable() or char in "\u00ad\u200c\u200d" else _escape(char) for char in escaped)


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode()


def open_below(file: CorpusFile) -> int:
    """A descriptor of the file, opened folder by folder without following links or waiting for a pipe.

    OSError if that fails, also if a link has replaced the file or one of its folders since it was listed.
    """
    *folders, last = file.name.split("/")
    folder = os.open(file.path.parents[len(folders)], os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in folders:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = below
        descriptor = os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    finally:
        os.close(folder)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.ELOOP, "is no longer an ordinary file")
    return descriptor


def _walk(corpus: Path) -> Iterator[tuple[str, CorpusFile | Skipped]]:
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(corpus / folder) as entries:
                listed = list(entries)
        except OSError as error:
            yield folder, Skipped(shown(folder), f"the folder cannot be opened: {_reason(error)}")
            continue
        parts = _folders_of_parts(entry.name for entry in listed)
        for entry in listed:
            name = folder + entry.name
            if entry.name.startswith((".", "~$")) or entry.name.lower() in _OF_WINDOWS or name == "questions.jsonl":
                continue
            if _is_folder(entry):
                folders += [name + "/"] if entry.name not in parts else []
            else:
                yield name, _look_at(name, Path(entry.path))


def _folders_of_parts(names: Iterable[str]) -> set[str]:
    """The names of the folders that belong to the saved pages among these names."""
    pages = [os.path.splitext(name)[0] for name in names if suffix_of(name) in (".html", ".htm")]
    return {page + end for page in pages for end in _ENDS_OF_PARTS}


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _look_at(name: str, path: Path) -> CorpusFile | Skipped:
    try:
        status = path.lstat()
    except OSError as error:
        return Skipped(shown(name), f"cannot be examined: {_reason(error)}")
    if reason := _KINDS.get(stat.S_IFMT(status.st_mode)) or _odd_name(name) or _wrong_size(name, status.st_size):
        return Skipped(shown(name), reason)
    return CorpusFile(name, path, status.st_size, status.st_mtime_ns)


def _odd_name(name: str) -> str:
    if any("\udc80" <= char <= "\udcff" for char in name):
        return "has a name that is not valid UTF-8: rename it"
    if any(ord(char) < 32 or char in "\x7f\u2028\u2029" for char in name):
        return "has line breaks or control characters in its name: rename it"
    if len(name) > LONGEST_NAME:
        return f"has a path of {len(name):,} characters; at most {LONGEST_NAME:,} are allowed: shorten it"
    return wrong_format(name)


def _wrong_size(name: str, size: int) -> str:
    largest = LARGEST[suffix_of(name)]
    if size == 0:
        return "is empty"
    if size > largest:
        return f"has {size / MEGABYTE:,.0f} MB; files of this format may have at most {largest // MEGABYTE:,} MB"
    return ""


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else str(error)) or str(error)
