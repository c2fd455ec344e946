"""The texts of a generation's articles: one file for each block, read as they are asked for."""

import os
import weakref
from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path

from index.generation.manifest import damage


class ArticleTexts:
    """The texts of all articles of some blocks, numbered through all blocks, in their order.

    The files stay open, so they can be read after they were deleted. They are not mapped, so that a truncated file is
    an error and not a crash. Safe to use from several threads.
    """

    def __init__(self, files: Iterable[tuple[Path, Sequence[int]]]) -> None:
        """`files` gives the file of each block, and the length of each of its articles' texts, in bytes."""
        self._files: list[tuple[Path, int]] = []
        self._places: list[tuple[int, int, int]] = []
        weakref.finalize(self, _close, self._files)
        for number, (path, lengths) in enumerate(files):
            self._files.append((path, os.open(path, os.O_RDONLY)))
            begins = accumulate(lengths, initial=0)
            self._places += [(number, begin, length) for begin, length in zip(begins, lengths, strict=False)]

    def whole(self, number: int) -> str:
        """The text of the article with this number; DamageError if its file was cut short."""
        file, begin, length = self._places[number]
        return self._read(file, begin, length)

    def slice(self, number: int, begin: int, stop: int) -> str:
        """The text between these bytes of the article with this number; DamageError as above."""
        file, first, _ = self._places[number]
        return self._read(file, first + begin, stop - begin)

    def _read(self, number: int, begin: int, length: int) -> str:
        path, file = self._files[number]
        found = os.pread(file, length, begin)
        if len(found) != length:
            raise damage(path.parents[1], f"{path.name} was cut short")
        return found.decode()


def _close(files: Iterable[tuple[Path, int]]) -> None:
    for _, file in files:
        os.close(file)
