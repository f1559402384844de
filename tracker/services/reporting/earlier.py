"""What a unit, or all of them together, had in the report before: from its own words, else from what was printed."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tracker.documents.report_paper import paper_of
from tracker.models.report import Report, ReportState
from tracker.rules.indicators.spec import ValueKind
from tracker.rules.quantities import count_of
from tracker.services import appendix
from tracker.services.reporting.asking import Answer
from tracker.store import indicators, reports
from tracker.transaction import Work
from tracker.wording.numbers import change_words, value_words


class Whose(enum.StrEnum):
    """Whose value an earlier one is: the unit's own; the report's, which the unit alone owes; that of all units."""

    OWN = "own"
    REPORT = "report"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The value of a row in the report before, as printed, whose it is, and by how much it changed since."""

    value: Decimal
    words: str
    whose: Whose
    change: str = ""


def of_unit(work: Work, report: Report, answer: Answer) -> dict[str, Earlier]:
    """Return the earlier values of the rows a unit owes, by code; rows without one are left out.

    A value that was entered for the whole authority is the unit's where it alone owes the row; where several do, the
    sum of all of them is given and says so, and no change is reckoned from it.
    """
    before = reports.before(work.session, report)
    if before is None:
        return {}
    owners = appendix.owners_of(work, answer.rows, report.as_of)
    own, whole = _own(work, before, answer.unit.id), whole_of(work, before)
    found: dict[str, Earlier] = {}
    for row in answer.rows:
        whose = Whose.OWN if row.code in own else Whose.SUM if len(owners[row.code]) > 1 else Whose.REPORT
        value = own.get(row.code, whole.get(row.code))
        if value is None:
            continue
        entry = answer.said.get(row.id)
        now = None if entry is None or entry.is_returned else appendix.given_by(entry).value
        change = "" if whose is Whose.SUM else change_words(now, value)
        found[row.code] = Earlier(value, value_words(value, row.kind), whose, change)
    return found


def _own(work: Work, before: Report, unit_id: int) -> Mapping[str, Decimal]:
    codes = {row.id: row.code for row in indicators.rows(work.session, before.form_id)}
    return {
        codes[entry.indicator_id]: value
        for entry in indicators.entries(work.session, before.id)
        if entry.unit_id == unit_id
        and not entry.is_returned
        and (value := appendix.given_by(entry).value) is not None
    }


def whole_of(work: Work, before: Report) -> Mapping[str, Decimal]:
    """Return the values of a report for the whole authority: as frozen, or as they stand."""
    kept = None if before.state is ReportState.DRAFT else reports.frozen(work.session, before.id)
    if kept is None:
        return {
            line.indicator.code: line.number
            for line in appendix.of_report(work, before).lines
            if line.number is not None
        }
    kinds = {row.code: row.kind for row in indicators.rows(work.session, before.form_id)}
    read = {
        row.code: count_of(row.value, is_percent=kinds.get(row.code) is ValueKind.PERCENT)
        for row in paper_of(kept.paper).rows
        if not row.is_heading
    }
    return {code: value for code, value in read.items() if value is not None}
