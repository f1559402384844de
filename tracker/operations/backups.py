"""Backups: one consistent moment of database and files, checked by reading it back; and restoring from one.

Every backup holds an SQLite file, whatever database it was made from: it opens anywhere, is checked in the same way,
and may be restored into either kind (decision record 0015).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from alembic.util import CommandError
from sqlalchemy.orm import Session

from tracker.core.files import FileStore, FolderFileStore
from tracker.core.refusals import Reason, Refusal
from tracker.database import engine as database_engine, ledger
from tracker.office import installation
from tracker.operations import archives, verification
from tracker.operations.archives import FileSum, file_finding_code
from tracker.operations.labels import finding_sentences
from tracker.operations.verification import Verification

FORMAT = 1
SPARE_BYTES = 1.2
"""A backup begins only where so many times the size of the data is free."""


@dataclass(frozen=True, slots=True)
class BackupContext:
    """Where an installation keeps its data, and which program looks after it."""

    engine: sa.Engine
    data_dir: Path
    migrations: Path
    environment: str
    version: str
    file_store: FileStore | None = None
    """Where files stand, None for the data folder."""

    @property
    def files(self) -> FileStore:
        """Return where files stand."""
        return self.file_store or FolderFileStore(self.data_dir)


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: what it holds, and the files it should hold and does not (they were gone before)."""

    folder: Path
    made_at: dt.datetime
    rows: int
    files: int
    lines: int
    head: str
    missing: tuple[str, ...]
    findings: tuple[str, ...] = ()
    """What `flask verify` finds in it, as codes; a backup of altered data is kept, and says so."""


def create_backup(context: BackupContext, target: Path, now: dt.datetime, former: Path | None = None) -> Backup:
    """Make a backup in the empty or new folder `target`; unchanged files are linked from the `former` one.

    Raises `Refusal` TARGET_IN_USE, DISK_FULL, BACKUP_DAMAGED when what was written does not read back.
    """
    if not archives.is_free(target):
        raise Refusal(Reason.TARGET_IN_USE, folder=target)
    growing = archives.begin_backup_folder(target)
    path = growing / archives.DATABASE
    revision = _snapshot(context, path)
    files = archives.copy_files(context.files, context.data_dir, growing, former)
    with _opened(path) as connection:
        _check_database(connection)
        found = _verified(connection)
        sums = archives.digest_tables(connection)
        missing, altered = _compared(connection, files)
        findings = (*found.findings, *altered)
        place = _fact(connection, installation.PLACE_NAME)
        environment = _fact(connection, installation.ENVIRONMENT) or context.environment
    archives.finish_backup(
        growing,
        target,
        {
            "format": FORMAT,
            "made_at": now.isoformat(timespec="seconds"),
            "program": context.version,
            "environment": environment,
            "place": place,
            "revision": revision,
            "database": asdict(archives.file_sum(path)),
            "tables": {name: asdict(each) for name, each in sums.items()},
            "files": {name: asdict(each) for name, each in files.items()},
            "missing": list(missing),
            "findings": list(findings),
            "diary": {"lines": found.lines, "head": found.head},
        },
    )
    rows = sum(each.rows for each in sums.values())
    return Backup(target, now, rows, len(files), found.lines, found.head, missing, findings)


def verify_backup(folder: Path) -> dict[str, Any]:
    """Return the manifest of a backup after every file of it was compared with its sum.

    Raises `Refusal` NO_BACKUP, or BACKUP_DAMAGED naming the first file that differs.
    """
    try:
        manifest = archives.read_manifest(folder)
    except (OSError, ValueError) as wrong:
        raise Refusal(Reason.NO_BACKUP, folder=folder) from wrong
    if manifest.get("format") != FORMAT:
        raise Refusal(Reason.NO_BACKUP, folder=folder)
    for name, kept in {archives.DATABASE: manifest["database"], **manifest["files"]}.items():
        path = folder / name
        if not path.is_file() or archives.file_sum(path) != FileSum(**kept):
            raise Refusal(Reason.BACKUP_DAMAGED, what=name)
    return manifest


def restore_backup(context: BackupContext, folder: Path, accept_findings: bool = False) -> dict[str, Any]:
    """Put a backup into an empty installation and bring its schema up to this program's; return the manifest.

    Raises `Refusal` NO_BACKUP, BACKUP_DAMAGED, NOT_EMPTY, OTHER_ENVIRONMENT, BACKUP_TOO_NEW, or BACKUP_HAS_FINDINGS
    when the data were altered before the backup was made and that was not accepted; nothing is written unless the
    backup is sound and the place is empty.
    """
    manifest = verify_backup(folder)
    findings = manifest.get("findings", [])
    if findings and not accept_findings:
        raise Refusal(Reason.BACKUP_HAS_FINDINGS, number=len(findings), first=next(finding_sentences(findings)))
    if (manifest["environment"] == "demo") != (context.environment == "demo"):
        raise Refusal(Reason.OTHER_ENVIRONMENT, environment=manifest["environment"])
    context.data_dir.mkdir(parents=True, exist_ok=True)
    with context.engine.connect() as connection:
        if archives.list_table_names(connection) or context.files.sizes():
            raise Refusal(Reason.NOT_EMPTY)
    archives.put_files(folder, manifest["files"], context.files, context.data_dir)
    _put_database(context, folder / archives.DATABASE, manifest)
    return manifest


def _put_database(context: BackupContext, path: Path, manifest: Mapping[str, Any]) -> None:
    try:
        if context.engine.dialect.name == "sqlite":
            archives.put_sqlite(path, context.engine)
        else:
            database_engine.migrate_to(context.engine, context.migrations, manifest["revision"])
            with _opened(path) as source, context.engine.begin() as target:
                archives.copy_all_rows(source, target)
        with context.engine.connect() as connection:
            found = {name: asdict(each) for name, each in archives.digest_tables(connection).items()}
            if found != manifest["tables"]:
                differing = next(n for n in sorted(manifest["tables"]) if found.get(n) != manifest["tables"][n])
                raise Refusal(Reason.BACKUP_DAMAGED, what=differing)
        database_engine.migrate_to(context.engine, context.migrations, "head")
        with context.engine.begin() as connection, Session(connection) as session:
            ledger.hash_old_rows(session)
    except CommandError as unknown:
        raise Refusal(Reason.BACKUP_TOO_NEW, program=manifest["program"]) from unknown


def _snapshot(context: BackupContext, path: Path) -> str:
    """Write one moment of the database into an SQLite file; return its revision."""
    with context.engine.connect() as connection:
        revision = database_engine.get_revision(connection)
        size = _size(connection)
    if revision is None:
        raise Refusal(Reason.NOTHING_THERE)
    if archives.free_bytes(path.parent) < size * SPARE_BYTES:
        raise Refusal(Reason.DISK_FULL, megabytes=int(size * SPARE_BYTES) >> 20)
    if context.engine.dialect.name == "sqlite":
        archives.copy_sqlite(context.engine, path)
        return revision
    path.write_bytes(_empty(context.migrations, revision))
    path.chmod(0o600)
    engine = _engine(path)
    try:
        with context.engine.connect() as live:
            source = live.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with database_engine.unchecked_transaction(engine) as target:
                archives.copy_all_rows(source, target)
    finally:
        engine.dispose()
    return revision


@cache
def _empty(migrations: Path, revision: str) -> bytes:
    """Return an SQLite file of a schema without a row; every migration is run for it, so it is made once a process."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        engine = _engine(path)
        try:
            database_engine.migrate_to(engine, migrations, revision)
        finally:
            engine.dispose()
        return path.read_bytes()


def _size(connection: sa.Connection) -> int:
    """Return roughly how many bytes the rows take."""
    if connection.dialect.name == "sqlite":
        pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        return int(connection.scalar(sa.text(pages)) or 0)
    return int(connection.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0)


def _check_database(connection: sa.Connection) -> None:
    """Refuse BACKUP_DAMAGED unless the file is whole and every reference leads somewhere."""
    sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    astray = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if sound != "ok" or astray is not None:
        raise Refusal(Reason.BACKUP_DAMAGED, what=archives.DATABASE)


def _verified(connection: sa.Connection) -> Verification:
    """Check the copy as `flask verify` checks a base, and as `restore` will check it."""
    with Session(connection) as session:
        return verification.verify_records(session)


def _compared(connection: sa.Connection, sums: Mapping[str, FileSum]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the kept files that are not there, and the codes of those whose bytes are not what came in."""
    with Session(connection) as session:
        wanted = list(archives.list_recorded_files(session))
    missing = sorted({each.name for each in wanted if each.name not in sums})
    altered = [each for each in wanted if each.name in sums and sums[each.name].sha256 != each.sha256]
    return tuple(missing), tuple(file_finding_code("file_changed", each) for each in altered)


def _fact(connection: sa.Connection, name: str) -> str:
    with Session(connection) as session:
        return installation.get_installation_fact(session, name) or ""


def _engine(path: Path) -> sa.Engine:
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)), poolclass=sa.pool.NullPool)
    database_engine.prepare_sqlite(engine)
    return engine


@contextmanager
def _opened(path: Path) -> Iterator[sa.Connection]:
    engine = _engine(path)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
