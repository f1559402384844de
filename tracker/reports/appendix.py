"""The appendix of a report, filled in: what our records count, what units said, what follows by formula."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.database.unit_of_work import UnitOfWork
from tracker.figures import report_figures
from tracker.figures.report_figures import ReportLine
from tracker.law.permissions import Scope
from tracker.law.timing import DONE_ON_TIME, DONE_TIMINGS, Timing
from tracker.office import units
from tracker.office.name_reader import COMMUNE_LEVEL, UnitKind
from tracker.reports import form_versions, inspections
from tracker.reports.indicators.spec import EVERY_COMMUNE, EVERY_DEPARTMENT, EVERY_SERVICE_UNIT, CountedSource
from tracker.reports.indicators.values import FilledRow, GivenValue, fill_indicator_rows
from tracker.reports.models import Indicator, IndicatorEntry, Report
from tracker.tasks.selection import Selection

TIMINGS_IN_APPENDIX = frozenset(timing for timing in Timing if timing is not Timing.EXCLUDED)


class CountedListKind(enum.StrEnum):
    """Which list lies behind a computed number that counts no tasks."""

    INSPECTIONS = "inspections"
    FINDINGS = "findings"
    PAPERS = "papers"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class CountedNumber:
    """A number from our own records and its list: a selection of tasks, or a list of another kind."""

    number: int
    selection: Selection | None = None
    opens: CountedListKind | None = None
    unit_kinds: frozenset[UnitKind] = frozenset()


@dataclass(frozen=True, slots=True)
class AppendixLine:
    """A row of the appendix with its row in the form and, where our records count it, its list."""

    indicator: Indicator
    filled: FilledRow
    counted: CountedNumber | None = None

    @property
    def number(self) -> Decimal | None:
        """The value."""
        return self.filled.value


@dataclass(frozen=True, slots=True)
class Appendix:
    """A filled appendix: its lines in order, the last word of each unit, and who owes which rows."""

    lines: Sequence[AppendixLine]
    entries: Sequence[IndicatorEntry]
    owners: Mapping[str, Sequence[int]]

    def line(self, code: str) -> AppendixLine | None:
        """Return the line with a code."""
        return next((line for line in self.lines if line.indicator.code == code), None)

    @property
    def open_lines(self) -> list[AppendixLine]:
        """The lines that have neither a number nor a reason."""
        return [line for line in self.lines if line.filled.is_open]


def build_report_appendix(work: UnitOfWork, report: Report) -> Appendix:
    """Return the appendix of a report as it stands now."""
    entries = form_versions.list_indicator_entries(work.session, report.id)
    return fill_appendix(work, report.form_id, report.first_on, report.as_of, entries)


def fill_appendix(
    work: UnitOfWork, form_id: int, first_on: dt.date, as_of: dt.date, entries: Sequence[IndicatorEntry] = ()
) -> Appendix:
    """Return a form filled in for a window of civil days, from what our records count and what was said."""
    rows = form_versions.list_indicators(work.session, form_id)
    counted = count_own_records(work, first_on, as_of)
    owners = list_row_owners(work, rows, as_of)
    by_id = {row.id: row.code for row in rows}
    given: dict[str, list[GivenValue]] = {}
    for entry in entries:
        if not entry.is_returned:
            given.setdefault(by_id[entry.indicator_id], []).append(to_given_value(entry))
    numbers = {binding: each.number for binding, each in counted.items()}
    filled = fill_indicator_rows([row.spec() for row in rows], numbers, given, owners)
    lines = [
        AppendixLine(row, each, counted.get(row.binding) if row.binding else None)
        for row, each in zip(rows, filled, strict=True)
    ]
    return Appendix(lines, entries, owners)


def count_own_records(work: UnitOfWork, first_on: dt.date, as_of: dt.date) -> dict[CountedSource, CountedNumber]:
    """Return every number our own records know of a window of civil days, each with its list."""
    return {
        **_from_tasks(work, first_on, as_of),
        **_from_inspections(work, first_on, as_of),
        CountedSource.STEERING_PAPERS: CountedNumber(
            len(inspections.list_steering_papers(work.session, first_on, as_of)), opens=CountedListKind.PAPERS
        ),
        **_from_units(work, as_of),
    }


def list_row_owners(work: UnitOfWork, rows: Sequence[Indicator], day: dt.date) -> dict[str, list[int]]:
    """Return the units that owe each row on a civil day, in the order of the office."""
    existing = units.list_existing_units(work.session, day)
    found: dict[str, list[int]] = {}
    for row in rows:
        found[row.code] = [
            unit.id
            for unit in existing
            if unit.code in row.owners
            or (EVERY_COMMUNE in row.owners and unit.kind in COMMUNE_LEVEL)
            or (EVERY_DEPARTMENT in row.owners and unit.kind is UnitKind.DEPARTMENT)
            or (EVERY_SERVICE_UNIT in row.owners and unit.kind is UnitKind.SERVICE_UNIT)
        ]
    return found


def to_given_value(entry: IndicatorEntry) -> GivenValue:
    """Return an entry as the rules read it."""
    return GivenValue(
        unit_id=entry.unit_id,
        value=_decimal(entry.value),
        part=_decimal(entry.part),
        whole=_decimal(entry.whole),
        blank=entry.blank,
        note=entry.note,
        entry_id=entry.id,
    )


def _from_tasks(work: UnitOfWork, first_on: dt.date, as_of: dt.date) -> dict[CountedSource, CountedNumber]:
    selection = Selection(as_of=as_of, scope=Scope(everywhere=True), since=first_on)
    figures = report_figures.report_figures(work, selection)

    def counted(line: ReportLine, timings: frozenset[Timing]) -> CountedNumber:
        of = figures[line]
        number = sum(of.tally[timing] for timing in timings)
        return CountedNumber(number, of.selection.narrowed(timings=timings))

    late = frozenset({Timing.DONE_LATE})
    return {
        CountedSource.PLAN_TOTAL: counted(ReportLine.PLAN, TIMINGS_IN_APPENDIX),
        CountedSource.PLAN_DONE: counted(ReportLine.PLAN, frozenset(DONE_TIMINGS)),
        CountedSource.PROVINCE_TOTAL: counted(ReportLine.PROVINCE, TIMINGS_IN_APPENDIX),
        CountedSource.PROVINCE_ON_TIME: counted(ReportLine.PROVINCE, frozenset(DONE_ON_TIME)),
        CountedSource.PROVINCE_LATE: counted(ReportLine.PROVINCE, late),
        CountedSource.TOWN_TOTAL: counted(ReportLine.TOWN, TIMINGS_IN_APPENDIX),
        CountedSource.TOWN_ON_TIME: counted(ReportLine.TOWN, frozenset(DONE_ON_TIME)),
        CountedSource.TOWN_LATE: counted(ReportLine.TOWN, late),
    }


def _from_inspections(work: UnitOfWork, first_on: dt.date, as_of: dt.date) -> dict[CountedSource, CountedNumber]:
    rounds = inspections.list_held_inspections(work.session, first_on, as_of)
    found = inspections.list_inspection_findings(work.session, rounds, as_of)
    bodies = {each.unit_id for each in rounds}
    return {
        CountedSource.INSPECTED_BODIES: CountedNumber(len(bodies), opens=CountedListKind.INSPECTIONS),
        CountedSource.INSPECTION_FINDINGS: CountedNumber(len(found), opens=CountedListKind.FINDINGS),
        CountedSource.FINDINGS_SETTLED: CountedNumber(
            sum(each.is_settled for each in found), opens=CountedListKind.FINDINGS
        ),
    }


def _from_units(work: UnitOfWork, as_of: dt.date) -> dict[CountedSource, CountedNumber]:
    existing = units.list_existing_units(work.session, as_of)
    kinds = {
        CountedSource.DEPARTMENTS: frozenset({UnitKind.DEPARTMENT}),
        CountedSource.SERVICE_UNITS: frozenset({UnitKind.SERVICE_UNIT}),
        CountedSource.COMMUNES: frozenset(COMMUNE_LEVEL),
    }
    return {
        binding: CountedNumber(
            sum(unit.kind in wanted for unit in existing), opens=CountedListKind.UNITS, unit_kinds=wanted
        )
        for binding, wanted in kinds.items()
    }


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
