"""The local store: opens the generation published in an index folder, follows each publication, and repairs damage."""

import logging
import threading
from collections.abc import Collection
from pathlib import Path

from index.catalogue.database import Catalogue
from index.catalogue.entries import Published
from index.disk import disk_errors
from index.errors import DamageError, NoIndexError, StoreError
from index.generation.reader import LocalGeneration
from index.index_folder import IndexFolder
from index.store import Store
from index.updating.local import heal

_log = logging.getLogger("dzherelo")
_ATTEMPTS = 5


class LocalStore(Store):
    """A reader's view of an index folder, safe to share between threads; StoreError if it is used when closed."""

    def __init__(self, index_dir: Path) -> None:
        self.folder = IndexFolder(index_dir)
        self._lock = threading.RLock()
        self._opening = threading.Lock()
        self._closed = False
        self._catalogue: Catalogue | None = None
        self._catalogue_file = (0, 0)
        self._current: LocalGeneration | None = None
        try:
            self.published()
        except BaseException:
            self.close()
            raise

    def published(self) -> Published:
        """The generation that the catalogue names as published; NoIndexError if there is none.

        DamageError if the catalogue is damaged, missing, or older than what was last published here.
        """
        with self._lock, disk_errors(self.folder.path):
            mark = self.folder.mark()  # first: a publication is committed before it is marked
            published = self._read_published()
            if mark.number > (published.number if published else 0):
                held = f"holds generation {published.number}" if published else "holds nothing"
                raise DamageError(
                    f"the catalogue {self.folder.catalogue} {held}, but generation {mark.number} was published last",
                    f"Repair it: dzherelo doctor CORPUS --repair --index {self.folder.path}",
                )
            if published is None:
                fix = f"Build one: dzherelo build CORPUS --index {self.folder.path}"
                raise NoIndexError(f"there is no index in {self.folder.path}", fix)
            return published

    def _read_published(self) -> Published | None:
        """The catalogue's current entry; the file is opened again if it was replaced or is a read-only snapshot."""
        self._check_open()
        if not self.folder.catalogue.is_file():
            self._close_catalogue()
            return None
        status = self.folder.catalogue.stat()
        if (
            self._catalogue is None
            or self._catalogue.is_snapshot
            or self._catalogue_file != (status.st_dev, status.st_ino)
        ):
            self._close_catalogue()
            self._catalogue = Catalogue(self.folder.catalogue)
            self._catalogue_file = (status.st_dev, status.st_ino)
        return self._catalogue.published()

    def file_hash(self, name: str) -> bytes | None:
        """The sha256 that a file of the corpus had when it was indexed; None for a file that is not."""
        with self._lock:
            self.published()
            with disk_errors(self.folder.path):
                return self._catalogue.file_hash(name) if self._catalogue else None

    def files_of(self, article_ids: Collection[str]) -> dict[str, str]:
        """The files of the corpus that these articles were read from, by article id, without those that are unknown."""
        with self._lock:
            self.published()
            with disk_errors(self.folder.path):
                return self._catalogue.files_of(article_ids) if self._catalogue else {}

    def generation(self) -> LocalGeneration:
        """The published generation, checked whole. A request takes it once and uses it until it ends.

        While one thread opens a newer generation, others get the one before. A damaged generation is moved to the
        quarantine and written again from the catalogue, with a warning in the log. DamageError if that is impossible.
        """
        current, published = self._current_and_published()
        if current and (current.number == published.number or self._opening.locked()):
            return current
        return self.newest()

    def newest(self) -> LocalGeneration:
        """The published generation, checked and repaired as by `generation`; waits while another thread opens it."""
        with self._opening:
            current, published = self._current_and_published()  # another thread may have opened it meanwhile
            if current is None or current.number != published.number:
                current = self._opened(published)
                with self._lock:
                    self._check_open()
                    self._current = current
            return current

    def _current_and_published(self) -> tuple[LocalGeneration | None, Published]:
        """The opened generation, None if there is none or it was touched, and the entry of the published one."""
        with self._lock:
            published, current = self.published(), self._current
            if current and current.number == published.number and not current.untouched():
                current = self._current = None
            return current, published

    def _opened(self, published: Published) -> LocalGeneration:
        for _ in range(_ATTEMPTS):
            try:
                with disk_errors(self.folder.path):
                    return LocalGeneration(self.folder.generation(published.number), published.manifest)
            except DamageError as error:  # keeping the error would keep the half-opened files
                damage, fix = error.message, error.fix
            newer = self.published()
            if newer.number == published.number:  # else it was replaced and deleted during opening
                _log.warning("%s; writing it again from the catalogue", damage)
                heal(self.folder, published.number)
                newer = self.published()
            published = newer
        raise DamageError(damage, fix)

    def close(self) -> None:
        """Close the generation and the catalogue."""
        with self._lock:
            self._closed = True
            self._current = None
            self._close_catalogue()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(f"the index {self.folder.path} was closed", "Open it again")

    def _close_catalogue(self) -> None:
        if self._catalogue is not None:
            self._catalogue.close()
            self._catalogue = None
