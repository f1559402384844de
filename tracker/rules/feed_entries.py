"""What a calendar program is shown of an assignment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tracker.rules.lifecycle import OPEN, AssignmentState


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One deadline in a calendar. `version` and `changed_at` move with every change of the assignment."""

    assignment_id: int
    title: str
    code: str
    unit_name: str
    state: AssignmentState
    due_on: dt.date
    version: int
    changed_at: dt.datetime

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is left to do: such an entry is cancelled, so that programs take it out."""
        return self.state not in OPEN
