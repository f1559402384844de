"""The registers of directives of 2021, and what exports of other software do to dates."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tracker.intake.plans.table import ProgressOutcome, read_progress
from tracker.intake.registers.table import RegisterDraft, read_register_file
from tracker.law.deadlines.reader import parse_deadline
from tracker.office.calendar import work_calendar

DATA = Path(__file__).parents[2] / "tracker/demo/data"
HEADER = (
    "STT;Số, ký hiệu;Ngày ban hành;Lãnh đạo chỉ đạo;Nội dung chỉ đạo;Đơn vị chủ trì;"
    "Thời hạn ghi trong văn bản;Hạn xử lý;Ngày hoàn thành;Ngày xác nhận;Văn bản trả lời"
)


def register(name: str) -> RegisterDraft:
    return read_register_file((DATA / name).read_bytes(), name)


def exported(*rows: str) -> RegisterDraft:
    return read_register_file("\n".join((HEADER, *rows)).encode(), "so.csv")


@pytest.mark.parametrize(("name", "count"), [("ykcd-tinh-2021.xlsx", 158), ("ykcd-thi-xa-2021.xlsx", 85)])
def test_the_deadline_kept_by_the_register_is_the_one_its_phrase_says(name: str, count: int) -> None:
    rows = register(name).rows
    calendar = work_calendar(2020, 2021)
    dues = []
    for row in rows:
        assert row.issued_on is not None
        term = parse_deadline(row.term_text, issued=row.issued_on, received=row.issued_on, calendar=calendar)
        dues.append((row.number, term.due))

    assert len(rows) == count
    assert dues == [(row.number, row.due_on) for row in rows]


def test_the_registers_of_2021_have_nothing_to_settle() -> None:
    assert register("ykcd-tinh-2021.xlsx").all_problems() == ()
    assert register("ykcd-thi-xa-2021.xlsx").all_problems() == ()


def test_158_were_done_with_6_late_and_66_of_85_with_10_late() -> None:
    figures = []
    for name in ("ykcd-tinh-2021.xlsx", "ykcd-thi-xa-2021.xlsx"):
        done = [(row.done_on, row.due_on) for row in register(name).rows if row.done_on is not None]
        figures.append((len(done), sum(done_on > due_on for done_on, due_on in done if due_on)))

    assert figures == [(158, 6), (66, 10)]


def test_the_first_of_january_1970_is_no_date() -> None:
    draft = exported("1;168/UBND-TH;06/01/2021;Chủ tịch;Rà soát;Phòng Tư pháp;khẩn trương;1970-01-01 00:00:00;;;")

    assert draft.rows[0].due_on is None
    assert [(one.line, one.column, one.blocking) for one in draft.all_problems()] == [(2, "Hạn xử lý", False)]


def test_a_day_that_does_not_exist_is_told_and_not_moved() -> None:
    draft = exported("1;168/UBND-TH;31/9/2021;Chủ tịch;Rà soát;Phòng Tư pháp;trong quý IV;;;;")

    assert draft.rows[0].issued_on is None
    assert [(one.line, one.column) for one in draft.all_problems()] == [(2, "Ngày ban hành")]
    assert "31/9/2021" in draft.all_problems()[0].sentence


def test_a_day_whose_cell_lost_its_format_is_still_read() -> None:
    draft = exported("1;168/UBND-TH;44202;Chủ tịch;Rà soát;Phòng Tư pháp;trong quý IV;;;;")

    assert draft.rows[0].issued_on == dt.date(2021, 1, 6)


def test_a_row_exported_twice_and_a_title_cut_short_are_told() -> None:
    row = "168/UBND-TH;06/01/2021;Chủ tịch;Rà soát văn bản…;Phòng Tư pháp;trong quý IV;;;;"
    draft = exported(f"1;{row}", f"2;{row}", f"3;{row.replace('Phòng Tư pháp', 'Phòng Nội vụ')}")

    told = [(one.line, one.column, one.blocking) for one in draft.all_problems()]
    assert told == [
        (2, "Nội dung chỉ đạo", False),
        (3, "Nội dung chỉ đạo", False),
        (3, "STT", True),
        (4, "Nội dung chỉ đạo", False),
    ]


def test_days_out_of_order_are_told() -> None:
    draft = exported(
        "1;1/UBND-TH;06/01/2021;Chủ tịch;Rà soát;Phòng Tư pháp;quý I;;05/01/2021;04/01/2021;",
        "2;2/UBND-TH;06/01/2021;Chủ tịch;Rà soát;Phòng Tư pháp;quý I;;;08/01/2021;",
    )

    assert [(one.line, one.column) for one in draft.all_problems()] == [
        (2, "Ngày hoàn thành"),
        (2, "Ngày xác nhận"),
        (3, "Ngày hoàn thành"),
    ]


def test_the_progress_of_the_plan_has_a_line_for_each_of_the_34_tasks() -> None:
    name = "tien-do-ke-hoach-2021.csv"
    rows = read_progress((DATA / name).read_bytes(), name)

    assert [row.number for row in rows] == [str(number) for number in range(1, 35)]
    assert sum(row.manner is ProgressOutcome.MET_TO_DATE for row in rows) == 13
    assert max(row.confirmed_on for row in rows if row.confirmed_on) == dt.date(2021, 11, 10)
    assert not any(row.problems for row in rows)
