"""Why an action that the state allows is not open to somebody now."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.models.event import Event
from tracker.models.submission import Extension, Submission
from tracker.models.task import Assignment, Occurrence, Part
from tracker.rules.attesting import may_be_attested
from tracker.rules.deputising import acting_for, decides_for_own_unit, reporters
from tracker.rules.lifecycle import Action, AssignmentState
from tracker.rules.occurrences import is_settled
from tracker.rules.refusals import Reason
from tracker.services.tasks.correcting import may_be_corrected
from tracker.services.tasks.taking import is_own_unit
from tracker.services.tasks.urging import was_urged_today
from tracker.transaction import Work

ABOUT_OCCURRENCES = frozenset(
    {
        Action.REPORT_OCCURRENCE,
        Action.ACCEPT_OCCURRENCE,
        Action.RETURN_OCCURRENCE,
        Action.SKIP_OCCURRENCE,
        Action.PAUSE_OCCURRENCES,
        Action.END_OCCURRENCES,
    }
)
"""What is done with a single occurrence; not spoken of where a duty has none."""

ABOUT_A_REPORT = frozenset({Action.ACCEPT_OCCURRENCE, Action.RETURN_OCCURRENCE})


def reason_against(
    work: Work,
    assignment: Assignment,
    action: Action,
    lines: Sequence[Event],
    extension: Extension | None,
    waiting: Submission | None,
) -> Reason | None:
    """Return why an action that the state allows is not open to this actor."""
    me = work.actor.selves
    principal_id = acting_for(work.actor, action, unit_id=assignment.unit_id, origin=assignment.task.origin)
    if decides_for_own_unit(work.actor, action, principal_id, assignment.unit_id):
        return Reason.OWN_UNIT
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
        case Action.SUSPEND if assignment.state is AssignmentState.SUSPENDED and me & reporters(
            lines, Action.SUSPEND
        ):
            return Reason.OWN_REPORT
        case Action.CONFIRM | Action.ATTEST | Action.ACCEPT_OCCURRENCE if (
            assignment.part is Part.LEAD
            and is_own_unit(work, assignment, action, reporters(lines) if waiting else frozenset())
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
    if action in ABOUT_A_REPORT:
        return None if waiting else Reason.OCCURRENCE_NOT_REPORTED
    if action in ABOUT_OCCURRENCES and len(due) == len(waiting):
        return Reason.NO_OCCURRENCE_THERE
    return None
