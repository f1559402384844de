"""The coordinator has a report checked before it is signed, also one that somebody else typed."""

from __future__ import annotations

import io
import re
from pathlib import Path

from sqlalchemy.orm import Session

from tests.support.browser import Desk, filled_in
from tests.support.builders import a_unit, an_official
from tests.support.html import faults
from tracker.law.permissions import Role

PAGE = "/bao-cao/kiem-tra"
REPORT = (Path(__file__).parents[1] / "documents/bao-cao-nam-2021.md").read_bytes()


def test_a_file_is_checked_and_both_numbers_stand_beside_their_places(desk: Desk, session: Session) -> None:
    coordinator = desk.seat(an_official(session, Role.COORDINATOR, a_unit(session)))
    empty = coordinator.open(PAGE)
    answer = coordinator.fill_in(PAGE, file=(io.BytesIO(REPORT), "bao-cao.md"))

    assert faults(empty.text) == [] and faults(answer.text) == []
    assert "Các thành phần cộng lại là 8.847 nhưng tổng ghi 8.850" in answer.text
    assert "Thuyết minh ghi 119 nhưng phụ lục (chỉ tiêu 3.1.3b) ghi 152." in answer.text
    assert 'href="/bao-cao/kiem-tra"' in coordinator.open("/bao-cao").text


def test_pasted_words_stay_in_the_form(desk: Desk, session: Session) -> None:
    coordinator = desk.seat(an_official(session, Role.COORDINATOR, a_unit(session)))
    words = "Đã giao 556 nhiệm vụ, gồm 249 nhiệm vụ đã xong và 317 nhiệm vụ đang làm."
    answer = coordinator.fill_in(PAGE, pasted=words)

    assert "cộng lại là 566 nhưng tổng ghi 556" in answer.text
    assert filled_in(answer.text, PAGE)["pasted"].strip() == words


def test_nothing_sent_is_asked_about(desk: Desk, session: Session) -> None:
    coordinator = desk.seat(an_official(session, Role.COORDINATOR, a_unit(session)))
    answer = coordinator.fill_in(PAGE)

    assert answer.status_code == 422
    assert "Chọn tệp báo cáo, hoặc dán nội dung vào ô bên dưới." in answer.text


def test_a_finding_with_a_reason_is_not_raised_again_until_it_is_taken_back(desk: Desk, session: Session) -> None:
    coordinator = desk.seat(an_official(session, Role.COORDINATOR, a_unit(session)))
    words = "Đã giao 556 nhiệm vụ, gồm 249 nhiệm vụ đã xong và 317 nhiệm vụ đang làm."
    said, reason = "cộng lại là 566 nhưng tổng ghi 556", "10 việc đếm ở cả hai nhóm, đã thống nhất với Sở."
    first = coordinator.fill_in(PAGE, pasted=words)
    fields = filled_in(first.text, f"{PAGE}/ly-do")
    tokens = re.findall(r'name="diem" value="([^"]+)"', first.text)

    kept = coordinator.send(f"{PAGE}/ly-do", fields | {"diem": tokens, "ly-do": [reason] + [""] * (len(tokens) - 1)})
    again = coordinator.fill_in(PAGE, pasted=words)
    listed = coordinator.open(f"{PAGE}/ly-do")

    assert kept.status_code == 302
    assert "Đã có lý do: 1" in again.text and reason in again.text
    assert len(re.findall(r'name="diem"', again.text)) == len(tokens) - 1
    assert said in listed.text and faults(again.text) == faults(listed.text) == []
    forged = coordinator.send(f"{PAGE}/ly-do", fields | {"diem": ["x.y"], "ly-do": ["Chưa từng nêu"]})
    assert forged.status_code == 302
    assert "Chưa từng nêu" not in coordinator.open(f"{PAGE}/ly-do").text
    coordinator.send(f"{PAGE}/ly-do/1/bo", filled_in(listed.text, f"{PAGE}/ly-do/1/bo"))
    assert "Đã có lý do" not in coordinator.fill_in(PAGE, pasted=words).text
