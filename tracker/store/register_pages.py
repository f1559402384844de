"""The register of directives as an office keeps it: a row for each unit that got one, with what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.directive import Directive
from tracker.models.document import Document
from tracker.models.submission import Submission, Verdict
from tracker.models.task import Assignment, Part, Task
from tracker.models.unit import Unit
from tracker.rules.selecting import Selection
from tracker.store.counting import classified


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A directive in the hands of one unit; days are civil days, `replied` the paper that reported it done."""

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


def lines(session: Session, selection: Selection) -> Sequence[RegisterLine]:
    """Return the rows of a selection of directives by day; who coordinates is named once for each directive."""
    counted = classified(selection)
    question = (
        select(Assignment, Task, Directive, Document, Unit.name, Submission.decided_at, Submission.document)
        .join(counted, counted.c.assignment_id == Assignment.id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .join(Document, Document.id == Directive.document_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(
            Submission,
            (Submission.assignment_id == Assignment.id) & (Submission.verdict == Verdict.ACCEPTED),
        )
        .order_by(Directive.given_on, Directive.id, Unit.position, Assignment.id, Submission.id.desc())
    )
    beside = _coordinating(session)
    found: dict[int, RegisterLine] = {}
    for assignment, task, directive, document, unit_name, decided_at, replied in session.execute(question):
        found.setdefault(
            assignment.id,
            RegisterLine(
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
        .where(Assignment.part == Part.COORDINATING)
        .order_by(Assignment.task_id, Unit.position)
    )
    names: dict[int, list[str]] = {}
    for task_id, name in session.execute(question):
        names.setdefault(task_id, []).append(name)
    return names
