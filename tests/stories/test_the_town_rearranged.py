"""01/7/2021 in the figures of every day: six wards leave with their open work, and no published total moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.stories.test_the_year_2021 import REGISTERS, clerks_view, count
from tests.support.year2021 import hand_count
from tracker.core.clock import local_instant
from tracker.database.unit_of_work import UnitOfWork
from tracker.demo.reorganisation import DISSOLVED_ON, LEAVING, LEFT_ON, health_joins_the_office
from tracker.figures import statistics as figure_statistics
from tracker.figures.statistics import BreakdownGroup, UnitNaming
from tracker.law.lifecycle import Action
from tracker.law.permissions import Origin, Scope
from tracker.office import people as office_people, units
from tracker.office.models import LineageKind
from tracker.office.people import COMMAND_LINE
from tracker.reorganisation import queries as reorganisation_queries
from tracker.tasks import classified
from tracker.tasks.cuts import Cut
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment
from tracker.tasks.selection import Count, Selection

AROUND = [dt.date(2021, 6, 1) + dt.timedelta(days=each) for each in range(60)]
CUT_OFF = dt.date(2021, 11, 10)


def by_successor(work: UnitOfWork, asked: Selection) -> Sequence[BreakdownGroup]:
    return figure_statistics.compute_figures(work, asked, Cut.UNIT, UnitNaming(by_successors=True)).groups


@pytest.mark.parametrize("origin", REGISTERS)
def test_by_directive_every_day_of_the_year_is_the_clerks_count(year: Session, origin: Origin) -> None:
    for each in range(0, 314):
        day = dt.date(2021, 1, 1) + dt.timedelta(days=each)

        assert clerks_view(count(year, origin, day)) == hand_count(REGISTERS[origin], day), day


def test_by_assignment_no_day_around_the_move_differs_from_the_clerks_count(year: Session) -> None:
    for origin, name in REGISTERS.items():
        for day in AROUND:
            tally = count(year, origin, day, count=Count.ASSIGNMENTS)

            assert clerks_view(tally) == hand_count(name, day), (origin, day)
            assert tally.excluded == {}, (origin, day)


def test_the_wards_that_left_have_nothing_open_and_keep_what_they_did(year: Session) -> None:
    gone = {unit.id for unit in units.list_units(year) if unit.code in LEAVING}
    asked = Selection(as_of=CUT_OFF, scope=Scope(everywhere=True), count=Count.ASSIGNMENTS)
    by_unit = classified.count_by_cut(year, asked, Cut.UNIT)

    assert len(gone) == 6
    assert sum(by_unit[unit].open for unit in gone) == 0
    assert all(by_unit[unit].done > 0 for unit in gone)
    work = UnitOfWork(session=year, actor=COMMAND_LINE, now=local_instant(CUT_OFF, 18))
    assert len(reorganisation_queries.list_orphans(work)) == 0


def test_health_once_dissolved_is_counted_with_the_office_or_under_its_own_name(year: Session) -> None:
    health, office = (units.find_unit_by_code(year, code) for code in ("YT", "VP"))
    assert health is not None and office is not None
    coordinator = office_people.find_person_by_login(year, "noivu")
    assert coordinator is not None
    work = UnitOfWork(
        session=year,
        actor=office_people.get_person_actor(year, coordinator, DISSOLVED_ON),
        now=local_instant(DISSOLVED_ON, 8),
    )
    health_joins_the_office(work)
    asked = Selection(as_of=DISSOLVED_ON, scope=Scope(everywhere=True), count=Count.ASSIGNMENTS)
    by_name = {group.key: group.tally.total for group in figure_statistics.build_breakdown(work, asked, Cut.UNIT)}
    by_heir = {group.key: group.tally.total for group in by_successor(work, asked)}

    assert by_name[health.id] > 0
    assert health.id not in by_heir
    assert by_heir[office.id] == by_name[office.id] + by_name[health.id]
    assert sum(by_heir.values()) == sum(by_name.values())


def test_two_communes_left_the_inspection_plan_with_a_reason(year: Session) -> None:
    """K02."""
    [line] = [
        event
        for event in year.scalars(sa.select(TaskEvent).where(TaskEvent.action == Action.CORRECT))
        if "scope" in event.details
    ]

    assert line.details["scope"] == [12, 10]
    assert "Hương Phong" in line.note and "Hải Dương" in line.note
    assert "1264/NQ-UBTVQH14" in line.document


def test_each_moved_assignment_says_why_in_its_diary(year: Session) -> None:
    moved = year.execute(
        sa.select(TaskEvent.action, TaskEvent.document, TaskEvent.effective_on)
        .join(Assignment, Assignment.id == TaskEvent.assignment_id)
        .where(TaskEvent.action == Action.TRANSFER)
    ).all()
    lineage = [line.kind for line in units.list_unit_lineage(year) if line.changed_on < dt.date(2025, 1, 1)]

    assert len(moved) >= 6
    assert {row.effective_on for row in moved} == {LEFT_ON}
    assert all("1264/NQ-UBTVQH14" in row.document for row in moved)
    assert lineage == [LineageKind.MOVED] * 6
