"""A unit's figures as a file: given out filled with what is known, read when it comes back.

What a unit, or all of them together, had in the report before: from its own words, else from what was printed.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.sandbox import SandboxFileKind, read_sandboxed
from tracker.documents.table_reader import Problem
from tracker.law.references import count_of
from tracker.reports import appendix as report_appendix, form_versions, queries as report_queries
from tracker.reports.collection.answers import TypedFields
from tracker.reports.collection.requests import UnitAnswer, get_unit_answer
from tracker.reports.indicators.spec import BLANK_WORDS, ValueKind
from tracker.reports.indicators.table import FigureTable, figures_file
from tracker.reports.labels import EARLIER_BESIDE, change_words, sheet_notes, sheet_title, value_words
from tracker.reports.models import IndicatorEntry, Report, ReportState
from tracker.reports.paper.model import parse_report_paper


class EarlierValueOwner(enum.StrEnum):
    """Whose value an earlier one is: the unit's own; the report's, which the unit alone owes; that of all units."""

    OWN = "own"
    REPORT = "report"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class EarlierValue:
    """The value of a row in the report before, as printed, whose it is, and by how much it changed since."""

    value: Decimal
    words: str
    whose: EarlierValueOwner
    change: str = ""


def get_earlier_values(work: UnitOfWork, report: Report, answer: UnitAnswer) -> dict[str, EarlierValue]:
    """Return the earlier values of the rows a unit owes, by code; rows without one are left out.

    A value that was entered for the whole authority is the unit's where it alone owes the row; where several do, the
    sum of all of them is given and says so, and no change is reckoned from it.
    """
    before = report_queries.get_previous_report(work.session, report)
    if before is None:
        return {}
    owners = report_appendix.list_row_owners(work, answer.rows, report.as_of)
    own, whole = _own(work, before, answer.unit.id), get_whole_values(work, before)
    found: dict[str, EarlierValue] = {}
    for row in answer.rows:
        whose = (
            EarlierValueOwner.OWN
            if row.code in own
            else EarlierValueOwner.SUM
            if len(owners[row.code]) > 1
            else EarlierValueOwner.REPORT
        )
        value = own.get(row.code, whole.get(row.code))
        if value is None:
            continue
        entry = answer.said.get(row.id)
        now = None if entry is None or entry.is_returned else report_appendix.to_given_value(entry).value
        change = "" if whose is EarlierValueOwner.SUM else change_words(now, value)
        found[row.code] = EarlierValue(value, value_words(value, row.kind), whose, change)
    return found


def _own(work: UnitOfWork, before: Report, unit_id: int) -> Mapping[str, Decimal]:
    codes = {row.id: row.code for row in form_versions.list_indicators(work.session, before.form_id)}
    return {
        codes[entry.indicator_id]: value
        for entry in form_versions.list_indicator_entries(work.session, before.id)
        if entry.unit_id == unit_id
        and not entry.is_returned
        and (value := report_appendix.to_given_value(entry).value) is not None
    }


def get_whole_values(work: UnitOfWork, before: Report) -> Mapping[str, Decimal]:
    """Return the values of a report for the whole authority: as frozen, or as they stand."""
    kept = None if before.state is ReportState.DRAFT else report_queries.get_frozen_report(work.session, before.id)
    if kept is None:
        return {
            line.indicator.code: line.number
            for line in report_appendix.build_report_appendix(work, before).lines
            if line.number is not None
        }
    kinds = {row.code: row.kind for row in form_versions.list_indicators(work.session, before.form_id)}
    read = {
        row.code: count_of(row.value, is_percent=kinds.get(row.code) is ValueKind.PERCENT)
        for row in parse_report_paper(kept.paper).rows
        if not row.is_heading
    }
    return {code: value for code, value in read.items() if value is not None}


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What a file holds for the rows a unit owes, by id of the row; `unknown` are codes that are not among them."""

    said: Mapping[int, TypedFields]
    unknown: Sequence[str]
    problems: Sequence[Problem]


def build_unit_sheet(work: UnitOfWork, report_id: int, unit_id: int) -> tuple[str, bytes]:
    """Return the name and the bytes of the file of a unit."""
    report, answer = get_unit_answer(work, report_id, unit_id)
    before = get_earlier_values(work, report, answer)
    rows = [
        (row.code, row.label, row.unit, _earlier(before.get(row.code)), *_cells(answer.said.get(row.id), row.kind))
        for row in answer.rows
    ]
    content = figures_file(sheet_title(report.title, answer.unit.name), sheet_notes(report.as_of), rows)
    return f"so-lieu-{answer.unit.code.lower()}-{report.as_of:%Y%m%d}.xlsx", content


def read_unit_sheet(work: UnitOfWork, report_id: int, unit_id: int, data: bytes, filename: str) -> SheetRead:
    """Read a file that came back, in a process of its own; nothing is kept. FILE_REFUSED as for any file."""
    _, answer = get_unit_answer(work, report_id, unit_id)
    table: FigureTable = read_sandboxed(SandboxFileKind.FIGURES, data, filename)
    by_code = {row.code: row.id for row in answer.rows}
    said = {
        by_code[row.code]: TypedFields(row.value, row.part, row.whole, row.blank, row.note, row.evidence)
        for row in table.rows
        if row.code in by_code
    }
    unknown = [row.code for row in table.rows if row.code not in by_code]
    return SheetRead(said, unknown, table.problems)


def list_typed_fields(answer: UnitAnswer) -> dict[int, TypedFields]:
    """Return what a unit has said, as the fields of its page show it."""
    return {
        key: TypedFields(
            value="" if entry.part else entry.typed,
            part=entry.part or "",
            whole=entry.whole or "",
            blank=entry.blank,
            note=entry.note,
            evidence=entry.evidence,
        )
        for key, entry in answer.said.items()
    }


def _earlier(known: EarlierValue | None) -> str:
    return "" if known is None else f"{known.words}{EARLIER_BESIDE[known.whose]}"


def _file(entry: IndicatorEntry) -> str:
    return f"{entry.file_name}, {entry.sha256}" if entry.stored_name else ""


def _cells(entry: IndicatorEntry | None, kind: ValueKind) -> tuple[str, str, str, str, str, str, str]:
    if entry is None:
        return ("", "", "", "", "", "", "")
    given = report_appendix.to_given_value(entry)
    value = "" if given.part is not None else value_words(given.value, kind)
    blank = BLANK_WORDS[entry.blank] if entry.blank is not None else ""
    return (value, entry.part or "", entry.whole or "", blank, entry.note, entry.evidence, _file(entry))
