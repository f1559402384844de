"""One task's page: everything an entitled person sees of it, in one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.models.event import Event
from tracker.models.plan import PlanItem
from tracker.models.submission import Evidence, Extension, Submission
from tracker.models.task import Assignment, Occurrence, Part
from tracker.rules.attesting import may_be_attested
from tracker.rules.deputising import reporters
from tracker.rules.history import days_suspended, on_day, replay
from tracker.rules.lifecycle import AT_WORK, Action, AssignmentState, actions_from
from tracker.rules.permissions import NEEDED, NEEDED_OF_A_SHARE, Permission, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.terms import TermKind
from tracker.rules.timeliness import Timing, classify, days_late
from tracker.services.tasks.correcting import may_be_corrected
from tracker.services.tasks.taking import is_allowed
from tracker.store import events, papers, tasks
from tracker.transaction import Work

WITH_OCCURRENCES = frozenset({TermKind.RECURRING, TermKind.COMPOSITE})
"""Kinds of term with several due days."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """An assignment with its diary, the other units of its task, and what the viewer may do now.

    `closed` holds what the viewer is entitled to do and cannot do at present, with the reason. `days_suspended` are
    the civil days on which the work stood still.
    """

    assignment: Assignment
    timing: Timing
    days_late: int
    events: Sequence[Event]
    others: Sequence[Assignment]
    submissions: Sequence[Submission]
    extension: Extension | None
    evidence: Sequence[Evidence]
    occurrences: Sequence[Occurrence]
    plan_item: PlanItem | None
    days_suspended: int
    merged_from: Sequence[Assignment]
    actions: frozenset[Action]
    closed: Mapping[Action, Refusal]

    @property
    def leading(self) -> list[Assignment]:
        """The units that lead, as far as the viewer sees them."""
        return [each for each in self.others if each.part is Part.LEAD]

    @property
    def coordinating(self) -> list[Assignment]:
        """The units that coordinate."""
        return [each for each in self.others if each.part is Part.COORDINATING]

    @property
    def silent(self) -> list[Assignment]:
        """Coordinating units that have not reported, once the lead has: flagged, and in nobody's way (K09)."""
        if self.assignment.state not in (AssignmentState.SUBMITTED, AssignmentState.DONE):
            return []
        return [each for each in self.coordinating if each.state in AT_WORK]

    @property
    def redated(self) -> Event | None:
        """The latest correction of the completion day."""
        return next((each for each in reversed(self.events) if each.action is Action.REDATE), None)

    @property
    def waiting(self) -> Submission | None:
        """The report that waits for confirmation."""
        return next((each for each in self.submissions if each.decided_at is None), None)


def view(work: Work, assignment_id: int) -> TaskView:
    """Return what the actor sees of an assignment; NOT_FOUND for what is not theirs to see."""
    seen = scope(work.actor, Permission.TASK_READ)
    assignment = tasks.get(work.session, assignment_id, seen)
    if assignment is None:
        raise Refusal(Reason.NOT_FOUND)
    lines = events.of_assignment(work.session, assignment_id)
    history = replay(events.entry(line) for line in lines)
    standing = on_day(history, work.today)
    extension = tasks.open_extension(work.session, assignment_id)
    others = [
        each
        for each in tasks.of_task(work.session, assignment.task_id)
        if each.part is not Part.LEAD
        or seen.covers(unit_ids=frozenset({each.unit_id}), origin=assignment.task.origin)
    ]
    reports = tasks.submissions(work.session, assignment_id)
    possible = _possible(work, assignment, lines, extension, reports)
    return TaskView(
        assignment=assignment,
        timing=Timing.EXCLUDED if standing is None else classify(standing, work.today),
        days_late=days_late(assignment.due_on, assignment.done_on, work.today),
        events=lines,
        others=others,
        submissions=reports,
        extension=extension,
        evidence=tasks.evidence_of(work.session, assignment_id),
        occurrences=_occurrences(work, assignment),
        plan_item=_plan_item(work, assignment),
        days_suspended=days_suspended(history, work.today),
        merged_from=tasks.merged_into(work.session, assignment_id),
        actions=frozenset(action for action, refusal in possible.items() if refusal is None),
        closed={action: refusal for action, refusal in possible.items() if refusal is not None},
    )


def _occurrences(work: Work, assignment: Assignment) -> Sequence[Occurrence]:
    if assignment.task.kind not in WITH_OCCURRENCES:
        return ()
    return tasks.occurrences(work.session, assignment.id)


def _plan_item(work: Work, assignment: Assignment) -> PlanItem | None:
    item_id = assignment.task.plan_item_id
    return None if item_id is None else papers.plan_item(work.session, item_id)


def _possible(
    work: Work,
    assignment: Assignment,
    lines: Sequence[Event],
    extension: Extension | None,
    reports: Sequence[Submission],
) -> dict[Action, Refusal | None]:
    """Return what the actor is entitled to do with an assignment, each with what stands in its way now."""
    needed = NEEDED if assignment.part is Part.LEAD else NEEDED_OF_A_SHARE
    waiting = next((each for each in reports if each.decided_at is None), None)
    possible: dict[Action, Refusal | None] = {}
    for action, permission in needed.items():
        if not is_allowed(work, assignment, permission):
            continue
        if action not in actions_from(assignment.state):
            possible[action] = Refusal(Reason.WRONG_STATE, state=assignment.state, action=action)
        else:
            reason = _reason_against(work, assignment, action, lines, extension, waiting)
            possible[action] = None if reason is None else Refusal(reason)
    return possible


def _reason_against(
    work: Work,
    assignment: Assignment,
    action: Action,
    lines: Sequence[Event],
    extension: Extension | None,
    waiting: Submission | None,
) -> Reason | None:
    """Return why an action that the state allows is not open to this actor."""
    me = work.actor.selves
    match action:
        case Action.REQUEST_EXTENSION if extension is not None:
            return Reason.EXTENSION_ALREADY_OPEN
        case Action.REQUEST_EXTENSION if assignment.due_on is None:
            return Reason.EXTENSION_WITHOUT_DEADLINE
        case Action.GRANT_EXTENSION | Action.REFUSE_EXTENSION if extension is None:
            return Reason.NO_OPEN_EXTENSION
        case Action.GRANT_EXTENSION | Action.REFUSE_EXTENSION if (
            extension and extension.asked_by_id and me & (reporters(lines, Action.REQUEST_EXTENSION))
        ):
            return Reason.OWN_REPORT
        case Action.CONFIRM | Action.SEND_BACK if (
            waiting and waiting.reported_by_id and me & reporters(lines)
        ):
            return Reason.OWN_REPORT
        case Action.REDATE if assignment.unit_id in work.actor.unit_ids:
            return Reason.OWN_UNIT
        case Action.CORRECT if not may_be_corrected(lines):
            return Reason.NOTHING_TO_CORRECT
        case Action.ATTEST if not may_be_attested(assignment.task.kind, assignment.due_on):
            return Reason.MARK_NOT_ALLOWED
        case _:
            return None
