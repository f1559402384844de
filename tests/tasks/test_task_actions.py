"""What officials do with a task at the screen: once, by the right person, and with nothing typed lost."""

from __future__ import annotations

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.support.browser import Desk, filled_in
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.html import Page, faults
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Actor, Role
from tracker.law.terms import TermKind
from tracker.office.models import Unit
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment, Evidence

PDF = b"%PDF-1.4\n%%EOF\n"
CLIENTS = 8


@pytest.fixture
def people(session: Session) -> dict[str, Actor]:
    """Return a ward's official, the office that follows up, a leader, and the ward's task number 1."""
    ward = a_unit(session)
    the_calendar_of(session, 2021)
    a_directive(session, ward, due_on=dt.date(2021, 11, 20))
    return {
        "official": an_official(session, Role.WARD_OFFICIAL, ward),
        "office": an_official(session, Role.OFFICE, ward),
        "leader": an_official(session, Role.LEADER, ward),
    }


def lines_of_diary(session: Session) -> int:
    """Return how many lines all event logs have."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(TaskEvent)) or 0


def state(session: Session) -> AssignmentState:
    """Return where task number 1 stands."""
    session.rollback()
    return session.get_one(Assignment, 1).state


def test_a_report_travels_from_the_ward_to_the_list_of_what_is_done(
    desk: Desk, session: Session, people: dict[str, Actor]
) -> None:
    ward, office = desk.seat(people["official"]), desk.seat(people["office"])

    ward.send("/nhiem-vu/1/tiep-nhan", filled_in(ward.open("/nhiem-vu/1").text, "/nhiem-vu/1/tiep-nhan"))
    assert state(session) is AssignmentState.ACCEPTED
    ward.fill_in("/nhiem-vu/1/tien-do", note="Đã soạn", percent="60")
    ward.fill_in("/nhiem-vu/1/bao-cao", note="Đã công khai", document="88/BC-UBND")
    assert state(session) is AssignmentState.SUBMITTED
    assert "Đã công khai" in office.open("/nhiem-vu/1/xac-nhan").text
    office.fill_in("/nhiem-vu/1/tra-lai", note="Bổ sung phụ lục")
    assert state(session) is AssignmentState.RETURNED
    ward.fill_in("/nhiem-vu/1/bao-cao", note="Đã bổ sung")
    done = office.fill_in("/nhiem-vu/1/xac-nhan")

    assert (done.status_code, state(session)) == (302, AssignmentState.DONE)
    told = Page(office.open("/nhiem-vu/1").text).text("main")
    for words in ("tiếp nhận nhiệm vụ", "0 % → 60 %", "trả lại báo cáo, chưa đạt", "Bổ sung phụ lục", "88/BC-UBND"):
        assert words in told


def test_more_time_is_asked_by_the_ward_and_decided_by_a_leader(
    desk: Desk, session: Session, people: dict[str, Actor]
) -> None:
    ward, leader = desk.seat(people["official"]), desk.seat(people["leader"])

    ward.fill_in("/nhiem-vu/1/xin-gia-han", to_due_on="15/12/2021", note="Chờ hướng dẫn")
    assert "Chờ hướng dẫn" in leader.open("/").text
    without_day = leader.fill_in("/nhiem-vu/1/gia-han", verdict="other")
    granted = leader.fill_in("/nhiem-vu/1/gia-han", verdict="other", due_on="5/12/2021")

    assert (without_day.status_code, granted.status_code) == (422, 302)
    assert "Nhập ngày đồng ý gia hạn đến." in without_day.text
    session.rollback()
    assert session.get_one(Assignment, 1).due_on == dt.date(2021, 12, 5)
    page = Page(ward.open("/nhiem-vu/1").text).text("main")
    assert "Hạn ban đầu" in page
    assert "đồng ý gia hạn từ 20/11/2021 đến 05/12/2021" in page


def test_what_was_given_by_mistake_is_withdrawn(desk: Desk, session: Session, people: dict[str, Actor]) -> None:
    desk.seat(people["office"]).fill_in("/nhiem-vu/1/thu-hoi", note="Giao nhầm")

    assert state(session) is AssignmentState.WITHDRAWN


def test_a_standing_duty_is_marked_as_met(desk: Desk, session: Session, people: dict[str, Actor]) -> None:
    unit = session.get_one(Unit, session.get_one(Assignment, 1).unit_id)
    [duty] = a_directive(session, unit, due_on=dt.date(2021, 12, 31), kind=TermKind.CONTINUOUS)
    duty_id = duty.id

    answer = desk.seat(people["leader"]).fill_in(f"/nhiem-vu/{duty_id}/danh-dau-dat", note="Báo cáo quý IV")

    assert answer.status_code == 302
    session.rollback()
    assert session.get_one(Assignment, duty_id).attested_until == dt.date(2021, 12, 31)


def test_nothing_typed_is_lost_when_a_report_is_refused(desk: Desk, people: dict[str, Actor]) -> None:
    answer = desk.seat(people["official"]).fill_in(
        "/nhiem-vu/1/bao-cao", done_on="11/11/2021", note="Dòng một\nDòng hai", document="88/BC-UBND"
    )

    assert answer.status_code == 422
    assert faults(answer.text) == []
    assert "Chọn ngày 10/11/2021 hoặc trước đó." in answer.text
    kept = filled_in(answer.text, "/nhiem-vu/1/bao-cao")
    assert (kept["done_on"], kept["document"]) == ("11/11/2021", "88/BC-UBND")
    assert kept["note"].split() == ["Dòng", "một", "Dòng", "hai"]


def test_who_was_slower_sees_both_standings_and_keeps_what_was_typed(
    desk: Desk, session: Session, people: dict[str, Actor]
) -> None:
    slow, quick = desk.seat(people["official"]), desk.seat(people["official"])
    fields = slow.form("/nhiem-vu/1/bao-cao")
    quick.fill_in("/nhiem-vu/1/tien-do", note="Đã xong một nửa", percent="50")

    late = slow.send("/nhiem-vu/1/bao-cao", fields | {"note": "Đã công khai"})
    again = slow.send("/nhiem-vu/1/bao-cao", filled_in(late.text, "/nhiem-vu/1/bao-cao"))

    assert late.status_code == 409
    assert faults(late.text) == []
    told = Page(late.text).text("main")
    assert "Có người vừa cập nhật" in told
    assert "Đã xong một nửa" in told
    assert "Đang thực hiện" in told
    assert filled_in(late.text, "/nhiem-vu/1/bao-cao")["note"] == "Đã công khai"
    assert (again.status_code, state(session)) == (302, AssignmentState.SUBMITTED)


def test_of_eight_who_report_at_once_one_is_first(
    app: Flask, desk: Desk, session: Session, people: dict[str, Actor]
) -> None:
    browsers = [desk.seat(people["official"]) for _ in range(CLIENTS)]
    forms = [browser.form("/nhiem-vu/1/bao-cao") | {"note": "Xong"} for browser in browsers]
    before = lines_of_diary(session)
    session.rollback()

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(
            pool.map(
                lambda pair: pair[0].client.post("/nhiem-vu/1/bao-cao", data=pair[1]).status_code,
                zip(browsers, forms, strict=True),
            )
        )

    assert sorted(answers) == [302] + [409] * (CLIENTS - 1)
    assert lines_of_diary(session) == before + 1


def test_a_double_click_is_one_report(desk: Desk, session: Session, people: dict[str, Actor]) -> None:
    ward = desk.seat(people["official"])
    fields = ward.form("/nhiem-vu/1/tien-do") | {"note": "Đã soạn"}
    before = lines_of_diary(session)

    answers = [ward.send("/nhiem-vu/1/tien-do", fields).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert lines_of_diary(session) == before + 1


ACTIONS = {
    "tiep-nhan": "official",
    "tien-do": "official",
    "bao-cao": "official",
    "xin-gia-han": "official",
    "xac-nhan": "office",
    "tra-lai": "office",
    "thu-hoi": "office",
    "gia-han": "leader",
    "danh-dau-dat": "leader",
}


@pytest.mark.parametrize("action", ACTIONS)
def test_a_form_without_its_token_changes_nothing(
    action: str, desk: Desk, session: Session, people: dict[str, Actor]
) -> None:
    before = lines_of_diary(session)
    typed = {
        "version": "2",
        "note": "Xong",
        "done_on": "10/11/2021",
        "to_due_on": "1/12/2021",
        "verdict": "agree",
        "effective_on": "10/11/2021",
    }

    answer = desk.seat(people[ACTIONS[action]]).send(f"/nhiem-vu/1/{action}", typed)

    assert answer.status_code == 422
    assert lines_of_diary(session) == before


def test_a_form_that_saw_nothing_is_never_the_present(desk: Desk, session: Session, people: dict[str, Actor]) -> None:
    ward = desk.seat(people["official"])
    fields = ward.form("/nhiem-vu/1/bao-cao") | {"note": "Xong", "version": ""}

    assert ward.send("/nhiem-vu/1/bao-cao", fields).status_code == 409
    assert state(session) is AssignmentState.ASSIGNED


def test_evidence_is_given_back_byte_for_byte(
    desk: Desk, session: Session, people: dict[str, Actor], tmp_path: Path
) -> None:
    ward = desk.seat(people["official"])

    sent = ward.fill_in("/nhiem-vu/1/tien-do", note="Kèm tệp", files=(io.BytesIO(PDF), "Báo cáo quý.pdf"))
    file = ward.open("/nhiem-vu/1/tep/1")

    assert sent.status_code == 302
    assert file.data == PDF
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    disposition = file.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20qu%C3%BD.pdf" in disposition
    session.rollback()
    kept = session.get_one(Evidence, 1)
    assert kept.sha256 in ward.open("/nhiem-vu/1").text
    session.rollback()
    stranger = an_official(session, Role.WARD_OFFICIAL, a_unit(session, "HC", "UBND phường Hương Chữ"))
    assert desk.seat(stranger).open("/nhiem-vu/1/tep/1").status_code == 404


def test_a_file_that_may_not_come_in_leaves_nothing_behind(
    desk: Desk, session: Session, people: dict[str, Actor], tmp_path: Path
) -> None:
    ward = desk.seat(people["official"])
    before = lines_of_diary(session)

    wrong = ward.fill_in("/nhiem-vu/1/tien-do", note="Kèm tệp", files=(io.BytesIO(b"MZ"), "ảnh.pdf"))
    no_result = ward.fill_in("/nhiem-vu/1/bao-cao", done_on="11/11/2021", files=(io.BytesIO(PDF), "ảnh.pdf"))

    assert (wrong.status_code, no_result.status_code) == (422, 422)
    assert "Nội dung tệp không đúng với đuôi tệp." in wrong.text
    assert lines_of_diary(session) == before
    assert [path for path in (tmp_path / "evidence").glob("*")] == []


@pytest.mark.parametrize("action", ACTIONS)
def test_every_form_is_a_sound_page(action: str, desk: Desk, people: dict[str, Actor]) -> None:
    ward = desk.seat(people["official"])
    if action in ("xac-nhan", "tra-lai"):
        ward.fill_in("/nhiem-vu/1/bao-cao", note="Xong")
    if action == "gia-han":
        ward.fill_in("/nhiem-vu/1/xin-gia-han", to_due_on="15/12/2021", note="Chờ hướng dẫn")

    answer = desk.seat(people[ACTIONS[action]]).open(f"/nhiem-vu/1/{action}")

    expected = 302 if action == "danh-dau-dat" else 200  # an ordinary task has an end of its own
    assert answer.status_code == expected
    assert answer.status_code == 302 or faults(answer.text) == []
