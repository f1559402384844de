"""Letters that came in: which are known already, and the list for those who look after letters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.answer import Answer
from tracker.models.person import Person
from tracker.models.task import Assignment, Task
from tracker.rules.answering import AnswerOutcome


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One line of the list."""

    received_at: dt.datetime
    outcome: AnswerOutcome
    person_name: str | None
    assignment_id: int | None
    title: str | None
    attachments: int


def known(session: Session, letter_key: str) -> bool:
    """Tell whether a letter came in before."""
    return session.scalar(select(Answer.id).where(Answer.letter_key == letter_key)) is not None


def newest(session: Session, limit: int) -> list[AnswerRow]:
    """Return the letters that came in last, newest first."""
    question = (
        select(
            Answer.received_at,
            Answer.outcome,
            Person.name.label("person_name"),
            Answer.assignment_id,
            Task.title,
            Answer.attachments,
        )
        .outerjoin(Person, Person.id == Answer.person_id)
        .outerjoin(Assignment, Assignment.id == Answer.assignment_id)
        .outerjoin(Task, Task.id == Assignment.task_id)
        .order_by(Answer.id.desc())
        .limit(limit)
    )
    return [AnswerRow(**row) for row in session.execute(question).mappings()]
