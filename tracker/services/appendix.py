"""The appendix of a report, filled in: what our records count, what units said, what follows by formula."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.models.indicator import Indicator, IndicatorEntry
from tracker.models.report import Report
from tracker.rules.indicators.filling import Filled, Given, fill
from tracker.rules.indicators.spec import EVERY_COMMUNE, EVERY_DEPARTMENT, EVERY_SERVICE_UNIT, Binding
from tracker.rules.permissions import Scope
from tracker.rules.report_lines import ReportLine
from tracker.rules.selecting import Selection
from tracker.rules.timeliness import DONE, DONE_ON_TIME, Timing
from tracker.rules.unit_names import COMMUNE_LEVEL, UnitKind
from tracker.services import report_figures
from tracker.store import indicators, inspections, steering, units
from tracker.transaction import Work

COUNTED = frozenset(timing for timing in Timing if timing is not Timing.EXCLUDED)


class Opens(enum.StrEnum):
    """Which list lies behind a computed number that counts no tasks."""

    INSPECTIONS = "inspections"
    FINDINGS = "findings"
    PAPERS = "papers"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class Counted:
    """A number from our own records and its list: a selection of tasks, or a list of another kind."""

    number: int
    selection: Selection | None = None
    opens: Opens | None = None
    unit_kinds: frozenset[UnitKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the appendix with its row in the form and, where our records count it, its list."""

    indicator: Indicator
    filled: Filled
    counted: Counted | None = None

    @property
    def number(self) -> Decimal | None:
        """The value."""
        return self.filled.value


@dataclass(frozen=True, slots=True)
class Appendix:
    """A filled appendix: its lines in order, the last word of each unit, and who owes which rows."""

    lines: Sequence[Line]
    entries: Sequence[IndicatorEntry]
    owners: Mapping[str, Sequence[int]]

    def line(self, code: str) -> Line | None:
        """Return the line with a code."""
        return next((line for line in self.lines if line.indicator.code == code), None)

    @property
    def open_lines(self) -> list[Line]:
        """The lines that have neither a number nor a reason."""
        return [line for line in self.lines if line.filled.is_open]


def of_report(work: Work, report: Report) -> Appendix:
    """Return the appendix of a report as it stands now."""
    entries = indicators.entries(work.session, report.id)
    return filled_in(work, report.form_id, report.first_on, report.as_of, entries)


def filled_in(
    work: Work, form_id: int, first_on: dt.date, as_of: dt.date, entries: Sequence[IndicatorEntry] = ()
) -> Appendix:
    """Return a form filled in for a window of civil days, from what our records count and what was said."""
    rows = indicators.rows(work.session, form_id)
    counted = count(work, first_on, as_of)
    owners = owners_of(work, rows, as_of)
    by_id = {row.id: row.code for row in rows}
    given: dict[str, list[Given]] = {}
    for entry in entries:
        if not entry.is_returned:
            given.setdefault(by_id[entry.indicator_id], []).append(given_by(entry))
    numbers = {binding: each.number for binding, each in counted.items()}
    filled = fill([row.spec() for row in rows], numbers, given, owners)
    lines = [
        Line(row, each, counted.get(row.binding) if row.binding else None)
        for row, each in zip(rows, filled, strict=True)
    ]
    return Appendix(lines, entries, owners)


def count(work: Work, first_on: dt.date, as_of: dt.date) -> dict[Binding, Counted]:
    """Return every number our own records know of a window of civil days, each with its list."""
    return {
        **_from_tasks(work, first_on, as_of),
        **_from_inspections(work, first_on, as_of),
        Binding.STEERING_PAPERS: Counted(
            len(steering.issued(work.session, first_on, as_of)), opens=Opens.PAPERS
        ),
        **_from_units(work, as_of),
    }


def owners_of(work: Work, rows: Sequence[Indicator], day: dt.date) -> dict[str, list[int]]:
    """Return the units that owe each row on a civil day, in the order of the office."""
    existing = units.existing(work.session, day)
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


def given_by(entry: IndicatorEntry) -> Given:
    """Return an entry as the rules read it."""
    return Given(
        unit_id=entry.unit_id,
        value=_decimal(entry.value),
        part=_decimal(entry.part),
        whole=_decimal(entry.whole),
        blank=entry.blank,
        note=entry.note,
        entry_id=entry.id,
    )


def _from_tasks(work: Work, first_on: dt.date, as_of: dt.date) -> dict[Binding, Counted]:
    selection = Selection(as_of=as_of, scope=Scope(everywhere=True), since=first_on)
    figures = report_figures.report_figures(work, selection)

    def counted(line: ReportLine, timings: frozenset[Timing]) -> Counted:
        of = figures[line]
        number = sum(of.tally[timing] for timing in timings)
        return Counted(number, of.selection.narrowed(timings=timings))

    late = frozenset({Timing.DONE_LATE})
    return {
        Binding.PLAN_TOTAL: counted(ReportLine.PLAN, COUNTED),
        Binding.PLAN_DONE: counted(ReportLine.PLAN, frozenset(DONE)),
        Binding.PROVINCE_TOTAL: counted(ReportLine.PROVINCE, COUNTED),
        Binding.PROVINCE_ON_TIME: counted(ReportLine.PROVINCE, frozenset(DONE_ON_TIME)),
        Binding.PROVINCE_LATE: counted(ReportLine.PROVINCE, late),
        Binding.TOWN_TOTAL: counted(ReportLine.TOWN, COUNTED),
        Binding.TOWN_ON_TIME: counted(ReportLine.TOWN, frozenset(DONE_ON_TIME)),
        Binding.TOWN_LATE: counted(ReportLine.TOWN, late),
    }


def _from_inspections(work: Work, first_on: dt.date, as_of: dt.date) -> dict[Binding, Counted]:
    rounds = inspections.held(work.session, first_on, as_of)
    found = inspections.problems(work.session, rounds, as_of)
    bodies = {each.unit_id for each in rounds}
    return {
        Binding.INSPECTED_BODIES: Counted(len(bodies), opens=Opens.INSPECTIONS),
        Binding.INSPECTION_FINDINGS: Counted(len(found), opens=Opens.FINDINGS),
        Binding.FINDINGS_SETTLED: Counted(sum(each.is_settled for each in found), opens=Opens.FINDINGS),
    }


def _from_units(work: Work, as_of: dt.date) -> dict[Binding, Counted]:
    existing = units.existing(work.session, as_of)
    kinds = {
        Binding.DEPARTMENTS: frozenset({UnitKind.DEPARTMENT}),
        Binding.SERVICE_UNITS: frozenset({UnitKind.SERVICE_UNIT}),
        Binding.COMMUNES: frozenset(COMMUNE_LEVEL),
    }
    return {
        binding: Counted(sum(unit.kind in wanted for unit in existing), opens=Opens.UNITS, unit_kinds=wanted)
        for binding, wanted in kinds.items()
    }


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
