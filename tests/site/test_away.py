"""What a browser needs to go on without a line is public, holds nobody's name, and may look after the whole site."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.html import faults
from tracker.law.permissions import Role

STATIC = Path(__file__).parents[2] / "tracker" / "static"


def test_the_worker_comes_from_the_root_and_is_asked_for_anew(desk: Desk) -> None:
    answer = desk.nobody().open("/tac-vu-nen.js")

    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_site_can_be_put_on_the_first_screen_of_a_phone(desk: Desk) -> None:
    browser = desk.nobody()
    found = browser.open("/ung-dung.webmanifest").json

    assert found is not None
    assert (found["display"], found["start_url"], found["lang"]) == ("standalone", "/", "vi")
    assert {each["sizes"] for each in found["icons"]} >= {"192x192", "512x512"}
    assert [browser.open(each["src"]).status_code for each in found["icons"]] == [200, 200, 200]
    assert "manifest-src 'self'" in browser.open("/dang-nhap").headers["Content-Security-Policy"]


def test_the_page_for_no_line_is_the_same_for_everybody(desk: Desk, session: Session) -> None:
    somebody = an_official(session, Role.LEADER, a_unit(session), login="nguyen-van-an")
    known, unknown = desk.seat(somebody).open("/ngoai-tuyen").text, desk.nobody().open("/ngoai-tuyen").text

    assert faults(unknown) == []
    assert "nguyen-van-an" not in known


def test_pages_say_whose_they_are_and_which_forms_to_keep(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    [task] = a_directive(session, ward)
    page = desk.seat(official).open(f"/nhiem-vu/{task.id}").text

    assert f'<meta name="person" content="{official.user_id}">' in page
    assert re.findall(r'href="([^"]+)"\s+data-keep', page) == [
        f"/nhiem-vu/{task.id}/bao-cao",
        f"/nhiem-vu/{task.id}/tien-do",
    ]


def test_the_worker_still_finds_its_place_in_the_page(desk: Desk, session: Session) -> None:
    """It puts its sentence behind the opening of the main part; both must say the same."""
    official = an_official(session, Role.LEADER, a_unit(session))
    worker = (STATIC / "js" / "worker.js").read_text(encoding="utf-8")
    [place] = re.findall(r"const MAIN = '([^']+)';", worker)

    assert place in desk.seat(official).open("/").text
