"""Reports of a period: the draft that is being filled in, the words of its sections, what was waived."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice


class ReportState(enum.StrEnum):
    """A draft is filled in; a frozen report never changes; one that was superseded has a newer version."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SUPERSEDED = "superseded"


class Report(Base):
    """The report of a window of days up to a cut-off. `period` is its name («2021», «2021-6T») or empty for any window.

    `number` and `dated_on` are printed on it once it is frozen. `revision` counts the versions of one report;
    `supersedes_id` is the version before, replaced for `reason`. `request_task_id` is the task by which units were
    asked for their figures.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("period", "first_on", "as_of", "revision"),
        CheckConstraint("first_on <= as_of", name="window_is_in_order"),
        CheckConstraint("(state = 'draft') = (frozen_at IS NULL)", name="frozen_at_when_frozen"),
        CheckConstraint(
            "state = 'draft' OR (number <> '' AND dated_on IS NOT NULL)", name="frozen_has_its_number"
        ),
    )

    period: Mapped[str] = mapped_column(String(12), default="")
    title: Mapped[str] = mapped_column(String(300))
    first_on: Mapped[dt.date]
    as_of: Mapped[dt.date]
    form_id: Mapped[int] = mapped_column(ForeignKey("indicator_form.id"), index=True)
    state: Mapped[ReportState] = mapped_column(choice(ReportState, "report_state"), default=ReportState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    request_task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    number: Mapped[str] = mapped_column(String(80), default="")
    dated_on: Mapped[dt.date | None]
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[dt.datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    frozen_at: Mapped[dt.datetime | None]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ReportWaiver(Base):
    """A finding of the check that stands all the same, with the reason, which the internal copy prints.

    `key` identifies the finding: the same case in the same place with the same numbers.
    """

    __tablename__ = "report_waiver"
    __table_args__ = (UniqueConstraint("report_id", "key"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    key: Mapped[str] = mapped_column(String(64))
    finding: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    waived_at: Mapped[dt.datetime]
    waived_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class FrozenReport(Base):
    """A report as it was frozen: everything that is printed, as text. The database refuses to change or delete it.

    `frozen_period_id` are the figures of its days with their members; None in reports frozen before windows had them.
    """

    __tablename__ = "frozen_report"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), unique=True)
    frozen_period_id: Mapped[int | None] = mapped_column(ForeignKey("frozen_period.id"))
    paper: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[dt.datetime]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ReportTemplate(Base):
    """A Word file of the office into which reports are written; the newest is used, the others are kept."""

    __tablename__ = "report_template"

    file_name: Mapped[str] = mapped_column(String(255))
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    is_in_use: Mapped[bool]
    uploaded_at: Mapped[dt.datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
