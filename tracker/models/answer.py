"""Answers by mail: what became of each letter that came in, so that none is taken twice."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice
from tracker.rules.answering import AnswerOutcome


class Answer(Base):
    """One letter that came in: from whom and about which task, if it was for us; never its words, those are a comment.

    `letter_key` tells the same letter again when a mail program brings it twice.
    """

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint("(outcome = 'taken') = (comment_id IS NOT NULL)", name="comment_when_taken"),
    )

    letter_key: Mapped[str] = mapped_column(String(64), unique=True)
    received_at: Mapped[dt.datetime]
    outcome: Mapped[AnswerOutcome] = mapped_column(choice(AnswerOutcome, "answer_outcome"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    attachments: Mapped[int] = mapped_column(default=0)
