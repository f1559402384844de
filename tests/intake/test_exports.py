"""Exports of the official document system: a list and its details in two files, with the five usual defects."""

from __future__ import annotations

import datetime as dt

from tests.documents.layouts.makers import excel, word
from tracker.intake.registers.table import RegisterDraft, read_registers

HEADER = (
    "Mã nhiệm vụ", "Số, ký hiệu", "Ngày ban hành", "Nội dung chỉ đạo",
    "Đơn vị chủ trì", "Hạn xử lý", "Trạng thái", "Cập nhật",
)  # fmt: skip
CUT = "Rà soát, công khai thủ tục hành chính trên trang thông tin điện tử của…"
FULL = "Rà soát, công khai thủ tục hành chính trên trang thông tin điện tử của UBND thị xã"
LIST = excel(
    [
        HEADER,
        ("NV-1", "12/UBND-VP", "06/01/2021", CUT, "Phòng Tư pháp", "31/3/2021", "Đang thực hiện", "10/01/2021"),
        ("NV-2", "13/UBND-VP", "07/01/2021", "Kiểm tra công vụ", "Phòng Nội vụ", "15/4/2021", "Mới", "10/01/2021"),
        ("NV-2", "13/UBND-VP", "07/01/2021", "Kiểm tra công vụ", "Phòng Nội vụ", "30/4/2021", "Mới", "20/02/2021"),
        ("NV-3", "14/UBND-VP", "08/01/2021", "Tuyên truyền", "Phòng Nội vụ", "01/01/1970", "Mới", "10/01/2021"),
        ("NV-4", "15/UBND-VP", "09/01/2021", "Khảo sát", "Phòng Nội vụ", "30/6/2021", "", "10/01/2021"),
    ]
)
DETAILS = word(
    [
        ("Mã nhiệm vụ", "Nội dung chỉ đạo", "Đơn vị phối hợp"),
        ("NV-1", FULL, "Văn phòng HĐND&UBND"),
        ("NV-9", "Việc không có trong danh sách", ""),
    ]
)


def joined() -> RegisterDraft:
    return read_registers([(LIST, "danh-sach.xlsx"), (DETAILS, "chi-tiet.docx")])


def test_every_task_comes_once_with_the_fuller_words() -> None:
    rows = joined().rows

    assert [(row.number, row.content, row.coordinating_text) for row in rows] == [
        ("NV-1", FULL, "Văn phòng HĐND&UBND"),
        ("NV-2", "Kiểm tra công vụ", ""),
        ("NV-3", "Tuyên truyền", ""),
        ("NV-4", "Khảo sát", ""),
    ]


def test_the_newest_line_of_a_task_wins_and_it_is_said() -> None:
    row = joined().rows[1]

    assert (row.line, row.due_on) == (4, dt.date(2021, 4, 30))
    assert [(one.line, one.column, one.blocking) for one in row.problems] == [(4, "Mã nhiệm vụ", False)]


def test_the_first_of_january_1970_is_no_deadline_and_an_empty_state_is_told() -> None:
    epoch, stateless = joined().rows[2:]

    assert epoch.due_on is None
    assert [one.column for one in epoch.problems] == ["Hạn xử lý"]
    assert [(one.column, one.blocking) for one in stateless.problems] == [("Trạng thái", False)]


def test_a_task_of_the_details_alone_is_told_and_left_out() -> None:
    [told] = joined().problems

    assert "NV-9" in told.sentence
    assert not told.blocking


def test_a_title_cut_short_without_details_is_flagged() -> None:
    row = read_registers([(LIST, "danh-sach.xlsx")]).rows[0]

    assert [(one.column, one.blocking) for one in row.problems] == [("Nội dung chỉ đạo", False)]


def test_files_without_a_task_number_say_what_is_missing() -> None:
    draft = read_registers([(b"a;b\n1;2\n", "khac.csv"), (DETAILS, "chi-tiet.docx")])

    assert draft.rows == ()
    assert "mã nhiệm vụ" in draft.problems[-1].sentence
