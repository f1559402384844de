"""A unit's figures as a file: given out filled with what is known, read when it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.documents.figures_table import FigureTable, figures_file
from tracker.documents.jail import Kind, read_in_jail
from tracker.documents.problems import Problem
from tracker.models.indicator import IndicatorEntry
from tracker.rules.indicators.spec import ValueKind
from tracker.services import appendix
from tracker.services.reporting import earlier
from tracker.services.reporting.asking import Answer, answer_of
from tracker.services.reporting.earlier import Earlier
from tracker.services.reporting.giving import Said
from tracker.transaction import Work
from tracker.wording.indicators import BLANK_WORDS
from tracker.wording.numbers import value_words
from tracker.wording.reports import EARLIER_BESIDE, sheet_notes, sheet_title


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What a file holds for the rows a unit owes, by id of the row; `unknown` are codes that are not among them."""

    said: Mapping[int, Said]
    unknown: Sequence[str]
    problems: Sequence[Problem]


def sheet(work: Work, report_id: int, unit_id: int) -> tuple[str, bytes]:
    """Return the name and the bytes of the file of a unit."""
    report, answer = answer_of(work, report_id, unit_id)
    before = earlier.of_unit(work, report, answer)
    rows = [
        (
            row.code,
            row.label,
            row.unit,
            _earlier(before.get(row.code)),
            *_cells(answer.said.get(row.id), row.kind),
        )
        for row in answer.rows
    ]
    content = figures_file(sheet_title(report.title, answer.unit.name), sheet_notes(report.as_of), rows)
    return f"so-lieu-{answer.unit.code.lower()}-{report.as_of:%Y%m%d}.xlsx", content


def read_sheet(work: Work, report_id: int, unit_id: int, data: bytes, filename: str) -> SheetRead:
    """Read a file that came back, in a process of its own; nothing is kept. FILE_REFUSED as for any file."""
    _, answer = answer_of(work, report_id, unit_id)
    table: FigureTable = read_in_jail(Kind.FIGURES, data, filename)
    by_code = {row.code: row.id for row in answer.rows}
    said = {
        by_code[row.code]: Said(row.value, row.part, row.whole, row.blank, row.note, row.evidence)
        for row in table.rows
        if row.code in by_code
    }
    unknown = [row.code for row in table.rows if row.code not in by_code]
    return SheetRead(said, unknown, table.problems)


def said_in(answer: Answer) -> dict[int, Said]:
    """Return what a unit has said, as the fields of its page show it."""
    return {
        key: Said(
            value="" if entry.part else entry.typed,
            part=entry.part or "",
            whole=entry.whole or "",
            blank=entry.blank,
            note=entry.note,
            evidence=entry.evidence,
        )
        for key, entry in answer.said.items()
    }


def _earlier(known: Earlier | None) -> str:
    return "" if known is None else f"{known.words}{EARLIER_BESIDE[known.whose]}"


def _file(entry: IndicatorEntry) -> str:
    return f"{entry.file_name}, {entry.sha256}" if entry.stored_name else ""


def _cells(entry: IndicatorEntry | None, kind: ValueKind) -> tuple[str, str, str, str, str, str, str]:
    if entry is None:
        return ("", "", "", "", "", "", "")
    given = appendix.given_by(entry)
    value = "" if given.part is not None else value_words(given.value, kind)
    blank = BLANK_WORDS[entry.blank] if entry.blank is not None else ""
    return (value, entry.part or "", entry.whole or "", blank, entry.note, entry.evidence, _file(entry))
