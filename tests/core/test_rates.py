"""Rates as the town prints them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from tracker.core.formats import calculate_rate


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (152, 158, "96.2"),  # directives of the province, 2021
        (66, 85, "77.6"),  # directives of the town to wards and communes, 2021
        (7080, 8232, "86.0"),
        (34, 34, "100"),
        (0, 34, "0"),
        (1, 8, "12.5"),
        (1, 2000, "0.1"),  # 0.05 goes up
        (36, 34, "105.9"),  # a quota exceeded
    ],
)
def test_a_rate_has_one_decimal_and_half_goes_up(part: int, whole: int, printed: str) -> None:
    assert calculate_rate(part, whole) == Decimal(printed)


def test_one_missing_in_ten_thousand_does_not_read_as_all() -> None:
    assert calculate_rate(9_996, 10_000) == Decimal("99.9")
    assert calculate_rate(10_000, 10_000) == Decimal("100")


def test_nothing_of_nothing_is_no_rate() -> None:
    assert calculate_rate(0, 0) is None


@pytest.mark.parametrize(("part", "whole"), [(-1, 10), (1, -10)])
def test_counts_are_never_negative(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="not negative"):
        calculate_rate(part, whole)


@given(part=st.integers(0, 10**9), whole=st.integers(1, 10**9))
def test_a_rate_is_within_half_a_tenth_and_reads_100_only_when_nothing_is_missing(part: int, whole: int) -> None:
    value = calculate_rate(part, whole)

    assert value is not None
    exact = Decimal(100 * part) / whole
    if 99 < exact < 100:
        assert value < 100
        assert exact - value < Decimal("0.1")
    else:
        assert abs(value - exact) <= Decimal("0.05")
