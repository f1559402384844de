"""What is done with single occurrences of a recurring duty: report, confirm, send back, skip, pause, end.

Recurring duties that have no end: the next year's is given ahead, with its occurrences, by the scheduler's round.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from tracker.core.clock import Clock
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import search_key
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.deadlines.reader import parse_deadline
from tracker.law.lifecycle import AT_WORK, STATES_OUTSIDE_TOTAL, Action
from tracker.law.occurrences import OPEN_ENDED, completed_on, get_judged_deadline, goes_on, is_settled, year_to_open
from tracker.law.permissions import get_last_reporters
from tracker.law.terms import Term
from tracker.office import calendar as office_calendar, installation
from tracker.office.people import YEAR_OPENER
from tracker.tasks import event_log, queries as task_queries
from tracker.tasks.actions.access import is_own_unit, open_for_change
from tracker.tasks.actions.assignment import NewTask, create_task, unit_exists_on
from tracker.tasks.actions.completion import attach_files, is_reported_late, require_day, require_result
from tracker.tasks.evidence import NewFile
from tracker.tasks.labels import title_in_year
from tracker.tasks.models import Assignment, AssignmentRole, Occurrence, Task
from tracker.tasks.sources import Directive, get_carried_texts


def submit_occurrence(
    work: UnitOfWork,
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
    assignment = open_for_change(work, assignment_id, Action.REPORT_OCCURRENCE, version=version)
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
    attach_files(work, assignment, files, details)
    event_log.append_event(
        work, assignment, Action.REPORT_OCCURRENCE, effective_on=done_on, note=note, document=document, details=details
    )
    return assignment


def confirm_occurrence(
    work: UnitOfWork,
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
    assignment = open_for_change(work, assignment_id, Action.ACCEPT_OCCURRENCE, version=version)
    occurrence = _waiting_one(work, assignment, number)
    if occurrence.late_report and not late_report_seen:
        raise Refusal(Reason.LATE_REPORT_NOT_ACKNOWLEDGED, field="late_report_seen", done_on=occurrence.claimed_on)
    is_late = occurrence.late_report and assignment.unit_id in work.actor.unit_ids
    made_by = _reported_by(work, assignment, number)
    if is_late or is_own_unit(work, assignment, Action.ACCEPT_OCCURRENCE, made_by):
        raise Refusal(Reason.OWN_UNIT)
    assert occurrence.claimed_on is not None  # it waits
    occurrence.done_on = occurrence.claimed_on
    details = _named(occurrence)
    if occurrence.late_report:
        details["late_report"] = True
    event_log.append_event(
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


def return_occurrence_report(
    work: UnitOfWork, assignment_id: int, *, number: int, note: str, version: int | None = None
) -> Assignment:
    """Send the report of one occurrence back with the reason; the unit reports it anew."""
    assignment = open_for_change(work, assignment_id, Action.RETURN_OCCURRENCE, version=version)
    occurrence = _waiting_one(work, assignment, number)
    occurrence.claimed_on = occurrence.reported_at = occurrence.reported_by_id = None
    occurrence.late_report = False
    event_log.append_event(
        work, assignment, Action.RETURN_OCCURRENCE, effective_on=work.today, note=note, details=_named(occurrence)
    )
    return assignment


def cancel_occurrence(
    work: UnitOfWork, assignment_id: int, *, number: int, note: str, version: int | None = None
) -> Assignment:
    """Decide that one occurrence need not be reported (bỏ kỳ), with the reason."""
    assignment = open_for_change(work, assignment_id, Action.SKIP_OCCURRENCE, version=version)
    occurrence = _open_one(work, assignment, number)
    if occurrence.claimed_on is not None:
        raise Refusal(Reason.OCCURRENCE_REPORTED, field="occurrence")
    occurrence.skipped_on = work.today
    event_log.append_event(
        work, assignment, Action.SKIP_OCCURRENCE, effective_on=work.today, note=note, details=_named(occurrence)
    )
    _complete_when_all_are(work, assignment)
    return assignment


def suspend_recurrence(
    work: UnitOfWork, assignment_id: int, *, from_on: dt.date, to_on: dt.date, note: str, version: int | None = None
) -> Assignment:
    """Let a duty rest from one civil day to another (tạm ngừng): what was due in between is skipped, in one line.

    What is created later for these days is skipped too. Raises `Refusal` PERIOD_REVERSED, NO_OCCURRENCE_THERE.
    """
    assignment = open_for_change(work, assignment_id, Action.PAUSE_OCCURRENCES, version=version)
    if to_on < from_on:
        raise Refusal(Reason.PERIOD_REVERSED, field="to_on", as_of=to_on)
    skipped = _skip(work, assignment, from_on, to_on)
    if not skipped:
        raise Refusal(Reason.NO_OCCURRENCE_THERE, field="from_on")
    event_log.append_event(
        work,
        assignment,
        Action.PAUSE_OCCURRENCES,
        effective_on=work.today,
        note=note,
        details={"pause_from": from_on.isoformat(), "pause_to": to_on.isoformat(), "skipped": skipped},
    )
    _complete_when_all_are(work, assignment)
    return assignment


def end_recurrence(
    work: UnitOfWork, assignment_id: int, *, ends_on: dt.date, note: str, version: int | None = None
) -> Assignment:
    """End a duty from a civil day on (kết thúc): nothing due on that day or later is asked, and no year follows.

    Raises `Refusal` NO_OCCURRENCE_THERE when nothing is left from that day on.
    """
    assignment = open_for_change(work, assignment_id, Action.END_OCCURRENCES, version=version)
    skipped = _skip(work, assignment, ends_on, dt.date.max)
    if not skipped:
        raise Refusal(Reason.NO_OCCURRENCE_THERE, field="ends_on")
    event_log.append_event(
        work,
        assignment,
        Action.END_OCCURRENCES,
        effective_on=work.today,
        note=note,
        details={"ends_on": ends_on.isoformat(), "skipped": skipped},
    )
    _complete_when_all_are(work, assignment)
    return assignment


def _skip(work: UnitOfWork, assignment: Assignment, from_on: dt.date, to_on: dt.date) -> int:
    """Skip what nobody has reported between two days; return how many that were."""
    chosen = [
        each
        for each in task_queries.list_occurrences(work.session, assignment.id)
        if from_on <= each.due_on <= to_on and not is_settled(each) and each.claimed_on is None
    ]
    for each in chosen:
        each.skipped_on = work.today
    return len(chosen)


def _complete_when_all_are(work: UnitOfWork, assignment: Assignment) -> None:
    occurrences = task_queries.list_occurrences(work.session, assignment.id)
    day = completed_on(occurrences)
    if day is not None and assignment.state in AT_WORK:
        due_on = get_judged_deadline(occurrences, assignment.due_on)
        event_log.append_event(work, assignment, Action.COMPLETE, effective_on=day, due_on=due_on)


def _open_one(work: UnitOfWork, assignment: Assignment, number: int) -> Occurrence:
    found = next(
        (each for each in task_queries.list_occurrences(work.session, assignment.id) if each.number == number), None
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    if is_settled(found):
        raise Refusal(Reason.OCCURRENCE_SETTLED, field="occurrence")
    return found


def _waiting_one(work: UnitOfWork, assignment: Assignment, number: int) -> Occurrence:
    """Return an occurrence that waits for confirmation, for somebody who did not report it."""
    occurrence = _open_one(work, assignment, number)
    if occurrence.claimed_on is None:
        raise Refusal(Reason.OCCURRENCE_NOT_REPORTED, field="occurrence")
    if _reported_by(work, assignment, number) & work.actor.selves:
        raise Refusal(Reason.OWN_REPORT)
    return occurrence


def _reported_by(work: UnitOfWork, assignment: Assignment, number: int) -> frozenset[int]:
    lines = event_log.list_assignment_events(work.session, assignment.id)
    own = [line for line in lines if line.details.get("occurrence") == number]
    return get_last_reporters(own, Action.REPORT_OCCURRENCE)


def _named(occurrence: Occurrence) -> dict[str, object]:
    return {"occurrence": occurrence.number, "occurrence_due_on": occurrence.due_on.isoformat()}


def continue_if_due(session: Session, clock: Clock) -> int:
    """Give every duty that goes on for the year to come; return how many. Asked again, it does nothing more."""
    today = UnitOfWork(session, YEAR_OPENER, clock.now()).today
    waiting = task_queries.list_tasks_to_continue(session, year_to_open(today), OPEN_ENDED)
    session.rollback()
    if not waiting:
        return 0
    with unit_of_work(session, YEAR_OPENER, clock) as work:
        return len(continue_duties(work))


def continue_duties(work: UnitOfWork) -> list[Task]:
    """Give the duties of the year before that have no end for the next year, to the units that still have them.

    Each becomes a directive of its own of the same paper, so that the year before keeps its figures. What an end was
    set to is left out; a pause that reaches into the year is set again. A duty whose days need a calendar that is not
    there yet waits for it.
    """
    year = year_to_open(work.today)
    made: list[Task] = []
    for former in task_queries.list_tasks_to_continue(work.session, year, OPEN_ENDED):
        leads = [
            each for each in task_queries.list_task_assignments(work.session, former.id) if _still_has_it(work, each)
        ]
        if not goes_on(former.term_rule, former.term_text) or not any(
            each.part is AssignmentRole.LEAD for each in leads
        ):
            continue
        try:
            term = _term(work, former, year)
        except Refusal as refusal:
            if refusal.reason is not Reason.CALENDAR_MISSING:
                raise
            continue
        if not term.occurrences:
            continue
        made.append(_given_again(work, former, leads, term, year))
    return made


def _still_has_it(work: UnitOfWork, share: Assignment) -> bool:
    """Tell whether a unit still has a duty: not taken away, not ended, and the unit still exists."""
    if share.state in STATES_OUTSIDE_TOTAL or not unit_exists_on(share.unit, work.today):
        return False
    lines = event_log.list_assignment_events(work.session, share.id)
    return all(line.action is not Action.END_OCCURRENCES for line in lines)


def _term(work: UnitOfWork, former: Task, year: int) -> Term:
    return parse_deadline(
        former.term_text,
        issued=work.today,
        plan_year=year,
        calendar=office_calendar.working_calendar(work.session),
        policy=installation.get_reading_policy(work.session, former.assigned_on),
    )


def _given_again(work: UnitOfWork, former: Task, shares: Sequence[Assignment], term: Term, year: int) -> Task:
    before = former.directive
    assert before is not None  # only directives are continued
    content = title_in_year(before.content, year)
    directive = Directive(
        origin=before.origin,
        document_id=before.document_id,
        given_on=work.today,
        leader=before.leader,
        supervising_leader=before.supervising_leader,
        field=before.field,
        clause=before.clause,
        content=content,
        search_text=search_key(former.code, content, before.leader),
        created_at=work.now,
    )
    work.session.add(directive)
    work.session.flush()
    duty = NewTask(
        origin=former.origin,
        directive_id=directive.id,
        area_id=former.area_id,
        code=former.code,
        title=content,
        texts=get_carried_texts(former),
        term=term,
        assigned_on=work.today,
        leads=[each.unit for each in shares if each.part is AssignmentRole.LEAD],
        coordinating=[each.unit for each in shares if each.part is AssignmentRole.COORDINATING],
        leader=former.leader,
        field_name=former.field,
        urgency=former.urgency,
        evidence_required=former.evidence_required,
        continues_id=former.id,
    )
    task = create_task(work, duty)
    given = {
        each.unit_id: each.id
        for each in task_queries.list_task_assignments(work.session, task.id)
        if each.part is AssignmentRole.LEAD
    }
    for share in shares:
        if share.part is AssignmentRole.LEAD:
            _pause_again(work, share.id, given[share.unit_id])
    return task


def _pause_again(work: UnitOfWork, former_id: int, assignment_id: int) -> None:
    """Let the duty rest on the days for which it was paused: what is created later for them is skipped too."""
    for line in event_log.list_assignment_events(work.session, former_id):
        if line.action is not Action.PAUSE_OCCURRENCES:
            continue
        from_on, to_on = (dt.date.fromisoformat(line.details[name]) for name in ("pause_from", "pause_to"))
        days = [each.due_on for each in task_queries.list_occurrences(work.session, assignment_id)]
        if any(from_on <= day <= to_on for day in days):
            suspend_recurrence(work, assignment_id, from_on=from_on, to_on=to_on, note=line.note)
