"""The store of files: bytes exactly as they came, under random names, on the shelf of this installation."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tracker.store.shelves import FOLDERS, FolderShelf, Shelf

EVIDENCE, IMPORTS = FOLDERS
Place = Path | Shelf
"""A shelf, or the folder that is one."""
_STORED_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file: its random name, the SHA-256 of its bytes (64 letters), its size in bytes."""

    stored_name: str
    sha256: str
    size: int


def keep(place: Place, data: bytes, folder_name: str = EVIDENCE) -> StoredFile:
    """Keep bytes and return them once they are safe; nothing half written stays behind.

    Raises `Refusal` FILE_REFUSED where a scanner is set and does not find them clean.
    """
    name = secrets.token_hex(16)
    shelf_of(place).put(f"{folder_name}/{name}", data)
    return StoredFile(name, hashlib.sha256(data).hexdigest(), len(data))


def discard(place: Place, stored_name: str, folder_name: str = EVIDENCE) -> None:
    """Remove a file that nothing refers to."""
    shelf_of(place).drop(_name(stored_name, folder_name))


def opened(place: Place, stored_name: str, folder_name: str = EVIDENCE) -> BinaryIO:
    """Open a kept file for reading; raises `FileNotFoundError` when it is gone."""
    return shelf_of(place).opened(_name(stored_name, folder_name))


def shelf_of(place: Place) -> Shelf:
    """Return the shelf at a place."""
    return FolderShelf(place) if isinstance(place, Path) else place


def _name(stored_name: str, folder_name: str) -> str:
    if not _STORED_NAME.fullmatch(stored_name):
        raise FileNotFoundError(stored_name)
    return f"{folder_name}/{stored_name}"
