"""The states of an assignment and what is done to it; which action leads from which state to which is said by its row
in `tracker.tasks.verbs`.

Source: the states and events of follow-up practice (Decision 42/2014/QĐ-TTg and the provincial rules modelled
on it). Timing (early, late, overdue…) is never a state: see `tracker.law.timing`.

Opening balances: work that was done before an installation was used, taken over as its papers show it.

Source: whoever enters a completion does not confirm it; a new installation takes over completions that others confirmed
on paper long before, and says so beside every figure. See `docs/decisions/0027-opening-balances.md`.
"""

from __future__ import annotations

import datetime as dt
import enum


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


S = AssignmentState

AT_WORK = (S.ASSIGNED, S.ACCEPTED, S.IN_PROGRESS, S.RETURNED)
"""States in which the lead unit works on the assignment."""

OPEN_STATES = (*AT_WORK, S.SUBMITTED, S.DECLINED)
"""States that count as not finished; waiting for confirmation still counts as open."""

STATES_OUTSIDE_TOTAL = (S.WITHDRAWN, S.CANCELLED, S.TRANSFERRED, S.MERGED)
"""States outside every total, listed apart (counting rule 5)."""


def is_opening_balance(done_on: dt.date, confirmed_on: dt.date | None, *, opened_on: dt.date, is_new: bool) -> bool:
    """Tell whether a completion that a register shows as confirmed may be taken over as confirmed.

    `is_new`: the same import gives the work, so it had no earlier life here. `opened_on` is the civil day of the first
    line of the event log: what was finished or confirmed later happened while the program was in use.
    """
    return is_new and confirmed_on is not None and max(done_on, confirmed_on) <= opened_on
