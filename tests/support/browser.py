"""People before the application: signed in, reading pages, sending forms as a browser sends them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.support.html import Page
from tracker.accounts.models import SignedInSession
from tracker.accounts.sessions import hash_session_token
from tracker.core.clock import SystemClock
from tracker.database.engine import db
from tracker.law.permissions import Actor
from tracker.office.models import Person


@dataclass(slots=True)
class Browser:
    """The browser of one person, or of nobody in particular."""

    client: FlaskClient
    session: Session

    def open(self, address: str) -> TestResponse:
        """Open a page."""
        self.session.rollback()  # the test's own reading must not stand in the way of the application
        return self.client.get(address, buffered=True)

    def form(self, address: str) -> dict[str, Any]:
        """Return what the POST form of a page would send if nothing were typed."""
        return filled_in(self.open(address).text, address)

    def send(self, address: str, fields: dict[str, Any]) -> TestResponse:
        """Send a form."""
        self.session.rollback()
        return self.client.post(address, data=fields, content_type="multipart/form-data")

    def fill_in(self, address: str, **typed: Any) -> TestResponse:
        """Open a page, type into its form, and send it."""
        return self.send(address, self.form(address) | typed)


@dataclass(slots=True)
class Desk:
    """Where people sit down before the application."""

    app: Flask
    session: Session

    def nobody(self) -> Browser:
        """Return a browser in which nobody is signed in."""
        return Browser(self.app.test_client(), self.session)

    def seat(self, actor: Actor) -> Browser:
        """Return a browser in which a person is signed in."""
        person = self.session.get_one(Person, actor.user_id)
        client = self.app.test_client()
        token, now = secrets.token_urlsafe(16), SystemClock().now()
        self.session.add(
            SignedInSession(
                person_id=person.id,
                token_hash=hash_session_token(token),
                epoch=person.epoch,
                began_at=now,
                proven_at=now,
            )
        )
        self.session.commit()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["seen"] = token, int(now.timestamp())
        return Browser(client, self.session)


def filled_in(html: str, action: str) -> dict[str, Any]:
    """Return the fields of the POST form that is sent to `action`, as they stand on the page."""
    page = Page(html)
    fields: dict[str, Any] = {}
    for element in page.all("input", "textarea", "select"):
        forms = [each for each in element.ancestors if each.tag == "form"]
        if not forms or forms[0].get("action") != action or forms[0].get("method") != "post":
            continue
        if element.tag == "textarea":
            fields[element.get("name")] = element.text
        elif element.get("type") not in ("file", "submit", "radio", "checkbox"):
            fields[element.get("name")] = element.get("value")
    return fields


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect what the application says to its database, transactions apart."""
    said: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not re.match(r"(BEGIN|PRAGMA|COMMIT|ROLLBACK)\b", statement):
            said.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield said
    sa.event.remove(engine, "before_cursor_execute", note)
