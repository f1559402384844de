"""Every page about reports, opened in the town of 2021 by those who use it: whole, labelled, the same figures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.town import evening_of_2021, signed_in
from tracker.database.engine import db
from tracker.office import units

REPORT = "/bao-cao/ho-so/1"
PAGES = (
    "/bao-cao/ho-so",
    "/bao-cao/ho-so/moi",
    "/bao-cao/ho-so/mau-word",
    "/bao-cao/ho-so/ke-hoach-nam-sau/2021",
    REPORT,
    f"{REPORT}/yeu-cau",
    f"{REPORT}/ban-in",
    f"{REPORT}/thuyet-minh",
    f"{REPORT}/kiem-tra",
    f"{REPORT}/chot",
    f"{REPORT}/so-sanh",
    f"{REPORT}/phien-ban-moi",
    f"{REPORT}/chi-tieu/22",
    f"{REPORT}/don-vi/4",
    "/so-lieu-bao-cao/1/4",
    "/cham-diem/1",
    "/cham-diem/nap",
    "/chi-tieu",
    "/chi-tieu/bieu/1",
    "/chi-tieu/4",
    "/chi-tieu/nap",
    "/kiem-tra-cchc",
    "/kiem-tra-cchc/moi",
    "/kiem-tra-cchc/1",
    "/kiem-tra-cchc/phat-hien/1",
    "/van-ban-chi-dao",
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Yield the town on the evening of 10/11/2021, for all tests of this file."""
    folder: Path = tmp_path_factory.mktemp("reports")
    app = evening_of_2021(tmp_path_factory, folder)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def coordinator(town: Flask) -> FlaskClient:
    """Return the browser of the coordinator."""
    return signed_in(town, "noivu")


def test_every_page_is_whole(coordinator: FlaskClient) -> None:
    wrong = {}
    for address in PAGES:
        answer = coordinator.get(address)
        if answer.status_code != 200 or faults(answer.text):
            wrong[address] = (answer.status_code, faults(answer.text)[:3])

    assert wrong == {}


def test_the_files_come_and_the_word_file_says_what_the_page_says(coordinator: FlaskClient) -> None:
    word = coordinator.get(f"{REPORT}/bao-cao.docx")
    paper = Document(io.BytesIO(word.data))
    cells = {row.cells[0].text: row.cells[3].text for row in paper.tables[2].rows}
    page = coordinator.get(REPORT).text

    assert all(f">{cells[code]}<" in page for code in ("1.1.1", "1.3.1", "1.3.2", "3.4.1"))
    for address in (f"{REPORT}/phu-luc.xlsx", "/chi-tieu/bieu/1/bieu.xlsx", "/so-lieu-bao-cao/1/4/bieu.xlsx"):
        assert coordinator.get(address).data.startswith(b"PK")
    assert coordinator.get("/bao-cao/ho-so/mau-word/mau-goc.docx").data.startswith(b"PK")


def test_a_number_of_the_appendix_opens_a_list_of_that_length(coordinator: FlaskClient) -> None:
    papers = coordinator.get("/van-ban-chi-dao?tu-ngay=2020-12-15&tinh-den=2021-11-10").text

    assert "9 văn bản ban hành" in papers


def test_a_ward_gets_its_own_report_and_no_other(town: Flask) -> None:
    ward = signed_in(town, "binhthanh")
    with town.app_context():
        own, other = (units.find_unit_by_code(db.session(), code) for code in ("BINHTHANH", "TUHA"))
        assert own is not None and other is not None
        keys = own.id, other.id
        db.session.remove()
    answer = ward.get(f"/so-lieu-bao-cao/bao-cao-don-vi/{keys[0]}.docx?ky=2021")
    text = "\n".join(each.text for each in Document(io.BytesIO(answer.data)).paragraphs)

    assert "UBND xã Bình Thành có 11 nhiệm vụ chủ trì; đã hoàn thành 08 nhiệm vụ" in text
    assert ward.get(f"/so-lieu-bao-cao/bao-cao-don-vi/{keys[1]}.docx").status_code == 404
    assert faults(ward.get("/so-lieu-bao-cao").text) == []
