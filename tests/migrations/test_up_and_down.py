"""The schema goes up, down to nothing and up again, with a town in between, and ends where the models are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tests.support.databases import ENGINES, an_app, sqlite_address
from tests.support.postgres import database_on
from tracker import PROJECT_ROOT
from tracker.core.clock import ManualClock
from tracker.database.base import Base
from tracker.database.engine import db
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.tasks.actions import completion
from tracker.tasks.events import TaskEvent
from tracker.tasks.search import SEARCH_TABLE_PREFIX

pytestmark = pytest.mark.both_databases


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """Yield the address of a database in which nothing was ever made."""
    if request.param == "sqlite":
        yield sqlite_address(tmp_path / "new.db")
        return
    server: URL = request.getfixturevalue("postgres_database")
    with database_on(server.set(database="postgres"), f"{server.database}_new") as found:
        yield found


@pytest.fixture
def app(address: URL) -> Iterator[Flask]:
    """Yield the application inside its context, as `flask init` runs."""
    app = an_app(address)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def folder(app: Flask) -> str:
    """Return where the migrations are."""
    return str(app.extensions["migrate"].directory)


def tables() -> set[str]:
    """Return the tables there are, those of the words apart."""
    return {name for name in sa.inspect(db.engine).get_table_names() if not name.startswith(SEARCH_TABLE_PREFIX)}


def a_town(session: Session, clock: ManualClock) -> None:
    """Let a ward accept one directive."""
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    [assignment] = a_directive(session, ward)
    number = assignment.id
    with unit_of_work(session, official, clock) as work:
        completion.accept_assignment(work, number)


def test_up_down_and_up_again_with_a_town_in_between(app: Flask, clock: ManualClock) -> None:
    everything = {*Base.metadata.tables, "alembic_version"}

    for _ in range(2):
        upgrade(directory=folder(app))
        assert tables() == everything
        a_town(db.session(), clock)
        assert db.session.query(TaskEvent).count() == 2
        db.session.remove()
        downgrade(directory=folder(app), revision="base")
        assert tables() == {"alembic_version"}


def test_each_step_can_be_taken_back_with_a_town_in_place(app: Flask, clock: ManualClock) -> None:
    upgrade(directory=folder(app))
    a_town(db.session(), clock)
    lines = db.session.scalars(sa.select(TaskEvent.hash).order_by(TaskEvent.id)).all()
    db.session.remove()

    downgrade(directory=folder(app), revision="0001")
    upgrade(directory=folder(app))

    assert db.session.scalars(sa.select(TaskEvent.hash).order_by(TaskEvent.id)).all() == lines


def test_there_is_one_newest_schema_and_it_is_pinned() -> None:
    """Two branches that each add a step meet in `migrations/head.txt` before they meet in a database."""
    scripts = ScriptDirectory(str(PROJECT_ROOT / "migrations"))

    assert scripts.get_heads() == (PROJECT_ROOT / "migrations" / "head.txt").read_text().split()


def test_head_is_where_the_models_are(app: Flask) -> None:
    upgrade(directory=folder(app))

    check(directory=folder(app))


def test_the_database_accepts_every_word_that_the_models_know(app: Flask) -> None:
    """Comparing with the models leaves the words of a CHECK aside; a missing one would show only in an office.

    Actions and cuts have no CHECK, so that a new one needs no migration: the program itself refuses what it does not
    know.
    """
    upgrade(directory=folder(app))
    inspector = sa.inspect(db.engine)
    missing = []
    for name, table in Base.metadata.tables.items():
        checks = {str(check["name"]): check["sqltext"] for check in inspector.get_check_constraints(name)}
        for column in table.columns:
            if isinstance(column.type, sa.Enum) and column.type.create_constraint:
                text = checks.get(f"ck_{name}_{column.type.name}", "")
                missing += [f"{name}.{column.name}: {word}" for word in column.type.enums if f"'{word}'" not in text]

    assert missing == []
    unchecked = [
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Enum) and not column.type.create_constraint
    ]
    assert {str(column) for column in unchecked} == {"event.action", "figure_subscription.cut"}
