"""The store of files: bytes exactly as they came, under random names, on the file store of this installation.

Making files last: what was written is on the disk, and so is its name, before anybody is told.

A look at each file before it is kept, by a scanner that the operator chose.

The command reads the file from its standard input and ends with 0 for a clean one and 1 for one it knows, as
`clamdscan -` and `clamscan -` do. Anything else means that nobody looked, and then nothing comes in either.

Where kept files stand: in a folder of this machine, or in an S3-compatible store that several hosts share.

A name is a folder and a random name, `evidence/0f3a…`. Files are put once, whole or not at all, and never changed.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import secrets
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol
from urllib.parse import urlsplit

from tracker.core.refusals import Reason, Refusal

if TYPE_CHECKING:
    from minio import Minio


MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How many bytes one file, all files of one assignment, and all files of one unit may have.

    `hourly` is how many files one person may send within an hour.
    """

    file: int
    task: int
    unit: int
    hourly: int = 300


def sync_to_disk(path: Path) -> None:
    """Make a file, or the names in a folder, last; systems that cannot open a folder keep names by themselves."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


FOLDERS = ("evidence", "imports")
SECONDS_TO_CONNECT, SECONDS_TO_READ = 3.0, 10.0


class FileStoreUnavailableError(OSError):
    """The store of files does not answer; nothing was put, and one may try again."""


class FileStore(Protocol):
    """A place for kept files."""

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes under a new name; they are safe when this returns, and nothing half written stays behind."""

    def drop(self, name: str) -> None:
        """Remove a file; one that is gone already is no fault."""

    def opened(self, name: str) -> BinaryIO:
        """Open a file for reading; raises `FileNotFoundError` when it is gone."""

    def sizes(self) -> Mapping[str, int]:
        """Return all kept files with their sizes in bytes."""

    def older_than(self, seconds: float) -> set[str]:
        """Return the names of files that were put longer ago, as the place itself tells the time."""


@dataclass(frozen=True, slots=True)
class FolderFileStore:
    """A folder of this machine, outside the web root."""

    root: Path

    def put(self, name: str, data: bytes) -> None:
        """Write a new file and make it, and its name, last."""
        path = self.root / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            sync_to_disk(path.parent)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def drop(self, name: str) -> None:
        """Remove a file."""
        (self.root / name).unlink(missing_ok=True)

    def opened(self, name: str) -> BinaryIO:
        """Open a file."""
        return (self.root / name).open("rb")

    def sizes(self) -> Mapping[str, int]:
        """Return the files of the folders."""
        return {path.relative_to(self.root).as_posix(): path.stat().st_size for path in self._paths()}

    def older_than(self, seconds: float) -> set[str]:
        """Compare with a file that is written now: the file system may have a clock of its own."""
        with tempfile.TemporaryFile(dir=self.root if self.root.is_dir() else None) as probe:
            present = os.fstat(probe.fileno()).st_mtime
        old = (path for path in self._paths() if present - path.stat().st_mtime > seconds)
        return {path.relative_to(self.root).as_posix() for path in old}

    def _paths(self) -> Iterator[Path]:
        for name in FOLDERS:
            if (self.root / name).is_dir():
                yield from sorted(path for path in (self.root / name).iterdir() if path.is_file())


@dataclass(frozen=True, slots=True)
class S3FileStore:
    """A bucket of an S3-compatible store; the extra `s3` (minio) is imported when it is first asked."""

    endpoint: str
    bucket: str
    access_key: str
    secret_key: str
    region: str = ""
    prefix: str = ""
    _client: list[Minio] = field(default_factory=list, init=False, repr=False)

    def put(self, name: str, data: bytes) -> None:
        """Send a file with its sum; the store keeps it whole or not at all."""
        with _answering():
            self.client().put_object(self.bucket, self.prefix + name, io.BytesIO(data), len(data))

    def drop(self, name: str) -> None:
        """Remove a file."""
        with _answering():
            self.client().remove_object(self.bucket, self.prefix + name)

    def opened(self, name: str) -> BinaryIO:
        """Fetch a file whole: none is larger than what one may send."""
        with _answering():
            answer = self.client().get_object(self.bucket, self.prefix + name)
            try:
                return io.BytesIO(answer.read())
            finally:
                answer.close()
                answer.release_conn()

    def sizes(self) -> Mapping[str, int]:
        """Return the files below the prefix."""
        return {name: each.size or 0 for name, each in self._listed()}

    def older_than(self, seconds: float) -> set[str]:
        """Compare with the newest file there: the store's clock tells of itself alone."""
        put_at = {name: each.last_modified for name, each in self._listed() if each.last_modified}
        newest = max(put_at.values(), default=None)
        if newest is None:
            return set()
        return {name for name, at in put_at.items() if newest - at > timedelta(seconds=seconds)}

    def client(self) -> Minio:
        """Return the client, made once; it gives up in seconds, so that no page hangs on the store."""
        if not self._client:
            import certifi
            import urllib3
            from minio import Minio

            address = urlsplit(self.endpoint)
            pool = urllib3.PoolManager(
                timeout=urllib3.Timeout(connect=SECONDS_TO_CONNECT, read=SECONDS_TO_READ),
                retries=urllib3.Retry(total=1, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504]),
                cert_reqs="CERT_REQUIRED",
                ca_certs=os.environ.get("SSL_CERT_FILE") or certifi.where(),
            )
            self._client.append(
                Minio(
                    address.netloc,
                    access_key=self.access_key,
                    secret_key=self.secret_key,
                    secure=address.scheme == "https",
                    region=self.region or None,
                    http_client=pool,
                )
            )
        return self._client[0]

    def _listed(self) -> Iterator[tuple[str, Any]]:
        with _answering():
            for folder in FOLDERS:
                start = f"{self.prefix}{folder}/"
                for each in self.client().list_objects(self.bucket, prefix=start, recursive=True):
                    yield str(each.object_name).removeprefix(self.prefix), each


@contextmanager
def _answering() -> Iterator[None]:
    """Say in the words of files what went wrong with the store."""
    from minio.error import MinioException, S3Error
    from urllib3.exceptions import HTTPError

    try:
        yield
    except S3Error as fault:
        if fault.code == "NoSuchKey":
            raise FileNotFoundError(fault.object_name) from fault
        raise FileStoreUnavailableError(errno.EREMOTEIO, f"S3: {fault.code}") from fault
    except (MinioException, HTTPError) as fault:
        raise FileStoreUnavailableError(errno.EREMOTEIO, f"S3: {type(fault).__name__}") from fault


EVIDENCE_FOLDER, IMPORT_FOLDER = FOLDERS
StoreLocation = Path | FileStore
"""A file store, or the folder that is one."""
_STORED_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file: its random name, the SHA-256 of its bytes (64 letters), its size in bytes."""

    stored_name: str
    sha256: str
    size: int


def store_file_bytes(place: StoreLocation, data: bytes, folder_name: str = EVIDENCE_FOLDER) -> StoredFile:
    """Keep bytes and return them once they are safe; nothing half written stays behind.

    Raises `Refusal` FILE_REFUSED where a scanner is set and does not find them clean.
    """
    name = secrets.token_hex(16)
    to_file_store(place).put(f"{folder_name}/{name}", data)
    return StoredFile(name, hashlib.sha256(data).hexdigest(), len(data))


def delete_stored_file(place: StoreLocation, stored_name: str, folder_name: str = EVIDENCE_FOLDER) -> None:
    """Remove a file that nothing refers to."""
    to_file_store(place).drop(_name(stored_name, folder_name))


def open_stored_file(place: StoreLocation, stored_name: str, folder_name: str = EVIDENCE_FOLDER) -> BinaryIO:
    """Open a kept file for reading; raises `FileNotFoundError` when it is gone."""
    return to_file_store(place).opened(_name(stored_name, folder_name))


def to_file_store(place: StoreLocation) -> FileStore:
    """Return the file store at a place."""
    return FolderFileStore(place) if isinstance(place, Path) else place


def _name(stored_name: str, folder_name: str) -> str:
    if not _STORED_NAME.fullmatch(stored_name):
        raise FileNotFoundError(stored_name)
    return f"{folder_name}/{stored_name}"


SCAN_TIMEOUT_SECONDS = 60
CLEAN, KNOWN = 0, 1


@dataclass(frozen=True, slots=True)
class ScannedFileStore:
    """A file store on which nothing is put that the scanner did not find clean."""

    file_store: FileStore
    command: tuple[str, ...]

    def put(self, name: str, data: bytes) -> None:
        """Let the scanner look, then keep; refuses FILE_REFUSED (`infected`, `not_scanned`)."""
        scan_bytes(self.command, data)
        self.file_store.put(name, data)

    def drop(self, name: str) -> None:
        """Remove a file."""
        self.file_store.drop(name)

    def opened(self, name: str) -> BinaryIO:
        """Open a file."""
        return self.file_store.opened(name)

    def sizes(self) -> Mapping[str, int]:
        """Return all kept files with their sizes."""
        return self.file_store.sizes()

    def older_than(self, seconds: float) -> set[str]:
        """Return the names of files that were put longer ago."""
        return self.file_store.older_than(seconds)


def scan_bytes(command: tuple[str, ...], data: bytes) -> None:
    """Let a scanner look at bytes; refuses FILE_REFUSED when it knows them, or when it could not look."""
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SCAN_TIMEOUT_SECONDS, check=False)
        told = done.returncode
    except (OSError, subprocess.TimeoutExpired):
        told = None
    if told == KNOWN:
        raise Refusal(Reason.FILE_REFUSED, why="infected")
    if told != CLEAN:
        raise Refusal(Reason.FILE_REFUSED, why="not_scanned")
