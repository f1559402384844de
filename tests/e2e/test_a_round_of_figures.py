"""A round of collecting over 21 units in the browser: asked, one sent back, one blank, one late, accepted, frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.screens import Screen, screen, served
from tests.support.town import evening_of_2021
from tracker.core.clock import ManualClock, local_instant

DEPARTMENTS = "vp nv tp tckh tnmt qldt ttra yt vhtt ldtbxh gddt kt".split()
WARDS = "tuha huongvan huongvaan huongxuan huongchu huongtoan huongbinh binhthanh binhtien".split()
LATE = "binhtien"
RIGHT = {
    "5.1.2": "6", "6.1": "0", "6.2": "0", "6.3": "1", "6.4": "5", "7.6.2b": "1",
}  # fmt: skip
"""What must fit other rows; everything else is 7, and of shares 9 in 10."""
TEXTS = ("I_2", "I_3", "I_5", "III_1", "III_2", "IV")


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Flask:
    """Return the town on the evening of 10/11/2021, its clock open."""
    return evening_of_2021(tmp_path_factory, tmp_path)


@pytest.fixture
def address(town: Flask) -> Iterator[str]:
    """Yield where the town is served."""
    with served(town) as found:
        yield found


def test_from_request_to_frozen_report(browser: Browser, town: Flask, address: str) -> None:
    clock = town.extensions["clock"]
    assert isinstance(clock, ManualClock)

    def sit(login: str) -> Screen:
        """Let somebody sign in; every page is waited for whole, or the server would drop what it still sends."""
        found = screen(browser, address)
        found.sign_in(login)
        return found

    office = sit("noivu")
    report = open_and_ask(office)
    for login in [f"{each}.canbo" for each in DEPARTMENTS] + [each for each in WARDS if each != LATE]:
        unit = sit(login)
        fill_in(unit, blank="2.1" if login == "tp.canbo" else "")
        unit.context.close()

    send_back(office, report, "Văn phòng HĐND&UBND thị xã", "3.5.1", "Nhỏ hơn số TTHC mức độ 3 và 4.")
    correct(sit("vp.canbo"), "3.5.1", "20")

    clock.move_to(local_instant(dt.date(2021, 11, 15), 9))
    fill_in(sit(LATE))
    office.context.close()
    office = sit("noivu")
    accept_all(office, report, 20, but="Phòng Nội vụ")
    second = sit("vanphong")
    accept_all(second, report, 1)
    second.context.close()
    office.open(report)
    expect(
        office.page.get_by_text("21/21 đơn vị đã được xác nhận, đúng hạn 20/21 (95,2 %), quá hạn 1.")
    ).to_be_visible()
    expect(row(office, "2.1")).to_contain_text("Chưa có số liệu")
    expect(row(office, "3.5.1")).to_contain_text("20")
    expect(row(office, "3.4.2")).to_contain_text("81/90")

    write_and_freeze(office, report)
    expect(office.page.get_by_text("Đã chốt: số 4301/BC-UBND ngày 15/11/2021.")).to_be_visible()
    office.page.wait_for_load_state()
    assert office.faults == []


def open_and_ask(office: Screen) -> str:
    """Open the report of the quarter and ask the units; return its address."""
    page = office.page
    office.open("/bao-cao/ho-so/moi")
    page.get_by_label("Kỳ báo cáo").select_option(label="Quý IV")
    page.get_by_label("Chốt số liệu đến hết ngày").fill("10/11/2021")
    page.get_by_role("button", name="Mở báo cáo").click()
    page.get_by_role("link", name="Gửi yêu cầu đến các đơn vị").click()
    page.get_by_label("Số, ký hiệu văn bản yêu cầu").fill("2601/UBND-NV")
    page.get_by_label("Lãnh đạo chỉ đạo").fill("Chủ tịch UBND thị xã")
    page.get_by_label("Thời hạn").fill("trước ngày 12/11/2021")
    page.get_by_role("button", name="Gửi yêu cầu đến 21 đơn vị").click()
    expect(page.get_by_text("0/21 đơn vị đã được xác nhận")).to_be_visible()
    return page.url.removeprefix(office.address).split("#")[0]


def fill_in(unit: Screen, *, blank: str = "") -> None:
    """Fill every row of a unit in and send it; `blank` stays without a number, for a reason."""
    page = unit.page
    unit.open("/so-lieu-bao-cao")
    page.get_by_role("link", name="Công tác cải cách hành chính quý IV năm 2021").click()
    expect(page.get_by_role("button", name="Lưu và gửi số liệu")).to_be_visible()
    page.wait_for_load_state()
    for line in page.locator("table.list--entry tbody tr").all():
        code = line.locator("th").inner_text().split(". ")[0]
        if code == blank:
            line.locator("select").select_option(label="Chưa có số liệu")
            continue
        numerator = line.locator("input[name^=part_]")
        if numerator.count():
            numerator.fill(RIGHT.get(code, "9"))
            line.locator("input[name^=whole_]").fill("10")
        else:
            is_choice = "= 1" in line.locator("th").inner_text()
            line.locator("input[name^=value_]").fill(RIGHT.get(code, "1" if is_choice else "7"))
    page.get_by_role("button", name="Lưu và gửi số liệu").click()
    expect(page.get_by_text("Đã gửi số liệu, chờ xác nhận.")).to_be_visible()
    page.wait_for_load_state()


def send_back(office: Screen, report: str, unit: str, code: str, remark: str) -> None:
    """Send one value of a unit back."""
    office.open(report)
    office.page.get_by_role("link", name=unit, exact=True).click()
    office.page.get_by_label(f"{code}: cần xem lại điều gì", exact=True).fill(remark)
    office.page.get_by_role("button", name="Trả lại các dòng có ghi").click()
    expect(office.page.get_by_text("Đã trả lại để đơn vị xem lại.")).to_be_visible()
    office.page.wait_for_load_state()


def correct(unit: Screen, code: str, value: str) -> None:
    """Say the value that was sent back anew."""
    unit.open("/so-lieu-bao-cao")
    unit.page.get_by_role("link", name="Công tác cải cách hành chính quý IV năm 2021").click()
    line = unit.page.locator("table.list--entry tbody tr", has_text="Trả lại:")
    expect(line).to_have_count(1)
    assert line.locator("th").inner_text().startswith(f"{code}. ")
    line.locator("input[name^=value_]").fill(value)
    unit.page.get_by_role("button", name="Lưu và gửi số liệu").click()
    expect(unit.page.get_by_text("Đã gửi số liệu, chờ xác nhận.")).to_be_visible()
    unit.page.wait_for_load_state()


def accept_all(office: Screen, report: str, number: int, *, but: str = "-") -> None:
    """Accept what so many units sent, all that wait but one: nobody accepts the figures of the own unit."""
    office.open(report)
    waiting = office.page.locator("tr", has_text="Chờ xác nhận").filter(has_not_text=but)
    for _ in range(number):
        waiting.first.get_by_role("link").click()
        expect(office.page.get_by_role("button", name="Xác nhận số liệu")).to_be_visible()
        office.page.wait_for_load_state()
        office.page.get_by_role("button", name="Xác nhận số liệu").click()
        expect(office.page.get_by_text("Đã xác nhận số liệu.")).to_be_visible()
        office.page.wait_for_load_state()
    expect(waiting).to_have_count(0)


def write_and_freeze(office: Screen, report: str) -> None:
    """Write what nobody else knows, let the slips of the printed form stand, and freeze."""
    page = office.page
    office.open(f"{report}/thuyet-minh")
    for part in TEXTS:
        page.locator(f"[name=text_{part}]").fill("Thực hiện theo kế hoạch.")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu phần thuyết minh.")).to_be_visible()
    page.wait_for_load_state()
    office.open(f"{report}/kiem-tra")
    waiting = page.get_by_text("Ghi lý do", exact=True)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kiểm tra")
    for left in range(waiting.count() - 1, -1, -1):
        waiting.first.click()
        page.get_by_label("Lý do giữ nguyên").first.fill("Theo mẫu của cấp trên.")
        page.get_by_role("button", name="Lưu lý do").first.click()
        expect(waiting).to_have_count(left)
        page.wait_for_load_state()
    expect(page.get_by_text("Không còn chỗ sai nào chưa xử lý.")).to_be_visible()
    page.get_by_role("link", name="Chốt báo cáo").click()
    page.get_by_label("Số, ký hiệu báo cáo").fill("4301/BC-UBND")
    page.get_by_role("button", name="Chốt báo cáo").click()


def row(office: Screen, code: str) -> Locator:
    """Return the row of the appendix with a code."""
    return office.page.locator("tr").filter(has=office.page.get_by_role("cell", name=code, exact=True)).first
