"""What belongs to an assignment: asked in one statement, so that a page asks further only for what is there.

Questions about several chosen assignments at once, so that a page of two hundred asks as often as a page of one.

Questions about single tasks and their assignments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from tracker.law.lifecycle import AT_WORK, OPEN_STATES, AssignmentState
from tracker.law.permissions import Scope
from tracker.law.terms import TermKind
from tracker.office.models import Unit
from tracker.tasks.models import (
    Assignment,
    AssignmentRole,
    AssignmentTag,
    Comment,
    Evidence,
    Extension,
    Occurrence,
    ReviewDecision,
    Submission,
    Task,
)
from tracker.tasks.requirements import figure_questions


def lead_of_directive(session: Session, directive_id: int, unit_id: int) -> Assignment | None:
    """Return the assignment that a unit was given of a directive, else one that it has now; its task loaded.

    What was given may be with another unit since, and a paper goes on naming the unit it was given to.
    """
    question = (
        select(Assignment)
        .join(Task)
        .where(Task.directive_id == directive_id, Assignment.part == AssignmentRole.LEAD)
        .where(or_(Assignment.given_to_id == unit_id, Assignment.unit_id == unit_id))
        .order_by(Assignment.given_to_id != unit_id, Assignment.id)
        .options(contains_eager(Assignment.task))
        .limit(1)
    )
    return session.scalar(question)


def lead_units_of_directive(session: Session, directive_id: int) -> set[int]:
    """Return the units a directive was given to, and those that have it now."""
    question = select(Assignment.unit_id, Assignment.given_to_id).join(Task)
    found = session.execute(question.where(Task.directive_id == directive_id, Assignment.part == AssignmentRole.LEAD))
    return {unit_id for both in found for unit_id in both}


@dataclass(frozen=True, slots=True)
class AssignmentParts:
    """Which of these an assignment has; `extension`: a request for more time waits, `merged`: others went into it,
    `figures`: it is a request for figures of a report.
    """

    extension: bool
    submissions: bool
    evidence: bool
    merged: bool
    tags: bool
    comments: bool
    figures: bool


_NUMBER: BindParameter[int] = bindparam("number", type_=Integer())
_other = aliased(Assignment)
_task_id = select(Assignment.task_id).where(Assignment.id == _NUMBER).scalar_subquery()


@cache
def _question() -> Select[*tuple[bool, ...]]:
    return select(
        exists().where(Extension.assignment_id == _NUMBER, Extension.verdict == ReviewDecision.WAITING),
        exists().where(Submission.assignment_id == _NUMBER),
        exists().where(Evidence.assignment_id == _NUMBER),
        exists().where(_other.successor_id == _NUMBER),
        exists().where(AssignmentTag.assignment_id == _NUMBER),
        exists().where(Comment.assignment_id == _NUMBER),
        figure_questions().is_request(_task_id),
    )


def get_assignment_parts(session: Session, assignment_id: int) -> AssignmentParts:
    """Return what an assignment has beside its event log."""
    return AssignmentParts(*map(bool, session.execute(_question(), {"number": assignment_id}).one()))


MOST_CHOICES = 200
"""Assignments offered in a list to choose from."""


@lru_cache(maxsize=128)
def readable_condition(scope: Scope) -> ColumnElement[bool]:
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
                    or_(other.part != AssignmentRole.LEAD, Assignment.part != AssignmentRole.LEAD),
                    other.unit_id.in_(sorted(scope.unit_ids)),
                )
            )
        )
    return or_(*conditions) if conditions else false()


def get_assignment(session: Session, assignment_id: int, scope: Scope, *, lock: bool = False) -> Assignment | None:
    """Return an assignment within a scope, its task and unit loaded; with `lock`, nobody else changes it."""
    question = (
        select(Assignment)
        .where(Assignment.id == assignment_id, readable_condition(scope))
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


def load_assignment(session: Session, assignment_id: int) -> Assignment | None:
    """Return an assignment by its number, task and unit loaded; whoever asks must check who may see it."""
    question = (
        select(Assignment)
        .where(Assignment.id == assignment_id)
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
    )
    return session.scalar(question)


def list_task_assignments(session: Session, task_id: int) -> list[Assignment]:
    """Return all assignments of a task, leads first, in the order of units."""
    question = (
        select(Assignment)
        .join(Unit)
        .where(Assignment.task_id == task_id)
        .options(joinedload(Assignment.unit), joinedload(Assignment.task))
        .order_by(Assignment.part != AssignmentRole.LEAD, Unit.position, Assignment.id)
    )
    return list(session.scalars(question))


def list_leading_units(session: Session, task_id: int) -> frozenset[int]:
    """Return the units that lead a task."""
    question = select(Assignment.unit_id).where(Assignment.task_id == task_id, Assignment.part == AssignmentRole.LEAD)
    return frozenset(session.scalars(question))


def latest_lead_deadline(session: Session, task_id: int) -> dt.date | None:
    """Return the latest deadline among the leads of a task; None when one of them has none."""
    question = select(Assignment.due_on).where(Assignment.task_id == task_id, Assignment.part == AssignmentRole.LEAD)
    days = list(session.scalars(question))
    return None if None in days else max((day for day in days if day is not None), default=None)


def lock_open_shares(session: Session, task_id: int) -> list[Assignment]:
    """Return the open shares of the coordinating units of a task, locked, task and unit loaded."""
    question = (
        select(Assignment)
        .where(
            Assignment.task_id == task_id, Assignment.part == AssignmentRole.COORDINATING, Assignment.state.in_(AT_WORK)
        )
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Assignment.id)
        .with_for_update(of=Assignment)
    )
    return list(session.scalars(question))


def list_merged_assignments(session: Session, assignment_id: int) -> list[Assignment]:
    """Return the assignments that were merged into this one, task and unit loaded."""
    question = (
        select(Assignment)
        .where(Assignment.successor_id == assignment_id)
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Assignment.id)
    )
    return list(session.scalars(question))


def list_replacements(session: Session, assignment: Assignment) -> list[Assignment]:
    """Return the assignments of the same unit into which a duplicate could be merged, task loaded."""
    question = (
        select(Assignment)
        .where(
            Assignment.unit_id == assignment.unit_id,
            Assignment.part == AssignmentRole.LEAD,
            Assignment.id != assignment.id,
            Assignment.state.in_((*OPEN_STATES, AssignmentState.DONE)),
        )
        .options(joinedload(Assignment.task))
        .order_by(Assignment.assigned_on.desc(), Assignment.id.desc())
        .limit(MOST_CHOICES)
    )
    return list(session.scalars(question))


def list_entrusted_assignments(session: Session, person_id: int) -> list[Assignment]:
    """Return the open assignments of which a person does the work, earliest deadline first, task and unit loaded."""
    question = (
        select(Assignment)
        .where(Assignment.person_id == person_id, Assignment.state.in_((*OPEN_STATES, AssignmentState.SUSPENDED)))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Assignment.due_on.is_(None), Assignment.due_on, Assignment.id)
    )
    return list(session.scalars(question))


def get_plan_item_task(session: Session, plan_item_id: int) -> Task | None:
    """Return the task of a row of the plan."""
    return session.scalar(select(Task).where(Task.plan_item_id == plan_item_id))


def list_occurrences(session: Session, assignment_id: int) -> list[Occurrence]:
    """Return the due days of a recurring duty, in order."""
    question = select(Occurrence).where(Occurrence.assignment_id == assignment_id).order_by(Occurrence.number)
    return list(session.scalars(question))


def find_waiting_submission(session: Session, assignment_id: int) -> Submission | None:
    """Return the report that waits for confirmation, if there is one."""
    return session.scalar(
        select(Submission).where(
            Submission.assignment_id == assignment_id, Submission.verdict == ReviewDecision.WAITING
        )
    )


def list_submissions(session: Session, assignment_id: int) -> Sequence[Submission]:
    """Return all reports of completion, oldest first."""
    question = select(Submission).where(Submission.assignment_id == assignment_id).order_by(Submission.id)
    return list(session.scalars(question))


def was_asked(session: Session, assignment_id: int, to_due_on: dt.date) -> bool:
    """Tell whether more time up to a day was ever asked for, whatever became of it."""
    question = select(Extension.id).where(Extension.assignment_id == assignment_id, Extension.to_due_on == to_due_on)
    return session.scalar(question.limit(1)) is not None


def open_extension(session: Session, assignment_id: int) -> Extension | None:
    """Return the request for more time that waits for a decision, if there is one."""
    return session.scalar(
        select(Extension).where(Extension.assignment_id == assignment_id, Extension.verdict == ReviewDecision.WAITING)
    )


def open_extensions(session: Session, scope: Scope) -> list[tuple[Extension, Assignment]]:
    """Return the requests for more time that wait within a scope, the oldest first, task and unit loaded."""
    question = (
        select(Extension, Assignment)
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .where(Extension.verdict == ReviewDecision.WAITING, readable_condition(scope))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Extension.asked_at, Extension.id)
    )
    return [(row[0], row[1]) for row in session.execute(question)]


def list_assignment_evidence(session: Session, assignment_id: int) -> list[Evidence]:
    """Return the files of an assignment, oldest first."""
    question = select(Evidence).where(Evidence.assignment_id == assignment_id).order_by(Evidence.id)
    return list(session.scalars(question))


def sum_task_file_bytes(session: Session, assignment_id: int) -> tuple[int, int]:
    """Return how many bytes the files of an assignment have, and all files of its unit, those of figures among them."""
    size = select(func.coalesce(func.sum(Evidence.size), 0))
    unit_id = select(Assignment.unit_id).where(Assignment.id == assignment_id).scalar_subquery()
    of_unit = size.join(Assignment, Assignment.id == Evidence.assignment_id).where(Assignment.unit_id == unit_id)
    of_task = size.where(Evidence.assignment_id == assignment_id)
    of_figures = figure_questions().stored_bytes(unit_id)
    unit_total = int(session.scalar(of_unit) or 0) + int(session.scalar(of_figures) or 0)
    return int(session.scalar(of_task) or 0), unit_total


def count_files_sent(session: Session, person_id: int, since: dt.datetime) -> int:
    """Return how many files of evidence a person sent after an instant."""
    question = select(func.count()).where(Evidence.uploaded_by_id == person_id, Evidence.uploaded_at > since)
    return session.scalar(question) or 0


def get_evidence(session: Session, evidence_id: int) -> Evidence | None:
    """Return one file's record; whoever asks must still be allowed to see its assignment."""
    return session.get(Evidence, evidence_id)


def get_directive_task(session: Session, directive_id: int) -> Task | None:
    """Return the task of a directive."""
    return session.scalar(select(Task).where(Task.directive_id == directive_id))


def list_tasks_to_continue(session: Session, year: int, rules: Collection[str]) -> list[Task]:
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
        .where(Task.kind == kind, Assignment.part == AssignmentRole.LEAD, Assignment.state.in_(OPEN_STATES))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Assignment.due_on, Assignment.id)
    )
    return list(session.scalars(question))


def get_assignments(session: Session, assignment_ids: Collection[int], scope: Scope) -> Sequence[Assignment]:
    """Return the assignments among some that stand within a scope, task and unit loaded; in the order chosen."""
    question = (
        select(Assignment)
        .where(Assignment.id.in_(sorted(assignment_ids)), readable_condition(scope))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .execution_options(populate_existing=True)
    )
    found = {each.id: each for each in session.scalars(question)}
    return [found[number] for number in assignment_ids if number in found]


def get_waiting_requests(
    session: Session, assignment_ids: Collection[int]
) -> tuple[Mapping[int, Submission], Mapping[int, Extension]]:
    """Return the reports and the requests for more time that wait on some assignments, by assignment."""
    wanted = sorted(assignment_ids)
    reports = session.scalars(
        select(Submission).where(Submission.assignment_id.in_(wanted), Submission.verdict == ReviewDecision.WAITING)
    )
    requests = session.scalars(
        select(Extension).where(Extension.assignment_id.in_(wanted), Extension.verdict == ReviewDecision.WAITING)
    )
    return {each.assignment_id: each for each in reports}, {each.assignment_id: each for each in requests}
