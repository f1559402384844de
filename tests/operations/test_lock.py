"""One sender, however many are started by mistake; the same with either kind of database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL

from tests.support.waiting import eventually
from tracker.operations.lock import ADVISORY_KEY, AdvisoryLock, ExclusiveLock, acquire_lock, get_database_lock

pytestmark = pytest.mark.both_databases

ROOT = Path(__file__).resolve().parents[2]

# A process that takes the lock, says so on its standard output, and keeps it.
HOLDS = """
import sys, threading, pathlib
from tracker.operations.lock import acquire_lock, get_database_lock
lock = get_database_lock(sys.argv[1], pathlib.Path(sys.argv[2]))
say = lambda who: print("standby", who, flush=True)
acquire_lock(lock, stop=threading.Event(), on_standby=say, poll_seconds=0.05)
print("held", flush=True)
threading.Event().wait(60)
"""


@contextmanager
def another_process(database_url: URL, data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that wants the lock; whatever the test leaves of it is ended afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, database_url.render_as_string(hide_password=False), str(data_dir)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    """Return the next line the process says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture
def lock(database_url: URL, tmp_path: Path) -> Iterator[ExclusiveLock]:
    lock = get_database_lock(database_url, tmp_path)
    yield lock
    lock.release()


def test_a_second_scheduler_stands_by_and_says_for_whom(lock: ExclusiveLock, database_url: URL, tmp_path: Path) -> None:
    with another_process(database_url, tmp_path) as first:
        assert said(first) == "held"
        told: list[str] = []
        stop = threading.Event()

        waiter = threading.Thread(
            target=acquire_lock, args=[lock], kwargs={"stop": stop, "on_standby": told.append, "poll_seconds": 0.05}
        )
        waiter.start()

        assert eventually(lambda: len(told) == 1)
        assert told[0].endswith(f":{first.pid}")
        stop.set()
        waiter.join()
        assert not lock.is_held()


def test_a_killed_scheduler_frees_its_place_at_once(lock: ExclusiveLock, database_url: URL, tmp_path: Path) -> None:
    with another_process(database_url, tmp_path) as first:
        assert said(first) == "held"
        assert not lock.try_acquire()

        first.send_signal(signal.SIGKILL)
        first.wait()

        assert eventually(lock.try_acquire, patience=5)
        assert lock.is_held()


def test_a_paused_scheduler_keeps_its_place(lock: ExclusiveLock, database_url: URL, tmp_path: Path) -> None:
    with another_process(database_url, tmp_path) as first:
        assert said(first) == "held"
        first.send_signal(signal.SIGSTOP)

        assert not eventually(lock.try_acquire, patience=0.5)


def test_of_four_schedulers_one_works_and_each_death_brings_on_the_next(database_url: URL, tmp_path: Path) -> None:
    with (
        another_process(database_url, tmp_path) as first,
        another_process(database_url, tmp_path) as second,
        another_process(database_url, tmp_path) as third,
    ):
        waiting = [first, second, third]
        first_words = {process.pid: said(process) for process in waiting}
        assert sorted(word.split()[0] for word in first_words.values()) == ["held", "standby", "standby"]

        holder = next(process for process in waiting if first_words[process.pid] == "held")
        holder.kill()
        waiting.remove(holder)

        lock = get_database_lock(database_url, tmp_path)
        assert eventually(lambda: any(lock.holder().endswith(f":{process.pid}") for process in waiting))
        assert not lock.try_acquire()


def test_the_lock_can_be_given_back_and_taken_again(lock: ExclusiveLock) -> None:
    assert lock.try_acquire()
    assert lock.try_acquire()
    lock.release()
    assert not lock.is_held()
    assert lock.try_acquire()
    assert lock.is_held()


def test_a_cut_line_to_the_database_loses_the_lock_and_is_noticed(postgres_database: URL) -> None:
    lock = AdvisoryLock(postgres_database)
    assert lock.try_acquire()

    engine = sa.create_engine(postgres_database, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        cut = sa.text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = :key")
        connection.execute(cut, {"key": ADVISORY_KEY})

    assert eventually(lambda: not lock.is_held())
    assert eventually(lock.try_acquire)
    lock.release()


def test_a_data_directory_that_was_replaced_loses_the_lock(tmp_path: Path) -> None:
    lock = get_database_lock("sqlite:///x.db", tmp_path)
    assert lock.try_acquire()

    (tmp_path / "scheduler.lock").unlink()

    assert not lock.is_held()
    lock.release()
