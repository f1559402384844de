"""Deadlines that move: more time asked by the lead unit and decided by a leader; less time by the assigner."""

from __future__ import annotations

import datetime as dt

from tracker.models.submission import Extension, Verdict
from tracker.models.task import Assignment
from tracker.rules.deputising import reporters
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary
from tracker.services.tasks.taking import take
from tracker.store import events, tasks
from tracker.transaction import Work


def request_extension(
    work: Work, assignment_id: int, *, to_due_on: dt.date, reason: str, version: int | None = None
) -> Assignment:
    """Ask for a later deadline (xin gia hạn). The deadline stands until a leader decides."""
    assignment = take(work, assignment_id, Permission.EXTENSION_REQUEST, version=version)
    if tasks.open_extension(work.session, assignment.id) is not None:
        raise Refusal(Reason.EXTENSION_ALREADY_OPEN)
    if assignment.due_on is None:
        raise Refusal(Reason.EXTENSION_WITHOUT_DEADLINE)
    _must_be_later(work, assignment, to_due_on, field="to_due_on")
    ask_for_time(work, assignment, to_due_on, reason)
    return assignment


def ask_for_time(work: Work, assignment: Assignment, to_due_on: dt.date, reason: str) -> None:
    """Write down a request for a later deadline; who asks does not decide."""
    diary.record(
        work,
        assignment,
        Action.REQUEST_EXTENSION,
        effective_on=work.today,
        note=reason,
        details={"asked_due_on": to_due_on.isoformat()},
    )
    work.session.add(
        Extension(
            assignment_id=assignment.id,
            from_due_on=assignment.due_on,
            to_due_on=to_due_on,
            reason=reason.strip(),
            asked_at=work.now,
            asked_by_id=work.actor.user_id,
        )
    )


def grant_extension(
    work: Work,
    assignment_id: int,
    *,
    due_on: dt.date | None = None,
    note: str = "",
    version: int | None = None,
) -> Assignment:
    """Grant the open request (đồng ý gia hạn), to the day asked or to another day the leader names.

    Granted when the deadline has already passed, it is marked as such and does not make a late finish on time.
    """
    assignment, extension = _asked(work, assignment_id, version)
    granted = due_on or extension.to_due_on
    _must_be_later(work, assignment, granted, field="due_on")
    late = assignment.due_on is not None and work.today > assignment.due_on
    _decide(work, extension, Verdict.ACCEPTED if granted == extension.to_due_on else Verdict.COUNTERED, note)
    extension.granted_due_on, extension.granted_late = granted, late
    assignment.extension_count += 1
    assignment.granted_late = assignment.granted_late or late
    diary.record(
        work,
        assignment,
        Action.GRANT_EXTENSION,
        effective_on=work.today,
        due_on=granted,
        note=note,
        details={"granted_late": late, "asked_due_on": extension.to_due_on.isoformat()},
    )
    return assignment


def refuse_extension(work: Work, assignment_id: int, *, note: str, version: int | None = None) -> Assignment:
    """Refuse the open request (không đồng ý gia hạn); the deadline stands."""
    assignment, extension = _asked(work, assignment_id, version)
    diary.record(work, assignment, Action.REFUSE_EXTENSION, effective_on=work.today, note=note)
    _decide(work, extension, Verdict.RETURNED, note)
    return assignment


def set_deadline(
    work: Work,
    assignment_id: int,
    *,
    due_on: dt.date,
    note: str,
    document: str,
    version: int | None = None,
) -> Assignment:
    """Bring a deadline forward (rút ngắn), or give one to work that has none, by a paper and with the reason (K19).

    Later deadlines are for `grant_extension` alone: DEADLINE_NOT_EARLIER. A day already gone is refused
    (DEADLINE_IN_PAST), so that nothing becomes late by it; what was finished before stays judged as it was. Deadlines
    of coordinating units that would outlive the new one come forward with it (K21).
    """
    assignment = take(work, assignment_id, Permission.DEADLINE_SET, version=version)
    if not document.strip():
        raise Refusal(Reason.DOCUMENT_MISSING, field="document", action=Action.SET_DEADLINE)
    if due_on < work.today:
        raise Refusal(Reason.DEADLINE_IN_PAST, field="due_on", earliest=work.today)
    if assignment.due_on is not None and due_on >= assignment.due_on:
        raise Refusal(Reason.DEADLINE_NOT_EARLIER, field="due_on", before=assignment.due_on)
    _move(work, assignment, due_on, note, document)
    latest = tasks.latest_lead_deadline(work.session, assignment.task_id)
    for share in tasks.shares(work.session, assignment.task_id):
        if latest is not None and (share.due_on is None or share.due_on > latest):
            _move(work, share, latest, note, document)
    return assignment


def _move(work: Work, assignment: Assignment, due_on: dt.date, note: str, document: str) -> None:
    diary.record(
        work,
        assignment,
        Action.SET_DEADLINE,
        effective_on=work.today,
        due_on=due_on,
        note=note,
        document=document,
    )


def _asked(work: Work, assignment_id: int, version: int | None) -> tuple[Assignment, Extension]:
    assignment = take(work, assignment_id, Permission.EXTENSION_DECIDE, version=version)
    extension = tasks.open_extension(work.session, assignment.id)
    if extension is None:
        raise Refusal(Reason.NO_OPEN_EXTENSION)
    lines = events.of_assignment(work.session, assignment.id)
    if reporters(lines, Action.REQUEST_EXTENSION) & work.actor.selves:
        raise Refusal(Reason.OWN_REPORT)
    return assignment, extension


def _must_be_later(work: Work, assignment: Assignment, day: dt.date, *, field: str) -> None:
    """Refuse a new deadline that is not after the present one, or already past."""
    earliest = max(filter(None, (assignment.due_on, work.today - dt.timedelta(days=1))))
    if day <= earliest:
        raise Refusal(Reason.DEADLINE_NOT_LATER, field=field, after=earliest)


def _decide(work: Work, extension: Extension, verdict: Verdict, note: str) -> None:
    extension.verdict = verdict
    extension.decided_at = work.now
    extension.decided_by_id = work.actor.user_id
    extension.decision_note = note.strip()
