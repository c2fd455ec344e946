"""Articles that people upload through the page, stored in `uploads/` of the corpus folder.

A file is acknowledged only after it is complete and synced to disk. A wrong name, or a size or total beyond the limits,
is refused before a byte is written. An interrupted upload leaves nothing behind. All disk access runs in threads.
"""

import contextlib
import os
import secrets
import threading
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import anyio
import anyio.to_thread

from index.disk import file_sha256, sync
from index.errors import CorpusError
from index.parsing import CorpusFile, parse_file
from index.parsing.files import LARGEST, MEGABYTE, suffix_of
from index.recent import Recent

FOLDER = "uploads"
LONGEST_NAME_BYTES = 255  # as file systems allow
# Windows allows none of these in a name.
_SAFE = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
# A larger file is first parsed by the update: parsing it here would delay the upload.
_LOOKED_AT_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of uploads: bytes of one file, and bytes and number of all files together."""

    file_bytes: int = 128 << 20
    total_bytes: int = 2 << 30
    files: int = 1000


class UploadError(CorpusError):
    """A file that cannot be stored; `key` names the page's sentence with the reason, `status` is the HTTP status.

    `values` fill the sentence.
    """

    def __init__(self, key: str, status: int, message: str, fix: str, **values: object) -> None:
        super().__init__(message, fix)
        self.key = key
        self.status = status
        self.values = values


@dataclass(frozen=True, slots=True)
class Upload:
    """A stored file: its name and size; its time of change and inode differ for every other content."""

    name: str
    size_bytes: int
    changed_ns: int = 0
    inode: int = 0


class Uploads:
    """The folder of uploaded articles, safe to use from several threads."""

    def __init__(self, corpus: Path, limits: Limits) -> None:
        self.folder = corpus / FOLDER
        self.limits = limits
        self._digests = Recent[Upload, bytes](limits.files)
        self._reasons = Recent[Upload, str](limits.files)
        self._reserved = 0
        self._arriving = 0
        self._lock = threading.Lock()

    def files(self) -> list[Upload]:
        """The stored files, by name."""
        if not self.folder.is_dir():
            return []
        with os.scandir(self.folder) as entries:
            stored = [entry for entry in entries if entry.is_file(follow_symlinks=False)]
            found = [_upload(entry.name, entry.stat()) for entry in stored if not entry.name.startswith(".")]
        return sorted(found, key=lambda upload: upload.name)

    def sha256(self, upload: Upload) -> bytes:
        """The sha256 of a stored file, computed once for each content; OSError if the file is no longer there."""
        return self._digests.get(upload, lambda: file_sha256(self.folder / upload.name))

    def find(self, name: str) -> Upload:
        """The stored file with this name; FileNotFoundError if there is none."""
        return _upload(name, (self.folder / name).stat())

    def why_unreadable(self, upload: Upload) -> str:
        """Why no article can be read from a stored file, in the words of the parser; read once for each content.

        Empty where one can be read, or the file is large.
        """
        return self._reasons.get(upload, lambda: self._why_unreadable(upload))

    def _why_unreadable(self, upload: Upload) -> str:
        if upload.size_bytes > _LOOKED_AT_BYTES:
            return ""
        parsed = parse_file(CorpusFile(upload.name, self.folder / upload.name, upload.size_bytes, upload.changed_ns))
        return parsed.skipped[0].reason if parsed.skipped and not parsed.articles else ""

    async def store(self, name: str, size_bytes: int, content: AsyncIterator[bytes]) -> bool:
        """Store a file under this name; True if it replaced an earlier one. UploadError if it cannot be stored."""
        name = checked_name(name)
        try:
            await anyio.to_thread.run_sync(self._reserve, name, size_bytes)
        except OSError as error:
            raise _disk_error(name, error) from error
        part = self.folder / f".part-{secrets.token_hex(8)}"
        try:
            await _write(part, size_bytes, content)
            return await anyio.to_thread.run_sync(self._publish, part, name)
        except OSError as error:
            raise _disk_error(name, error) from error
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._release, part, size_bytes)

    def _publish(self, part: Path, name: str) -> bool:
        """Rename the complete file to its name; True if this replaced another file."""
        replaced = (self.folder / name).exists()
        part.replace(self.folder / name)
        sync(self.folder)
        return replaced

    def _release(self, part: Path, size_bytes: int) -> None:
        """Delete the rest of the upload and release its reserved space."""
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        with self._lock:
            self._arriving -= 1
            self._reserved -= size_bytes

    def remove(self, name: str) -> None:
        """Delete a stored file; UploadError if there is no file with that name."""
        try:
            if name not in {upload.name for upload in self.files()}:
                raise FileNotFoundError(name)
            (self.folder / name).unlink()
        except OSError as error:
            raise UploadError("upload_missing", 404, f"there is no uploaded file {name}", "Reload the page") from error
        sync(self.folder)

    def _reserve(self, name: str, size_bytes: int) -> None:
        limits = self.limits
        if self.folder.is_symlink():
            raise UploadError("upload_disk", 507, f"{self.folder} is a symbolic link", "Put a real folder there")
        if not self.folder.parent.is_dir():  # an index rebuilt from a new, empty folder would lose all other articles
            fix = "Serve the page with the folder of your articles: --corpus FOLDER"
            raise UploadError("upload_homeless", 409, f"there is no folder {self.folder.parent}", fix)
        largest = min(limits.file_bytes, LARGEST[suffix_of(name)])
        if size_bytes > largest:
            problem = f"{name} has {size_bytes:,} bytes; at most {largest:,} are allowed"
            most = f"{largest / MEGABYTE:.3g}"
            raise UploadError("upload_large", 413, problem, "Split it into smaller files", most=most)
        if size_bytes == 0:
            raise UploadError("upload_empty", 400, f"{name} is empty", "Send a file with text")
        # A file that has just been stored may briefly be counted twice, but never left out.
        with self._lock:
            self.folder.mkdir(parents=True, exist_ok=True)
            stored = self.files()
            total = sum(upload.size_bytes for upload in stored) + self._reserved + size_bytes
            count = len({upload.name for upload in stored} | {name}) + self._arriving
            if total > limits.total_bytes or count > limits.files:
                raise UploadError(
                    "upload_quota",
                    507,
                    f"{len(stored)} files are stored; with {name} they would have {total:,} bytes",
                    f"Remove some: at most {limits.files} files and {limits.total_bytes:,} bytes are allowed",
                )
            self._arriving += 1
            self._reserved += size_bytes


def _upload(name: str, status: os.stat_result) -> Upload:
    return Upload(name, status.st_size, status.st_mtime_ns, status.st_ino)


def _disk_error(name: str, error: OSError) -> UploadError:
    fix = "Free some space and send it again"
    return UploadError("upload_disk", 507, f"{name} cannot be stored: {error.strerror}", fix)


def checked_name(name: str) -> str:
    """The name a file is stored under; UploadError unless it is a plain file name in a supported format.

    Spaces of other kinds, as in the names that macOS gives to screenshots, become plain ones, and marks that some
    systems do not allow in a name become underscores.
    """
    composed = unicodedata.normalize("NFC", name)
    name = "".join(" " if unicodedata.category(char) == "Zs" else char for char in composed).translate(_SAFE)
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        length = LONGEST_NAME_BYTES + 1
    odd = any(not char.isprintable() or char in "/\\\ufffd" for char in name)
    if odd or not name.strip() or name.startswith((".", " ")) or length > LONGEST_NAME_BYTES:
        raise UploadError("upload_name", 400, f"{name[:60]!r} is not a usable file name", "Rename the file")
    if suffix_of(name) not in LARGEST:
        raise UploadError("upload_format", 415, f"files like {name!r} are not supported", f"Send {', '.join(LARGEST)}")
    return name


def has_unsafe_marks(name: str) -> bool:
    """Whether a file of this name is stored under another."""
    return name.translate(_SAFE) != name


async def _write(part: Path, size_bytes: int, content: AsyncIterator[bytes]) -> None:
    """Write the content to a new file and sync it; UploadError if it is not `size_bytes` long."""
    received = 0
    async with await anyio.open_file(part, "xb") as file:
        async for chunk in content:
            received += len(chunk)
            if received > size_bytes:
                break
            await file.write(chunk)
        if received != size_bytes:
            raise UploadError("upload_broken", 400, f"{received:,} of {size_bytes:,} bytes arrived", "Send it again")
        await file.flush()
        await anyio.to_thread.run_sync(os.fsync, file.wrapped.fileno())
