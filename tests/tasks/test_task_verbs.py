"""The pages of the less usual verbs: sound, guarded, told in plain Vietnamese, and no way round the leader."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk, filled_in
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.html import Page, faults
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Actor, Role
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment

PDF = b"%PDF-1.4\n%%EOF\n"
DUE = dt.date(2021, 11, 20)
SHARE, KEPT = 2, 3


@pytest.fixture
def people(session: Session) -> dict[str, Actor]:
    """Return the people around assignment 1 of a ward, its coordinating share 2, and a second assignment 3."""
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    centre = a_unit(session, "VP", "Văn phòng HĐND&UBND")
    the_calendar_of(session, 2021)
    a_directive(session, ward, due_on=DUE, coordinating=(other,))
    a_directive(session, ward, due_on=DUE, content="Việc giữ lại")
    return {
        "official": an_official(session, Role.WARD_OFFICIAL, ward, "Lê Thị Bình"),
        "helper": an_official(session, Role.OFFICER, other),
        "office": an_official(session, Role.OFFICE, centre),
        "leader": an_official(session, Role.LEADER, centre),
        "auditor": an_official(session, Role.AUDITOR, None),
    }


def lines_of_diary(session: Session) -> int:
    """Return how many lines all event logs have."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(TaskEvent)) or 0


def standing(session: Session, number: int = 1) -> Assignment:
    """Return an assignment as it stands."""
    session.rollback()
    return session.get_one(Assignment, number)


Step = tuple[str, str, dict[str, str]]
REPORT: Step = ("official", "/nhiem-vu/1/bao-cao", {"note": "Xong"})
CONFIRM: Step = ("office", "/nhiem-vu/1/xac-nhan", {})
SUSPEND = ("leader", "/nhiem-vu/1/tam-dung", {"note": "Chờ tỉnh", "document": "7/TB-UBND"})
DECLINE = ("official", "/nhiem-vu/1/de-nghi-tra-lai", {"note": "Không phải việc của phường"})
PROGRESS = ("official", "/nhiem-vu/1/tien-do", {"note": "Đã lập 12 hồ sơ"})
SHARE_REPORT: Step = ("helper", f"/nhiem-vu/{SHARE}/bao-cao", {"note": "Số liệu"})

WITHOUT_QUESTION = ("receive_share", "urge")
"""Verbs whose form may be sent empty."""

VERBS: dict[str, tuple[Step, tuple[Step, ...], str]] = {
    "decline": (DECLINE, (), "đề nghị trả lại vì không đúng thẩm quyền – lý do: Không phải việc của phường"),
    "refuse_decline": (
        ("office", "/nhiem-vu/1/khong-dong-y-tra-lai", {"note": "Đúng việc"}),
        (DECLINE,),
        "không đồng ý trả lại; UBND phường Tứ Hạ tiếp tục thực hiện – lý do: Đúng việc",
    ),
    "reassign": (
        ("office", "/nhiem-vu/1/chuyen-don-vi", {"unit": "2", "note": "Đúng địa bàn"}),
        (DECLINE,),
        "chuyển nhiệm vụ từ UBND phường Tứ Hạ sang UBND phường Hương Chữ; hạn xử lý vẫn là 20/11/2021",
    ),
    "entrust": (("official", "/nhiem-vu/1/phan-cong", {"person": "1"}), (), "– → Lê Thị Bình"),
    "divide": (
        ("official", f"/nhiem-vu/{SHARE}/phan-viec", {"share": "Cung cấp số liệu", "due_on": "15/11/2021"}),
        (),
        "giao phần việc phối hợp cho UBND phường Hương Chữ, hạn nội bộ 15/11/2021",
    ),
    "receive_share": (
        ("official", f"/nhiem-vu/{SHARE}/nhan-ket-qua", {"note": "Đủ"}),
        (SHARE_REPORT,),
        "xác nhận hoàn thành ngày 10/11/2021",
    ),
    "return_share": (
        ("official", f"/nhiem-vu/{SHARE}/tra-ket-qua", {"note": "Thiếu quý I"}),
        (SHARE_REPORT,),
        "trả lại báo cáo, chưa đạt – lý do: Thiếu quý I",
    ),
    "suspend": (SUSPEND, (), "tạm dừng nhiệm vụ từ ngày 10/11/2021 – lý do: Chờ tỉnh"),
    "resume": (
        ("leader", "/nhiem-vu/1/tiep-tuc", {"deadline": "shift"}),
        (SUSPEND,),
        "cho tiếp tục sau 0 ngày tạm dừng, hạn xử lý 20/11/2021",
    ),
    "reopen": (
        ("office", "/nhiem-vu/1/mo-lai", {"note": "Số liệu sai"}),
        (REPORT, CONFIRM),
        "mở lại nhiệm vụ đã hoàn thành – lý do: Số liệu sai",
    ),
    "redate": (
        ("office", "/nhiem-vu/1/dinh-chinh-ngay", {"done_on": "8/11/2021", "note": "Theo văn bản"}),
        (REPORT, CONFIRM),
        "đính chính ngày hoàn thành từ 10/11/2021 thành 08/11/2021 – lý do: Theo văn bản",
    ),
    "correct": (
        ("office", "/nhiem-vu/1/dinh-chinh", {"line": "2", "note": "21 hồ sơ", "reason": "Gõ nhầm"}),
        (PROGRESS,),
        "Đã lập 12 hồ sơ → 21 hồ sơ",
    ),
    "set_deadline": (
        ("office", "/nhiem-vu/1/rut-han", {"due_on": "15/11/2021", "document": "9/UBND", "note": "Gấp"}),
        (),
        "điều chỉnh hạn từ 20/11/2021 thành 15/11/2021 – lý do: Gấp",
    ),
    "urge": (("office", "/nhiem-vu/1/don-doc", {"note": "Gửi báo cáo trước thứ Sáu"}), (), "đôn đốc UBND phường Tứ Hạ"),
    "tag": (("office", "/nhiem-vu/1/nhan", {"name": "họp tháng 11"}), (), "đổi nhãn của nhiệm vụ"),
    "evidence": (("office", "/nhiem-vu/1/minh-chung", {"required": "yes"}), (), "Không → Có"),
    "cancel": (
        (
            "leader",
            "/nhiem-vu/1/khong-thuc-hien",
            {"document": "12/QĐ-UBND", "document_on": "9/11/2021", "note": "Hết nhu cầu"},
        ),
        (),
        "quyết định không tiếp tục thực hiện từ ngày 10/11/2021 – lý do: Hết nhu cầu",
    ),
    "transfer": (
        ("office", "/nhiem-vu/1/ban-giao", {"body": "Sở Nội vụ", "note": "Đổi thẩm quyền"}),
        (),
        "bàn giao cho Sở Nội vụ từ ngày 10/11/2021 – lý do: Đổi thẩm quyền",
    ),
    "merge": (
        ("office", "/nhiem-vu/1/nhap-nhiem-vu", {"into": str(KEPT), "note": "Giao trùng"}),
        (),
        f"nhập vào nhiệm vụ số {KEPT} – lý do: Giao trùng",
    ),
}


def play(desk: Desk, people: dict[str, Actor], steps: tuple[Step, ...]) -> None:
    """Let people act, one after the other."""
    for who, address, typed in steps:
        answer = desk.seat(people[who]).fill_in(address, **typed)
        assert answer.status_code == 302, address


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_has_its_page_and_its_sentence(
    verb: str, desk: Desk, session: Session, people: dict[str, Actor]
) -> None:
    (who, address, typed), before, sentence = VERBS[verb]
    play(desk, people, before)
    browser = desk.seat(people[who])

    page = browser.open(address)
    without_token = browser.send(address, {**typed, "version": str(standing(session).version)})
    empty = (
        browser.send(address, browser.form(address) | dict.fromkeys(typed, ""))
        if verb not in WITHOUT_QUESTION
        else page
    )
    lines = lines_of_diary(session)
    answer = browser.send(address, browser.form(address) | typed)
    told = desk.seat(people["office"]).open(address.rsplit("/", 1)[0])

    assert (page.status_code, faults(page.text)) == (200, [])
    assert without_token.status_code == 422
    assert (empty.status_code, faults(empty.text)) == (page.status_code if verb in WITHOUT_QUESTION else 422, [])
    assert (answer.status_code, faults(told.text)) == (302, [])
    assert lines_of_diary(session) >= lines
    assert sentence in Page(told.text).text("main")


def test_the_page_names_who_asked_for_what_and_why(desk: Desk, session: Session, people: dict[str, Actor]) -> None:
    desk.seat(people["official"]).fill_in("/nhiem-vu/1/xin-gia-han", to_due_on="30/11/2021", note="Chờ hướng dẫn")

    told = Page(desk.seat(people["office"]).open("/nhiem-vu/1").text).text("main")
    assert "Lê Thị Bình (UBND phường Tứ Hạ) xin gia hạn từ 20/11/2021 đến 30/11/2021 – lý do: Chờ hướng dẫn" in told


def test_one_thing_comes_first_and_the_rest_says_why_not(
    desk: Desk, session: Session, people: dict[str, Actor]
) -> None:
    page = Page(desk.seat(people["official"]).open("/nhiem-vu/1").text)
    strong = [each for each in page.all("button", "a") if "btn-primary" in each.get("class")]
    assert [each.text for each in strong] == ["Tiếp nhận"]

    play(desk, people, (REPORT,))
    waiting = Page(desk.seat(people["official"]).open("/nhiem-vu/1").text)
    closed = [each.text for each in waiting.all("li") if "nên không làm được việc này" in each.text]
    assert any(text.startswith("Xin gia hạn") for text in closed)
    auditor = Page(desk.seat(people["auditor"]).open("/nhiem-vu/1").text)
    assert "Việc khác" not in [each.text for each in auditor.all("summary")]


def typed_over_everything(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a form with every day and every name of a deadline that somebody could add to it."""
    later = "31/12/2021"
    return fields | {
        name: later
        for name in ("due_on", "to_due_on", "original_due_on", "judged_due_on", "granted_due_on", "deadline")
    }


def test_no_door_lets_a_unit_move_its_own_deadline(
    app: Flask, desk: Desk, session: Session, people: dict[str, Actor]
) -> None:
    """Every address that takes a form, with days of deadlines added to it, as the unit's official."""
    browser: Browser = desk.seat(people["official"])
    tried = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or set(rule.arguments) - {"assignment_id"}:
            continue
        if rule.endpoint in ("auth.sign_out", "auth.change_password"):
            continue
        address = rule.rule.replace("<int:assignment_id>", "1")
        page = browser.open(address) if "GET" in (rule.methods or ()) else browser.open("/nhiem-vu/1")
        fields = filled_in(page.text, address)
        browser.send(address, typed_over_everything(fields) | {"note": "Xin thêm ngày", "verdict": "agree"})
        tried += 1
        assert (standing(session).due_on, standing(session).original_due_on) == (DUE, DUE), address
    assert tried > 20


def test_ones_own_list_holds_what_was_entrusted(desk: Desk, session: Session, people: dict[str, Actor]) -> None:
    ward = desk.seat(people["official"])
    empty = ward.open("/nhiem-vu/cua-toi")
    play(desk, people, (("official", "/nhiem-vu/1/phan-cong", {"person": "1"}),))
    full = ward.open("/nhiem-vu/cua-toi")

    assert "Chưa có việc nào giao cho anh/chị" in empty.text
    assert (faults(full.text), "/nhiem-vu/1" in full.text) == ([], True)
    assert standing(session).state is AssignmentState.ASSIGNED


def test_k43_two_decide_at_once_and_nothing_is_lost(desk: Desk, session: Session, people: dict[str, Actor]) -> None:
    office = desk.seat(people["office"])
    fields = office.form("/nhiem-vu/1/ban-giao") | {"body": "Sở Nội vụ", "note": "Đổi thẩm quyền"}
    play(desk, people, (SUSPEND,))

    late = office.send("/nhiem-vu/1/ban-giao", fields)
    assert late.status_code == 409
    assert "Chờ tỉnh" in Page(late.text).text("main")
    assert filled_in(late.text, "/nhiem-vu/1/ban-giao")["body"] == "Sở Nội vụ"


def test_k44_a_double_click_is_one_report(desk: Desk, session: Session, people: dict[str, Actor]) -> None:
    ward = desk.seat(people["official"])
    fields = ward.form("/nhiem-vu/1/bao-cao") | {"note": "Xong"}
    before = lines_of_diary(session)

    assert [ward.send("/nhiem-vu/1/bao-cao", fields).status_code for _ in range(2)] == [302, 302]
    assert lines_of_diary(session) == before + 1
