"""Walking the whole event log and everything that is read from it, some thousand assignments or lines at a time.

Rows come as the driver has them, past the types of the models: of five million lines each step counts.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, select, type_coerce, types
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.law.hash_chain import canonicalise_json, to_hashed_text
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.permissions import Origin
from tracker.law.replay import HistoryEntry
from tracker.law.timing import DayState
from tracker.tasks.event_log import SEALED
from tracker.tasks.events import FAR_DAY, FAR_INSTANT, AssigneeInterval, StatusIntervalRow, TaskEvent
from tracker.tasks.models import Assignment, AssignmentRole, Task
from tracker.tasks.sources import Plan, PlanItem

AFTER_HOUR = '"after_hour"'
"""In the details of a confirmation: the report came after the hour of the deadline."""

VERIFICATION_CHUNK_ROWS = 5000
UNCONVERTED = types.NullType()

EARLIEST_INSTANT = dt.datetime.min.replace(tzinfo=dt.UTC)

Interval = tuple[object, ...]
"""A standing and what is copied beside it: from, until, box, unit, three days, known from and until, task, origin,
first deadline, since when it was known to be outside the totals."""


@dataclass(frozen=True, slots=True)
class AssignmentHistory:
    """An assignment: its event log with the number of each line, how its last line ends, its row, its intervals.

    `plan_year` is the year of the plan it is an item of.
    `last` and `row` hold the same fields: state, unit, deadline in force. `person_id` is who has it by its row,
    `holder_id` by what is kept of past days.
    """

    assignment_id: int
    is_lead: bool
    task_id: int
    origin: Origin
    plan_year: int | None
    original_due_on: dt.date | None
    done_on: dt.date | None
    row: tuple[AssignmentState, int, dt.date | None]
    last: tuple[AssignmentState | None, int, dt.date | None] | None
    entries: list[tuple[int, HistoryEntry]]
    kept: Sequence[Interval]
    person_id: int | None
    holder_id: int | None


def get_last_event_id(session: Session) -> int:
    """Return the number of the last event, 0 before the first."""
    return session.scalar(select(func.max(TaskEvent.id))) or 0


def get_last_assignment_id(session: Session) -> int:
    """Return the number of the last assignment, 0 before the first."""
    return session.scalar(select(func.max(Assignment.id))) or 0


def walk_event_log(session: Session, first: int, last: int) -> Iterator[tuple[int, str, str, str]]:
    """Yield the events from one number to another: number, both hashes, the text that was sealed."""
    day, instant = _day_text(session), _instant_text(session)
    written: dict[str, Callable[[Any], str]] = {
        "details": canonicalise_json,
        "due_on": day,
        "effective_on": day,
        "until_on": day,
        "recorded_at": instant,
    }
    names = sorted(SEALED)
    ways = [(place, written[name]) for place, name in enumerate(names) if name in written]
    columns = _plain(*(getattr(TaskEvent, name) for name in ("id", "prev_hash", "hash", *names)))
    columns[names.index("details") + 3] = cast(TaskEvent.__table__.c.details, Text)
    question = select(*columns)
    for number, prev_hash, own_hash, *values in _read(
        session, question.where(TaskEvent.id.between(first, last)).order_by(TaskEvent.id)
    ):
        for place, write in ways:
            if values[place] is not None:
                values[place] = write(values[place])
        yield number, prev_hash, own_hash, to_hashed_text(values)


def walk_assignment_histories(session: Session, first: int, last: int) -> Iterator[AssignmentHistory]:
    """Yield the assignments from one number to another with their event logs and intervals, in order."""
    day, instant = _day(session), _instant(session)
    lines = _lines(session, first, last, day, instant)
    kept = _intervals(session, first, last, day, instant)
    holders = _holders(session, first, last)
    question = (
        select(
            *_plain(Assignment.id, Assignment.task_id, Assignment.part, Task.origin, Plan.year),
            *_plain(Assignment.original_due_on, Assignment.done_on),
            *_plain(Assignment.state, Assignment.unit_id, Assignment.due_on, Assignment.person_id),
        )
        .join(Task, Task.id == Assignment.task_id)
        .outerjoin(PlanItem, PlanItem.id == Task.plan_item_id)
        .outerjoin(Plan, Plan.id == PlanItem.plan_id)
        .where(Assignment.id.between(first, last))
        .order_by(Assignment.id)
    )
    for number, task_id, part, origin, plan_year, original, done, state, unit_id, due, person_id in _read(
        session, question
    ):
        entries, ends = lines.get(number, ([], None))
        yield AssignmentHistory(
            number,
            part == AssignmentRole.LEAD.value,
            task_id,
            Origin(origin),
            plan_year,
            day(original),
            day(done),
            (STATE_BY_VALUE[state], unit_id, day(due)),
            ends,
            entries,
            kept.get(number, ()),
            person_id,
            holders.get(number),
        )


STATE_BY_VALUE = {each.value: each for each in AssignmentState}
_ACTIONS = {each.value: each for each in Action}
_BOXES = {each.value: each for each in DayState}
_ORIGINS = {each.value: each for each in Origin}


def _lines(session: Session, first: int, last: int, day: Any, instant: Any) -> dict[int, tuple[Any, Any]]:
    """Return by assignment its entries with their numbers, and the end of its last line.

    The end has no state, and so equals no row, where a line says an action that this program does not know.
    """
    question = select(
        *_plain(TaskEvent.assignment_id, TaskEvent.id, TaskEvent.action, TaskEvent.effective_on, TaskEvent.recorded_at),
        *_plain(TaskEvent.unit_id, TaskEvent.due_on, TaskEvent.until_on, TaskEvent.state_after),
        cast(TaskEvent.__table__.c.details, Text).contains(AFTER_HOUR),
    )
    question = question.where(TaskEvent.assignment_id.between(first, last))
    found: dict[int, tuple[Any, Any]] = {}
    number, is_known = 0, True
    entries: list[tuple[int, HistoryEntry]] = []
    for row in _read(session, question.order_by(TaskEvent.assignment_id, TaskEvent.sequence)):
        assignment_id, line, action, on, recorded, unit_id, due, until, state, after_hour = row
        if assignment_id != number:
            number, entries, is_known = assignment_id, [], True
        due_on = day(due)
        if action in _ACTIONS:
            entry = HistoryEntry(_ACTIONS[action], day(on), instant(recorded), unit_id, due_on, day(until))
            entries.append((line, replace(entry, after_hour=True) if after_hour else entry))
        else:
            is_known = False
        found[number] = (entries, (STATE_BY_VALUE[state] if is_known else None, unit_id, due_on))
    return found


def _intervals(session: Session, first: int, last: int, day: Any, instant: Any) -> dict[int, list[Interval]]:
    """Return by assignment the intervals kept of it."""
    row = StatusIntervalRow
    question = select(
        *_plain(row.assignment_id, row.from_on, row.until_on, row.day_state, row.unit_id),
        *_plain(row.due_on, row.judged_due_on, row.done_on, row.known_from, row.known_until),
        *_plain(row.task_id, row.origin, row.first_due_on, row.left_on, row.after_hour),
    )
    found: dict[int, list[Interval]] = defaultdict(list)
    for each in _read(session, question.where(row.assignment_id.between(first, last))):
        (
            number,
            from_on,
            until_on,
            day_state,
            unit_id,
            due,
            judged,
            done,
            since,
            until,
            task_id,
            origin,
            first_due,
            left,
            after_hour,
        ) = each
        end, known_until = day(until_on), instant(until)
        found[number].append(
            (
                day(from_on),
                None if end == FAR_DAY else end,
                _BOXES[day_state],
                unit_id,
                day(due),
                day(judged),
                day(done),
                instant(since),
                None if known_until == FAR_INSTANT else known_until,
                task_id,
                _ORIGINS[origin],
                day(first_due),
                day(left),
                bool(after_hour),
            )
        )
    return found


def _holders(session: Session, first: int, last: int) -> dict[int, int]:
    """Return by assignment who is kept as having it to this day."""
    question = select(*_plain(AssigneeInterval.assignment_id, AssigneeInterval.person_id)).where(
        AssigneeInterval.assignment_id.between(first, last), AssigneeInterval.until_on == FAR_DAY
    )
    return {number: person_id for number, person_id in _read(session, question)}  # rows, not pairs


def _plain(*columns: InstrumentedAttribute[Any]) -> list[ColumnElement[Any]]:
    """Return columns of tables, not of models, whose values come as the driver has them."""
    return [type_coerce(column.property.columns[0], UNCONVERTED) for column in columns]


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _day(session: Session) -> Callable[[Any], dt.date | None]:
    if not _on_sqlite(session):
        return lambda value: value
    read = dt.date.fromisoformat

    def day(value: Any) -> dt.date | None:
        try:
            return None if value is None else read(value)
        except (TypeError, ValueError):  # a hand wrote something that is no day: it equals none
            return dt.date.min

    return day


def _instant(session: Session) -> Callable[[Any], dt.datetime]:
    if not _on_sqlite(session):
        return lambda value: value.replace(tzinfo=dt.UTC)
    read = dt.datetime.fromisoformat

    def instant(value: Any) -> dt.datetime:
        try:
            return read(f"{value}+00:00")
        except ValueError:
            return EARLIEST_INSTANT

    return instant


def _day_text(session: Session) -> Callable[[Any], str]:
    return str if _on_sqlite(session) else dt.date.isoformat


def _instant_text(session: Session) -> Callable[[Any], str]:
    if _on_sqlite(session):
        return lambda value: f"{str(value).replace(' ', 'T')}+00:00"
    return lambda value: value.isoformat(timespec="microseconds") + "+00:00"


def _read(session: Session, question: Any) -> Iterator[Any]:
    answer = session.connection().execute(question, execution_options={"yield_per": VERIFICATION_CHUNK_ROWS})
    for some in answer.partitions():
        yield from some
