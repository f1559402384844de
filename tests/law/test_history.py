"""What the event log of a task comes to on a day: the rules of counting, told by cases from the town."""

from __future__ import annotations

import datetime as dt

from tracker.core.clock import local_instant
from tracker.law.lifecycle import Action
from tracker.law.replay import HistoryEntry, get_interval_on, replay_history
from tracker.law.timing import Timing, classify_directive, classify_timing

JUNE = [dt.date(2021, 6, day) for day in range(1, 31)]
WARD, OFFICE = 1, 2


def diary(*lines: tuple[Action, int, int, int | None], due: int | None = 15) -> list[HistoryEntry]:
    """Write an event log of June: (action, day from which it holds, day on which it was recorded, new due day)."""
    entries = [
        HistoryEntry(Action.ASSIGN, JUNE[0], local_instant(JUNE[0], 8), WARD, due_on=JUNE[due - 1] if due else None)
    ]
    for action, effective, recorded, moved in lines:
        entries.append(
            HistoryEntry(
                action,
                JUNE[effective - 1],
                local_instant(JUNE[recorded - 1], 9),
                WARD,
                due_on=JUNE[moved - 1] if moved else None,
            )
        )
    return entries


def stands(entries: list[HistoryEntry], day: int) -> Timing | None:
    """Say where the task stands at the close of a day of June."""
    standing = get_interval_on(replay_history(entries), JUNE[day - 1])
    return None if standing is None else classify_timing(standing, JUNE[day - 1])


def test_done_the_day_before_on_and_after_the_due_day() -> None:
    for done_on, timing in ((14, Timing.DONE_EARLY), (15, Timing.DONE_ON_DAY), (16, Timing.DONE_LATE)):
        assert stands(diary((Action.CONFIRM, done_on, done_on, None)), 20) is timing


def test_open_on_its_due_day_is_in_time_and_the_day_after_overdue() -> None:
    assert stands(diary(), 15) is Timing.OPEN_IN_TIME
    assert stands(diary(), 16) is Timing.OPEN_OVERDUE


def test_without_deadline_it_is_never_late() -> None:
    assert stands(diary(due=None), 30) is Timing.OPEN_NO_DEADLINE
    assert stands(diary((Action.CONFIRM, 20, 20, None), due=None), 30) is Timing.DONE_NO_DEADLINE


def test_nothing_is_counted_before_it_was_given() -> None:
    assert get_interval_on(replay_history(diary()), dt.date(2021, 5, 31)) is None


def test_an_extension_in_time_moves_what_a_finish_is_judged_by() -> None:
    entries = diary((Action.GRANT_EXTENSION, 10, 10, 20), (Action.CONFIRM, 18, 18, None))

    assert stands(entries, 17) is Timing.OPEN_IN_TIME
    assert stands(entries, 18) is Timing.DONE_EARLY


def test_an_extension_after_expiry_does_not_excuse_a_late_finish() -> None:
    entries = diary((Action.GRANT_EXTENSION, 17, 17, 25), (Action.CONFIRM, 20, 20, None))

    assert stands(entries, 16) is Timing.OPEN_OVERDUE
    assert stands(entries, 18) is Timing.OPEN_IN_TIME
    assert stands(entries, 20) is Timing.DONE_LATE


def test_a_second_extension_does_not_wash_off_the_first_lateness() -> None:
    entries = diary(
        (Action.GRANT_EXTENSION, 17, 17, 22), (Action.GRANT_EXTENSION, 19, 19, 28), (Action.CONFIRM, 24, 24, None)
    )

    assert stands(entries, 24) is Timing.DONE_LATE


def test_a_shortened_deadline_does_not_make_a_finished_task_late() -> None:
    entries = diary((Action.CONFIRM, 12, 12, None), (Action.SET_DEADLINE, 20, 20, 10))

    assert stands(entries, 25) is Timing.DONE_EARLY


def test_a_completion_recorded_late_changes_the_days_it_speaks_of() -> None:
    entries = diary((Action.CONFIRM, 14, 28, None))

    assert stands(entries, 13) is Timing.OPEN_IN_TIME
    assert stands(entries, 16) is Timing.DONE_EARLY


def test_a_suspended_task_is_not_overdue_and_goes_on_where_it_was() -> None:
    entries = diary((Action.SUSPEND, 12, 12, None), (Action.RESUME, 20, 20, None))

    assert stands(entries, 18) is Timing.SUSPENDED
    assert stands(entries, 20) is Timing.OPEN_OVERDUE


def test_reopened_it_is_done_until_that_day_and_open_from_it() -> None:
    entries = diary((Action.CONFIRM, 10, 10, None), (Action.REOPEN, 20, 20, None))

    assert stands(entries, 19) is Timing.DONE_EARLY
    assert stands(entries, 20) is Timing.OPEN_OVERDUE


def test_withdrawn_it_leaves_the_total_from_that_day_only() -> None:
    entries = diary((Action.WITHDRAW, 10, 10, None))

    assert stands(entries, 9) is Timing.OPEN_IN_TIME
    assert stands(entries, 10) is Timing.EXCLUDED


def test_a_mark_for_the_report_speaks_until_its_last_day() -> None:
    entries = diary(due=30)
    entries.append(
        HistoryEntry(Action.ATTEST, JUNE[9], local_instant(JUNE[9], 9), WARD, due_on=JUNE[29], until_on=JUNE[19])
    )

    assert [stands(entries, day) for day in (9, 10, 20, 21)] == [
        Timing.OPEN_IN_TIME,
        Timing.DONE_EARLY,
        Timing.DONE_EARLY,
        Timing.OPEN_IN_TIME,
    ]


def test_handed_over_it_counts_for_the_new_unit_from_that_day() -> None:
    entries = diary()
    entries.append(HistoryEntry(Action.REASSIGN, JUNE[9], local_instant(JUNE[9], 9), OFFICE))
    line = replay_history(entries)
    before, after = get_interval_on(line, JUNE[8]), get_interval_on(line, JUNE[9])

    assert before is not None and after is not None
    assert (before.unit_id, after.unit_id) == (WARD, OFFICE)


def test_a_directive_of_nine_wards_is_late_when_one_is_and_open_while_one_is() -> None:
    eight = frozenset({Timing.DONE_EARLY, Timing.DONE_ON_DAY})

    assert classify_directive(eight | {Timing.DONE_LATE}) is Timing.DONE_LATE
    assert classify_directive(eight | {Timing.OPEN_IN_TIME}) is Timing.OPEN_IN_TIME
    assert classify_directive(eight | {Timing.EXCLUDED}) is Timing.DONE_ON_DAY
