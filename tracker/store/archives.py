"""A backup on disk: a folder with one SQLite file, every kept file, and a manifest that is written last.

A folder without a manifest is no backup. Everything is on disk before the folder gets its name.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tracker.store.lasting import make_last
from tracker.store.shelves import FolderShelf, Shelf

DATABASE = "database.sqlite3"
MANIFEST = "manifest.json"
UNFINISHED = ".unfinished"
BESIDE = ("demo-clock",)
"""Small files of the data folder that belong to the data."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileSum:
    """Size in bytes and SHA-256 of one file."""

    size: int
    sha256: str


def is_backup(folder: Path) -> bool:
    """Tell whether a folder holds a finished backup."""
    return (folder / MANIFEST).is_file()


def is_free(folder: Path) -> bool:
    """Tell whether something may be written there: nothing is there, or an empty folder."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def begun(target: Path) -> Path:
    """Return an empty folder beside `target` in which a backup grows; what broke off there before is removed."""
    growing = target.with_name(target.name + UNFINISHED)
    if growing.exists():
        shutil.rmtree(growing)
    growing.mkdir(mode=0o700, parents=True)
    return growing


def finished(growing: Path, target: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest and give the backup its name, once everything is on disk."""
    for path in sorted(growing.rglob("*")):
        if path.is_file():
            make_last(path)
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (growing / MANIFEST).write_text(text + "\n", encoding="utf-8")
    make_last(growing / MANIFEST)
    if target.exists():
        target.rmdir()
    growing.rename(target)
    make_last(target.parent)


def manifest(folder: Path) -> dict[str, Any]:
    """Return what a backup says of itself; raises `ValueError` or `OSError` when it cannot be read."""
    read: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return read


def copy_sqlite(engine: sa.Engine, path: Path) -> None:
    """Copy a live SQLite database in one step: small steps would never end while others write."""
    raw = engine.raw_connection()
    try:
        assert isinstance(raw.driver_connection, sqlite3.Connection)
        with closing(sqlite3.connect(path)) as target:
            raw.driver_connection.backup(target, pages=-1)
        path.chmod(0o600)
    finally:
        raw.close()


def put_sqlite(path: Path, engine: sa.Engine) -> None:
    """Copy an SQLite file into a database of the same kind."""
    raw = engine.raw_connection()
    try:
        assert isinstance(raw.driver_connection, sqlite3.Connection)
        with closing(sqlite3.connect(path)) as source:
            source.backup(raw.driver_connection, pages=-1)
    finally:
        raw.close()


def copy_files(shelf: Shelf, data_dir: Path, target: Path, former: Path | None) -> Mapping[str, FileSum]:
    """Copy every kept file; return their sums by name. What a former backup holds unchanged is linked, not copied.

    Files are written once and never changed, so those a snapshot of the database speaks of are all there after it.
    """
    found: dict[str, FileSum] = {}
    for name, size in shelf.sizes().items():
        goal = target / name
        goal.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _linked_or_copied(shelf, name, size, goal, former / name if former else None)
        found[name] = file_sum(goal)
    for name in BESIDE:
        if (data_dir / name).is_file():
            shutil.copyfile(data_dir / name, target / name)
            found[name] = file_sum(target / name)
    return found


def put_files(folder: Path, names: Mapping[str, Any], shelf: Shelf, data_dir: Path) -> None:
    """Copy the files of a backup back to where the program looks for them."""
    for name in names:
        if name in BESIDE:
            shutil.copyfile(folder / name, data_dir / name)
            make_last(data_dir / name)
        else:
            shelf.put(name, (folder / name).read_bytes())


def newest(folder: Path) -> Path | None:
    """Return the newest backup below a folder, by its name."""
    return next(iter(reversed(list(below(folder)))), None)


def below(folder: Path) -> Iterator[Path]:
    """Yield the finished backups below a folder, oldest first."""
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix != UNFINISHED and is_backup(path))


def drop(backup: Path) -> None:
    """Remove a backup: its manifest first, so that what is left is not taken for one."""
    (backup / MANIFEST).unlink()
    shutil.rmtree(backup)


def file_sum(path: Path) -> FileSum:
    """Return size and SHA-256 of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return FileSum(size, digest.hexdigest())


def free_bytes(folder: Path) -> int:
    """Return how many bytes are free where a folder is, or will be."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free


def readable_by_all(path: Path) -> bool:
    """Tell whether any account of this machine may read a file; not asked on Windows."""
    return os.name != "nt" and path.exists() and bool(path.stat().st_mode & 0o004)


def _linked_or_copied(shelf: Shelf, name: str, size: int, goal: Path, former: Path | None) -> None:
    """Link what a former backup holds under the same random name and with the same size; copy what it does not.

    On a folder the sums are compared too; fetching each file from a shared store for that would be a copy already.
    """
    same = former is not None and former.is_file() and former.stat().st_size == size
    if same and isinstance(shelf, FolderShelf):
        same = file_sum(former) == file_sum(shelf.root / name)  # type: ignore[arg-type] # it is a file, see above
    if same:
        try:
            os.link(former, goal)  # type: ignore[arg-type]
        except OSError:  # another file system, or one without links
            same = False
    if not same:
        with shelf.opened(name) as source, goal.open("xb") as copy:
            shutil.copyfileobj(source, copy, _BLOCK)
