"""Totals are sums of their parts, and every rate has the whole it is a part of."""

from __future__ import annotations

from hypothesis import given, strategies as st

from tracker.law.tally import Tally
from tracker.law.timing import DayState, Timing

COUNTED = [timing for timing in Timing if timing is not Timing.EXCLUDED]
TALLIES = st.builds(
    Tally,
    st.dictionaries(st.sampled_from(COUNTED), st.integers(0, 500)),
    st.dictionaries(st.sampled_from([DayState.WITHDRAWN, DayState.CANCELLED]), st.integers(0, 9)),
)


@given(TALLIES)
def test_the_buckets_add_up_to_the_total(tally: Tally) -> None:
    assert tally.total == sum(tally[timing] for timing in COUNTED)
    assert tally.assigned_ever == tally.total + sum(tally.excluded.values())


@given(TALLIES, TALLIES)
def test_two_units_together_are_their_sum(one: Tally, other: Tally) -> None:
    both = one + other

    assert (both.total, both.done, both.open) == (one.total + other.total, one.done + other.done, one.open + other.open)


def test_work_without_a_deadline_is_no_part_of_the_rate_on_time() -> None:
    plan = Tally({Timing.DONE_EARLY: 29, Timing.DONE_NO_DEADLINE: 5})

    assert (plan.done, plan.done_on_time, plan.done_with_deadline) == (34, 29, 29)
