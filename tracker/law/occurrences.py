"""The occurrences of a recurring duty: where each stands, how many were on time, and when the duty is done.

Source: decision record 0008 and K30: occurrences are counted apart; the duty itself is judged by its last occurrence.

Marking a duty «đạt yêu cầu đến thời điểm báo cáo»: for which duties, and for how long it speaks.

Source: counting rule 6 and decision record 0003 (a continuous duty shows evidence every quarter); K29, K54.

Which recurring duties go on after their year, and from which day the occurrences of the next year are there.

A duty «hằng tháng» of a directive has no end of its own; one «các quý trong năm 2021» or of a yearly plan has. The
reporting year of the ministry begins on 15/12 (581/BNV-CCHC), so the next year's duty is given on that day or, where
nothing ran then, later.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.core.text import fold_accents
from tracker.law.terms import TermKind

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


class OccurrenceState(enum.StrEnum):
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


def get_occurrence_state(each: OccurrenceLike, today: dt.date) -> OccurrenceState:
    """Return where an occurrence stands: on time by the day the unit finished, once that was confirmed."""
    if each.skipped_on is not None:
        return OccurrenceState.SKIPPED
    if each.done_on is not None:
        return OccurrenceState.LATE if each.done_on > each.due_on else OccurrenceState.ON_TIME
    if each.claimed_on is not None:
        return OccurrenceState.WAITING
    return OccurrenceState.OVERDUE if today > each.due_on else OccurrenceState.NOT_DUE


def count_occurrences(occurrences: Iterable[OccurrenceLike], today: dt.date) -> OccurrenceTally:
    """Count occurrences; a report that waits counts by its deadline, like any work not yet confirmed."""
    total = OccurrenceTally()
    for each in occurrences:
        match get_occurrence_state(each, today):
            case OccurrenceState.ON_TIME:
                total += OccurrenceTally(on_time=1)
            case OccurrenceState.LATE | OccurrenceState.OVERDUE:
                total += OccurrenceTally(late=1)
            case OccurrenceState.SKIPPED:
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


def get_judged_deadline(occurrences: Sequence[OccurrenceLike], due_on: dt.date | None) -> dt.date | None:
    """Return the deadline of a duty that is finished: the due day of the last occurrence that was kept.

    What was skipped or ended gives no later day: a duty ended after a late occurrence does not become early (K30).
    """
    kept = max((each.due_on for each in occurrences if each.skipped_on is None), default=None)
    later = any(kept is not None and each.due_on > kept for each in occurrences)
    return min(due_on, kept) if later and due_on is not None and kept is not None else due_on


def still_open(occurrences: Iterable[OccurrenceLike]) -> int:
    """Return of how many occurrences something is still due."""
    return sum(not is_settled(each) for each in occurrences)


_WITHOUT_END = frozenset(
    {TermKind.CONTINUOUS, TermKind.RECURRING, TermKind.CONDITIONAL, TermKind.QUANTITY, TermKind.COMPOSITE}
)


def may_be_attested(kind: TermKind, due_on: dt.date | None) -> bool:
    """Tell whether a duty may be marked: it goes on, waits for others, or runs to the end of the year."""
    return kind in _WITHOUT_END or (due_on is not None and (due_on.month, due_on.day) == (12, 31))


def quarter_began(day: dt.date) -> dt.date:
    """Return the first civil day of the quarter of a day."""
    return dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def evidence_missing_until(
    kind: TermKind, *, shown_on: dt.date | None, due_on: dt.date | None, today: dt.date
) -> dt.date | None:
    """Return the end of the quarter for which a continuous duty has shown nothing yet, None when nothing is missing.

    `shown_on` is the civil day of the last report of progress. What ends with the quarter is asked for by its own
    deadline, and once.
    """
    if kind is not TermKind.CONTINUOUS or (shown_on is not None and shown_on >= quarter_began(today)):
        return None
    end = speaks_until(today)
    return None if due_on is not None and due_on <= end else end


def speaks_until(effective_on: dt.date) -> dt.date:
    """Return the last civil day a mark speaks for: the end of the quarter in which it was given."""
    first_of_next = (quarter_began(effective_on) + dt.timedelta(days=95)).replace(day=1)
    return first_of_next - dt.timedelta(days=1)


OPEN_ENDED = frozenset({"D26", "D27", "D28", "D29", "D30", "D31"})
"""Rules of the grammar that read a rhythm: each week, month, quarter, half-year."""

OPENS_ON = (12, 15)
"""Month and day from which the duties of the next year are given."""

_BOUNDED = re.compile(
    r"\b(?:(?:19|20)\d\d|trong nam|nam nay|ca nam|den (?:het|ngay|thang|khi)|giai doan|trong vong)\b", re.ASCII
)


def goes_on(rule: str, phrase: str) -> bool:
    """Tell whether a deadline read by a rule names a rhythm without a year or an end."""
    return rule in OPEN_ENDED and _BOUNDED.search(fold_accents(phrase)) is None


def year_to_open(today: dt.date) -> int:
    """Return the year whose occurrences must be there on a civil day."""
    return today.year + ((today.month, today.day) >= OPENS_ON)
