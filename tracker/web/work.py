"""The two ways a page touches the database: reading, which never commits, and writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request
from sqlalchemy import exists, select

from tracker.extensions import db
from tracker.models.person import Person
from tracker.rules.refusals import Reason, Refusal
from tracker.transaction import Work, unit_of_work
from tracker.web import clockwork
from tracker.web.session import current_actor


def reading() -> Work:
    """Return the work of a page that only looks."""
    return Work(session=db.session(), actor=current_actor(), now=clockwork.now())


@contextmanager
def writing(request_id: str | None = None) -> Iterator[Work]:
    """Open the unit of work of a page that changes something; raises inside a GET.

    A form that was already carried out (a double click, a page sent again) changes nothing and ends well.
    """
    if request.method in ("GET", "HEAD"):
        raise RuntimeError("a GET may not change anything")
    try:
        with unit_of_work(db.session(), current_actor(), clockwork.clock(), request_id=request_id) as work:
            yield work
    except Refusal as refusal:
        if refusal.reason is not Reason.REQUEST_REUSED:
            raise


def nobody_yet() -> bool:
    """Tell whether no account exists: the installation waits for its administrator."""
    return not db.session.scalar(select(exists().where(Person.id.is_not(None))))
