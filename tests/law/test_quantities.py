"""Numbers as offices write them (K55, K56), and what looks like one and counts nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tracker.law.references import count_of, find_quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tổng số 1.985 biên chế", ["1985"]),
        ("8850 hồ sơ", ["8850"]),
        ("07 trường hợp, 5 trường hợp", ["7", "5"]),
        ("đạt 86,1 % và 86.1%", ["86.1", "86.1"]),
        ("hoàn thành 66/85 và 9/9", ["66", "9"]),
        ("1.160 biên chế; 1.109", ["1160", "1109"]),
        ("12,5 triệu đồng", ["12.5"]),
        ("Quyết định số 1822/QĐ-UBND ngày 22/12/2020", []),
        ("Nghị quyết số 18, 19-NQ/TW ngày 25/10/2017", []),
        ("Nghị định số 62/2020/NĐ-CP ngày 01/6/2020", []),
        ("từ ngày 01/01 đến 10/11/2021", []),
        ("ngày 23 tháng 02 năm 2021, nhiệm kỳ 2020-2025", []),
        ("ISO 9001:2015, dịch vụ công mức 3, 4, mức độ 3 và 4", []),
        ("Điều 3, khoản 2, hạng 1, quý 2, HĐ68", []),
        ("1. Về kế hoạch", []),
    ],
)
def test_only_what_counts_is_a_quantity(text: str, expected: list[str]) -> None:
    assert [each.value for each in find_quantities(text)] == [Decimal(value) for value in expected]


@pytest.mark.parametrize(
    ("cell", "is_percent", "value"),
    [
        ("1.985", False, "1985"),
        ("1.985", True, "1.985"),
        ("86.1", False, "86.1"),
        ("86.1%", False, "86.1"),
        ("86,1 %", False, "86.1"),
        ("12,5%", True, "12.5"),
        ("1.985,5", False, "1985.5"),
        ("11391", False, "11391"),
        ("0", True, "0"),
        ("", False, None),
        ("không có", False, None),
    ],
)
def test_a_cell_is_read_by_its_unit_of_measure(cell: str, is_percent: bool, value: str | None) -> None:
    assert count_of(cell, is_percent=is_percent) == (None if value is None else Decimal(value))
