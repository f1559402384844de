"""Reports of completion, the files that prove them, and requests for more time."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice


class Verdict(enum.StrEnum):
    """What became of a report of completion, or of a request."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    COUNTERED = "countered"


class Submission(Base):
    """A unit reports an assignment complete. `done_on` is the day it claims, `reported_at` the instant it said so.

    `late_report` marks a claim more than three working days before the report (counting rule 2).
    """

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint("(verdict = 'waiting') = (decided_at IS NULL)", name="decided_at_when_decided"),
        Index(
            "uq_submission_one_waiting",
            "assignment_id",
            unique=True,
            sqlite_where=text("verdict = 'waiting'"),
            postgresql_where=text("verdict = 'waiting'"),
        ),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    done_on: Mapped[dt.date]
    reported_at: Mapped[dt.datetime]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(160), default="")
    document_on: Mapped[dt.date | None]
    quantity: Mapped[int | None]
    late_report: Mapped[bool] = mapped_column(default=False)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "submission_verdict"), default=Verdict.WAITING)
    decided_at: Mapped[dt.datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision_note: Mapped[str] = mapped_column(Text, default="")


class Evidence(Base):
    """A file that proves progress or completion; kept byte for byte under a random name."""

    __tablename__ = "evidence"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(255))
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    uploaded_at: Mapped[dt.datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Extension(Base):
    """The lead unit asks for a later deadline; one open request at a time; the leader decides."""

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint("(verdict = 'waiting') = (decided_at IS NULL)", name="decided_at_when_decided"),
        Index(
            "uq_extension_one_waiting",
            "assignment_id",
            unique=True,
            sqlite_where=text("verdict = 'waiting'"),
            postgresql_where=text("verdict = 'waiting'"),
        ),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    from_due_on: Mapped[dt.date | None]
    to_due_on: Mapped[dt.date]
    granted_due_on: Mapped[dt.date | None]
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[dt.datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "extension_verdict"), default=Verdict.WAITING)
    decided_at: Mapped[dt.datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision_note: Mapped[str] = mapped_column(Text, default="")
    granted_late: Mapped[bool] = mapped_column(default=False)
