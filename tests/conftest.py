"""What every test may ask for: an empty database of either kind, and a clock moved by hand."""

from __future__ import annotations

import datetime as dt
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support import depth
from tests.support.browser import Desk
from tests.support.databases import ENGINES, an_app, create_tables, emptied, fresh_copy, sqlite_address
from tests.support.network import only_this_machine
from tests.support.paid_once import paid_once
from tests.support.postgres import database_on, postgres_server
from tracker.core.clock import ManualClock, local_instant
from tracker.database import engine as database_engine
from tracker.database.engine import db

MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3

depth.load_settings()


def pytest_configure() -> None:
    """Keep what tests write in memory where there is room, so that none of them waits for a disk."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Keep what is run at this depth."""
    config.stash[depth.COLLECTED] = list(items)
    yield
    depth.choose(config, items)


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays for the whole run, and look at the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 20, 10)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a parallel process tell the main one what it did not run."""
    if depth.LEFT in session.config.stash and hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left"] = session.config.stash[depth.LEFT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a parallel process did not run; all of them collect the same."""
    if "left" in (told := getattr(node, "workeroutput", {})):
        node.config.stash[depth.LEFT] = tuple(told["left"])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say at the end what was left to another run."""
    left, fewer = config.stash.get(depth.LEFT, (0, 0))
    if left or fewer:
        terminalreporter.write_line(depth.sentence(left, fewer))


@pytest.fixture(scope="session", autouse=True)
def _only_this_machine() -> Iterator[None]:
    with only_this_machine():
        yield


@pytest.fixture(scope="session", autouse=True)
def _paid_once() -> Iterator[None]:
    with paid_once():
        yield


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that stands at the cut-off of the 2021 report, 10/11/2021, at eight in the morning."""
    return ManualClock(local_instant(dt.date(2021, 11, 10), 8).astimezone(dt.UTC))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file that holds the tables and no rows."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    create_tables(sqlite_address(path))
    return path


@pytest.fixture(scope="session")
def postgres_database(testrun_uid: str, worker_id: str) -> Iterator[URL]:
    """Yield this test process's own PostgreSQL database, tables created."""
    with postgres_server(testrun_uid[:12]) as server, database_on(server, f"tracker_{worker_id}") as address:
        create_tables(address)
        yield address


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """Yield the address of an empty database; the test runs once for each kind."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        with fresh_copy(template, tmp_path / "tracker.db") as address:
            yield address
    else:
        with emptied(request.getfixturevalue("postgres_database")) as address:
            yield address


@pytest.fixture
def engine(database_url: URL) -> Iterator[sa.Engine]:
    """Yield an engine over the empty database."""
    engine = sa.create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: sa.Engine) -> Iterator[Session]:
    """Yield a session as the program opens one, over the empty database."""
    database_engine.prepare_sqlite(engine)
    with Session(engine) as session:
        yield session


@pytest.fixture
def app(database_url: URL, clock: ManualClock, tmp_path: Path) -> Iterator[Flask]:
    """Yield the application as `create_app` makes it, its clock moved by hand."""
    app = an_app(database_url, DATA_DIR=tmp_path)
    app.extensions["clock"] = clock
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def desk(app: Flask, session: Session) -> Desk:
    """Return the desk at which people sit down before the application."""
    return Desk(app, session)
