"""The database engine: the unbound Flask-SQLAlchemy object, which kind, which version, which schema.

PostgreSQL that does not answer: a page waits for it for a while only, whatever the network and the server do.

A server whose processes stand still goes on taking connections and acknowledging packets: no setting of the network
notices it. So the driver itself gives up waiting. Commands and the scheduler wait as long as their work takes.

The schema of a database that is not the one the program is running on: copies, and targets of a restore.

SQLite made safe: real transactions, full sync, foreign keys, and a journal mode its version can be trusted with.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from tracker.database.base import Base
from tracker.database.unit_of_work import SQLITE_BEGIN

db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)

_COUNTER = 24
"""Where the change counter stands in the head of an SQLite file (its file format, 1.3.7)."""

_SNAPSHOT = sa.text("SELECT CAST(pg_current_snapshot() AS text)")
MOUNTS = Path("/proc/self/mounts")
NETWORK_DRIVES = frozenset(
    "nfs nfs4 cifs smb3 smbfs ncpfs afs 9p ceph fuse.sshfs fuse.glusterfs fuse.s3fs lustre ocfs2 gfs2".split()
)


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """Kind and version of the database; `journal_mode` for SQLite alone."""

    kind: str
    version: str
    journal_mode: str = ""


def get_database_facts(session: Session) -> DatabaseFacts:
    """Return what database answers."""
    kind = session.get_bind().dialect.name
    if kind == "sqlite":
        version = session.scalar(sa.select(sa.func.sqlite_version())) or ""
        return DatabaseFacts("SQLite", version, str(session.scalar(sa.text("PRAGMA journal_mode")) or ""))
    return DatabaseFacts("PostgreSQL", str(session.scalar(sa.text("SHOW server_version")) or ""))


def readers_stop_writers(session: Session) -> bool:
    """Tell whether nobody can commit while somebody reads: SQLite with a rollback journal."""
    bind = session.get_bind()
    file = sa.inspect(bind).engine.url.database
    return bind.dialect.name == "sqlite" and not (file and Path(f"{file}-wal").exists())


def get_change_mark(session: Session) -> str | None:
    """Return a mark that is the same only while what can be read is the same; None where there is none.

    PostgreSQL: the snapshot, which says whose work is seen. SQLite: the counter in the head of its file, which every
    commit moves on; not in WAL mode, where commits go elsewhere first.
    """
    bind = session.get_bind()
    if bind.dialect.name == "postgresql":
        return str(session.connection().execute(_SNAPSHOT).scalar_one())
    file = sa.inspect(bind).engine.url.database
    if not file or Path(f"{file}-wal").exists():
        return None
    try:
        with Path(file).open("rb") as head:
            head.seek(_COUNTER)
            return head.read(4).hex()
    except OSError:
        return None


def find_network_drive(path: Path, mounts: Path = MOUNTS) -> str | None:
    """Return the kind of the network drive on which a path lies, None for a disk of this machine or where nobody tells.

    SQLite's locks do not hold over such drives: two hosts that write at once break the file.
    """
    if not mounts.is_file():
        return None
    wanted, found = path.resolve(), (Path("/"), "")
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, place, kind, *_ = line.split(" ")
        mounted = Path(place.replace("\\040", " "))
        if wanted.is_relative_to(mounted) and len(mounted.parts) >= len(found[0].parts):
            found = mounted, kind
    return found[1] if found[1] in NETWORK_DRIVES else None


def schema_revision(session: Session) -> str | None:
    """Return the migration the database stands at, None when it has no tables yet."""
    return MigrationContext.configure(session.connection()).get_current_revision()


@cache
def newest_revision(migrations: Path) -> str | None:
    """Return the newest migration that this version of the program brings."""
    return ScriptDirectory(str(migrations)).get_current_head()


QUERY_TIMEOUT_SECONDS: ContextVar[float | None] = ContextVar("answer_seconds", default=None)
"""How long this thread waits for the answer to one statement; None: as long as it takes."""
OF_A_PAGE = 12.8
"""Seconds for a statement of a page: longer than it may wait for a lock, and within the 16 seconds promised."""
OF_A_SIGN_OF_LIFE = 2.5
"""Seconds for the question whether a connection that was put aside is still good."""
STATEMENT_MILLISECONDS = 12_500
"""After which the server itself ends a statement of a page."""


def prepare_postgresql(engine: Engine) -> None:
    """Let connections of an engine give up waiting; does nothing for other databases."""
    if engine.dialect.name != "postgresql":
        return
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "checkin", _put_aside)
    event.listen(engine, "checkout", _take_up)


def _connect(dialect: Any, record: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    """Connect; what is connected for a page has its statements ended by the server too."""
    if QUERY_TIMEOUT_SECONDS.get() is not None:
        limit = f"-c statement_timeout={STATEMENT_MILLISECONDS}"
        named = named | {"options": f"{named.get('options', '')} {limit}".strip()}
    return _impatient().connect(*arguments, **named)


def _put_aside(connection: Any, record: Any) -> None:
    if connection is not None:
        connection.rested = True


def _take_up(connection: Any, record: Any, proxy: Any) -> None:
    connection.rested = False


@cache
def _impatient() -> Any:
    """Return the class of connections that give up; the driver is installed only where PostgreSQL is used."""
    import psycopg

    class ImpatientConnection(psycopg.Connection[Any]):
        """A connection that closes itself when no answer comes in time."""

        rested = False

        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            """Wait for an answer; raises `OperationalError` when the time of this thread is up."""
            own = QUERY_TIMEOUT_SECONDS.get()
            if timeout is not None or own is None:
                return super().wait(gen, interval, timeout)
            limit = min(own, OF_A_SIGN_OF_LIFE) if self.rested else own
            try:
                return super().wait(gen, interval, limit)
            except psycopg.errors._WaitTimeout as late:
                self.pgconn.finish()
                raise psycopg.OperationalError(f"no answer within {limit} seconds") from late

    return ImpatientConnection


ENGINE = "engine"
"""Under this name `migrations/env.py` finds the database it is to work on."""


def migrate_to(engine: sa.Engine, migrations: Path, revision: str) -> None:
    """Bring a database up to a revision, `head` for the newest; raises `CommandError` for one nobody knows."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes[ENGINE] = engine
    command.upgrade(config, revision)


def get_revision(connection: sa.Connection) -> str | None:
    """Return the revision a database stands at, None when it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


BUSY_MILLISECONDS = 14_000
"""Whoever waits longer is told so (503), within the 16 seconds that were promised."""


def prepare_sqlite(engine: Engine) -> None:
    """Set up every connection of an engine; does nothing for other databases."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


@contextmanager
def skip_disk_sync(engine: Engine) -> Iterator[None]:
    """Let an SQLite engine skip waiting for the disk, for data that can simply be loaded again."""
    if engine.dialect.name != "sqlite":
        yield
        return
    engine.dispose()
    event.listen(engine, "connect", _hurry)
    try:
        yield
    finally:
        event.remove(engine, "connect", _hurry)
        engine.dispose()


@contextmanager
def unchecked_transaction(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that does not look at references and is kept when the block ends well: filling a copy."""
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None  # just connected
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def journal_mode(version: tuple[int, ...]) -> str:
    """Return WAL only for library versions that hold the fix for its checkpoint race, DELETE for all others."""
    fixed = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "WAL" if fixed else "DELETE"


def _on_connect(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver would say it too late
    cursor = connection.cursor()
    for name, value in (
        ("busy_timeout", BUSY_MILLISECONDS),
        ("journal_mode", journal_mode(sqlite3.sqlite_version_info)),
        ("synchronous", "FULL"),
        ("foreign_keys", "ON"),
        ("recursive_triggers", "ON"),
        ("trusted_schema", "OFF"),
    ):
        cursor.execute(f"PRAGMA {name}={value}")
    cursor.close()


def _hurry(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA journal_mode=MEMORY")


def _on_begin(connection: Connection) -> None:
    how = connection.get_execution_options().get(SQLITE_BEGIN, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {how}")
