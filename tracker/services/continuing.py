"""Recurring duties that have no end: the next year's is given ahead, with its occurrences, by the scheduler's round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.directive import Directive
from tracker.models.task import Assignment, Part, Task
from tracker.rules.continuing import OPEN_ENDED, goes_on, year_to_open
from tracker.rules.deadlines import read
from tracker.rules.lifecycle import OUTSIDE, Action
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.searching import search_key
from tracker.rules.terms import Term
from tracker.services.machine import YEAR_OPENER
from tracker.services.tasks import pause_occurrences
from tracker.services.tasks.assigning import Duty, exists_on, hand_out
from tracker.store import calendar, events, policies, tasks
from tracker.transaction import Work, unit_of_work
from tracker.wording.tasks import of_year


def continue_if_due(session: Session, clock: Clock) -> int:
    """Give every duty that goes on for the year to come; return how many. Asked again, it does nothing more."""
    today = Work(session, YEAR_OPENER, clock.now()).today
    waiting = tasks.to_continue(session, year_to_open(today), OPEN_ENDED)
    session.rollback()
    if not waiting:
        return 0
    with unit_of_work(session, YEAR_OPENER, clock) as work:
        return len(continue_duties(work))


def continue_duties(work: Work) -> list[Task]:
    """Give the duties of the year before that have no end for the next year, to the units that still have them.

    Each becomes a directive of its own of the same paper, so that the year before keeps its figures. What an end was
    set to is left out; a pause that reaches into the year is set again. A duty whose days need a calendar that is not
    there yet waits for it.
    """
    year = year_to_open(work.today)
    made: list[Task] = []
    for former in tasks.to_continue(work.session, year, OPEN_ENDED):
        leads = [each for each in tasks.of_task(work.session, former.id) if _still_has_it(work, each)]
        if not goes_on(former.term_rule, former.term_text) or not any(
            each.part is Part.LEAD for each in leads
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


def _still_has_it(work: Work, share: Assignment) -> bool:
    """Tell whether a unit still has a duty: not taken away, not ended, and the unit still exists."""
    if share.state in OUTSIDE or not exists_on(share.unit, work.today):
        return False
    lines = events.of_assignment(work.session, share.id)
    return all(line.action is not Action.END_OCCURRENCES for line in lines)


def _term(work: Work, former: Task, year: int) -> Term:
    return read(
        former.term_text,
        issued=work.today,
        plan_year=year,
        calendar=calendar.working_calendar(work.session),
        policy=policies.reading(work.session, former.assigned_on),
    )


def _given_again(work: Work, former: Task, shares: Sequence[Assignment], term: Term, year: int) -> Task:
    before = former.directive
    assert before is not None  # only directives are continued
    content = of_year(before.content, year)
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
    duty = Duty(
        origin=former.origin,
        directive_id=directive.id,
        area_id=former.area_id,
        code=former.code,
        title=content,
        product=former.product,
        term=term,
        assigned_on=work.today,
        leads=[each.unit for each in shares if each.part is Part.LEAD],
        coordinating=[each.unit for each in shares if each.part is Part.COORDINATING],
        leader=former.leader,
        field_name=former.field,
        urgency=former.urgency,
        evidence_required=former.evidence_required,
        continues_id=former.id,
    )
    task = hand_out(work, duty)
    given = {each.unit_id: each.id for each in tasks.of_task(work.session, task.id) if each.part is Part.LEAD}
    for share in shares:
        if share.part is Part.LEAD:
            _pause_again(work, share.id, given[share.unit_id])
    return task


def _pause_again(work: Work, former_id: int, assignment_id: int) -> None:
    """Let the duty rest on the days for which it was paused: what is created later for them is skipped too."""
    for line in events.of_assignment(work.session, former_id):
        if line.action is not Action.PAUSE_OCCURRENCES:
            continue
        from_on, to_on = (dt.date.fromisoformat(line.details[name]) for name in ("pause_from", "pause_to"))
        days = [each.due_on for each in tasks.occurrences(work.session, assignment_id)]
        if any(from_on <= day <= to_on for day in days):
            pause_occurrences(work, assignment_id, from_on=from_on, to_on=to_on, note=line.note)
