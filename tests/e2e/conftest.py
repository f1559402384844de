"""A town of one's own for every test, and a browser for the whole run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.screens import DESK, Screen, chromium, screen, served
from tests.support.town import evening_of_2021

Sit = Callable[..., Screen]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, chromium(playwright) as found:
        yield found


@pytest.fixture
def address(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[str]:
    """Yield the address of the town on the evening of 10/11/2021, served for this test alone."""
    with served(evening_of_2021(tmp_path_factory, tmp_path)) as found:
        yield found


@pytest.fixture
def sit(browser: Browser, address: str) -> Iterator[Sit]:
    """Return how somebody sits down before the town; afterwards no screen may have complained."""
    screens: list[Screen] = []

    def down(login: str | None = None, *, width: int = DESK, script: bool = True) -> Screen:
        screens.append(screen(browser, address, width=width, script=script))
        if login is not None:
            screens[-1].sign_in(login)
        return screens[-1]

    yield down
    for each in screens:
        each.context.close()
    assert [fault for each in screens for fault in each.faults] == []
