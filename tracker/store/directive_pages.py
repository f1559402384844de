"""The pages of directives: their list, and the shares of their units as the cells of a matrix."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, case, func, or_, select
from sqlalchemy.orm import Session

from tracker.models.directive import Directive
from tracker.models.document import Document
from tracker.models.task import Assignment, Task
from tracker.models.unit import Unit
from tracker.rules.lifecycle import AssignmentState
from tracker.rules.permissions import Origin
from tracker.rules.selecting import Selection
from tracker.rules.timeliness import BY_RANK, Box, Timing
from tracker.store.counting import classified
from tracker.store.gathering import gathered


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
class Place:
    """A place in the list, newest first: what comes after it is the next page."""

    given_on: dt.date
    directive_id: int


@dataclass(frozen=True, slots=True)
class Cell:
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


def listed(
    session: Session, selection: Selection, *, after: Place | None = None, limit: int
) -> Sequence[DirectiveLine]:
    """Return the directives of a selection, newest first."""
    found = gathered(selection)
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
            found.c.rank,
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


def place_of(line: DirectiveLine) -> Place:
    """Return the place a directive has in its list."""
    return Place(line.given_on, line.directive_id)


def cells(
    session: Session, selection: Selection, directive_ids: Collection[int] | None = None
) -> Sequence[Cell]:
    """Return the shares within a selection, of some directives or of all, units in the order of the office."""
    rows = classified(selection)
    question = (
        select(
            rows.c.assignment_id,
            Task.directive_id,
            rows.c.unit_id,
            Unit.short_name.label("unit_name"),
            Assignment.state,
            rows.c.rank,
            case((rows.c.box == Box.DONE, rows.c.judged_due_on), else_=rows.c.due_on).label("due_on"),
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


def usual_issuer(session: Session, origin: Origin) -> str | None:
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


def task_of(session: Session, directive_id: int) -> Task | None:
    """Return the task of a directive: its deadline as written and as read."""
    return session.scalar(select(Task).where(Task.directive_id == directive_id).order_by(Task.id).limit(1))


def _line(row: Row[Any]) -> DirectiveLine:
    values = dict(row._mapping)
    return DirectiveLine(timing=BY_RANK[values.pop("rank")], **values)


def _cell(row: Row[Any]) -> Cell:
    values = dict(row._mapping)
    return Cell(timing=BY_RANK[values.pop("rank")], **values)
