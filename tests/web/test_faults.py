"""When the database is away or the disk is full: a Vietnamese page with a mark, the typed text kept, work goes on."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.browser import Desk, filled_in
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.html import faults
from tracker.core import files as core_files
from tracker.database.engine import db
from tracker.law.permissions import Role

pytestmark = pytest.mark.both_databases

WORDS = "Đã rà soát 12 thủ tục"


@contextmanager
def failing(app: Flask, fault: Exception) -> Iterator[None]:
    """Let every statement of the application's database fail."""

    def fail(*args: object) -> None:
        raise fault

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        sa.event.remove(engine, "before_cursor_execute", fail)


LOCKED = sa.exc.OperationalError("SELECT", None, sqlite3.OperationalError("database is locked"))
FULL = sa.exc.OperationalError("INSERT", None, sqlite3.OperationalError("database or disk is full"))


@pytest.mark.parametrize(("fault", "status"), [(LOCKED, 503), (FULL, 507), (OSError(errno.ENOSPC, "full"), 507)])
def test_what_was_typed_survives_a_database_that_is_away(
    fault: Exception, status: int, app: Flask, desk: Desk, session: Session
) -> None:
    ward = a_unit(session)
    actor = an_official(session, Role.WARD_OFFICIAL, ward)
    [assignment] = a_directive(session, ward)
    browser = desk.seat(actor)
    address = f"/nhiem-vu/{assignment.id}/trao-doi"
    fields = filled_in(browser.open(address).text, address) | {"text": WORDS}

    with failing(app, fault):
        away = browser.send(address, fields)
    action = f"{address}?"
    again = browser.send(address, filled_in(away.text, action))

    assert (away.status_code, faults(away.text)) == (status, [])
    assert (away.headers.get("Retry-After") is not None) is (status == 503)
    assert again.status_code == 302
    assert WORDS in browser.open(f"/nhiem-vu/{assignment.id}").text


def test_every_refusal_has_a_page_in_vietnamese_and_a_mark(app: Flask, desk: Desk, session: Session) -> None:
    browser = desk.seat(an_official(session, Role.WARD_OFFICIAL, a_unit(session)))
    answers = {
        404: browser.open("/khong-co-trang-nay"),
        403: browser.open("/nguoi-dung"),
        405: browser.send("/he-thong", {}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert faults(answer.text) == []
        assert re.search(r"Mã: \d{3} – [0-9a-f]{8}", " ".join(answer.text.split()))


@pytest.mark.parametrize("number", ["2147483648", "9" * 30])
def test_a_number_no_row_can_have_leads_nowhere(number: str, desk: Desk, session: Session) -> None:
    browser = desk.seat(an_official(session, Role.OFFICE, a_unit(session)))

    assert browser.open(f"/nhiem-vu/{number}").status_code == 404


def test_a_file_far_too_large_comes_back_with_a_sentence_and_the_text(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    [assignment] = a_directive(session, ward)
    browser = desk.seat(an_official(session, Role.WARD_OFFICIAL, ward))

    address = f"/nhiem-vu/{assignment.id}/tien-do"
    fields = filled_in(browser.open(address).text, address) | {"note": WORDS}
    begin = "--x\r\nContent-Disposition: form-data; name="
    parts = [f'{begin}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    head = f'{begin}"files"; filename="ban-quet.pdf"\r\n\r\n%PDF-1.4\n'
    sent = "".join([*parts, head]).encode() + bytes(30 << 20) + b"\r\n--x--\r\n"
    session.rollback()
    answer = browser.client.post(address, data=sent, content_type="multipart/form-data; boundary=x")

    assert (answer.status_code, faults(answer.text)) == (422, [])
    assert WORDS in answer.text and "MB" in answer.text


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tracker.core.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        core_files.store_file_bytes(tmp_path, b"half a page")

    assert list((tmp_path / core_files.EVIDENCE_FOLDER).iterdir()) == []


def test_the_way_back_to_a_list_holds_no_second_line(desk: Desk, session: Session) -> None:
    """Found by nonsense: an address with a line break in it cannot be written into an answer."""
    browser = desk.seat(an_official(session, Role.OFFICE, a_unit(session)))
    fields = {"danh-sach": "a\r\nBcc: b@example.org", "viec": "urge"}

    answer = browser.send("/nhiem-vu/nhieu-viec", fields)

    assert answer.status_code < 500
    assert "Bcc" not in answer.headers.get("Location", "")
