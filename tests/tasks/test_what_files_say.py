"""Files of figures say everything that was asked for; an address that means nothing is refused by its name."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk
from tests.support.builders import a_directive, a_unit, an_official
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.tasks.actions import completion

KNOWN = "2021-07-01T08:00:00+07:00"
ASKED = {"don-vi": "1", "nguon": "town", "biet-den": KNOWN, "tinh-den": "2021-06-30"}


@pytest.fixture
def browser(desk: Desk, session: Session) -> Browser:
    """Return the browser of an office whose ward reported four working days late."""
    ward = a_unit(session)
    office = an_official(session, Role.OFFICE, a_unit(session, "VP", "Văn phòng"))
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    [assignment] = a_directive(session, ward, due_on=dt.date(2021, 6, 15))
    with unit_of_work(session, official, ManualClock(local_instant(dt.date(2021, 6, 17), 9))) as work:
        completion.submit_completion(work, assignment.id, done_on=dt.date(2021, 6, 15), note="xong")
    with unit_of_work(session, office, ManualClock(local_instant(dt.date(2021, 6, 18), 9))) as work:
        completion.confirm_completion(work, assignment.id, late_report_seen=True)
    return desk.seat(office)


def test_the_excel_file_names_every_filter_and_the_acts_beside_the_rates(browser: Browser) -> None:
    data = browser.client.get("/so-lieu/xuat.xlsx", query_string=ASKED).data
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("Số liệu").to_python()
    text = "\n".join(" | ".join(map(str, row)) for row in rows)

    for said in ("UBND phường Tứ Hạ", "01/07/2021", "Nguồn giao", "Ghi nhận kèm số liệu"):
        assert said in text, said
    assert "báo cáo sau hạn, ghi ngày hoàn thành trong hạn | 1" in text


def test_the_csv_file_says_below_the_table_what_was_counted(browser: Browser) -> None:
    text = browser.client.get("/so-lieu/xuat.csv", query_string=ASKED).data.decode("utf-8-sig")

    assert text.startswith("Đơn vị chủ trì")
    assert "UBND phường Tứ Hạ" in text and "01/07/2021" in text


def test_the_page_prints_the_acts_beside_the_rates_each_with_its_list(browser: Browser) -> None:
    page = browser.client.get("/so-lieu").text

    assert "dieu-chinh=bao-cao-sau-han" in page and "báo cáo sau hạn" in page


@pytest.mark.parametrize(
    "wrong",
    ["biet-den=2021-07-01", "nguon=tinh", "tu-ngay=2022-13-01", "nam=2021&phan=Q9", "don-vi=mot", "doi-han=1",
     "ket-qua=tot", "han=homnay", "dem=viec"],
)  # fmt: skip
@pytest.mark.parametrize("page", ["/so-lieu", "/nhiem-vu", "/so-lieu/xuat.xlsx"])
def test_a_filter_that_means_nothing_is_refused(browser: Browser, page: str, wrong: str) -> None:
    answer = browser.client.get(f"{page}?{wrong}")

    assert answer.status_code == 422
    assert "Bộ lọc" in answer.text or "kỳ" in answer.text


def test_a_cut_off_outside_its_period_is_said_on_the_page(browser: Browser) -> None:
    page = browser.client.get("/so-lieu?nam=2021&phan=Q1&tinh-den=2021-06-30").text

    assert "Ngày 30/06/2021 nằm ngoài kỳ" in page
