"""A PostgreSQL whose processes stand still: who waits for a page is told in time, and work goes on when it goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL

from config import _engine_options
from tests.support.postgres import standing_still, stoppable_server
from tracker.database import engine as database_engine
from tracker.database.engine import QUERY_TIMEOUT_SECONDS


@pytest.fixture(scope="module")
def address() -> Iterator[URL]:
    with stoppable_server() as found:
        yield found


@contextmanager
def an_engine(address: URL) -> Iterator[sa.Engine]:
    options = _engine_options(address.render_as_string(hide_password=False), "production")
    engine = sa.create_engine(address, **options)
    database_engine.prepare_postgresql(engine)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    before = QUERY_TIMEOUT_SECONDS.set(seconds)
    try:
        yield
    finally:
        QUERY_TIMEOUT_SECONDS.reset(before)


def test_a_statement_under_way_is_given_up_and_the_next_one_works(address: URL) -> None:
    with an_engine(address) as engine, patience(1.0):
        with engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
            with standing_still(), pytest.raises(sa.exc.OperationalError, match="no answer") as given_up:
                connection.execute(sa.text("SELECT 2"))
        with engine.connect() as connection:
            again = connection.execute(sa.text("SELECT 3")).scalar_one()

    assert given_up.value.connection_invalidated
    assert again == 3


def test_a_connection_put_aside_and_a_new_one_are_given_up(address: URL) -> None:
    with an_engine(address) as engine, patience(12.0):
        with engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
        begun = time.monotonic()
        with standing_still(), pytest.raises(sa.exc.OperationalError), engine.connect():
            pass
        seconds = time.monotonic() - begun

    assert seconds < 12.0


def test_the_server_ends_what_a_page_asked_and_lets_commands_take_their_time(address: URL) -> None:
    with an_engine(address) as engine, engine.connect() as connection:
        of_commands = connection.execute(sa.text("SHOW statement_timeout")).scalar_one()
    with an_engine(address) as engine, patience(12.0), engine.connect() as connection:
        of_pages = connection.execute(sa.text("SHOW statement_timeout")).scalar_one()

    assert (of_commands, of_pages) == ("0", "12500ms")


def test_a_command_waits_as_long_as_it_takes(address: URL) -> None:
    with an_engine(address) as engine, engine.connect() as connection:
        assert isinstance(connection.connection.dbapi_connection, psycopg.Connection)
        assert connection.execute(sa.text("SELECT pg_sleep(0.2)")).rowcount == 1
