"""How a report differs from another one, row by row, and why: from tasks, from what units said, from the form."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.documents.report_paper import numbers_of
from tracker.models.report import Report, ReportState
from tracker.rules.indicators.spec import Source, ValueKind
from tracker.rules.quantities import count_of
from tracker.services import appendix
from tracker.services.reporting.writing import paper_of_report
from tracker.store import indicators, reports
from tracker.transaction import Work


class Why(enum.StrEnum):
    """Where a difference comes from."""

    TASKS = "tasks"
    SAID = "said"
    FORMULA = "formula"
    NEW_ROW = "new_row"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that reads otherwise; `note` is what was said of it."""

    code: str
    label: str
    before: str
    after: str
    change: Decimal | None
    why: Why
    note: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two reports and the rows by which they differ; `same` is how many rows read alike."""

    report: Report
    other: Report
    differences: Sequence[Difference]
    same: int
    frozen_ids: tuple[int, int] | None


def others(work: Work, report: Report) -> list[Report]:
    """Return what a report may be held against: the version before, the report before, the same period last year."""
    found = [report.supersedes_id and reports.one(work.session, report.supersedes_id)]
    found.append(reports.before(work.session, report))
    if report.period:
        last_year = f"{int(report.period[:4]) - 1}{report.period[4:]}"
        found.append(reports.of_period(work.session, last_year))
    unique = {each.id: each for each in found if each}
    return list(unique.values())


def compare(work: Work, report: Report, other: Report) -> Compared:
    """Return how `report` differs from `other`, an earlier one."""
    before, after = (numbers_of(paper_of_report(work, each).rows) for each in (other, report))
    rows = {row.code: row for row in indicators.rows(work.session, report.form_id)}
    old_rows = {row.code: row for row in indicators.rows(work.session, other.form_id)}
    notes = {line.indicator.code: line.filled.note for line in appendix.of_report(work, report).lines}
    found: list[Difference] = []
    for code in dict.fromkeys((*after, *before)):
        if before.get(code, "") == after.get(code, ""):
            continue
        row = rows.get(code) or old_rows[code]
        why = Why.GONE if code not in rows else Why.NEW_ROW if code not in old_rows else _why(row.source)
        found.append(
            Difference(
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
        and (kept := reports.frozen(work.session, each.id)) is not None
        and kept.frozen_period_id is not None
    )
    pair = (frozen_ids[0], frozen_ids[1]) if len(frozen_ids) == 2 else None
    return Compared(report, other, found, len(set(after) & set(before)) - len(found), pair)


def _why(source: Source) -> Why:
    return {Source.COMPUTED: Why.TASKS, Source.FORMULA: Why.FORMULA}.get(source, Why.SAID)


def _change(before: str, after: str, kind: ValueKind) -> Decimal | None:
    is_percent = kind is ValueKind.PERCENT
    one, other = count_of(before, is_percent=is_percent), count_of(after, is_percent=is_percent)
    return None if one is None or other is None else other - one
