"""Figures from dated intervals: one classified table, counted for numbers and listed for lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from tracker.models.event import FAR_INSTANT, StandingRow
from tracker.models.plan import Plan, PlanItem
from tracker.models.task import Task
from tracker.rules.permissions import Origin
from tracker.rules.selecting import COUNTED_AS_DIRECTIVES, Adjustment, Basis, Count, Cut, Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import BY_RANK, DONE, OPEN, RANK, Box, Timing
from tracker.store import adjustments, cutting, narrowing, units
from tracker.store.adjustments import moved
from tracker.store.reading import ask

KEPT = 512
"""Questions kept ready, a few hundred kilobytes: writing one down takes longer than the database needs to answer."""


OF_TASK: Mapping[Cut, str] = {
    Cut.AREA: "area_id",
    Cut.LEADER: "leader",
    Cut.FIELD: "field",
    Cut.MONTH: "assigned_on",
}
"""What some cuts ask of the task itself; without them the dated intervals answer alone, from one index."""


def classified(selection: Selection, wanted: tuple[str, ...] = ()) -> Subquery:
    """Return each selected lead assignment with the rank of its bucket, as of a day, as known at an instant.

    `wanted` are columns of the task that stand beside.
    """
    due_on, judged_due_on = _deadlines(selection.basis)
    columns = [
        StandingRow.assignment_id,
        StandingRow.task_id,
        StandingRow.unit_id,
        StandingRow.origin,
        StandingRow.box,
        due_on.label("due_on"),
        judged_due_on.label("judged_due_on"),
        StandingRow.done_on,
        *(Task.__table__.c[name] for name in wanted),
        _rank(selection.as_of, due_on, judged_due_on).label("rank"),
        case((moved(), 1), else_=0).label("moved"),
        literal(1).label("units"),
    ]
    question, of_task = select(*columns), cutting.of_task(selection)
    if wanted or of_task:
        question = question.join(Task, Task.id == StandingRow.task_id)
    return question.where(*_of_standing(selection), *of_task).subquery("classified")


@lru_cache(maxsize=KEPT)
def counted(selection: Selection, wanted: tuple[str, ...] = ()) -> Subquery:
    """Return one row for each thing counted: an assignment, or a directive at its gravest assignment."""
    rows = _by_count(selection, classified(selection, wanted), wanted)
    wishes = []
    if selection.timings:
        wishes.append(rows.c.rank.in_(sorted(RANK[timing] for timing in selection.timings)))
    if selection.ages:
        wishes.append(cutting.age(rows, selection.as_of).in_(sorted(selection.ages)))
    if selection.not_late:
        wishes.append(rows.c.rank.not_in(cutting.PAST))
    return select(rows).where(*wishes).subquery("timed") if wishes else rows


def count(session: Session, selection: Selection) -> Tally:
    """Count a selection."""
    return sum(group(session, selection, Cut.ORIGIN).values(), Tally())


def count_adjustments(session: Session, selection: Selection) -> dict[Adjustment, int]:
    """Count the assignments of a selection that rest on each kind of act; each number has its list.

    The list behind a number is that of `adjustments.adjusted(selection, kind)`.
    """
    numbers = [_number_of(adjustments.adjusted(selection, kind)).label(kind.name) for kind in Adjustment]
    [found] = ask(session, select(*numbers))
    return dict(zip(Adjustment, found, strict=True))


def adjusted_assignments(session: Session, selection: Selection, kind: Adjustment) -> list[int]:
    """Return the numbers of the assignments of a selection that rest on an act of one kind."""
    rows = counted(adjustments.adjusted(selection, kind))
    inside = rows.c.rank != RANK[Timing.EXCLUDED]
    return sorted(ask(session, select(rows.c.assignment_id).where(inside)).scalars())


def _number_of(selection: Selection) -> ScalarSelect[int]:
    rows = counted(selection)
    inside = rows.c.rank != RANK[Timing.EXCLUDED]
    return select(func.count()).select_from(rows).where(inside).scalar_subquery()


def group(session: Session, selection: Selection, cut: Cut) -> dict[Any, Tally]:
    """Count a selection broken down by `cut`: a key (id, name, origin, or year and month as 202107) to its tally."""
    found: dict[Any, Tally] = {}
    for (_, key), tally in cells(session, selection, cut).items():
        found[key] = found[key] + tally if key in found else tally
    return found


def cells(session: Session, selection: Selection, cut: Cut) -> dict[tuple[Origin, Any], Tally]:
    """Count a selection broken down by origin and `cut` together."""
    buckets: dict[tuple[Origin, Any], dict[Timing, int]] = {}
    outside: dict[tuple[Origin, Any], dict[Box, int]] = {}
    carried: dict[tuple[Origin, Any], int] = {}
    moved: dict[tuple[Origin, Any], int] = {}
    for origin, key, rank, box, number, before, later in ask(session, _grouped(selection, cut)):
        place, timing = (origin, key), BY_RANK[rank]
        own, out = buckets.setdefault(place, {}), outside.setdefault(place, {})
        if timing is Timing.EXCLUDED:
            out[Box(box)] = out.get(Box(box), 0) + number
        else:
            own[timing] = own.get(timing, 0) + number
            carried[place] = carried.get(place, 0) + int(before)
            moved[place] = moved.get(place, 0) + int(later)
    return {
        place: Tally(own, outside[place], carried.get(place, 0), moved.get(place, 0))
        for place, own in buckets.items()
    }


@lru_cache(maxsize=KEPT)
def _grouped(selection: Selection, cut: Cut) -> Select[Any]:
    wanted = {OF_TASK[cut]} if cut in OF_TASK else set()
    if selection.since:
        wanted.add("assigned_on")
    rows = counted(selection, tuple(sorted(wanted)))
    source, key = cutting.keyed(rows, cut, selection)
    key = key.label("key")
    before = case((rows.c.assigned_on < selection.since, 1), else_=0) if selection.since else literal(0)
    question = select(
        rows.c.origin,
        key,
        rows.c.rank,
        rows.c.box,
        func.count().label("n"),
        func.sum(before).label("carried"),
        func.sum(rows.c.moved).label("moved"),
    ).group_by(rows.c.origin, key, rows.c.rank, rows.c.box)
    return question.select_from(source).order_by(key)


def _deadlines(basis: Basis) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return the deadline in force and the one that judges a completion, or twice the one first given.

    What had no deadline on the day asked about has none, whatever was set later.
    """
    row = StandingRow
    if basis is Basis.IN_FORCE:
        return row.due_on.expression, row.judged_due_on.expression
    first = row.first_due_on
    return case((row.due_on.is_not(None), first)), case((row.judged_due_on.is_not(None), first))


def _rank(
    as_of: dt.date, due_on: ColumnElement[Any], judged_due_on: ColumnElement[Any]
) -> ColumnElement[int]:
    """Decide as `rules.timeliness.classify` does, in SQL; a property test holds the two together."""
    row = StandingRow
    return case(
        (row.box == Box.SUSPENDED, RANK[Timing.SUSPENDED]),
        (and_(row.box == Box.DONE, judged_due_on.is_(None)), RANK[Timing.DONE_NO_DEADLINE]),
        (and_(row.box == Box.DONE, row.done_on > judged_due_on), RANK[Timing.DONE_LATE]),
        (
            and_(row.box == Box.DONE, row.done_on == judged_due_on, row.after_hour.is_(True)),
            RANK[Timing.DONE_LATE],
        ),
        (and_(row.box == Box.DONE, row.done_on == judged_due_on), RANK[Timing.DONE_ON_DAY]),
        (row.box == Box.DONE, RANK[Timing.DONE_EARLY]),
        (and_(row.box == Box.OPEN, due_on.is_(None)), RANK[Timing.OPEN_NO_DEADLINE]),
        (and_(row.box == Box.OPEN, due_on < as_of), RANK[Timing.OPEN_OVERDUE]),
        (row.box == Box.OPEN, RANK[Timing.OPEN_IN_TIME]),
        else_=RANK[Timing.EXCLUDED],
    )


def _of_standing(selection: Selection) -> list[ColumnElement[bool]]:
    """Return what a selection asks of the dated intervals and of the assignment behind them."""
    known = selection.known_at
    conditions: list[ColumnElement[bool]] = [
        StandingRow.from_on <= selection.as_of,
        StandingRow.until_on > selection.as_of,
        StandingRow.known_until == FAR_INSTANT
        if known is None
        else and_(StandingRow.known_from <= known, StandingRow.known_until > known),
    ]
    if selection.since is not None:
        conditions.append(
            or_(
                StandingRow.box.in_((Box.OPEN, Box.SUSPENDED)),
                StandingRow.done_on >= selection.since,
                StandingRow.left_on >= selection.since,
            )
        )
    if narrowing.looks_at_assignments(selection):
        conditions.append(narrowing.of_assignment(selection))
    if selection.origins:
        conditions.append(StandingRow.origin.in_(sorted(selection.origins)))
    if selection.unit_id is not None:
        wanted = sorted({selection.unit_id, *selection.former_unit_ids})
        conditions.append(
            StandingRow.unit_id.in_(units.subtree(selection.unit_id))
            if selection.with_subunits
            else StandingRow.unit_id.in_(wanted)
        )
    due_on, _ = _deadlines(selection.basis)
    if selection.due_from is not None:
        conditions.append(due_on >= selection.due_from)
    if selection.due_to is not None:
        conditions.append(due_on <= selection.due_to)
    if selection.without_deadline:
        conditions.append(due_on.is_(None))
    if selection.done_from is not None:
        conditions.append(StandingRow.done_on >= selection.done_from)
    if selection.done_to is not None:
        conditions.append(StandingRow.done_on <= selection.done_to)
    if selection.not_done:
        conditions.append(StandingRow.box != Box.DONE)
    if selection.deadline_moved:
        conditions.append(moved())
    if selection.adjustment is not None:
        conditions.append(adjustments.condition(selection.adjustment, selection.as_of, selection.known_at))
    if selection.task_id is not None:
        conditions.append(StandingRow.task_id == selection.task_id)
    if selection.plan_span != (None, None):
        conditions.append(or_(StandingRow.origin != Origin.PLAN, _of_plans(*selection.plan_span)))
    return conditions


def _of_plans(first: int | None, last: int | None) -> ColumnElement[bool]:
    """Tell whether a task is an item of the plan of one of some years."""
    items = select(Task.id).join(PlanItem, PlanItem.id == Task.plan_item_id).join(Plan)
    if first is not None:
        items = items.where(Plan.year >= first)
    if last is not None:
        items = items.where(Plan.year <= last)
    return StandingRow.task_id.in_(items)


def _by_count(selection: Selection, rows: Subquery, wanted: tuple[str, ...]) -> Subquery:
    """Leave assignments as they are, or bring those of one task together at the gravest bucket (K07, K08)."""
    hints = _hints(selection, rows)
    if selection.count is Count.ASSIGNMENTS:
        return select(rows).where(*hints).subquery("shares") if hints else rows
    same = (rows.c.task_id, rows.c.origin, *(rows.c[name] for name in wanted))
    directives = select(
        func.min(rows.c.assignment_id).label("assignment_id"),
        *same,
        func.min(rows.c.unit_id).label("unit_id"),
        func.max(rows.c.box).label("box"),
        func.max(rows.c.due_on).label("due_on"),
        func.max(rows.c.judged_due_on).label("judged_due_on"),
        func.max(rows.c.done_on).label("done_on"),
        func.max(rows.c.rank).label("rank"),
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
    """Say about shares what their buckets imply, in words that an index understands."""
    timings = selection.timings
    if not timings:
        return []
    if timings == {Timing.OPEN_OVERDUE}:
        return [rows.c.box == Box.OPEN, rows.c.due_on < selection.as_of]
    if timings <= set(OPEN):
        return [rows.c.box == Box.OPEN]
    return [rows.c.box == Box.DONE] if timings <= set(DONE) else []
