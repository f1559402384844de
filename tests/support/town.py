"""The town on the evening of 10/11/2021: the whole application over a copy of the loaded year."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.browser import filled_in
from tests.support.databases import an_app, sqlite_address
from tests.support.year2021 import loaded_for
from tracker.core.clock import ManualClock
from tracker.demo import command
from tracker.demo.people import PASSWORD

SIGN_IN = "/dang-nhap"


def evening_of_2021(factory: pytest.TempPathFactory, folder: Path) -> Flask:
    """Return the demonstration as a visitor finds it, in `folder`; its clock stands still."""
    return demonstration(loaded_for(factory), folder)


def demonstration(year: Path, folder: Path) -> Flask:
    """Return the application over a copy of a loaded year, kept in `folder`."""
    copy = folder / "tracker.db"
    shutil.copyfile(year, copy)
    app = an_app(sqlite_address(copy), DATA_DIR=folder, ENVIRONMENT="demo")
    app.extensions["clock"] = ManualClock(command.TOWN_DEMO_ENDS_AT)
    return app


def signed_in(app: Flask, login: str) -> FlaskClient:
    """Return the browser of somebody who has just signed in."""
    client = app.test_client()
    form = filled_in(client.get(SIGN_IN).text, SIGN_IN)
    answer = client.post(SIGN_IN, data=form | {"login": login, "password": PASSWORD})
    assert answer.status_code == 302, f"{login} could not sign in"
    return client
