"""Tasks and their assignments: the duty in words, and each unit that has it open.

Comments on a task: what people say to each other beside the event log.

Reports of completion, the files that prove them, and requests for more time.

Tags: short words that the office sticks on tasks to find them again; they change nothing that is counted.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database.base import Base, enum_column_type
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Origin
from tracker.law.terms import TermKind
from tracker.office.models import Person, Unit
from tracker.tasks.sources import Area, CarriedTexts, Directive, PlanItem


class Comment(Base):
    """What one person wrote on an assignment; it changes no counted state.

    For some minutes its author may edit it; it is never deleted: `withdrawn_at` hides its words and leaves the
    trace. `by_mail`: it came as an answer to a letter.
    """

    __tablename__ = "comment"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    author_name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    by_mail: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[dt.datetime]
    edited_at: Mapped[dt.datetime | None]
    withdrawn_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ReviewDecision(enum.StrEnum):
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
    verdict: Mapped[ReviewDecision] = mapped_column(
        enum_column_type(ReviewDecision, "submission_verdict"), default=ReviewDecision.WAITING
    )
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
    verdict: Mapped[ReviewDecision] = mapped_column(
        enum_column_type(ReviewDecision, "extension_verdict"), default=ReviewDecision.WAITING
    )
    decided_at: Mapped[dt.datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision_note: Mapped[str] = mapped_column(Text, default="")
    granted_late: Mapped[bool] = mapped_column(default=False)


class Tag(Base):
    """One word of the office; `key` is its name folded, so that «Họp tháng» and «họp tháng» are one."""

    __tablename__ = "tag"

    name: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(40), unique=True)


class AssignmentTag(Base):
    """A tag on an assignment; who stuck it there stands in the event log."""

    __tablename__ = "assignment_tag"
    __table_args__ = (UniqueConstraint("assignment_id", "tag_id"),)

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)


class AssignmentRole(enum.StrEnum):
    """The part a unit has in a task; only leads are counted."""

    LEAD = "lead"
    COORDINATING = "coordinating"
    MONITOR = "monitor"


class Task(CarriedTexts, Base):
    """One duty from a plan item or a directive: what, which product, by when in the words of the paper.

    `term_text` is the deadline as written and never lost; `term_rule` and `term_assumptions` say how it was read.
    `due_on` is the deadline first given; each assignment carries its own current one. `continues_id` is the duty of the
    year before that this one goes on with; no duty is gone on with twice.
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("(origin = 'plan') = (plan_item_id IS NOT NULL)", name="plan_task_has_its_item"),
        CheckConstraint("(origin = 'plan') = (directive_id IS NULL)", name="other_task_has_its_directive"),
        CheckConstraint("quantity_target IS NULL OR quantity_target > 0", name="target_is_positive"),
        Index("ix_task_origin_assigned_on", "origin", "assigned_on"),
    )

    origin: Mapped[Origin] = mapped_column(enum_column_type(Origin, "task_origin"))
    plan_item_id: Mapped[int | None] = mapped_column(ForeignKey("plan_item.id"), unique=True)
    directive_id: Mapped[int | None] = mapped_column(ForeignKey("directive.id"), index=True)
    continues_id: Mapped[int | None] = mapped_column("parent_id", ForeignKey("task.id"), index=True, unique=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    code: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(Text)
    quantity_target: Mapped[int | None]
    quantity_unit: Mapped[str] = mapped_column(String(40), default="")
    urgency: Mapped[str] = mapped_column(String(20), default="")
    leader: Mapped[str] = mapped_column(String(120), default="")
    field: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[TermKind] = mapped_column(enum_column_type(TermKind, "term_kind"))
    term_text: Mapped[str] = mapped_column(Text, default="")
    term_rule: Mapped[str] = mapped_column(String(20), default="")
    term_assumptions: Mapped[list[Any]] = mapped_column(default=list)
    needs_review: Mapped[bool] = mapped_column(default=False)
    named_date: Mapped[dt.date | None]
    start_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    due_hour: Mapped[str | None] = mapped_column(String(5))
    evidence_required: Mapped[bool] = mapped_column(default=False)
    assigned_on: Mapped[dt.date]
    search_text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    plan_item: Mapped[PlanItem | None] = relationship(lazy="raise")
    directive: Mapped[Directive | None] = relationship(lazy="raise")
    area: Mapped[Area | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}


_CLOSED = "('withdrawn', 'cancelled', 'transferred', 'merged')"
_OPEN = "('assigned', 'accepted', 'in_progress', 'returned', 'submitted', 'declined')"


def _unit_given(context: DefaultExecutionContext) -> int:
    """Return the unit to which a new assignment is given: at first, the one that has it."""
    return int(context.get_current_parameters()["unit_id"])  # type: ignore[no-untyped-call]  # SQLAlchemy has no type


class Assignment(Base):
    """A task assigned to one unit: its present state; its history is in `TaskEvent`.

    `given_to_id` is the unit to which it was given; `unit_id` the one that has it now. After a merger of units one
    may have two shares of a task, but no unit is ever given the same task twice (K04). It copies `unit_id` once,
    so it needs no reference of its own, and the unit of an assignment stays the one thing to join on.

    `original_due_on` is the deadline first given and never moves; extensions move `due_on`. `done_on` is the day
    the unit finished, as stated in the report that was accepted. `attested_until` is the last day for which a
    continuous duty was marked «đạt yêu cầu đến thời điểm báo cáo». `received_on` is the day the unit accepted;
    `term_starts_on` the day a relative term is counted from, as those who gave the task recorded it. `person_id` is
    who in the unit does the work; `share` is what the lead unit asks of a coordinating one; `successor_id` what it
    was merged into.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("task_id", "given_to_id", "part"),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_on_when_done"),
        CheckConstraint(f"(state IN {_CLOSED}) = (closed_on IS NOT NULL)", name="closed_on_when_closed"),
        CheckConstraint("state <> 'submitted' OR submitted_on IS NOT NULL", name="submitted_on_when_submitted"),
        CheckConstraint("(state = 'draft') = (assigned_on IS NULL)", name="assigned_on_unless_draft"),
        CheckConstraint("progress >= 0 AND progress <= 100", name="progress_is_a_percentage"),
        CheckConstraint("(attested_on IS NULL) = (attested_until IS NULL)", name="attested_for_a_period"),
        Index(
            "ix_assignment_open_by_unit",
            "unit_id",
            "due_on",
            "id",
            sqlite_where=text(f"state IN {_OPEN}"),
            postgresql_where=text(f"state IN {_OPEN}"),
        ),
        Index("ix_assignment_state_due_on", "state", "due_on"),
        Index(
            "ix_assignment_successor_id",
            "successor_id",
            sqlite_where=text("successor_id IS NOT NULL"),
            postgresql_where=text("successor_id IS NOT NULL"),
        ),
    )

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    given_to_id: Mapped[int] = mapped_column(default=_unit_given)
    part: Mapped[AssignmentRole] = mapped_column(enum_column_type(AssignmentRole, "part"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    share: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[AssignmentState] = mapped_column(
        enum_column_type(AssignmentState, "assignment_state"), default=AssignmentState.DRAFT
    )
    assigned_on: Mapped[dt.date | None]
    received_on: Mapped[dt.date | None]
    term_starts_on: Mapped[dt.date | None]
    original_due_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    submitted_on: Mapped[dt.date | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]
    attested_on: Mapped[dt.date | None]
    attested_until: Mapped[dt.date | None]
    progress: Mapped[int] = mapped_column(default=0)
    quantity: Mapped[int | None]
    extension_count: Mapped[int] = mapped_column(default=0)
    granted_late: Mapped[bool] = mapped_column(default=False)
    reopened_count: Mapped[int] = mapped_column(default=0)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    last_event_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    task: Mapped[Task] = relationship(lazy="raise")
    unit: Mapped[Unit] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[person_id])

    __mapper_args__ = {"version_id_col": version}


class Occurrence(Base):
    """One due day of a recurring duty, in order: reported by the unit, then confirmed, or skipped by the assigner.

    `claimed_on` is the day the unit says it finished, while its report waits and afterwards; `done_on` is the same
    day once it was confirmed; `skipped_on` the day of the decision that nothing is due. `late_report`: it was
    reported more than three working days after the day it claims.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("assignment_id", "number"),
        UniqueConstraint("assignment_id", "due_on"),
        CheckConstraint("done_on IS NULL OR skipped_on IS NULL", name="done_or_skipped"),
        CheckConstraint("(claimed_on IS NULL) = (reported_at IS NULL)", name="reported_when_claimed"),
        CheckConstraint("done_on IS NULL OR done_on = claimed_on", name="done_as_claimed"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    number: Mapped[int]
    due_on: Mapped[dt.date] = mapped_column(index=True)
    done_on: Mapped[dt.date | None]
    skipped_on: Mapped[dt.date | None]
    claimed_on: Mapped[dt.date | None]
    reported_at: Mapped[dt.datetime | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    late_report: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(160), default="")
