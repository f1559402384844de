"""The office enters a directive: looked at first, handed out once, nothing typed lost."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk, filled_in
from tests.support.builders import an_official, the_calendar_of
from tests.support.html import faults
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.demo.command import TOWN_DATA_FOLDER
from tracker.law.permissions import Role
from tracker.office import units
from tracker.office.people import COMMAND_LINE
from tracker.office.unit_table import read_units
from tracker.tasks.models import Assignment, AssignmentRole, Task
from tracker.tasks.sources import Directive

NEW = "/chi-dao/moi"
TYPED: dict[str, Any] = {
    "origin": "town",
    "reference": "935/UBND-NV",
    "given_on": "08/7/2021",
    "issuer": "UBND thị xã Hương Trà",
    "leader": "Chủ tịch UBND thị xã",
    "content": "Rà soát, công khai thủ tục hành chính",
    "deadline": "trước ngày 30/7/2021",
    "lead_text": "9 xã, phường",
}


@pytest.fixture
def office(desk: Desk, session: Session, clock: ManualClock) -> Browser:
    """Return the browser of the office of a town with all units it had in 2021."""
    clock.move_to(local_instant(dt.date(2021, 7, 9), 8))
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        units.import_units(work, read_units((TOWN_DATA_FOLDER / "units.csv").read_bytes(), "units.csv").rows)
    the_calendar_of(session, 2021)
    own = units.find_unit_by_code(session, "VP")
    return desk.seat(an_official(session, Role.OFFICE, own))


def leads(session: Session) -> int:
    """Return how many assignments to a lead there are."""
    session.rollback()
    question = select(func.count()).select_from(Assignment).where(Assignment.part == AssignmentRole.LEAD)
    return session.scalar(question) or 0


@pytest.mark.parametrize(
    ("given_on", "lead_text", "deadline", "expected"),
    [
        ("08/7/2021", "9 xã, phường", "trước ngày 30/7/2021", 9),
        ("01/3/2021", "UBND các xã, phường", "trước ngày 30/3/2021", 15),
        ("01/3/2021", "15 xã, phường", "trước ngày 30/3/2021", 15),
        ("08/7/2021", "9 xã, phường; Phòng Nội vụ", "", 10),
    ],
)
def test_all_wards_means_those_of_the_day_of_the_paper(
    office: Browser, session: Session, given_on: str, lead_text: str, deadline: str, expected: int
) -> None:
    typed = TYPED | {"given_on": given_on, "lead_text": lead_text, "deadline": deadline, "confirmed": "y"}

    sent = office.fill_in(NEW, **typed)

    assert sent.status_code == 302
    page = office.open(sent.location)
    assert f"giao cho {expected} đơn vị" in page.text
    assert leads(session) == expected


def test_looking_first_writes_nothing_and_says_how_it_is_understood(office: Browser, session: Session) -> None:
    typed = TYPED | {"look_first": "1", "deadline": "chậm nhất ngày 01/8/2021", "coordinating": "Phòng Nội vụ"}
    seen = office.fill_in(NEW, **typed)

    assert seen.status_code == 200
    assert faults(seen.text) == []
    for words in ("01/08/2021", "Hạn rơi vào ngày nghỉ.", "9, mỗi đơn vị", "UBND phường Tứ Hạ", "Phòng Nội vụ"):
        assert words in seen.text
    assert leads(session) == 0


def test_what_is_not_clear_is_told_before_and_the_directive_goes_out_all_the_same(
    office: Browser, session: Session
) -> None:
    typed = TYPED | {"content": "Tăng cường kiểm tra công vụ"}
    seen = office.fill_in(NEW, **(typed | {"look_first": "1"}))
    pair = [str(unit.id) for code in ("TUHA", "NV") if (unit := units.find_unit_by_code(session, code))]
    several = office.fill_in(NEW, **(typed | {"look_first": "1", "lead_text": "", "leads": pair}))
    whole = office.fill_in(NEW, **(TYPED | {"look_first": "1", "content": "Báo cáo kết quả rà soát"}))
    sent = office.fill_in(NEW, **typed)

    assert "Chưa rõ sản phẩm:" in seen.text
    assert "Chưa rõ trách nhiệm:" not in seen.text
    assert "Chưa rõ trách nhiệm:" in several.text
    assert "6 rõ" not in whole.text
    assert faults(seen.text) == []
    assert sent.status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"deadline": "trước ngày 31/9/2021"}, "Không có ngày “31/9/2021”. Có phải là 30/9/2021 không?"),
        ({"lead_text": "Phòng Nội vu"}, "Có phải là Phòng Nội vụ không?"),
        ({"lead_text": "15 xã, phường"}, "Số đơn vị không khớp"),
        ({"lead_text": ""}, "Chọn ít nhất một đơn vị chủ trì."),
        ({"given_on": "30/02/2021"}, "Nhập ngày theo dạng"),
        ({"given_on": "20/7/2021"}, "Chọn ngày 09/07/2021 hoặc trước đó."),
        ({"deadline": "trước ngày 01/7/2021"}, "trước ngày ban hành"),
        ({"deadline": "càng sớm càng tốt"}, "Xem cách hiểu thời hạn"),
        ({"content": ""}, "Nhập nội dung chỉ đạo."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    office: Browser, session: Session, typed: dict[str, str], sentence: str
) -> None:
    answer = office.fill_in(NEW, **(TYPED | typed))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert faults(answer.text) == []
    for name in ("reference", "leader", "content", "deadline", "lead_text"):
        assert str((TYPED | typed)[name]) in answer.text
    assert leads(session) == 0


def test_units_are_ticked_as_well_as_typed(office: Browser, session: Session) -> None:
    ward = units.find_unit_by_code(session, "TUHA")
    assert ward is not None
    sent = office.fill_in(NEW, **(TYPED | {"lead_text": "Phòng Nội vụ", "leads": [str(ward.id)]}))

    assert sent.status_code == 302
    assert leads(session) == 2


def test_the_mark_of_urgency_goes_with_every_task(office: Browser, session: Session) -> None:
    office.fill_in(NEW, **(TYPED | {"urgency": "Hỏa tốc"}))

    assert leads(session) == 9
    assert {task.urgency for task in session.query(Task)} == {"Hỏa tốc"}


def test_a_double_click_enters_one_directive(office: Browser, session: Session) -> None:
    form = office.form(NEW) | TYPED

    first, second = office.send(NEW, form), office.send(NEW, form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    assert session.scalar(select(func.count()).select_from(Directive)) == 1


def test_a_form_sent_again_with_other_words_is_asked_about(office: Browser, session: Session) -> None:
    form = office.form(NEW) | TYPED
    office.send(NEW, form)
    other = TYPED | {"reference": "936/UBND-NV"}

    asked = office.send(NEW, form | other)
    sent = office.send(NEW, filled_in(asked.text, NEW) | other)

    assert asked.status_code == 422
    assert "đã gửi một lần" in asked.text
    assert sent.status_code == 302
    assert leads(session) == 18


def test_the_same_words_of_the_same_paper_are_entered_once(office: Browser, session: Session) -> None:
    office.fill_in(NEW, **TYPED)
    again = office.fill_in(NEW, **TYPED)

    assert again.status_code == 422
    assert "Đã có mục này rồi" in again.text
    assert leads(session) == 9


def test_the_issuer_follows_the_origin_when_left_empty(office: Browser, session: Session) -> None:
    office.fill_in(NEW, **TYPED)
    office.fill_in(NEW, **(TYPED | {"reference": "940/UBND-NV", "issuer": ""}))
    refused = office.fill_in(NEW, **(TYPED | {"origin": "province", "issuer": ""}))

    assert session.scalar(select(func.count()).select_from(Directive)) == 2
    assert refused.status_code == 422
    assert "Nhập cơ quan ban hành văn bản." in refused.text


def test_a_deadline_is_read_while_it_is_typed(office: Browser) -> None:
    def read(phrase: str, day: str = "08/7/2021") -> str:
        return office.open(f"/chi-dao/doc-thoi-han?thoi-han={quote(phrase)}&ngay={quote(day)}").text

    assert read("trước ngày 30/7/2021").startswith("Hạn xử lý 30/07/2021 (một lần).")
    assert read("sau khi có hướng dẫn của Bộ").startswith("Chưa có ngày (chờ điều kiện).")
    assert read("trước ngày 31/9/2021") == "Không có ngày “31/9/2021”. Có phải là 30/9/2021 không?"
    assert "Chưa có ngày nhận" in read("trong vòng 05 ngày làm việc kể từ ngày nhận", "không phải ngày")
