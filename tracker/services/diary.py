"""The one door: every change of an assignment passes here, is checked, written down and counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tracker import ledger
from tracker.models.event import Event, RequestRecord
from tracker.models.task import Assignment, Part
from tracker.rules.chain import GENESIS, seal
from tracker.rules.deputising import acting_for, decides_for_own_unit
from tracker.rules.history import replay
from tracker.rules.lifecycle import OUTSIDE, Action, AssignmentState, step
from tracker.rules.refusals import Reason, Refusal
from tracker.services import notices
from tracker.store import events, holdings, standings
from tracker.transaction import Work
from tracker.wording import acting_name

_KEEPS_DEADLINE: Any = object()

CHANGING_HANDS = frozenset({Action.ENTRUST, Action.REASSIGN, Action.CORRECT})
"""Lines with which work may come into another person's hands; with CORRECT somebody who leaves hands it over."""


def record(
    work: Work,
    assignment: Assignment,
    action: Action,
    *,
    effective_on: dt.date,
    note: str = "",
    document: str = "",
    due_on: dt.date | None = _KEEPS_DEADLINE,
    until_on: dt.date | None = None,
    unit_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> Event:
    """Carry out `action` on an assignment and write the line of its diary.

    `effective_on` is the civil day from which it holds; `due_on` a new deadline; `until_on` the last day an
    attestation speaks for; `unit_id` the unit that takes over. Raises `Refusal` when the life cycle forbids the
    move, OWN_UNIT when a deputy would decide about the work of a unit of their own. The assignment must have been taken
    in this unit of work (see `tasks.taking`).
    """
    before = assignment.state
    principal_id = acting_for(work.actor, action, unit_id=assignment.unit_id, origin=assignment.task.origin)
    if decides_for_own_unit(work.actor, action, principal_id, assignment.unit_id):
        raise Refusal(Reason.OWN_UNIT)
    move = step(before, action, note=note, document=document)
    changes: dict[str, Any] = dict(details or {})
    begins = work.recorded_at is None
    recorded_at = _instant(work)
    if begins and (ledger_head := ledger.head(work.session)) != GENESIS:
        changes[ledger.LEDGER_HEAD] = ledger_head
    if due_on is not _KEEPS_DEADLINE and due_on != assignment.due_on:
        changes["due_on"] = [_iso(assignment.due_on), _iso(due_on)]
        assignment.due_on = due_on
    if unit_id is not None and unit_id != assignment.unit_id:
        changes["unit_id"] = [assignment.unit_id, unit_id]
        assignment.unit_id = unit_id
    assignment.state = move.to or before
    _settle(assignment, action, effective_on=effective_on, until_on=until_on)
    assignment.last_event_at = recorded_at
    work.session.flush()

    past = events.of_assignment(work.session, assignment.id)
    event = Event(
        assignment_id=assignment.id,
        sequence=len(past) + 1,
        action=action,
        state_before=before,
        state_after=assignment.state,
        effective_on=effective_on,
        recorded_at=recorded_at,
        unit_id=assignment.unit_id,
        due_on=assignment.due_on,
        until_on=until_on,
        actor_id=work.actor.user_id,
        actor_name=acting_name(work.actor.name, work.actor.principals.get(principal_id or 0)),
        acting_for_id=principal_id,
        note=note.strip(),
        document=document.strip(),
        details=changes,
    )
    assert work.chain_head is not None  # read with the instant
    event.prev_hash = work.chain_head
    event.hash = work.chain_head = seal(event.prev_hash, events.sealed_fields(event))
    work.session.add(event)
    if assignment.part is Part.LEAD:
        if action in CHANGING_HANDS:
            holdings.keep(work.session, assignment, day=effective_on, now=recorded_at)
        line = replay(events.entry(each) for each in (*past, event))
        standings.keep(work.session, assignment, assignment.task.origin, line, now=recorded_at)
    work.session.flush()
    notices.tell(work, assignment, event)
    return event


def _instant(work: Work) -> dt.datetime:
    """Return the instant at which the lines of this work are recorded: no earlier than that of any line before.

    It is read once the chain is ours, so a line can never be recorded at an instant that somebody has already asked
    about, however long this work waited for its turn, and whatever the clocks of several hosts say.
    """
    if work.recorded_at is None:
        work.chain_head, last = events.chain_end(work.session)
        now = work.now if work.clock is None else max(work.now, work.clock.now())
        work.recorded_at = now if last is None else max(now, last)
    return work.recorded_at


def once(work: Work, assignment_id: int | None = None) -> None:
    """Note that this request is being carried out; refuse with REQUEST_REUSED when it already was."""
    if work.request_id is None:
        return
    if events.request_is_known(work.session, work.request_id):
        raise Refusal(Reason.REQUEST_REUSED)
    work.session.add(
        RequestRecord(
            request=work.request_id,
            person_id=work.actor.user_id,
            assignment_id=assignment_id,
            recorded_at=work.now,
        )
    )


def is_done(work: Work, request_id: str | None) -> bool:
    """Tell whether a request was already carried out."""
    return request_id is not None and events.request_is_known(work.session, request_id)


def _settle(
    assignment: Assignment, action: Action, *, effective_on: dt.date, until_on: dt.date | None
) -> None:
    """Fill the columns that belong to the new state; the database checks the same (CHECK constraints)."""
    match action:
        case Action.ASSIGN:
            assignment.assigned_on = effective_on
            assignment.original_due_on = assignment.due_on
        case Action.SET_DEADLINE if assignment.original_due_on is None:
            assignment.original_due_on = assignment.due_on
        case Action.ACCEPT:
            assignment.received_on = assignment.received_on or effective_on
        case Action.REASSIGN:
            assignment.received_on = None
            assignment.person_id = None
        case Action.SUBMIT:
            assignment.submitted_on = effective_on
        case Action.CONFIRM | Action.COMPLETE:
            assignment.done_on = effective_on
            assignment.progress = 100
        case Action.REDATE:
            assignment.done_on = effective_on
        case Action.REOPEN:
            assignment.done_on = None
            assignment.reopened_count += 1
        case Action.ATTEST:
            assignment.attested_on, assignment.attested_until = effective_on, until_on
        case _:
            pass
    assignment.closed_on = effective_on if assignment.state in OUTSIDE else None
    if assignment.state is AssignmentState.DONE:
        assert assignment.done_on is not None  # CONFIRM and COMPLETE alone lead here


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
