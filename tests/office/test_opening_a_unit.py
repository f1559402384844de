"""A unit that is opened is there from its day on."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from tests.reorganisation.test_reorganising import DAY, PAPER, carry_out
from tests.support.builders import a_unit
from tracker.core.clock import ManualClock
from tracker.office import units
from tracker.office.models import LineageKind
from tracker.office.name_reader import UnitKind
from tracker.reorganisation.request import NEW_UNIT_KEY, NewUnit, ReorganisationRequest


def test_a_unit_opened_later_is_not_among_those_of_an_earlier_day(session: Session, clock: ManualClock) -> None:
    """K06: «các xã, phường» of a day are the units of that day."""
    a_unit(session)
    new = NewUnit("MOI", "UBND phường Mới", UnitKind.WARD)

    outcome = carry_out(session, clock, ReorganisationRequest(LineageKind.OPENED, DAY, PAPER, new_unit=new))

    there = [len(units.list_existing_units(session, day)) for day in (DAY - dt.timedelta(days=1), DAY)]
    assert there == [1, 2]
    [line] = units.list_unit_lineage(session)
    assert (line.kind, line.to_unit_id) == (LineageKind.OPENED, outcome.new_unit_id)
    assert NEW_UNIT_KEY not in {line.from_unit_id}
