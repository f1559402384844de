"""A list leaves as an Excel file while it is being read, whatever its length."""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc
from collections.abc import Iterator

from python_calamine import CalamineWorkbook

from tracker.documents.sheets import SheetCell
from tracker.documents.streamed_sheet import stream_workbook

HEAD = ["Nội dung", "Hạn", "Tiến độ"]
DAY = dt.date(2021, 11, 10)


def file_of(rows: Iterator[tuple[SheetCell, ...]]) -> Iterator[bytes]:
    return stream_workbook(
        ("Danh sách", "Giải thích"),
        "Danh sách nhiệm vụ",
        ["Điều kiện: tất cả"],
        HEAD,
        rows,
        lambda number: [("Mục", "Nghĩa"), ("Số dòng", str(number))],
    )


def test_text_stays_text_and_days_are_days() -> None:
    rows = iter([("=1+1", DAY, 50), ("Tên có <dấu> & \x0b lạ", None, 100), ("  lùi vào", DAY, None)])

    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(file_of(rows))))

    assert book.sheet_names == ["Danh sách", "Giải thích"]
    assert book.get_sheet_by_name("Danh sách").to_python()[3:] == [
        HEAD,
        ["=1+1", DAY, 50.0],
        ["Tên có <dấu> &  lạ", "", 100.0],
        ["  lùi vào", DAY, ""],
    ]
    assert book.get_sheet_by_name("Giải thích").to_python()[-1] == ["Số dòng", "3"]


def test_a_list_without_rows_is_a_file_too() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(file_of(iter(())))))

    assert book.get_sheet_by_name("Danh sách").to_python()[-1] == HEAD


def test_a_long_list_needs_no_more_memory_than_a_short_one_and_begins_to_leave_at_once() -> None:
    drawn = 0

    def rows(number: int) -> Iterator[tuple[SheetCell, ...]]:
        nonlocal drawn
        for drawn in range(number):
            yield f"Rà soát thủ tục hành chính lần {drawn * 7919 % number}", DAY, drawn % 100

    def peak(number: int) -> int:
        tracemalloc.start()
        size = sum(len(piece) for piece in file_of(rows(number)))
        assert size > number * 5
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(24_000) < 1.3 * peak(8_000)
    next(piece for piece in file_of(rows(100_000)) if piece)
    assert drawn < 20_000
