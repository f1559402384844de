"""One task's page: everything an entitled person sees of it, in one answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.models.event import Event
from tracker.models.plan import PlanItem
from tracker.models.submission import Evidence, Extension, Submission
from tracker.models.tag import Tag
from tracker.models.task import Assignment, Occurrence, Part
from tracker.rules.history import days_suspended, on_day, replay
from tracker.rules.lifecycle import AT_WORK, Action, AssignmentState, actions_from
from tracker.rules.occurrences import (
    WITH_OCCURRENCES,
    OccurrenceStanding,
    OccurrenceTally,
    is_settled,
    standing_of,
    tally_of,
)
from tracker.rules.permissions import NEEDED, NEEDED_OF_A_SHARE, Permission, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.timeliness import Timing, classify, days_late
from tracker.services.requirements import RequiredFigures, get_required_figures
from tracker.services.tasks.pausing import earlier_day_asked
from tracker.services.tasks.reasons import ABOUT_OCCURRENCES, reason_against, reason_of_occurrences
from tracker.services.tasks.taking import is_allowed
from tracker.store import belongings, events, papers, tags, tasks
from tracker.transaction import Work


@dataclass(frozen=True, slots=True)
class TaskView:
    """An assignment with its diary, the other units of its task, and what the viewer may do now.

    `closed` holds what the viewer is entitled to do and cannot do at present, with the reason. `days_suspended` are
    the civil days on which the work stood still; `figures` is what a request for figures lacks; `today` is the
    civil day of this look.
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
    tags: Sequence[Tag]
    has_comments: bool
    figures: RequiredFigures | None
    today: dt.date
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
    def settled(self) -> list[tuple[Occurrence, OccurrenceStanding]]:
        """The occurrences with where each stands today."""
        return [(each, standing_of(each, self.today)) for each in self.occurrences]

    @property
    def occurrence_tally(self) -> OccurrenceTally:
        """How many occurrences were on time, are late, are not due yet, were skipped."""
        return tally_of(self.occurrences, self.today)

    @property
    def has_late_report(self) -> bool:
        """Tell whether an occurrence waits that was reported long after the day it claims."""
        return any(each.late_report and not is_settled(each) for each in self.occurrences)

    @property
    def times_urged(self) -> int:
        """How often the unit was urged."""
        return sum(each.action is Action.URGE for each in self.events)

    @property
    def last_urged(self) -> Event | None:
        """The latest urging."""
        return next((each for each in reversed(self.events) if each.action is Action.URGE), None)

    @property
    def is_opening_balance(self) -> bool:
        """Tell whether it was taken over as done before this program was used."""
        return any(
            each.action is Action.CONFIRM and each.details.get("opening_balance") for each in self.events
        )

    @property
    def suspension_asked_from(self) -> dt.date | None:
        """The earlier day from which a suspension is to count, while it waits for a second person."""
        asked = earlier_day_asked(self.events)
        return None if asked is None else dt.date.fromisoformat(asked.details["asked_from"])

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
    has = belongings.of(work.session, assignment_id)
    extension = tasks.open_extension(work.session, assignment_id) if has.extension else None
    others = [
        each
        for each in tasks.of_task(work.session, assignment.task_id)
        if each.part is not Part.LEAD
        or seen.covers(unit_ids=frozenset({each.unit_id}), origin=assignment.task.origin)
    ]
    reports = tasks.submissions(work.session, assignment_id) if has.submissions else ()
    occurrences = _occurrences(work, assignment)
    figures = get_required_figures(work, assignment) if has.figures else None
    possible = _possible(work, assignment, lines, extension, reports, occurrences)
    possible |= _waiting_for_figures(possible, figures)
    return TaskView(
        assignment=assignment,
        timing=Timing.EXCLUDED if standing is None else classify(standing, work.today),
        days_late=days_late(assignment.due_on, assignment.done_on, work.today),
        events=lines,
        others=others,
        submissions=reports,
        extension=extension,
        evidence=tasks.evidence_of(work.session, assignment_id) if has.evidence else (),
        occurrences=occurrences,
        plan_item=_plan_item(work, assignment),
        days_suspended=days_suspended(history, work.today),
        merged_from=tasks.merged_into(work.session, assignment_id) if has.merged else (),
        tags=tags.of_assignment(work.session, assignment_id) if has.tags else (),
        has_comments=has.comments,
        figures=figures,
        today=work.today,
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
    occurrences: Sequence[Occurrence],
) -> dict[Action, Refusal | None]:
    """Return what the actor is entitled to do with an assignment, each with what stands in its way now."""
    needed = NEEDED if assignment.part is Part.LEAD else NEEDED_OF_A_SHARE
    waiting = next((each for each in reports if each.decided_at is None), None)
    possible: dict[Action, Refusal | None] = {}
    is_stopped = assignment.state is AssignmentState.SUSPENDED
    for action, permission in needed.items():
        if action is Action.COMPLETE or (action in ABOUT_OCCURRENCES and not occurrences):
            continue
        if action is Action.SUSPEND and is_stopped and earlier_day_asked(lines) is None:
            continue
        if not is_allowed(work, assignment, permission):
            continue
        if action not in actions_from(assignment.state):
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
    said = {Action.SUBMIT: Reason.FIGURES_OWED, Action.CONFIRM: Reason.FIGURES_MISSING}
    return {
        action: Refusal(reason, codes=figures.codes)
        for action, reason in said.items()
        if action in possible and possible[action] is None
    }
