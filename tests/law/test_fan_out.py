"""A directive to several units is closed when nobody has anything left to do; who was late or is missing is named."""

from __future__ import annotations

import datetime as dt

from tracker.law.completeness import UnitShare, summarise_shares
from tracker.law.timing import Timing

FIRST, LAST = dt.date(2021, 10, 15), dt.date(2021, 10, 21)


def test_it_stays_open_while_one_unit_is_missing_and_names_the_missing_overdue_first() -> None:
    found = summarise_shares(
        [
            UnitShare("Phường Tứ Hạ", Timing.DONE_EARLY, FIRST),
            UnitShare("Phường Hương Chữ", Timing.DONE_LATE, LAST),
            UnitShare("Xã Hương Toàn", Timing.OPEN_IN_TIME, None),
            UnitShare("Xã Bình Tiến", Timing.OPEN_OVERDUE, None),
            UnitShare("Xã Bình Thành", Timing.SUSPENDED, None),
        ]
    )

    assert (found.done, found.total, found.closed_on) == (2, 5, None)
    assert list(found.late) == ["Phường Hương Chữ"]
    assert found.missing == ["Xã Bình Tiến", "Xã Hương Toàn", "Xã Bình Thành"]


def test_it_is_closed_on_the_day_the_last_unit_finished_and_without_those_taken_out() -> None:
    found = summarise_shares(
        [
            UnitShare("Phường Tứ Hạ", Timing.DONE_EARLY, FIRST),
            UnitShare("Phường Hương Chữ", Timing.DONE_LATE, LAST),
            UnitShare("Xã Hương Phong", Timing.EXCLUDED, None),
        ]
    )

    assert (found.done, found.total, found.missing, found.closed_on) == (2, 2, [], LAST)


def test_nothing_given_is_not_closed() -> None:
    assert summarise_shares([UnitShare("Xã Hương Phong", Timing.EXCLUDED, None)]).closed_on is None
