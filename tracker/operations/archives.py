"""A backup on disk: a folder with one SQLite file, every kept file, and a manifest that is written last.

A folder without a manifest is no backup. Everything is on disk before the folder gets its name.

Whole databases, table by table: copied from one kind to another, counted and summed up in a digest.

Tables are read as the database describes them and not as the models do, so that a copy of an older schema can be
read too. The tables of words are left out: they follow from the others.

Which rows speak of kept files, and what the bytes of each must be.
"""

from __future__ import annotations

import datetime as dt
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
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core.files import EVIDENCE_FOLDER, FileStore, FolderFileStore, sync_to_disk
from tracker.office.models import Document
from tracker.office.papers import sha256_of_file
from tracker.reports.models import IndicatorEntry, ReportTemplate
from tracker.tasks import search
from tracker.tasks.models import Evidence

DATABASE = "database.sqlite3"
MANIFEST = "manifest.json"
UNFINISHED = ".unfinished"
DATA_FOLDER_FILES = ("demo-clock",)
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


def begin_backup_folder(target: Path) -> Path:
    """Return an empty folder beside `target` in which a backup grows; what broke off there before is removed."""
    growing = target.with_name(target.name + UNFINISHED)
    if growing.exists():
        shutil.rmtree(growing)
    growing.mkdir(mode=0o700, parents=True)
    return growing


def finish_backup(growing: Path, target: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest and give the backup its name, once everything is on disk."""
    for path in sorted(growing.rglob("*")):
        if path.is_file():
            sync_to_disk(path)
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (growing / MANIFEST).write_text(text + "\n", encoding="utf-8")
    sync_to_disk(growing / MANIFEST)
    if target.exists():
        target.rmdir()
    growing.rename(target)
    sync_to_disk(target.parent)


def read_manifest(folder: Path) -> dict[str, Any]:
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


def copy_files(file_store: FileStore, data_dir: Path, target: Path, former: Path | None) -> Mapping[str, FileSum]:
    """Copy every kept file; return their sums by name. What a former backup holds unchanged is linked, not copied.

    Files are written once and never changed, so those a snapshot of the database speaks of are all there after it.
    """
    found: dict[str, FileSum] = {}
    for name, size in file_store.sizes().items():
        goal = target / name
        goal.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _linked_or_copied(file_store, name, size, goal, former / name if former else None)
        found[name] = file_sum(goal)
    for name in DATA_FOLDER_FILES:
        if (data_dir / name).is_file():
            shutil.copyfile(data_dir / name, target / name)
            found[name] = file_sum(target / name)
    return found


def put_files(folder: Path, names: Mapping[str, Any], file_store: FileStore, data_dir: Path) -> None:
    """Copy the files of a backup back to where the program looks for them."""
    for name in names:
        if name in DATA_FOLDER_FILES:
            shutil.copyfile(folder / name, data_dir / name)
            sync_to_disk(data_dir / name)
        else:
            file_store.put(name, (folder / name).read_bytes())


def find_newest_backup(folder: Path) -> Path | None:
    """Return the newest backup below a folder, by its name."""
    return next(iter(reversed(list(list_backups_below(folder)))), None)


def list_backups_below(folder: Path) -> Iterator[Path]:
    """Yield the finished backups below a folder, oldest first."""
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix != UNFINISHED and is_backup(path))


def remove_backup(backup: Path) -> None:
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


def _linked_or_copied(file_store: FileStore, name: str, size: int, goal: Path, former: Path | None) -> None:
    """Link what a former backup holds under the same random name and with the same size; copy what it does not.

    On a folder the sums are compared too; fetching each file from a shared store for that would be a copy already.
    """
    same = former is not None and former.is_file() and former.stat().st_size == size
    if same and isinstance(file_store, FolderFileStore):
        same = file_sum(former) == file_sum(file_store.root / name)  # type: ignore[arg-type] # it is a file, see above
    if same:
        try:
            os.link(former, goal)  # type: ignore[arg-type]
        except OSError:  # another file system, or one without links
            same = False
    if not same:
        with file_store.opened(name) as source, goal.open("xb") as copy:
            shutil.copyfileobj(source, copy, _BLOCK)


AT_ONCE = 2000
"""Rows carried in one go."""


@dataclass(frozen=True, slots=True)
class TableSum:
    """How many rows a table has, and the SHA-256 of them all in their order."""

    rows: int
    sha256: str


def list_table_names(connection: sa.Connection) -> list[str]:
    """Return the tables there are, in a fixed order."""
    return sorted(
        name for name in sa.inspect(connection).get_table_names() if not name.startswith(search.SEARCH_TABLE_PREFIX)
    )


def digest_tables(connection: sa.Connection) -> Mapping[str, TableSum]:
    """Return count and digest of every table; equal on both kinds of database for equal rows."""
    return {name: _sum(connection, name) for name in list_table_names(connection)}


def copy_all_rows(source: sa.Connection, target: sa.Connection) -> None:
    """Copy every row of `source` into a database of the same schema; what the schema brought along gives way.

    The caller commits. References are checked at the end, for rows may refer to later ones.
    """
    late = _references_late(target)
    names = list_table_names(source)
    for name in names:
        if _holds_a_row(target, name):
            target.execute(sa.delete(_table(target, name)))
    for name in names:
        fresh = _table(target, name)
        for part in _rows(source, name).partitions(AT_ONCE):
            target.execute(sa.insert(fresh), [dict(row._mapping) for row in part])
    for statement in late:
        target.exec_driver_sql(statement)
    if target.dialect.name == "sqlite":
        search.rebuild_search_tables(target)
    else:
        _numbers_go_on(target, names)


def _references_late(target: sa.Connection) -> list[str]:
    """Let PostgreSQL look at references at the end; return how they are looked at and made strict again."""
    if target.dialect.name != "postgresql":
        return []  # SQLite was opened without looking at them; the caller checks them all
    inspector = sa.inspect(target)
    found = [(name, key["name"]) for name in inspector.get_table_names() for key in inspector.get_foreign_keys(name)]
    for table, key in found:
        target.exec_driver_sql(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" DEFERRABLE INITIALLY DEFERRED')
    strict = [f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" NOT DEFERRABLE' for table, key in found]
    return ["SET CONSTRAINTS ALL IMMEDIATE", *strict]


def _numbers_go_on(target: sa.Connection, names: list[str]) -> None:
    """Let the numbers PostgreSQL gives to new rows go on behind those that came."""
    for name in names:
        if "id" in _table(target, name).c:
            target.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), max(id)) FROM \"{name}\" HAVING max(id) > 0"
            )


def _table(connection: sa.Connection, name: str) -> sa.TableClause:
    columns = sa.inspect(connection).get_columns(name)
    return sa.table(name, *(sa.column(column["name"], column["type"]) for column in columns))


def _holds_a_row(connection: sa.Connection, name: str) -> bool:
    table = sa.table(name)
    return connection.scalar(sa.select(sa.literal(1)).select_from(table).limit(1)) is not None


def _rows(connection: sa.Connection, name: str) -> sa.CursorResult[Any]:
    table = _table(connection, name)
    order = [table.c.id] if "id" in table.c else sorted(table.c, key=lambda column: column.name)
    question = sa.select(*sorted(table.c, key=lambda column: column.name)).order_by(*order)
    return connection.execute(question.execution_options(yield_per=AT_ONCE))


def _sum(connection: sa.Connection, name: str) -> TableSum:
    digest, count = hashlib.sha256(), 0
    for line in _lines(connection, name):
        digest.update(line)
        count += 1
    return TableSum(count, digest.hexdigest())


def _lines(connection: sa.Connection, name: str) -> Iterator[bytes]:
    for row in _rows(connection, name):
        yield json.dumps(list(row), ensure_ascii=False, sort_keys=True, default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"cannot sum up {type(value).__name__}")


_PLACES = (
    (Evidence, Evidence.stored_name, Evidence.sha256),
    (Document, Document.stored_name, Document.file_sha256),
    (ReportTemplate, ReportTemplate.stored_name, ReportTemplate.sha256),
    (IndicatorEntry, IndicatorEntry.stored_name, IndicatorEntry.sha256),
)


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A file that a row of a table keeps for good: where it stands, and the SHA-256 of its bytes."""

    table: str
    row_id: int
    name: str
    sha256: str


def list_recorded_files(session: Session) -> Iterator[RecordedFile]:
    """Yield every file that rows keep for good, table by table."""
    for model, stored_name, sha256 in _PLACES:
        question = select(model.id, stored_name, sha256).where(stored_name.is_not(None)).order_by(model.id)
        for row_id, name, digest in session.execute(question):
            yield RecordedFile(model.__tablename__, row_id, f"{EVIDENCE_FOLDER}/{name}", digest or "")


def altered_files(session: Session, file_store: FileStore) -> Iterator[str]:
    """Yield the codes of files that are gone or changed, `file_missing:` or `file_changed:` with table and row.

    Every kept byte is read. Raises `OSError` when the store of files does not answer.
    """
    for kept in list_recorded_files(session):
        try:
            with file_store.opened(kept.name) as file:
                fault = "" if sha256_of_file(file) == kept.sha256 else "file_changed"
        except FileNotFoundError:
            fault = "file_missing"
        if fault:
            yield file_finding_code(fault, kept)


def file_finding_code(fault: str, kept: RecordedFile) -> str:
    """Return the code of a finding about a file."""
    return f"{fault}:{kept.table}:{kept.row_id}"
