"""What is done with single occurrences of a recurring duty: report, confirm, send back, skip, pause, end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tracker.models.task import Assignment, Occurrence
from tracker.rules.deputising import reporters
from tracker.rules.lifecycle import AT_WORK, Action
from tracker.rules.occurrences import completed_on, is_settled, judged_by
from tracker.rules.permissions import NEEDED
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary
from tracker.services.tasks.taking import is_own_unit, take
from tracker.services.tasks.working import (
    NewFile,
    attach,
    is_reported_late,
    require_day,
    require_result,
)
from tracker.store import events, tasks
from tracker.transaction import Work


def report_occurrence(
    work: Work,
    assignment_id: int,
    *,
    number: int,
    done_on: dt.date,
    note: str = "",
    document: str = "",
    files: Sequence[NewFile] = (),
    version: int | None = None,
) -> Assignment:
    """Report one occurrence done (báo cáo một kỳ); it counts once somebody else confirms it.

    Refuses as `submit` does, OCCURRENCE_SETTLED for one that is done or skipped, OCCURRENCE_REPORTED for one that
    waits already.
    """
    assignment = take(work, assignment_id, NEEDED[Action.REPORT_OCCURRENCE], version=version)
    occurrence = _open_one(work, assignment, number)
    if occurrence.claimed_on is not None:
        raise Refusal(Reason.OCCURRENCE_REPORTED, field="occurrence")
    require_day(work, assignment, done_on, occurrence=number)
    require_result(assignment, has_words=bool(note.strip()), document=document, has_files=bool(files))
    occurrence.claimed_on, occurrence.reported_at = done_on, work.now
    occurrence.reported_by_id = work.actor.user_id
    occurrence.late_report = is_reported_late(work, done_on)
    occurrence.note, occurrence.document = note.strip(), document.strip()
    details = _named(occurrence)
    attach(work, assignment, files, details)
    diary.record(
        work,
        assignment,
        Action.REPORT_OCCURRENCE,
        effective_on=done_on,
        note=note,
        document=document,
        details=details,
    )
    return assignment


def accept_occurrence(
    work: Work,
    assignment_id: int,
    *,
    number: int,
    note: str = "",
    late_report_seen: bool = False,
    version: int | None = None,
) -> Assignment:
    """Confirm the report of one occurrence; with the last of them the duty is done (K30).

    Refuses as `confirm` does: OWN_REPORT, LATE_REPORT_NOT_ACKNOWLEDGED, OWN_UNIT; OCCURRENCE_NOT_REPORTED.
    """
    assignment = take(work, assignment_id, NEEDED[Action.ACCEPT_OCCURRENCE], version=version)
    occurrence = _waiting_one(work, assignment, number)
    if occurrence.late_report and not late_report_seen:
        raise Refusal(
            Reason.LATE_REPORT_NOT_ACKNOWLEDGED, field="late_report_seen", done_on=occurrence.claimed_on
        )
    is_late = occurrence.late_report and assignment.unit_id in work.actor.unit_ids
    made_by = _reported_by(work, assignment, number)
    if is_late or is_own_unit(work, assignment, Action.ACCEPT_OCCURRENCE, made_by):
        raise Refusal(Reason.OWN_UNIT)
    assert occurrence.claimed_on is not None  # it waits
    occurrence.done_on = occurrence.claimed_on
    details = _named(occurrence)
    if occurrence.late_report:
        details["late_report"] = True
    diary.record(
        work,
        assignment,
        Action.ACCEPT_OCCURRENCE,
        effective_on=occurrence.done_on,
        note=note,
        document=occurrence.document,
        details=details,
    )
    _complete_when_all_are(work, assignment)
    return assignment


def return_occurrence(
    work: Work, assignment_id: int, *, number: int, note: str, version: int | None = None
) -> Assignment:
    """Send the report of one occurrence back with the reason; the unit reports it anew."""
    assignment = take(work, assignment_id, NEEDED[Action.RETURN_OCCURRENCE], version=version)
    occurrence = _waiting_one(work, assignment, number)
    occurrence.claimed_on = occurrence.reported_at = occurrence.reported_by_id = None
    occurrence.late_report = False
    diary.record(
        work,
        assignment,
        Action.RETURN_OCCURRENCE,
        effective_on=work.today,
        note=note,
        details=_named(occurrence),
    )
    return assignment


def skip_occurrence(
    work: Work, assignment_id: int, *, number: int, note: str, version: int | None = None
) -> Assignment:
    """Decide that one occurrence need not be reported (bỏ kỳ), with the reason."""
    assignment = take(work, assignment_id, NEEDED[Action.SKIP_OCCURRENCE], version=version)
    occurrence = _open_one(work, assignment, number)
    if occurrence.claimed_on is not None:
        raise Refusal(Reason.OCCURRENCE_REPORTED, field="occurrence")
    occurrence.skipped_on = work.today
    diary.record(
        work,
        assignment,
        Action.SKIP_OCCURRENCE,
        effective_on=work.today,
        note=note,
        details=_named(occurrence),
    )
    _complete_when_all_are(work, assignment)
    return assignment


def pause_occurrences(
    work: Work,
    assignment_id: int,
    *,
    from_on: dt.date,
    to_on: dt.date,
    note: str,
    version: int | None = None,
) -> Assignment:
    """Let a duty rest from one civil day to another (tạm ngừng): what was due in between is skipped, in one line.

    What is created later for these days is skipped too. Raises `Refusal` PERIOD_REVERSED, NO_OCCURRENCE_THERE.
    """
    assignment = take(work, assignment_id, NEEDED[Action.PAUSE_OCCURRENCES], version=version)
    if to_on < from_on:
        raise Refusal(Reason.PERIOD_REVERSED, field="to_on", as_of=to_on)
    skipped = _skip(work, assignment, from_on, to_on)
    if not skipped:
        raise Refusal(Reason.NO_OCCURRENCE_THERE, field="from_on")
    diary.record(
        work,
        assignment,
        Action.PAUSE_OCCURRENCES,
        effective_on=work.today,
        note=note,
        details={"pause_from": from_on.isoformat(), "pause_to": to_on.isoformat(), "skipped": skipped},
    )
    _complete_when_all_are(work, assignment)
    return assignment


def end_occurrences(
    work: Work, assignment_id: int, *, ends_on: dt.date, note: str, version: int | None = None
) -> Assignment:
    """End a duty from a civil day on (kết thúc): nothing due on that day or later is asked, and no year follows.

    Raises `Refusal` NO_OCCURRENCE_THERE when nothing is left from that day on.
    """
    assignment = take(work, assignment_id, NEEDED[Action.END_OCCURRENCES], version=version)
    skipped = _skip(work, assignment, ends_on, dt.date.max)
    if not skipped:
        raise Refusal(Reason.NO_OCCURRENCE_THERE, field="ends_on")
    diary.record(
        work,
        assignment,
        Action.END_OCCURRENCES,
        effective_on=work.today,
        note=note,
        details={"ends_on": ends_on.isoformat(), "skipped": skipped},
    )
    _complete_when_all_are(work, assignment)
    return assignment


def _skip(work: Work, assignment: Assignment, from_on: dt.date, to_on: dt.date) -> int:
    """Skip what nobody has reported between two days; return how many that were."""
    chosen = [
        each
        for each in tasks.occurrences(work.session, assignment.id)
        if from_on <= each.due_on <= to_on and not is_settled(each) and each.claimed_on is None
    ]
    for each in chosen:
        each.skipped_on = work.today
    return len(chosen)


def _complete_when_all_are(work: Work, assignment: Assignment) -> None:
    occurrences = tasks.occurrences(work.session, assignment.id)
    day = completed_on(occurrences)
    if day is not None and assignment.state in AT_WORK:
        due_on = judged_by(occurrences, assignment.due_on)
        diary.record(work, assignment, Action.COMPLETE, effective_on=day, due_on=due_on)


def _open_one(work: Work, assignment: Assignment, number: int) -> Occurrence:
    found = next(
        (each for each in tasks.occurrences(work.session, assignment.id) if each.number == number), None
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    if is_settled(found):
        raise Refusal(Reason.OCCURRENCE_SETTLED, field="occurrence")
    return found


def _waiting_one(work: Work, assignment: Assignment, number: int) -> Occurrence:
    """Return an occurrence that waits for confirmation, for somebody who did not report it."""
    occurrence = _open_one(work, assignment, number)
    if occurrence.claimed_on is None:
        raise Refusal(Reason.OCCURRENCE_NOT_REPORTED, field="occurrence")
    if _reported_by(work, assignment, number) & work.actor.selves:
        raise Refusal(Reason.OWN_REPORT)
    return occurrence


def _reported_by(work: Work, assignment: Assignment, number: int) -> frozenset[int]:
    lines = events.of_assignment(work.session, assignment.id)
    own = [line for line in lines if line.details.get("occurrence") == number]
    return reporters(own, Action.REPORT_OCCURRENCE)


def _named(occurrence: Occurrence) -> dict[str, object]:
    return {"occurrence": occurrence.number, "occurrence_due_on": occurrence.due_on.isoformat()}
