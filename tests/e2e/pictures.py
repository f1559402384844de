"""The pictures of the README: `python -m tests.e2e.pictures docs/pictures`, over the year 2021."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.screens import DESK, PHONE, Screen, chromium, screen, served
from tests.support.town import demonstration
from tests.support.year2021 import loaded_once

TALLEST = 1100
"""Pixels of a page that a picture shows at most."""

LARGEST = 200_000
"""Bytes of a picture."""

Way = Callable[[Screen], None]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its file, who looks, how wide the screen is, and how one gets there."""

    name: str
    login: str
    width: int
    way: Way


def at(path: str) -> Way:
    """Return the way that types an address."""
    return lambda screen: screen.open(path)


def at_a_task_with_history(screen: Screen) -> None:
    """Open the first task of the province that was reported late."""
    screen.open("/nhiem-vu?nguon=province&ket-qua=done_late")
    screen.page.locator("tbody th a").first.click()
    screen.page.wait_for_load_state()


def at_a_directive_partly_done(screen: Screen) -> None:
    """Open the directive of the first task that is overdue."""
    screen.open("/nhiem-vu?nguon=town&ket-qua=open_overdue")
    screen.page.locator("tbody th a").first.click()
    screen.page.locator(".facts a[href^='/chi-dao/']").first.click()
    screen.page.wait_for_load_state()


PICTURES = (
    Picture("leader-1280.png", "chutich", DESK, at("/")),
    Picture("ward-360.png", "binhthanh", PHONE, at("/")),
    Picture("task-1280.png", "vanphong", DESK, at_a_task_with_history),
    Picture("statistics-1280.png", "chutich", DESK, at("/so-lieu")),
    Picture("directive-1280.png", "vanphong", DESK, at_a_directive_partly_done),
)


def main(folder: Path) -> None:
    """Take every picture into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        app = demonstration(loaded_once(Path(scratch)), Path(scratch))
        with served(app) as address, sync_playwright() as playwright, chromium(playwright) as browser:
            for picture in PICTURES:
                take(browser, address, picture, folder / picture.name)


def take(browser: Browser, address: str, picture: Picture, path: Path) -> None:
    """Take one picture."""
    seen = screen(browser, address, width=picture.width)
    seen.sign_in(picture.login)
    picture.way(seen)
    height: int = seen.page.evaluate("document.documentElement.scrollHeight")
    seen.page.set_viewport_size({"width": picture.width, "height": min(height, TALLEST)})
    seen.page.screenshot(path=path)
    seen.context.close()
    assert seen.faults == [], seen.faults
    assert path.stat().st_size <= LARGEST, f"{path} is larger than {LARGEST} bytes"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
