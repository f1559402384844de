"""Everything an official must do can be done without a mouse."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Sit
from tests.e2e.screens import Screen
from tracker.demo.people import PASSWORD

FARTHEST = 60
"""How often Tab may have to be pressed on one page."""


def tab_to(screen: Screen, wanted: Locator) -> None:
    """Press Tab until something has the focus, and see that the focus shows."""
    for _ in range(FARTHEST):
        screen.page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            outline = wanted.evaluate("element => getComputedStyle(element).outlineStyle")
            shadow = wanted.evaluate("element => getComputedStyle(element).boxShadow")
            assert (outline, shadow) != ("none", "none"), "the focus cannot be seen"
            return
    raise AssertionError(f"Tab never came to {wanted}")


def type_into(screen: Screen, label: str, text: str) -> None:
    """Tab to a field and type over what stands in it."""
    tab_to(screen, screen.page.get_by_label(label))
    screen.page.keyboard.press("Control+A")
    screen.page.keyboard.type(text)


def follow(screen: Screen, wanted: Locator) -> None:
    """Tab to a link or button and press Enter; wait for the next page."""
    tab_to(screen, wanted)
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")


def test_the_first_stop_leads_past_the_head_of_the_page(sit: Sit) -> None:
    leader = sit("chutich")
    leader.open("/")
    leader.page.keyboard.press("Tab")

    skip = leader.page.get_by_role("link", name="Đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    leader.page.keyboard.press("Enter")
    expect(leader.page.locator("main")).to_be_focused()


def test_signing_in_and_reporting(sit: Sit) -> None:
    ward = sit()
    ward.open("/dang-nhap")
    type_into(ward, "Tên đăng nhập", "binhthanh")
    type_into(ward, "Mật khẩu", PASSWORD)
    with ward.page.expect_navigation():
        ward.page.keyboard.press("Enter")

    follow(ward, ward.page.locator("a.figure", has_text="Quá hạn"))
    follow(ward, ward.page.locator("tbody th a").first)
    accept = ward.page.get_by_role("button", name="Tiếp nhận")
    if accept.count():
        follow(ward, accept)
    follow(ward, ward.page.get_by_role("link", name="Báo cáo hoàn thành"))
    type_into(ward, "Ngày hoàn thành", "10/11/2021")
    type_into(ward, "Số, ký hiệu văn bản báo cáo", "91/BC-UBND")
    follow(ward, ward.page.get_by_role("button", name="Gửi báo cáo hoàn thành"))

    expect(ward.page.get_by_text("Nhiệm vụ chờ xác nhận.")).to_be_visible()


def press_access_key(screen: Screen, key: str) -> None:
    """Hold Alt and press a digit as a keyboard does; the usual way of pressing keys in tests opens no access keys."""
    line = screen.context.new_cdp_session(screen.page)
    code = {"code": f"Digit{key}", "windowsVirtualKeyCode": ord(key), "text": key, "unmodifiedText": key}
    line.send("Input.dispatchKeyEvent", {"type": "keyDown", "modifiers": 1, "key": key, **code})
    line.send("Input.dispatchKeyEvent", {"type": "keyUp", "modifiers": 1, "key": key, **code})
    line.detach()


def test_keys_lead_straight_to_what_the_help_page_says_without_script(sit: Sit) -> None:
    ward = sit("binhthanh", script=False)
    for key, path in (("2", "/nhiem-vu"), ("3", "/thong-bao"), ("0", "/ban-phim"), ("1", "/")):
        with ward.page.expect_navigation():
            press_access_key(ward, key)
        assert ward.page.url.split("?")[0] == ward.address + path
    press_access_key(ward, "4")
    expect(ward.page.get_by_label("Tìm nhiệm vụ, văn bản, đơn vị")).to_be_focused()
