"""A unit's name is that of the day: figures, lists and event lines of a past day go on saying what it was called."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tracker.clock import HandClock, at
from tracker.models.unit import LineageKind, Unit
from tracker.rules.permissions import Role, Scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.selecting import Cut, Selection
from tracker.rules.unit_names import UnitKind
from tracker.services import reorganising, statistics, units, verifying
from tracker.services.machine import COMMAND_LINE
from tracker.services.reorganising import Change, NewUnit, Paper
from tracker.store import events, lists
from tracker.store import units as unit_store
from tracker.transaction import Work, unit_of_work
from tracker.web import diary_lines

pytestmark = pytest.mark.both_databases

DAY, BEFORE = dt.date(2021, 11, 10), dt.date(2021, 6, 30)
PAPER = Paper("9/NQ-HĐND", dt.date(2021, 11, 1), "HĐND")
TWINS = (
    "UBND phường Tứ Hạ",
    "UBND  phường Tứ Hạ",
    "ubnd phường TỨ HẠ",
    "UBND phường Tứ\u200b Hạ",
    "UBND phường Tứ Hạ",
)


def rename(session: Session, unit: Unit, name: str, on: dt.date = DAY) -> None:
    with unit_of_work(session, COMMAND_LINE, HandClock(at(DAY, 9))) as work:
        reorganising.carry_out(work, Change(LineageKind.RENAMED, on, PAPER, (unit.id,), to_name=name))


@pytest.fixture
def ward(session: Session) -> Unit:
    """Return a ward that bears another name since 10/11/2021 and had work before."""
    unit = a_unit(session, short_name="Phường Tứ Hạ")
    a_directive(session, unit)
    rename(session, unit, "UBND phường Hương Trà")
    return unit


@pytest.mark.parametrize(("day", "name"), [(BEFORE, "Phường Tứ Hạ"), (DAY, "Phường Hương Trà")])
def test_figures_and_lists_say_the_name_of_their_day(
    session: Session, ward: Unit, day: dt.date, name: str
) -> None:
    work = Work(session=session, actor=COMMAND_LINE, now=at(DAY, 18))
    selection = Selection(as_of=day, scope=Scope(everywhere=True))

    [line] = statistics.figures(work, selection, Cut.UNIT).groups
    [row] = lists.rows(session, selection, after=None, limit=5)

    assert (line.label, row.unit_name) == (name, name)


def test_a_line_of_the_event_log_names_the_unit_as_it_was_called(session: Session, ward: Unit) -> None:
    [line] = diary_lines.lines(events.of_assignment(session, 1), session)

    assert "Phường Tứ Hạ" in str(line.what)


def test_two_changes_of_name_are_each_known_by_their_days(session: Session, ward: Unit) -> None:
    with pytest.raises(Refusal, match=Reason.RENAMED_SINCE.value):
        rename(session, ward, "UBND phường Khác", BEFORE)
    rename_later = Change(
        LineageKind.RENAMED, DAY + dt.timedelta(days=5), PAPER, (ward.id,), to_name="UBND phường Ba"
    )
    with unit_of_work(session, COMMAND_LINE, HandClock(at(DAY + dt.timedelta(days=9), 9))) as work:
        reorganising.carry_out(work, rename_later)
    former = unit_store.former_names(session)

    assert former.on(BEFORE) == {ward.id: "Phường Tứ Hạ"}
    assert former.on(DAY) == {ward.id: "Phường Hương Trà"}
    assert former.on(DAY + dt.timedelta(days=5)) == {}
    assert verifying.verify(session).findings == ()


@pytest.mark.parametrize("name", TWINS)
def test_a_second_unit_of_the_same_name_is_refused_however_it_is_typed(session: Session, name: str) -> None:
    a_unit(session)
    other = a_unit(session, "HC", "UBND phường Hương Chữ")
    administrator = an_official(session, Role.ADMINISTRATOR, None)
    clock = HandClock(at(DAY, 9))

    with (
        pytest.raises(Refusal, match=Reason.NAME_TAKEN.value),
        unit_of_work(session, administrator, clock) as work,
    ):
        units.open_unit(work, code="NEW", name=name, kind=UnitKind.WARD, valid_from=DAY)
    with (
        pytest.raises(Refusal, match=Reason.NAME_TAKEN.value),
        unit_of_work(session, administrator, clock) as work,
    ):
        units.change_unit(work, other.id, name=name, aliases=(), valid_to=None)
    with pytest.raises(Refusal, match=Reason.NAME_TAKEN.value):
        rename(session, other, name)


def test_a_new_unit_may_take_the_name_of_one_that_it_follows(session: Session) -> None:
    one, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    new = NewUnit("NEW", one.name, UnitKind.WARD)
    with unit_of_work(session, COMMAND_LINE, HandClock(at(DAY, 9))) as work:
        reorganising.carry_out(work, Change(LineageKind.MERGED, DAY, PAPER, (one.id, other.id), new_unit=new))

    assert [unit.code for unit in unit_store.existing(session, DAY)] == ["NEW"]
