"""When a term begins: the day each unit got the paper, or the event a duty was waiting for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.models.task import Assignment, Part, Task
from tracker.rules.deadlines import Anchor, Term, TermKind, counted_from, read
from tracker.rules.lifecycle import OPEN, Action
from tracker.rules.permissions import Permission, Scope, require, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary
from tracker.store import calendar, policies, tasks
from tracker.transaction import Work

WAITING = frozenset({Anchor.TRIGGER, Anchor.EVENT})
"""What begins with something that has yet to happen."""


@dataclass(frozen=True, slots=True)
class Start:
    """A unit's share of a task and the day its term begins; `after` is the deadline counted from that day.

    `moves` is false where the deadline stands: finished, closed, or extended by a leader.
    """

    assignment: Assignment
    starts_on: dt.date
    before: dt.date | None
    after: dt.date | None
    moves: bool


@dataclass(frozen=True, slots=True)
class Beginning:
    """A task whose term waits for its beginning, and the units it was given to."""

    task: Task
    anchor: Anchor
    term: Term
    starts: Sequence[Start]

    @property
    def is_each_its_own(self) -> bool:
        """Tell whether every unit has a beginning of its own, its receipt."""
        return self.anchor is Anchor.RECEIPT

    @property
    def says_how_long(self) -> bool:
        """Tell whether the paper says how many days follow the beginning."""
        return self.term.amount is not None


def anchor_of(work: Work, task: Task) -> Anchor | None:
    """Return what the term of a task is counted from; None for a term with a day of its own."""
    return None if task.kind not in (TermKind.RELATIVE, TermKind.CONDITIONAL) else _anchor(_term(work, task))


def beginning(work: Work, assignment_id: int, days: Mapping[int, dt.date] | None = None) -> Beginning:
    """Return the task of an assignment with its units, counted from `days` (by assignment) where given.

    For those who gave the task. Raises `Refusal` NOT_FOUND, also for a term that begins with nothing;
    DATE_BEFORE_ASSIGNMENT and DATE_IN_FUTURE for a receipt that cannot be.
    """
    assignment = tasks.get(work.session, assignment_id, scope(work.actor, Permission.TASK_READ))
    if assignment is None:
        raise Refusal(Reason.NOT_FOUND)
    task = assignment.task
    require(work.actor, Permission.TASK_ASSIGN, origin=task.origin)
    term = _term(work, task)
    anchor = _anchor(term)
    if anchor is None:
        raise Refusal(Reason.NOT_FOUND)
    leads = [each for each in tasks.of_task(work.session, task.id) if each.part is Part.LEAD]
    return Beginning(task, anchor, term, [_start(work, task, term, each, days or {}) for each in leads])


def record_receipts(work: Work, assignment_id: int, days: Mapping[int, dt.date], *, note: str) -> list[Start]:
    """Write down on which day each unit got the paper, and count its deadline from there (K33).

    What is finished is left as it was; a deadline that a leader has moved stands. Returns the deadlines moved.
    """
    diary.once(work, assignment_id)
    found = beginning(work, assignment_id, days)
    for start in found.starts:
        if start.assignment.id in days and start.assignment.term_starts_on != start.starts_on:
            _write(work, start, start.after, effective_on=found.task.assigned_on, note=note, document="")
    return [start for start in found.starts if start.moves]


def record_event(
    work: Work,
    assignment_id: int,
    *,
    happened_on: dt.date,
    note: str,
    document: str,
    due_on: dt.date | None = None,
) -> list[Start]:
    """Write down that what a duty waited for has happened, or on which day it will (K36).

    The deadline is counted from it, or is `due_on` where the paper does not say how long: DEADLINE_UNKNOWN
    without one, DEADLINE_BEFORE_ISSUE when it lies before the event.
    """
    diary.once(work, assignment_id)
    found = beginning(work, assignment_id)
    if found.anchor is not Anchor.EVENT and happened_on > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="happened_on", latest=work.today)
    if found.anchor is Anchor.TRIGGER and happened_on < found.task.assigned_on:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field="happened_on", earliest=found.task.assigned_on)
    counted = beginning(work, assignment_id, {each.assignment.id: happened_on for each in found.starts})
    for start in counted.starts:
        due = start.after if counted.says_how_long else due_on
        if due is None:
            raise Refusal(Reason.DEADLINE_UNKNOWN, field="due_on")
        if due < min(happened_on, work.today):
            raise Refusal(Reason.DEADLINE_BEFORE_ISSUE, field="due_on", due_on=due, issued_on=happened_on)
        _write(work, start, due, effective_on=min(happened_on, work.today), note=note, document=document)
    return [start for start in counted.starts if start.assignment.state in OPEN]


def _start(work: Work, task: Task, term: Term, assignment: Assignment, days: Mapping[int, dt.date]) -> Start:
    starts_on = days.get(assignment.id, assignment.term_starts_on or task.assigned_on)
    if assignment.id in days and _anchor(term) is Anchor.RECEIPT:
        _check_receipt(work, task, assignment, starts_on)
    counted = counted_from(
        term,
        starts_on,
        calendar=calendar.working_calendar(work.session),
        policy=policies.reading(work.session, task.assigned_on),
    )
    stands = assignment.state not in OPEN or assignment.extension_count > 0
    after = assignment.due_on if stands else counted
    return Start(assignment, starts_on, assignment.due_on, after, after != assignment.due_on)


def _check_receipt(work: Work, task: Task, assignment: Assignment, day: dt.date) -> None:
    name = f"received_{assignment.id}"
    if day < task.assigned_on:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field=name, earliest=task.assigned_on)
    if day > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field=name, latest=work.today)


def _write(
    work: Work,
    start: Start,
    due_on: dt.date | None,
    *,
    effective_on: dt.date,
    note: str,
    document: str,
) -> None:
    """Keep the beginning and, for open work, its deadline; the fact holds from the day it speaks of."""
    assignment = tasks.get(work.session, start.assignment.id, Scope(everywhere=True), lock=True)
    assert assignment is not None  # it was listed a moment ago in this transaction
    known, assignment.term_starts_on = assignment.term_starts_on, start.starts_on
    if assignment.state not in OPEN:
        return
    stands = assignment.extension_count > 0
    moved = not stands and due_on != assignment.due_on
    diary.record(
        work,
        assignment,
        Action.SET_DEADLINE if moved else Action.CORRECT,
        effective_on=effective_on,
        due_on=assignment.due_on if stands else due_on,
        note=note,
        document=document,
        details={"term_starts_on": [known and known.isoformat(), start.starts_on.isoformat()]},
    )


def _term(work: Work, task: Task) -> Term:
    return read(
        task.term_text,
        issued=task.assigned_on,
        calendar=calendar.working_calendar(work.session),
        policy=policies.reading(work.session, task.assigned_on),
    )


def _anchor(term: Term) -> Anchor | None:
    if term.kind is TermKind.CONDITIONAL:
        return Anchor.TRIGGER
    return term.anchor if term.kind is TermKind.RELATIVE and term.anchor is not Anchor.SIGNING else None
