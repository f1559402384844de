"""Which units exist on a day, and which of them a phrase of assignment means.

«UBND các xã, phường» is fifteen units on 22/12/2020 and nine on 08/7/2021; «Hương Văn» and
«Hương Vân» are two wards, so a name one letter off is asked about and never taken silently.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tracker.rules.unit_grammar.assignment import resolve_assignment
from tracker.rules.unit_names import (
    COMMUNE_LEVEL,
    OUTSIDE,
    TO_SETTLE,
    Remark,
    Resolution,
    UnitKind,
    UnitLevel,
    UnitName,
    UnitNote,
    UnknownPiece,
)

__all__ = [
    "COMMUNE_LEVEL",
    "OUTSIDE",
    "TO_SETTLE",
    "Remark",
    "Resolution",
    "UnitKind",
    "UnitLevel",
    "UnitName",
    "UnitNote",
    "UnknownPiece",
    "active_units",
    "resolve",
]


def active_units(units: Iterable[UnitName], on: dt.date) -> tuple[UnitName, ...]:
    """Return the units that exist on a day, in their given order."""
    return tuple(unit for unit in units if unit.is_active(on))


def resolve(text: str, units: Iterable[UnitName], on: dt.date) -> Resolution:
    """Return which units `text` names on the day `on`; refuses nothing, asks about the rest."""
    return resolve_assignment(text, tuple(units), on)
