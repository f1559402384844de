"""One more directive of the province, entered, reported late and confirmed: six late become seven, 152 stays."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Sit
from tests.e2e.screens import Screen

CONTENT = "Yêu cầu UBND thị xã báo cáo công tác hòa giải ở cơ sở"


def test_six_late_become_seven(sit: Sit) -> None:
    office = sit("vanphong")
    assert late_and_sentence(office, late=6)
    enter_the_directive(office)

    department = sit("tp.canbo")
    department.page.get_by_role("link", name=CONTENT).first.click()
    department.page.get_by_role("button", name="Tiếp nhận").click()
    department.page.get_by_role("link", name="Báo cáo hoàn thành").click()
    department.page.get_by_label("Ngày hoàn thành").fill("09/11/2021")
    department.page.get_by_label("Số, ký hiệu văn bản báo cáo").fill("45/BC-TP")
    department.page.get_by_role("button", name="Gửi báo cáo hoàn thành").click()
    expect(department.page.get_by_text("Nhiệm vụ chờ xác nhận.")).to_be_visible()
    assert late_and_sentence(office, late=6)

    office.open("/")
    office.page.get_by_role("link", name="Chờ xác nhận").first.click()
    office.page.get_by_role("link", name=CONTENT).first.click()
    office.page.get_by_role("link", name="Xác nhận hoàn thành").click()
    office.page.get_by_role("button", name="Xác nhận hoàn thành").click()
    assert late_and_sentence(office, late=7)


def enter_the_directive(office: Screen) -> None:
    office.open("/chi-dao")
    office.page.get_by_role("link", name="Vào sổ").first.click()
    page = office.page
    page.get_by_label("UBND tỉnh giao").check()
    page.get_by_label("Số, ký hiệu văn bản").fill("9999/UBND-NC")
    page.get_by_label("Ngày ban hành").fill("01/11/2021")
    page.get_by_label("Lãnh đạo chỉ đạo").fill("Chủ tịch UBND tỉnh")
    page.get_by_label("Nội dung chỉ đạo").fill(CONTENT)
    page.get_by_label("Thời hạn ghi trong văn bản").fill("trước ngày 05/11/2021")
    page.get_by_label("Hoặc gõ tên đơn vị chủ trì").fill("Phòng Tư pháp")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("05/11/2021").first).to_be_visible()
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("9999/UBND-NC")


def late_and_sentence(screen: Screen, *, late: int) -> bool:
    """Tell whether figure and sentence of the province say so many late, with 152 on time."""
    screen.open("/so-lieu?nguon=province")
    said = screen.page.get_by_text(f"trước và đúng hạn 152, quá hạn {late}").count() > 0
    return said and screen.figure("Hoàn thành quá hạn") == late
