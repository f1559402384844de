"""A new installation: the coordinator brings the plan in, the office sends a directive to nine wards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.e2e.effort import Clerk
from tests.e2e.screens import DESK, PHONE, screen, served
from tests.support.databases import an_app, create_tables, sqlite_address
from tracker.core.clock import ManualClock, local_instant
from tracker.database.engine import db
from tracker.database.unit_of_work import unit_of_work
from tracker.demo.command import TOWN_DATA_FOLDER, TOWN_NAME
from tracker.demo.people import create_demo_accounts
from tracker.office import calendar as office_calendar, installation, units
from tracker.office.people import COMMAND_LINE
from tracker.office.unit_table import read_units
from tracker.tasks import sources as task_sources

Note = Callable[[str, object], None]
PLAN = TOWN_DATA_FOLDER / "ke-hoach-cchc-2021.docx"
CONTENT = "Rà soát, công khai thủ tục hành chính"


@pytest.fixture
def town(tmp_path: Path) -> Flask:
    """Return a town with units, people and calendar on the day after its plan was adopted, and no work yet."""
    address = sqlite_address(tmp_path / "tracker.db")
    create_tables(address)
    app = an_app(address, DATA_DIR=tmp_path, ENVIRONMENT="demo")
    app.extensions["clock"] = clock = ManualClock(local_instant(dt.date(2020, 12, 23), 8))
    with app.app_context():
        with unit_of_work(db.session(), COMMAND_LINE, clock) as work:
            installation.set_fact(work.session, installation.PLACE_NAME, TOWN_NAME)
            task_sources.ensure_areas(work)
            office_calendar.open_years(work, (2020, 2021, 2022))
            units.import_units(work, read_units((TOWN_DATA_FOLDER / "units.csv").read_bytes(), "units.csv").rows)
            create_demo_accounts(work)
        db.session.remove()
    return app


@pytest.fixture
def address(town: Flask) -> Iterator[str]:
    with served(town) as found:
        yield found


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_plan_from_file_to_assigned_tasks_in_under_ten_minutes(
    browser: Browser, address: str, tmp_path: Path, script: bool, record_property: Note
) -> None:
    sat = screen(browser, address, width=DESK, script=script)
    sat.sign_in("noivu")
    clerk = Clerk(sat)
    page = sat.page
    clerk.click(page.get_by_role("link", name="Nhập tệp").first)
    clerk.choose_file(page.locator("form[action$='/ke-hoach'] input[type=file]"), PLAN)
    for label, text in (
        ("Năm kế hoạch", "2021"),
        ("Số, ký hiệu quyết định", "1822/QĐ-UBND"),
        ("Ngày quyết định", "22/12/2020"),
    ):
        clerk.type(label, text)
    clerk.click(page.get_by_role("button", name="Đọc thử kế hoạch"))
    expect(page.get_by_text("Phải giải quyết").first).to_be_visible()
    page.screenshot(path=tmp_path / "preview.png", full_page=True)
    clerk.check("rows, the phrase beside its day", 34, 6)
    clerk.click(page.get_by_role("button", name="Xác nhận nhập 34 dòng"))
    expect(page.get_by_text("Đã nhập: thêm 34")).to_be_visible()
    sat.open("/ke-hoach/2021")
    page.screenshot(path=tmp_path / "plan.png", full_page=True)

    record_property("seconds", round(clerk.seconds))
    assert clerk.seconds < 600
    assert page.locator("tbody tr").count() >= 34
    assert sat.faults == []
    sat.context.close()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_directive_to_nine_wards_in_under_a_minute(
    browser: Browser, address: str, town: Flask, tmp_path: Path, width: int, record_property: Note
) -> None:
    town.extensions["clock"].move_to(local_instant(dt.date(2021, 7, 9), 8))
    sat = screen(browser, address, width=width)
    sat.sign_in("vanphong")
    sat.open("/chi-dao/moi")
    clerk = Clerk(sat)
    page = sat.page
    for label, text in (
        ("Số, ký hiệu văn bản", "935/UBND-NV"),
        ("Ngày ban hành", "08/7/2021"),
        ("Lãnh đạo chỉ đạo", "Chủ tịch UBND thị xã"),
        ("Nội dung chỉ đạo", CONTENT),
        ("Thời hạn ghi trong văn bản", "trước ngày 30/7/2021"),
        ("Hoặc gõ tên đơn vị chủ trì", "9 xã, phường"),
    ):
        clerk.type(label, text)
    expect(page.get_by_text("Hạn xử lý 30/07/2021 (một lần).")).to_be_visible()
    clerk.click(page.get_by_role("button", name="Xem trước"))
    page.screenshot(path=tmp_path / f"directive-{width}.png", full_page=True)
    clerk.check("readings: deadline, units", 2, 3)
    clerk.click(page.get_by_role("button", name="Giao nhiệm vụ"))
    expect(page.get_by_text("giao cho 9 đơn vị")).to_be_visible()
    sideways = sat.scrolls_sideways()

    record_property("seconds", round(clerk.seconds))
    assert clerk.seconds < 60
    assert not sideways
    assert sat.faults == []
    sat.context.close()
