"""A page that is asked for again is not sent again while it says the same, and never to anybody else."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk, filled_in, statements
from tests.support.builders import a_directive, a_unit, an_official
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.office.models import Unit
from tracker.tasks.actions import transfer as actions_transfer

DAY = dt.date(2021, 6, 14)
MOMENTS = 20
PAGES = ("/nhiem-vu", "/nhiem-vu/1", "/so-lieu?tinh-den=2021-06-01", "/so-lieu/toan-canh")


@pytest.fixture
def leader(session: Session, desk: Desk, clock: ManualClock) -> Browser:
    """Return the browser of a leader of a town with one directive."""
    clock.move_to(local_instant(DAY, 9))
    ward = a_unit(session)
    a_directive(session, ward)
    return desk.seat(an_official(session, Role.LEADER, ward, "lanh-dao"))


def again(browser: Browser, address: str, tag: str) -> tuple[int, str]:
    browser.session.rollback()
    answer = browser.client.get(address, headers={"If-None-Match": tag}, buffered=True)
    return answer.status_code, answer.text


def tag_of(browser: Browser, address: str) -> str:
    """Return the tag that a browser holds after it asked twice."""
    answer = browser.open(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.vary
    first = answer.headers["ETag"]
    return browser.client.get(address, headers={"If-None-Match": first}, buffered=True).headers["ETag"]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_made_or_sent_while_nothing_happened(app: Flask, leader: Browser, address: str) -> None:
    """PostgreSQL's mark moves with any commit on its server, also of tests beside this one: a still moment will do."""
    asked = []
    for _ in range(MOMENTS):
        tag = tag_of(leader, address)
        with statements(app) as said:
            answer = again(leader, address, tag)
        assert answer == (304, "")
        asked.append(len(said))
        if asked[-1] <= 3:
            break

    assert min(asked) <= 3


@pytest.mark.parametrize("address", PAGES)
def test_a_change_shows_at_once(session: Session, leader: Browser, address: str) -> None:
    tag = tag_of(leader, address)
    ward = an_official(session, Role.WARD_OFFICIAL, session.get_one(Unit, 1), "xa")
    with unit_of_work(session, ward, ManualClock(local_instant(DAY, 10))) as work:
        actions_transfer.decline_assignment(work, 1, note="Không thuộc thẩm quyền")

    status, text = again(leader, address, tag)

    says_more = address.startswith("/nhiem-vu")
    assert (status, "</html>" in text) == ((200, True) if says_more else (304, False))


def test_a_list_that_says_the_same_after_something_else_happened_is_not_sent(session: Session, leader: Browser) -> None:
    tag = tag_of(leader, "/nhiem-vu")
    an_official(session, Role.AUDITOR, None, "thanh-tra")

    assert again(leader, "/nhiem-vu", tag)[0] == 304


def test_the_page_of_one_person_is_never_taken_for_that_of_another(
    session: Session, desk: Desk, leader: Browser
) -> None:
    other = desk.seat(an_official(session, Role.LEADER, session.get_one(Unit, 1), "lanh-dao-khac"))
    tag = tag_of(leader, "/nhiem-vu")

    status, text = again(other, "/nhiem-vu", tag)

    assert status == 200 and "lanh-dao-khac" in text
    assert again(desk.nobody(), "/nhiem-vu", tag)[0] == 302
    assert again(leader, "/nhiem-vu?trang-thai=done", tag)[0] == 200


def test_a_message_is_shown_even_on_a_page_that_is_known(leader: Browser) -> None:
    tag = tag_of(leader, "/nhiem-vu")
    with leader.client.session_transaction() as cookie:
        cookie["_flashes"] = [("success", "Đã ghi nhận.")]

    status, text = again(leader, "/nhiem-vu", tag)

    assert status == 200 and "Đã ghi nhận." in text
    assert again(leader, "/nhiem-vu", tag)[0] == 304


def test_who_speaks_another_language_gets_a_page_of_their_own(leader: Browser) -> None:
    tag = tag_of(leader, "/nhiem-vu")
    leader.client.set_cookie("ngon-ngu", "en")

    status, text = again(leader, "/nhiem-vu", tag)

    assert status == 200 and '<html lang="en">' in text


def test_whoever_signs_out_leaves_no_page_behind(leader: Browser) -> None:
    tag_of(leader, "/nhiem-vu")

    gone = leader.send("/dang-xuat", filled_in(leader.open("/nhiem-vu").text, "/dang-xuat"))

    assert gone.headers["Clear-Site-Data"] == '"cache"'
