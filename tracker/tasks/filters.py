"""What a selection asks of the assignment itself: who sees it, waits, asked for time now; who had it on the day."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from tracker.tasks import event_log, queries
from tracker.tasks.events import AssigneeInterval, StatusIntervalRow, TaskEvent
from tracker.tasks.models import Assignment, AssignmentRole, AssignmentTag, Extension, ReviewDecision
from tracker.tasks.selection import DIFFICULTY_WORDS, Selection


def needs_assignment_table(selection: Selection) -> bool:
    """Tell whether the dated intervals alone cannot answer a selection."""
    return (
        not selection.scope.everywhere
        or bool(selection.states)
        or selection.coordinating_unit_id is not None
        or selection.asks_extension
        or selection.person_id is not None
        or selection.without_person
        or selection.mine is not None
        or selection.extended_at_least > 0
        or selection.idle_since is not None
        or selection.has_difficulties
        or selection.tag_id is not None
    )


def assignment_conditions(selection: Selection) -> ColumnElement[bool]:
    """Return the WHERE over `StandingRow` that keeps rows whose assignment is what the selection wants."""
    return exists().where(
        Assignment.id == StatusIntervalRow.assignment_id,
        queries.readable_condition(selection.scope),
        *_wishes(selection),
    )


def _wishes(selection: Selection) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if selection.states:
        conditions.append(Assignment.state.in_(sorted(selection.states)))
    if selection.coordinating_unit_id is not None:
        other = aliased(Assignment)
        conditions.append(
            exists().where(
                other.task_id == Assignment.task_id,
                other.part != AssignmentRole.LEAD,
                other.unit_id == selection.coordinating_unit_id,
            )
        )
    if selection.asks_extension:
        conditions.append(
            exists().where(Extension.assignment_id == Assignment.id, Extension.verdict == ReviewDecision.WAITING)
        )
    held = exists().where(
        AssigneeInterval.assignment_id == Assignment.id, event_log.assignee_on_day(selection.as_of, selection.known_at)
    )
    if selection.person_id is not None:
        conditions.append(held.where(AssigneeInterval.person_id == selection.person_id))
    if selection.without_person:
        conditions.append(~held)
    if selection.mine is not None:
        conditions.append(
            or_(
                Assignment.person_id == selection.mine.person_id,
                and_(Assignment.person_id.is_(None), Assignment.unit_id.in_(sorted(selection.mine.unit_ids))),
            )
        )
    if selection.extended_at_least:
        conditions.append(Assignment.extension_count >= selection.extended_at_least)
    if selection.idle_since is not None:
        conditions.append(Assignment.last_event_at <= selection.idle_since)
    if selection.tag_id is not None:
        conditions.append(
            exists().where(AssignmentTag.assignment_id == Assignment.id, AssignmentTag.tag_id == selection.tag_id)
        )
    if selection.has_difficulties:
        conditions.append(
            exists().where(
                TaskEvent.assignment_id == Assignment.id,
                or_(*(TaskEvent.note.contains(words) for words in DIFFICULTY_WORDS)),
            )
        )
    return conditions
