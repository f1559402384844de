"""Figures from dated intervals: one classified table, counted for numbers and listed for lists.

By what counted rows are broken down: the key of each cut, and the tables it is looked up in.

Tasks with the shares of their units gathered: how many have it, how many finished, the gravest timing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from tracker.database.base import fetch_rows
from tracker.law.permissions import Origin
from tracker.law.tally import Tally
from tracker.law.timing import DONE_TIMINGS, OPEN_TIMINGS, TIMING_BY_ORDER, TIMING_ORDER, DayState, Timing
from tracker.tasks import adjustments, filters
from tracker.tasks.adjustments import moved_deadline_condition
from tracker.tasks.cuts import CUTS, Cut
from tracker.tasks.events import FAR_INSTANT, StatusIntervalRow, judging_deadlines
from tracker.tasks.models import Task
from tracker.tasks.selection import COUNTED_AS_DIRECTIVES, Adjustment, Count, Selection
from tracker.tasks.sources import Plan, PlanItem

CACHED_QUERIES = 512
"""Questions kept ready, a few hundred kilobytes: writing one down takes longer than the database needs to answer."""


def classified_assignments(selection: Selection, wanted: tuple[str, ...] = ()) -> Subquery:
    """Return each selected lead assignment with the rank of its timing, as of a day, as known at an instant.

    `wanted` are columns of the task that stand beside.
    """
    due_on, judged_due_on = judging_deadlines(selection.basis)
    columns = [
        StatusIntervalRow.assignment_id,
        StatusIntervalRow.task_id,
        StatusIntervalRow.unit_id,
        StatusIntervalRow.origin,
        StatusIntervalRow.day_state,
        due_on.label("due_on"),
        judged_due_on.label("judged_due_on"),
        StatusIntervalRow.done_on,
        *(Task.__table__.c[name] for name in wanted),
        _timing_order(selection.as_of, due_on, judged_due_on).label("timing_order"),
        case((moved_deadline_condition(), 1), else_=0).label("moved"),
        literal(1).label("units"),
    ]
    question, of_task = select(*columns), filters.task_conditions(selection)
    if wanted or of_task:
        question = question.join(Task, Task.id == StatusIntervalRow.task_id)
    return question.where(*_of_interval(selection), *of_task).subquery("classified")


@lru_cache(maxsize=CACHED_QUERIES)
def counted_rows(selection: Selection, wanted: tuple[str, ...] = ()) -> Subquery:
    """Return one row for each thing counted: an assignment, or a directive at its gravest assignment."""
    rows = _by_count(selection, classified_assignments(selection, wanted), wanted)
    conditions = filters.counted_conditions(selection, rows)
    return select(rows).where(*conditions).subquery("timed") if conditions else rows


def count_selection(session: Session, selection: Selection) -> Tally:
    """Count a selection."""
    return sum(count_by_cut(session, selection, Cut.ORIGIN).values(), Tally())


def count_adjustments(session: Session, selection: Selection) -> dict[Adjustment, int]:
    """Count the assignments of a selection that rest on each kind of act; each number has its list.

    The list behind a number is that of `adjustments.adjusted(selection, kind)`.
    """
    numbers = [_number_of(adjustments.narrow_to_adjusted(selection, kind)).label(kind.name) for kind in Adjustment]
    [found] = fetch_rows(session, select(*numbers))
    return dict(zip(Adjustment, found, strict=True))


def adjusted_assignments(session: Session, selection: Selection, kind: Adjustment) -> list[int]:
    """Return the numbers of the assignments of a selection that rest on an act of one kind."""
    rows = counted_rows(adjustments.narrow_to_adjusted(selection, kind))
    inside = rows.c.timing_order != TIMING_ORDER[Timing.EXCLUDED]
    return sorted(fetch_rows(session, select(rows.c.assignment_id).where(inside)).scalars())


def _number_of(selection: Selection) -> ScalarSelect[int]:
    rows = counted_rows(selection)
    inside = rows.c.timing_order != TIMING_ORDER[Timing.EXCLUDED]
    return select(func.count()).select_from(rows).where(inside).scalar_subquery()


def count_by_cut(session: Session, selection: Selection, cut: Cut) -> dict[Any, Tally]:
    """Count a selection broken down by `cut`: a key (id, name, origin, or year and month as 202107) to its tally."""
    return sum_by_key(count_cut_by_origin(session, selection, cut))


def sum_by_key(cells: Mapping[tuple[Origin, Any], Tally]) -> dict[Any, Tally]:
    """Return the figures of each key, of all origins together."""
    found: dict[Any, Tally] = {}
    for (_, key), tally in cells.items():
        found[key] = found[key] + tally if key in found else tally
    return found


def count_cut_by_origin(session: Session, selection: Selection, cut: Cut) -> dict[tuple[Origin, Any], Tally]:
    """Count a selection broken down by origin and `cut` together."""
    counts: dict[tuple[Origin, Any], dict[Timing, int]] = {}
    outside: dict[tuple[Origin, Any], dict[DayState, int]] = {}
    carried: dict[tuple[Origin, Any], int] = {}
    moved: dict[tuple[Origin, Any], int] = {}
    for origin, key, timing_order, day_state, number, before, later in fetch_rows(session, _grouped(selection, cut)):
        place, timing = (origin, key), TIMING_BY_ORDER[timing_order]
        own, out = counts.setdefault(place, {}), outside.setdefault(place, {})
        if timing is Timing.EXCLUDED:
            out[DayState(day_state)] = out.get(DayState(day_state), 0) + number
        else:
            own[timing] = own.get(timing, 0) + number
            carried[place] = carried.get(place, 0) + int(before)
            moved[place] = moved.get(place, 0) + int(later)
    return {
        place: Tally(own, outside[place], carried.get(place, 0), moved.get(place, 0)) for place, own in counts.items()
    }


@lru_cache(maxsize=CACHED_QUERIES)
def _grouped(selection: Selection, cut: Cut) -> Select[Any]:
    wanted = {CUTS[cut].of_task} if CUTS[cut].of_task else set()
    if selection.since:
        wanted.add("assigned_on")
    rows = counted_rows(selection, tuple(sorted(wanted)))
    source, key = CUTS[cut].key(rows, selection)
    key = key.label("key")
    before = case((rows.c.assigned_on < selection.since, 1), else_=0) if selection.since else literal(0)
    question = select(
        rows.c.origin,
        key,
        rows.c.timing_order,
        rows.c.day_state,
        func.count().label("n"),
        func.sum(before).label("carried"),
        func.sum(rows.c.moved).label("moved"),
    ).group_by(rows.c.origin, key, rows.c.timing_order, rows.c.day_state)
    return question.select_from(source).order_by(key)


def _timing_order(as_of: dt.date, due_on: ColumnElement[Any], judged_due_on: ColumnElement[Any]) -> ColumnElement[int]:
    """Decide as `classify_timing` does, in SQL; a property test holds the two together."""
    row = StatusIntervalRow
    return case(
        (row.day_state == DayState.SUSPENDED, TIMING_ORDER[Timing.SUSPENDED]),
        (and_(row.day_state == DayState.DONE, judged_due_on.is_(None)), TIMING_ORDER[Timing.DONE_NO_DEADLINE]),
        (and_(row.day_state == DayState.DONE, row.done_on > judged_due_on), TIMING_ORDER[Timing.DONE_LATE]),
        (
            and_(row.day_state == DayState.DONE, row.done_on == judged_due_on, row.after_hour.is_(True)),
            TIMING_ORDER[Timing.DONE_LATE],
        ),
        (and_(row.day_state == DayState.DONE, row.done_on == judged_due_on), TIMING_ORDER[Timing.DONE_ON_DAY]),
        (row.day_state == DayState.DONE, TIMING_ORDER[Timing.DONE_EARLY]),
        (and_(row.day_state == DayState.OPEN, due_on.is_(None)), TIMING_ORDER[Timing.OPEN_NO_DEADLINE]),
        (and_(row.day_state == DayState.OPEN, due_on < as_of), TIMING_ORDER[Timing.OPEN_OVERDUE]),
        (row.day_state == DayState.OPEN, TIMING_ORDER[Timing.OPEN_IN_TIME]),
        else_=TIMING_ORDER[Timing.EXCLUDED],
    )


def _of_interval(selection: Selection) -> list[ColumnElement[bool]]:
    """Return what a selection asks of the dated intervals and of the assignment behind them."""
    known = selection.known_at
    conditions: list[ColumnElement[bool]] = [
        StatusIntervalRow.from_on <= selection.as_of,
        StatusIntervalRow.until_on > selection.as_of,
        StatusIntervalRow.known_until == FAR_INSTANT
        if known is None
        else and_(StatusIntervalRow.known_from <= known, StatusIntervalRow.known_until > known),
    ]
    if selection.since is not None:
        conditions.append(
            or_(
                StatusIntervalRow.day_state.in_((DayState.OPEN, DayState.SUSPENDED)),
                StatusIntervalRow.done_on >= selection.since,
                StatusIntervalRow.left_on >= selection.since,
            )
        )
    if selection.plan_span != (None, None):
        conditions.append(or_(StatusIntervalRow.origin != Origin.PLAN, _of_plans(*selection.plan_span)))
    return conditions + filters.interval_conditions(selection)


def _of_plans(first: int | None, last: int | None) -> ColumnElement[bool]:
    """Tell whether a task is an item of the plan of one of some years."""
    items = select(Task.id).join(PlanItem, PlanItem.id == Task.plan_item_id).join(Plan)
    if first is not None:
        items = items.where(Plan.year >= first)
    if last is not None:
        items = items.where(Plan.year <= last)
    return StatusIntervalRow.task_id.in_(items)


def _by_count(selection: Selection, rows: Subquery, wanted: tuple[str, ...]) -> Subquery:
    """Leave assignments as they are, or bring those of one task together at the gravest timing (K07, K08)."""
    hints = _hints(selection, rows)
    if selection.count is Count.ASSIGNMENTS:
        return select(rows).where(*hints).subquery("shares") if hints else rows
    same = (rows.c.task_id, rows.c.origin, *(rows.c[name] for name in wanted))
    directives = select(
        func.min(rows.c.assignment_id).label("assignment_id"),
        *same,
        func.min(rows.c.unit_id).label("unit_id"),
        func.max(rows.c.day_state).label("day_state"),
        func.max(rows.c.due_on).label("due_on"),
        func.max(rows.c.judged_due_on).label("judged_due_on"),
        func.max(rows.c.done_on).label("done_on"),
        func.max(rows.c.timing_order).label("timing_order"),
        func.max(rows.c.moved).label("moved"),
        func.count().label("units"),
    ).group_by(*same)
    if selection.count is Count.DIRECTIVES:
        return directives.subquery("counted")
    whole = sorted(COUNTED_AS_DIRECTIVES)
    columns = [rows.c[str(column.key)] for column in directives.selected_columns]
    single = select(*columns).where(rows.c.origin.not_in(whole), *hints)
    return directives.where(rows.c.origin.in_(whole)).union_all(single).subquery("counted")


def _hints(selection: Selection, rows: Subquery) -> list[ColumnElement[bool]]:
    """Say about shares what their timings imply, in words that an index understands."""
    timings = selection.timings
    if not timings:
        return []
    if timings == {Timing.OPEN_OVERDUE}:
        return [rows.c.day_state == DayState.OPEN, rows.c.due_on < selection.as_of]
    if timings <= set(OPEN_TIMINGS):
        return [rows.c.day_state == DayState.OPEN]
    return [rows.c.day_state == DayState.DONE] if timings <= set(DONE_TIMINGS) else []


_DONE = tuple(TIMING_ORDER[timing] for timing in DONE_TIMINGS)
_EXCLUDED = TIMING_ORDER[Timing.EXCLUDED]


def group_by_task(selection: Selection) -> Subquery:
    """Return one row for each task of a selection, over the same classified table that the figures count.

    `rank` is that of the gravest share, as in `counting.counted`; `units` and `done` leave out what was withdrawn.
    """
    rows = classified_assignments(selection)
    question = select(
        rows.c.task_id,
        func.max(rows.c.timing_order).label("timing_order"),
        func.sum(case((rows.c.timing_order != _EXCLUDED, 1), else_=0)).label("units"),
        func.sum(case((rows.c.timing_order.in_(_DONE), 1), else_=0)).label("done"),
        func.max(rows.c.due_on).label("due_on"),
        func.max(rows.c.done_on).label("done_on"),
    ).group_by(rows.c.task_id)
    if selection.timings:
        timing_orders = sorted(TIMING_ORDER[timing] for timing in selection.timings)
        question = question.having(func.max(rows.c.timing_order).in_(timing_orders))
    return question.subquery("gathered")
