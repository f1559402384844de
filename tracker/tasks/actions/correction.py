"""Corrections (đính chính): a new line with what stood there before and what is right; the old line stays.

The number of objects a duty speaks of changes for a reason: two communes leave the inspection plan (K02).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.law.replay import HistoryEntry, get_interval_on, replay_history
from tracker.law.timing import Timing, classify_timing
from tracker.tasks import event_log
from tracker.tasks.actions.access import open_for_change, require_not_before_start, require_not_future
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment


def change_object_count(
    work: UnitOfWork,
    assignment_id: int,
    *,
    before: int,
    after: int,
    note: str,
    document: str,
    version: int | None = None,
) -> Assignment:
    """Write down that a duty speaks of `after` objects instead of `before`, with the reason and the paper.

    Nothing that is counted changes. Raises `Refusal` NOTE_MISSING or DOCUMENT_MISSING beside their fields.
    """
    assignment = open_for_change(work, assignment_id, Action.WITHDRAW, version=version)
    if not note.strip():
        raise Refusal(Reason.NOTE_MISSING, field="note", action=Action.CORRECT)
    if not document.strip():
        raise Refusal(Reason.DOCUMENT_MISSING, field="document", action=Action.CORRECT)
    if assignment.task.quantity_target == before:
        assignment.task.quantity_target = after
    event_log.append_event(
        work,
        assignment,
        Action.CORRECT,
        effective_on=work.today,
        note=note,
        document=document,
        details={"scope": [before, after]},
    )
    return assignment


CORRECTED = frozenset({Action.REPORT_PROGRESS, Action.SUBMIT, Action.CONFIRM, Action.ATTEST})
"""The events whose words can be corrected."""


def correct_event_text(
    work: UnitOfWork,
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
    assignment = open_for_change(work, assignment_id, Action.CORRECT, version=version)
    if not reason.strip():
        raise Refusal(Reason.NOTE_MISSING, field="reason", action=Action.CORRECT)
    lines = event_log.list_assignment_events(work.session, assignment.id)
    line = next((each for each in lines if each.sequence == sequence and each.action in CORRECTED), None)
    if line is None:
        raise Refusal(Reason.NOT_FOUND)
    before_note, before_document = apply_corrections(line, lines)
    details: dict[str, object] = {"line": sequence}
    if note is not None and note.strip() != before_note:
        details["note"] = [before_note, note.strip()]
    if document is not None and document.strip() != before_document:
        details["document_number"] = [before_document, document.strip()]
    if len(details) == 1:
        raise Refusal(Reason.NOTHING_CHANGED, field="note")
    event_log.append_event(work, assignment, Action.CORRECT, effective_on=work.today, note=reason, details=details)
    return assignment


def redate_completion(
    work: UnitOfWork,
    assignment_id: int,
    *,
    done_on: dt.date,
    reason: str,
    document: str = "",
    version: int | None = None,
) -> Assignment:
    """Correct the completion day of a confirmed report; every past day is counted by the corrected one.

    Not by anybody of the unit itself (OWN_UNIT), nor by who reported (OWN_REPORT): a late task made on time says so
    in its event log and is counted in the footnote of the report (`Adjustment.MADE_ON_TIME`).
    """
    assignment = open_for_change(work, assignment_id, Action.REDATE, version=version, checks_state=True)
    if assignment.unit_id in work.actor.unit_ids:
        raise Refusal(Reason.OWN_UNIT)
    if assignment.submitted_by_id is not None and assignment.submitted_by_id == work.actor.user_id:
        raise Refusal(Reason.OWN_REPORT)
    require_not_future(work, done_on, field="done_on")
    require_not_before_start(work, assignment, done_on, field="done_on", upholding=True)
    if done_on == assignment.done_on:
        raise Refusal(Reason.NOTHING_CHANGED, field="done_on")
    assert assignment.done_on is not None  # the database keeps it beside every state that may be redated
    details = {
        "done_on": [assignment.done_on.isoformat(), done_on.isoformat()],
        "made_on_time": _makes_on_time(work, assignment, done_on),
    }
    event_log.append_event(
        work, assignment, Action.REDATE, effective_on=done_on, note=reason, document=document, details=details
    )
    return assignment


def apply_corrections(line: TaskEvent, lines: Sequence[TaskEvent]) -> tuple[str, str]:
    """Return the words and the document number of a line as later corrections left them."""
    note, document = line.note, line.document
    for each in lines:
        if each.action is Action.CORRECT and each.details.get("line") == line.sequence:
            note = each.details["note"][1] if "note" in each.details else note
            if "document_number" in each.details:
                document = each.details["document_number"][1]
    return note, document


def may_be_corrected(lines: Sequence[TaskEvent]) -> list[TaskEvent]:
    """Return the events that hold words to correct, the latest first."""
    return [line for line in reversed(lines) if line.action in CORRECTED and (line.note or line.document)]


def _makes_on_time(work: UnitOfWork, assignment: Assignment, done_on: dt.date) -> bool:
    """Tell whether work counts late, and no longer would with another completion day, by the deadline that judges."""
    entries = [
        event_log.to_history_entry(line) for line in event_log.list_assignment_events(work.session, assignment.id)
    ]
    corrected = HistoryEntry(Action.REDATE, done_on, work.now, assignment.unit_id, due_on=assignment.due_on)
    before, after = (get_interval_on(replay_history(each), work.today) for each in (entries, [*entries, corrected]))
    assert before is not None and after is not None  # what is done was given
    return (
        classify_timing(before, work.today) is Timing.DONE_LATE
        and classify_timing(after, work.today) is not Timing.DONE_LATE
    )
