"""Deadlines that move: more time asked by the lead unit and decided by a leader; less time by the assigner.

When a term begins: the day each unit got the paper, or the event a duty was waiting for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.calendar import WorkCalendar
from tracker.law.deadlines.reader import counted_from, parse_deadline
from tracker.law.lifecycle import OPEN_STATES, Action
from tracker.law.permissions import Permission, Scope, get_last_reporters, get_permission_scope, require_permission
from tracker.law.terms import Term, TermKind, TermStart
from tracker.office import calendar as office_calendar, installation
from tracker.office.calendar import CalendarChange
from tracker.office.models import CalendarDay
from tracker.tasks import event_log, queries as task_queries
from tracker.tasks.actions.access import open_for_change
from tracker.tasks.models import Assignment, AssignmentRole, Extension, ReviewDecision, Task


@dataclass(frozen=True, slots=True)
class DeadlineMove:
    """An open assignment whose deadline is counted in working days and falls on another day now."""

    assignment: Assignment
    before: dt.date | None
    after: dt.date | None


def list_moved_deadlines(work: UnitOfWork, change: CalendarChange) -> list[DeadlineMove]:
    """Return the open deadlines that a change of the calendar moves (K34); writes nothing.

    A deadline somebody has extended stands as it was granted.
    """
    known = office_calendar.list_calendar_days(work.session)
    if change.kind is None:
        known.pop(change.day, None)
    else:
        known[change.day] = change.kind
    changed = WorkCalendar.of(known, {day.year for day in known} | {change.day.year})
    moves = []
    for assignment in task_queries.open_with_kind(work.session, TermKind.RELATIVE):
        task = assignment.task
        if assignment.due_on is None or assignment.extension_count:
            continue
        policy = installation.get_reading_policy(work.session, task.assigned_on)
        term = parse_deadline(
            task.term_text, issued=task.assigned_on, received=task.assigned_on, calendar=changed, policy=policy
        )
        starts_on = assignment.term_starts_on
        due = term.due if starts_on is None else counted_from(term, starts_on, calendar=changed, policy=policy)
        if due is not None and due != assignment.due_on:
            moves.append(DeadlineMove(assignment, assignment.due_on, due))
    return moves


def change_day(work: UnitOfWork, change: CalendarChange) -> list[DeadlineMove]:
    """Change one day of the calendar and move the open deadlines counted through it, each with its line of
    event log.
    """
    require_permission(work.actor, Permission.CALENDAR_MANAGE)
    moves = list_moved_deadlines(work, change)
    row = office_calendar.get_calendar_day(work.session, change.day)
    if change.kind is None:
        if row is not None:
            work.session.delete(row)
    elif row is None:
        work.session.add(
            CalendarDay(
                day=change.day, kind=change.kind, name=normalise_text(change.name), source=normalise_text(change.source)
            )
        )
    else:
        row.kind, row.name, row.source = (change.kind, normalise_text(change.name), normalise_text(change.source))
    for move in moves:
        event_log.append_event(
            work,
            move.assignment,
            Action.SET_DEADLINE,
            effective_on=work.today,
            due_on=move.after,
            note=normalise_text(change.name),
            document=normalise_text(change.source),
            details={"calendar_day": change.day.isoformat()},
        )
    return moves


@dataclass(frozen=True, slots=True)
class UnitTermStart:
    """A unit's share of a task and the day its term begins; `after` is the deadline counted from that day.

    `moves` is false where the deadline stands: finished, closed, or extended by a leader.
    """

    assignment: Assignment
    starts_on: dt.date
    before: dt.date | None
    after: dt.date | None
    moves: bool


@dataclass(frozen=True, slots=True)
class TermBeginning:
    """A task whose term waits for its beginning, and the units it was given to."""

    task: Task
    anchor: TermStart
    term: Term
    starts: Sequence[UnitTermStart]

    @property
    def is_each_its_own(self) -> bool:
        """Tell whether every unit has a beginning of its own, its receipt."""
        return self.anchor is TermStart.RECEIPT

    @property
    def says_how_long(self) -> bool:
        """Tell whether the paper says how many days follow the beginning."""
        return self.term.amount is not None


def get_term_anchor(work: UnitOfWork, task: Task) -> TermStart | None:
    """Return what the term of a task is counted from; None for a term with a day of its own."""
    return None if task.kind not in (TermKind.RELATIVE, TermKind.CONDITIONAL) else _anchor(_term(work, task))


def get_term_beginning(
    work: UnitOfWork, assignment_id: int, days: Mapping[int, dt.date] | None = None
) -> TermBeginning:
    """Return the task of an assignment with its units, counted from `days` (by assignment) where given.

    For those who gave the task. Raises `Refusal` NOT_FOUND, also for a term that begins with nothing;
    DATE_BEFORE_ASSIGNMENT and DATE_IN_FUTURE for a receipt that cannot be.
    """
    assignment = task_queries.get_assignment(
        work.session, assignment_id, get_permission_scope(work.actor, Permission.TASK_READ)
    )
    if assignment is None:
        raise Refusal(Reason.NOT_FOUND)
    task = assignment.task
    require_permission(work.actor, Permission.TASK_ASSIGN, origin=task.origin)
    term = _term(work, task)
    anchor = _anchor(term)
    if anchor is None:
        raise Refusal(Reason.NOT_FOUND)
    leads = [
        each for each in task_queries.list_task_assignments(work.session, task.id) if each.part is AssignmentRole.LEAD
    ]
    return TermBeginning(task, anchor, term, [_start(work, task, term, each, days or {}) for each in leads])


def record_receipts(
    work: UnitOfWork, assignment_id: int, days: Mapping[int, dt.date], *, note: str
) -> list[UnitTermStart]:
    """Write down on which day each unit got the paper, and count its deadline from there (K33).

    What is finished is left as it was; a deadline that a leader has moved stands. Returns the deadlines moved.
    """
    event_log.claim_request(work, assignment_id)
    found = get_term_beginning(work, assignment_id, days)
    for start in found.starts:
        if start.assignment.id in days and start.assignment.term_starts_on != start.starts_on:
            _write(work, start, start.after, effective_on=found.task.assigned_on, note=note, document="")
    return [start for start in found.starts if start.moves]


def record_event(
    work: UnitOfWork,
    assignment_id: int,
    *,
    happened_on: dt.date,
    note: str,
    document: str,
    due_on: dt.date | None = None,
) -> list[UnitTermStart]:
    """Write down that what a duty waited for has happened, or on which day it will (K36).

    The deadline is counted from it, or is `due_on` where the paper does not say how long: DEADLINE_UNKNOWN
    without one, DEADLINE_BEFORE_ISSUE when it lies before the event.
    """
    event_log.claim_request(work, assignment_id)
    found = get_term_beginning(work, assignment_id)
    if found.anchor is not TermStart.EVENT and happened_on > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="happened_on", latest=work.today)
    if found.anchor is TermStart.TRIGGER and happened_on < found.task.assigned_on:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field="happened_on", earliest=found.task.assigned_on)
    counted = get_term_beginning(work, assignment_id, {each.assignment.id: happened_on for each in found.starts})
    for start in counted.starts:
        due = start.after if counted.says_how_long else due_on
        if due is None:
            raise Refusal(Reason.DEADLINE_UNKNOWN, field="due_on")
        if due < min(happened_on, work.today):
            raise Refusal(Reason.DEADLINE_BEFORE_ISSUE, field="due_on", due_on=due, issued_on=happened_on)
        _write(work, start, due, effective_on=min(happened_on, work.today), note=note, document=document)
    return [start for start in counted.starts if start.assignment.state in OPEN_STATES]


def _start(
    work: UnitOfWork, task: Task, term: Term, assignment: Assignment, days: Mapping[int, dt.date]
) -> UnitTermStart:
    starts_on = days.get(assignment.id, assignment.term_starts_on or task.assigned_on)
    if assignment.id in days and _anchor(term) is TermStart.RECEIPT:
        _check_receipt(work, task, assignment, starts_on)
    counted = counted_from(
        term,
        starts_on,
        calendar=office_calendar.working_calendar(work.session),
        policy=installation.get_reading_policy(work.session, task.assigned_on),
    )
    stands = assignment.state not in OPEN_STATES or assignment.extension_count > 0
    after = assignment.due_on if stands else counted
    return UnitTermStart(assignment, starts_on, assignment.due_on, after, after != assignment.due_on)


def _check_receipt(work: UnitOfWork, task: Task, assignment: Assignment, day: dt.date) -> None:
    name = f"received_{assignment.id}"
    if day < task.assigned_on:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field=name, earliest=task.assigned_on)
    if day > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field=name, latest=work.today)


def _write(
    work: UnitOfWork, start: UnitTermStart, due_on: dt.date | None, *, effective_on: dt.date, note: str, document: str
) -> None:
    """Keep the beginning and, for open work, its deadline; the fact holds from the day it speaks of."""
    assignment = task_queries.get_assignment(work.session, start.assignment.id, Scope(everywhere=True), lock=True)
    assert assignment is not None  # it was listed a moment ago in this transaction
    known, assignment.term_starts_on = assignment.term_starts_on, start.starts_on
    if assignment.state not in OPEN_STATES:
        return
    stands = assignment.extension_count > 0
    moved = not stands and due_on != assignment.due_on
    event_log.append_event(
        work,
        assignment,
        Action.SET_DEADLINE if moved else Action.CORRECT,
        effective_on=effective_on,
        due_on=assignment.due_on if stands else due_on,
        note=note,
        document=document,
        details={"term_starts_on": [known and known.isoformat(), start.starts_on.isoformat()]},
    )


def _term(work: UnitOfWork, task: Task) -> Term:
    return parse_deadline(
        task.term_text,
        issued=task.assigned_on,
        calendar=office_calendar.working_calendar(work.session),
        policy=installation.get_reading_policy(work.session, task.assigned_on),
    )


def _anchor(term: Term) -> TermStart | None:
    if term.kind is TermKind.CONDITIONAL:
        return TermStart.TRIGGER
    return term.anchor if term.kind is TermKind.RELATIVE and term.anchor is not TermStart.SIGNING else None


def submit_extension_request(
    work: UnitOfWork, assignment_id: int, *, to_due_on: dt.date, reason: str, version: int | None = None
) -> Assignment:
    """Ask for a later deadline (xin gia hạn). The deadline stands until a leader decides."""
    assignment = open_for_change(work, assignment_id, Action.REQUEST_EXTENSION, version=version)
    if task_queries.open_extension(work.session, assignment.id) is not None:
        raise Refusal(Reason.EXTENSION_ALREADY_OPEN)
    if assignment.due_on is None:
        raise Refusal(Reason.EXTENSION_WITHOUT_DEADLINE)
    _must_be_later(work, assignment, to_due_on, field="to_due_on")
    save_extension_request(work, assignment, to_due_on, reason)
    return assignment


def save_extension_request(work: UnitOfWork, assignment: Assignment, to_due_on: dt.date, reason: str) -> None:
    """Write down a request for a later deadline; who asks does not decide."""
    event_log.append_event(
        work,
        assignment,
        Action.REQUEST_EXTENSION,
        effective_on=work.today,
        note=reason,
        details={"asked_due_on": to_due_on.isoformat()},
    )
    work.session.add(
        Extension(
            assignment_id=assignment.id,
            from_due_on=assignment.due_on,
            to_due_on=to_due_on,
            reason=reason.strip(),
            asked_at=work.now,
            asked_by_id=work.actor.user_id,
        )
    )


def grant_extension(
    work: UnitOfWork, assignment_id: int, *, due_on: dt.date | None = None, note: str = "", version: int | None = None
) -> Assignment:
    """Grant the open request (đồng ý gia hạn), to the day asked or to another day the leader names.

    Granted when the deadline has already passed, it is marked as such and does not make a late finish on time.
    """
    assignment, extension = _asked(work, assignment_id, version)
    granted = due_on or extension.to_due_on
    _must_be_later(work, assignment, granted, field="due_on")
    late = assignment.due_on is not None and work.today > assignment.due_on
    _decide(
        work, extension, ReviewDecision.ACCEPTED if granted == extension.to_due_on else ReviewDecision.COUNTERED, note
    )
    extension.granted_due_on, extension.granted_late = granted, late
    assignment.extension_count += 1
    assignment.granted_late = assignment.granted_late or late
    event_log.append_event(
        work,
        assignment,
        Action.GRANT_EXTENSION,
        effective_on=work.today,
        due_on=granted,
        note=note,
        details={"granted_late": late, "asked_due_on": extension.to_due_on.isoformat()},
    )
    return assignment


def refuse_extension(work: UnitOfWork, assignment_id: int, *, note: str, version: int | None = None) -> Assignment:
    """Refuse the open request (không đồng ý gia hạn); the deadline stands."""
    assignment, extension = _asked(work, assignment_id, version)
    event_log.append_event(work, assignment, Action.REFUSE_EXTENSION, effective_on=work.today, note=note)
    _decide(work, extension, ReviewDecision.RETURNED, note)
    return assignment


def set_assignment_deadline(
    work: UnitOfWork, assignment_id: int, *, due_on: dt.date, note: str, document: str, version: int | None = None
) -> Assignment:
    """Bring a deadline forward (rút ngắn), or give one to work that has none, by a paper and with the reason (K19).

    Later deadlines are for `grant_extension` alone: DEADLINE_NOT_EARLIER. A day already gone is refused
    (DEADLINE_IN_PAST), so that nothing becomes late by it; what was finished before stays judged as it was. Deadlines
    of coordinating units that would outlive the new one come forward with it (K21).
    """
    assignment = open_for_change(work, assignment_id, Action.SET_DEADLINE, version=version)
    if not document.strip():
        raise Refusal(Reason.DOCUMENT_MISSING, field="document", action=Action.SET_DEADLINE)
    if due_on < work.today:
        raise Refusal(Reason.DEADLINE_IN_PAST, field="due_on", earliest=work.today)
    if assignment.due_on is not None and due_on >= assignment.due_on:
        raise Refusal(Reason.DEADLINE_NOT_EARLIER, field="due_on", before=assignment.due_on)
    _move(work, assignment, due_on, note, document)
    latest = task_queries.latest_lead_deadline(work.session, assignment.task_id)
    for share in task_queries.lock_open_shares(work.session, assignment.task_id):
        if latest is not None and (share.due_on is None or share.due_on > latest):
            _move(work, share, latest, note, document)
    return assignment


def _move(work: UnitOfWork, assignment: Assignment, due_on: dt.date, note: str, document: str) -> None:
    event_log.append_event(
        work, assignment, Action.SET_DEADLINE, effective_on=work.today, due_on=due_on, note=note, document=document
    )


def _asked(work: UnitOfWork, assignment_id: int, version: int | None) -> tuple[Assignment, Extension]:
    assignment = open_for_change(work, assignment_id, Action.GRANT_EXTENSION, version=version)
    extension = task_queries.open_extension(work.session, assignment.id)
    if extension is None:
        raise Refusal(Reason.NO_OPEN_EXTENSION)
    lines = event_log.list_assignment_events(work.session, assignment.id)
    if get_last_reporters(lines, Action.REQUEST_EXTENSION) & work.actor.selves:
        raise Refusal(Reason.OWN_REPORT)
    return assignment, extension


def _must_be_later(work: UnitOfWork, assignment: Assignment, day: dt.date, *, field: str) -> None:
    """Refuse a new deadline that is not after the present one, or already past."""
    earliest = max(filter(None, (assignment.due_on, work.today - dt.timedelta(days=1))))
    if day <= earliest:
        raise Refusal(Reason.DEADLINE_NOT_LATER, field=field, after=earliest)


def _decide(work: UnitOfWork, extension: Extension, verdict: ReviewDecision, note: str) -> None:
    extension.verdict = verdict
    extension.decided_at = work.now
    extension.decided_by_id = work.actor.user_id
    extension.decision_note = note.strip()
