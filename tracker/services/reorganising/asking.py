"""What is asked for: what happens to which units, from which day, by which paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.models.unit import LineageKind
from tracker.rules.unit_names import UnitKind

NEW = 0
"""The key of the unit that the change itself opens, as long as it has no number."""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that the change opens."""

    code: str
    name: str
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class Paper:
    """The decision a change rests on."""

    reference: str
    issued_on: dt.date
    issuer: str = ""

    def __str__(self) -> str:
        return f"{self.reference}, {self.issued_on:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of organisation: from the civil day `on` the units `unit_ids` are no longer what they were.

    `successor_ids` take their work over, together with `new_unit` if one is opened; `to_name` is the body outside
    that takes it (MOVED), or the new name (RENAMED).
    """

    kind: LineageKind
    on: dt.date
    paper: Paper
    unit_ids: tuple[int, ...] = ()
    successor_ids: tuple[int, ...] = ()
    new_unit: NewUnit | None = None
    to_name: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person decides after seeing what moves.

    `shares`: by assignment the successor that goes on with it, where there are several. `posts`: by post the
    successor its holder goes to, None to end it; a post not named goes to the first successor. `keep_both`: where
    a successor has the same task already, keep two shares instead of merging them (K04).
    """

    shares: Mapping[int, int] = field(default_factory=dict)
    posts: Mapping[int, int | None] = field(default_factory=dict)
    keep_both: bool = False
