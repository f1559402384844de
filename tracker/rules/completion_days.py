"""The earliest day on which work can have been finished: one rule for tasks and for occurrences (K23, K24).

Forms, other programs, the command line and registers ask it through `services.tasks.taking`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tracker.rules.history import Entry
from tracker.rules.lifecycle import Action

_TAKEN_IN_HAND = frozenset(
    {Action.ASSIGN, Action.REASSIGN, Action.REFUSE_DECLINE, Action.RESUME, Action.REOPEN, Action.SEND_BACK}
)
"""Lines with which the work begins, or begins anew: nothing can have been finished before the last of them."""


def in_hand_since(
    entries: Iterable[Entry], *, upholding: bool = False, occurrence: int | None = None
) -> dt.date | None:
    """Return the earliest civil day on which the work, as it was last taken in hand, can have been finished.

    A report sent back was not a finish (K23), nor was one given back because its unit went over into another; with
    `upholding`, the confirmer lets the first report stand after all. Of an `occurrence`, its own returns count too.
    """
    begins = _TAKEN_IN_HAND - {Action.SEND_BACK, Action.REASSIGN} if upholding else _TAKEN_IN_HAND
    days = [
        entry.effective_on
        for entry in entries
        if entry.action in begins
        or (
            entry.action is Action.RETURN_OCCURRENCE
            and occurrence is not None
            and entry.occurrence == occurrence
        )
    ]
    return max(days, default=None)
