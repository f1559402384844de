"""Not only pages but their states have no fault axe can find: errors, nothing found, a lost race, an ended session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.e2e.screens import Screen, screen, served
from tests.e2e.test_every_page_is_for_everyone import faults_at_both_widths
from tests.support.town import evening_of_2021
from tests.web.test_faults import FULL, LOCKED, failing

OPENED = "document.querySelectorAll('details').forEach(each => { each.open = true; })"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return one town for all states."""
    return evening_of_2021(tmp_path_factory, tmp_path_factory.mktemp("states"))


@pytest.fixture(scope="module")
def address(town: Flask) -> Iterator[str]:
    """Yield where it is served."""
    with served(town) as found:
        yield found


@pytest.fixture
def office(browser: Browser, address: str) -> Iterator[Screen]:
    """Yield the screen of the office."""
    found = screen(browser, address)
    found.sign_in("vanphong")
    yield found
    found.context.close()


def sent_empty(office: Screen, path: str) -> str:
    """Open a page, take everything out of its form and send it; return the address."""
    office.open(path)
    form = office.page.locator("main form[method=post]").first
    for field in form.locator("input[type=text]:visible, textarea:visible").all():
        field.fill("")
    form.locator("button[type=submit]").last.click()
    office.page.wait_for_load_state()
    return path


def open_task(office: Screen) -> str:
    """Return the page of a task that waits for nobody yet."""
    office.open("/nhiem-vu?nguon=town&ket-qua=open_overdue&dem=luot-giao")
    href = office.page.locator("tbody th a").first.get_attribute("href")
    assert href is not None
    return href


def test_forms_with_errors(office: Screen) -> None:
    faults: list[str] = []
    for path in ("/chi-dao/moi", "/chi-dao/tu-van-ban", "/bao-cao/kiem-tra", "/lam-thay", "/bao-cao/ho-so/1/yeu-cau"):
        sent_empty(office, path)
        expect(office.page.locator(".error-summary, .field__error").first).to_be_visible()
        faults += faults_at_both_widths(office, f"{path} with errors")
    assert faults == []


def test_nothing_found_and_nothing_there(office: Screen) -> None:
    faults: list[str] = []
    for path in ("/tim?tim=khongcogihet", "/nhiem-vu?tim=khongcogihet", "/chi-dao?tim=khongcogihet"):
        office.open(path)
        faults += faults_at_both_widths(office, path)
    assert faults == []


def test_menus_and_inner_parts_opened(office: Screen) -> None:
    faults: list[str] = []
    for path in (
        open_task(office),
        "/nhiem-vu",
        "/chi-dao/ma-tran",
        "/bao-cao/ho-so/1/kiem-tra",
        "/so-lieu",
        "/ban-phim",
    ):
        office.open(path)
        office.page.evaluate(OPENED)
        faults += faults_at_both_widths(office, f"{path} with everything open")
    assert faults == []


def test_somebody_was_faster(office: Screen) -> None:
    task = open_task(office)
    office.open(f"{task}/thu-hoi")
    other = office.context.new_page()
    other.goto(f"{office.address}{task}/don-doc")
    other.locator("main form[method=post] button[type=submit]").last.click()
    other.wait_for_load_state()
    other.close()
    office.page.locator("main textarea").first.fill("Giao nhầm đơn vị")
    office.page.locator("main form[method=post] button[type=submit]").last.click()
    expect(office.page.get_by_text("Thay đổi từ lúc anh/chị mở trang")).to_be_visible()

    assert faults_at_both_widths(office, "conflict") == []


def test_a_session_that_ended_while_typing(office: Screen) -> None:
    office.open("/chi-dao/moi")
    office.page.locator("main textarea").first.fill("Rà soát thủ tục hành chính")
    office.context.clear_cookies()
    office.page.locator("main form[method=post] button[type=submit]").last.click()
    office.page.wait_for_load_state()
    expect(office.page.get_by_label("Mật khẩu", exact=True)).to_be_visible()

    assert faults_at_both_widths(office, "signed out while typing") == []


def test_refusals_and_faults(office: Screen, town: Flask) -> None:
    faults: list[str] = []
    for path, status in (("/khong-co-trang-nay", 404), ("/nguoi-dung", 403)):
        answer = office.page.goto(office.address + path)
        assert answer is not None and answer.status == status
        faults += faults_at_both_widths(office, path)
    for fault in (LOCKED, FULL, RuntimeError("broken")):
        office.open("/nhiem-vu")
        with failing(town, fault):
            answer = office.page.goto(f"{office.address}/nhiem-vu")
        assert answer is not None and answer.status >= 500
        faults += faults_at_both_widths(office, f"status {answer.status}")
    assert faults == []


def test_without_a_line(office: Screen) -> None:
    office.open("/ngoai-tuyen")

    assert faults_at_both_widths(office, "/ngoai-tuyen") == []
