"""Questions to the diary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import Text, cast, func, select, text
from sqlalchemy.orm import Session

from tracker.clock import civil_day
from tracker.ledger import CHAIN_LOCK, LEDGER_HEAD, lock_chain
from tracker.models.event import Event, RequestRecord
from tracker.models.task import Assignment, Task
from tracker.rules.chain import GENESIS, Line
from tracker.rules.history import Entry
from tracker.rules.permissions import Scope
from tracker.store.tasks import readable

STILL_WRITING = dt.timedelta(minutes=1)
"""Longer than any request may take: whoever wrote before that has written."""

SEALED = (
    "assignment_id",
    "sequence",
    "action",
    "state_before",
    "state_after",
    "effective_on",
    "recorded_at",
    "unit_id",
    "due_on",
    "until_on",
    "actor_id",
    "actor_name",
    "acting_for_id",
    "note",
    "document",
    "details",
)


def chain_end(session: Session) -> tuple[str, dt.datetime | None]:
    """Return the hash and the instant of the last line and keep other writers out until this transaction ends."""
    lock_chain(session)
    last = session.execute(select(Event.hash, Event.recorded_at).order_by(Event.id.desc()).limit(1)).first()
    return (last[0], last[1]) if last else (GENESIS, None)


def await_writers(session: Session, known_at: dt.datetime | None, now: dt.datetime) -> None:
    """Before asking what was known at an instant of just now, wait for whoever is writing into the diary.

    Every line that will be written after this is recorded at a later instant, so the answer never changes again. On
    SQLite a writer has the whole file to itself for some milliseconds.
    """
    if known_at is None or known_at < now - STILL_WRITING:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock_shared(:key)"), {"key": CHAIN_LOCK})


def sealed_fields(event: Event) -> Line:
    """Return the fields of a line that its hash seals."""
    return {name: getattr(event, name) for name in SEALED}


def chain(session: Session) -> Iterator[tuple[int, str, str, Line]]:
    """Walk the whole diary in the order in which it was written."""
    sealed = [Event.__table__.c[name] for name in SEALED]
    question = select(Event.id, Event.prev_hash, Event.hash, *sealed).order_by(Event.id)
    for number, prev_hash, own_hash, *values in session.execute(question.execution_options(yield_per=2000)):
        yield number, prev_hash, own_hash, dict(zip(SEALED, values, strict=True))


def end_after(session: Session, lines: int) -> str | None:
    """Return the hash with which the diary ended when it had a number of lines, None when it never had so many."""
    if not lines:
        return GENESIS
    return session.scalar(select(Event.hash).order_by(Event.id).offset(lines - 1).limit(1))


def exported(session: Session) -> Iterator[dict[str, object]]:
    """Walk the whole diary for other programs: every sealed field of a line, its number, and both hashes."""
    for number, prev_hash, own_hash, line in chain(session):
        yield {"id": number, **line, "prev_hash": prev_hash, "hash": own_hash}


def ledger_heads(session: Session, first: int, last: int) -> set[str]:
    """Return the entries of the ledger that lines from one number to another name as the last before them."""
    details = Event.__table__.c.details
    question = select(details).where(Event.id.between(first, last), cast(details, Text).contains(LEDGER_HEAD))
    return {found[LEDGER_HEAD] for found in session.scalars(question) if LEDGER_HEAD in found}


def of_assignment(session: Session, assignment_id: int) -> list[Event]:
    """Return the diary of one assignment, oldest line first."""
    question = select(Event).where(Event.assignment_id == assignment_id).order_by(Event.sequence)
    return list(session.scalars(question))


def readable_after(session: Session, reach: Scope, number: int, limit: int) -> list[Event]:
    """Return the next lines of the diary behind a number, of assignments within reach."""
    question = (
        select(Event)
        .join(Assignment, Assignment.id == Event.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Event.id > number, readable(reach))
        .order_by(Event.id)
        .limit(limit)
    )
    return list(session.scalars(question))


def entry(event: Event) -> Entry:
    """Return a line of the diary as counting sees it."""
    return Entry(
        action=event.action,
        effective_on=event.effective_on,
        recorded_at=event.recorded_at,
        unit_id=event.unit_id,
        due_on=event.due_on,
        until_on=event.until_on,
        occurrence=event.details.get("occurrence"),
        after_hour=bool(event.details.get("after_hour")),
    )


def first_day(session: Session) -> dt.date | None:
    """Return the civil day on which the first line of the event log was recorded, None while there is none."""
    first = session.scalar(select(Event.recorded_at).order_by(Event.id).limit(1))
    return None if first is None else civil_day(first)


def request_is_known(session: Session, request: str) -> bool:
    """Tell whether a form with this request id was already carried out."""
    return session.scalar(select(RequestRecord.id).where(RequestRecord.request == request)) is not None


def length_and_head(session: Session) -> tuple[int, str]:
    """Return how many lines the diary has and the hash of the last: the anchor printed on reports."""
    head = session.scalar(select(Event.hash).order_by(Event.id.desc()).limit(1)) or GENESIS
    return session.scalar(select(func.count()).select_from(Event)) or 0, head
