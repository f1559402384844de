"""Deadlines of this year's plan for the plan of the next."""

from __future__ import annotations

import pytest

from tracker.law.periods import shift_years


@pytest.mark.parametrize(
    ("phrase", "next_year"),
    [
        ("Trước ngày 15/3/2021", "Trước ngày 15/3/2022"),
        ("Quý II/2021", "Quý II/2022"),
        ("Năm 2021", "Năm 2022"),
        ("Từ 01/12/2021 đến 15/01/2022", "Từ 01/12/2022 đến 15/01/2023"),
        ("Tháng 3 và tháng 9", "Tháng 3 và tháng 9"),
        ("Thường xuyên", "Thường xuyên"),
        ("Theo Nghị định 62/2020/NĐ-CP, trước 30/6/2021", "Theo Nghị định 62/2020/NĐ-CP, trước 30/6/2022"),
    ],
)
def test_the_year_moves_and_the_number_of_a_document_stays(phrase: str, next_year: str) -> None:
    assert shift_years(phrase) == next_year
