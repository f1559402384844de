"""Files of evidence: which of several was refused and why, and what was done to one before it was kept."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.hostile_office import hostile, ordinary
from tests.support.html import faults
from tracker.law.permissions import Role
from tracker.tasks.models import Evidence

PHOTOGRAPH = (Path(__file__).parents[1] / "documents" / "IMG_0412.HEIC").read_bytes()
BROKEN = b"\x00\x00\x00\x18ftypheic" + bytes(200)
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def ward(desk: Desk, session: Session) -> tuple[Browser, str]:
    """Return the browser of an official and the address where progress is reported."""
    unit = a_unit(session)
    [assignment] = a_directive(session, unit)
    return desk.seat(an_official(session, Role.WARD_OFFICIAL, unit)), f"/nhiem-vu/{assignment.id}/tien-do"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("IMG_0413.HEIC", BROKEN, "Cài đặt → Camera → Định dạng"),
        ("so-lieu.xlsx", LOCKED, "Tệp có mật khẩu"),
        ("lien-ket.xlsx", hostile()["outer workbook"][1], "Data → Edit Links → Break Link"),
        ("truong.docx", hostile()["picture by a field"][1], "INCLUDEPICTURE"),
        ("nen.docx", hostile()["one part in bzip2"][1], "được nén theo cách"),
    ],
)
def test_the_one_of_several_that_is_refused_is_named_with_its_reason(
    name: str, data: bytes, words: str, ward: tuple[Browser, str], session: Session
) -> None:
    browser, address = ward
    sent = [(io.BytesIO(PDF), "a.pdf"), (io.BytesIO(data), name), (io.BytesIO(PDF), "b.pdf")]
    answer = browser.fill_in(address, note="Đã rà soát", files=sent)
    kept = session.scalars(sa.select(Evidence)).all()

    assert (answer.status_code, faults(answer.text), len(kept)) == (422, [], 0)
    assert f"“{name}”: " in answer.text and words in answer.text and "Đã rà soát" in answer.text


def test_what_was_done_to_a_file_is_said(ward: tuple[Browser, str], session: Session) -> None:
    browser, address = ward
    paper = ordinary()["attached template"][1]
    sent = [(io.BytesIO(paper), "bao-cao.docx"), (io.BytesIO(PHOTOGRAPH), "IMG_0412.HEIC")]
    answer = browser.fill_in(address, note="Kèm tệp", files=sent)
    page = browser.open(answer.headers["Location"])
    names = set(session.scalars(sa.select(Evidence.file_name)))

    assert (answer.status_code, faults(page.text)) == (302, [])
    assert names == {"bao-cao.docx", "IMG_0412.jpg"}
    assert "“bao-cao.docx”: đã bỏ liên kết đến tệp mẫu của Word" in page.text
    assert "“IMG_0412.HEIC”: đã chuyển ảnh HEIC thành JPG" in page.text
