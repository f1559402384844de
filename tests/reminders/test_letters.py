"""The list of letters and a letter's page: what was sent, to whom, why; as it was written, never as markup."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk, statements
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.html import Page, faults
from tests.support.mornings import a_round
from tracker.core.clock import local_instant
from tracker.law.permissions import Actor, Role
from tracker.mail.outbox import Failure, Letter, LetterState
from tracker.mail.transport import FileTransport, MemoryTransport

pytestmark = pytest.mark.both_databases

TODAY = dt.date(2021, 11, 10)
LETTER = re.compile(r"/thu-da-gui/\d+")


@pytest.fixture
def office(session: Session) -> Actor:
    """Return the Office of a town whose calendar is known."""
    the_calendar_of(session, 2021)
    return an_official(session, Role.OFFICE, a_unit(session, "VP", "Văn phòng"))


@pytest.fixture
def ward(session: Session, office: Actor) -> Actor:
    """Give a ward a directive that is due today; the day's letters are not sent yet."""
    unit = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, unit, login="tu-ha")
    a_directive(session, unit, due_on=TODAY, given_on=TODAY, content="Báo cáo <i>ngay</i>")
    return official


def links(page: str) -> list[str]:
    """Return the addresses of all links on a page."""
    return [element.get("href") for element in Page(page).all("a")]


def test_a_letter_is_listed_and_shown_as_it_was_sent(
    session: Session, desk: Desk, office: Actor, ward: Actor, tmp_path: Path
) -> None:
    a_round(session, FileTransport(tmp_path / "mail"), TODAY)
    browser = desk.seat(office)

    listed, shown = browser.open("/thu-da-gui").text, browser.open("/thu-da-gui/1").text

    assert faults(listed) == faults(shown) == []
    assert "[Theo dõi nhiệm vụ] 1 việc đến hạn hôm nay" in listed
    assert "10/11/2021 07:30" in listed
    assert "tu-ha@example.org" in shown
    assert "1. Báo cáo &lt;i&gt;ngay&lt;/i&gt;" in shown
    assert "<i>ngay" not in shown
    assert "/nhiem-vu/1" in links(shown)
    with browser.open("/thu-da-gui/1/tep-eml") as file:
        assert file.data.startswith(b"MIME-Version: 1.0\r\n") and b"multipart/alternative" in file.data
    assert browser.open("/thu-da-gui/2").status_code == 404


def test_a_letter_that_was_refused_says_what_the_server_said(
    session: Session, desk: Desk, office: Actor, ward: Actor
) -> None:
    a_round(session, MemoryTransport(answers={"tu-ha@example.org": Failure.PERMANENT}), TODAY)
    browser = desk.seat(office)

    assert "Không gửi được" in browser.open("/thu-da-gui?trang-thai=dead").text
    assert "Chưa có thư nào" not in browser.open("/thu-da-gui").text
    assert "Không có thư nào như vậy" in browser.open("/thu-da-gui?trang-thai=sent").text
    assert "Máy chủ thư trả lời" in browser.open("/thu-da-gui/1").text
    assert browser.open("/thu-da-gui/1/tep-eml").status_code == 404


def test_letters_are_for_those_who_follow_up(desk: Desk, office: Actor, ward: Actor) -> None:
    browser = desk.seat(ward)

    assert {browser.open(f"/thu-da-gui{rest}").status_code for rest in ("", "/1", "/1/tep-eml")} == {403}


def test_many_letters_are_read_page_by_page_without_gap_or_repetition(
    app: Flask, session: Session, desk: Desk, office: Actor, ward: Actor
) -> None:
    session.add_all(a_letter(ward, TODAY - dt.timedelta(days=n)) for n in range(120))
    session.commit()
    browser = desk.seat(office)

    down, last = walk(browser, "/thu-da-gui?trang-thai=sent", "next")
    up, _ = walk(browser, last, "prev")

    assert [len(page) for page in down] == [50, 50, 20]
    assert [number for page in down for number in page] == list(range(1, 121))[::-1]
    assert {number for page in up for number in page} == set(range(1, 121))
    with statements(app) as said:
        browser.open("/thu-da-gui")
    assert len(said) <= 9


def walk(browser: Browser, address: str, way: str) -> tuple[list[list[int]], str]:
    """Follow the link to the next or previous page to the end; return the letters of each page, and where it ended."""
    pages = []
    while True:
        page = Page(browser.open(address).text)
        hrefs = [element.get("href") for element in page.all("a")]
        pages.append([int(href.rsplit("/", 1)[1]) for href in hrefs if LETTER.fullmatch(href)])
        onward = [element.get("href") for element in page.all("a") if element.get("rel") == way]
        if not onward:
            return pages, address
        [address] = onward


def a_letter(person: Actor, day: dt.date) -> Letter:
    """Return a letter that was sent on a day."""
    return Letter(
        kind="digest",
        person_id=person.user_id,
        slot_on=day,
        address="tu-ha@example.org",
        subject="[Theo dõi nhiệm vụ] 1 việc quá hạn",
        message_key=f"digest.{day:%Y%m%d}",
        state=LetterState.SENT,
        attempts=1,
        next_attempt_at=local_instant(day, 7, 30),
        created_at=local_instant(day, 7, 30),
        sent_at=local_instant(day, 7, 30),
    )
