"""Which open work will probably be late: told from how the same unit finished work before, and from nothing else.

The method is one sentence: of the unit's work that was still open as many days before its deadline, how much missed
it. It is shown with both numbers and never enters a count.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.rules.membership import Member
from tracker.rules.timeliness import Timing

ENOUGH = 10
"""Cases below which a unit's own history says nothing, and that of the whole authority is asked."""

PROBABLY = 0.5
"""From this share on the work is called probably late."""

LOOK_BACK = dt.timedelta(days=730)
"""How far back a deadline still says something about today."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Open work that will probably be late: `late` of `cases` alike were; `own`: cases of the unit itself."""

    member: Member
    days_left: int
    late: int
    cases: int
    own: bool

    @property
    def share(self) -> float:
        """The share of like cases that were late."""
        return self.late / self.cases


class _History:
    """The past of a unit: on which day, counted from the deadline, each piece of work was finished."""

    def __init__(self) -> None:
        self.finished: list[int] = []
        self.missed = 0

    def tidy(self) -> None:
        """Put the days in order, once all are known."""
        self.finished.sort()

    def like(self, days_left: int) -> tuple[int, int]:
        """Return how many that were open so many days before the deadline missed it, and how many there were."""
        first = bisect_right(self.finished, -days_left)
        still_open = len(self.finished) - first + self.missed
        late = len(self.finished) - bisect_left(self.finished, 1) + self.missed
        return late, still_open


def forecast(members: Iterable[Member], today: dt.date) -> list[Forecast]:
    """Return the open work that will probably be late, most probable first; work already late is no forecast."""
    everybody, own, waiting = _History(), dict[int, _History](), list[Member]()
    for member in members:
        if member.timing is Timing.OPEN_IN_TIME:
            waiting.append(member)
        else:
            for history in (everybody, own.setdefault(member.unit_id, _History())):
                _learn(history, member, today)
    for history in (everybody, *own.values()):
        history.tidy()
    found = (_of(member, own.get(member.unit_id), everybody, today) for member in waiting)
    probable = [each for each in found if each is not None and each.share >= PROBABLY]
    return sorted(probable, key=lambda each: (-each.share, each.days_left, each.member.assignment_id))


def _learn(history: _History, member: Member, today: dt.date) -> None:
    due = member.judged_due_on
    if due is None or due < today - LOOK_BACK:
        return
    if member.timing is Timing.OPEN_OVERDUE:
        history.missed += 1
    elif member.done_on is not None:
        history.finished.append((member.done_on - due).days)


def _of(member: Member, own: _History | None, everybody: _History, today: dt.date) -> Forecast | None:
    assert member.due_on is not None  # in time means that there is a deadline
    days_left = (member.due_on - today).days
    asked: Sequence[tuple[_History | None, bool]] = ((own, True), (everybody, False))
    for history, is_own in asked:
        late, cases = history.like(days_left) if history else (0, 0)
        if cases >= ENOUGH:
            return Forecast(member, days_left, late, cases, is_own)
    return None
