"""A unit's name is that of the day: figures, lists and event lines of a past day go on saying what it was called."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.figures import statistics as figure_statistics
from tracker.law.permissions import Role, Scope
from tracker.office import units
from tracker.office.models import LineageKind, Unit
from tracker.office.name_reader import UnitKind
from tracker.office.people import COMMAND_LINE
from tracker.operations import verification
from tracker.reorganisation import execution
from tracker.reorganisation.request import DecisionPaper, NewUnit, ReorganisationRequest
from tracker.tasks import event_log, lists as task_lists
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Selection
from tracker.tasks.views import timeline

pytestmark = pytest.mark.both_databases

DAY, BEFORE = dt.date(2021, 11, 10), dt.date(2021, 6, 30)
PAPER = DecisionPaper("9/NQ-HĐND", dt.date(2021, 11, 1), "HĐND")
TWINS = ("UBND phường Tứ Hạ", "UBND  phường Tứ Hạ", "ubnd phường TỨ HẠ", "UBND phường Tứ\u200b Hạ", "UBND phường Tứ Hạ")


def rename(session: Session, unit: Unit, name: str, on: dt.date = DAY) -> None:
    with unit_of_work(session, COMMAND_LINE, ManualClock(local_instant(DAY, 9))) as work:
        execution.execute_reorganisation(
            work, ReorganisationRequest(LineageKind.RENAMED, on, PAPER, (unit.id,), to_name=name)
        )


@pytest.fixture
def ward(session: Session) -> Unit:
    """Return a ward that bears another name since 10/11/2021 and had work before."""
    unit = a_unit(session, short_name="Phường Tứ Hạ")
    a_directive(session, unit)
    rename(session, unit, "UBND phường Hương Trà")
    return unit


@pytest.mark.parametrize(("day", "name"), [(BEFORE, "Phường Tứ Hạ"), (DAY, "Phường Hương Trà")])
def test_figures_and_lists_say_the_name_of_their_day(session: Session, ward: Unit, day: dt.date, name: str) -> None:
    work = UnitOfWork(session=session, actor=COMMAND_LINE, now=local_instant(DAY, 18))
    selection = Selection(as_of=day, scope=Scope(everywhere=True))

    [line] = figure_statistics.compute_figures(work, selection, Cut.UNIT).groups
    [row] = task_lists.list_task_rows(session, selection, after=None, limit=5)

    assert (line.label, row.unit_name) == (name, name)


def test_a_line_of_the_event_log_names_the_unit_as_it_was_called(session: Session, ward: Unit) -> None:
    [line] = timeline.build_timeline_entries(event_log.list_assignment_events(session, 1), session)

    assert "Phường Tứ Hạ" in str(line.what)


def test_two_changes_of_name_are_each_known_by_their_days(session: Session, ward: Unit) -> None:
    with pytest.raises(Refusal, match=Reason.RENAMED_SINCE.value):
        rename(session, ward, "UBND phường Khác", BEFORE)
    rename_later = ReorganisationRequest(
        LineageKind.RENAMED, DAY + dt.timedelta(days=5), PAPER, (ward.id,), to_name="UBND phường Ba"
    )
    with unit_of_work(session, COMMAND_LINE, ManualClock(local_instant(DAY + dt.timedelta(days=9), 9))) as work:
        execution.execute_reorganisation(work, rename_later)
    former = units.list_former_names(session)

    assert former.on(BEFORE) == {ward.id: "Phường Tứ Hạ"}
    assert former.on(DAY) == {ward.id: "Phường Hương Trà"}
    assert former.on(DAY + dt.timedelta(days=5)) == {}
    assert verification.verify_records(session).findings == ()


@pytest.mark.parametrize("name", TWINS)
def test_a_second_unit_of_the_same_name_is_refused_however_it_is_typed(session: Session, name: str) -> None:
    a_unit(session)
    other = a_unit(session, "HC", "UBND phường Hương Chữ")
    administrator = an_official(session, Role.ADMINISTRATOR, None)
    clock = ManualClock(local_instant(DAY, 9))

    with pytest.raises(Refusal, match=Reason.NAME_TAKEN.value), unit_of_work(session, administrator, clock) as work:
        units.open_unit(work, code="NEW", name=name, kind=UnitKind.WARD, valid_from=DAY)
    with pytest.raises(Refusal, match=Reason.NAME_TAKEN.value), unit_of_work(session, administrator, clock) as work:
        units.change_unit(work, other.id, name=name, aliases=(), valid_to=None)
    with pytest.raises(Refusal, match=Reason.NAME_TAKEN.value):
        rename(session, other, name)


def test_a_new_unit_may_take_the_name_of_one_that_it_follows(session: Session) -> None:
    one, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    new = NewUnit("NEW", one.name, UnitKind.WARD)
    with unit_of_work(session, COMMAND_LINE, ManualClock(local_instant(DAY, 9))) as work:
        execution.execute_reorganisation(
            work, ReorganisationRequest(LineageKind.MERGED, DAY, PAPER, (one.id, other.id), new_unit=new)
        )

    assert [unit.code for unit in units.list_existing_units(session, DAY)] == ["NEW"]
