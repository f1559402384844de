"""A report typed elsewhere is held against the tasks of its period."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.reports.checking.check import compare_with_records, get_report_window
from tracker.reports.checking.paper import FindingCase, ReportFinding
from tracker.reports.checking.reader import read_report

PUBLISHED = (Path(__file__).parents[1] / "documents/bao-cao-nam-2021.md").read_text(encoding="utf-8")


def found(session: Session, text: str) -> list[ReportFinding]:
    """Hold a text against the state of its own period."""
    return list(compare_with_records(session, read_report(text.encode(), "bao-cao.md")))


def test_the_published_report_agrees_with_the_tasks_of_its_own_days(year: Session) -> None:
    report = read_report(PUBLISHED.encode(), "bao-cao.md")

    assert get_report_window(report) == (dt.date(2020, 12, 15), dt.date(2021, 11, 10))
    assert found(year, PUBLISHED) == []


def test_one_row_changed_by_hand_is_found_with_both_numbers(year: Session) -> None:
    changed = PUBLISHED.replace("\t152\t", "\t153\t", 1)
    assert changed != PUBLISHED
    [finding] = found(year, changed)

    assert (finding.case, finding.details["code"]) == (FindingCase.ROW_DIFFERS_FROM_STATE, "1.3.2")
    assert finding.numbers == (Decimal(153), Decimal(152))


def test_without_a_period_nothing_is_compared(year: Session) -> None:
    assert found(year, "Đã giao 556 nhiệm vụ, hoàn thành 249.") == []
