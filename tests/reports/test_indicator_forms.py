"""Forms of indicators: shipped once, changed in place while nobody uses them, and as a new version afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tracker.core.clock import ManualClock
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import unit_of_work
from tracker.documents.sheets import build_workbook
from tracker.office.people import COMMAND_LINE
from tracker.reports import form_versions, opening
from tracker.reports.form_versions import FAMILY
from tracker.reports.indicators.table import INDICATOR_TABLE_HEADS, read_form, row_words


@pytest.fixture
def form_id(session: Session, clock: ManualClock) -> int:
    """Return the version that held in 2021."""
    for _ in range(2):
        with unit_of_work(session, COMMAND_LINE, clock) as work:
            form_versions.ensure_shipped_forms(work)
    form = form_versions.get_form_on(session, dt.date(2021, 11, 10), FAMILY)
    assert form is not None and len(form_versions.list_indicator_forms(session)) == 2
    return form.id


def renamed(session: Session, clock: ManualClock, form_id: int) -> int:
    """Put the unit of measure of 1.4.1 right; return the form in which it now stands."""
    row = next(each for each in form_versions.list_indicators(session, form_id) if each.code == "1.4.1")
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        return form_versions.change_indicator(work, row.id, replace(row.spec(), unit="Phiếu")).form_id


def test_unused_it_is_changed_in_place(session: Session, clock: ManualClock, form_id: int) -> None:
    assert renamed(session, clock, form_id) == form_id
    assert len(form_versions.list_indicator_forms(session)) == 2


def test_once_a_report_uses_it_a_change_makes_the_next_version(
    session: Session, clock: ManualClock, form_id: int
) -> None:
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        opening.open_window(work, dt.date(2021, 1, 1), dt.date(2021, 11, 10))
    made = form_versions.get_indicator_form(session, renamed(session, clock, form_id))
    old = {row.code: row.unit for row in form_versions.list_indicators(session, form_id)}

    assert made is not None and (made.version, made.valid_from) == (3, dt.date(2021, 11, 10))
    assert old["1.4.1"] == "Số lượng"
    assert len(form_versions.list_indicators(session, made.id)) == len(old)


def test_a_form_goes_out_and_comes_in_the_same(session: Session, form_id: int) -> None:
    specs = tuple(row.spec() for row in form_versions.list_indicators(session, form_id))
    file = build_workbook("Biểu", (), INDICATOR_TABLE_HEADS, [row_words(spec) for spec in specs])
    read = read_form(file, "bieu.xlsx")

    assert read.problems == () and read.rows == specs


def test_mistakes_of_a_file_are_said_line_by_line() -> None:
    table = "\n".join(
        (
            "ma,chi_tieu,don_vi_tinh,kieu,nguon,cach_tinh,don_vi_bao_cao,quy_tac",
            "1.1,Một,Văn bản,số đếm,đơn vị nhập,,NV,",
            "1.1,Hai,Văn bản,số đếm,đơn vị nhập,,NV,",
            "1.2,Ba,Văn bản,số đếm,công thức,1.1 +,,",
            "1.3,Bốn,Văn bản,chữ,đơn vị nhập,,NV,",
            "1.4,Năm,Văn bản,số đếm,đơn vị nhập,,NV,<= 9.9",
        )
    )
    found = read_form(table.encode(), "bieu.csv")

    assert [problem.line for problem in found.problems][:3] == [3, 4, 5]
    assert "9.9" in found.problems[-1].sentence


def test_a_row_that_stays_as_it_is_is_no_change(session: Session, clock: ManualClock, form_id: int) -> None:
    row = form_versions.list_indicators(session, form_id)[2]
    with pytest.raises(Refusal) as refused, unit_of_work(session, COMMAND_LINE, clock) as work:
        form_versions.change_indicator(work, row.id, row.spec())

    assert refused.value.reason is Reason.NOTHING_CHANGED
