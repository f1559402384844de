"""What a clerk types for an indicator: read by its unit of measure, asked about where two readings stand (K55, K56)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tracker.core.refusals import Reason, Refusal
from tracker.reports.indicators.spec import IndicatorSpec, ValueKind, ValueSource
from tracker.reports.indicators.values import read_value

PEOPLE = IndicatorSpec("4.2.1", "Tổng số biên chế", "Người", ValueKind.COUNT, ValueSource.ENTERED)
SHARE = IndicatorSpec("3.4.1", "Tỷ lệ đúng hạn", "%", ValueKind.PERCENT, ValueSource.ENTERED)
STAGE = IndicatorSpec(
    "7.3", "Kết nối", "Chưa = 0 Đang làm = 1", ValueKind.CHOICE, ValueSource.ENTERED, choices={0: "Chưa", 1: "Đang làm"}
)


@pytest.mark.parametrize(
    ("spec", "typed", "meant"),
    [
        (PEOPLE, "1.985", "1985"),
        (PEOPLE, "1985", "1985"),
        (PEOPLE, "12 345", "12345"),
        (PEOPLE, " 07 ", "7"),
        (PEOPLE, "79,0", "79"),
        (SHARE, "86.1", "86.1"),
        (SHARE, "86,1%", "86.1"),
        (SHARE, "86,1 %", "86.1"),
        (SHARE, "0,5%", "0.5"),
        (SHARE, "100", "100"),
        (STAGE, "1", "1"),
    ],
)
def test_it_is_read_by_its_unit_of_measure(spec: IndicatorSpec, typed: str, meant: str) -> None:
    assert read_value(typed, spec, field="value") == Decimal(meant)


@pytest.mark.parametrize(
    ("spec", "typed", "readings"),
    [
        (PEOPLE, "86.1", ("86", "861")),
        (PEOPLE, "1,985", ("1985", "1")),
        (SHARE, "0,861", ("86.1", "0.861")),
        (SHARE, "1.985", ("1.985", "1985")),
    ],
)
def test_two_readings_are_asked_about(spec: IndicatorSpec, typed: str, readings: tuple[str, str]) -> None:
    with pytest.raises(Refusal) as asked:
        read_value(typed, spec, field="value")

    assert asked.value.reason is Reason.NUMBER_UNCLEAR
    assert (asked.value.details["one"], asked.value.details["other"]) == tuple(map(Decimal, readings))


@pytest.mark.parametrize(
    ("spec", "typed", "reason"),
    [
        (PEOPLE, "khoảng 80", Reason.NUMBER_UNREADABLE),
        (PEOPLE, "79%", Reason.NUMBER_UNREADABLE),
        (PEOPLE, "-3", Reason.NUMBER_UNREADABLE),
        (SHARE, "861", Reason.SHARE_TOO_LARGE),
        (STAGE, "2", Reason.CHOICE_UNKNOWN),
    ],
)
def test_what_it_cannot_be_is_refused(spec: IndicatorSpec, typed: str, reason: Reason) -> None:
    with pytest.raises(Refusal) as refused:
        read_value(typed, spec, field="value")

    assert (refused.value.reason, refused.value.field) == (reason, "value")


def test_nothing_typed_is_no_number() -> None:
    assert read_value("  ", PEOPLE, field="value") is None
