"""What every test may ask for: an empty database of either kind, and a clock moved by hand."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.databases import ENGINES, create_tables, emptied, fresh_copy, sqlite_address
from tests.support.network import only_this_machine
from tests.support.postgres import database_on, postgres_server
from tracker.core.clock import ManualClock, local_instant
from tracker.database import engine as database_engine

settings.register_profile("fast", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("deep", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("TRACKER_TEST_DEPTH", "fast"))


@pytest.fixture(scope="session", autouse=True)
def _only_this_machine() -> Iterator[None]:
    with only_this_machine():
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
