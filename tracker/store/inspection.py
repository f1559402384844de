"""What the doctor asks of the database: references that lead nowhere, files that rows speak of, people unreachable."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.models.document import Document
from tracker.models.import_batch import ImportBatch, ImportDetail
from tracker.models.indicator import IndicatorEntry
from tracker.models.person import Membership, Person
from tracker.models.report import ReportTemplate
from tracker.models.submission import Evidence
from tracker.rules.permissions import Role
from tracker.store.files import EVIDENCE, IMPORTS
from tracker.store.people import holds_on


def references_astray(session: Session) -> list[str]:
    """Return the tables whose rows refer to rows that are not there (SQLite; PostgreSQL never lets it come to that)."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    return sorted({row[0] for row in session.execute(sa.text("PRAGMA foreign_key_check"))})


def is_sound(session: Session) -> bool:
    """Tell whether the pages of an SQLite file hang together; PostgreSQL looks after its own."""
    if session.get_bind().dialect.name != "sqlite":
        return True
    return bool(session.scalar(sa.text("PRAGMA quick_check")) == "ok")


def sync_of_writes(session: Session) -> bool:
    """Tell whether a commit is on disk when the database says so."""
    if session.get_bind().dialect.name == "sqlite":
        return int(session.scalar(sa.text("PRAGMA synchronous")) or 0) >= 2
    settings = [session.scalar(sa.text(f"SHOW {name}")) for name in ("fsync", "synchronous_commit")]
    return bool(settings[0] == "on" and settings[1] != "off")


def files_for_good(session: Session) -> dict[str, int | None]:
    """Return the files that rows speak of and that must be there, with the size a row gives."""
    found: dict[str, int | None] = {}
    for stored, size in session.execute(sa.select(Evidence.stored_name, Evidence.size)):
        found[f"{EVIDENCE}/{stored}"] = size
    for name in session.scalars(sa.select(Document.stored_name).where(Document.stored_name.is_not(None))):
        found.setdefault(f"{EVIDENCE}/{name}", None)
    kept = sa.select(IndicatorEntry.stored_name, IndicatorEntry.size).distinct()
    for name, bytes_of_it in session.execute(kept.where(IndicatorEntry.stored_name.is_not(None))):
        found[f"{EVIDENCE}/{name}"] = bytes_of_it
    for name in session.scalars(sa.select(ReportTemplate.stored_name)):
        found.setdefault(f"{EVIDENCE}/{name}", None)
    return found


def files_of_imports(session: Session) -> set[str]:
    """Return the files of imports that rows speak of."""
    names = [*session.scalars(sa.select(ImportBatch.stored_name))]
    names += session.scalars(sa.select(ImportDetail.stored_name))
    return {f"{IMPORTS}/{name}" for name in names}


def people_without_address(session: Session, day: dt.date) -> int:
    """Return how many people hold a post on a civil day, may sign in, and cannot be written to."""
    question = (
        sa.select(sa.func.count(sa.distinct(Person.id)))
        .join(Membership, Membership.person_id == Person.id)
        .where(holds_on(day), Person.active, sa.or_(Person.email.is_(None), Person.email == ""))
    )
    return session.scalar(question) or 0


def administrators(session: Session, day: dt.date) -> int:
    """Return how many people with an open account administer on a civil day."""
    question = (
        sa.select(sa.func.count(sa.distinct(Person.id)))
        .join(Membership, Membership.person_id == Person.id)
        .where(holds_on(day), Person.active, Membership.role == Role.ADMINISTRATOR)
    )
    return session.scalar(question) or 0


def database_clock(session: Session) -> dt.datetime | None:
    """Return what a database server's own clock shows; None for SQLite, which has the machine's."""
    if session.get_bind().dialect.name == "sqlite":
        return None
    shown: dt.datetime | None = session.scalar(sa.text("SELECT clock_timestamp()"))
    return shown
