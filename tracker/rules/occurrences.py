"""The occurrences of a recurring duty: where each stands, how many were on time, and when the duty is done.

Source: decision record 0008 and K30: occurrences are counted apart; the duty itself is judged by its last occurrence.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.rules.terms import TermKind

WITH_OCCURRENCES = frozenset({TermKind.RECURRING, TermKind.COMPOSITE})
"""Kinds of term with several due days."""


class OccurrenceLike(Protocol):
    """What the rules look at in an occurrence; all are civil days."""

    @property
    def due_on(self) -> dt.date:
        """The last good day."""

    @property
    def claimed_on(self) -> dt.date | None:
        """The day the unit says it finished."""

    @property
    def done_on(self) -> dt.date | None:
        """The same once confirmed."""

    @property
    def skipped_on(self) -> dt.date | None:
        """The day it was decided that nothing is due."""


class OccurrenceStanding(enum.StrEnum):
    """Where one occurrence stands on a day."""

    ON_TIME = "on_time"
    LATE = "late"
    WAITING = "waiting"
    OVERDUE = "overdue"
    NOT_DUE = "not_due"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class OccurrenceTally:
    """How many occurrences there are of each sort; an open one past its day counts among the late ones."""

    on_time: int = 0
    late: int = 0
    not_due: int = 0
    skipped: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.on_time + self.late + self.not_due + self.skipped

    def __add__(self, other: OccurrenceTally) -> OccurrenceTally:
        return OccurrenceTally(
            self.on_time + other.on_time,
            self.late + other.late,
            self.not_due + other.not_due,
            self.skipped + other.skipped,
        )


def standing_of(each: OccurrenceLike, today: dt.date) -> OccurrenceStanding:
    """Return where an occurrence stands: on time by the day the unit finished, once that was confirmed."""
    if each.skipped_on is not None:
        return OccurrenceStanding.SKIPPED
    if each.done_on is not None:
        return OccurrenceStanding.LATE if each.done_on > each.due_on else OccurrenceStanding.ON_TIME
    if each.claimed_on is not None:
        return OccurrenceStanding.WAITING
    return OccurrenceStanding.OVERDUE if today > each.due_on else OccurrenceStanding.NOT_DUE


def tally_of(occurrences: Iterable[OccurrenceLike], today: dt.date) -> OccurrenceTally:
    """Count occurrences; a report that waits counts by its deadline, like any work not yet confirmed."""
    total = OccurrenceTally()
    for each in occurrences:
        match standing_of(each, today):
            case OccurrenceStanding.ON_TIME:
                total += OccurrenceTally(on_time=1)
            case OccurrenceStanding.LATE | OccurrenceStanding.OVERDUE:
                total += OccurrenceTally(late=1)
            case OccurrenceStanding.SKIPPED:
                total += OccurrenceTally(skipped=1)
            case _:
                past = today > each.due_on
                total += OccurrenceTally(late=int(past), not_due=int(not past))
    return total


def is_settled(each: OccurrenceLike) -> bool:
    """Tell whether nothing more is due of an occurrence: it was confirmed, or skipped."""
    return each.done_on is not None or each.skipped_on is not None


def completed_on(occurrences: Sequence[OccurrenceLike]) -> dt.date | None:
    """Return the civil day on which the duty was finished: the last day on which one of its occurrences was.

    None while one is not settled, and for a duty of which everything was skipped: that is for a leader to decide.
    """
    if not all(map(is_settled, occurrences)):
        return None
    return max((each.done_on for each in occurrences if each.done_on is not None), default=None)


def judged_by(occurrences: Sequence[OccurrenceLike], due_on: dt.date | None) -> dt.date | None:
    """Return the deadline of a duty that is finished: the due day of the last occurrence that was kept.

    What was skipped or ended gives no later day: a duty ended after a late occurrence does not become early (K30).
    """
    kept = max((each.due_on for each in occurrences if each.skipped_on is None), default=None)
    later = any(kept is not None and each.due_on > kept for each in occurrences)
    return min(due_on, kept) if later and due_on is not None and kept is not None else due_on


def still_open(occurrences: Iterable[OccurrenceLike]) -> int:
    """Return of how many occurrences something is still due."""
    return sum(not is_settled(each) for each in occurrences)
