"""An official who leaves: the work stays with the unit, the event log keeps the name, nothing is left without
anybody.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tracker.core.clock import ManualClock
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.permissions import Role
from tracker.office import people as office_people
from tracker.office.models import Membership, Person
from tracker.office.people import COMMAND_LINE
from tracker.reorganisation import queries as reorganisation_queries, request as reorganisation_request
from tracker.tasks.events import TaskEvent


def test_all_open_work_goes_to_the_colleague_and_the_diary_keeps_both_names(
    session: Session, clock: ManualClock
) -> None:
    ward, office = a_unit(session), a_unit(session, "VP", "Văn phòng")
    leaves = an_official(session, Role.OFFICER, ward, "di")
    takes = an_official(session, Role.OFFICER, ward, "nhan")
    session.add(
        Membership(person_id=leaves.user_id, unit_id=office.id, role=Role.OFFICER, valid_from=dt.date(2021, 1, 1))
    )
    given = [a_directive(session, unit)[0] for unit in (ward, ward, office)]
    for each in given:
        each.person_id = leaves.user_id
    session.commit()

    with unit_of_work(session, COMMAND_LINE, clock) as work:
        moved = reorganisation_request.execute_departure(
            work, leaves.user_id or 0, to_person_id=takes.user_id, close_account=True
        )

    session.expire_all()
    assert moved == 3
    assert [each.person_id for each in given] == [takes.user_id, takes.user_id, None]
    assert [each.unit_id for each in given] == [ward.id, ward.id, office.id]
    person = session.get_one(Person, leaves.user_id)
    assert not person.active
    assert office_people.get_person_actor(session, person, clock.now().date()).posts == ()
    last = (
        select(TaskEvent.details).where(TaskEvent.assignment_id == given[0].id).order_by(TaskEvent.id.desc()).limit(1)
    )
    told = session.scalar(last)
    assert told is not None and told["person"] == ["di", "nhan"]
    work = UnitOfWork(session=session, actor=COMMAND_LINE, now=clock.now())
    assert len(reorganisation_queries.list_orphans(work)) == 0


def test_the_orphan_check_finds_work_of_ended_units_and_of_people_without_access(
    session: Session, clock: ManualClock
) -> None:
    ward = a_unit(session)
    ended = a_unit(session, "HH", "UBND phường Hương Hồ", valid_to=dt.date(2021, 6, 30))
    gone = an_official(session, Role.OFFICER, ward)
    [of_ended] = a_directive(session, ended)
    [of_gone] = a_directive(session, ward)
    of_gone.person_id = gone.user_id
    session.get_one(Person, gone.user_id).active = False
    session.commit()

    found = reorganisation_queries.list_orphans(UnitOfWork(session=session, actor=COMMAND_LINE, now=clock.now()))

    assert ([each.id for each in found.of_units], [each.id for each in found.of_people]) == (
        [of_ended.id],
        [of_gone.id],
    )
