"""The store: gives readers the published generation, moves on with each publication, and heals what is damaged.

It is what `retrieve` searches through; `build` publishes into the same folder.
"""

import logging
import threading
from pathlib import Path

from .catalogue import Catalogue, Published
from .errors import DamageError, NoIndexError
from .folder import IndexFolder
from .generation import Generation
from .publishing import heal

_log = logging.getLogger("dzherelo")


class Store:
    """A reader's view of an index folder, safe to share between threads."""

    def __init__(self, index_dir: Path) -> None:
        self.folder = IndexFolder(index_dir)
        self._lock = threading.Lock()
        self._current: Generation | None = None
        self.published()

    def published(self) -> Published:
        """What the catalogue names as published; NoIndexError if there is nothing."""
        if self.folder.catalogue.is_file():
            with Catalogue(self.folder.catalogue) as catalogue:
                if published := catalogue.published():
                    return published
        raise NoIndexError(
            f"there is no index in {self.folder.path}",
            f"Build one: dzherelo build CORPUS --index {self.folder.path}",
        )

    def generation(self) -> Generation:
        """The published generation, checked whole; a request takes it once and keeps it to its end.

        A damaged one is set aside and written again from the catalogue first, with a warning in the log; DamageError
        if that is impossible.
        """
        with self._lock:
            published = self.published()
            if self._current is None or self._current.number != published.number or not self._current.untouched():
                self._current = self._opened(published)
            return self._current

    def _opened(self, published: Published) -> Generation:
        try:
            return Generation(self.folder.generation(published.number), published.manifest)
        except DamageError as damage:
            newer = self.published()
            if newer.number == published.number:
                _log.warning("%s; writing it again from the catalogue", damage.message)
                heal(self.folder, published.number)
                newer = self.published()
            return self._opened(newer)  # else it was replaced, and so removed, while we opened it

    def close(self) -> None:
        """Let go of the generation that is open."""
        with self._lock:
            self._current = None
