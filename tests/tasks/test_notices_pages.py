"""People are told inside the program, once, of tasks they may read."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.html import Page, faults
from tracker.core.clock import ManualClock
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.tasks.actions import completion, transfer as actions_transfer
from tracker.tasks.events import Notice


def test_a_report_is_told_to_the_office_and_to_nobody_else(desk: Desk, session: Session, clock: ManualClock) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    official, office = (an_official(session, role, ward) for role in (Role.WARD_OFFICIAL, Role.OFFICE))
    stranger = an_official(session, Role.WARD_OFFICIAL, other)
    [assignment] = a_directive(session, ward, content="Rà soát thủ tục")
    assignment_id = assignment.id
    with unit_of_work(session, official, clock) as work:
        completion.accept_assignment(work, assignment_id)
        completion.record_progress(work, assignment_id, note="Đang làm")

    page = desk.seat(office).open("/thong-bao")
    words = Page(page.text).text("main")

    assert faults(page.text) == []
    assert words.count("Rà soát thủ tục") == 4
    assert "tiếp nhận" in words
    assert "cập nhật tiến độ" in words
    for actor in (official, stranger):
        assert "Chưa có thông báo nào" in desk.seat(actor).open("/thong-bao").text


def test_what_was_read_is_not_counted_any_more(desk: Desk, session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    official, office = (an_official(session, role, ward) for role in (Role.WARD_OFFICIAL, Role.OFFICE))
    [assignment] = a_directive(session, ward)
    assignment_id = assignment.id
    with unit_of_work(session, official, clock) as work:
        completion.accept_assignment(work, assignment_id)
        completion.record_progress(work, assignment_id, note="Đang làm")
    browser = desk.seat(office)

    def bell() -> str:
        return next(link.text for link in Page(browser.open("/").text).all("a") if "bell" in link.get("class"))

    before = bell()
    first = session.query(Notice).order_by(Notice.id).first()
    assert first is not None
    address = f"/thong-bao/{first.id}/da-doc"
    session.rollback()
    browser.send(address, _token(browser))
    one_read = bell()
    browser.send("/thong-bao/da-doc", _token(browser))

    assert (before, one_read, bell()) == ("Thông báo 2 chưa đọc", "Thông báo 1 chưa đọc", "Thông báo")


def test_who_may_no_longer_read_a_task_hears_no_more_of_it(desk: Desk, session: Session, clock: ManualClock) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    office = an_official(session, Role.OFFICE, other)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    [assignment] = a_directive(session, ward, content="Việc của phường")
    number = assignment.id
    with unit_of_work(session, office, clock) as work:
        actions_transfer.withdraw_assignment(work, number, note="Giao nhầm", effective_on=work.today)
    browser = desk.seat(official)
    seen = browser.open("/thong-bao").text
    session.get_one(type(assignment), number).unit_id = other.id
    session.commit()

    assert "Việc của phường" in seen
    assert "Việc của phường" not in browser.open("/thong-bao").text
    assert "chưa đọc" not in browser.open("/").text


def _token(browser: Browser) -> dict[str, str]:
    page = Page(browser.open("/").text)
    return {"csrf_token": next(e.get("value") for e in page.all("input") if e.get("name") == "csrf_token")}
