"""The «6 clear» of a task as handed out: person, work, time, responsibility, product, authority.

Source: the six points by which the office looks a task through before it goes out. What is missing is told
and never in the way: the paper may be right to leave it out.

A directive given to several units: when it is closed, and who of them was late or is missing.

It is closed once no unit has anything left to do: done, or taken out of the count. It was closed on the day the last
unit finished (counting rule 7: one directive, one assignment to a unit).
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.core.text import fold_accents
from tracker.law.timing import DONE_TIMINGS, Timing

FEWEST_WORDS = 4
"""Words of a content that says what is to be done."""


class ClearPoint(enum.StrEnum):
    """One of the six points that should be clear."""

    PERSON = "person"
    WORK = "work"
    TIME = "time"
    RESPONSIBILITY = "responsibility"
    PRODUCT = "product"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class TaskStatement:
    """What a task states: its words, how many units lead it and whether as one group, its day, its leader."""

    content: str
    leads: int
    is_collective: bool
    has_deadline: bool
    leader: str


_PRODUCT = re.compile(
    r"\b(?:bao cao|ke hoach|danh sach|to trinh|quyet dinh|bien ban|cong van|thong bao|de an|phuong an"
    r"|quy che|quy trinh|quy dinh|chuong trinh|du thao|ho so|tai lieu|bang tong hop|chi thi|huong dan)\b"
    r"(?! so \d| \d+/)"
)
"""Folded names of products; one followed by its number is a paper that exists already."""


def list_unclear_points(stated: TaskStatement) -> tuple[ClearPoint, ...]:
    """Return the points that are not clear, in their usual order.

    Several units that are no group leave open who answers for the whole; without any unit only the person is
    missing.
    """
    checks = {
        ClearPoint.PERSON: stated.leads > 0,
        ClearPoint.WORK: len(stated.content.split()) >= FEWEST_WORDS,
        ClearPoint.TIME: stated.has_deadline,
        ClearPoint.RESPONSIBILITY: stated.leads <= 1 or stated.is_collective,
        ClearPoint.PRODUCT: _PRODUCT.search(fold_accents(stated.content)) is not None,
        ClearPoint.AUTHORITY: bool(stated.leader.strip()),
    }
    return tuple(point for point, is_clear in checks.items() if not is_clear)


@dataclass(frozen=True, slots=True)
class UnitShare:
    """One unit's part: its name, where it stands, the civil day it finished."""

    unit: str
    timing: Timing
    done_on: dt.date | None


@dataclass(frozen=True, slots=True)
class DirectiveSummary:
    """Where a directive stands as a whole; names are those of units, in the order of the office."""

    total: int
    done: int
    late: Sequence[str]
    overdue: Sequence[str]
    in_time: Sequence[str]
    suspended: Sequence[str]
    closed_on: dt.date | None

    @property
    def missing(self) -> list[str]:
        """Who has not finished, the overdue ones first."""
        return [*self.overdue, *self.in_time, *self.suspended]


def summarise_shares(shares: Iterable[UnitShare]) -> DirectiveSummary:
    """Return where a directive stands; what stands outside the total is left out."""
    counted = [each for each in shares if each.timing is not Timing.EXCLUDED]

    def named(*timings: Timing) -> list[str]:
        return [each.unit for each in counted if each.timing in timings]

    done = [each for each in counted if each.timing in DONE_TIMINGS]
    days = [each.done_on for each in done if each.done_on is not None]
    is_closed = bool(counted) and len(done) == len(counted)
    return DirectiveSummary(
        total=len(counted),
        done=len(done),
        late=named(Timing.DONE_LATE),
        overdue=named(Timing.OPEN_OVERDUE),
        in_time=named(Timing.OPEN_IN_TIME, Timing.OPEN_NO_DEADLINE),
        suspended=named(Timing.SUSPENDED),
        closed_on=max(days, default=None) if is_closed else None,
    )
