"""Lists of tasks and a task's page, as the people of the town see them."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from tests.support.browser import Desk, statements
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.html import Page, faults, unmarked
from tracker.core.clock import ManualClock, local_instant
from tracker.database.engine import db
from tracker.law.permissions import Origin, Role

SESSION_AND_HEAD = 6
"""Statements of every page: the person, the posts held today, those held as a deputy, the place, the person's unit,
what is unread."""


def rows_of(html: str) -> list[str]:
    """Return the tasks listed on a page."""
    return [head.text for head in Page(html).all("th") if head.get("scope") == "row"]


def test_a_ward_sees_its_own_share_and_nothing_of_another_ward(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    [mine], [theirs] = (
        a_directive(session, ward, content="Việc của Tứ Hạ"),
        a_directive(session, other, content="Việc của Hương Chữ"),
    )
    mine_id, theirs_id, other_id = mine.id, theirs.id, other.id
    browser = desk.seat(official)

    missing = browser.open("/nhiem-vu/999999")
    for page in ("", "/bao-cao", "/tien-do", "/tiep-nhan", "/xin-gia-han", "/tep/1"):
        answer = browser.open(f"/nhiem-vu/{theirs_id}{page}")
        assert (answer.status_code, unmarked(answer.text)) == (404, unmarked(missing.text))

    assert browser.open(f"/nhiem-vu/{mine_id}").status_code == 200
    for address in ("/nhiem-vu", f"/nhiem-vu?don-vi={other_id}", "/nhiem-vu/xuat.csv", "/"):
        assert "Việc của Hương Chữ" not in browser.open(address).text
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.open("/nhiem-vu/xuat.xlsx").data))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "Việc của Tứ Hạ" in cells
    assert "Việc của Hương Chữ" not in cells


def test_the_other_wards_of_a_directive_stay_hidden_on_its_page(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    official, office = (an_official(session, Role.WARD_OFFICIAL, ward), an_official(session, Role.OFFICE, ward))
    mine_id = a_directive(session, ward, other)[0].id

    assert "Hương Chữ" not in desk.seat(official).open(f"/nhiem-vu/{mine_id}").text
    assert "Hương Chữ" in desk.seat(office).open(f"/nhiem-vu/{mine_id}").text


def test_the_number_above_a_list_is_its_length(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    office = an_official(session, Role.OFFICE, ward)
    for number in range(60):
        a_directive(session, ward, content=f"Việc số {number}", due_on=dt.date(2021, 6, 15))
    browser = desk.seat(office)

    first = browser.open("/nhiem-vu")
    [onward] = [link.get("href") for link in Page(first.text).all("a") if link.get("rel") == "next"]
    second = browser.open(onward)
    of_a_figure = browser.open("/nhiem-vu?ket-qua=open_overdue")

    assert "60 nhiệm vụ" in Page(first.text).text("main")
    assert (len(rows_of(first.text)), len(rows_of(second.text))) == (50, 10)
    assert not set(rows_of(first.text)) & set(rows_of(second.text))
    assert "Đang xem 51–60 trong 60 nhiệm vụ." in Page(second.text).text("main")
    assert len(rows_of(of_a_figure.text)) == 60


def test_a_condition_is_taken_away_by_its_chip(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    office = an_official(session, Role.OFFICE, ward)
    a_directive(session, ward, content="Việc thứ nhất")
    a_directive(session, other, content="Việc thứ hai", origin=Origin.PROVINCE)
    ward_id = ward.id
    browser = desk.seat(office)

    narrowed = browser.open(f"/nhiem-vu?don-vi={ward_id}&nguon=town")
    chips = {link.text: link.get("href") for link in Page(narrowed.text).all("a") if link.get("class") == "chip"}

    assert len(rows_of(narrowed.text)) == 1
    assert set(chips) == {"Bỏ điều kiện: Chủ trì: UBND phường Tứ Hạ", "Bỏ điều kiện: Nguồn giao: UBND thị xã giao"}
    assert chips["Bỏ điều kiện: Chủ trì: UBND phường Tứ Hạ"] == "/nhiem-vu?nguon=town"


def test_a_directive_to_several_units_is_one_line_that_opens_its_shares(desk: Desk, session: Session) -> None:
    units = [a_unit(session, f"X{n}", f"UBND xã số {n}") for n in range(9)]
    office = an_official(session, Role.OFFICE, units[0])
    a_directive(session, *units, origin=Origin.PROVINCE, content="Báo cáo chung")
    browser = desk.seat(office)

    page = browser.open("/nhiem-vu")
    [shares] = [link.get("href") for link in Page(page.text).all("a") if link.text == "Báo cáo chung"]

    assert "9 đơn vị" in Page(page.text).text("table")
    assert len(rows_of(browser.open(shares).text)) == 9


def test_a_list_of_a_past_day_says_so(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    office = an_official(session, Role.OFFICE, ward)
    a_directive(session, ward, due_on=dt.date(2021, 6, 15))

    page = desk.seat(office).open("/nhiem-vu?tinh-den=2021-06-01").text

    assert "Danh sách như vào cuối ngày 01/06/2021, không phải hôm nay." in Page(page).text("main")
    assert "Trong hạn" in Page(page).text("table")


def test_an_export_holds_no_formula(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    office = an_official(session, Role.OFFICE, ward)
    a_directive(session, ward, content="=HYPERLINK(1)")
    browser = desk.seat(office)

    table = browser.open("/nhiem-vu/xuat.csv").data
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.open("/nhiem-vu/xuat.xlsx").data))

    assert table.startswith(b"\xef\xbb\xbf")
    assert ",'=HYPERLINK(1)," in table.decode()
    assert any("=HYPERLINK(1)" in row for row in book.get_sheet_by_index(0).to_python())


def test_a_download_gives_its_connection_back(app: Flask, desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    office = an_official(session, Role.OFFICE, ward)
    a_directive(session, ward)

    assert desk.seat(office).open("/nhiem-vu/xuat.csv").status_code == 200

    with app.app_context():
        pool = db.engine.pool
        assert isinstance(pool, QueuePool)
        assert pool.checkedout() == 0


@pytest.mark.parametrize("role", [Role.WARD_OFFICIAL, Role.COORDINATOR, Role.OFFICE, Role.LEADER, Role.AUDITOR])
def test_every_role_gets_sound_pages(role: Role, desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    the_calendar_of(session, 2021)
    [assignment] = a_directive(session, ward)
    assignment_id = assignment.id
    browser = desk.seat(an_official(session, role, ward))

    for address in ("/", "/nhiem-vu", "/nhiem-vu?tim=khong-co", f"/nhiem-vu/{assignment_id}", "/doi-mat-khau"):
        answer = browser.open(address)
        assert (answer.status_code, faults(answer.text)) == (200, [])


def test_the_numbers_of_the_leader_open_lists_of_that_length(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    leader = an_official(session, Role.LEADER, ward)
    a_directive(session, ward, other, due_on=dt.date(2021, 6, 15))
    a_directive(session, other, origin=Origin.PROVINCE, due_on=dt.date(2021, 12, 15))
    browser = desk.seat(leader)

    page = Page(browser.open("/").text)
    numbers = [
        (int(link.text.split()[0]), link.get("href"))
        for link in page.all("a")
        if link.get("href").startswith("/nhiem-vu?") and link.text.split()[0].isdecimal()
    ]

    assert len(numbers) > 8
    for number, address in numbers:
        assert len(rows_of(browser.open(address).text)) == number


def test_who_does_the_work_finds_what_waits(desk: Desk, session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    the_calendar_of(session, 2021)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    a_directive(session, ward, content="Việc đã quá hạn", due_on=dt.date(2021, 11, 9))
    a_directive(session, ward, content="Việc sắp đến hạn", due_on=dt.date(2021, 11, 17))
    a_directive(session, ward, content="Việc còn xa", due_on=dt.date(2021, 11, 18))
    clock.move_to(local_instant(dt.date(2021, 11, 10), 8))

    page = Page(desk.seat(official).open("/").text)
    lists = {table.text.split(" – ")[0]: table.text for table in page.all("table")}

    assert "Việc đã quá hạn" in lists["Quá hạn"]
    assert "Việc sắp đến hạn" in lists["Sắp đến hạn"]
    assert "Việc còn xa" not in lists["Sắp đến hạn"]
    assert "Việc còn xa" in lists["Mới giao, chưa tiếp nhận"]


def test_pages_ask_the_database_few_questions(app: Flask, desk: Desk, session: Session) -> None:
    units = [a_unit(session, f"X{n}", f"UBND xã số {n}") for n in range(5)]
    the_calendar_of(session, 2021)
    office = an_official(session, Role.OFFICE, units[0])
    directives = [a_directive(session, *units) for _ in range(12)]
    assignment_id = directives[0][0].id
    browser = desk.seat(office)

    with statements(app) as of_list:
        browser.open("/nhiem-vu")
    with statements(app) as of_task:
        browser.open(f"/nhiem-vu/{assignment_id}")

    assert len(of_list) <= SESSION_AND_HEAD + 5
    assert len(of_task) <= SESSION_AND_HEAD + 12  # three for the ladder of reminders, one for the tags
