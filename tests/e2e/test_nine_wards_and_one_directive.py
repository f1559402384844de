"""Two weeks of the town on its screens: one directive to nine wards, accepted, reported, returned, extended, late.

Half of the wards sit at a phone of 360 px, half at a desk; one of three without script. The figures follow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.e2e.screens import DESK, PHONE, Screen, screen, served
from tests.e2e.test_every_page_is_for_everyone import violations
from tests.support.town import evening_of_2021
from tracker.core.clock import ManualClock, local_instant

WARDS = ("tuha", "huongvan", "huongvaan", "huongxuan", "huongchu", "huongtoan", "huongbinh", "binhthanh", "binhtien")
RETURNED, EXTENDED, LATE = WARDS[0], WARDS[1], WARDS[2]
CONTENT = "Yêu cầu UBND các xã, phường rà soát nhà văn hóa thôn, tổ dân phố"


def has_script(login: str) -> bool:
    """Tell whether somebody's browser runs scripts: two wards of three have one that does."""
    return login not in WARDS or WARDS.index(login) % 3 != 2


class Weeks:
    """The town in November 2021: who sits where on which day."""

    def __init__(self, browser: Browser, app: Flask, address: str) -> None:
        self.browser, self.address = browser, address
        clock = app.extensions["clock"]
        assert isinstance(clock, ManualClock)
        self.clock = clock
        self.faults: list[str] = []

    @contextmanager
    def seat(self, login: str, day: int) -> Iterator[Screen]:
        """Let somebody sit down on a day of November; what the browser complains of is kept."""
        self.clock.move_to(local_instant(dt.date(2021, 11, day), 9))
        number = WARDS.index(login) if login in WARDS else 0
        width = PHONE if login in WARDS and number % 2 else DESK
        seat = screen(self.browser, self.address, width=width, script=has_script(login))
        seat.sign_in(login)
        yield seat
        assert not seat.scrolls_sideways()
        self.faults += seat.faults
        seat.context.close()


@pytest.fixture
def weeks(browser: Browser, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Weeks]:
    """Yield the town from the evening of 10/11/2021 on."""
    app = evening_of_2021(tmp_path_factory, tmp_path)
    with served(app) as address:
        yield Weeks(browser, app, address)


def test_one_directive_to_nine_wards(weeks: Weeks) -> None:
    path = hand_out(weeks)
    for ward in WARDS:
        accept(weeks, ward)
    ask_for_time(weeks)
    decide(weeks)
    for ward in WARDS:
        if ward not in (EXTENDED, LATE):
            report(weeks, ward, day=12)
    send_back(weeks)
    report(weeks, RETURNED, day=15)
    report(weeks, EXTENDED, day=18)
    report(weeks, LATE, day=18)
    confirm_all(weeks)

    with weeks.seat("chutich", 22) as leader:
        leader.open(path)
        page = leader.page.locator("main").inner_text()
        assert "9" in page
        leader.open("/so-lieu?nguon=town&dem=luot-giao&tu-ngay=2021-11-11&tinh-den=2021-11-22&phan-to=don-vi")
        assert violations(leader) == []
    assert standing(weeks, path) == {"Hoàn thành trước và đúng hạn": 8, "Hoàn thành quá hạn": 1}
    assert weeks.faults == []


def hand_out(weeks: Weeks) -> str:
    """Let the office enter the directive; return the path of its page."""
    with weeks.seat("vanphong", 11) as office:
        office.open("/chi-dao/moi")
        page = office.page
        page.get_by_label("UBND thị xã giao").check()
        page.get_by_label("Số, ký hiệu văn bản").fill("2700/UBND-VP")
        page.get_by_label("Ngày ban hành").fill("11/11/2021")
        page.get_by_label("Lãnh đạo chỉ đạo").fill("Chủ tịch UBND thị xã")
        page.get_by_label("Nội dung chỉ đạo").fill(CONTENT)
        page.get_by_label("Thời hạn ghi trong văn bản").fill("trước ngày 15/11/2021")
        page.get_by_label("Hoặc gõ tên đơn vị chủ trì").fill("9 xã, phường")
        page.get_by_role("button", name="Xem trước").click()
        expect(page.get_by_text("9, mỗi đơn vị chủ trì một nhiệm vụ")).to_be_visible()
        page.get_by_role("button", name="Giao nhiệm vụ").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("2700/UBND-VP")
        assert violations(office) == []
        return page.url.removeprefix(office.address)


def at_the_task(seat: Screen) -> None:
    """Open the ward's own task of the directive, from the list of its work."""
    seat.open("/nhiem-vu?tim=2700/UBND-VP")
    seat.page.locator("tbody th a").first.click()
    expect(seat.page.get_by_role("heading", level=1)).to_have_text(CONTENT)


def accept(weeks: Weeks, ward: str) -> None:
    with weeks.seat(ward, 11) as seat:
        at_the_task(seat)
        seat.page.get_by_role("button", name="Tiếp nhận").click()
        expect(seat.page.get_by_text("Đã tiếp nhận nhiệm vụ.")).to_be_visible()


def ask_for_time(weeks: Weeks) -> None:
    with weeks.seat(EXTENDED, 12) as seat:
        at_the_task(seat)
        seat.page.get_by_text("Việc khác").click()
        seat.page.get_by_role("link", name="Xin gia hạn").click()
        seat.page.get_by_label("Hạn đề nghị").fill("19/11/2021")
        seat.page.get_by_label("Lý do").fill("Chờ số liệu của hai tổ dân phố.")
        seat.page.get_by_role("button", name="Gửi đề nghị").click()
        expect(seat.page.get_by_text("19/11/2021").first).to_be_visible()


def decide(weeks: Weeks) -> None:
    with weeks.seat("chutich", 12) as leader:
        leader.open("/")
        assert violations(leader) == []
        leader.page.get_by_role("link", name=CONTENT).first.click()
        leader.page.get_by_label("Đồng ý đến ngày đề nghị").check()
        leader.page.get_by_role("button", name="Ghi quyết định").click()
        expect(leader.page.get_by_text("Đã gia hạn 1 lần").first).to_be_visible()


def report(weeks: Weeks, ward: str, *, day: int) -> None:
    with weeks.seat(ward, day) as seat:
        at_the_task(seat)
        seat.page.get_by_role("link", name="Báo cáo hoàn thành").click()
        seat.page.get_by_label("Kết quả thực hiện").fill("Đã rà soát xong, gửi kèm bảng tổng hợp.")
        seat.page.get_by_label("Số, ký hiệu văn bản báo cáo").fill("88/BC-UBND")
        seat.page.get_by_role("button", name="Gửi báo cáo hoàn thành").click()
        expect(seat.page.get_by_text("Nhiệm vụ chờ xác nhận.")).to_be_visible()
        assert not has_script(ward) or violations(seat) == []  # axe is a script itself


def send_back(weeks: Weeks) -> None:
    with weeks.seat("vanphong", 15) as office:
        office.open("/nhiem-vu?tim=2700/UBND-VP&trang-thai=submitted")
        office.page.locator("tbody tr", has_text="Tứ Hạ").locator("th a").click()
        office.page.get_by_text("Việc khác").click()
        office.page.get_by_role("link", name="Trả lại", exact=True).click()
        office.page.get_by_label("Lý do").fill("Thiếu biểu tổng hợp của tổ dân phố 5.")
        office.page.get_by_role("button", name="Trả lại").click()
        expect(office.page.get_by_text("Bị trả lại").first).to_be_visible()


def confirm_all(weeks: Weeks) -> None:
    with weeks.seat("vanphong", 19) as office:
        for _ in WARDS:
            office.open("/nhiem-vu?tim=2700/UBND-VP&trang-thai=submitted")
            office.page.locator("tbody th a").first.click()
            office.page.get_by_role("link", name="Xác nhận hoàn thành").click()
            office.page.get_by_role("button", name="Xác nhận hoàn thành").click()
            expect(office.page.get_by_text("Đã xác nhận hoàn thành.")).to_be_visible()


def standing(weeks: Weeks, path: str) -> dict[str, int]:
    """Return how many wards finished in time and how many late, by the lists behind the figures."""
    number = path.rstrip("/").rsplit("/", 1)[1]
    found: dict[str, int] = {}
    with weeks.seat("chutich", 22) as leader:
        for label, result in (
            ("Hoàn thành trước và đúng hạn", "truoc-va-dung-han"),
            ("Hoàn thành quá hạn", "done_late"),
        ):
            leader.open(f"/nhiem-vu?chi-dao={number}&dem=luot-giao&ket-qua={result}")
            found[label] = leader.page.locator("tbody th[scope=row]").count()
    return found
