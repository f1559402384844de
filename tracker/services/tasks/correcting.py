"""Corrections (đính chính): a new line with what stood there before and what is right; the old line stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tracker.models.event import Event
from tracker.models.task import Assignment
from tracker.rules.history import Entry, on_day, replay
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import NEEDED
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.timeliness import Timing, classify
from tracker.services import diary
from tracker.services.tasks.taking import not_before_in_hand, not_future, take
from tracker.store import events
from tracker.transaction import Work

CORRECTED = frozenset({Action.REPORT_PROGRESS, Action.SUBMIT, Action.CONFIRM, Action.ATTEST})
"""The lines of a diary whose words can be corrected."""


def correct(
    work: Work,
    assignment_id: int,
    *,
    sequence: int,
    note: str | None = None,
    document: str | None = None,
    reason: str,
    version: int | None = None,
) -> Assignment:
    """Correct the words or the document number of one line; None leaves either as it is.

    Raises `Refusal` NOT_FOUND for a line that is not there or holds nothing to correct, NOTHING_CHANGED,
    NOTE_MISSING without a reason.
    """
    assignment = take(work, assignment_id, NEEDED[Action.CORRECT], version=version)
    if not reason.strip():
        raise Refusal(Reason.NOTE_MISSING, field="reason", action=Action.CORRECT)
    lines = events.of_assignment(work.session, assignment.id)
    line = next((each for each in lines if each.sequence == sequence and each.action in CORRECTED), None)
    if line is None:
        raise Refusal(Reason.NOT_FOUND)
    before_note, before_document = as_corrected(line, lines)
    details: dict[str, object] = {"line": sequence}
    if note is not None and note.strip() != before_note:
        details["note"] = [before_note, note.strip()]
    if document is not None and document.strip() != before_document:
        details["document_number"] = [before_document, document.strip()]
    if len(details) == 1:
        raise Refusal(Reason.NOTHING_CHANGED, field="note")
    diary.record(work, assignment, Action.CORRECT, effective_on=work.today, note=reason, details=details)
    return assignment


def redate(
    work: Work,
    assignment_id: int,
    *,
    done_on: dt.date,
    reason: str,
    document: str = "",
    version: int | None = None,
) -> Assignment:
    """Correct the completion day of a confirmed report; every past day is counted by the corrected one.

    Not by anybody of the unit itself (OWN_UNIT), nor by who reported (OWN_REPORT): a late task made on time says so
    in its diary and is counted in the footnote of the report (`Adjustment.MADE_ON_TIME`).
    """
    assignment = take(work, assignment_id, NEEDED[Action.REDATE], version=version, action=Action.REDATE)
    if assignment.unit_id in work.actor.unit_ids:
        raise Refusal(Reason.OWN_UNIT)
    if assignment.submitted_by_id is not None and assignment.submitted_by_id == work.actor.user_id:
        raise Refusal(Reason.OWN_REPORT)
    not_future(work, done_on, field="done_on")
    not_before_in_hand(work, assignment, done_on, field="done_on", upholding=True)
    if done_on == assignment.done_on:
        raise Refusal(Reason.NOTHING_CHANGED, field="done_on")
    assert assignment.done_on is not None  # the database keeps it beside every state that may be redated
    details = {
        "done_on": [assignment.done_on.isoformat(), done_on.isoformat()],
        "made_on_time": _makes_on_time(work, assignment, done_on),
    }
    diary.record(
        work,
        assignment,
        Action.REDATE,
        effective_on=done_on,
        note=reason,
        document=document,
        details=details,
    )
    return assignment


def as_corrected(line: Event, lines: Sequence[Event]) -> tuple[str, str]:
    """Return the words and the document number of a line as later corrections left them."""
    note, document = line.note, line.document
    for each in lines:
        if each.action is Action.CORRECT and each.details.get("line") == line.sequence:
            note = each.details["note"][1] if "note" in each.details else note
            if "document_number" in each.details:
                document = each.details["document_number"][1]
    return note, document


def may_be_corrected(lines: Sequence[Event]) -> list[Event]:
    """Return the lines of a diary that hold words to correct, the latest first."""
    return [line for line in reversed(lines) if line.action in CORRECTED and (line.note or line.document)]


def _makes_on_time(work: Work, assignment: Assignment, done_on: dt.date) -> bool:
    """Tell whether work counts late, and no longer would with another completion day, by the deadline that judges."""
    entries = [events.entry(line) for line in events.of_assignment(work.session, assignment.id)]
    corrected = Entry(Action.REDATE, done_on, work.now, assignment.unit_id, due_on=assignment.due_on)
    before, after = (on_day(replay(each), work.today) for each in (entries, [*entries, corrected]))
    assert before is not None and after is not None  # what is done was given
    return (
        classify(before, work.today) is Timing.DONE_LATE
        and classify(after, work.today) is not Timing.DONE_LATE
    )
