"""Files in exactly the form the importers read: empty ones to fill in, a plan and a register as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.documents.spreadsheet import Cell, workbook

GUIDE_HEAD = ("Cột", "Cách ghi", "Ví dụ")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form: its head, how it is filled in, an example."""

    head: str
    how: str
    example: str


PLAN_COLUMNS = (
    Column("STT", "Số thứ tự, mỗi nhiệm vụ một số. Dòng lĩnh vực ghi số La Mã.", "1"),
    Column("Nội dung, nhiệm vụ", "Dòng lĩnh vực chỉ ghi tên lĩnh vực.", "Rà soát thủ tục hành chính"),
    Column("Sản phẩm", "Văn bản, kết quả phải có.", "Báo cáo"),
    Column("Đơn vị chủ trì", "Tên đơn vị; có thể ghi UBND các xã, phường.", "Phòng Nội vụ"),
    Column("Đơn vị phối hợp", "Các tên cách nhau bằng dấu chấm phẩy; có thể để trống.", "Phòng Tư pháp"),
    Column("Thời gian hoàn thành", "Ghi như trong kế hoạch.", "Quý II/2021"),
    Column("Căn cứ", "Văn bản giao nhiệm vụ; có thể để trống.", "Quyết định số 1822/QĐ-UBND"),
)
REGISTER_COLUMNS = (
    Column("STT", "Số thứ tự của dòng.", "1"),
    Column("Số, ký hiệu", "Số, ký hiệu của văn bản.", "935/UBND-NV"),
    Column("Ngày ban hành", "Ngày/tháng/năm.", "08/07/2021"),
    Column("Ngày nhận", "Ngày/tháng/năm; có thể để trống.", "09/07/2021"),
    Column("Cơ quan ban hành", "Tên cơ quan.", "UBND tỉnh"),
    Column("Lãnh đạo chỉ đạo", "Họ tên hoặc chức vụ.", "Chủ tịch UBND tỉnh"),
    Column("Nội dung chỉ đạo", "Ghi đủ câu, không cắt bớt.", "Báo cáo kết quả rà soát thủ tục hành chính"),
    Column("Đơn vị chủ trì", "Mỗi dòng một đơn vị.", "Phòng Nội vụ"),
    Column("Đơn vị phối hợp", "Có thể để trống.", "Phòng Tư pháp"),
    Column("Thời hạn", "Ghi nguyên văn trong văn bản.", "trước ngày 30/7/2021"),
    Column("Hạn xử lý", "Ngày/tháng/năm; để trống thì đọc từ cột thời hạn.", "30/07/2021"),
    Column("Ngày hoàn thành", "Để trống nếu chưa xong.", "28/07/2021"),
    Column("Ngày xác nhận", "Để trống nếu chưa xác nhận.", "29/07/2021"),
    Column("Văn bản trả lời", "Số, ký hiệu văn bản báo cáo; có thể để trống.", "120/BC-PNV"),
)


@dataclass(frozen=True, slots=True)
class PlanCells:
    """One row of a plan as written, with the name of its area."""

    area: str
    number: str
    title: str
    product: str
    lead_text: str
    coordinating_text: str
    term_text: str
    basis: str


def empty_plan() -> bytes:
    """Return the empty form of a plan, with a sheet that says how it is filled in."""
    return _empty("Kế hoạch cải cách hành chính", PLAN_COLUMNS)


def empty_register() -> bytes:
    """Return the empty form of a register of directives, with a sheet that says how it is filled in."""
    return _empty("Sổ theo dõi ý kiến chỉ đạo", REGISTER_COLUMNS)


def plan_file(title: str, decision: str, rows: Iterable[PlanCells]) -> bytes:
    """Return a plan as it stands, area by area; read again by the importer, it changes nothing."""
    lines: list[Sequence[str]] = []
    for number, (area, items) in enumerate(groupby(rows, key=_area), start=1):
        lines.append((_roman(number), area))
        lines += [
            (
                item.number,
                item.title,
                item.product,
                item.lead_text,
                item.coordinating_text,
                item.term_text,
                item.basis,
            )
            for item in items
        ]
    return workbook(title, (decision,), [column.head for column in PLAN_COLUMNS], lines)


def register_file(title: str, notes: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a register as it stands, its cells in the order of `REGISTER_COLUMNS` after the number of the row.

    Read again by the importer, it changes nothing.
    """
    numbered = ((number, *cells) for number, cells in enumerate(rows, start=1))
    return workbook(title, notes, [column.head for column in REGISTER_COLUMNS], numbered)


def _empty(title: str, columns: Sequence[Column]) -> bytes:
    guide = [GUIDE_HEAD, *((column.head, column.how, column.example) for column in columns)]
    return workbook(
        title, ("Cách ghi và ví dụ: xem trang Hướng dẫn.",), [column.head for column in columns], (), guide
    )


def _area(item: PlanCells) -> str:
    return item.area


def _roman(number: int) -> str:
    text = ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += letters * (number // value)
        number %= value
    return text
