"""Lists of tasks: the rows of a selection with the number that counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.rules.selecting import Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import Box, Timing
from tracker.store import counting, events, lists
from tracker.store.lists import BY_DEADLINE, Place, Sorting, TaskRow
from tracker.transaction import Work


@dataclass(frozen=True, slots=True)
class TaskList:
    """One page of a list. `tally` counts the whole selection; `next_place` is where the next page begins."""

    selection: Selection
    tally: Tally
    rows: Sequence[TaskRow]
    next_place: Place | None

    @property
    def length(self) -> int:
        """The number of rows of the whole list: what is counted, and what stands outside the total."""
        return self.tally.assigned_ever

    @property
    def excluded(self) -> int:
        """How many of the rows stand outside the total."""
        return self.tally.assigned_ever - self.tally.total


def listed(
    work: Work, selection: Selection, *, after: Place | None, limit: int, sorting: Sorting = BY_DEADLINE
) -> TaskList:
    """Return one page of the list of a selection, with the count of all of it; a whole list is its own count."""
    events.await_writers(work.session, selection.known_at, work.now)
    found = lists.rows(work.session, selection, after=after, limit=limit + 1, sorting=sorting)
    has_more = len(found) > limit
    is_whole = after is None and not has_more
    tally = _tally(found, selection) if is_whole else counting.count(work.session, selection)
    return TaskList(selection, tally, found[:limit], lists.place_of(found[limit - 1]) if has_more else None)


def _tally(rows: Sequence[TaskRow], selection: Selection) -> Tally:
    inside, outside = Counter[Timing](row.timing for row in rows), Counter[Box]()
    if inside.pop(Timing.EXCLUDED, 0):
        outside.update(row.box for row in rows if row.timing is Timing.EXCLUDED)
    since = selection.since
    carried = sum(
        since is not None and row.assigned_on < since for row in rows if row.timing is not Timing.EXCLUDED
    )
    return Tally(inside, outside, carried)


def every_row(work: Work, selection: Selection, sorting: Sorting = BY_DEADLINE) -> Iterator[TaskRow]:
    """Yield all rows of a selection in order, from one look at the database."""
    return lists.every_row(work.session, selection, sorting)
