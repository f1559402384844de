"""One task's page: everything an entitled person sees of it, in one answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.models.event import Event
from tracker.models.plan import PlanItem
from tracker.models.submission import Evidence, Extension, Submission
from tracker.models.task import Assignment, Occurrence, Part
from tracker.rules.attesting import may_be_attested
from tracker.rules.deputising import reporters
from tracker.rules.history import on_day, replay
from tracker.rules.lifecycle import Action, actions_from
from tracker.rules.permissions import Permission, may, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.terms import TermKind
from tracker.rules.timeliness import Timing, classify, days_late
from tracker.store import events, papers, tasks
from tracker.transaction import Work

NEEDED: dict[Action, Permission] = {
    Action.ACCEPT: Permission.TASK_ACCEPT,
    Action.REPORT_PROGRESS: Permission.TASK_PROGRESS,
    Action.SUBMIT: Permission.TASK_SUBMIT,
    Action.CONFIRM: Permission.TASK_CONFIRM,
    Action.SEND_BACK: Permission.TASK_CONFIRM,
    Action.ATTEST: Permission.TASK_ATTEST,
    Action.REQUEST_EXTENSION: Permission.EXTENSION_REQUEST,
    Action.GRANT_EXTENSION: Permission.EXTENSION_DECIDE,
    Action.REFUSE_EXTENSION: Permission.EXTENSION_DECIDE,
    Action.WITHDRAW: Permission.TASK_WITHDRAW,
}
"""The permission each action on the page asks for."""

WITH_OCCURRENCES = frozenset({TermKind.RECURRING, TermKind.COMPOSITE})
"""Kinds of term with several due days."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """An assignment with its diary, the other units of its task, and what the viewer may do now."""

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
    actions: frozenset[Action]

    @property
    def coordinating(self) -> list[Assignment]:
        """The units that coordinate."""
        return [each for each in self.others if each.part is Part.COORDINATING]

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
    standing = on_day(replay(events.entry(line) for line in lines), work.today)
    extension = tasks.open_extension(work.session, assignment_id)
    others = [
        each
        for each in tasks.of_task(work.session, assignment.task_id)
        if each.part is not Part.LEAD
        or seen.covers(unit_ids=frozenset({each.unit_id}), origin=assignment.task.origin)
    ]
    reports = tasks.submissions(work.session, assignment_id)
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
        actions=_open_to(work, assignment, extension, reports, lines),
    )


def _occurrences(work: Work, assignment: Assignment) -> Sequence[Occurrence]:
    if assignment.task.kind not in WITH_OCCURRENCES:
        return ()
    return tasks.occurrences(work.session, assignment.id)


def _plan_item(work: Work, assignment: Assignment) -> PlanItem | None:
    item_id = assignment.task.plan_item_id
    return None if item_id is None else papers.plan_item(work.session, item_id)


def _open_to(
    work: Work,
    assignment: Assignment,
    extension: Extension | None,
    reports: Sequence[Submission],
    lines: Sequence[Event],
) -> frozenset[Action]:
    """Return the actions that state, permission and the four-eyes rule leave to this actor."""
    own = next((each for each in reports if each.decided_at is None), None)
    is_known = own is not None and own.reported_by_id is not None
    reported_by_me = is_known and bool(reporters(lines) & work.actor.selves)
    possible: set[Action] = set()
    for action in actions_from(assignment.state):
        needed = NEEDED.get(action)
        if needed is None or not may(
            work.actor, needed, unit_id=assignment.unit_id, origin=assignment.task.origin
        ):
            continue
        if action in (Action.GRANT_EXTENSION, Action.REFUSE_EXTENSION) and extension is None:
            continue
        if action is Action.REQUEST_EXTENSION and (extension is not None or assignment.due_on is None):
            continue
        if action in (Action.CONFIRM, Action.SEND_BACK) and reported_by_me:
            continue
        if action is Action.ATTEST and not may_be_attested(assignment.task.kind, assignment.due_on):
            continue
        possible.add(action)
    return frozenset(possible)
