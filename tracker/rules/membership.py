"""Which assignment stood in which bucket, and how two such lists differ: the explanation of every difference."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.rules.permissions import Origin
from tracker.rules.timeliness import Box, Timing


@dataclass(frozen=True, slots=True)
class Member:
    """One assignment that is counted: its unit and bucket on a day. `carried`: given before the period began."""

    assignment_id: int
    task_id: int
    origin: Origin
    unit_id: int
    timing: Timing
    box: Box
    due_on: dt.date | None
    judged_due_on: dt.date | None
    done_on: dt.date | None
    carried: bool

    @property
    def counts_as(self) -> tuple[object, ...]:
        """What figures are made of: bucket, what it is outside the total, unit, carried over or not."""
        outside = self.box if self.timing is Timing.EXCLUDED else None
        return self.timing, outside, self.unit_id, self.carried

    def line(self) -> str:
        """Return the member as one line of text, for the hash of a list."""
        days = (day.isoformat() if day else "" for day in (self.due_on, self.judged_due_on, self.done_on))
        parts = (self.assignment_id, self.task_id, self.origin, self.unit_id, self.timing, self.box, *days)
        return "|".join(map(str, (*parts, int(self.carried))))


@dataclass(frozen=True, slots=True)
class Change:
    """One assignment that counts otherwise in two lists; None where it is not in one of them."""

    before: Member | None
    after: Member | None

    @property
    def known(self) -> Member:
        """The member as it is known last."""
        found = self.after or self.before
        assert found is not None  # a change has a side
        return found


def digest(members: Iterable[Member]) -> str:
    """Return the hash of a list of members, in the order of their assignments (SHA-256, hexadecimal)."""
    sealed = hashlib.sha256()
    for member in members:
        sealed.update(member.line().encode() + b"\n")
    return sealed.hexdigest()


def differences(before: Iterable[Member], after: Iterable[Member]) -> list[Change]:
    """Return what counts otherwise in two lists, in the order of assignments."""
    earlier = {member.assignment_id: member for member in before}
    later = {member.assignment_id: member for member in after}
    return [
        Change(earlier.get(number), later.get(number))
        for number in sorted(earlier.keys() | later.keys())
        if number not in earlier
        or number not in later
        or earlier[number].counts_as != later[number].counts_as
    ]
