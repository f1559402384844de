"""A unit as its name sees it, and what a phrase of assignment can turn out to mean."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class UnitKind(enum.StrEnum):
    """What a unit is; decides which collectives include it."""

    AUTHORITY = "authority"
    DEPARTMENT = "department"
    SERVICE_UNIT = "service_unit"
    ONE_STOP = "one_stop"
    OFFICE = "office"
    WARD = "ward"
    COMMUNE = "commune"
    PARTY = "party"
    EXTERNAL = "external"


COMMUNE_LEVEL = frozenset({UnitKind.WARD, UnitKind.COMMUNE})
OUTSIDE = frozenset({UnitKind.PARTY, UnitKind.EXTERNAL})
"""Bodies that the committee asks and does not assign; never counted."""


class UnitLevel(enum.StrEnum):
    """The level of government a unit belongs to."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as the resolver sees it; it exists from `valid_from` to `valid_to`, both included."""

    id: int
    code: str
    name: str
    kind: UnitKind
    level: UnitLevel = UnitLevel.DISTRICT
    aliases: tuple[str, ...] = ()
    valid_from: dt.date = dt.date.min
    valid_to: dt.date | None = None
    successors: tuple[int, ...] = ()

    def is_active(self, on: dt.date) -> bool:
        """Tell whether the unit exists on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class UnitNote(enum.StrEnum):
    """Something in a phrase of assignment that a person should know or settle."""

    GROUP = "group"
    SUBSET_UNDEFINED = "subset_undefined"
    COUNT_DIFFERS = "count_differs"
    HEAD_ADDRESSED = "head_addressed"
    SUCCESSOR_TAKEN = "successor_taken"
    NOT_ACTIVE = "not_active"
    SEVERAL_LEADS = "several_leads"
    SUPERVISOR = "supervisor"


TO_SETTLE = frozenset(
    {UnitNote.SUBSET_UNDEFINED, UnitNote.COUNT_DIFFERS, UnitNote.NOT_ACTIVE, UnitNote.SEVERAL_LEADS}
)
"""Notes after which an assignment cannot go out before somebody has chosen."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A note and the words of the phrase it is about."""

    note: UnitNote
    text: str


@dataclass(frozen=True, slots=True)
class UnknownPiece:
    """Words that name no unit; `suggestions` are units one letter or one accent away."""

    text: str
    suggestions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a phrase of assignment means on a day; unit ids in the order written."""

    leads: tuple[int, ...] = ()
    coordinating: tuple[int, ...] = ()
    monitors: tuple[int, ...] = ()
    collective: bool = False
    external: tuple[str, ...] = ()
    unknown: tuple[UnknownPiece, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is left to ask."""
        return not self.unknown and not any(remark.note in TO_SETTLE for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class FormerNames:
    """Names that units no longer have: the unit, the last civil day on which the name was its own, the name."""

    rows: tuple[tuple[int, dt.date, str], ...]

    def on(self, day: dt.date) -> dict[int, str]:
        """Return by unit the name it had on a civil day, where that is not the present one."""
        later = (row for row in sorted(self.rows, key=lambda row: row[1], reverse=True) if row[1] >= day)
        return {unit_id: name for unit_id, _, name in later}
