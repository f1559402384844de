"""The acts on which figures rest: reports that came late, days corrected, deadlines moved, work suspended.

Each kind is a condition on the dated intervals, so that its number, its list, its file and its breakdown by unit come
from the same selection: `counting.group(session, adjusted(selection, kind), Cut.UNIT)`.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy.orm import aliased

from tracker.models.event import Event, StandingRow
from tracker.models.task import Occurrence
from tracker.rules.lifecycle import Action
from tracker.rules.selecting import Adjustment, Count, Selection
from tracker.rules.timeliness import COUNTED, Box
from tracker.store.days import civil_day


def adjusted(selection: Selection, kind: Adjustment) -> Selection:
    """Return the assignments of a selection whose figure rests on an act of one kind."""
    return selection.narrowed(adjustment=kind, count=Count.ASSIGNMENTS)


def condition(kind: Adjustment, as_of: dt.date, known_at: dt.datetime | None) -> ColumnElement[bool]:
    """Return the WHERE over `StandingRow` that keeps what rests on an act of one kind.

    What was done and is open again no longer rests on the report of its first end, nor does work that left the totals.
    """
    match kind:
        case Adjustment.LATE_REPORT:
            accepted = and_(_is_done(), _accepted(_details("late_report"), known_at))
            return or_(accepted, _kept(Occurrence.late_report.expression, as_of, known_at))
        case Adjustment.AFTER_DEADLINE:
            return _after_deadline(as_of, known_at)
        case Adjustment.REDATED:
            return and_(_is_done(), _redated(known_at))
        case Adjustment.MADE_ON_TIME:
            return and_(_is_done(), _redated(known_at, _details("made_on_time")))
        case Adjustment.DEADLINE_MOVED:
            return moved()
        case Adjustment.SUSPENDED:
            stopped = _event(known_at, Event.action == Action.SUSPEND, Event.effective_on <= as_of)
            return and_(_is_counted(), stopped)
        case Adjustment.OPENING_BALANCE:
            return and_(_is_done(), _accepted(_details("opening_balance"), known_at))


def moved() -> ColumnElement[bool]:
    """Tell what counts with a later deadline than the one first given."""
    return and_(_is_counted(), StandingRow.due_on > StandingRow.first_due_on)


def _is_counted() -> ColumnElement[bool]:
    return StandingRow.box.in_(COUNTED)


def _is_done() -> ColumnElement[bool]:
    return StandingRow.box == Box.DONE


def _details(name: str) -> ColumnElement[bool]:
    """Tell whether the details of a line of the event log say yes to something."""
    return func.coalesce(Event.details[name].as_boolean(), False).is_(True)


def _event(known_at: dt.datetime | None, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell whether a line of the assignment's event log, known at an instant, meets conditions."""
    known = () if known_at is None else (Event.recorded_at <= known_at,)
    return exists().where(Event.assignment_id == StandingRow.assignment_id, *known, *conditions)


def _accepted(wanted: ColumnElement[bool], known_at: dt.datetime | None) -> ColumnElement[bool]:
    """Tell whether the completion that counts was accepted with something in its details.

    A day corrected later does not take that back; a completion that was opened again and done anew does.
    """
    again = aliased(Event)
    reopened = (
        exists()
        .where(
            again.assignment_id == Event.assignment_id,
            again.sequence > Event.sequence,
            again.action == Action.REOPEN,
            *(() if known_at is None else (again.recorded_at <= known_at,)),
            again.effective_on <= StandingRow.done_on,
        )
        .correlate(Event, StandingRow)
    )
    return _event(known_at, Event.action == Action.CONFIRM, wanted, ~reopened)


def _redated(known_at: dt.datetime | None, *wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return _event(known_at, Event.action == Action.REDATE, Event.effective_on == StandingRow.done_on, *wanted)


def _kept(wanted: ColumnElement[bool], as_of: dt.date, known_at: dt.datetime | None) -> ColumnElement[bool]:
    """Tell whether a confirmed occurrence of a duty that is counted meets a condition."""
    known = () if known_at is None else (Occurrence.reported_at <= known_at,)
    kept = exists().where(
        Occurrence.assignment_id == StandingRow.assignment_id, Occurrence.done_on <= as_of, *known, wanted
    )
    return and_(_is_counted(), kept)


def _after_deadline(as_of: dt.date, known_at: dt.datetime | None) -> ColumnElement[bool]:
    """Tell whether the report came on a later day than the deadline and claims a day on which it was kept."""
    on_time = and_(_is_done(), StandingRow.done_on <= StandingRow.judged_due_on)
    report = _event(
        known_at,
        Event.action == Action.SUBMIT,
        func.coalesce(Event.details["opening_balance"].as_boolean(), False).is_(False),
        Event.effective_on == StandingRow.done_on,
        civil_day(Event.recorded_at) > StandingRow.judged_due_on,
    )
    occurrence = and_(
        Occurrence.done_on <= Occurrence.due_on, civil_day(Occurrence.reported_at) > Occurrence.due_on
    )
    return or_(and_(on_time, report), _kept(occurrence, as_of, known_at))
