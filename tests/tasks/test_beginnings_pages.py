"""The office writes down who got the paper when: it looks at the deadlines that move, then says yes."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from tests.support.browser import Desk, filled_in
from tests.support.builders import a_unit, an_official
from tests.support.html import faults
from tests.tasks.test_beginnings import FROM_RECEIPT, given
from tracker.core.clock import ManualClock, local_instant
from tracker.law.permissions import Role
from tracker.tasks.models import Assignment


def test_the_office_looks_before_receipts_move_deadlines(desk: Desk, session: Session, clock: ManualClock) -> None:
    wards = [a_unit(session), a_unit(session, "BINHTHANH", "UBND xã Bình Thành")]
    office = desk.seat(an_official(session, Role.OFFICE, wards[0], "van-phong"))
    first, second = given(session, clock, wards, FROM_RECEIPT)
    clock.move_to(local_instant(dt.date(2021, 10, 13), 9))
    page = f"/nhiem-vu/{first.id}/moc-tinh-han"
    own, later = f"received_{first.id}", f"received_{second.id}"
    typed = {own: "04/10/2021", later: "12/10/2021", "note": "Sổ văn bản đến"}
    task_page = office.open(f"/nhiem-vu/{first.id}").text
    shown = office.fill_in(page, **typed)
    session.rollback()
    unmoved = session.get_one(Assignment, second.id).due_on
    again = office.send(page, filled_in(shown.text, page) | {later: "11/10/2021"})
    done = office.send(page, filled_in(again.text, page))
    session.rollback()

    assert page in task_page
    assert faults(shown.text) == [] and "19/10/2021" in shown.text
    assert unmoved == dt.date(2021, 10, 11)
    assert "18/10/2021" in again.text and again.status_code == 200
    assert done.status_code == 302
    assert session.get_one(Assignment, second.id).due_on == dt.date(2021, 10, 18)
    assert "Tính từ ngày 11/10/2021" in office.open(f"/nhiem-vu/{second.id}").text


def test_an_impossible_receipt_is_asked_about_beside_its_unit(desk: Desk, session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    office = desk.seat(an_official(session, Role.OFFICE, ward, "van-phong"))
    [only] = given(session, clock, [ward], FROM_RECEIPT)
    page = f"/nhiem-vu/{only.id}/moc-tinh-han"
    answer = office.fill_in(page, **{f"received_{only.id}": "01/10/2021", "note": "Sổ"})

    assert answer.status_code == 422
    assert "Chọn ngày 04/10/2021 (ngày giao) hoặc sau đó." in answer.text
    assert "01/10/2021" in answer.text


def test_a_condition_that_came_true_gives_the_duty_its_deadline(
    desk: Desk, session: Session, clock: ManualClock
) -> None:
    ward = a_unit(session)
    office = desk.seat(an_official(session, Role.OFFICE, ward, "van-phong"))
    [only] = given(session, clock, [ward], "sau khi có hướng dẫn của Bộ, ngành liên quan")
    page = f"/nhiem-vu/{only.id}/moc-tinh-han"
    told = {"happened_on": "04/10/2021", "note": "Bộ đã hướng dẫn", "document": "05/2021/TT-BNV"}
    asked = office.fill_in(page, **told)
    done = office.send(page, filled_in(asked.text, page) | {"due_on": "30/11/2021"})
    session.rollback()

    assert asked.status_code == 422 and faults(asked.text) == []
    assert done.status_code == 302
    assert session.get_one(Assignment, only.id).due_on == dt.date(2021, 11, 30)
    assert "30/11/2021" in office.open(f"/nhiem-vu/{only.id}").text
