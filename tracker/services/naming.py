"""Units as papers name them, resolved against the units of this authority."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.models.unit import Unit
from tracker.rules.unit_names import Resolution, UnitName
from tracker.rules.units import resolve
from tracker.store import units


@dataclass(frozen=True, slots=True)
class UnitBook:
    """All units, by id and as names; asked once for a whole file."""

    by_id: dict[int, Unit]
    names: tuple[UnitName, ...]

    @classmethod
    def of(cls, session: Session) -> UnitBook:
        """Open the book of this authority."""
        known = units.listed(session)
        successors: dict[int, list[int]] = {}
        for line in units.lineage(session):
            if line.to_unit_id is not None:
                successors.setdefault(line.from_unit_id, []).append(line.to_unit_id)
        return cls(
            {unit.id: unit for unit in known},
            tuple(_name(unit, tuple(successors.get(unit.id, ()))) for unit in known),
        )

    def resolve(self, text: str, on: dt.date) -> Resolution:
        """Return what a phrase of assignment means on a civil day."""
        return resolve(text, self.names, on)

    def units(self, unit_ids: Iterable[int]) -> list[Unit]:
        """Return units by id, in the order given."""
        return [self.by_id[unit_id] for unit_id in unit_ids]


def _name(unit: Unit, successors: tuple[int, ...]) -> UnitName:
    return UnitName(
        id=unit.id,
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        level=unit.level,
        aliases=tuple(unit.aliases),
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        successors=successors,
    )
