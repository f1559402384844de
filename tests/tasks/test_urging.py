"""Urging: the table of late units, and the letter to each, whose figures are those of the table."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from docx import Document
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.html import Page, faults
from tests.support.mornings import a_round
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.law.lifecycle import Action
from tracker.law.permissions import Actor, Origin, Role
from tracker.law.timing import Age, classify_lateness
from tracker.mail.transport import MemoryTransport
from tracker.tasks.actions import completion
from tracker.tasks.events import TaskEvent

TODAY = dt.date(2021, 11, 10)


@pytest.fixture
def office(session: Session) -> Actor:
    """Give a ward four late directives, one of them reported, and one in time; another ward nothing late."""
    the_calendar_of(session, 2021)
    ward, quiet = a_unit(session), a_unit(session, "HV", "UBND phường Hương Văn")
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    for days_late, content in ((1, "Một"), (30, "Hai"), (121, "Ba"), (9, "Đã báo"), (-3, "Còn hạn")):
        due = TODAY - dt.timedelta(days=days_late)
        [given] = a_directive(
            session, ward, due_on=due, given_on=dt.date(2021, 6, 1), origin=Origin.TOWN, content=content
        )
        if content == "Đã báo":
            with unit_of_work(session, official, ManualClock(local_instant(TODAY, 8))) as work:
                completion.submit_completion(work, given.id, done_on=TODAY, note="Xong")
    a_directive(session, quiet, due_on=TODAY, given_on=dt.date(2021, 6, 1))
    return an_official(session, Role.OFFICE, a_unit(session, "VP", "Văn phòng"))


def test_the_letter_lists_what_the_table_counts(desk: Desk, session: Session, office: Actor) -> None:
    """Read back from the paper, the rows are the late work not yet reported, with its days late."""
    browser = desk.seat(office)
    page = browser.open("/don-doc").text
    [link] = [each.get("href") for each in Page(page).all("a") if each.get("href").endswith(".docx")]

    paper = Document(io.BytesIO(browser.open(link).data))
    archive = zipfile.ZipFile(io.BytesIO(browser.open("/don-doc/cong-van.zip").data))

    rows = [[cell.text for cell in row.cells] for row in paper.tables[1].rows]
    words = "\n".join(each.text for each in paper.paragraphs)
    assert faults(page) == []
    assert "UBND phường Tứ Hạ" in page
    assert "Hương Văn" not in page
    assert [(row[0], row[2], row[3], row[4]) for row in rows[1:]] == [
        ("1", "Ba", "12/07/2021", "121"),
        ("2", "Hai", "11/10/2021", "30"),
        ("3", "Một", "09/11/2021", "1"),
    ]
    assert "Kính gửi: UBND phường Tứ Hạ." in words
    assert "còn 3 nhiệm vụ đã quá hạn" in words
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in paper.tables[0].rows[0].cells[1].text
    assert archive.namelist() == [f"don-doc-don-vi-{link.split('/')[2]}.docx"]


def test_the_number_of_the_letter_stands_on_every_task_it_names(desk: Desk, session: Session, office: Actor) -> None:
    browser = desk.seat(office)
    [address] = [
        each.get("href")
        for each in Page(browser.open("/don-doc").text).all("a")
        if each.get("href").endswith("/ghi-so")
    ]
    fields = browser.form(address) | {"reference": "2710/UBND-VP", "issued_on": "09/11/2021"}

    future = browser.send(address, fields | {"issued_on": "11/11/2021"})
    done = browser.send(address, fields)
    again = browser.send(address, fields)  # a double click
    anew = browser.fill_in(address, reference="2710/UBND-VP")

    lines = session.query(TaskEvent).filter_by(action=Action.URGE).all()
    assert (future.status_code, done.status_code, again.status_code) == (422, 302, 302)
    assert "2710/UBND-VP" in future.text  # nothing typed is lost
    assert (anew.status_code, "đã ghi vào các nhiệm vụ này" in anew.text) == (422, True)
    assert [(line.document, line.details["document_on"]) for line in lines] == [("2710/UBND-VP", "2021-11-09")] * 3
    task = browser.open(f"/nhiem-vu/{lines[0].assignment_id}").text
    assert "1 lần, gần nhất 10/11/2021 (công văn 2710/UBND-VP)" in task
    assert faults(browser.open(address).text) == faults(browser.open("/don-doc").text) == []


def test_a_unit_without_late_work_has_no_letter(desk: Desk, office: Actor) -> None:
    assert desk.seat(office).open("/don-doc/999/cong-van.docx").status_code == 404


@pytest.mark.parametrize(
    ("days", "group"),
    [
        *((days, Age.WEEK) for days in (1, 7)),
        *((days, Age.MONTH) for days in (8, 30)),
        *((days, Age.QUARTERS) for days in (31, 120)),
        (121, Age.LONGER),
    ],
)
def test_how_late_is_late(days: int, group: Age) -> None:
    assert classify_lateness(days) is group


def test_every_page_says_that_nobody_sends_letters(desk: Desk, session: Session, office: Actor) -> None:
    """P30: after two minutes of silence, and to those who can do something about it alone."""
    leader = an_official(session, Role.LEADER, a_unit(session, "UB", "UBND thị xã"))
    clock = desk.app.extensions["clock"]
    words = "Bộ gửi thư nhắc không chạy"
    clock.move_to(local_instant(TODAY, 7, 31))
    a_round(session, MemoryTransport(), TODAY)
    fresh = desk.seat(office).open("/don-doc").text
    clock.move_to(local_instant(TODAY, 7, 33))
    silent = desk.seat(office).open("/don-doc").text

    assert words not in fresh
    assert words in silent
    assert words not in desk.seat(leader).open("/").text


@pytest.mark.parametrize("address", ["/nhac-viec/quy-tac", "/nhac-viec/sap-toi", "/nhac-viec/cua-toi"])
def test_the_pages_about_reminding_stand(desk: Desk, office: Actor, address: str) -> None:
    answer = desk.seat(office).open(address)

    assert answer.status_code == 200
    assert faults(answer.text) == []


def test_a_rule_typed_wrong_is_asked_again_with_everything_kept(desk: Desk, office: Actor) -> None:
    browser, address = desk.seat(office), "/nhac-viec/quy-tac/directive"

    wrong = browser.fill_in(address, head="9", source="Công văn số 1")
    right = browser.fill_in(address, head="4", source="Công văn số 1")

    assert wrong.status_code == 422
    assert "Nhập 9 ngày trở lên" in wrong.text
    assert "Công văn số 1" in wrong.text
    assert right.status_code == 302
    assert "Công văn số 1" in browser.open("/nhac-viec/quy-tac").text


def test_one_may_choose_the_hour_and_stop_the_letters(desk: Desk, session: Session, office: Actor) -> None:
    browser, address = desk.seat(office), "/nhac-viec/cua-toi"

    typed = browser.form(address) | {"hour": "9", "language": "en"}
    assert browser.send(address, typed).status_code == 302

    page = Page(browser.open(address).text)
    assert [each.get("value") for each in page.all("option") if "selected" in each.attributes] == ["9", "en"]
    assert not any("checked" in each.attributes for each in page.all("input"))
