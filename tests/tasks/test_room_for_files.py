"""A task and a unit have room for so many files, and no more."""

from __future__ import annotations

import datetime as dt
import io

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tracker.law.permissions import Role

PDF = b"%PDF-1.4\n%%EOF\n"
DUE = dt.date(2021, 11, 20)


def test_files_beyond_the_room_of_a_task_are_refused_in_a_sentence(app: Flask, desk: Desk, session: Session) -> None:
    app.config["EVIDENCE_LIMITS"] = {"file": 1, "task": 1, "unit": 1}
    unit = a_unit(session)
    the_calendar_of(session, 2021)
    [first] = a_directive(session, unit, due_on=DUE)
    [second] = a_directive(session, unit, due_on=DUE, content="Việc khác")
    ward = desk.seat(an_official(session, Role.WARD_OFFICIAL, unit))

    def send(number: int) -> TestResponse:
        file = (io.BytesIO(PDF + b"0" * (400 * 1024)), "ket-qua.pdf")
        return ward.fill_in(f"/nhiem-vu/{number}/tien-do", note="Kèm tệp", files=file)

    kept = [send(first.id).status_code, send(first.id).status_code]
    third, elsewhere = send(first.id), send(second.id)
    app.config["EVIDENCE_LIMITS"] = {"file": 0, "task": 9, "unit": 9}
    single = send(first.id)

    assert (kept, third.status_code, elsewhere.status_code) == ([302, 302], 422, 422)
    assert "Tệp vượt giới hạn 1 MB của một nhiệm vụ." in third.text
    assert "Tệp vượt giới hạn 1 MB của một đơn vị." in elsewhere.text
    assert "Tệp vượt giới hạn 0 MB của một tệp." in single.text
