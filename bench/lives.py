"""The lives of invented tasks: when each was given, due and done, and what was written of it in between.

Everything follows from the number of the task, so a base of any size can be made again, row by row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.core.clock import local_instant
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.replay import HistoryEntry

UNITS = 30
TODAY = dt.date(2021, 11, 10)
FIRST = dt.date(2021, 1, 4)
FULL_PAGE = 50
BUSY_UNIT = 1
"""The unit that gets the first overdue tasks, until they fill a page."""

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shape:
    """How much work, in how many units, over how many years up to the day of the report."""

    tasks: int
    units: int = UNITS
    years: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One event: what was done, from which state into which, and what counting sees of it."""

    before: AssignmentState
    after: AssignmentState
    entry: HistoryEntry


@dataclass(frozen=True, slots=True)
class Life:
    """One task in the hands of one unit: of what is due, nine in ten are done in time.

    `first_due` is the deadline first given; one in ten got a later one before it passed.
    """

    number: int
    unit: int
    given: dt.date
    first_due: dt.date
    due: dt.date
    done: dt.date | None

    @classmethod
    def of(cls, number: int, shape: Shape) -> Life:
        """Return the life of the task of a number."""
        year = number % shape.years
        given = FIRST - dt.timedelta(days=365 * year) + dt.timedelta(days=number * 277 // shape.tasks % 277)
        outcome = number * 7919 % 1000
        is_overdue, is_open = 855 <= outcome < 900, outcome >= 855 and (year == 0 or outcome % 10 == 0)
        due = given + dt.timedelta(days=30) if outcome < 900 else TODAY + dt.timedelta(days=1 + number % 60)
        if outcome < 900:
            due = min(due, TODAY - DAY)
        if year and outcome >= 900:
            due = given + dt.timedelta(days=60)
        done = None if is_open else due + dt.timedelta(days=5 if outcome >= 819 else -(number % 3))
        unit = BUSY_UNIT if is_overdue and number * 45 // 1000 <= FULL_PAGE else number % shape.units + 1
        first_due = max(given + DAY, due - dt.timedelta(days=10)) if number % 10 == 3 else due
        return cls(number, unit, given, first_due, due, min(done, TODAY) if done else None)

    def steps(self) -> Iterator[Step]:
        """Yield the events, each recorded later than the one before."""
        states = AssignmentState
        yield self._step(states.DRAFT, Action.ASSIGN, states.ASSIGNED, self.given, 8, due=self.first_due)
        yield self._step(states.ASSIGNED, Action.ACCEPT, states.ACCEPTED, self.given, 9)
        yield self._step(states.ACCEPTED, Action.REPORT_PROGRESS, states.IN_PROGRESS, self.given, 10)
        if self.due != self.first_due:
            kept = states.IN_PROGRESS
            yield self._step(kept, Action.GRANT_EXTENSION, kept, self.given, 11, due=self.due)
        if self.done is None:
            return
        yield self._step(states.IN_PROGRESS, Action.SUBMIT, states.SUBMITTED, self.done, 13)
        yield self._step(states.SUBMITTED, Action.CONFIRM, states.DONE, self.done, 14)
        if self.number % 33 == 0:  # looked at again the same day, and found in order after all
            yield self._step(states.DONE, Action.REOPEN, states.IN_PROGRESS, self.done, 15)
            yield self._step(states.IN_PROGRESS, Action.SUBMIT, states.SUBMITTED, self.done, 16)
            yield self._step(states.SUBMITTED, Action.CONFIRM, states.DONE, self.done, 17)

    def _step(
        self,
        before: AssignmentState,
        action: Action,
        after: AssignmentState,
        day: dt.date,
        hour: int,
        due: dt.date | None = None,
    ) -> Step:
        return Step(before, after, HistoryEntry(action, day, local_instant(day, hour), self.unit, due or self.due))
