"""The life of an assignment as a table: which action leads from which state to which.

Source: the states and events of follow-up practice (Decision 42/2014/QĐ-TTg and the provincial rules modelled
on it). Timing (early, late, overdue…) is never a state: see `timeliness`.

Opening balances: work that was done before an installation was used, taken over as its papers show it.

Source: whoever enters a completion does not confirm it; a new installation takes over completions that others confirmed
on paper long before, and says so beside every figure. See `docs/decisions/0027-opening-balances.md`.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tracker.core.refusals import Reason, Refusal


class AssignmentState(enum.StrEnum):
    """The state of an assignment."""

    DRAFT = "draft"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DECLINED = "declined"
    SUSPENDED = "suspended"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    TRANSFERRED = "transferred"
    MERGED = "merged"


class Action(enum.StrEnum):
    """What somebody does to an assignment; each is one event."""

    ASSIGN = "assign"
    ACCEPT = "accept"
    DECLINE = "decline"
    REFUSE_DECLINE = "refuse_decline"
    REASSIGN = "reassign"
    ENTRUST = "entrust"
    DIVIDE = "divide"
    REPORT_PROGRESS = "report_progress"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    SEND_BACK = "send_back"
    REQUEST_EXTENSION = "request_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    SET_DEADLINE = "set_deadline"
    DEMAND_EVIDENCE = "demand_evidence"
    CORRECT = "correct"
    REDATE = "redate"
    ATTEST = "attest"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    TRANSFER = "transfer"
    MERGE = "merge"
    REOPEN = "reopen"
    REPORT_OCCURRENCE = "report_occurrence"
    ACCEPT_OCCURRENCE = "accept_occurrence"
    RETURN_OCCURRENCE = "return_occurrence"
    SKIP_OCCURRENCE = "skip_occurrence"
    PAUSE_OCCURRENCES = "pause_occurrences"
    END_OCCURRENCES = "end_occurrences"
    COMPLETE = "complete"
    URGE = "urge"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Step:
    """One legal move; `to` is None when the state stays as it is."""

    to: AssignmentState | None
    needs_note: bool = False
    needs_document: bool = False


S, A = AssignmentState, Action

AT_WORK = (S.ASSIGNED, S.ACCEPTED, S.IN_PROGRESS, S.RETURNED)
"""States in which the lead unit works on the assignment."""

OPEN_STATES = (*AT_WORK, S.SUBMITTED, S.DECLINED)
"""States that count as not finished; waiting for confirmation still counts as open."""

STATES_OUTSIDE_TOTAL = (S.WITHDRAWN, S.CANCELLED, S.TRANSFERRED, S.MERGED)
"""States outside every total, listed apart (counting rule 5)."""


def _table() -> Mapping[tuple[AssignmentState, Action], Step]:
    steps: dict[tuple[AssignmentState, Action], Step] = {
        (S.DRAFT, A.ASSIGN): Step(S.ASSIGNED),
        (S.ASSIGNED, A.ACCEPT): Step(S.ACCEPTED),
        (S.ASSIGNED, A.DECLINE): Step(S.DECLINED, needs_note=True),
        (S.ACCEPTED, A.DECLINE): Step(S.DECLINED, needs_note=True),
        (S.DECLINED, A.REFUSE_DECLINE): Step(S.ASSIGNED, needs_note=True),
        (S.SUBMITTED, A.CONFIRM): Step(S.DONE),
        (S.SUBMITTED, A.SEND_BACK): Step(S.RETURNED, needs_note=True),
        (S.SUSPENDED, A.RESUME): Step(S.IN_PROGRESS),
        (S.SUSPENDED, A.SUSPEND): Step(None, needs_note=True, needs_document=True),
        (S.DONE, A.REOPEN): Step(S.IN_PROGRESS, needs_note=True),
        (S.SUSPENDED, A.REASSIGN): Step(None, needs_note=True),
        (S.DONE, A.REDATE): Step(None, needs_note=True),
    }
    for state in AssignmentState:
        if state is not S.DRAFT:
            steps[state, A.CORRECT] = Step(None)
            steps[state, A.TAG] = Step(None)
    for state in AT_WORK:
        steps[state, A.REPORT_PROGRESS] = Step(S.IN_PROGRESS)
        steps[state, A.SUBMIT] = Step(S.SUBMITTED)
        steps[state, A.REQUEST_EXTENSION] = Step(None, needs_note=True)
        steps[state, A.GRANT_EXTENSION] = Step(None)
        steps[state, A.REFUSE_EXTENSION] = Step(None, needs_note=True)
        steps[state, A.ENTRUST] = Step(None)
        steps[state, A.DIVIDE] = Step(None)
        steps[state, A.SUSPEND] = Step(S.SUSPENDED, needs_note=True, needs_document=True)
        steps[state, A.REPORT_OCCURRENCE] = Step(S.IN_PROGRESS)
        steps[state, A.ACCEPT_OCCURRENCE] = Step(None)
        steps[state, A.RETURN_OCCURRENCE] = Step(None, needs_note=True)
        steps[state, A.SKIP_OCCURRENCE] = Step(None, needs_note=True)
        steps[state, A.PAUSE_OCCURRENCES] = Step(None, needs_note=True)
        steps[state, A.END_OCCURRENCES] = Step(None, needs_note=True)
        steps[state, A.COMPLETE] = Step(S.DONE)
    for state in OPEN_STATES:
        steps[state, A.REASSIGN] = Step(S.ASSIGNED, needs_note=True)
        steps[state, A.SET_DEADLINE] = Step(None, needs_note=True)
        steps[state, A.DEMAND_EVIDENCE] = Step(None)
        steps[state, A.ATTEST] = Step(None)
        steps[state, A.URGE] = Step(None)
    for state in (*OPEN_STATES, S.SUSPENDED):
        steps[state, A.WITHDRAW] = Step(S.WITHDRAWN, needs_note=True)
        steps[state, A.CANCEL] = Step(S.CANCELLED, needs_note=True, needs_document=True)
        steps[state, A.TRANSFER] = Step(S.TRANSFERRED, needs_note=True)
        steps[state, A.MERGE] = Step(S.MERGED, needs_note=True)
    return MappingProxyType(steps)


STEPS = _table()


def get_lifecycle_step(state: AssignmentState, action: Action, *, note: str = "", document: str = "") -> Step:
    """Return the move `action` makes from `state`, or refuse.

    Raises `Refusal` WRONG_STATE, NOTE_MISSING (field `note`) or DOCUMENT_MISSING (field `document`).
    """
    move = STEPS.get((state, action))
    if move is None:
        raise Refusal(Reason.WRONG_STATE, state=state, action=action)
    if move.needs_note and not note.strip():
        raise Refusal(Reason.NOTE_MISSING, field="note", action=action)
    if move.needs_document and not document.strip():
        raise Refusal(Reason.DOCUMENT_MISSING, field="document", action=action)
    return move


def actions_from(state: AssignmentState) -> frozenset[Action]:
    """Return the actions that are legal from `state`, whoever asks."""
    return frozenset(action for known, action in STEPS if known is state)


def is_opening_balance(done_on: dt.date, confirmed_on: dt.date | None, *, opened_on: dt.date, is_new: bool) -> bool:
    """Tell whether a completion that a register shows as confirmed may be taken over as confirmed.

    `is_new`: the same import gives the work, so it had no earlier life here. `opened_on` is the civil day of the first
    line of the event log: what was finished or confirmed later happened while the program was in use.
    """
    return is_new and confirmed_on is not None and max(done_on, confirmed_on) <= opened_on
