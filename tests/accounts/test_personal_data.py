"""The notice on personal data, the copy of one's own, and what keeps state secrets out."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.house.sources import ROOT
from tests.support.browser import Desk, filled_in
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.html import Page, faults
from tests.web.test_doors import pages
from tracker.accounts import personal_data
from tracker.accounts.models import AccountChange, AccountEvent
from tracker.accounts.personal_data import PERSONAL_TABLE_WORDS
from tracker.core.clock import ManualClock
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.office.models import Document
from tracker.tasks.actions import completion
from tracker.tasks.models import Task

ON_ONE_KIND = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SENTENCE = "Không nhập nội dung bí mật nhà nước."


@ON_ONE_KIND
def test_everybody_finds_the_notice_at_the_foot_of_every_page(desk: Desk, session: Session) -> None:
    an_official(session, Role.ADMINISTRATOR, None, "quantri")
    door = Page(desk.nobody().open("/dang-nhap").text)
    page = desk.nobody().open("/du-lieu-ca-nhan")

    assert "/du-lieu-ca-nhan" in [each.get("href") for each in door.all("a")]
    assert (page.status_code, faults(page.text)) == (200, [])
    for words in ("91/2025/QH15", "Luật Lưu trữ", "72 giờ", "Quyền của anh/chị"):
        assert words in page.text
    assert "Tải dữ liệu của tôi" not in page.text.split("<main", 1)[1].split("Quyền của", 1)[0]


def test_one_press_gives_everything_held_about_oneself_and_nothing_that_opens_the_account(
    desk: Desk, session: Session, clock: ManualClock
) -> None:
    ward = a_unit(session)
    nga, other = (an_official(session, Role.WARD_OFFICIAL, ward, login) for login in ("nga", "khac"))
    [assignment] = a_directive(session, ward, due_on=dt.date(2021, 12, 15))
    number = assignment.id
    with unit_of_work(session, nga, clock) as work:
        completion.accept_assignment(work, number)
    browser = desk.seat(nga)
    own = "/tai-khoan/du-lieu-cua-toi"

    page = browser.open("/du-lieu-ca-nhan")
    answer = browser.send(own, filled_in(page.text, own))

    assert (answer.status_code, answer.mimetype, faults(page.text)) == (200, "application/zip", [])
    with zipfile.ZipFile(io.BytesIO(answer.data)) as bundle:
        held = json.loads(bundle.read("du-lieu.json"))
        text = bundle.read("du-lieu.txt").decode()
    assert held["person"][0]["login"] == "nga" and held["event"][0]["actor_name"] == "nga"
    assert {"membership", "signed_in_session", "account_event"} <= held.keys()
    assert "== Nhật ký nhiệm vụ do mình làm (1) ==" in text and "nga@example.org" in text
    assert "khac@example.org" not in text
    whole = json.dumps(held)
    assert not re.search(r'"(password_hash|token_hash|secret|code_hash)"', whole)
    assert session.query(AccountEvent).filter_by(change=AccountChange.DATA_COPIED).one().person_id == nga.user_id
    assert other.user_id != nga.user_id


@ON_ONE_KIND
def test_each_table_that_names_people_has_its_words_in_the_copy(session: Session) -> None:
    assert set(personal_data.list_personal_tables()) | {"person", "sign_in_try"} == set(PERSONAL_TABLE_WORDS)


@ON_ONE_KIND
def test_a_secret_paper_keeps_number_and_symbol_alone(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    browser = desk.seat(an_official(session, Role.OFFICE, ward, "vanphong"))
    typed = {
        "origin": "town",
        "reference": "12-MAT/UBND",
        "given_on": "01/11/2021",
        "issuer": "UBND thị xã",
        "leader": "Chủ tịch",
        "leads": str(ward.id),
        "secrecy": "mat",
        "confirmed": "y",
    }

    with_words = browser.fill_in("/chi-dao/moi", **typed, content="Nội dung cần giữ kín")
    without = browser.fill_in("/chi-dao/moi", **typed)
    again = browser.fill_in("/chi-dao/moi", **(typed | {"secrecy": ""}), content="Nội dung khác")

    assert (with_words.status_code, without.status_code, again.status_code) == (422, 302, 422)
    assert "Văn bản mật chỉ ghi số, ký hiệu" in with_words.text and "Nội dung cần giữ kín" in with_words.text
    assert "đã ghi là văn bản mật" in again.text
    session.rollback()
    paper = session.query(Document).filter_by(reference="12-MAT/UBND").one()
    assert (paper.secrecy, paper.summary) == ("mat", "")
    [title] = [task.title for task in session.query(Task)]
    assert title == "Thực hiện văn bản 12-MAT/UBND (văn bản mật, không ghi nội dung)"
    shown = browser.open(without.location)
    assert faults(shown.text) == [] and "không lưu tệp" in shown.text


@ON_ONE_KIND
@pytest.mark.parametrize(
    ("secrecy", "summary", "status"), [("mat", "Về việc kín", 422), ("mat", "", 302), ("", "", 422)]
)
def test_a_secret_paper_on_the_list_of_steering_ones_has_no_summary(
    secrecy: str, summary: str, status: int, desk: Desk, session: Session
) -> None:
    browser = desk.seat(an_official(session, Role.COORDINATOR, a_unit(session), "noivu"))
    action = "/van-ban-chi-dao/them"
    fields = filled_in(browser.open("/van-ban-chi-dao").text, action)

    answer = browser.send(
        action, fields | {"reference": "9-KH/UBND", "issued_on": "01/11/2021", "secrecy": secrecy, "summary": summary}
    )

    assert answer.status_code == status
    assert faults(answer.text) == [] or status == 302


@ON_ONE_KIND
def test_every_form_that_takes_free_text_or_files_says_what_not_to_enter(
    app: Flask, desk: Desk, session: Session
) -> None:
    """All pages with such a field, of all who may open them; what a page draws by hand too."""
    ward = a_unit(session)
    a_directive(session, ward, due_on=dt.date(2021, 12, 15))
    roles = (Role.OFFICE, Role.COORDINATOR, Role.LEADER, Role.WARD_OFFICIAL)
    browsers = [desk.seat(an_official(session, role, ward)) for role in roles]
    silent, seen = set(), 0
    for _, address, methods in pages(app):
        if "GET" not in methods or "/api/" in address or address.startswith("/giao-dien"):
            continue
        for browser in browsers:
            answer = browser.open(address.replace("999", "1"))
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            for form in Page(answer.text).all("form"):
                if form.get("method") == "post" and _takes_text_or_files(answer.text, form.get("action") or ""):
                    seen += 1
                    if SENTENCE not in form.text:
                        silent.add((address, form.get("action")))

    assert silent == set()
    assert seen > 20


def _takes_text_or_files(html: str, action: str) -> bool:
    page = Page(html)
    for element in page.all("textarea", "input"):
        inside = [each for each in element.ancestors if each.tag == "form" and each.get("action") == action]
        if inside and (element.tag == "textarea" or element.get("type") == "file"):
            return True
    return False


def test_the_guide_for_the_office_names_the_laws_and_the_steps() -> None:
    guide = (ROOT / "docs" / "du-lieu-ca-nhan.md").read_text(encoding="utf-8")

    for words in ("91/2025/QH15", "33/2024/QH15", "72 giờ", "Độ mật", "flask verify"):
        assert words in guide
