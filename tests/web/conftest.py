"""The whole application over an empty database of either kind, and people who sit before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.databases import an_app
from tracker.core.clock import ManualClock
from tracker.database.engine import db


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
