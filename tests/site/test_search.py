"""The one search: what people type finds what they may see, and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.support.browser import Desk, statements
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.html import Page, faults
from tracker.law.permissions import Role

pytestmark = pytest.mark.both_databases


def test_a_number_typed_loosely_finds_the_paper_its_directive_and_its_tasks(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    a_directive(session, ward, content="Rà soát thủ tục")
    browser = desk.seat(an_official(session, Role.OFFICE, ward))

    for typed in ("1/ubnd-vp", "01 ubnd", "ra soat", "rà soát"):
        answer = browser.open(f"/tim?tim={typed}")
        heads = [each.text for each in Page(answer.text).all("h2")]
        assert faults(answer.text) == []
        assert "Nhiệm vụ theo ý kiến chỉ đạo" in heads, typed
        assert "Ý kiến chỉ đạo" in heads, typed
    assert "Văn bản" in [each.text for each in Page(browser.open("/tim?tim=01 ubnd").text).all("h2")]


def test_a_ward_finds_only_its_own(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    a_directive(session, ward, content="Kiểm tra đất đai")
    a_directive(session, other, content="Kiểm tra hộ tịch")
    browser = desk.seat(an_official(session, Role.WARD_OFFICIAL, ward))

    page = Page(browser.open("/tim?tim=kiem tra").text).text("main")
    papers = Page(browser.open("/tim?tim=2 ubnd").text).text("main")

    assert "đất đai" in page
    assert "hộ tịch" not in page
    assert "2/UBND-VP" not in papers


def test_people_are_found_by_those_who_manage_them(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    an_official(session, Role.OFFICER, ward, login="Đặng Thị Hà")
    ward_official = an_official(session, Role.WARD_OFFICIAL, ward)
    administrator = an_official(session, Role.ADMINISTRATOR, None)

    assert "Đặng Thị Hà" in desk.seat(administrator).open("/tim?tim=dang ha").text
    assert "Đặng Thị Hà" not in desk.seat(ward_official).open("/tim?tim=dang ha").text


def test_searching_asks_as_much_whatever_is_found(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    browser = desk.seat(an_official(session, Role.OFFICE, ward))
    counts = []
    for _ in range(2):
        for number in range(4):
            a_directive(session, ward, content=f"Rà soát {number}")
        with statements(desk.app) as said:
            browser.open("/tim?tim=ra soat")
        counts.append(len(said))

    assert counts[0] == counts[1] <= 11
