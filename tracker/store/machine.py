"""The database looked at as a machine: which kind, which version, which schema."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

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


def database_facts(session: Session) -> DatabaseFacts:
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


def change_mark(session: Session) -> str | None:
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


def network_drive(path: Path, mounts: Path = MOUNTS) -> str | None:
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
