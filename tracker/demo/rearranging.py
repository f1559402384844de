"""How the town was rearranged in 2021: six wards left, the inspection plan shrank, a department was to be dissolved.

What the six still had in hand, shares in which they coordinated, went along with them. No published figure moves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.clock import at
from tracker.demo.people import Cast
from tracker.demo.playing import Scene
from tracker.demo.year import leads
from tracker.documents.unit_table import UnitRow
from tracker.models.unit import LineageKind, Unit
from tracker.services import reorganising
from tracker.services.reorganising import Change, Paper
from tracker.services.scoping import change_scope
from tracker.store import units
from tracker.transaction import Work

LEAVING = ("HUONGAN", "HUONGHO", "HUONGTHO", "HUONGPHONG", "HUONGVINH", "HAIDUONG")
LEFT_ON = dt.date(2021, 7, 1)
LEFT_TO = "UBND thành phố Huế"
RESOLUTION = Paper("1264/NQ-UBTVQH14", dt.date(2021, 4, 27), "Ủy ban Thường vụ Quốc hội")

DISSOLVED, SUCCESSOR = "YT", "VP"
DISSOLVED_ON = dt.date(2021, 11, 11)
DISSOLUTION = Paper("58/NQ-HĐND", dt.date(2021, 10, 28), "HĐND thị xã Hương Trà")
"""The report of 22/11/2021 tells of the dissolution, and still counts 12 agencies on 10/11: the day after is the first
it can have been. Day and number are invented; a visitor of the demonstration carries it out, or not."""

INSPECTION = "5"
"""The item of the plan on inspections: 6 departments and 6 wards or communes, of which two are no more (K02)."""

TWO_LEFT = (
    "Kiểm tra 10 đơn vị thay vì 12 (4 xã, phường thay vì 6): UBND xã Hương Phong, UBND xã Hải Dương "
    "chuyển về thành phố Huế trước khi được kiểm tra."
)


def as_of_old(rows: Iterable[UnitRow]) -> tuple[UnitRow, ...]:
    """Return the units as one knew them in 2020: what ends in 2021 has no end yet."""
    ends = {*LEAVING, DISSOLVED}
    return tuple(replace(row, valid_to=None, successor="") if row.code in ends else row for row in rows)


def scenes_of_rearranging(cast: Cast) -> Iterator[Scene]:
    """Let the coordinator carry out the changes of the year, each as one guided act on its day."""
    coordinator = cast.by_login["noivu"]
    yield Scene(at(LEFT_ON, 8), coordinator, six_wards_leave)
    yield Scene(at(LEFT_ON, 9), coordinator, _two_inspections_fall_away)


def six_wards_leave(work: Work) -> None:
    """Let the six wards leave, with all they have in hand."""
    leaving = tuple(_unit(work, code).id for code in LEAVING)
    reorganising.carry_out(work, Change(LineageKind.MOVED, LEFT_ON, RESOLUTION, leaving, to_name=LEFT_TO))


def _two_inspections_fall_away(work: Work) -> None:
    for assignment in leads(work, LEFT_ON.year, INSPECTION):
        change_scope(work, assignment.id, before=12, after=10, note=TWO_LEFT, document=str(RESOLUTION))


def health_joins_the_office(work: Work) -> None:
    """Dissolve the department of health: the office does its work from then on (K03)."""
    asked = Change(
        LineageKind.DISSOLVED,
        DISSOLVED_ON,
        DISSOLUTION,
        (_unit(work, DISSOLVED).id,),
        (_unit(work, SUCCESSOR).id,),
    )
    reorganising.carry_out(work, asked)


def _unit(work: Work, code: str) -> Unit:
    unit = units.by_code(work.session, code)
    assert unit is not None  # it stands in the list of units
    return unit
