"""Open work that nobody can go on with: its unit has ended, or the person who has it in hand has no access."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.models.task import Assignment
from tracker.rules.permissions import Permission, require
from tracker.store import orphans as store
from tracker.transaction import Work


@dataclass(frozen=True, slots=True)
class Orphans:
    """`of_units`: open assignments of ended units; `of_people`: of people without an account or a post there."""

    of_units: Sequence[Assignment]
    of_people: Sequence[Assignment]

    def __len__(self) -> int:
        return len(self.of_units) + len(self.of_people)


def found(work: Work) -> Orphans:
    """Return the orphans of today, leads and coordinating shares, in the order of their units."""
    require(work.actor, Permission.UNIT_REORGANISE)
    return Orphans(
        of_units=store.of_ended_units(work.session, work.today),
        of_people=store.of_people_without_access(work.session, work.today),
    )
