"""The acts on which figures rest: reports that came late, days corrected, deadlines moved, work suspended.

Each kind is a condition on the dated intervals, so that its number, its list, its file and its breakdown by unit come
from the same selection: `counting.group(session, adjusted(selection, kind), Cut.UNIT)`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy.orm import aliased

from tracker.core.i18n import make_message
from tracker.database.base import local_date
from tracker.law.lifecycle import Action
from tracker.law.timing import COUNTED_DAY_STATES, DayState
from tracker.tasks.events import StatusIntervalRow, TaskEvent
from tracker.tasks.models import Occurrence
from tracker.tasks.selection import Adjustment, Count, Selection


def narrow_to_adjusted(selection: Selection, kind: Adjustment) -> Selection:
    """Return the assignments of a selection whose figure rests on an act of one kind."""
    return selection.narrowed(adjustment=kind, count=Count.ASSIGNMENTS)


def moved_deadline_condition() -> ColumnElement[bool]:
    """Tell what counts with a later deadline than the one first given."""
    return and_(_is_counted(), StatusIntervalRow.due_on > StatusIntervalRow.first_due_on)


def _is_counted() -> ColumnElement[bool]:
    return StatusIntervalRow.day_state.in_(COUNTED_DAY_STATES)


def _is_done() -> ColumnElement[bool]:
    return StatusIntervalRow.day_state == DayState.DONE


def _details(name: str) -> ColumnElement[bool]:
    """Tell whether the details of a line of the event log say yes to something."""
    return func.coalesce(TaskEvent.details[name].as_boolean(), False).is_(True)


def _event(known_at: dt.datetime | None, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell whether a line of the assignment's event log, known at an instant, meets conditions."""
    known = () if known_at is None else (TaskEvent.recorded_at <= known_at,)
    return exists().where(TaskEvent.assignment_id == StatusIntervalRow.assignment_id, *known, *conditions)


def _accepted(wanted: ColumnElement[bool], known_at: dt.datetime | None) -> ColumnElement[bool]:
    """Tell whether the completion that counts was accepted with something in its details.

    A day corrected later does not take that back; a completion that was opened again and done anew does.
    """
    again = aliased(TaskEvent)
    reopened = (
        exists()
        .where(
            again.assignment_id == TaskEvent.assignment_id,
            again.sequence > TaskEvent.sequence,
            again.action == Action.REOPEN,
            *(() if known_at is None else (again.recorded_at <= known_at,)),
            again.effective_on <= StatusIntervalRow.done_on,
        )
        .correlate(TaskEvent, StatusIntervalRow)
    )
    return _event(known_at, TaskEvent.action == Action.CONFIRM, wanted, ~reopened)


def _redated(known_at: dt.datetime | None, *wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return _event(
        known_at, TaskEvent.action == Action.REDATE, TaskEvent.effective_on == StatusIntervalRow.done_on, *wanted
    )


def _kept(wanted: ColumnElement[bool], as_of: dt.date, known_at: dt.datetime | None) -> ColumnElement[bool]:
    """Tell whether a confirmed occurrence of a duty that is counted meets a condition."""
    known = () if known_at is None else (Occurrence.reported_at <= known_at,)
    kept = exists().where(
        Occurrence.assignment_id == StatusIntervalRow.assignment_id, Occurrence.done_on <= as_of, *known, wanted
    )
    return and_(_is_counted(), kept)


def _after_deadline(as_of: dt.date, known_at: dt.datetime | None) -> ColumnElement[bool]:
    """Tell whether the report came on a later day than the deadline and claims a day on which it was kept."""
    on_time = and_(_is_done(), StatusIntervalRow.done_on <= StatusIntervalRow.judged_due_on)
    report = _event(
        known_at,
        TaskEvent.action == Action.SUBMIT,
        func.coalesce(TaskEvent.details["opening_balance"].as_boolean(), False).is_(False),
        TaskEvent.effective_on == StatusIntervalRow.done_on,
        local_date(TaskEvent.recorded_at) > StatusIntervalRow.judged_due_on,
    )
    occurrence = and_(Occurrence.done_on <= Occurrence.due_on, local_date(Occurrence.reported_at) > Occurrence.due_on)
    return or_(and_(on_time, report), _kept(occurrence, as_of, known_at))


@dataclass(frozen=True, slots=True)
class AdjustmentKind:
    """A kind of act in words, and the WHERE over `StatusIntervalRow` that keeps what rests on one.

    What was done and is open again no longer rests on the report of its first end, nor does work that left the totals.
    """

    words: str
    where: Callable[[dt.date, dt.datetime | None], ColumnElement[bool]]


ADJUSTMENTS: Mapping[Adjustment, AdjustmentKind] = {
    Adjustment.LATE_REPORT: AdjustmentKind(
        make_message("báo cáo muộn hơn 3 ngày làm việc so với ngày hoàn thành"),
        lambda as_of, known_at: or_(
            and_(_is_done(), _accepted(_details("late_report"), known_at)),
            _kept(Occurrence.late_report.expression, as_of, known_at),
        ),
    ),
    Adjustment.AFTER_DEADLINE: AdjustmentKind(
        make_message("báo cáo sau hạn, ghi ngày hoàn thành trong hạn"), _after_deadline
    ),
    Adjustment.REDATED: AdjustmentKind(
        make_message("đính chính ngày hoàn thành"), lambda _, known_at: and_(_is_done(), _redated(known_at))
    ),
    Adjustment.MADE_ON_TIME: AdjustmentKind(
        make_message("đính chính từ quá hạn thành đúng hạn"),
        lambda _, known_at: and_(_is_done(), _redated(known_at, _details("made_on_time"))),
    ),
    Adjustment.DEADLINE_MOVED: AdjustmentKind(
        make_message("hạn đã lùi so với hạn ban đầu"), lambda *_: moved_deadline_condition()
    ),
    Adjustment.SUSPENDED: AdjustmentKind(
        make_message("đã tạm dừng"),
        lambda as_of, known_at: and_(
            _is_counted(), _event(known_at, TaskEvent.action == Action.SUSPEND, TaskEvent.effective_on <= as_of)
        ),
    ),
    Adjustment.OPENING_BALANCE: AdjustmentKind(
        make_message("hoàn thành trước khi dùng phần mềm"),
        lambda _, known_at: and_(_is_done(), _accepted(_details("opening_balance"), known_at)),
    ),
}
"""The acts on which figures rest and which are named beside each rate."""

ADJUSTMENT_WORDS: Mapping[str, str] = {kind.value: each.words for kind, each in ADJUSTMENTS.items()}
