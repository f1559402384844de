"""An assignment as the raw events leave it, read without any code of the program."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tracker.core.clock import civil_day
from tracker.tasks.events import TaskEvent

AT_WORK = ("assigned", "accepted", "in_progress", "returned")
OPEN = (*AT_WORK, "submitted", "declined")


@dataclass(slots=True)
class Case:
    """One lead assignment as the events leave it on a morning."""

    number: int
    unit: int
    origin: str
    kind: str
    state: str = "draft"
    given: dt.date | None = None
    due: dt.date | None = None
    reported: dt.date | None = None
    returned: dt.date | None = None
    asked: dt.date | None = None
    shown: dt.date | None = None
    attested: tuple[dt.date, dt.date] | None = None

    def read(self, line: TaskEvent) -> None:
        """Take in one event."""
        day, action = civil_day(line.recorded_at), line.action.value
        self.state, self.due, self.unit = line.state_after.value, line.due_on, line.unit_id
        if action == "assign":
            self.given = line.effective_on
        if action == "submit":
            self.reported = day
        if action == "send_back":
            self.returned = day
        if action == "report_progress":
            self.shown = day
        if action == "attest":
            assert line.until_on is not None
            self.attested = line.effective_on, line.until_on
        self.asked = day if action == "request_extension" else self.asked
        if action in ("grant_extension", "refuse_extension", "submit") or self.state not in OPEN:
            self.asked = None
