"""Directives as the office, the leaders and the wards see them."""

from __future__ import annotations

import datetime as dt
import hashlib
import io

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.browser import Desk, filled_in, statements
from tests.support.builders import a_directive, a_unit, an_official, task_of
from tests.support.html import Page, faults
from tracker.law.permissions import Origin, Role
from tracker.office.models import Unit
from tracker.office.name_reader import UnitKind
from tracker.tasks.sources import Directive

pytestmark = pytest.mark.both_databases


def rows_of(html: str) -> list[str]:
    """Return the names of the rows of the tables on a page, once each: the strips of time have the same rows."""
    return list(dict.fromkeys(head.text for head in Page(html).all("th") if head.get("scope") == "row"))


def links_of(html: str) -> set[str]:
    """Return where a page leads."""
    return {link.get("href") for link in Page(html).all("a")}


@pytest.fixture
def wards(session: Session) -> tuple[Unit, Unit]:
    """Return two wards."""
    return (
        a_unit(session, short_name="Phường Tứ Hạ"),
        a_unit(session, "HC", "UBND phường Hương Chữ", short_name="Phường Hương Chữ"),
    )


def test_a_ward_sees_only_its_own_row(desk: Desk, session: Session, wards: tuple[Unit, Unit]) -> None:
    mine, theirs = a_directive(session, *wards)
    shared = task_of(session, mine).directive_id
    [alone] = a_directive(session, wards[1], content="Việc riêng của Hương Chữ")
    theirs_id = theirs.id
    addresses = [f"/chi-dao/{shared}", "/chi-dao/ma-tran", "/chi-dao"]
    alone_id = task_of(session, alone).directive_id
    browser = desk.seat(an_official(session, Role.WARD_OFFICIAL, wards[0]))

    for address in addresses:
        page = browser.open(address)
        assert page.status_code == 200
        assert faults(page.text) == []
        assert "Hương Chữ" not in page.text
        assert f"/nhiem-vu/{theirs_id}" not in links_of(page.text)
    assert rows_of(browser.open(addresses[0]).text) == ["Phường Tứ Hạ"]
    assert "0/2" not in browser.open(addresses[0]).text
    assert browser.open(f"/chi-dao/{alone_id}").status_code == 404
    assert browser.open("/chi-dao/moi").status_code == 403


def test_a_leader_sees_every_ward_with_its_days(desk: Desk, session: Session, wards: tuple[Unit, Unit]) -> None:
    a_directive(session, *wards, due_on=dt.date(2021, 11, 5))
    browser = desk.seat(an_official(session, Role.LEADER, wards[0]))

    page = browser.open("/chi-dao/1")
    earlier = browser.open("/chi-dao/1?tinh-den=05/11/2021")

    assert rows_of(page.text) == ["Phường Tứ Hạ", "Phường Hương Chữ"]
    assert page.text.count("Quá hạn</span>") == 4  # in the table and on the strips of time
    assert ">5</td>" in page.text
    assert earlier.text.count("Trong hạn</span>") == 4
    assert faults(page.text) == []


def test_the_matrix_says_in_words_what_its_icons_show(desk: Desk, session: Session, wards: tuple[Unit, Unit]) -> None:
    a_directive(session, *wards, due_on=dt.date(2021, 12, 31))
    a_directive(session, wards[1], due_on=dt.date(2021, 6, 15), content="Việc khác")
    page = desk.seat(an_official(session, Role.LEADER, wards[0])).open("/chi-dao/ma-tran")

    matrix = Page(page.text).all("tbody")[0]
    cells = [[cell.text for cell in row.children] for row in matrix.children if row.tag == "tr"]

    assert cells == [
        ["Phường Tứ Hạ", "Trong hạn", "không giao", "0/1"],
        ["Phường Hương Chữ", "Trong hạn", "Quá hạn", "0/2"],
    ]
    assert faults(page.text) == []


def test_tabs_and_words_narrow_the_list(desk: Desk, session: Session, wards: tuple[Unit, Unit]) -> None:
    a_directive(session, wards[0], content="Ký số văn bản", origin=Origin.PROVINCE)
    a_directive(session, wards[0], content="Công khai thủ tục")
    browser = desk.seat(an_official(session, Role.OFFICE, wards[0]))

    assert rows_of(browser.open("/chi-dao").text) == ["Công khai thủ tục", "Ký số văn bản"]
    assert rows_of(browser.open("/chi-dao?nguon=province").text) == ["Ký số văn bản"]
    assert rows_of(browser.open("/chi-dao?tim=cong+khai").text) == ["Công khai thủ tục"]
    nothing = browser.open("/chi-dao?nguon=town&tim=ky+so")
    assert "Không có ý kiến chỉ đạo nào khớp" in nothing.text
    assert faults(nothing.text) == []


def test_each_directive_stands_on_exactly_one_page(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    for number in range(52):
        a_directive(session, ward, content=f"Việc thứ {number}", given_on=dt.date(2021, 3, 1))
    browser = desk.seat(an_official(session, Role.OFFICE, ward))

    first = browser.open("/chi-dao").text
    [onward] = [link.get("href") for link in Page(first).all("a") if link.get("rel") == "next"]
    second = browser.open(onward).text

    assert len(rows_of(first)) == 50
    assert sorted(rows_of(first) + rows_of(second)) == sorted(f"Việc thứ {number}" for number in range(52))


def test_more_rows_ask_no_more_questions(desk: Desk, session: Session, app: Flask) -> None:
    units = [a_unit(session, f"X{number}", f"UBND xã số {number}", kind=UnitKind.COMMUNE) for number in range(6)]
    a_directive(session, units[0])
    browser = desk.seat(an_official(session, Role.LEADER, units[0]))

    def asked(address: str) -> int:
        with statements(app) as said:
            assert browser.open(address).status_code == 200
        return len(said)

    few = [asked(address) for address in ("/chi-dao", "/chi-dao/ma-tran", "/chi-dao/1")]
    for number in range(5):
        a_directive(session, *units, content=f"Việc {number}")
    many = [asked(address) for address in ("/chi-dao", "/chi-dao/ma-tran", "/chi-dao/2")]

    assert many == few


def test_somebody_without_the_permission_is_turned_away(desk: Desk, session: Session) -> None:
    browser = desk.seat(an_official(session, Role.ADMINISTRATOR, None))

    for address in ("/chi-dao", "/chi-dao/ma-tran", "/chi-dao/1", "/chi-dao/moi"):
        assert browser.open(address).status_code == 403


def test_a_ward_follows_its_task_to_the_clause_and_the_paper_itself(
    desk: Desk, session: Session, wards: tuple[Unit, Unit]
) -> None:
    [mine] = a_directive(session, wards[0])
    directive_id = task_of(session, mine).directive_id
    session.get_one(Directive, directive_id).clause = "mục II, điểm 3"
    session.commit()
    office = desk.seat(an_official(session, Role.OFFICE, wards[1]))
    ward = desk.seat(an_official(session, Role.WARD_OFFICIAL, wards[0]))
    other = desk.seat(an_official(session, Role.WARD_OFFICIAL, wards[1]))
    page, paper = f"/chi-dao/{directive_id}", f"/chi-dao/{directive_id}/van-ban"
    data = b"%PDF-1.7 the paper itself"

    def send(name: str, content: bytes) -> None:
        office.send(paper, filled_in(office.open(page).text, paper) | {"files": (io.BytesIO(content), name)})

    send("chi-thi.exe", b"MZ")
    refused = office.open(page).text
    send("Chỉ thị 06.pdf", data)
    seen = ward.open(page).text

    assert "Chọn tệp đúng loại được phép tải lên." in refused
    assert faults(refused) == [] and faults(seen) == []
    assert "mục II, điểm 3" in seen and hashlib.sha256(data).hexdigest() in seen
    assert ward.open(paper).data == data
    assert ward.open(paper).headers["Content-Disposition"].startswith("attachment")
    assert other.open(paper).status_code == 404
    assert ward.send(paper, {}).status_code == 403
    assert paper not in {form.get("action") for form in Page(office.open(page).text).all("form")}
