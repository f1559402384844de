"""A backup on disk: a folder with one SQLite file, every kept file, and a manifest that is written last.

A folder without a manifest is no backup. Everything is on disk before the folder gets its name.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tracker.store.files import EVIDENCE, IMPORTS

DATABASE = "database.sqlite3"
MANIFEST = "manifest.json"
UNFINISHED = ".unfinished"
BESIDE = ("demo-clock",)
"""Small files of the data folder that belong to the data."""
KEPT_FOLDERS = (EVIDENCE, IMPORTS)
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
            _sync(path)
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (growing / MANIFEST).write_text(text + "\n", encoding="utf-8")
    _sync(growing / MANIFEST)
    if target.exists():
        target.rmdir()
    growing.rename(target)
    _sync(target.parent)


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


def copy_files(data_dir: Path, target: Path, former: Path | None) -> Mapping[str, FileSum]:
    """Copy every kept file; return their sums by name. What a former backup holds unchanged is linked, not copied.

    Files are written once and never changed, so those a snapshot of the database speaks of are all there after it.
    """
    found: dict[str, FileSum] = {}
    for path in _kept(data_dir):
        name = path.relative_to(data_dir).as_posix()
        goal = target / name
        goal.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _linked_or_copied(path, goal, former / name if former else None)
        found[name] = file_sum(goal)
    return found


def put_files(folder: Path, names: Mapping[str, Any], data_dir: Path) -> None:
    """Copy the files of a backup back to where the program looks for them."""
    for name in names:
        goal = data_dir / name
        goal.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(folder / name, goal)
        goal.chmod(0o600)
        _sync(goal)


def any_kept(data_dir: Path) -> bool:
    """Tell whether the data folder holds files already."""
    return any(path.name not in BESIDE for path in _kept(data_dir))


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


def kept_sizes(data_dir: Path) -> Mapping[str, int]:
    """Return the kept files with their sizes in bytes, by name."""
    return {path.relative_to(data_dir).as_posix(): path.stat().st_size for path in _kept(data_dir)}


def older_than(data_dir: Path, seconds: float) -> set[str]:
    """Return the names of kept files that were written longer ago, as the file system tells the time."""
    paths = [path for path in _kept(data_dir) if path.name not in BESIDE]
    with tempfile.TemporaryFile(dir=data_dir if data_dir.is_dir() else None) as probe:
        present = os.fstat(probe.fileno()).st_mtime
    return {
        path.relative_to(data_dir).as_posix() for path in paths if present - path.stat().st_mtime > seconds
    }


def readable_by_all(path: Path) -> bool:
    """Tell whether any account of this machine may read a file; not asked on Windows."""
    return os.name != "nt" and path.exists() and bool(path.stat().st_mode & 0o004)


def _kept(data_dir: Path) -> Iterator[Path]:
    for name in KEPT_FOLDERS:
        if (data_dir / name).is_dir():
            yield from sorted(path for path in (data_dir / name).iterdir() if path.is_file())
    yield from (data_dir / name for name in BESIDE if (data_dir / name).is_file())


def _linked_or_copied(source: Path, goal: Path, former: Path | None) -> None:
    if former is not None and former.name not in BESIDE and _equal(former, source):
        try:
            os.link(former, goal)
        except OSError:  # another file system, or one without links
            shutil.copyfile(source, goal)
        return
    shutil.copyfile(source, goal)


def _equal(former: Path, source: Path) -> bool:
    same_size = former.is_file() and former.stat().st_size == source.stat().st_size
    return same_size and file_sum(former) == file_sum(source)


def _sync(path: Path) -> None:
    """Make a file, or the names in a folder, last; systems that cannot open a folder keep names by themselves."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
