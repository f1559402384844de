"""The store of files: bytes exactly as they came, under random names, outside the web root."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

EVIDENCE = "evidence"
IMPORTS = "imports"
_STORED_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on disk: its random name, the SHA-256 of its bytes (64 letters), its size in bytes."""

    stored_name: str
    sha256: str
    size: int


def keep(data_dir: Path, data: bytes, folder_name: str = EVIDENCE) -> StoredFile:
    """Write bytes to a new file and return it once they are on disk; nothing half written stays behind."""
    folder = data_dir / folder_name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    path = folder / name
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(folder)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return StoredFile(name, hashlib.sha256(data).hexdigest(), len(data))


def discard(data_dir: Path, stored_name: str, folder_name: str = EVIDENCE) -> None:
    """Remove a file that nothing refers to."""
    _path(data_dir, stored_name, folder_name).unlink(missing_ok=True)


def opened(data_dir: Path, stored_name: str, folder_name: str = EVIDENCE) -> BinaryIO:
    """Open a kept file for reading; raises `FileNotFoundError` when it is gone."""
    return _path(data_dir, stored_name, folder_name).open("rb")


def _path(data_dir: Path, stored_name: str, folder_name: str) -> Path:
    if not _STORED_NAME.fullmatch(stored_name):
        raise FileNotFoundError(stored_name)
    return data_dir / folder_name / stored_name


def _sync_folder(folder: Path) -> None:
    """Make the new name itself last; systems that cannot open a folder keep names safe by themselves."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
