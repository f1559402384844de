"""A visitor who reads English: one press at the door, then a ward's task and its report; both widths, no fault."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Sit
from tests.e2e.test_every_page_is_for_everyone import faults_at_both_widths
from tracker.demo.people import PASSWORD


@pytest.mark.parametrize("script", [True, False])
def test_a_ward_works_in_english(sit: Sit, script: bool) -> None:
    screen = sit(script=script)
    page = screen.page
    screen.open("/dang-nhap")
    page.get_by_role("button", name="English").click()
    page.get_by_label("User name", exact=True).fill("binhthanh")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    assert page.locator("html").get_attribute("lang") == "en"

    page.get_by_role("link", name="See tasks under way").or_(page.get_by_role("link", name="Overdue")).first.click()
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Report completion").or_(page.get_by_role("link", name="Accept")).first.click()
    expect(page.locator("main form button[type=submit]").first).to_be_visible()

    page.get_by_role("button", name="Tiếng Việt").click()
    assert page.locator("html").get_attribute("lang") == "vi"


def test_pages_in_english_have_no_fault(sit: Sit) -> None:
    screen = sit()
    screen.open("/dang-nhap")
    screen.page.get_by_role("button", name="English").click()
    faults = faults_at_both_widths(screen, "/dang-nhap")
    screen.page.get_by_label("User name", exact=True).fill("noivu")
    screen.page.get_by_label("Password", exact=True).fill(PASSWORD)
    screen.page.get_by_role("button", name="Sign in", exact=True).click()
    screen.page.wait_for_url(lambda url: "/dang-nhap" not in url)

    work = ("/", "/nhiem-vu", "/nhiem-vu/loc", "/nhiem-vu/71")
    for path in (*work, "/so-lieu", "/so-lieu/toan-canh", "/bao-cao/ho-so/1"):
        screen.open(path)
        faults += faults_at_both_widths(screen, path)

    assert faults == []
