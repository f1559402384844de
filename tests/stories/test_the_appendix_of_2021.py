"""The appendix of 2021 out of the demonstration, cell by cell: counted from state, entered, derived, left blank."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tracker.core.clock import local_instant
from tracker.database.unit_of_work import UnitOfWork
from tracker.demo import command, figures as demo_figures
from tracker.law.references import count_of
from tracker.office.people import COMMAND_LINE
from tracker.reports import appendix as report_appendix, queries as report_queries
from tracker.reports.appendix import Appendix
from tracker.reports.indicators.spec import BlankReason, ValueSource
from tracker.tasks import classified

PRINTED = {
    row["ma"]: row
    for row in csv.DictReader(
        (command.TOWN_DATA_FOLDER / demo_figures.DEMO_FIGURES_FILE).read_text(encoding="utf-8-sig").splitlines()
    )
}


def cell(code: str) -> Decimal | None:
    """Return the value that was printed in a row."""
    row = PRINTED[code]
    return count_of(row["so_lieu"], is_percent=row["kieu"] == "percent")


@pytest.fixture
def filled(year: Session) -> Appendix:
    """Return the appendix of the report that the demonstration opens."""
    [report] = report_queries.list_reports(year)
    return report_appendix.build_report_appendix(
        UnitOfWork(year, COMMAND_LINE, local_instant(report.as_of, 18)), report
    )


def test_every_cell_is_as_printed(filled: Appendix) -> None:
    ours = {line.indicator.code: line.number for line in filled.lines}

    assert list(ours) == list(PRINTED)
    assert ours == {code: cell(code) for code in PRINTED}
    assert [(line.indicator.label, line.indicator.unit) for line in filled.lines] == [
        (row["chi_tieu"], row["don_vi_tinh"].replace("(trống)", "")) for row in PRINTED.values()
    ]


def test_five_rows_are_blank_each_with_its_reason(filled: Appendix) -> None:
    blank = {line.indicator.code: line.filled.blank for line in filled.lines if line.filled.blank}

    assert set(blank) == {code for code, row in PRINTED.items() if row["kieu"] and not row["so_lieu"]}
    assert len(blank) == 5
    assert blank["3.1.1"] is BlankReason.NOT_OURS and blank["7.6.2"] is BlankReason.NO_FIGURES_YET
    assert filled.open_lines == []


def test_what_our_records_count_is_nowhere_entered(filled: Appendix, year: Session) -> None:
    computed = [line for line in filled.lines if line.indicator.source is ValueSource.COMPUTED]
    entered = {entry.indicator_id for entry in filled.entries}

    assert len(computed) == 11
    assert not entered & {line.indicator.id for line in computed}
    for line in computed:
        assert line.counted is not None and line.counted.number == line.number
        if line.counted.selection is not None:
            assert classified.count_selection(year, line.counted.selection).total == line.counted.number
