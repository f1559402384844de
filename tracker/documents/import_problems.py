"""What is told beside a row when a file is compared with what the installation knows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from tracker.documents.problems import Problem
from tracker.rules.unit_names import Resolution, UnitNote

COLUMNS = {
    "lead": "Đơn vị chủ trì",
    "coordinating": "Đơn vị phối hợp",
    "term": "Thời hạn",
    "area": "Lĩnh vực",
    "basis": "Căn cứ",
}

DONE_COLUMN, CONFIRMED_COLUMN, REPLY_COLUMN = "Ngày hoàn thành", "Ngày xác nhận", "Văn bản trả lời"

_NOTES: Mapping[UnitNote, str] = {
    UnitNote.GROUP: "“{text}” là tổ, đoàn liên ngành: ghi lại để biết, đơn vị thường trực chủ trì.",
    UnitNote.SUBSET_UNDEFINED: "“{text}” chưa nêu rõ đơn vị nào. Chọn từng đơn vị.",
    UnitNote.COUNT_DIFFERS: "Số đơn vị trong “{text}” khác số đơn vị đang hoạt động. Kiểm tra lại.",
    UnitNote.HEAD_ADDRESSED: "“{text}” là người đứng đầu: giao cho đơn vị của người đó.",
    UnitNote.SUCCESSOR_TAKEN: "“{text}” đã sắp xếp lại: giao cho đơn vị kế thừa.",
    UnitNote.NOT_ACTIVE: "“{text}” không hoạt động vào ngày ban hành. Chọn đơn vị khác.",
    UnitNote.SEVERAL_LEADS: "“{text}” nêu nhiều đơn vị mà không nói đơn vị nào chủ trì. Chọn một đơn vị.",
    UnitNote.SUPERVISOR: "“{text}” là lãnh đạo phụ trách, không phải đơn vị thực hiện.",
}

_YEARS = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](\d{4})\b")


def about_units(line: int, column: str, text: str, found: Resolution, *, blocking: bool) -> Iterator[Problem]:
    """Tell what is open in a phrase of assignment; only a lead that is not settled blocks."""
    if column == "lead" and not text.strip():
        yield Problem(line, COLUMNS[column], "Chưa ghi đơn vị chủ trì. Điền tên đơn vị.", blocking=True)
        return
    for piece in found.unknown:
        yield Problem(
            line,
            COLUMNS[column],
            f"Chưa nhận ra “{piece.text}”. Sửa tên trong tệp, hoặc thêm tên gọi này cho đơn vị.",
            blocking=blocking,
        )
    for remark in found.remarks:
        if column != "lead" and remark.note is UnitNote.SEVERAL_LEADS:
            continue  # several units may well work beside the lead
        yield Problem(line, COLUMNS[column], _NOTES[remark.note].format(text=remark.text), blocking=blocking)
    if column == "lead" and not found.leads and not found.unknown and not found.remarks:
        yield Problem(
            line, COLUMNS[column], f"“{text}” không nêu đơn vị nào. Điền tên đơn vị.", blocking=True
        )


def about_term(line: int, sentence: str) -> Problem:
    """Tell why a deadline could not be read."""
    return Problem(line, COLUMNS["term"], sentence)


def due_before_issue(line: int, due_on: dt.date, issued_on: dt.date) -> Problem:
    """Tell that a deadline lies before the paper that sets it."""
    return Problem(
        line,
        COLUMNS["term"],
        f"Hạn {due_on:%d/%m/%Y} trước ngày ban hành {issued_on:%d/%m/%Y}. Kiểm tra lại thời hạn hoặc ngày ban hành.",
    )


def due_differs(line: int, read_on: dt.date | None, written_on: dt.date) -> Problem:
    """Tell that the day written beside a phrase is not what the phrase says; the written day is kept."""
    read = "không có ngày" if read_on is None else f"{read_on:%d/%m/%Y}"
    return Problem(
        line,
        COLUMNS["term"],
        f"Hạn xử lý ghi {written_on:%d/%m/%Y}, đọc từ thời hạn là {read}. Giữ ngày đã ghi.",
        blocking=False,
    )


def later_deadline(line: int, sentence: str) -> Problem:
    """Tell what becomes of a deadline that is later than the one in force."""
    return Problem(line, COLUMNS["term"], sentence, blocking=False)


def about_completion(line: int, column: str, sentence: str, *, blocking: bool = True) -> Problem:
    """Tell what stands against a completion that a row shows, or what becomes of it."""
    return Problem(line, column, sentence, blocking)


def no_area(line: int, section: str) -> Problem:
    """Tell that a row stands under no known reform area."""
    return Problem(
        line, COLUMNS["area"], f"Chưa nhận ra lĩnh vực “{section}”. Sửa tiêu đề nhóm theo bảy lĩnh vực CCHC."
    )


def about_basis(line: int, basis: str, issued_on: dt.date) -> Iterator[Problem]:
    """Tell that a row cites a paper younger than the plan: it may have been added later."""
    years = [int(year) for year in _YEARS.findall(basis)]
    if years and max(years) > issued_on.year:
        yield Problem(
            line,
            COLUMNS["basis"],
            f"Căn cứ “{basis}” có ngày sau ngày ban hành kế hoạch: kiểm tra có phải nhiệm vụ bổ sung không.",
            blocking=False,
        )


def reassigned(line: int, before: str, after: str) -> Problem:
    """Tell that a lead changed: work in hand is handed over on the task's page, never by a file."""
    return Problem(
        line,
        COLUMNS["lead"],
        f"Đơn vị chủ trì đổi từ “{before}” sang “{after}”. Chuyển đơn vị trên trang nhiệm vụ trước, rồi nhập lại.",
    )


def term_differs(line: int, first: str) -> Problem:
    """Tell that rows of one directive give it different deadlines in words."""
    sentence = (
        f"Cùng văn bản, cùng nội dung nhưng dòng trước ghi thời hạn “{first}”."
        " Ghi thống nhất, hoặc tách thành hai nội dung khác nhau."
    )
    return Problem(line, COLUMNS["term"], sentence)
