"""Which unit stands for a former one on a day."""

from __future__ import annotations

import datetime as dt

from tracker.office.units import Succession, map_successors

YEAR_2021, YEAR_2025 = dt.date(2021, 7, 1), dt.date(2025, 7, 1)
HEALTH, OFFICE, WARD_OFFICE, LEFT, HALF, OTHER_HALF = range(1, 7)

LINES = (
    Succession(HEALTH, OFFICE, YEAR_2021),
    Succession(OFFICE, WARD_OFFICE, YEAR_2025),
    Succession(LEFT, None, YEAR_2021),
    Succession(OTHER_HALF, OTHER_HALF, YEAR_2021),
)


def test_before_the_day_everybody_stands_for_themselves() -> None:
    assert map_successors(LINES, YEAR_2021 - dt.timedelta(days=1)) == {}


def test_an_heir_is_followed_as_far_as_the_day_goes() -> None:
    assert map_successors(LINES, YEAR_2021) == {HEALTH: OFFICE}
    assert map_successors(LINES, YEAR_2025) == {HEALTH: WARD_OFFICE, OFFICE: WARD_OFFICE}


def test_a_unit_that_was_split_keeps_its_own_name() -> None:
    split = (Succession(HEALTH, HALF, YEAR_2021), Succession(HEALTH, OTHER_HALF, YEAR_2021))

    assert map_successors(split, YEAR_2025) == {}


def test_units_that_became_one_another_again_do_not_go_round_for_ever() -> None:
    circle = (Succession(HEALTH, OFFICE, YEAR_2021), Succession(OFFICE, HEALTH, YEAR_2025))

    assert set(map_successors(circle, YEAR_2025)) == {HEALTH, OFFICE}
