"""The pages of directives: their list, and the shares of their units as the cells of a matrix.

The register of directives as an office keeps it: a row for each unit that got one, with what came of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, case, func, or_, select
from sqlalchemy.orm import Session

from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Origin
from tracker.law.timing import TIMING_BY_ORDER, DayState, Timing
from tracker.office.models import Document, Unit
from tracker.tasks.classified import classified_assignments, group_by_task
from tracker.tasks.models import Assignment, AssignmentRole, ReviewDecision, Submission, Task
from tracker.tasks.selection import Selection
from tracker.tasks.sources import Directive


@dataclass(frozen=True, slots=True)
class DirectiveLine:
    """One directive of a list: its paper, its words, and where the shares within the selection stood."""

    directive_id: int
    origin: Origin
    reference: str
    given_on: dt.date
    leader: str
    content: str
    term_text: str
    due_on: dt.date | None
    units: int
    done: int
    timing: Timing


@dataclass(frozen=True, slots=True)
class DirectiveCursor:
    """A place in the list, newest first: what comes after it is the next page."""

    given_on: dt.date
    directive_id: int


@dataclass(frozen=True, slots=True)
class DirectiveCell:
    """The share of one unit in one directive, as it stood on the day of the selection.

    `due_on` is the deadline it was judged by once finished; `state` is what holds now.
    """

    assignment_id: int
    directive_id: int
    unit_id: int
    unit_name: str
    state: AssignmentState
    timing: Timing
    due_on: dt.date | None
    done_on: dt.date | None
    progress: int
    extension_count: int


def list_directives(
    session: Session, selection: Selection, *, after: DirectiveCursor | None = None, limit: int
) -> Sequence[DirectiveLine]:
    """Return the directives of a selection, newest first."""
    found = group_by_task(selection)
    question = (
        select(
            Directive.id.label("directive_id"),
            Directive.origin,
            Document.reference,
            Directive.given_on,
            Directive.leader,
            Directive.content,
            Task.term_text,
            found.c.due_on,
            found.c.units,
            found.c.done,
            found.c.timing_order,
        )
        .join(Task, Task.id == found.c.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .join(Document, Document.id == Directive.document_id)
        .order_by(Directive.given_on.desc(), Directive.id.desc())
        .limit(limit)
    )
    if after is not None:
        question = question.where(
            or_(
                Directive.given_on < after.given_on,
                and_(Directive.given_on == after.given_on, Directive.id < after.directive_id),
            )
        )
    return [_line(row) for row in session.execute(question)]


def get_directive_cursor(line: DirectiveLine) -> DirectiveCursor:
    """Return the place a directive has in its list."""
    return DirectiveCursor(line.given_on, line.directive_id)


def list_directive_cells(
    session: Session, selection: Selection, directive_ids: Collection[int] | None = None
) -> Sequence[DirectiveCell]:
    """Return the shares within a selection, of some directives or of all, units in the order of the office."""
    rows = classified_assignments(selection)
    question = (
        select(
            rows.c.assignment_id,
            Task.directive_id,
            rows.c.unit_id,
            Unit.short_name.label("unit_name"),
            Assignment.state,
            rows.c.timing_order,
            case((rows.c.day_state == DayState.DONE, rows.c.judged_due_on), else_=rows.c.due_on).label("due_on"),
            rows.c.done_on,
            Assignment.progress,
            Assignment.extension_count,
        )
        .join(Task, Task.id == rows.c.task_id)
        .join(Assignment, Assignment.id == rows.c.assignment_id)
        .join(Unit, Unit.id == rows.c.unit_id)
        .where(Task.directive_id.is_not(None))
        .order_by(Unit.position, Unit.id, rows.c.assignment_id)
    )
    if directive_ids is not None:
        question = question.where(Task.directive_id.in_(sorted(directive_ids)))
    return [_cell(row) for row in session.execute(question)]


def find_usual_issuer(session: Session, origin: Origin) -> str | None:
    """Return the issuer whose papers gave most directives of an origin."""
    question = (
        select(Document.issuer)
        .join(Directive, Directive.document_id == Document.id)
        .where(Directive.origin == origin, Document.issuer != "")
        .group_by(Document.issuer)
        .order_by(func.count().desc(), Document.issuer)
        .limit(1)
    )
    return session.scalar(question)


def get_directive_term(session: Session, directive_id: int) -> Task | None:
    """Return the task of a directive: its deadline as written and as read."""
    return session.scalar(select(Task).where(Task.directive_id == directive_id).order_by(Task.id).limit(1))


def _line(row: Row[Any]) -> DirectiveLine:
    values = dict(row._mapping)
    return DirectiveLine(timing=TIMING_BY_ORDER[values.pop("timing_order")], **values)


def _cell(row: Row[Any]) -> DirectiveCell:
    values = dict(row._mapping)
    return DirectiveCell(timing=TIMING_BY_ORDER[values.pop("timing_order")], **values)


@dataclass(frozen=True, slots=True)
class DirectiveRegisterLine:
    """A directive assigned to one unit; days are civil days, `replied` the paper that reported it done."""

    reference: str
    given_on: dt.date
    received_on: dt.date | None
    issuer: str
    leader: str
    content: str
    lead: str
    coordinating: str
    term_text: str
    due_on: dt.date | None
    done_on: dt.date | None
    confirmed_at: dt.datetime | None
    replied: str


def list_directive_register(session: Session, selection: Selection) -> Sequence[DirectiveRegisterLine]:
    """Return the rows of a selection of directives by day; who coordinates is named once for each directive."""
    counted = classified_assignments(selection)
    question = (
        select(Assignment, Task, Directive, Document, Unit.name, Submission.decided_at, Submission.document)
        .join(counted, counted.c.assignment_id == Assignment.id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .join(Document, Document.id == Directive.document_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(
            Submission, (Submission.assignment_id == Assignment.id) & (Submission.verdict == ReviewDecision.ACCEPTED)
        )
        .order_by(Directive.given_on, Directive.id, Unit.position, Assignment.id, Submission.id.desc())
    )
    beside = _coordinating(session)
    found: dict[int, DirectiveRegisterLine] = {}
    for assignment, task, directive, document, unit_name, decided_at, replied in session.execute(question):
        found.setdefault(
            assignment.id,
            DirectiveRegisterLine(
                reference=document.reference,
                given_on=directive.given_on,
                received_on=assignment.term_starts_on,
                issuer=document.issuer,
                leader=directive.leader,
                content=directive.content,
                lead=unit_name,
                coordinating="; ".join(beside.get(task.id, ())),
                term_text=task.term_text,
                due_on=assignment.due_on,
                done_on=assignment.done_on,
                confirmed_at=decided_at,
                replied=replied or "",
            ),
        )
    return list(found.values())


def _coordinating(session: Session) -> dict[int, list[str]]:
    question = (
        select(Assignment.task_id, Unit.name)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.part == AssignmentRole.COORDINATING)
        .order_by(Assignment.task_id, Unit.position)
    )
    names: dict[int, list[str]] = {}
    for task_id, name in session.execute(question):
        names.setdefault(task_id, []).append(name)
    return names
