"""The event log: every change of an assignment is appended here, checked, written down and counted.

Questions to the event log.

Who had an assignment open on a civil day, as known at an instant.

The dated intervals behind all counts, kept equal to the replay of the event log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select, text
from sqlalchemy.orm import Session

from tracker.core.clock import civil_day
from tracker.core.labels import acting_name
from tracker.core.refusals import Reason, Refusal
from tracker.database import ledger
from tracker.database.ledger import CHAIN_LOCK, LEDGER_HEAD, lock_chain
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.hash_chain import GENESIS, EventRow, hash_event_line
from tracker.law.lifecycle import STATES_OUTSIDE_TOTAL, Action, AssignmentState, get_lifecycle_step
from tracker.law.permissions import Origin, Scope, acting_for, decides_for_own_unit
from tracker.law.replay import HistoryEntry, replay_history
from tracker.law.timing import StatusInterval
from tracker.tasks import notices
from tracker.tasks.events import FAR_DAY, FAR_INSTANT, AssigneeInterval, RequestRecord, StatusIntervalRow, TaskEvent
from tracker.tasks.models import Assignment, AssignmentRole, Task
from tracker.tasks.queries import readable_condition

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


def lock_chain_end(session: Session) -> tuple[str, dt.datetime | None]:
    """Return the hash and the instant of the last line and keep other writers out until this transaction ends."""
    lock_chain(session)
    last = session.execute(select(TaskEvent.hash, TaskEvent.recorded_at).order_by(TaskEvent.id.desc()).limit(1)).first()
    return (last[0], last[1]) if last else (GENESIS, None)


def await_writers(session: Session, known_at: dt.datetime | None, now: dt.datetime) -> None:
    """Before asking what was known at an instant of just now, wait for whoever is writing into the event log.

    Every line that will be written after this is recorded at a later instant, so the answer never changes again. On
    SQLite a writer has the whole file to itself for some milliseconds.
    """
    if known_at is None or known_at < now - STILL_WRITING:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock_shared(:key)"), {"key": CHAIN_LOCK})


def get_hashed_fields(event: TaskEvent) -> EventRow:
    """Return the fields of a line that its hash seals."""
    return {name: getattr(event, name) for name in SEALED}


def walk_event_chain(session: Session) -> Iterator[tuple[int, str, str, EventRow]]:
    """Walk the whole event log in the order in which it was written."""
    sealed = [TaskEvent.__table__.c[name] for name in SEALED]
    question = select(TaskEvent.id, TaskEvent.prev_hash, TaskEvent.hash, *sealed).order_by(TaskEvent.id)
    for number, prev_hash, own_hash, *values in session.execute(question.execution_options(yield_per=2000)):
        yield number, prev_hash, own_hash, dict(zip(SEALED, values, strict=True))


def get_hash_after(session: Session, lines: int) -> str | None:
    """Return the hash with which the event log ended when it had a number of lines, None when it never had so many."""
    if not lines:
        return GENESIS
    return session.scalar(select(TaskEvent.hash).order_by(TaskEvent.id).offset(lines - 1).limit(1))


def walk_exported_events(session: Session) -> Iterator[dict[str, object]]:
    """Walk the whole event log for other programs: every sealed field of a line, its number, and both hashes."""
    for number, prev_hash, own_hash, line in walk_event_chain(session):
        yield {"id": number, **line, "prev_hash": prev_hash, "hash": own_hash}


def ledger_heads(session: Session, first: int, last: int) -> set[str]:
    """Return the entries of the ledger that lines from one number to another name as the last before them."""
    details = TaskEvent.__table__.c.details
    question = select(details).where(TaskEvent.id.between(first, last), cast(details, Text).contains(LEDGER_HEAD))
    return {found[LEDGER_HEAD] for found in session.scalars(question) if LEDGER_HEAD in found}


def list_assignment_events(session: Session, assignment_id: int) -> list[TaskEvent]:
    """Return the event log of one assignment, oldest line first."""
    question = select(TaskEvent).where(TaskEvent.assignment_id == assignment_id).order_by(TaskEvent.sequence)
    return list(session.scalars(question))


def list_events_after(session: Session, reach: Scope, number: int, limit: int) -> list[TaskEvent]:
    """Return the next events behind a number, of assignments within reach."""
    question = (
        select(TaskEvent)
        .join(Assignment, Assignment.id == TaskEvent.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(TaskEvent.id > number, readable_condition(reach))
        .order_by(TaskEvent.id)
        .limit(limit)
    )
    return list(session.scalars(question))


def to_history_entry(event: TaskEvent) -> HistoryEntry:
    """Return an event as counting sees it."""
    return HistoryEntry(
        action=event.action,
        effective_on=event.effective_on,
        recorded_at=event.recorded_at,
        unit_id=event.unit_id,
        due_on=event.due_on,
        until_on=event.until_on,
        occurrence=event.details.get("occurrence"),
        after_hour=bool(event.details.get("after_hour")),
    )


def get_first_event_day(session: Session) -> dt.date | None:
    """Return the civil day on which the first line of the event log was recorded, None while there is none."""
    first = session.scalar(select(TaskEvent.recorded_at).order_by(TaskEvent.id).limit(1))
    return None if first is None else civil_day(first)


def request_is_known(session: Session, request: str) -> bool:
    """Tell whether a form with this request id was already carried out."""
    return session.scalar(select(RequestRecord.id).where(RequestRecord.request == request)) is not None


def get_log_anchor(session: Session) -> tuple[int, str]:
    """Return how many lines the event log has and the hash of the last: the anchor printed on reports."""
    head = session.scalar(select(TaskEvent.hash).order_by(TaskEvent.id.desc()).limit(1)) or GENESIS
    return session.scalar(select(func.count()).select_from(TaskEvent)) or 0, head


def save_assignee_interval(session: Session, assignment: Assignment, *, day: dt.date, now: dt.datetime) -> None:
    """Make who has an assignment open known from a civil day on, once it changed."""
    question = select(AssigneeInterval).where(
        AssigneeInterval.assignment_id == assignment.id, AssigneeInterval.until_on == FAR_DAY
    )
    held = session.scalar(question)
    if (held.person_id if held else None) == assignment.person_id:
        return
    if held is not None:
        held.until_on = max(day, held.from_on)
        held.known_until = now
    if assignment.person_id is not None:
        session.add(
            AssigneeInterval(
                assignment_id=assignment.id,
                person_id=assignment.person_id,
                from_on=day,
                until_on=FAR_DAY,
                known_from=now,
                known_until=FAR_INSTANT,
            )
        )


def assignee_on_day(day: dt.date, known_at: dt.datetime | None) -> ColumnElement[bool]:
    """Return the WHERE that keeps what was held on a civil day; at most one row of an assignment is."""
    if known_at is None:
        return and_(AssigneeInterval.from_on <= day, AssigneeInterval.until_on > day)
    return and_(
        AssigneeInterval.from_on <= day,
        AssigneeInterval.known_from <= known_at,
        or_(AssigneeInterval.until_on > day, AssigneeInterval.known_until > known_at),
    )


def save_status_intervals(
    session: Session, assignment: Assignment, origin: Origin, intervals: Iterable[StatusInterval], *, now: dt.datetime
) -> None:
    """Make `intervals` what is known of an assignment from the instant `now` on.

    What was known before stays on record up to `now`, so that a figure of an earlier instant can be asked again.
    """
    wanted = set(intervals)
    for row in list_current_intervals(session, assignment.id):
        if to_status_interval(row) in wanted:
            wanted.discard(to_status_interval(row))
        elif row.known_from >= now:
            session.delete(row)
        else:
            row.known_until = now
    for interval in sorted(wanted, key=lambda each: each.from_on):
        session.add(
            StatusIntervalRow(
                assignment_id=assignment.id,
                task_id=assignment.task_id,
                origin=origin,
                unit_id=interval.unit_id,
                from_on=interval.from_on,
                until_on=interval.until_on or FAR_DAY,
                known_from=now,
                known_until=FAR_INSTANT,
                day_state=interval.day_state,
                due_on=interval.due_on,
                judged_due_on=interval.judged_due_on,
                done_on=interval.done_on,
                first_due_on=interval.first_due_on,
                left_on=interval.left_on,
                after_hour=interval.after_hour,
            )
        )


def list_current_intervals(session: Session, assignment_id: int) -> list[StatusIntervalRow]:
    """Return what is known now of one assignment, in order of days."""
    question = (
        select(StatusIntervalRow)
        .where(StatusIntervalRow.assignment_id == assignment_id, StatusIntervalRow.known_until == FAR_INSTANT)
        .order_by(StatusIntervalRow.from_on)
    )
    return list(session.scalars(question))


def to_status_interval(row: StatusIntervalRow) -> StatusInterval:
    """Return a row as the rules see it."""
    return StatusInterval(
        from_on=row.from_on,
        until_on=None if row.until_on == FAR_DAY else row.until_on,
        day_state=row.day_state,
        unit_id=row.unit_id,
        due_on=row.due_on,
        judged_due_on=row.judged_due_on,
        done_on=row.done_on,
        first_due_on=row.first_due_on,
        left_on=row.left_on,
        after_hour=row.after_hour,
    )


_KEEPS_DEADLINE: Any = object()

ASSIGNEE_CHANGING_ACTIONS = frozenset({Action.ENTRUST, Action.REASSIGN, Action.CORRECT})
"""Lines with which work may change its assignee; with CORRECT somebody who leaves hands it over."""


def append_event(
    work: UnitOfWork,
    assignment: Assignment,
    action: Action,
    *,
    effective_on: dt.date,
    note: str = "",
    document: str = "",
    due_on: dt.date | None = _KEEPS_DEADLINE,
    until_on: dt.date | None = None,
    unit_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> TaskEvent:
    """Carry out `action` on an assignment and write the event.

    `effective_on` is the civil day from which it holds; `due_on` a new deadline; `until_on` the last day an
    attestation speaks for; `unit_id` the unit that takes over. Raises `Refusal` when the life cycle forbids the
    move, OWN_UNIT when a deputy would decide about the work of a unit of their own. The assignment must have been taken
    in this unit of work (see `tasks.taking`).
    """
    before = assignment.state
    principal_id = acting_for(work.actor, action, unit_id=assignment.unit_id, origin=assignment.task.origin)
    if decides_for_own_unit(work.actor, action, principal_id, assignment.unit_id):
        raise Refusal(Reason.OWN_UNIT)
    move = get_lifecycle_step(before, action, note=note, document=document)
    changes: dict[str, Any] = dict(details or {})
    begins = work.recorded_at is None
    recorded_at = _instant(work)
    if begins and (ledger_head := ledger.get_ledger_head(work.session)) != GENESIS:
        changes[ledger.LEDGER_HEAD] = ledger_head
    if due_on is not _KEEPS_DEADLINE and due_on != assignment.due_on:
        changes["due_on"] = [_iso(assignment.due_on), _iso(due_on)]
        assignment.due_on = due_on
    if unit_id is not None and unit_id != assignment.unit_id:
        changes["unit_id"] = [assignment.unit_id, unit_id]
        assignment.unit_id = unit_id
    assignment.state = move.to or before
    _settle(assignment, action, effective_on=effective_on, until_on=until_on)
    assignment.last_event_at = recorded_at
    work.session.flush()

    past = list_assignment_events(work.session, assignment.id)
    event = TaskEvent(
        assignment_id=assignment.id,
        sequence=len(past) + 1,
        action=action,
        state_before=before,
        state_after=assignment.state,
        effective_on=effective_on,
        recorded_at=recorded_at,
        unit_id=assignment.unit_id,
        due_on=assignment.due_on,
        until_on=until_on,
        actor_id=work.actor.user_id,
        actor_name=acting_name(work.actor.name, work.actor.principals.get(principal_id or 0)),
        acting_for_id=principal_id,
        note=note.strip(),
        document=document.strip(),
        details=changes,
    )
    assert work.chain_head is not None  # read with the instant
    event.prev_hash = work.chain_head
    event.hash = work.chain_head = hash_event_line(event.prev_hash, get_hashed_fields(event))
    work.session.add(event)
    if assignment.part is AssignmentRole.LEAD:
        if action in ASSIGNEE_CHANGING_ACTIONS:
            save_assignee_interval(work.session, assignment, day=effective_on, now=recorded_at)
        line = replay_history(to_history_entry(each) for each in (*past, event))
        save_status_intervals(work.session, assignment, assignment.task.origin, line, now=recorded_at)
    work.session.flush()
    notices.notify_of_event(work, assignment, event)
    return event


def _instant(work: UnitOfWork) -> dt.datetime:
    """Return the instant at which the lines of this work are recorded: no earlier than that of any line before.

    It is read once the chain is ours, so a line can never be recorded at an instant that somebody has already asked
    about, however long this work waited for its turn, and whatever the clocks of several hosts say.
    """
    if work.recorded_at is None:
        work.chain_head, last = lock_chain_end(work.session)
        now = work.now if work.clock is None else max(work.now, work.clock.now())
        work.recorded_at = now if last is None else max(now, last)
    return work.recorded_at


def claim_request(work: UnitOfWork, assignment_id: int | None = None) -> None:
    """Note that this request is being carried out; refuse with REQUEST_REUSED when it already was."""
    if work.request_id is None:
        return
    if request_is_known(work.session, work.request_id):
        raise Refusal(Reason.REQUEST_REUSED)
    work.session.add(
        RequestRecord(
            request=work.request_id, person_id=work.actor.user_id, assignment_id=assignment_id, recorded_at=work.now
        )
    )


def is_request_done(work: UnitOfWork, request_id: str | None) -> bool:
    """Tell whether a request was already carried out."""
    return request_id is not None and request_is_known(work.session, request_id)


def _settle(assignment: Assignment, action: Action, *, effective_on: dt.date, until_on: dt.date | None) -> None:
    """Fill the columns that belong to the new state; the database checks the same (CHECK constraints)."""
    match action:
        case Action.ASSIGN:
            assignment.assigned_on = effective_on
            assignment.original_due_on = assignment.due_on
        case Action.SET_DEADLINE if assignment.original_due_on is None:
            assignment.original_due_on = assignment.due_on
        case Action.ACCEPT:
            assignment.received_on = assignment.received_on or effective_on
        case Action.REASSIGN:
            assignment.received_on = None
            assignment.person_id = None
        case Action.SUBMIT:
            assignment.submitted_on = effective_on
        case Action.CONFIRM | Action.COMPLETE:
            assignment.done_on = effective_on
            assignment.progress = 100
        case Action.REDATE:
            assignment.done_on = effective_on
        case Action.REOPEN:
            assignment.done_on = None
            assignment.reopened_count += 1
        case Action.ATTEST:
            assignment.attested_on, assignment.attested_until = effective_on, until_on
        case _:
            pass
    assignment.closed_on = effective_on if assignment.state in STATES_OUTSIDE_TOTAL else None
    if assignment.state is AssignmentState.DONE:
        assert assignment.done_on is not None  # CONFIRM and COMPLETE alone lead here


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
