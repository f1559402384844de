"""The register of papers being dealt with: each directive with its units, deadlines, progress and answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.law.lifecycle import STATES_OUTSIDE_TOTAL, AssignmentState
from tracker.law.permissions import Scope
from tracker.office.models import Document, Unit
from tracker.tasks import queries as task_queries
from tracker.tasks.models import Assignment, AssignmentRole, ReviewDecision, Submission, Task
from tracker.tasks.sources import Directive


@dataclass(frozen=True, slots=True)
class PaperRegisterLine:
    """The share of one unit in one directive, as the register of Decree 30/2020/NĐ-CP tells it."""

    directive_id: int
    reference: str
    given_on: dt.date
    issuer: str
    content: str
    secrecy: str
    unit_name: str
    term_text: str
    due_on: dt.date | None
    state: AssignmentState
    progress: int
    done_on: dt.date | None
    answer: str | None
    answered_on: dt.date | None
    extension_count: int


def list_paper_register(
    session: Session, scope: Scope, first_on: dt.date, last_on: dt.date
) -> Sequence[PaperRegisterLine]:
    """Return the shares of directives given between two civil days within a scope, in the order of the papers."""
    accepted = (
        select(func.max(Submission.id))
        .where(Submission.assignment_id == Assignment.id, Submission.verdict == ReviewDecision.ACCEPTED)
        .correlate(Assignment)
        .scalar_subquery()
    )
    question = (
        select(
            Directive.id.label("directive_id"),
            Document.reference,
            Directive.given_on,
            Document.issuer,
            Directive.content,
            Document.secrecy,
            Unit.short_name.label("unit_name"),
            Task.term_text,
            Assignment.due_on,
            Assignment.state,
            Assignment.progress,
            Assignment.done_on,
            Submission.document.label("answer"),
            Submission.document_on.label("answered_on"),
            Assignment.extension_count,
        )
        .join(Document, Document.id == Directive.document_id)
        .join(Task, Task.directive_id == Directive.id)
        .join(Assignment, Assignment.task_id == Task.id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Submission, Submission.id == accepted)
        .where(
            Directive.given_on.between(first_on, last_on),
            Assignment.part == AssignmentRole.LEAD,
            Assignment.state.not_in((AssignmentState.DRAFT, *STATES_OUTSIDE_TOTAL)),
            task_queries.readable_condition(scope),
        )
        .order_by(Directive.given_on, Directive.id, Unit.position, Assignment.id)
    )
    return [PaperRegisterLine(**row) for row in session.execute(question).mappings()]
