"""No act recorded after a deadline has passed makes late work on time; nothing leaves a period without a trace.

Histories are drawn without the guards of forms: any act, naming any day, in any order. Statements of when work was
finished (CONFIRM, COMPLETE, ATTEST) and their correction (REDATE, marked `made_on_time`) are no excuses: what they are
judged by is.
"""

from __future__ import annotations

import datetime as dt

from hypothesis import example, given, strategies as st

from tracker.core.clock import civil_day, local_instant
from tracker.law.lifecycle import Action
from tracker.law.replay import HistoryEntry, get_interval_on, replay_history
from tracker.law.timing import COUNTED_DAY_STATES, DayState, StatusInterval, Timing, classify_timing, counts_in_period

FIRST = dt.date(2021, 6, 1)
LENGTH = 60
DAY = st.integers(0, LENGTH).map(lambda number: FIRST + dt.timedelta(days=number))
LEAVING = (Action.WITHDRAW, Action.CANCEL, Action.TRANSFER, Action.MERGE)
EXCUSES = (
    Action.GRANT_EXTENSION,
    Action.SET_DEADLINE,
    Action.SUSPEND,
    Action.RESUME,
    Action.REOPEN,
    Action.REASSIGN,
    Action.END_OCCURRENCES,
    Action.SEND_BACK,
    Action.ASSIGN,
    *LEAVING,
)
FINISHES = (Action.CONFIRM, Action.COMPLETE, Action.REDATE)
LATER = FIRST + dt.timedelta(days=400)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


@st.composite
def histories(draw: st.DrawFn) -> list[HistoryEntry]:
    """Draw an event log: given with a deadline, then up to eight acts, each recorded no earlier than the one before."""
    entries = [HistoryEntry(Action.ASSIGN, FIRST, local_instant(FIRST, 8), 1, due_on=draw(DAY))]
    recorded = FIRST
    for _ in range(draw(st.integers(1, 8))):
        recorded += dt.timedelta(days=draw(st.integers(0, 12)))
        possible: list[Action] = [each for each in EXCUSES if each not in (Action.ASSIGN, Action.RESUME)]
        if is_suspended(entries):  # only what stands still can go on
            possible.append(Action.RESUME)
        action = draw(st.sampled_from(possible * 2 + [*FINISHES]))
        effective = draw(DAY.filter(lambda each: each <= recorded) | st.just(recorded))  # noqa: B023  # used at once
        if action is Action.RESUME:
            effective = recorded  # work goes on from the day on which somebody says so
        entries.append(HistoryEntry(action, effective, local_instant(recorded, 9), 1, due_on=draw(st.none() | DAY)))
    return entries


def is_suspended(entries: list[HistoryEntry]) -> bool:
    """Tell whether the last of the suspensions and resumptions is a suspension."""
    turns = [each.action for each in entries if each.action in (Action.SUSPEND, Action.RESUME)]
    return turns[-1:] == [Action.SUSPEND]


def judged_on(entries: list[HistoryEntry], instant: dt.date) -> StatusInterval | None:
    return get_interval_on(replay_history(entries), instant)


def finished(entries: list[HistoryEntry], done_on: dt.date) -> Timing:
    """Return how a completion on a day, confirmed long after, is judged."""
    done = HistoryEntry(Action.CONFIRM, done_on, local_instant(LATER, 9), 1)
    held = get_interval_on(replay_history([*entries, done]), LATER)
    assert held is not None
    return classify_timing(held, LATER)


SUSPENDED_BACK = [
    HistoryEntry(Action.ASSIGN, FIRST, local_instant(FIRST, 8), 1, due_on=day(12)),
    HistoryEntry(Action.GRANT_EXTENSION, day(26), local_instant(day(26), 8), 1, due_on=day(35)),
    HistoryEntry(Action.SUSPEND, day(12), local_instant(day(26), 9), 1),
    HistoryEntry(Action.RESUME, day(27), local_instant(day(27), 9), 1, due_on=day(50)),
]


@given(history=histories(), done=DAY)
@example(history=SUSPENDED_BACK, done=day(27))
@example(history=[SUSPENDED_BACK[0], *SUSPENDED_BACK[2:]], done=day(27))
def test_what_was_late_when_an_act_was_recorded_stays_late(history: list[HistoryEntry], done: dt.date) -> None:
    *before, act = history
    decided = civil_day(act.recorded_at)
    held = judged_on(before, decided)
    if act.action in FINISHES or held is None or held.day_state not in COUNTED_DAY_STATES or held.judged_due_on is None:
        return
    if decided > held.judged_due_on and done >= decided:
        assert finished(history, done) in (Timing.DONE_LATE, Timing.DONE_NO_DEADLINE) or (
            act.due_on is not None and finished(before, done) is not Timing.DONE_LATE
        )
        if finished(before, done) is Timing.DONE_LATE:
            assert finished(history, done) is Timing.DONE_LATE


@given(history=histories())
@example(history=SUSPENDED_BACK[:3])
def test_no_day_that_was_overdue_becomes_a_better_one(history: list[HistoryEntry]) -> None:
    *before, act = history
    if act.action in FINISHES:
        return
    for number in range((civil_day(act.recorded_at) - FIRST).days):
        seen = judged_on(before, day(number))
        then = judged_on(history, day(number))
        assert seen is not None and then is not None
        if seen.day_state is DayState.OPEN and classify_timing(seen, day(number)) is Timing.OPEN_OVERDUE:
            assert classify_timing(then, day(number)) in (Timing.OPEN_OVERDUE, Timing.EXCLUDED)


@given(history=histories())
def test_only_a_finish_or_its_correction_changes_a_finish(history: list[HistoryEntry]) -> None:
    *before, act = history
    if act.action in FINISHES or act.action in (Action.REOPEN, Action.SUSPEND, Action.RESUME, *LEAVING):
        return
    held, after = judged_on(before, LATER), judged_on(history, LATER)
    assert held is not None and after is not None
    if held.day_state is DayState.DONE:
        assert (after.done_on, classify_timing(after, LATER)) == (held.done_on, classify_timing(held, LATER))


@given(history=histories(), leaving=st.sampled_from(LEAVING), on=DAY, since=DAY, length=st.integers(0, LENGTH))
def test_what_leaves_stays_visible_in_every_period_in_which_it_was_counted(
    history: list[HistoryEntry], leaving: Action, on: dt.date, since: dt.date, length: int
) -> None:
    as_of = since + dt.timedelta(days=length)
    recorded = max(civil_day(history[-1].recorded_at), as_of)
    act = HistoryEntry(leaving, min(on, recorded), local_instant(recorded, 10), 1)
    before, after = judged_on(history, as_of), judged_on([*history, act], as_of)
    assert before is not None and after is not None

    if before.day_state in COUNTED_DAY_STATES and counts_in_period(before, since):
        assert counts_in_period(after, since)
        assert after.day_state in COUNTED_DAY_STATES or classify_timing(after, as_of) is Timing.EXCLUDED


def test_withdrawn_before_a_period_it_is_not_of_it() -> None:
    gone = [SUSPENDED_BACK[0], HistoryEntry(Action.WITHDRAW, day(5), local_instant(day(6), 9), 1)]
    held = judged_on(gone, day(30))

    assert held is not None
    assert counts_in_period(held, day(6))
    assert not counts_in_period(held, day(7))
