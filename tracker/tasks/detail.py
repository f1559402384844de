"""One task's page: everything an entitled person sees of it, in one answer.

Why an action that the state allows is not open to somebody now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import AT_WORK, Action, AssignmentState
from tracker.law.occurrences import (
    WITH_OCCURRENCES,
    OccurrenceState,
    OccurrenceTally,
    count_occurrences,
    get_occurrence_state,
    is_settled,
    may_be_attested,
)
from tracker.law.permissions import (
    Permission,
    acting_for,
    decides_for_own_unit,
    get_last_reporters,
    get_permission_scope,
)
from tracker.law.replay import days_suspended, get_interval_on, replay_history
from tracker.law.timing import Timing, classify_timing, days_late
from tracker.tasks import event_log, queries, sources, tags
from tracker.tasks.actions.access import is_own_unit, is_permitted_over
from tracker.tasks.actions.correction import may_be_corrected
from tracker.tasks.actions.suspension import find_earlier_day_request, was_urged_today
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment, AssignmentRole, Evidence, Extension, Occurrence, Submission, Tag
from tracker.tasks.requirements import RequiredFigures, get_required_figures
from tracker.tasks.sources import PlanItem
from tracker.tasks.verbs import VERBS


def reason_against(
    work: UnitOfWork,
    assignment: Assignment,
    action: Action,
    lines: Sequence[TaskEvent],
    extension: Extension | None,
    waiting: Submission | None,
) -> Reason | None:
    """Return why an action that the state allows is not open to this actor."""
    me = work.actor.selves
    needed = VERBS[action].permission
    principal_id = acting_for(work.actor, needed, unit_id=assignment.unit_id, origin=assignment.task.origin)
    if decides_for_own_unit(work.actor, needed, principal_id, assignment.unit_id):
        return Reason.OWN_UNIT
    match action:
        case Action.REQUEST_EXTENSION if extension is not None:
            return Reason.EXTENSION_ALREADY_OPEN
        case Action.REQUEST_EXTENSION if assignment.due_on is None:
            return Reason.EXTENSION_WITHOUT_DEADLINE
        case Action.GRANT_EXTENSION | Action.REFUSE_EXTENSION if extension is None:
            return Reason.NO_OPEN_EXTENSION
        case Action.GRANT_EXTENSION | Action.REFUSE_EXTENSION if (
            extension and extension.asked_by_id and me & (get_last_reporters(lines, Action.REQUEST_EXTENSION))
        ):
            return Reason.OWN_REPORT
        case Action.CONFIRM | Action.SEND_BACK if waiting and waiting.reported_by_id and me & get_last_reporters(lines):
            return Reason.OWN_REPORT
        case Action.SUSPEND if assignment.state is AssignmentState.SUSPENDED and me & get_last_reporters(
            lines, Action.SUSPEND
        ):
            return Reason.OWN_REPORT
        case Action.CONFIRM | Action.ATTEST | Action.ACCEPT_OCCURRENCE if (
            assignment.part is AssignmentRole.LEAD
            and is_own_unit(work, assignment, action, get_last_reporters(lines) if waiting else frozenset())
        ):
            return Reason.OWN_UNIT
        case Action.REDATE if assignment.unit_id in work.actor.unit_ids:
            return Reason.OWN_UNIT
        case Action.CORRECT if not may_be_corrected(lines):
            return Reason.NOTHING_TO_CORRECT
        case Action.URGE if was_urged_today(work, lines):
            return Reason.ALREADY_URGED
        case Action.ATTEST if not may_be_attested(assignment.task.kind, assignment.due_on):
            return Reason.MARK_NOT_ALLOWED
        case _:
            return None


def reason_of_occurrences(action: Action, occurrences: Sequence[Occurrence]) -> Reason | None:
    """Return why nothing can be done with an occurrence now; a duty in whole waits for all of them."""
    due = [each for each in occurrences if not is_settled(each)]
    waiting = [each for each in due if each.claimed_on is not None]
    if action is Action.SUBMIT and due:
        return Reason.OCCURRENCES_OPEN
    needed = VERBS[action].needs_occurrence
    if needed == "reported":
        return None if waiting else Reason.OCCURRENCE_NOT_REPORTED
    if needed and len(due) == len(waiting):
        return Reason.NO_OCCURRENCE_THERE
    return None


@dataclass(frozen=True, slots=True)
class TaskView:
    """An assignment with its event log, the other units of its task, and what the viewer may do now.

    `closed` holds what the viewer is entitled to do and cannot do at present, with the reason. `days_suspended` are
    the civil days on which the work stood still; `figures` is what a request for figures lacks; `today` is the
    civil day of this look.
    """

    assignment: Assignment
    timing: Timing
    days_late: int
    events: Sequence[TaskEvent]
    others: Sequence[Assignment]
    submissions: Sequence[Submission]
    extension: Extension | None
    evidence: Sequence[Evidence]
    occurrences: Sequence[Occurrence]
    plan_item: PlanItem | None
    days_suspended: int
    merged_from: Sequence[Assignment]
    tags: Sequence[Tag]
    has_comments: bool
    figures: RequiredFigures | None
    today: dt.date
    actions: frozenset[Action]
    closed: Mapping[Action, Refusal]

    @property
    def leading(self) -> list[Assignment]:
        """The units that lead, as far as the viewer sees them."""
        return [each for each in self.others if each.part is AssignmentRole.LEAD]

    @property
    def coordinating(self) -> list[Assignment]:
        """The units that coordinate."""
        return [each for each in self.others if each.part is AssignmentRole.COORDINATING]

    @property
    def silent(self) -> list[Assignment]:
        """Coordinating units that have not reported, once the lead has: flagged, and in nobody's way (K09)."""
        if self.assignment.state not in (AssignmentState.SUBMITTED, AssignmentState.DONE):
            return []
        return [each for each in self.coordinating if each.state in AT_WORK]

    @property
    def settled(self) -> list[tuple[Occurrence, OccurrenceState]]:
        """The occurrences with where each stands today."""
        return [(each, get_occurrence_state(each, self.today)) for each in self.occurrences]

    @property
    def occurrence_tally(self) -> OccurrenceTally:
        """How many occurrences were on time, are late, are not due yet, were skipped."""
        return count_occurrences(self.occurrences, self.today)

    @property
    def has_late_report(self) -> bool:
        """Tell whether an occurrence waits that was reported long after the day it claims."""
        return any(each.late_report and not is_settled(each) for each in self.occurrences)

    @property
    def times_urged(self) -> int:
        """How often the unit was urged."""
        return sum(each.action is Action.URGE for each in self.events)

    @property
    def last_urged(self) -> TaskEvent | None:
        """The latest urging."""
        return next((each for each in reversed(self.events) if each.action is Action.URGE), None)

    @property
    def is_opening_balance(self) -> bool:
        """Tell whether it was taken over as done before this program was used."""
        return any(each.action is Action.CONFIRM and each.details.get("opening_balance") for each in self.events)

    @property
    def suspension_asked_from(self) -> dt.date | None:
        """The earlier day from which a suspension is to count, while it waits for a second person."""
        asked = find_earlier_day_request(self.events)
        return None if asked is None else dt.date.fromisoformat(asked.details["asked_from"])

    @property
    def redated(self) -> TaskEvent | None:
        """The latest correction of the completion day."""
        return next((each for each in reversed(self.events) if each.action is Action.REDATE), None)

    @property
    def waiting(self) -> Submission | None:
        """The report that waits for confirmation."""
        return next((each for each in self.submissions if each.decided_at is None), None)


def view_assignment(work: UnitOfWork, assignment_id: int) -> TaskView:
    """Return what the actor sees of an assignment; NOT_FOUND for what is not theirs to see."""
    seen = get_permission_scope(work.actor, Permission.TASK_READ)
    assignment = queries.get_assignment(work.session, assignment_id, seen)
    if assignment is None:
        raise Refusal(Reason.NOT_FOUND)
    lines = event_log.list_assignment_events(work.session, assignment_id)
    history = replay_history(event_log.to_history_entry(line) for line in lines)
    interval = get_interval_on(history, work.today)
    has = queries.get_assignment_parts(work.session, assignment_id)
    extension = queries.open_extension(work.session, assignment_id) if has.extension else None
    others = [
        each
        for each in queries.list_task_assignments(work.session, assignment.task_id)
        if each.part is not AssignmentRole.LEAD
        or seen.covers(unit_ids=frozenset({each.unit_id}), origin=assignment.task.origin)
    ]
    reports = queries.list_submissions(work.session, assignment_id) if has.submissions else ()
    occurrences = _occurrences(work, assignment)
    figures = get_required_figures(work, assignment) if has.figures else None
    possible = _possible(work, assignment, lines, extension, reports, occurrences)
    possible |= _waiting_for_figures(possible, figures)
    return TaskView(
        assignment=assignment,
        timing=Timing.EXCLUDED if interval is None else classify_timing(interval, work.today),
        days_late=days_late(assignment.due_on, assignment.done_on, work.today),
        events=lines,
        others=others,
        submissions=reports,
        extension=extension,
        evidence=queries.list_assignment_evidence(work.session, assignment_id) if has.evidence else (),
        occurrences=occurrences,
        plan_item=_plan_item(work, assignment),
        days_suspended=days_suspended(history, work.today),
        merged_from=queries.list_merged_assignments(work.session, assignment_id) if has.merged else (),
        tags=tags.list_assignment_tags(work.session, assignment_id) if has.tags else (),
        has_comments=has.comments,
        figures=figures,
        today=work.today,
        actions=frozenset(action for action, refusal in possible.items() if refusal is None),
        closed={action: refusal for action, refusal in possible.items() if refusal is not None},
    )


def _occurrences(work: UnitOfWork, assignment: Assignment) -> Sequence[Occurrence]:
    if assignment.task.kind not in WITH_OCCURRENCES:
        return ()
    return queries.list_occurrences(work.session, assignment.id)


def _plan_item(work: UnitOfWork, assignment: Assignment) -> PlanItem | None:
    item_id = assignment.task.plan_item_id
    return None if item_id is None else sources.plan_item(work.session, item_id)


def _possible(
    work: UnitOfWork,
    assignment: Assignment,
    lines: Sequence[TaskEvent],
    extension: Extension | None,
    reports: Sequence[Submission],
    occurrences: Sequence[Occurrence],
) -> dict[Action, Refusal | None]:
    """Return what the actor is entitled to do with an assignment, each with what stands in its way now."""
    waiting = next((each for each in reports if each.decided_at is None), None)
    possible: dict[Action, Refusal | None] = {}
    is_stopped = assignment.state is AssignmentState.SUSPENDED
    for action, verb in VERBS.items():
        permission = verb.permission if assignment.part is AssignmentRole.LEAD else verb.share_permission
        if permission is None or not verb.done or (verb.needs_occurrence and not occurrences):
            continue
        if action is Action.SUSPEND and is_stopped and find_earlier_day_request(lines) is None:
            continue
        if not is_permitted_over(work, assignment, permission):
            continue
        if assignment.state not in verb.moves:
            possible[action] = Refusal(Reason.WRONG_STATE, state=assignment.state, action=action)
        else:
            reason = reason_against(work, assignment, action, lines, extension, waiting)
            reason = reason or reason_of_occurrences(action, occurrences)
            possible[action] = None if reason is None else Refusal(reason)
    return possible


def _waiting_for_figures(
    possible: Mapping[Action, Refusal | None], figures: RequiredFigures | None
) -> dict[Action, Refusal | None]:
    """Return what is not open while rows of a request for figures are missing."""
    if figures is None or not figures.missing:
        return {}
    said = {Action.SUBMIT: Reason.FIGURES_INCOMPLETE, Action.CONFIRM: Reason.FIGURES_MISSING}
    return {
        action: Refusal(reason, codes=figures.codes)
        for action, reason in said.items()
        if action in possible and possible[action] is None
    }
