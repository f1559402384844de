"""A request for figures through the pages: its rows, the files they rest on, who reads them, what came before."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from tests.support.browser import filled_in
from tests.support.html import Page, faults
from tests.support.town import evening_of_2021, signed_in
from tracker.core.clock import ManualClock, local_instant
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.office import units
from tracker.office.people import COMMAND_LINE
from tracker.reports import opening, queries as report_queries
from tracker.reports.collection import requests
from tracker.reports.collection.requests import UnitAnswer
from tracker.tasks.models import Assignment

PROOF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DIGEST = hashlib.sha256(PROOF).hexdigest()
ASKED_AT = local_instant(dt.date(2021, 12, 10), 9)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Yield the town a month after its report, asked for the figures of the rest of the year."""
    folder: Path = tmp_path_factory.mktemp("figures")
    app = evening_of_2021(tmp_path_factory, folder)
    app.extensions["clock"] = clock = ManualClock(ASKED_AT)
    with app.app_context(), unit_of_work(db.session(), COMMAND_LINE, clock) as work:
        made = opening.open_window(work, dt.date(2021, 11, 11), dt.date(2021, 12, 9))
        requests.request_figures(
            work, made.id, reference="2900/UBND-NV", leader="Chủ tịch UBND thị xã", term_text="trước ngày 15/12/2021"
        )
    yield app
    with app.app_context():
        db.engine.dispose()


def answer_of(town: Flask, code: str) -> tuple[int, UnitAnswer]:
    """Return the report that is being collected, and what a unit has said for it."""
    with town.app_context():
        work = UnitOfWork(db.session(), COMMAND_LINE, ASKED_AT)
        unit = units.find_unit_by_code(db.session(), code)
        assert unit is not None
        report = next(each for each in report_queries.list_reports(db.session()) if each.request_task_id)
        found = requests.get_collection_round(work, report).of(unit.id)
        report_id = report.id
        db.session.expunge_all()
    return report_id, found


def rows_of(town: Flask, code: str) -> str:
    """Return the address of the rows of a unit."""
    report_id, answer = answer_of(town, code)
    return f"/so-lieu-bao-cao/{report_id}/{answer.unit.id}"


def cells_of(file: bytes, sheet: int) -> list[list[str]]:
    """Return the cells of a sheet of an Excel file."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(sheet).to_python()
    return [[str(cell) for cell in row] for row in rows]


def share_of(answer: UnitAnswer) -> Assignment:
    """Return the share of a unit in the request."""
    assert answer.assignment is not None
    return answer.assignment


def say(client: FlaskClient, page: str, answer: UnitAnswer, verb: str, **files: object) -> str:
    """Fill every row of a ward in and send the form; return the page that comes back."""
    fields = filled_in(client.get(page).text, page)
    for row in answer.rows:
        fields |= {f"part_{row.id}": "19", f"whole_{row.id}": "20", f"value_{row.id}": ""}
    where = f"{page}?viec={verb}" if verb else page
    return client.post(where, data=fields | files, content_type="multipart/form-data", follow_redirects=True).text


def test_the_plain_page_of_the_task_does_not_close_a_request_whose_rows_are_empty(town: Flask) -> None:
    _, answer = answer_of(town, "HUONGCHU")
    task, ward = f"/nhiem-vu/{share_of(answer).id}", signed_in(town, "huongchu")
    shown = ward.get(task).text
    closed = ward.get(f"{task}/bao-cao", follow_redirects=True).text

    assert "Còn 2 chỉ tiêu chưa có số liệu hoặc lý do để trống: 3.4.2, 7.4." in shown
    assert f'href="{rows_of(town, "HUONGCHU")}"' in shown
    assert "Còn chỉ tiêu chưa có số liệu hoặc lý do: 3.4.2, 7.4. Mở “Nhập và gửi số liệu”" in closed
    assert faults(shown) == []


def test_a_file_goes_with_its_row_to_those_who_read_the_report_and_no_other_ward(town: Flask) -> None:
    _, before = answer_of(town, "TUHA")
    page, first = rows_of(town, "TUHA"), before.rows[0].id
    ward = signed_in(town, "tuha")
    saved = say(ward, page, before, "", **{f"file_{first}": (io.BytesIO(PROOF), "Bảng kê.pdf")})
    say(ward, page, before, "gui")  # said again without a file: the row keeps the one it has
    report_id, after = answer_of(town, "TUHA")
    said = after.said[first]
    reading = f"/bao-cao/ho-so/{report_id}/minh-chung/{said.id}"
    cells = cells_of(ward.get(f"{page}/bieu.xlsx").data, 0)
    proofs = cells_of(signed_in(town, "noivu").get(f"/bao-cao/ho-so/{report_id}/phu-luc.xlsx").data, 2)

    assert "Bảng kê.pdf" in saved and faults(saved) == []
    assert (said.file_name, said.sha256, said.size) == ("Bảng kê.pdf", DIGEST, len(PROOF))
    assert ward.get(f"/so-lieu-bao-cao/{report_id}/minh-chung/{said.id}", buffered=True).data == PROOF
    for login in ("noivu", "kiemtra", "chutich"):
        reader = signed_in(town, login)
        assert "Bảng kê.pdf" in reader.get(f"/bao-cao/ho-so/{report_id}/don-vi/{after.unit.id}").text
        assert reader.get(reading, buffered=True).data == PROOF
    neighbour = signed_in(town, "huongvan")
    assert neighbour.get(f"/so-lieu-bao-cao/{report_id}/minh-chung/{said.id}").status_code == 404
    assert neighbour.get(reading).status_code == 403
    assert f"Bảng kê.pdf, {DIGEST}" in [cell for line in cells for cell in line]
    assert ["3.4.2", "Phường Tứ Hạ", "", "Bảng kê.pdf", DIGEST] in proofs


def test_a_file_that_may_not_come_in_is_refused_beside_its_row_and_nothing_is_saved(town: Flask) -> None:
    _, answer = answer_of(town, "HUONGTOAN")
    page, row = rows_of(town, "HUONGTOAN"), answer.rows[0].id
    ward = signed_in(town, "huongtoan")
    refused = say(ward, page, answer, "", **{f"file_{row}": (io.BytesIO(b"MZ\x90"), "bang-ke.pdf")})

    assert f'id="file_{row}-error"' in refused
    assert 'value="19"' in refused  # what was typed is still there
    assert answer_of(town, "HUONGTOAN")[1].said == {}


def test_the_value_of_the_report_before_is_shown_with_its_source_and_its_change(town: Flask) -> None:
    lawyer, page = signed_in(town, "tp.canbo"), rows_of(town, "TP")
    _, answer = answer_of(town, "TP")
    fields = filled_in(lawyer.get(page).text, page)
    papers = answer.rows[0]  # 2.1: entered in November for the whole town, owed by this office alone
    lawyer.post(page, data=fields | {f"value_{papers.id}": "20"}, content_type="multipart/form-data")
    shown = Page(lawyer.get(page).text).text("main")
    ward = Page(signed_in(town, "binhthanh").get(rows_of(town, "BINHTHANH")).text).text("main")

    assert re.search(r"17 ?thay đổi \+3 ?theo báo cáo kỳ trước", shown)
    assert re.search(r"93,1% ?tổng các đơn vị, theo báo cáo kỳ trước", ward)


def test_a_unit_has_its_own_report_for_any_days(town: Flask) -> None:
    ward, unit = signed_in(town, "huongxuan"), answer_of(town, "HUONGXUAN")[1].unit.id
    answer = ward.get(f"/so-lieu-bao-cao/bao-cao-don-vi/{unit}.docx?tu-ngay=01/07/2021&tinh-den=31/10/2021")
    text = "\n".join(each.text for each in Document(io.BytesIO(answer.data)).paragraphs)

    assert "từ ngày 01/07/2021 đến ngày 31/10/2021" in text
    assert "bao-cao-don-vi-20210701-20211031.docx" in answer.headers["Content-Disposition"]
