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
from tracker import ROOT
from tracker.clock import HandClock
from tracker.extensions import db
from tracker.models.base import Base
from tracker.models.event import Event
from tracker.rules.permissions import Role
from tracker.services import tasks
from tracker.store.words import PREFIX
from tracker.transaction import unit_of_work

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
    return {name for name in sa.inspect(db.engine).get_table_names() if not name.startswith(PREFIX)}


def a_town(session: Session, clock: HandClock) -> None:
    """Let a ward accept one directive."""
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    [assignment] = a_directive(session, ward)
    number = assignment.id
    with unit_of_work(session, official, clock) as work:
        tasks.accept(work, number)


def test_up_down_and_up_again_with_a_town_in_between(app: Flask, clock: HandClock) -> None:
    everything = {*Base.metadata.tables, "alembic_version"}

    for _ in range(2):
        upgrade(directory=folder(app))
        assert tables() == everything
        a_town(db.session(), clock)
        assert db.session.query(Event).count() == 2
        db.session.remove()
        downgrade(directory=folder(app), revision="base")
        assert tables() == {"alembic_version"}


def test_each_step_can_be_taken_back_with_a_town_in_place(app: Flask, clock: HandClock) -> None:
    upgrade(directory=folder(app))
    a_town(db.session(), clock)
    lines = db.session.scalars(sa.select(Event.hash).order_by(Event.id)).all()
    db.session.remove()

    downgrade(directory=folder(app), revision="0001")
    upgrade(directory=folder(app))

    assert db.session.scalars(sa.select(Event.hash).order_by(Event.id)).all() == lines


def test_there_is_one_newest_schema_and_it_is_pinned() -> None:
    """Two branches that each add a step meet in `migrations/head.txt` before they meet in a database."""
    scripts = ScriptDirectory(str(ROOT / "migrations"))

    assert scripts.get_heads() == (ROOT / "migrations" / "head.txt").read_text().split()


def test_head_is_where_the_models_are(app: Flask) -> None:
    upgrade(directory=folder(app))

    check(directory=folder(app))


def test_the_database_accepts_every_word_that_the_models_know(app: Flask) -> None:
    """Comparing with the models leaves the words of a CHECK aside; a missing one would show only in an office."""
    upgrade(directory=folder(app))
    inspector = sa.inspect(db.engine)
    missing = []
    for name, table in Base.metadata.tables.items():
        checks = {str(check["name"]): check["sqltext"] for check in inspector.get_check_constraints(name)}
        for column in table.columns:
            if isinstance(column.type, sa.Enum):
                text = checks.get(f"ck_{name}_{column.type.name}", "")
                missing += [
                    f"{name}.{column.name}: {word}" for word in column.type.enums if f"'{word}'" not in text
                ]

    assert missing == []
