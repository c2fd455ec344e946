"""The words that were recognised in pictures of pages, kept in the user's cache: no page is recognised twice.

A file that was changed counts as missing, and a full disk costs the cache, not the build.
"""

import contextlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.parsing.sandbox.caller import Word


def recall(digest: str) -> list[Word] | None:
    """The words of the picture with this hash, None if they are not kept."""
    try:
        rows = json.loads(_file(digest).read_text("utf-8"))
        if not isinstance(rows, list):
            return None
        return [_word(row) for row in rows]
    except (OSError, ValueError, TypeError, IndexError, KeyError):
        return None


def _word(row: Sequence[Any]) -> Word:
    block, paragraph, line, left, top, width, height = map(int, row[:7])
    return Word(block, paragraph, line, left, top, width, height, float(row[7]), str(row[8]))


def remember(digest: str, words: Sequence[Sequence[object]]) -> None:
    """Keep the words of the picture with this hash."""
    file = _file(digest)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(words, ensure_ascii=False), "utf-8")
        os.replace(part, file)


def _file(digest: str) -> Path:
    from platformdirs import user_cache_dir

    if not digest.isalnum():
        raise ValueError("a hash has only letters and digits")
    return Path(user_cache_dir("dzherelo")) / "recognised" / digest[:2] / f"{digest}.json"
