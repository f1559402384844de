"""Reports of a period: the draft that is being filled in, the words of its sections, what was waived."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice


class ReportState(enum.StrEnum):
    """A draft is filled in; a frozen report never changes; one that was superseded has a newer version."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SUPERSEDED = "superseded"


class Report(Base):
    """The report of a window of days up to a cut-off. `period` is its name («2021», «2021-6T») or empty for any window.

    `number` and `dated_on` are printed on it once it is frozen. `revision` counts the versions of one report, and
    `supersedes_id` is the version before. `request_task_id` is the task by which units were asked for their figures.
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
