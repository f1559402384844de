"""The pages of pictures: with no work at all, with one unit, with two hundred; and frozen figures on the page."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from html import unescape

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk, statements
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.html import Page, faults
from tracker.law.permissions import Role
from tracker.office.models import Unit

pytestmark = pytest.mark.both_databases

PAGES = (
    "/so-lieu",
    "/so-lieu?phan-to=qua-han&nam=2021&phan=LQ3",
    "/so-lieu/toan-canh",
    "/so-lieu/man-hinh",
    "/so-lieu/xep-hang?nam=2021",
    "/so-lieu/du-bao",
    "/so-lieu/da-chot",
    "/so-lieu/gui-thu",
)
PAST, SOON = dt.date(2021, 11, 1), dt.date(2021, 11, 20)


def the_leader(desk: Desk, session: Session, *units: Unit) -> Browser:
    """Seat the leader before a directive that is overdue and one that is not, to each unit."""
    for due in (PAST, SOON):
        if units:
            a_directive(session, *units, due_on=due)
    role = Role.LEADER if units else Role.AUDITOR
    return desk.seat(an_official(session, role, units[0] if units else None))


@pytest.mark.parametrize("number", [0, 1, 200])
def test_every_page_is_whole_with_any_number_of_units(desk: Desk, session: Session, number: int) -> None:
    units = [a_unit(session, f"X{n}", f"UBND phường số {n}") for n in range(number)]
    browser = the_leader(desk, session, *units)
    own = [f"/so-lieu/don-vi/{unit.id}" for unit in units[:1]]

    for address in (*PAGES, *own):
        answer = browser.open(address)
        assert (answer.status_code, faults(answer.text)) == (200, []), address
    assert len(browser.open("/so-lieu").text) < 400_000


def test_every_filter_goes_together_with_a_unit_and_all_below_it(desk: Desk, session: Session) -> None:
    """Both may ask for the units below one, in one statement."""
    ward = a_unit(session)
    browser = the_leader(desk, session, ward)
    scopes = [f"vai={part}&don-vi={ward.id}" for part in ("cap-duoi", "chu-tri", "phoi-hop")]

    for scope in scopes:
        for asked in ("", "&ket-qua=qua-han", "&phan-to=cap-duoi", "&phan-to=don-vi", f"&cap-duoi={ward.id}"):
            for page in ("/so-lieu", "/so-lieu/toan-canh", "/nhiem-vu"):
                assert browser.open(f"{page}?{scope}{asked}").status_code in (200, 400, 422), (page, scope, asked)


def test_the_matrix_of_weeks_counts_what_is_overdue_and_what_comes(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    page = Page(the_leader(desk, session, ward).open("/so-lieu/toan-canh").text)
    rows = [[cell.text for cell in row.children if cell.tag == "td"] for row in page.all("tr")]

    assert ["1", "0", "1", "0", "0", "0", "0", "0"] in rows


def test_somebody_of_another_unit_does_not_see_the_page_of_a_unit(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    browser = desk.seat(an_official(session, Role.WARD_OFFICIAL, ward))

    assert browser.open(f"/so-lieu/don-vi/{ward.id}").status_code == 200
    assert browser.open(f"/so-lieu/don-vi/{other.id}").status_code == 404


def test_freezing_twice_asks_for_the_reason_and_keeps_what_was_typed(desk: Desk, session: Session) -> None:
    browser = the_leader(desk, session, a_unit(session))
    typed = {"year": "2021", "part": "nam", "as_of": "10/11/2021", "reason": ""}

    first = browser.fill_in("/so-lieu/da-chot", **typed)
    again = browser.fill_in("/so-lieu/da-chot", **typed)
    asked = browser.fill_in("/so-lieu/da-chot", **typed | {"reason": "Bổ sung số liệu"})
    waiting = browser.open("/so-lieu/da-chot").text
    other = desk.seat(an_official(session, Role.OFFICE, a_unit(session, "VP", "Văn phòng"), "vanphong2"))
    approve = "/so-lieu/da-chot/de-nghi/1/duyet"
    alone = browser.send(approve, {"csrf_token": browser.form("/so-lieu/da-chot")["csrf_token"]})
    with_reason = other.send(approve, other.form("/so-lieu/da-chot") | {})

    assert (first.status_code, asked.status_code, with_reason.status_code) == (302, 302, 302)
    assert (alone.status_code, "người đề nghị không tự duyệt" in alone.text) == (422, True)
    assert "Chờ người khác duyệt" in waiting and faults(waiting) == []
    assert "(người đề nghị: " in browser.open(with_reason.location).text
    assert again.status_code == 422
    assert "Ghi nội dung hoặc lý do." in again.text and 'value="10/11/2021"' in again.text
    for address in (first.location, f"{first.location}/doi-chieu", f"{with_reason.location}/so-sanh?voi=1"):
        shown = browser.open(address)
        assert (shown.status_code, faults(shown.text)) == (200, []), address
    assert "Đã được thay" in browser.open("/so-lieu/da-chot").text


def test_the_file_of_a_table_says_the_same_numbers_and_each_opens_its_list(desk: Desk, session: Session) -> None:
    browser = the_leader(desk, session, a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ"))
    book = browser.open("/so-lieu/xuat.xlsx?dem=luot-giao").data
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name("Số liệu").to_python()
    text = browser.open("/so-lieu/xuat.csv?dem=luot-giao").data.decode("utf-8-sig")
    lines = {row[0]: row[1:9] for row in csv.reader(io.StringIO(text)) if row}
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        links = re.findall(
            r'Target="[^"]*(/nhiem-vu\?[^"]*)"', parts.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
        )

    numbers = {str(row[0]): [str(each).removesuffix(".0") for each in row[1:9]] for row in sheet}
    for ward in ("UBND phường Tứ Hạ", "UBND phường Hương Chữ"):
        assert numbers[ward] == lines[ward] == ["0", "0", "0", "0", "1", "1", "0", "0"]
    assert len(links) >= 6
    for link in {unescape(each) for each in links}:
        assert browser.open(link).status_code == 200


def test_figures_are_wished_for_by_mail_and_ended(desk: Desk, session: Session) -> None:
    browser = the_leader(desk, session, a_unit(session))
    wanted = {"cut": "unit", "span": "nam", "rhythm": "weekly", "hour": "8"}

    answer = browser.fill_in("/so-lieu/gui-thu", **wanted)
    shown = browser.open("/so-lieu/gui-thu")
    ended = browser.send("/so-lieu/gui-thu/1/thoi", browser.form("/so-lieu/gui-thu"))

    assert answer.status_code == 302
    assert "1 thư định kỳ" in shown.text and faults(shown.text) == []
    assert ended.status_code == 302
    assert "Chưa có thư định kỳ nào" in browser.open("/so-lieu/gui-thu").text


def test_pages_ask_the_same_of_the_database_however_much_there_is(desk: Desk, session: Session) -> None:
    wards = [a_unit(session, f"X{n}", f"UBND phường số {n}") for n in range(12)]
    browser = desk.seat(an_official(session, Role.LEADER, wards[0]))
    limits = {
        "/so-lieu": 10,  # of them two about plans, one about the acts beside the rates
        "/so-lieu?nam=2021&phan-to=linh-vuc": 11,
        "/so-lieu/toan-canh": 9,
        "/nhiem-vu/1": 8,
    }
    asked: dict[str, list[int]] = {address: [] for address in limits}
    for number in range(24):
        a_directive(session, *wards[: number % 12 + 1], content=f"Việc {number}", due_on=SOON)
        if number in (1, 23):
            for address in limits:
                with statements(desk.app) as said:
                    assert browser.open(address).status_code == 200
                asked[address].append(len(said))

    assert {address: few for address, (few, many) in asked.items() if few != many} == {}
    assert {address: many[1] for address, many in asked.items() if many[1] > limits[address]} == {}
