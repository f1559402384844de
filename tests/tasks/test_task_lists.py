"""Lists by one's own conditions, columns and order; files hold exactly what is seen."""

from __future__ import annotations

import datetime as dt
import gzip
import io
from itertools import islice

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk, statements
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.html import Page, faults
from tracker.core.clock import ManualClock, local_instant
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Role
from tracker.tasks.lists import Order
from tracker.tasks.models import Assignment

pytestmark = pytest.mark.both_databases


def titles(browser: Browser, address: str) -> list[str]:
    """Return the titles of a list on all its pages, in order."""
    found: list[str] = []
    onward = address
    while onward:
        page = Page(browser.open(onward).text)
        found += [
            next(part.text for part in each.children if part.tag == "a")
            for each in page.all("th")
            if each.get("scope") == "row"
        ]
        onward = next((link.get("href") for link in page.all("a") if link.get("rel") == "next"), "")
    return found


@pytest.fixture
def office(desk: Desk, session: Session) -> Browser:
    """Seat the office before nine directives to three wards, some without a deadline."""
    names = ("UBND phường Đông", "UBND phường Dương", "UBND phường An")
    wards = [a_unit(session, f"X{n}", name) for n, name in enumerate(names)]
    the_calendar_of(session, 2021)
    days = (dt.date(2021, 11, 9), dt.date(2021, 11, 12), None)
    for number in range(9):
        a_directive(session, wards[number % 3], content=f"Việc {number}", due_on=days[number // 3])
    return desk.seat(an_official(session, Role.OFFICE, wards[0]))


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_order_shows_every_row_once_over_all_pages(desk: Desk, session: Session, order: Order, sign: str) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    for number in range(41):
        due = None if number % 5 == 0 else dt.date(2021, 6, 15 + number % 3)
        a_directive(session, ward if number % 2 else other, content=f"Việc {number}", due_on=due)
    browser = desk.seat(an_official(session, Role.OFFICE, ward))

    found = titles(browser, f"/nhiem-vu?sap-xep={sign}{order}&so-dong=20")

    assert sorted(found) == sorted(f"Việc {number}" for number in range(41))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEADER, Role.OFFICE, Role.UNIT_HEAD, Role.OFFICER])
def test_the_first_page_of_everybody_holds_rows_of_work(desk: Desk, session: Session, role: Role) -> None:
    ward = a_unit(session)
    a_directive(session, ward, content="Việc quá hạn", due_on=dt.date(2021, 11, 1))
    page = desk.seat(an_official(session, role, ward)).open("/")

    assert page.status_code == 200
    assert "Việc quá hạn" in page.text or role in {Role.COORDINATOR, Role.LEADER}


def test_units_are_in_vietnamese_order(office: Browser) -> None:
    page = Page(office.open("/nhiem-vu?sap-xep=don-vi&cot=don-vi").text)
    rows = [row.text for row in page.all("tr")]
    order = [next(name for name in ("An", "Dương", "Đông") if f"phường {name}" in row) for row in rows[1:-1]]

    assert order == ["An"] * 3 + ["Dương"] * 3 + ["Đông"] * 3


@pytest.mark.parametrize(
    ("condition", "number"),
    [
        ("han=tuan-nay", 6),
        ("han=tuan-truoc", 0),
        ("han=khong", 3),
        ("han=5-ngay-lam-viec-toi", 3),
        ("giao-tu=01/02/2021", 0),
        ("giao-den=01/02/2021", 9),
        ("gia-han-tu=1", 0),
        ("im-tu=30", 9),
        ("kho-khan=co", 0),
        ("cua-toi=co", 0),
        ("nguoi=1", 0),
        ("vai=phoi-hop&don-vi=1", 0),
        ("vai=cap-duoi&don-vi=1", 3),
    ],
)
def test_conditions_keep_what_they_say(office: Browser, condition: str, number: int) -> None:
    page = Page(office.open(f"/nhiem-vu?{condition}").text)

    assert page.text("strong") == str(number) or f"{number} nhiệm vụ" in page.text("main")
    assert [link for link in page.all("a") if link.get("class") == "chip"]


def test_this_week_reaches_over_new_year(desk: Desk, session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    browser = desk.seat(an_official(session, Role.OFFICE, ward))
    a_directive(session, ward, content="Hạn 31/12", due_on=dt.date(2021, 12, 31))
    a_directive(session, ward, content="Hạn năm trước", due_on=dt.date(2021, 1, 5))
    clock.move_to(local_instant(dt.date(2022, 1, 1), 9))

    assert titles(browser, "/nhiem-vu?han=tuan-nay") == ["Hạn 31/12"]


def test_columns_are_remembered_and_files_hold_them(office: Browser) -> None:
    page = Page(office.open("/nhiem-vu/loc?han=khong").text)
    token = next(each.get("value") for each in page.all("input") if each.get("name") == "csrf_token")
    form = {"csrf_token": token, "columns": ["lanh-dao", "han"], "rows": "20", "next_address": "/nhiem-vu?han=khong"}
    answer = office.send("/nhiem-vu/cach-xem", form)

    heads = [head.text for head in Page(office.open("/nhiem-vu").text).all("th") if head.get("scope") == "col"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(office.open("/nhiem-vu/xuat.xlsx?han=khong").data))
    first, second = (book.get_sheet_by_index(number).to_python() for number in (0, 1))
    table = office.open("/nhiem-vu/xuat.csv?han=khong").data

    assert answer.location == "/nhiem-vu?han=khong"
    assert heads == ["Nội dung", "Lãnh đạo chỉ đạo", "Hạn xử lý"]
    assert [row[0] for row in first[-3:]] == ["Việc 6", "Việc 7", "Việc 8"]
    assert ["Điều kiện lọc", "Hạn: không có hạn"] in second
    assert any("Hạn đang có hiệu lực" in str(row) for row in second)
    assert table.startswith("\ufeffNội dung,Lãnh đạo chỉ đạo,Hạn xử lý".encode())
    assert len(table.splitlines()) == 4


@pytest.mark.parametrize("address", ["/nhiem-vu/loc", "/nhiem-vu/in", "/nhiem-vu?cot=nguoi,linh-vuc,cap-nhat,so"])
def test_pages_around_the_list_are_sound(office: Browser, address: str) -> None:
    answer = office.open(address)

    assert (answer.status_code, faults(answer.text)) == (200, [])


def test_a_list_says_what_its_rows_add_up_to(office: Browser) -> None:
    page = Page(office.open("/nhiem-vu").text)

    assert "Cộng: 9 nhiệm vụ – hoàn thành 0, chưa hoàn thành 9" in page.text("tfoot")


@pytest.mark.parametrize("mark", ["x.1", "2021-13-01.1", ".", "2021-01-01.x", "a.b.c"])
def test_a_place_that_cannot_be_read_is_the_beginning(office: Browser, mark: str) -> None:
    assert len(titles(office, f"/nhiem-vu?sau={mark}")) == 9


def test_a_page_of_fifty_rows_is_light_and_asks_the_same_of_the_database(desk: Desk, session: Session) -> None:
    wards = [a_unit(session, f"X{n}", f"UBND phường số {n}") for n in range(30)]
    browser = desk.seat(an_official(session, Role.OFFICE, wards[0]))
    asked, size = [], 0
    for number in range(60):
        a_directive(session, wards[number % 30], content="Rà soát, công khai thủ tục hành chính thuộc thẩm quyền")
        session.connection().execute(update(Assignment).values(state=AssignmentState.ACCEPTED))
        session.commit()
        if number in (5, 59):
            with statements(desk.app) as said:
                page = browser.open("/nhiem-vu")
            asked.append(len(said))
            size = len(page.data)

    assert asked == [5, 6]  # a list that stands whole on its page is its own count
    assert size <= 36_200  # of which 5 000 for the boxes to tick
    assert len(gzip.compress(page.data, 1)) <= 6_000


def test_a_slow_line_keeps_nobody_from_writing(desk: Desk, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.tasks.lists.LIST_CHUNK_ROWS", 2)  # a list that is long for what is read at a time
    monkeypatch.setattr("tracker.documents.sheets.CSV_ROWS_TOGETHER", 2)
    ward = a_unit(session)
    for number in range(12):
        a_directive(session, ward, content=f"Việc {number}")
    leader = desk.seat(an_official(session, Role.LEADER, ward, "lanh-dao"))
    session.rollback()

    coming = leader.client.get("/nhiem-vu/xuat.csv", buffered=False).iter_encoded()
    begun = b"".join(islice(coming, 3))
    a_directive(session, ward, content="Việc giao trong lúc tệp đang tải")
    whole = begun + b"".join(coming)

    assert len(whole.splitlines()) == 1 + 12
