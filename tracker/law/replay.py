"""Replay: from the event log of one assignment to what held on every day. The definition of every figure.

Entries are taken in the order in which they were recorded; each says what holds *from its day on*, so a
completion recorded late changes the past days it speaks of and nothing before them (counting rule 9).

What excuses lateness was decided before the deadline had passed: a deadline that has passed on the day on which an act
is *recorded* still judges, whatever day the act names. Only a corrected completion day changes the judgement
afterwards, and its line says so (`made_on_time`).

The earliest day on which work can have been finished: one rule for tasks and for occurrences (K23, K24).

Forms, other programs, the command line and registers ask it through `require_not_before_start`.

What was known of an assignment, and when: its intervals by days, over the instants at which the event log grew.

Stretches of days over which the same holds for an assignment: cut at a day, joined where they say the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from tracker.core.clock import civil_day
from tracker.law.lifecycle import Action
from tracker.law.timing import DayState, StatusInterval


def split_interval(line: list[StatusInterval], day: dt.date) -> list[StatusInterval]:
    """Split the stretch that covers `day` so that one begins on it."""
    pieces: list[StatusInterval] = []
    for interval in line:
        if interval.from_on < day and (interval.until_on is None or day < interval.until_on):
            pieces += [replace(interval, until_on=day), replace(interval, from_on=day)]
        else:
            pieces.append(interval)
    return pieces


def join_equal_intervals(line: list[StatusInterval]) -> list[StatusInterval]:
    """Join neighbours that say the same."""
    whole: list[StatusInterval] = []
    for interval in line:
        if whole and _says(whole[-1]) == _says(interval):
            whole[-1] = replace(whole[-1], until_on=interval.until_on)
        else:
            whole.append(interval)
    return whole


def _says(interval: StatusInterval) -> tuple[object, ...]:
    """Return what a standing says, whichever its days are."""
    return (
        interval.day_state,
        interval.unit_id,
        interval.due_on,
        interval.judged_due_on,
        interval.done_on,
        interval.first_due_on,
        interval.left_on,
        interval.after_hour,
    )


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event as counting sees it.

    `effective_on`: the civil day from which it holds; of REDATE, the completion day as corrected. `due_on`: the
    new deadline (ASSIGN, GRANT_EXTENSION, SET_DEADLINE, RESUME when the leader moved it, and COMPLETE when a duty ended
    with an earlier occurrence than the last). `until_on`: last day
    for which an attestation speaks. `unit_id`: the unit that now has it. `occurrence`: number of the due day of a
    recurring duty of which the line speaks. `after_hour`: of CONFIRM, that the work was reported on its due day after
    the hour which the deadline names.
    """

    action: Action
    effective_on: dt.date
    recorded_at: dt.datetime
    unit_id: int
    due_on: dt.date | None = None
    until_on: dt.date | None = None
    occurrence: int | None = None
    after_hour: bool = False


_LEAVING = {
    Action.WITHDRAW: DayState.WITHDRAWN,
    Action.CANCEL: DayState.CANCELLED,
    Action.TRANSFER: DayState.TRANSFERRED,
    Action.MERGE: DayState.MERGED,
}

CONFIRMING_ACTIONS = frozenset({Action.CONFIRM, Action.COMPLETE})
"""Lines with which the work is done, from the day they name."""

COUNTING = CONFIRMING_ACTIONS | frozenset(
    {
        Action.ASSIGN, Action.ATTEST, Action.GRANT_EXTENSION, Action.SET_DEADLINE, Action.REASSIGN, Action.SUSPEND,
        Action.RESUME, Action.REOPEN, Action.REDATE, *_LEAVING,
    }
)  # fmt: skip
"""Lines that can change what a day counts."""


def replay_history(entries: Iterable[HistoryEntry]) -> tuple[StatusInterval, ...]:
    """Return the intervals of an assignment, in order of days, without gaps from its assignment on."""
    past = _Past()
    for entry in _as_corrected(entries):
        past = past.after(entry)
    return tuple(join_equal_intervals(past.line))


def replay_each_entry(entries: Iterable[HistoryEntry]) -> Iterator[tuple[HistoryEntry, tuple[StatusInterval, ...]]]:
    """Yield each line that counts with the replay of the event log up to it: all of them for little more than
    the last.
    """
    told: list[HistoryEntry] = []
    past = _Past()
    for entry in entries:
        told.append(entry)
        if entry.action is Action.REDATE:
            past = _Past()
            for each in _as_corrected(told):
                past = past.after(each)
        elif entry.action in COUNTING:
            past = past.after(entry)
        else:
            continue
        yield entry, tuple(join_equal_intervals(past.line))


@dataclass(frozen=True, slots=True)
class _Past:
    """What earlier lines come to: the intervals, and the day on which the suspension in force was decided."""

    line: list[StatusInterval] = field(default_factory=list)
    stopped_on: dt.date | None = None

    def after(self, entry: HistoryEntry) -> _Past:
        """Return what the lines come to after one more; before the assignment there are none."""
        if entry.action is Action.ASSIGN:
            return _Past([_assigned(entry)])
        if not self.line:
            return self
        match entry.action:
            case Action.SUSPEND:
                stopped_on = self.stopped_on or _decided_on(entry)
                return _Past(_suspended(self.line, entry, stopped_on), stopped_on)
            case Action.RESUME:
                return _Past(_resumed(self.line, entry, self.stopped_on or _decided_on(entry)))
            case _:
                return _Past(_apply(self.line, entry), self.stopped_on)


def days_suspended(intervals: Iterable[StatusInterval], today: dt.date) -> int:
    """Return on how many civil days before `today` the work stood still by a leader's word."""
    return sum(
        max(0, (min(each.until_on or today, today) - each.from_on).days)
        for each in intervals
        if each.day_state is DayState.SUSPENDED
    )


def filter_known_entries(entries: Iterable[HistoryEntry], instant: dt.datetime) -> list[HistoryEntry]:
    """Return the entries that had been recorded at `instant`."""
    return [entry for entry in entries if entry.recorded_at <= instant]


def get_interval_on(intervals: Iterable[StatusInterval], day: dt.date) -> StatusInterval | None:
    """Return the standing that covers a civil day, None before the assignment."""
    for interval in intervals:
        if interval.from_on <= day and (interval.until_on is None or day < interval.until_on):
            return interval
    return None


def _assigned(entry: HistoryEntry) -> StatusInterval:
    due_on = entry.due_on
    return StatusInterval(
        entry.effective_on, None, DayState.OPEN, entry.unit_id, due_on, due_on, None, first_due_on=due_on
    )


def _apply(line: list[StatusInterval], entry: HistoryEntry) -> list[StatusInterval]:
    start = max(entry.effective_on, line[0].from_on)
    line = split_interval(line, start)
    match entry.action:
        case Action.CONFIRM | Action.COMPLETE:
            held = get_interval_on(line, start)
            assert held is not None  # the line has no gaps after its start
            held = _ended_earlier(held, entry)
            done = replace(
                held,
                day_state=DayState.DONE,
                done_on=entry.effective_on,
                until_on=None,
                left_on=None,
                after_hour=entry.after_hour,
            )
            return [s for s in line if s.from_on < start] + [replace(done, from_on=start)]
        case Action.ATTEST:
            if entry.until_on is not None:
                line = split_interval(line, entry.until_on + dt.timedelta(days=1))
            return [
                replace(s, day_state=DayState.DONE, done_on=entry.effective_on, left_on=None)
                if _within(s, start, entry.until_on)
                else s
                for s in line
            ]
        case Action.GRANT_EXTENSION | Action.SET_DEADLINE:
            decided_on = _decided_on(entry)
            start = _not_over_lateness(line, start, decided_on)
            return [
                _deadline_set(s, entry, decided_on) if s.from_on >= start else s for s in split_interval(line, start)
            ]
        case Action.REASSIGN:
            return [replace(s, unit_id=entry.unit_id) if s.from_on >= start else s for s in line]
        case Action.REOPEN:
            return _become(line, start, DayState.OPEN)
        case action if action in _LEAVING:
            return _become(line, start, _LEAVING[action], left_on=_decided_on(entry))
        case _:
            return line  # accepting, progress, submission, return: nothing that is counted changes


def _as_corrected(entries: Iterable[HistoryEntry]) -> list[HistoryEntry]:
    """Read an event log as though each completion had carried the day to which it was corrected."""
    told: list[HistoryEntry] = []
    for entry in entries:
        if entry.action is Action.REDATE:
            last = max((n for n, each in enumerate(told) if each.action in CONFIRMING_ACTIONS), default=None)
            if last is not None:
                told[last] = replace(told[last], effective_on=entry.effective_on, after_hour=False)
        else:
            told.append(entry)
    return told


def _deadline_set(interval: StatusInterval, entry: HistoryEntry, decided_on: dt.date) -> StatusInterval:
    """Return a stretch after a deadline was set: the first one ever given is remembered as such (K19)."""
    moved = _with_deadline(interval, entry.due_on, decided_on)
    is_first = entry.action is Action.SET_DEADLINE and interval.first_due_on is None
    return replace(moved, first_due_on=entry.due_on) if is_first else moved


def _with_deadline(interval: StatusInterval, due_on: dt.date | None, from_on: dt.date) -> StatusInterval:
    """Move the deadline of an open stretch; one moved after it had passed does not excuse a late finish.

    `from_on` is the civil day on which the move was decided.
    """
    if interval.day_state is DayState.DONE:
        return interval
    passed = _has_passed(interval, from_on)
    later = due_on is None or (interval.judged_due_on is not None and due_on > interval.judged_due_on)
    judged = interval.judged_due_on if passed and later else due_on
    return replace(interval, due_on=due_on, judged_due_on=judged)


def _has_passed(interval: StatusInterval, day: dt.date) -> bool:
    """Tell whether the deadline that judges had passed on a civil day."""
    return interval.judged_due_on is not None and day > interval.judged_due_on


def _decided_on(entry: HistoryEntry) -> dt.date:
    """Return the civil day on which an act was decided: that of its record, however early the day it names."""
    return max(entry.effective_on, civil_day(entry.recorded_at))


def _not_over_lateness(line: list[StatusInterval], start: dt.date, decided_on: dt.date) -> dt.date:
    """Return from which day an act holds: not before its decision when the deadline had passed by then."""
    held = get_interval_on(line, decided_on)
    return max(start, decided_on) if held is not None and _has_passed(held, decided_on) else start


def _suspended(line: list[StatusInterval], entry: HistoryEntry, decided_on: dt.date) -> list[StatusInterval]:
    """Let work stand still from the day named, but never over days on which it was already overdue."""
    start = _not_over_lateness(line, max(entry.effective_on, line[0].from_on), decided_on)
    return _become(split_interval(line, start), start, DayState.SUSPENDED)


def _resumed(line: list[StatusInterval], entry: HistoryEntry, stopped_on: dt.date) -> list[StatusInterval]:
    """Open work again; a deadline that had not passed when the stop was decided may have moved with it."""
    start = max(entry.effective_on, line[0].from_on)
    return [
        _moved(replace(s, day_state=DayState.OPEN, done_on=None, left_on=None), entry, stopped_on)
        if s.from_on >= start
        else s
        for s in split_interval(line, start)
    ]


def _moved(opened: StatusInterval, entry: HistoryEntry, stopped_on: dt.date) -> StatusInterval:
    if entry.due_on is None or entry.due_on == opened.due_on:
        return opened
    return _with_deadline(opened, entry.due_on, stopped_on)


def _ended_earlier(held: StatusInterval, entry: HistoryEntry) -> StatusInterval:
    """Judge a duty that ended with an earlier occurrence by the due day of that one; never by a later day."""
    due_on = entry.due_on
    if entry.action is not Action.COMPLETE or due_on is None or held.judged_due_on is None:
        return held
    judged = min(held.judged_due_on, due_on)
    return replace(held, due_on=due_on if held.due_on is None else min(held.due_on, due_on), judged_due_on=judged)


def _become(
    line: list[StatusInterval], start: dt.date, day_state: DayState, *, left_on: dt.date | None = None
) -> list[StatusInterval]:
    return [
        replace(s, day_state=day_state, done_on=None, left_on=left_on, after_hour=False) if s.from_on >= start else s
        for s in line
    ]


def _within(interval: StatusInterval, start: dt.date, until_on: dt.date | None) -> bool:
    return (
        interval.from_on >= start
        and (until_on is None or interval.from_on <= until_on)
        and interval.day_state is DayState.OPEN
    )


_TAKEN_UP = frozenset(
    {Action.ASSIGN, Action.REASSIGN, Action.REFUSE_DECLINE, Action.RESUME, Action.REOPEN, Action.SEND_BACK}
)
"""Lines with which the work begins, or begins anew: nothing can have been finished before the last of them."""


def find_earliest_completion(
    entries: Iterable[HistoryEntry], *, upholding: bool = False, occurrence: int | None = None
) -> dt.date | None:
    """Return the earliest civil day on which the work, as it was last taken open, can have been finished.

    A report sent back was not a finish (K23), nor was one given back because its unit went over into another; with
    `upholding`, the confirmer lets the first report stand after all. Of an `occurrence`, its own returns count too.
    """
    begins = _TAKEN_UP - {Action.SEND_BACK, Action.REASSIGN} if upholding else _TAKEN_UP
    days = [
        entry.effective_on
        for entry in entries
        if entry.action in begins
        or (entry.action is Action.RETURN_OCCURRENCE and occurrence is not None and entry.occurrence == occurrence)
    ]
    return max(days, default=None)


Known = tuple[StatusInterval, dt.datetime, dt.datetime | None]
"""A standing, the instant from which it was known, and the one up to which (exclusive; None: to this day)."""


def replay_as_known(entries: Iterable[HistoryEntry]) -> list[Known]:
    """Return every standing that the event log ever said, with the instants between which it said so.

    Entries come in the order in which they were recorded. What one line leaves as it was goes on being known.
    """
    past: list[Known] = []
    present: dict[StatusInterval, dt.datetime] = {}
    for entry, told in replay_each_entry(entries):
        now = entry.recorded_at
        wanted = set(told)
        for interval in [each for each in present if each not in wanted]:
            since = present.pop(interval)
            if since < now:
                past.append((interval, since, now))
        for interval in told:
            present.setdefault(interval, now)
    return [*past, *((interval, since, None) for interval, since in present.items())]
