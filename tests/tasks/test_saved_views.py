"""Ready lists open; a kept list shows each reader their own part."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.html import Page, faults
from tracker.law.permissions import Role
from tracker.tasks.saved_views import SavedView

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("role", [Role.WARD_OFFICIAL, Role.COORDINATOR, Role.OFFICE, Role.LEADER, Role.AUDITOR])
def test_every_ready_list_opens(desk: Desk, session: Session, role: Role) -> None:
    ward = a_unit(session)
    the_calendar_of(session, 2021)
    a_directive(session, ward, content="Việc chưa ai nhận")
    browser = desk.seat(an_official(session, role, ward))
    page = browser.open("/danh-sach")
    lists = {link.text: link.get("href") for link in Page(page.text).all("a") if "/nhiem-vu?" in link.get("href")}

    assert faults(page.text) == []
    assert len(lists) >= 7
    for address in lists.values():
        assert browser.open(address).status_code == 200
    assert "Việc chưa ai nhận" in browser.open(lists["Quá hạn theo đơn vị"]).text
    assert "Việc chưa ai nhận" in browser.open(lists["Chưa tiếp nhận quá 2 ngày làm việc"]).text


def test_a_shared_list_shows_each_reader_their_own_part(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    office, official = (an_official(session, Role.OFFICE, other), an_official(session, Role.WARD_OFFICIAL, ward))
    a_directive(session, ward, content="Việc của Tứ Hạ")
    a_directive(session, other, content="Việc của Hương Chữ")
    author, reader = desk.seat(office), desk.seat(official)

    form = author.form("/danh-sach/moi") | {"name": "Quá hạn", "audience": "everybody"}
    kept = author.send("/danh-sach/moi", form | {"query": "ket-qua=open_overdue&la=1&cot=han"})
    view = session.query(SavedView).one()
    address, query = f"/danh-sach/{view.id}", view.query
    reader.send(f"{address}/ghim", _token(reader.open("/danh-sach").text))
    shown = reader.open(reader.open(address).location).text

    assert (kept.status_code, query) == (302, "ket-qua=open_overdue&cot=han")
    assert "Việc của Tứ Hạ" in shown
    assert "Việc của Hương Chữ" not in shown
    assert f'href="{address}"' in reader.open("/").text
    assert reader.send(f"{address}/xoa", _token(reader.open("/").text)).status_code == 403


def test_ones_own_list_is_nobody_elses_and_can_be_renamed_and_dropped(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    author, other = (desk.seat(an_official(session, role, ward)) for role in (Role.OFFICE, Role.LEADER))
    author.fill_in("/danh-sach/moi", name="Của tôi", audience="owner")
    address = f"/danh-sach/{session.query(SavedView).one().id}"

    again = author.fill_in("/danh-sach/moi", name="Của tôi", audience="owner")
    hidden = other.open(address).status_code
    renamed = author.fill_in(f"{address}/doi-ten", name="Tên mới")
    named = author.open("/danh-sach").text
    author.send(f"{address}/xoa", _token(named))

    assert (again.status_code, hidden, renamed.status_code) == (422, 404, 302)
    assert "Tên mới" in named
    assert author.open(address).status_code == 404


def _token(html: str) -> dict[str, str]:
    return {"csrf_token": next(e.get("value") for e in Page(html).all("input") if e.get("name") == "csrf_token")}
