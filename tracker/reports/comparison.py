"""How a report differs from another one, row by row, and why: from tasks, from what units said, from the form."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.database.unit_of_work import UnitOfWork
from tracker.law.references import count_of
from tracker.reports import appendix, form_versions, queries
from tracker.reports.content import paper_of_report
from tracker.reports.indicators.spec import ValueKind, ValueSource
from tracker.reports.models import Report, ReportState
from tracker.reports.paper.model import numbers_of


class DifferenceCause(enum.StrEnum):
    """Where a difference comes from."""

    TASKS = "tasks"
    SAID = "said"
    FORMULA = "formula"
    NEW_ROW = "new_row"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ReportDifference:
    """A row that reads otherwise; `note` is what was said of it."""

    code: str
    label: str
    before: str
    after: str
    change: Decimal | None
    why: DifferenceCause
    note: str


@dataclass(frozen=True, slots=True)
class ReportComparison:
    """Two reports and the rows by which they differ; `same` is how many rows read alike."""

    report: Report
    other: Report
    differences: Sequence[ReportDifference]
    same: int
    frozen_ids: tuple[int, int] | None


def list_comparable_reports(work: UnitOfWork, report: Report) -> list[Report]:
    """Return what a report may be held against: the version before, the report before, the same period last year."""
    found = [report.supersedes_id and queries.get_report(work.session, report.supersedes_id)]
    found.append(queries.get_previous_report(work.session, report))
    if report.period:
        last_year = f"{int(report.period[:4]) - 1}{report.period[4:]}"
        found.append(queries.find_report_of_period(work.session, last_year))
    unique = {each.id: each for each in found if each}
    return list(unique.values())


def compare_reports(work: UnitOfWork, report: Report, other: Report) -> ReportComparison:
    """Return how `report` differs from `other`, an earlier one."""
    before, after = (numbers_of(paper_of_report(work, each).rows) for each in (other, report))
    rows = {row.code: row for row in form_versions.list_indicators(work.session, report.form_id)}
    old_rows = {row.code: row for row in form_versions.list_indicators(work.session, other.form_id)}
    notes = {line.indicator.code: line.filled.note for line in appendix.build_report_appendix(work, report).lines}
    found: list[ReportDifference] = []
    for code in dict.fromkeys((*after, *before)):
        if before.get(code, "") == after.get(code, ""):
            continue
        row = rows.get(code) or old_rows[code]
        why = (
            DifferenceCause.GONE
            if code not in rows
            else DifferenceCause.NEW_ROW
            if code not in old_rows
            else _why(row.source)
        )
        found.append(
            ReportDifference(
                code,
                row.label,
                before.get(code, ""),
                after.get(code, ""),
                _change(before.get(code, ""), after.get(code, ""), row.kind),
                why,
                notes.get(code, ""),
            )
        )
    frozen_ids = tuple(
        kept.frozen_period_id
        for each in (other, report)
        if each.state is not ReportState.DRAFT
        and (kept := queries.get_frozen_report(work.session, each.id)) is not None
        and kept.frozen_period_id is not None
    )
    pair = (frozen_ids[0], frozen_ids[1]) if len(frozen_ids) == 2 else None
    return ReportComparison(report, other, found, len(set(after) & set(before)) - len(found), pair)


def _why(source: ValueSource) -> DifferenceCause:
    return {ValueSource.COMPUTED: DifferenceCause.TASKS, ValueSource.FORMULA: DifferenceCause.FORMULA}.get(
        source, DifferenceCause.SAID
    )


def _change(before: str, after: str, kind: ValueKind) -> Decimal | None:
    is_percent = kind is ValueKind.PERCENT
    one, other = count_of(before, is_percent=is_percent), count_of(after, is_percent=is_percent)
    return None if one is None or other is None else other - one
