"""Number and symbol of documents, as they are cited."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.law.references import Reference, find_all, parse_reference


@pytest.mark.parametrize(
    "written", ["1822/QĐ-UBND", "06/KH-UBND", "90-TB/TU", "62/2020/NĐ-CP", "1264/NQ-UBTVQH14", "1500/UBND-VP"]
)
def test_a_reference_is_taken_apart_and_put_together_again(written: str) -> None:
    assert str(parse_reference(written)) == written


def test_the_day_after_a_reference_belongs_to_it() -> None:
    line = "(Kèm theo Quyết định số 1822/QĐ-UBND ngày 22/12/2020 của UBND thị xã)"

    assert find_all(line) == (Reference("1822", "QĐ-UBND", issued_on=dt.date(2020, 12, 22)),)
    law = parse_reference("62/2020/NĐ-CP ngày 01 tháng 6 năm 2020")
    assert law is not None
    assert (law.year, law.kind, law.issued_on) == (2020, "NĐ", dt.date(2020, 6, 1))


def test_several_references_in_one_cell_are_all_found() -> None:
    assert [str(one) for one in find_all("50/KH-UBND, 51/KH-UBND và 19-NQ/TW")] == [
        "50/KH-UBND",
        "51/KH-UBND",
        "19-NQ/TW",
    ]


@pytest.mark.parametrize("text", ["30/6/2021", "(App 1.5)", "Thông tư các Bộ", "66/85", ""])
def test_what_is_no_reference_is_not_taken_for_one(text: str) -> None:
    assert find_all(text) == ()
    assert parse_reference(text) is None


def test_zeros_and_case_do_not_make_another_document() -> None:
    first, second = parse_reference("06/KH-UBND"), parse_reference("6/kh-ubnd")

    assert first is not None
    assert second is not None
    assert first.same_as(second)
    assert not first.same_as(Reference("06", "CT-UBND"))
