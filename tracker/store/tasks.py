"""Questions about single tasks and their assignments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.models.submission import Evidence, Extension, Submission, Verdict
from tracker.models.task import Assignment, Occurrence, Part, Task
from tracker.models.unit import Unit
from tracker.rules.lifecycle import AT_WORK, OPEN, AssignmentState
from tracker.rules.permissions import Scope
from tracker.rules.terms import TermKind
from tracker.services.requirements import figure_questions

MOST_CHOICES = 200
"""Assignments offered in a list to choose from."""


@lru_cache(maxsize=128)
def readable(scope: Scope) -> ColumnElement[bool]:
    """Return the WHERE that keeps assignments within a scope.

    A unit sees what it leads, what it coordinates in, and the shares of those who coordinate with it; never what
    another unit leads of the same directive.
    """
    if scope.everywhere:
        return true()
    conditions: list[ColumnElement[bool]] = []
    if scope.origins:
        conditions.append(Assignment.task.has(Task.origin.in_(sorted(scope.origins))))
    if scope.unit_ids:
        other = aliased(Assignment)
        conditions.append(Assignment.unit_id.in_(sorted(scope.unit_ids)))
        conditions.append(
            exists().where(
                and_(
                    other.task_id == Assignment.task_id,
                    or_(other.part != Part.LEAD, Assignment.part != Part.LEAD),
                    other.unit_id.in_(sorted(scope.unit_ids)),
                )
            )
        )
    return or_(*conditions) if conditions else false()


def get(session: Session, assignment_id: int, scope: Scope, *, lock: bool = False) -> Assignment | None:
    """Return an assignment within a scope, its task and unit loaded; with `lock`, nobody else changes it."""
    question = (
        select(Assignment)
        .where(Assignment.id == assignment_id, readable(scope))
        .options(
            joinedload(Assignment.task).joinedload(Task.area),
            joinedload(Assignment.task).joinedload(Task.directive),
            joinedload(Assignment.unit),
            joinedload(Assignment.person),
        )
        .execution_options(populate_existing=True)
    )
    if lock:
        question = question.with_for_update(of=Assignment)
    return session.scalar(question)


def one(session: Session, assignment_id: int) -> Assignment | None:
    """Return an assignment by its number, task and unit loaded; whoever asks must check who may see it."""
    question = (
        select(Assignment)
        .where(Assignment.id == assignment_id)
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
    )
    return session.scalar(question)


def of_task(session: Session, task_id: int) -> list[Assignment]:
    """Return all assignments of a task, leads first, in the order of units."""
    question = (
        select(Assignment)
        .join(Unit)
        .where(Assignment.task_id == task_id)
        .options(joinedload(Assignment.unit), joinedload(Assignment.task))
        .order_by(Assignment.part != Part.LEAD, Unit.position, Assignment.id)
    )
    return list(session.scalars(question))


def leading_units(session: Session, task_id: int) -> frozenset[int]:
    """Return the units that lead a task."""
    question = select(Assignment.unit_id).where(Assignment.task_id == task_id, Assignment.part == Part.LEAD)
    return frozenset(session.scalars(question))


def latest_lead_deadline(session: Session, task_id: int) -> dt.date | None:
    """Return the latest deadline among the leads of a task; None when one of them has none."""
    question = select(Assignment.due_on).where(Assignment.task_id == task_id, Assignment.part == Part.LEAD)
    days = list(session.scalars(question))
    return None if None in days else max((day for day in days if day is not None), default=None)


def shares(session: Session, task_id: int) -> list[Assignment]:
    """Return the open shares of the coordinating units of a task, locked, task and unit loaded."""
    question = (
        select(Assignment)
        .where(
            Assignment.task_id == task_id, Assignment.part == Part.COORDINATING, Assignment.state.in_(AT_WORK)
        )
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Assignment.id)
        .with_for_update(of=Assignment)
    )
    return list(session.scalars(question))


def merged_into(session: Session, assignment_id: int) -> list[Assignment]:
    """Return the assignments that were merged into this one, task and unit loaded."""
    question = (
        select(Assignment)
        .where(Assignment.successor_id == assignment_id)
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Assignment.id)
    )
    return list(session.scalars(question))


def could_replace(session: Session, assignment: Assignment) -> list[Assignment]:
    """Return the assignments of the same unit into which a duplicate could be merged, task loaded."""
    question = (
        select(Assignment)
        .where(
            Assignment.unit_id == assignment.unit_id,
            Assignment.part == Part.LEAD,
            Assignment.id != assignment.id,
            Assignment.state.in_((*OPEN, AssignmentState.DONE)),
        )
        .options(joinedload(Assignment.task))
        .order_by(Assignment.assigned_on.desc(), Assignment.id.desc())
        .limit(MOST_CHOICES)
    )
    return list(session.scalars(question))


def entrusted_to(session: Session, person_id: int) -> list[Assignment]:
    """Return the open assignments of which a person does the work, earliest deadline first, task and unit loaded."""
    question = (
        select(Assignment)
        .where(Assignment.person_id == person_id, Assignment.state.in_((*OPEN, AssignmentState.SUSPENDED)))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Assignment.due_on.is_(None), Assignment.due_on, Assignment.id)
    )
    return list(session.scalars(question))


def of_plan_item(session: Session, plan_item_id: int) -> Task | None:
    """Return the task of a row of the plan."""
    return session.scalar(select(Task).where(Task.plan_item_id == plan_item_id))


def occurrences(session: Session, assignment_id: int) -> list[Occurrence]:
    """Return the due days of a recurring duty, in order."""
    question = select(Occurrence).where(Occurrence.assignment_id == assignment_id).order_by(Occurrence.number)
    return list(session.scalars(question))


def waiting_submission(session: Session, assignment_id: int) -> Submission | None:
    """Return the report that waits for confirmation, if there is one."""
    return session.scalar(
        select(Submission).where(
            Submission.assignment_id == assignment_id, Submission.verdict == Verdict.WAITING
        )
    )


def submissions(session: Session, assignment_id: int) -> Sequence[Submission]:
    """Return all reports of completion, oldest first."""
    question = select(Submission).where(Submission.assignment_id == assignment_id).order_by(Submission.id)
    return list(session.scalars(question))


def was_asked(session: Session, assignment_id: int, to_due_on: dt.date) -> bool:
    """Tell whether more time up to a day was ever asked for, whatever became of it."""
    question = select(Extension.id).where(
        Extension.assignment_id == assignment_id, Extension.to_due_on == to_due_on
    )
    return session.scalar(question.limit(1)) is not None


def open_extension(session: Session, assignment_id: int) -> Extension | None:
    """Return the request for more time that waits for a decision, if there is one."""
    return session.scalar(
        select(Extension).where(
            Extension.assignment_id == assignment_id, Extension.verdict == Verdict.WAITING
        )
    )


def extensions(session: Session, assignment_id: int) -> list[Extension]:
    """Return all requests for more time, oldest first."""
    question = select(Extension).where(Extension.assignment_id == assignment_id).order_by(Extension.id)
    return list(session.scalars(question))


def open_extensions(session: Session, scope: Scope) -> list[tuple[Extension, Assignment]]:
    """Return the requests for more time that wait within a scope, the oldest first, task and unit loaded."""
    question = (
        select(Extension, Assignment)
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .where(Extension.verdict == Verdict.WAITING, readable(scope))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Extension.asked_at, Extension.id)
    )
    return [(row[0], row[1]) for row in session.execute(question)]


def evidence_of(session: Session, assignment_id: int) -> list[Evidence]:
    """Return the files of an assignment, oldest first."""
    question = select(Evidence).where(Evidence.assignment_id == assignment_id).order_by(Evidence.id)
    return list(session.scalars(question))


def bytes_kept(session: Session, assignment_id: int) -> tuple[int, int]:
    """Return how many bytes the files of an assignment have, and all files of its unit, those of figures among them."""
    size = select(func.coalesce(func.sum(Evidence.size), 0))
    unit_id = select(Assignment.unit_id).where(Assignment.id == assignment_id).scalar_subquery()
    of_unit = size.join(Assignment, Assignment.id == Evidence.assignment_id).where(
        Assignment.unit_id == unit_id
    )
    of_task = size.where(Evidence.assignment_id == assignment_id)
    of_figures = figure_questions().stored_bytes(unit_id)
    unit_total = int(session.scalar(of_unit) or 0) + int(session.scalar(of_figures) or 0)
    return int(session.scalar(of_task) or 0), unit_total


def files_sent(session: Session, person_id: int, since: dt.datetime) -> int:
    """Return how many files of evidence a person sent after an instant."""
    question = select(func.count()).where(Evidence.uploaded_by_id == person_id, Evidence.uploaded_at > since)
    return session.scalar(question) or 0


def evidence(session: Session, evidence_id: int) -> Evidence | None:
    """Return one file's record; whoever asks must still be allowed to see its assignment."""
    return session.get(Evidence, evidence_id)


def of_directive(session: Session, directive_id: int) -> Task | None:
    """Return the task of a directive."""
    return session.scalar(select(Task).where(Task.directive_id == directive_id))


def to_continue(session: Session, year: int, rules: Collection[str]) -> list[Task]:
    """Return the recurring duties of directives of the year before, read by some rules, that were not continued yet."""
    later = aliased(Task)
    question = (
        select(Task)
        .where(
            Task.kind == TermKind.RECURRING,
            Task.term_rule.in_(sorted(rules)),
            Task.directive_id.is_not(None),
            Task.due_on.between(dt.date(year - 1, 1, 1), dt.date(year - 1, 12, 31)),
            ~exists().where(later.continues_id == Task.id),
        )
        .options(joinedload(Task.directive))
        .order_by(Task.id)
    )
    return list(session.scalars(question))


def open_with_kind(session: Session, kind: TermKind) -> list[Assignment]:
    """Return the open lead assignments whose deadline behaves in one way, earliest deadline first."""
    question = (
        select(Assignment)
        .join(Task)
        .where(Task.kind == kind, Assignment.part == Part.LEAD, Assignment.state.in_(OPEN))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Assignment.due_on, Assignment.id)
    )
    return list(session.scalars(question))
