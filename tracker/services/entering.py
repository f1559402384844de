"""Entering a directive by hand: which units its words mean on its day, and what must be asked first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.models.unit import Unit
from tracker.rules.unit_names import OUTSIDE, TO_SETTLE, Remark, Resolution
from tracker.services.naming import UnitBook
from tracker.store import units
from tracker.transaction import Work


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that name no unit, and the units they may have meant."""

    text: str
    suggestions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Named:
    """What a field of unit names means: its units, what is unclear, and what a person should know."""

    leads: Sequence[Unit]
    coordinating: Sequence[Unit]
    unclear: Sequence[Unclear]
    remarks: Sequence[Remark]
    is_collective: bool = False

    @property
    def open_remarks(self) -> list[Remark]:
        """Remarks after which nothing can go out before somebody has chosen."""
        return [remark for remark in self.remarks if remark.note in TO_SETTLE]


def choices(work: Work, day: dt.date) -> list[Unit]:
    """Return the units that can be given a directive of a civil day, in the order of the office."""
    return [unit for unit in units.existing(work.session, day) if unit.kind not in OUTSIDE]


def named(book: UnitBook, text: str, day: dt.date) -> Named:
    """Return what a typed field of unit names means on the day of the paper."""
    if not text:
        return Named((), (), (), ())
    found = book.resolve(text, day)
    return Named(
        leads=book.units(found.leads),
        coordinating=book.units(found.coordinating),
        unclear=_unclear(book, found),
        remarks=found.remarks,
        is_collective=found.collective,
    )


def together(*groups: Sequence[Unit]) -> list[Unit]:
    """Return the units of several answers, each once, in the order of the office."""
    once = {unit.id: unit for group in groups for unit in group}
    return sorted(once.values(), key=lambda unit: (unit.position, unit.sort_key, unit.id))


def _unclear(book: UnitBook, found: Resolution) -> list[Unclear]:
    unknown = [
        Unclear(piece.text, [unit.name for unit in book.units(piece.suggestions)]) for piece in found.unknown
    ]
    return [*unknown, *(Unclear(name, ()) for name in found.external)]
