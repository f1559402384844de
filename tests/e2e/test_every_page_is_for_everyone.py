"""Every page each role can reach has no fault axe can find, fits a phone, and calls no other host."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import click
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import Sit
from tests.e2e.screens import DESK, PHONE, Screen

SAMPLES = 2
"""Pages of one kind looked at: two tasks, two lists, two wards."""

FILES = re.compile(r"\.(csv|xlsx|docx|pdf|eml|zip|ics)$|/tep/|/tai-|^/static/")

FEWEST_PAGES = {
    "chutich": 12,
    "vanphong": 10,
    "noivu": 10,
    "quantri": 6,
    "kiemtra": 8,
    "tp.truong": 8,
    "tp.canbo": 8,
    "binhthanh": 8,
}
"""Each role, and how many pages it surely has: a walk that finds fewer has lost its way."""


def pages(screen: Screen) -> Iterator[str]:
    """Open every page that can be reached by links from the first, some of each kind; yield its address."""
    waiting, known, kinds = ["/"], {"/"}, Counter[tuple[str, bool]]()
    while waiting:
        path = waiting.pop(0)
        kind = (re.sub(r"\d+", "N", urlsplit(path).path), "?" in path)
        if kinds[kind] >= SAMPLES:
            continue
        kinds[kind] += 1
        screen.open(path)
        yield path
        for href in screen.page.locator("a[href]").evaluate_all("links => links.map(a => a.href)"):
            found = href.removeprefix(screen.address).partition("#")[0]
            if found.startswith("/") and found not in known and not FILES.search(urlsplit(found).path):
                known.add(found)
                waiting.append(found)


def violations(screen: Screen) -> list[str]:
    """Return what axe finds on the page as it stands."""
    found = Axe().run(screen.page).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes'][:3]]}" for each in found]


def faults_at_both_widths(screen: Screen, path: str) -> list[str]:
    """Return what is wrong with the open page at the desk and on a phone."""
    faults: list[str] = []
    for width in (DESK, PHONE):
        screen.page.set_viewport_size({"width": width, "height": 800})
        faults += [f"{path} at {width}: {violation}" for violation in violations(screen)]
        if screen.scrolls_sideways():
            faults.append(f"{path} at {width} is wider than the screen")
    return faults


@pytest.mark.parametrize("login", FEWEST_PAGES)
def test_every_page_a_role_can_reach(sit: Sit, login: str) -> None:
    screen = sit(login)
    seen = {path: faults_at_both_widths(screen, path) for path in pages(screen)}
    click.echo(f"{login}: {len(seen)} pages")

    assert [fault for faults in seen.values() for fault in faults] == []
    assert len(seen) >= FEWEST_PAGES[login]


def test_the_door_itself(sit: Sit) -> None:
    stranger = sit()
    stranger.open("/dang-nhap")

    assert faults_at_both_widths(stranger, "/dang-nhap") == []
