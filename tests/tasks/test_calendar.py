"""A notice changes a working day: the office sees which open deadlines move before it says yes."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from tests.support.browser import Desk, filled_in
from tests.support.builders import a_unit, an_official
from tests.support.html import faults
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.intake.directives import entry
from tracker.law.permissions import Origin, Role
from tracker.office import calendar as office_calendar
from tracker.office.people import COMMAND_LINE
from tracker.tasks import event_log
from tracker.tasks.models import Assignment

NOTICE = {
    "day": "03/11/2021",
    "kind": "swapped_off",
    "name": "Nghỉ hoán đổi",
    "source": "7777/VPCP-KGVX ngày 29/10/2021",
}


def test_a_swapped_day_moves_an_open_deadline_after_one_question(
    desk: Desk, session: Session, clock: ManualClock
) -> None:
    ward = a_unit(session)
    office = desk.seat(an_official(session, Role.OFFICE, ward))
    clock.move_to(local_instant(dt.date(2021, 11, 1), 9))
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        office_calendar.open_years(work, (2021, 2022))
        entry.register_directive(
            work,
            entry.EnteredDirective(
                origin=Origin.TOWN,
                reference="10/UBND-VP",
                given_on=dt.date(2021, 11, 1),
                issuer="UBND thị xã",
                leader="Chủ tịch",
                content="Báo cáo số liệu",
                term_text="trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản",
                leads=[ward],
            ),
        )
    page = "/lich-lam-viec/sua"
    asked = office.send(page, filled_in(office.open(page).text, page) | NOTICE)
    session.rollback()
    before = session.query(Assignment).one().due_on
    office.send(page, filled_in(asked.text, page) | {"kind": NOTICE["kind"]})
    session.rollback()
    assignment = session.query(Assignment).one()

    assert faults(asked.text) == []
    assert "08/11/2021" in asked.text and "09/11/2021" in asked.text
    assert before == dt.date(2021, 11, 8)
    assert assignment.due_on == dt.date(2021, 11, 9)
    assert assignment.original_due_on == dt.date(2021, 11, 8)
    assert event_log.list_assignment_events(session, assignment.id)[-1].document == NOTICE["source"]
    assert "7777/VPCP-KGVX" in office.open("/lich-lam-viec?nam=2021").text


def test_everybody_may_look_and_a_ward_may_not_change(desk: Desk, session: Session) -> None:
    ward = desk.seat(an_official(session, Role.WARD_OFFICIAL, a_unit(session)))

    assert ward.open("/lich-lam-viec").status_code == 200
    assert ward.open("/lich-lam-viec/sua").status_code == 403
