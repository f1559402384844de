"""The office reads a paper into drafts, looks through them, and hands out the ticked ones together."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from docx import Document
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.support.browser import Browser, Desk, filled_in
from tests.support.builders import an_official, the_calendar_of
from tests.support.html import faults
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.demo.command import TOWN_DATA_FOLDER
from tracker.law.permissions import Role
from tracker.office import units
from tracker.office.models import Document as Paper
from tracker.office.people import COMMAND_LINE
from tracker.office.unit_table import read_units
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment, AssignmentRole, Task
from tracker.tasks.sources import Directive

PAGE = "/chi-dao/tu-van-ban"
GIVE = f"{PAGE}/giao"
LETTER = """ỦY BAN NHÂN DÂN
THỊ XÃ HƯƠNG TRÀ
Số: 935/UBND-NV
Hương Trà, ngày 08 tháng 7 năm 2021
V/v chấn chỉnh công tác cải cách hành chính
Kính gửi: Các phòng, ban; UBND các xã, phường
1. Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp rà soát thủ tục hành chính, báo cáo trước ngày 30/7/2021.
2. UBND phường Tứ Hạ niêm yết danh sách cán bộ trực tại trụ sở, hoàn thành trước ngày 20/7/2021.
3. Phòng Tư pháp tham mưu kế hoạch tuyên truyền pháp luật trong thời gian sớm nhất.
CHỦ TỊCH
Nguyễn Văn An
"""
TICKS = {f"drafts-{number}-chosen": "y" for number in range(3)}


@pytest.fixture
def office(desk: Desk, session: Session, clock: ManualClock) -> Browser:
    """Return the browser of the office of a town with all units it had in 2021."""
    clock.move_to(local_instant(dt.date(2021, 7, 9), 8))
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        units.import_units(work, read_units((TOWN_DATA_FOLDER / "units.csv").read_bytes(), "units.csv").rows)
    the_calendar_of(session, 2021)
    return desk.seat(an_official(session, Role.OFFICE, units.find_unit_by_code(session, "VP")))


def read(office: Browser, **paper: Any) -> TestResponse:
    """Send a paper to be read."""
    return office.fill_in(PAGE, **({"issued_on": "08/7/2021", "text": LETTER} | paper))


def drafts(answer: TestResponse) -> dict[str, Any]:
    """Return the drafts of a page as they stand, none of them ticked, with the leader named."""
    fields = filled_in(answer.text, GIVE)
    return fields | {"origin": "town", "leader": "Chủ tịch UBND thị xã"}


def count(session: Session, table: type[Any]) -> int:
    """Count rows as they are in the database now."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_paper_is_read_into_drafts_and_nothing_is_kept(office: Browser, session: Session) -> None:
    before = count(session, TaskEvent)
    seen = read(office)
    fields = drafts(seen)

    assert seen.status_code == 200
    assert faults(seen.text) == []
    assert (fields["reference"], fields["given_on"], fields["signer"]) == ("935/UBND-NV", "08/07/2021", "Nguyễn Văn An")
    assert fields["drafts-0-lead_text"] == "Phòng Nội vụ"
    assert fields["drafts-0-coordinating"] == "Phòng Tư pháp"
    assert "30/07/2021" in seen.text
    assert "Đoạn 8: 2. UBND phường Tứ Hạ niêm yết danh sách" in seen.text
    assert seen.text.count("Cần xem lại") == 1
    assert (count(session, Directive), count(session, Paper), count(session, TaskEvent)) == (0, 0, before)


def test_a_word_file_is_read_like_its_text(office: Browser) -> None:
    paper, buffer = Document(), io.BytesIO()
    for line in LETTER.splitlines():
        paper.add_paragraph(line)
    paper.save(buffer)
    buffer.seek(0)

    assert (
        drafts(read(office, text="", file=(buffer, "935.docx")))["drafts-1-deadline"]
        == (drafts(read(office))["drafts-1-deadline"])
    )


def test_the_ticked_drafts_are_handed_out_together_under_one_paper(office: Browser, session: Session) -> None:
    sent = office.send(GIVE, drafts(read(office)) | {"drafts-0-chosen": "y", "drafts-1-chosen": "y"})

    assert sent.status_code == 302
    assert "Đã vào sổ 2 nhiệm vụ" in office.open(sent.location).text
    session.rollback()
    given = session.execute(
        select(Task.due_on, Assignment.unit_id)
        .join(Assignment, Assignment.task_id == Task.id)
        .where(Assignment.part == AssignmentRole.LEAD)
        .order_by(Task.due_on)
    ).all()
    expected = [(dt.date(2021, 7, 20), "TUHA"), (dt.date(2021, 7, 30), "NV")]
    assert [(day, unit_id) for day, unit_id in given] == [
        (day, unit.id) for day, code in expected if (unit := units.find_unit_by_code(session, code))
    ]
    assert (count(session, Paper), count(session, Directive)) == (1, 2)


def test_every_field_may_be_edited_before_handing_out(office: Browser, session: Session) -> None:
    fields = drafts(read(office)) | {
        "drafts-1-chosen": "y",
        "drafts-1-content": "Niêm yết danh sách cán bộ trực tại cổng trụ sở",
        "drafts-1-lead_text": "9 xã, phường",
        "drafts-1-deadline": "trước ngày 22/7/2021",
        "reference": "936/UBND-NV",
    }
    office.send(GIVE, fields)

    session.rollback()
    kept = session.scalars(select(Task)).one()
    assert (kept.title, kept.due_on, kept.code) == (fields["drafts-1-content"], dt.date(2021, 7, 22), "936/UBND-NV")
    assert count(session, Assignment) == 9


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"drafts-1-lead_text": "Phòng Nội vu"}, "Nhiệm vụ 2: Chưa nhận ra đơn vị “Phòng Nội vu”"),
        ({"drafts-1-lead_text": ""}, "Nhiệm vụ 2: Nhập ít nhất một đơn vị chủ trì."),
        ({"drafts-1-content": ""}, "Nhiệm vụ 2: Nhập nội dung nhiệm vụ."),
        ({"drafts-1-deadline": "trước ngày 31/9/2021"}, "Nhiệm vụ 2: Không có ngày “31/9/2021”."),
        ({"drafts-1-deadline": "càng sớm càng tốt"}, "Nhiệm vụ 2: Xem cách hiểu thời hạn"),
        ({"given_on": "20/7/2021"}, "Chọn ngày 09/07/2021 hoặc trước đó."),
        ({"reference": ""}, "Nhập số, ký hiệu văn bản"),
    ],
)
def test_one_wrong_draft_holds_all_back_and_nothing_typed_is_lost(
    office: Browser, session: Session, changed: dict[str, str], sentence: str
) -> None:
    typed = drafts(read(office)) | TICKS | {"drafts-0-content": "Rà soát kỹ thủ tục hành chính"} | changed
    answer = office.send(GIVE, typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert faults(answer.text) == []
    kept = filled_in(answer.text, GIVE)
    for name in ("reference", "given_on", "leader", "drafts-0-content", *changed):
        assert kept[name] == (typed | changed)[name]
    assert kept["drafts-2-quoted"] == typed["drafts-2-quoted"]
    assert answer.text.count(" checked") >= 3
    assert count(session, Directive) == 0


def test_two_drafts_of_the_same_words_are_told_and_neither_is_kept(office: Browser, session: Session) -> None:
    fields = drafts(read(office)) | {"drafts-0-chosen": "y", "drafts-1-chosen": "y"}
    answer = office.send(GIVE, fields | {"drafts-1-content": fields["drafts-0-content"]})

    assert answer.status_code == 422
    assert "Nhiệm vụ 2: Đã có mục này rồi" in answer.text
    assert (count(session, Directive), count(session, Paper)) == (0, 0)


def test_a_doubtful_deadline_goes_out_once_its_reading_was_on_the_page(office: Browser, session: Session) -> None:
    fields = drafts(read(office)) | {"drafts-1-chosen": "y", "drafts-1-deadline": "càng sớm càng tốt"}

    asked = office.send(GIVE, fields)
    sent = office.send(GIVE, drafts(asked) | {"drafts-1-chosen": "y"})

    assert (asked.status_code, sent.status_code) == (422, 302)
    assert count(session, Directive) == 1


def test_a_double_click_hands_out_once(office: Browser, session: Session) -> None:
    fields = drafts(read(office)) | {"drafts-0-chosen": "y", "drafts-1-chosen": "y"}

    first, second = office.send(GIVE, fields), office.send(GIVE, fields)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    assert count(session, Directive) == 2


def test_what_is_not_clear_is_told_and_stands_in_nobodys_way(office: Browser, session: Session) -> None:
    seen = read(office)
    fields = drafts(seen) | {"drafts-1-chosen": "y", "drafts-1-content": "Trực"}
    asked = office.send(GIVE, fields | {"reference": ""})
    sent = office.send(GIVE, fields)

    assert seen.text.count("Chưa đủ “6 rõ”") == 1
    for words in ("Chưa rõ việc:", "Chưa rõ sản phẩm:"):
        assert words not in seen.text
        assert words in asked.text
    assert sent.status_code == 302
    assert count(session, Directive) == 1


def test_nothing_ticked_is_said(office: Browser, session: Session) -> None:
    answer = office.send(GIVE, drafts(read(office)))

    assert answer.status_code == 422
    assert "Đánh dấu ít nhất một nhiệm vụ để giao." in answer.text
    assert count(session, Directive) == 0


@pytest.mark.parametrize(
    ("paper", "sentence"),
    [
        ({"text": ""}, "Chọn tệp hoặc dán nội dung văn bản."),
        ({"issued_on": ""}, "Nhập ngày ban hành văn bản."),
        ({"text": "Trân trọng cảm ơn."}, "Chưa tìm thấy nhiệm vụ nào trong văn bản."),
        ({"picture": b"x"}, "Chọn tệp đúng loại"),
        ({"text": "Phòng Nội vụ rà soát. " * 7_500}, "Văn bản dài quá 200 kB chữ."),
    ],
)
def test_a_paper_that_cannot_be_read_is_refused_with_what_to_do(
    office: Browser, paper: dict[str, Any], sentence: str
) -> None:
    if "picture" in paper:
        paper = {"file": (io.BytesIO(paper["picture"]), "anh.png")}
    answer = read(office, **paper)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert faults(answer.text) == []


def test_at_most_sixty_drafts_stand_on_one_page(office: Browser) -> None:
    lines = [f"{n}. Phòng Nội vụ báo cáo kết quả công việc số {n} trước ngày 30/7/2021." for n in range(1, 66)]
    answer = read(office, text="\n".join(lines))

    assert "drafts-59-content" in drafts(answer)
    assert "drafts-60-content" not in drafts(answer)
    assert "Văn bản còn 5 nhiệm vụ nữa" in answer.text


def test_a_ward_may_not_read_papers_into_directives(desk: Desk, office: Browser, session: Session) -> None:
    ward = desk.seat(an_official(session, Role.WARD_OFFICIAL, units.find_unit_by_code(session, "TUHA")))

    assert ward.open(PAGE).status_code == 403
    assert ward.send(GIVE, {}).status_code in (400, 403)
