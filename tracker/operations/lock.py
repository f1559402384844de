"""One sender, however many are started: an exclusive lock that a crash frees and a pause does not.

With SQLite an operating-system lock on a file in the data directory; with PostgreSQL a session advisory lock.
Neither looks at a clock: a time lease would let a second sender in while the first is merely paused,
and both would send.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

ADVISORY_KEY = 0x4343_4843  # «CCHC»; one database is one installation, so one key is enough
STANDBY_SECONDS = 2.0
_KEEPALIVE = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


class ExclusiveLock(Protocol):
    """Held by at most one process at a time."""

    def try_acquire(self) -> bool:
        """Take the lock if nobody holds it; tell whether it is now ours."""
        ...

    def is_held(self) -> bool:
        """Tell whether the lock is still ours: a line to the database may have been cut meanwhile."""
        ...

    def holder(self) -> str:
        """Name the process that holds the lock, as far as it is known."""
        ...

    def release(self) -> None:
        """Give the lock up; harmless when it is not held."""
        ...


def get_database_lock(database_url: str | URL, data_dir: Path) -> ExclusiveLock:
    """Return the lock that goes with a database: all who use the database meet at the same one."""
    url = make_url(database_url)
    if url.get_backend_name() == "postgresql":
        return AdvisoryLock(url)
    return FileLock(data_dir / "scheduler.lock")


def acquire_lock(
    lock: ExclusiveLock,
    *,
    stop: threading.Event,
    on_standby: Callable[[str], None],
    poll_seconds: float = STANDBY_SECONDS,
) -> bool:
    """Wait for the lock; tell whether it was acquired before `stop` was set.

    `on_standby` is called once, with the name of the holder, when somebody else has it.
    """
    if lock.try_acquire():
        return True
    on_standby(lock.holder())
    while not stop.wait(poll_seconds):
        if lock.try_acquire():
            return True
    return False


class FileLock:
    """An exclusive lock on a file; the operating system frees it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def try_acquire(self) -> bool:
        """Take the lock if nobody holds it."""
        if self._file is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+b")
        if not _lock_file(file):
            file.close()
            return False
        file.truncate(0)
        file.write(_own_name().encode("utf-8"))
        file.flush()
        self._file = file
        return True

    def is_held(self) -> bool:
        """Tell whether the lock is still ours and the file still the one that others would open."""
        if self._file is None:
            return False
        try:
            return os.path.samestat(os.fstat(self._file.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

    def holder(self) -> str:
        """Return the name the holder wrote into the file."""
        try:
            return self._path.read_text(encoding="utf-8")
        except OSError:  # not there yet, or locked against reading (Windows)
            return ""

    def release(self) -> None:
        """Close the file, and with it the lock."""
        if self._file is not None:
            self._file.close()
            self._file = None


class AdvisoryLock:
    """A lock of a PostgreSQL session: the server frees it when the connection ends."""

    def __init__(self, url: URL, key: int = ADVISORY_KEY) -> None:
        self._key = key
        self._engine = sa.create_engine(
            url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool, connect_args=_KEEPALIVE
        )
        self._connection: sa.Connection | None = None

    def try_acquire(self) -> bool:
        """Take the lock if nobody holds it; False also while the server is away."""
        if self._connection is not None:
            return self.is_held()
        try:
            connection = self._engine.connect()
        except sa.exc.OperationalError:
            return False
        try:
            connection.execute(sa.text("SELECT set_config('application_name', :name, false)"), {"name": _own_name()})
            taken = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(self._key)))
        except sa.exc.DBAPIError:
            taken = False
        if taken:
            self._connection = connection
        else:
            connection.close()
        return bool(taken)

    def is_held(self) -> bool:
        """Ask the server; a cut line means the lock is lost."""
        if self._connection is None:
            return False
        try:
            held = self._connection.scalar(sa.text(_OURS), {"key": self._key})
        except sa.exc.DBAPIError:
            held = False
        if not held:
            self.release()
        return bool(held)

    def holder(self) -> str:
        """Return the name the holder gave to its connection."""
        try:
            with self._engine.connect() as connection:
                return connection.scalar(sa.text(_HOLDER), {"key": self._key}) or ""
        except sa.exc.DBAPIError:
            return ""

    def release(self) -> None:
        """End the session, and with it the lock."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except sa.exc.DBAPIError:
                connection.invalidate()


_ADVISORY = "locktype = 'advisory' AND classid = 0 AND objid = :key AND granted"
_OURS = f"SELECT count(*) = 1 FROM pg_locks WHERE {_ADVISORY} AND pid = pg_backend_pid()"
_HOLDER = (
    f"SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE {_ADVISORY}"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _own_name() -> str:
    """Return what a colleague would need to find this process: machine and process id."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


if sys.platform == "win32":
    import msvcrt

    def _lock_file(file: IO[bytes]) -> bool:
        """Lock the byte far behind the text, so that the name stays readable to others."""
        file.seek(1 << 20)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock_file(file: IO[bytes]) -> bool:
        """Lock the whole file, for this process only."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
