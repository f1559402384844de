"""By whatever figures are broken down, they are those of the day asked about, as known at the instant asked about."""

from __future__ import annotations

import ast
import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.house.sources import ROOT
from tests.support.builders import a_directive, a_unit, an_official
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.figures import statistics as figure_statistics
from tracker.law.permissions import Actor, Role, Scope
from tracker.office.models import Unit
from tracker.office.people import COMMAND_LINE
from tracker.operations.verification import verify_records
from tracker.tasks import classified
from tracker.tasks.actions import assignment
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Selection

pytestmark = pytest.mark.both_databases

ENTRUSTED, HANDED_ON, TODAY = dt.date(2021, 3, 1), dt.date(2021, 6, 1), dt.date(2021, 9, 1)


@pytest.fixture
def ward(session: Session) -> Unit:
    """Return a ward below the town."""
    town = a_unit(session, "TX", "UBND thị xã Hương Trà")
    return a_unit(session, "TUHA", "UBND phường Tứ Hạ", parent_id=town.id)


def entrust(session: Session, head: Actor, assignment_id: int, to: Actor | None, day: dt.date) -> None:
    with unit_of_work(session, head, ManualClock(local_instant(day, 9))) as work:
        assignment.entrust_assignment(work, assignment_id, person_id=to.user_id if to else None)


def by(session: Session, cut: Cut, day: dt.date, known_at: dt.datetime | None = None) -> dict[object, int]:
    work = UnitOfWork(session=session, actor=COMMAND_LINE, now=local_instant(TODAY, 17))
    selection = Selection(as_of=day, scope=Scope(everywhere=True), known_at=known_at)
    found = figure_statistics.compute_figures(work, selection, cut)
    for group in found.groups:
        assert classified.count_selection(session, group.selection).total == group.tally.total  # the list says the same
    return {group.key: group.tally.total for group in found.groups}


def test_work_counts_for_whoever_had_it_on_the_day(session: Session, ward: Unit) -> None:
    head = an_official(session, Role.UNIT_HEAD, ward)
    lan, minh = (an_official(session, Role.OFFICER, ward, name) for name in ("lan", "minh"))
    [assignment] = a_directive(session, ward)
    entrust(session, head, assignment.id, lan, ENTRUSTED)
    entrust(session, head, assignment.id, minh, HANDED_ON)

    asked = [
        by(session, Cut.PERSON, ENTRUSTED - dt.timedelta(days=1)),
        by(session, Cut.PERSON, HANDED_ON - dt.timedelta(days=1)),
        by(session, Cut.PERSON, TODAY),
        by(session, Cut.PERSON, TODAY, known_at=local_instant(HANDED_ON, 8)),
    ]

    assert asked == [{None: 1}, {lan.user_id: 1}, {minh.user_id: 1}, {lan.user_id: 1}]
    assert verify_records(session).differing == ()


def test_a_unit_counts_together_with_those_below_it(session: Session, ward: Unit) -> None:
    other = a_unit(session, "HUONGVAN", "UBND phường Hương Văn", parent_id=ward.parent_id)
    for unit in (ward, ward, other):
        a_directive(session, unit)

    assert by(session, Cut.SUBTREE, TODAY) == {ward.parent_id: 3, ward.id: 2, other.id: 1}


def test_area_and_leader_of_a_task_are_never_written_again() -> None:
    """What the page of figures says of them: they are those of the paper, on every day."""
    written = [
        f"{path.name}:{node.lineno}"
        for path in (ROOT / "tracker").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in ("area_id", "leader")
    ]

    assert written == []
