"""The register and the slip of Decree 30/2020/NĐ-CP, from the data, for whoever may see them."""

from __future__ import annotations

import datetime as dt
import io

import docx
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.html import Page, faults
from tracker.law.permissions import Role
from tracker.office.models import Document


def test_the_register_has_a_line_for_each_unit_and_its_deadline(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    a_directive(session, ward, other, content="Rà soát thủ tục", due_on=dt.date(2021, 6, 15))
    browser = desk.seat(an_official(session, Role.OFFICE, ward))
    own = desk.seat(an_official(session, Role.WARD_OFFICIAL, ward))

    page = browser.open("/chi-dao/so-theo-doi")
    [table] = docx.Document(io.BytesIO(browser.open("/chi-dao/so-theo-doi.docx").data)).tables

    assert faults(page.text) == []
    assert [each.text for each in Page(page.text).all("tr")][1].startswith("1 1/UBND-VP ngày 04/01/2021")
    assert [row.cells[2].text for row in table.rows[1:]] == ["UBND phường Tứ Hạ", "UBND phường Hương Chữ"]
    assert [row.cells[3].text for row in table.rows[1:]] == ["15/06/2021"] * 2
    assert "Hương Chữ" not in own.open("/chi-dao/so-theo-doi").text


def test_the_slip_names_a_deadline_for_each_unit_in_three_parts(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    stranger = an_official(session, Role.WARD_OFFICIAL, other)
    a_directive(session, ward, content="Rà soát thủ tục")
    browser = desk.seat(an_official(session, Role.OFFICE, ward))

    page = browser.open("/chi-dao/1/phieu")
    words = "\n".join(
        each.text for each in docx.Document(io.BytesIO(browser.open("/chi-dao/1/phieu.docx").data)).paragraphs
    )

    assert faults(page.text) == []
    assert len(Page(page.text).all("h2")) == 3
    assert "15/06/2021" in page.text
    for part in ("lãnh đạo cơ quan", "lãnh đạo đơn vị", "người giải quyết"):
        assert part in words
    assert desk.seat(stranger).open("/chi-dao/1/phieu").status_code == 404


def test_of_a_secret_paper_the_forms_tell_no_content(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    a_directive(session, ward, content="Phương án bảo vệ")
    session.query(Document).one().secrecy = "Mật"
    session.commit()
    browser = desk.seat(an_official(session, Role.OFFICE, ward))

    for address in ("/chi-dao/so-theo-doi", "/chi-dao/1/phieu"):
        assert "Phương án bảo vệ" not in browser.open(address).text
