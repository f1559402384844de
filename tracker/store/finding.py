"""What is found by its words: the newest first, a few of each kind, within what the reader may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import Session

from tracker.models.directive import Directive
from tracker.models.document import Document
from tracker.models.plan import Plan, PlanItem
from tracker.models.task import Assignment, Part, Task
from tracker.models.unit import Unit
from tracker.rules.lifecycle import AssignmentState
from tracker.rules.permissions import Scope
from tracker.rules.searching import Question
from tracker.store import tasks, words


@dataclass(frozen=True, slots=True)
class FoundTask:
    """The share of one unit in a task that was found; `directive_id` or `plan_year` say where it stands."""

    assignment_id: int
    title: str
    code: str
    unit_name: str
    due_on: dt.date | None
    state: AssignmentState
    directive_id: int | None
    plan_year: int | None


def directive_tasks(session: Session, wanted: Question, scope: Scope, *, limit: int) -> Sequence[FoundTask]:
    """Return shares of directives that hold the words, the one given last first."""
    return _tasks(
        session, limit, words.held(Task, wanted), tasks.readable(scope), Task.plan_item_id.is_(None)
    )


def plan_tasks(session: Session, wanted: Question, scope: Scope, *, limit: int) -> Sequence[FoundTask]:
    """Return shares of items of a plan that hold the words."""
    return _tasks(
        session, limit, words.held(Task, wanted), tasks.readable(scope), Task.plan_item_id.is_not(None)
    )


def _tasks(session: Session, limit: int, *conditions: ColumnElement[bool]) -> Sequence[FoundTask]:
    question = (
        select(
            Assignment.id.label("assignment_id"),
            Task.title,
            Task.code,
            Unit.short_name.label("unit_name"),
            Assignment.due_on,
            Assignment.state,
            Task.directive_id,
            Plan.year.label("plan_year"),
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(PlanItem, PlanItem.id == Task.plan_item_id)
        .outerjoin(Plan, Plan.id == PlanItem.plan_id)
        .where(Assignment.part == Part.LEAD, Assignment.state != AssignmentState.DRAFT, *conditions)
        .order_by(Task.id.desc(), Assignment.id)
        .limit(limit)
    )
    return [FoundTask(**row) for row in session.execute(question).mappings()]


def directives(session: Session, wanted: Question, scope: Scope, *, limit: int) -> Sequence[Directive]:
    """Return directives of which the reader may see a share, by their words or those of their task."""
    question = (
        select(Directive)
        .where(or_(words.held(Directive, wanted), _of_a_task(wanted)))
        .where(_seen(Task.directive_id == Directive.id, scope))
        .order_by(Directive.given_on.desc(), Directive.id.desc())
        .limit(limit)
    )
    return list(session.scalars(question))


def documents(
    session: Session, wanted: Question, scope: Scope, *, limit: int
) -> Sequence[tuple[Document, int | None]]:
    """Return papers, each with a directive it gives, if any; a unit finds those that give it something to do."""
    directive_id = (
        select(Directive.id)
        .where(Directive.document_id == Document.id)
        .order_by(Directive.id)
        .limit(1)
        .correlate(Document)
        .scalar_subquery()
    )
    gives = exists().where(
        Directive.document_id == Document.id,
        Task.directive_id == Directive.id,
        Assignment.task_id == Task.id,
        tasks.readable(scope),
    )
    question = (
        select(Document, directive_id)
        .where(words.held(Document, wanted), true() if scope.everywhere else gives)
        .order_by(Document.issued_on.desc(), Document.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(question)]


def _of_a_task(wanted: Question) -> ColumnElement[bool]:
    return Directive.id.in_(
        select(Task.directive_id).where(words.held(Task, wanted), Task.directive_id.is_not(None))
    )


def _seen(link: ColumnElement[bool], scope: Scope) -> ColumnElement[Any]:
    if scope.everywhere:
        return true()
    return exists().where(link, Assignment.task_id == Task.id, tasks.readable(scope))
