"""What a task that asks for figures still lacks: it is done only with every row said, a number or a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists

from tracker.models.indicator import Indicator, IndicatorEntry
from tracker.models.report import Report, ReportState
from tracker.models.task import Assignment, Part
from tracker.services import appendix, requirements
from tracker.store import indicators, reports
from tracker.store.indicators import figure_bytes
from tracker.transaction import Work

NAMED = 10
"""Rows that a sentence names; the page of the figures shows them all."""


@dataclass(frozen=True, slots=True)
class Owed:
    """The report that a task asks figures for, and the rows of the unit without a word that counts."""

    report: Report
    missing: Sequence[Indicator]

    @property
    def report_id(self) -> int:
        """The number of the report in its newest version."""
        return self.report.id

    @property
    def codes(self) -> str:
        """The first missing rows, by code."""
        said = ", ".join(row.code for row in self.missing[:NAMED])
        return said if len(self.missing) <= NAMED else f"{said}…"


def owed(work: Work, assignment: Assignment) -> Owed | None:
    """Return what an assignment owes to the report that asks for it, in its newest version; None for other work.

    A value that was sent back is missing until it is said anew. Once the report is frozen nothing can be given, and
    nothing is missing.
    """
    if assignment.part is not Part.LEAD:
        return None
    report = reports.of_task(work.session, assignment.task_id)
    if report is None:
        return None
    if report.state is not ReportState.DRAFT:
        return Owed(report, ())
    rows = indicators.rows(work.session, report.form_id)
    owners = appendix.owners_of(work, rows, report.as_of)
    said = {
        entry.indicator_id
        for entry in indicators.entries(work.session, report.id)
        if entry.unit_id == assignment.unit_id and not entry.is_returned
    }
    return Owed(
        report, [row for row in rows if assignment.unit_id in owners[row.code] and row.id not in said]
    )


requirements.register_figure_questions(
    requirements.FigureQuestions(
        required=owed,
        is_request=lambda task_id: exists().where(Report.request_task_id == task_id),
        stored_bytes=lambda unit_id: figure_bytes(IndicatorEntry.unit_id == unit_id),
    )
)
