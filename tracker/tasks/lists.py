"""Lists of tasks: the rows behind a number, from the same classified table that counted it.

Lists of tasks: the rows of a selection with the number that counts them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from tracker.database.base import fetch_rows
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import AssignmentState
from tracker.law.occurrences import WITH_OCCURRENCES
from tracker.law.permissions import Origin
from tracker.law.tally import Tally
from tracker.law.timing import TIMING_BY_ORDER, DayState, Timing
from tracker.office.models import Person, Unit
from tracker.office.units import get_unit_name_on
from tracker.tasks import classified, event_log
from tracker.tasks.classified import CACHED_QUERIES, counted_rows
from tracker.tasks.events import FAR_DAY
from tracker.tasks.models import Assignment, Occurrence, Task
from tracker.tasks.selection import Order, Selection
from tracker.tasks.sources import Area

SortKey = dt.date | dt.datetime | int | str
LIST_CHUNK_ROWS = 500
NO_ROW_LIMIT = 10**9
LAST_NAME = "~"
"""A key that sorts after every name."""

OF_ASSIGNMENT = frozenset({Order.PERSON, Order.STATE, Order.PROGRESS, Order.EXTENSIONS, Order.UPDATED})


class TaskRow(NamedTuple):
    """One line of a list: an assignment, or a directive with the number of units that have it.

    `assignment_id` opens the page of the assignment (of the first one for a directive). `occurrences` of a recurring
    duty are those not skipped, `occurrences_done` those confirmed; both None for other work.
    """

    assignment_id: int
    task_id: int
    directive_id: int | None
    plan_item_id: int | None
    code: str
    title: str
    origin: Origin
    unit_name: str
    units: int
    state: AssignmentState
    timing: Timing
    day_state: DayState
    term_text: str
    due_on: dt.date | None
    done_on: dt.date | None
    assigned_on: dt.date
    progress: int
    person_name: str | None
    area_name: str | None
    leader: str
    field: str
    original_due_on: dt.date | None
    extension_count: int
    last_event_at: dt.datetime
    product: str
    urgency: str
    received_on: dt.date | None
    submitted_on: dt.date | None
    occurrences: int | None
    occurrences_done: int | None
    key: SortKey


_TIMING = TaskRow._fields.index("timing")
"""Where the question for rows says a rank, its other columns are those of a row, in the same order."""


@dataclass(frozen=True, slots=True)
class ListCursor:
    """A place in a list, by what its rows are put in order by: what comes after it is the next page."""

    key: SortKey
    assignment_id: int


@dataclass(frozen=True, slots=True)
class Sorting:
    """How rows are put in order; equal ones by their number, so that the order never changes by itself."""

    order: Order = Order.DUE
    descending: bool = False


BY_DEADLINE = Sorting()


def list_task_rows(
    session: Session, selection: Selection, *, after: ListCursor | None, limit: int, sorting: Sorting = BY_DEADLINE
) -> Sequence[TaskRow]:
    """Return the rows of a selection after a place; by deadline, those without one come last."""
    question = _question(selection, sorting, onward=after is not None)
    given: dict[str, object] = {"limit": limit}
    if after is not None:
        given |= {"after_key": after.key, "after_id": after.assignment_id}
    return [_row(found) for found in fetch_rows(session, question, given)]


def stream_task_rows(session: Session, selection: Selection, sorting: Sorting = BY_DEADLINE) -> Iterator[TaskRow]:
    """Yield all rows of a selection in order, from one statement, some hundreds at a time."""
    question = _question(selection, sorting, onward=False)
    for found in fetch_rows(session, question, {"limit": NO_ROW_LIMIT}, yield_per=LIST_CHUNK_ROWS):
        yield _row(found)


@lru_cache(maxsize=CACHED_QUERIES)
def _question(selection: Selection, sorting: Sorting, *, onward: bool) -> Select[Any]:
    """Pick the page first, by as few tables as its order needs, and look up what it shows afterwards."""
    thing = counted_rows(selection, ("assigned_on",) if sorting.order is Order.ASSIGNED else ())
    key = _key(thing, sorting.order)
    kept = [
        thing.c[name]
        for name in ("assignment_id", "task_id", "unit_id", "units", "timing_order", "day_state", "due_on", "done_on")
    ]
    picked = select(*kept, key.label("key"))
    if sorting.order in OF_ASSIGNMENT:
        picked = picked.join(Assignment, Assignment.id == thing.c.assignment_id)
    if sorting.order is Order.PERSON:
        picked = picked.outerjoin(Person, Person.id == Assignment.person_id)
    if sorting.order is Order.UNIT:
        picked = picked.join(Unit, Unit.id == thing.c.unit_id)
    if onward:
        last = bindparam("after_key", type_=key.type)
        same = and_(key == last, thing.c.assignment_id > bindparam("after_id"))
        picked = picked.where(or_(key < last if sorting.descending else key > last, same))
    picked = picked.order_by(key.desc() if sorting.descending else key, thing.c.assignment_id)
    page = picked.limit(bindparam("limit")).subquery("page")
    return (
        select(
            page.c.assignment_id,
            page.c.task_id,
            Task.directive_id,
            Task.plan_item_id,
            Task.code,
            Task.title,
            Task.origin,
            get_unit_name_on(selection.as_of).label("unit_name"),
            page.c.units,
            Assignment.state,
            page.c.timing_order,
            page.c.day_state,
            Task.term_text,
            page.c.due_on,
            page.c.done_on,
            Task.assigned_on,
            Assignment.progress,
            Person.name.label("person_name"),
            Area.name.label("area_name"),
            Task.leader,
            Task.field,
            Assignment.original_due_on,
            Assignment.extension_count,
            Assignment.last_event_at,
            Task.product,
            Task.urgency,
            Assignment.received_on,
            Assignment.submitted_on,
            _occurrences(func.count()).label("occurrences"),
            _occurrences(func.count(Occurrence.done_on)).label("occurrences_done"),
            page.c.key,
        )
        .join(Task, Task.id == page.c.task_id)
        .join(Assignment, Assignment.id == page.c.assignment_id)
        .join(Unit, Unit.id == page.c.unit_id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .outerjoin(Area, Area.id == Task.area_id)
        .order_by(page.c.key.desc() if sorting.descending else page.c.key, page.c.assignment_id)
    )


def _occurrences(number: ColumnElement[int]) -> ColumnElement[int | None]:
    """Return a count of the occurrences of a row that were not skipped, asked only for what comes again."""
    counted_ones = select(number).where(Occurrence.assignment_id == Assignment.id, Occurrence.skipped_on.is_(None))
    return case((Task.kind.in_(sorted(WITH_OCCURRENCES)), counted_ones.correlate(Assignment).scalar_subquery()))


def _key(thing: Subquery, order: Order) -> ColumnElement[Any]:
    """Return what rows are put in order by; what is missing comes last."""
    match order:
        case Order.DUE:
            return func.coalesce(thing.c.due_on, FAR_DAY)
        case Order.DONE:
            return func.coalesce(thing.c.done_on, FAR_DAY)
        case Order.ASSIGNED:
            return thing.c.assigned_on
        case Order.TIMING:
            return thing.c.timing_order
        case Order.NUMBER:
            return thing.c.assignment_id
        case Order.UNIT:
            return Unit.sort_key.expression
        case Order.PERSON:
            return func.coalesce(Person.sort_key, LAST_NAME)
        case Order.STATE:
            return case({state.value: place for place, state in enumerate(AssignmentState)}, value=Assignment.state)
        case Order.PROGRESS:
            return Assignment.progress.expression
        case Order.EXTENSIONS:
            return Assignment.extension_count.expression
        case Order.UPDATED:
            return Assignment.last_event_at.expression


def _row(found: Sequence[Any]) -> TaskRow:
    return TaskRow._make((*found[:_TIMING], TIMING_BY_ORDER[found[_TIMING]], *found[_TIMING + 1 :]))


def get_list_cursor(row: TaskRow) -> ListCursor:
    """Return the place a row has in its list."""
    return ListCursor(row.key, row.assignment_id)


@dataclass(frozen=True, slots=True)
class TaskList:
    """One page of a list. `tally` counts the whole selection; `next_place` is where the next page begins."""

    selection: Selection
    tally: Tally
    rows: Sequence[TaskRow]
    next_place: ListCursor | None

    @property
    def length(self) -> int:
        """The number of rows of the whole list: what is counted, and what stands outside the total."""
        return self.tally.assigned_ever

    @property
    def excluded(self) -> int:
        """How many of the rows stand outside the total."""
        return self.tally.assigned_ever - self.tally.total


def list_tasks(
    work: UnitOfWork, selection: Selection, *, after: ListCursor | None, limit: int, sorting: Sorting = BY_DEADLINE
) -> TaskList:
    """Return one page of the list of a selection, with the count of all of it; a whole list is its own count."""
    event_log.await_writers(work.session, selection.known_at, work.now)
    found = list_task_rows(work.session, selection, after=after, limit=limit + 1, sorting=sorting)
    has_more = len(found) > limit
    is_whole = after is None and not has_more
    tally = _tally(found, selection) if is_whole else classified.count_selection(work.session, selection)
    return TaskList(selection, tally, found[:limit], get_list_cursor(found[limit - 1]) if has_more else None)


def _tally(rows: Sequence[TaskRow], selection: Selection) -> Tally:
    inside, outside = Counter[Timing](row.timing for row in rows), Counter[DayState]()
    if inside.pop(Timing.EXCLUDED, 0):
        outside.update(row.day_state for row in rows if row.timing is Timing.EXCLUDED)
    since = selection.since
    carried = sum(since is not None and row.assigned_on < since for row in rows if row.timing is not Timing.EXCLUDED)
    return Tally(inside, outside, carried)


def walk_task_rows(work: UnitOfWork, selection: Selection, sorting: Sorting = BY_DEADLINE) -> Iterator[TaskRow]:
    """Yield all rows of a selection in order, from one look at the database."""
    return stream_task_rows(work.session, selection, sorting)
