"""People talk about a task beside its event log."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.html import Page, faults
from tracker.core.clock import ManualClock
from tracker.law.permissions import Role
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Comment


def test_a_comment_stands_on_the_timeline_and_calls_whom_it_names(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    official, leader = (an_official(session, role, ward) for role in (Role.WARD_OFFICIAL, Role.LEADER))
    [assignment] = a_directive(session, ward)
    number, lines = assignment.id, session.query(TaskEvent).count()
    browser = desk.seat(official)

    answer = browser.fill_in(
        f"/nhiem-vu/{number}/trao-doi", text="Nhờ @leader-TUHA xem\n<b>https://a.vn/x?y=1&z</b>, javascript:alert(1)"
    )
    page = browser.open(f"/nhiem-vu/{number}").text

    assert answer.status_code == 302
    assert faults(page) == []
    assert '<a href="https://a.vn/x?y=1&amp;z"' in page
    assert "&lt;b&gt;" in page
    assert "<br>" in page
    assert 'href="javascript' not in page
    assert session.query(TaskEvent).count() == lines
    assert "nhắc đến anh/chị trong trao đổi" in desk.seat(leader).open("/thong-bao").text
    assert "<b>" not in browser.open(f"/nhiem-vu/{number}?nhat-ky=trao-doi").text
    assert "a.vn" not in browser.open(f"/nhiem-vu/{number}?nhat-ky=thay-doi").text


def test_a_name_that_may_not_read_the_task_is_said_beside_the_field(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    an_official(session, Role.WARD_OFFICIAL, other)
    [assignment] = a_directive(session, ward)
    address = f"/nhiem-vu/{assignment.id}/trao-doi"
    browser = desk.seat(official)

    answer = browser.fill_in(address, text="@ward_official-HC xem")

    assert answer.status_code == 422
    assert "Không có ai tên “@ward_official-HC”" in answer.text
    assert "@ward_official-HC xem" in answer.text
    assert session.query(Comment).count() == 0


def test_a_comment_is_corrected_for_fifteen_minutes_and_withdrawn_with_a_trace(
    desk: Desk, session: Session, clock: ManualClock
) -> None:
    ward = a_unit(session)
    official, office = (an_official(session, role, ward) for role in (Role.WARD_OFFICIAL, Role.OFFICE))
    [assignment] = a_directive(session, ward)
    number = assignment.id
    author, other = desk.seat(official), desk.seat(office)
    author.fill_in(f"/nhiem-vu/{number}/trao-doi", text="Câu thứ nhất")
    comment = session.query(Comment).one()
    own = f"/nhiem-vu/{number}/trao-doi/{comment.id}"

    clock.move_to(clock.now() + dt.timedelta(minutes=15))
    in_time = author.fill_in(own, text="Câu thứ hai")
    foreign = other.fill_in(own, text="Câu của người khác")
    clock.move_to(clock.now() + dt.timedelta(minutes=1))
    late = author.fill_in(own, text="Câu thứ ba")
    withdrawn = author.fill_in(f"{own}/thu-hoi")
    page = Page(other.open(f"/nhiem-vu/{number}").text).text("main")

    assert [each.status_code for each in (in_time, foreign, late, withdrawn)] == [302, 403, 422, 302]
    assert "Câu thứ ba" in late.text
    assert "Trao đổi đã được người viết thu hồi" in page
    assert "Câu thứ" not in page
    session.rollback()
    assert session.query(Comment).one().text == "Câu thứ hai"


def test_a_stranger_cannot_talk_about_a_task(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    stranger = an_official(session, Role.WARD_OFFICIAL, other)
    [assignment] = a_directive(session, ward)

    assert desk.seat(stranger).open(f"/nhiem-vu/{assignment.id}/trao-doi").status_code == 404


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "x" * 200, "\u202e"])
def test_a_request_whose_name_no_page_gives_is_carried_out_without_one(desk: Desk, session: Session, name: str) -> None:
    ward = a_unit(session)
    browser = desk.seat(an_official(session, Role.WARD_OFFICIAL, ward))
    [assignment] = a_directive(session, ward)

    answer = browser.fill_in(f"/nhiem-vu/{assignment.id}/trao-doi", text="Đã nhận", request_id=name)

    assert answer.status_code == 302
    assert session.query(Comment).count() == 1
