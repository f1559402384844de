"""When a letter that was not taken is tried again."""

from __future__ import annotations

import datetime as dt
import itertools

from hypothesis import given, strategies as st

from tracker.mail.outbox import GAPS, PATIENCE, Failure, LetterState, get_next_attempt, state_after

MORNING = dt.datetime(2021, 11, 10, 0, 30, tzinfo=dt.UTC)


def tries_of(failure: Failure) -> list[dt.datetime]:
    """Return the instants of all tries of a letter that always fails the same way."""
    tries = [MORNING]
    while again := get_next_attempt(failure, attempts=len(tries), waiting_since=MORNING, now=tries[-1]):
        tries.append(again)
    return tries


def test_a_busy_mailbox_is_tried_with_growing_gaps_for_three_days() -> None:
    tries = tries_of(Failure.TEMPORARY)
    gaps = [later - earlier for earlier, later in itertools.pairwise(tries)]

    assert tuple(gaps[: len(GAPS)]) == GAPS
    assert gaps[:-1] == sorted(gaps[:-1])
    assert tries[-1] == MORNING + PATIENCE


def test_an_address_that_does_not_exist_is_tried_once() -> None:
    assert tries_of(Failure.PERMANENT) == [MORNING]


@given(away=st.timedeltas(dt.timedelta(0), PATIENCE - dt.timedelta(hours=1)))
def test_a_server_that_comes_back_has_its_letters_within_ten_minutes(away: dt.timedelta) -> None:
    back = MORNING + away

    assert min(t for t in tries_of(Failure.UNAVAILABLE) if t >= back) <= back + dt.timedelta(minutes=10)


def test_a_try_ends_in_sent_in_another_try_or_in_giving_up() -> None:
    assert state_after(None, None) is LetterState.SENT
    assert state_after(Failure.TEMPORARY, MORNING) is LetterState.RETRY
    assert state_after(Failure.PERMANENT, None) is LetterState.DEAD
