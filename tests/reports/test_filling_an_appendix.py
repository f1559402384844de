"""The appendix fills itself: wards are summed, shares are of their numerators, a formula waits, a hole stays a hole."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tracker.core.refusals import Reason, Refusal
from tracker.reports.indicators import spec
from tracker.reports.indicators.spec import (
    BlankReason,
    CountedSource,
    IndicatorSpec,
    ValueKind,
    ValueSource,
    build_rule_book,
    read_rule,
)
from tracker.reports.indicators.values import FilledRow, GivenValue, fill_indicator_rows

COUNT = IndicatorSpec("2.1", "Số văn bản", "Văn bản", ValueKind.COUNT, ValueSource.ENTERED)
SHARE = IndicatorSpec("3.4.2", "Tỷ lệ đúng hạn", "%", ValueKind.PERCENT, ValueSource.ENTERED)
SUM = IndicatorSpec("5.4", "Kỷ luật", "Người", ValueKind.COUNT, ValueSource.FORMULA, formula="2.1 + 2.2")
OTHER = IndicatorSpec("2.2", "Số khác", "Văn bản", ValueKind.COUNT, ValueSource.ENTERED)
PLAN = IndicatorSpec(
    "1.1.1", "Nhiệm vụ", "Nhiệm vụ", ValueKind.COUNT, ValueSource.COMPUTED, binding=CountedSource.PLAN_TOTAL
)
WARDS = {"2.1": [1, 2, 3], "3.4.2": [1, 2], "2.2": [9]}


def row(spec: IndicatorSpec, *said: GivenValue, others: tuple[IndicatorSpec, ...] = ()) -> FilledRow:
    """Fill one row in from what was said for it."""
    filled = fill_indicator_rows([spec, *others], {CountedSource.PLAN_TOTAL: 34}, {spec.code: said}, WARDS)
    return filled[0]


def d(number: int) -> Decimal:
    """Return a number as the rules hold it."""
    return Decimal(number)


def test_wards_are_summed_and_one_where_nothing_arose_adds_nought() -> None:
    found = row(COUNT, GivenValue(1, d(5)), GivenValue(2, d(7)), GivenValue(3, blank=BlankReason.NOTHING_AROSE))

    assert (found.value, found.is_open) == (d(12), False)


def test_a_sum_of_some_wards_is_no_sum() -> None:
    found = row(COUNT, GivenValue(1, d(5)), GivenValue(3, d(1)))

    assert (found.value, found.missing, found.is_open) == (None, (2,), True)


def test_a_share_of_several_wards_is_the_share_of_all_their_files() -> None:
    found = row(SHARE, GivenValue(1, d(100), d(10), d(10)), GivenValue(2, d(50), d(45), d(90)))

    assert (found.part, found.whole, found.value) == (d(55), d(100), d(55))


def test_the_office_speaks_for_the_whole_whatever_units_said() -> None:
    found = row(COUNT, GivenValue(1, d(5)), GivenValue(None, d(20)))

    assert (found.value, found.missing) == (d(20), ())


def test_a_reason_closes_a_row_without_a_number() -> None:
    found = row(OTHER, GivenValue(9, blank=BlankReason.NOT_OURS, note="Cấp trên công bố"))

    assert (found.value, found.blank, found.is_open) == (None, BlankReason.NOT_OURS, False)


def test_what_our_records_count_needs_nobody() -> None:
    assert row(PLAN).value == d(34)


def test_a_formula_waits_for_all_its_rows() -> None:
    waiting = fill_indicator_rows([SUM, COUNT, OTHER], {}, {"2.2": [GivenValue(9, d(4))]}, WARDS)
    complete = fill_indicator_rows(
        [SUM, COUNT, OTHER], {}, {"2.2": [GivenValue(9, d(4))], "2.1": [GivenValue(None, d(3))]}, WARDS
    )

    assert (waiting[0].value, complete[0].value) == (None, d(7))


def test_formulas_in_a_circle_stay_open() -> None:
    one = IndicatorSpec("8.1", "a", "x", ValueKind.COUNT, ValueSource.FORMULA, formula="8.2 + 1")
    two = IndicatorSpec("8.2", "b", "x", ValueKind.COUNT, ValueSource.FORMULA, formula="8.1 + 1")

    assert [each.value for each in fill_indicator_rows([one, two], {}, {}, {})] == [None, None]


@pytest.mark.parametrize(
    ("text", "found"), [("2.1 + 2.2", 7), ("2 * (2.1 - 2.2)", 2), ("100 * 2.2 / 2.1", 75), ("2.1 / (2.2 - 2.2)", None)]
)
def test_formulas_are_worked_out(text: str, found: int | None) -> None:
    value = spec.parse_formula(text).value({"2.1": d(4), "2.2": d(3)})

    assert value == (None if found is None else d(found))


@pytest.mark.parametrize("text", ["", "2.1 +", "import os", "2.1 ** 3", "(" * 40 + "2.1", "2.1 2.2"])
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        spec.parse_formula(text)

    assert refused.value.reason is Reason.FORMULA_UNREADABLE


def test_rules_of_a_row_become_the_rules_of_the_check() -> None:
    low = IndicatorSpec("2.4", "", "", ValueKind.COUNT, ValueSource.ENTERED, rules=("<= 2.2 + 2.3", "same 2.5"))
    book = build_rule_book([low])

    assert book.order == (("2.4", ("2.2", "2.3")),)
    assert book.same_facts == (("2.4", "2.5"),)
    with pytest.raises(Refusal):
        read_rule("nhỏ hơn 2.2")
