"""A ward official with a phone and no script reports an overdue task; the office confirms; the figures follow."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import Sit
from tests.e2e.screens import PHONE, Screen
from tests.support.pictures import a_photo

LATE, OVERDUE = "Hoàn thành quá hạn", "Chưa xong, quá hạn"


def test_from_the_overdue_list_to_the_figures(sit: Sit, tmp_path: Path) -> None:
    ward = sit("binhthanh", width=PHONE, script=False)
    waiting = ward.figure("Quá hạn")
    before = figures_of(ward)

    open_the_first_overdue_task(ward)
    task = ward.page.url.removeprefix(ward.address)
    title = ward.page.get_by_role("heading", level=1).inner_text()
    if ward.page.get_by_role("button", name="Tiếp nhận").count():
        ward.page.get_by_role("button", name="Tiếp nhận").click()
        expect(ward.page.get_by_text("Đã tiếp nhận nhiệm vụ.")).to_be_visible()
    write_progress(ward)
    report_complete(ward, a_photo(tmp_path / "bien-ban.png"))

    office = sit("vanphong")
    office.page.get_by_role("link", name="Chờ xác nhận").first.click()
    office.page.get_by_role("link", name=title).first.click()
    assert office.page.url.endswith(task)
    office.page.get_by_role("link", name="Xác nhận hoàn thành").click()
    expect(office.page.get_by_role("link", name="bien-ban.png")).to_be_visible()
    office.page.get_by_role("button", name="Xác nhận hoàn thành").click()
    expect(office.page.get_by_text("Đã xác nhận hoàn thành.")).to_be_visible()

    assert figures_of(ward) == {LATE: before[LATE] + 1, OVERDUE: before[OVERDUE] - 1}
    ward.open("/")
    assert ward.figure("Quá hạn") == waiting - 1


def figures_of(screen: Screen) -> dict[str, int]:
    """Return what the page of figures says."""
    screen.open("/so-lieu")
    fits(screen)
    return {label: screen.figure(label) for label in (LATE, OVERDUE)}


def open_the_first_overdue_task(ward: Screen) -> None:
    ward.open("/")
    fits(ward)
    ward.page.locator("a.figure", has_text="Quá hạn").click()
    fits(ward)
    ward.page.locator("tbody th a").first.click()
    fits(ward)


def write_progress(ward: Screen) -> None:
    ward.page.get_by_role("link", name="Cập nhật tiến độ").click()
    fits(ward)
    ward.page.get_by_label("Nội dung đã làm").fill("Đã rà soát xong 3 thôn, còn 1 thôn.")
    ward.page.get_by_label("Tiến độ (%)").fill("75")
    ward.page.get_by_role("button", name="Ghi tiến độ").click()
    expect(ward.page.get_by_text("Đã ghi tiến độ.")).to_be_visible()
    expect(ward.page.get_by_text("còn 1 thôn")).to_be_visible()


def report_complete(ward: Screen, photo: Path) -> None:
    ward.page.get_by_role("link", name="Báo cáo hoàn thành").click()
    fits(ward)
    ward.page.get_by_label("Ngày hoàn thành").fill("10/11/2021")
    ward.page.get_by_label("Số, ký hiệu văn bản báo cáo").fill("88/BC-UBND")
    ward.page.get_by_label("Ngày văn bản").fill("10/11/2021")
    ward.page.get_by_label("Tệp minh chứng").set_input_files(photo)
    ward.page.get_by_role("button", name="Gửi báo cáo hoàn thành").click()
    expect(ward.page.get_by_text("Nhiệm vụ chờ xác nhận.")).to_be_visible()
    expect(ward.page.get_by_role("link", name="bien-ban.png").first).to_be_visible()
    fits(ward)


def fits(screen: Screen) -> None:
    """Assert that nobody needs to push the page sideways."""
    assert not screen.scrolls_sideways(), f"{screen.page.url} is wider than the screen"


def test_from_the_link_of_a_reminder_it_is_three_taps_at_most(sit: Sit) -> None:
    ward = sit("binhthanh", width=PHONE)
    ward.open("/nhiem-vu?ket-qua=open_overdue")
    link = ward.page.locator("tbody th a").first.get_attribute("href")
    assert link is not None
    ward.open(link)  # where a reminder leads
    taps = 0
    for name in ("Tiếp nhận", "Báo cáo hoàn thành", "Gửi báo cáo hoàn thành"):
        wanted = ward.page.get_by_role("button", name=name).or_(ward.page.get_by_role("link", name=name))
        if name == "Tiếp nhận" and not wanted.count():
            continue  # the unit knows of it already
        if name.startswith("Gửi"):
            ward.page.get_by_label("Kết quả thực hiện").fill("Đã niêm yết đủ.")
        wanted.first.click()
        taps += 1
        ward.page.wait_for_load_state()
    expect(ward.page.get_by_text("Nhiệm vụ chờ xác nhận.")).to_be_visible()

    assert taps <= 3
