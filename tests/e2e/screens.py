"""A served town and the screens people sit at: real pages over HTTP in a real browser."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request
from werkzeug.serving import make_server

from tests.support.town import SIGN_IN
from tracker.database.engine import db
from tracker.demo.people import PASSWORD

DESK, PHONE = 1280, 360
"""Widths of screen, in CSS pixels."""

CHROMIUM = os.environ.get("TRACKER_CHROMIUM", "/usr/bin/chromium")
QUIET = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on a free port of this machine; yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Start the Chromium of this machine."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
    try:
        yield browser
    finally:
        browser.close()


@dataclass
class Screen:
    """One person's screen; `faults` collects what a browser complains of and every call to another host."""

    address: str
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Type an address of the site and wait for the page."""
        answer = self.page.goto(self.address + path)
        assert answer is not None and answer.ok, f"{path}: {answer and answer.status}"

    def sign_in(self, login: str) -> None:
        """Sign in with the password of the demonstration."""
        self.open(SIGN_IN)
        self.page.get_by_label("Tên đăng nhập", exact=True).fill(login)
        self.page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()
        self.page.wait_for_url(lambda url: SIGN_IN not in url)

    def figure(self, label: str) -> int:
        """Return the big number above a label."""
        found = self.page.locator(".figure", has_text=re.compile(rf"\d\s*{label}"))
        return int(found.locator(".figure__number").inner_text().replace(".", ""))

    def scrolls_sideways(self) -> bool:
        """Tell whether the page is wider than the screen."""
        self.page.wait_for_load_state()
        width: int = self.page.evaluate("document.documentElement.scrollWidth")
        view = self.page.viewport_size
        assert view is not None
        return width > view["width"]

    def note(self, message: ConsoleMessage) -> None:
        """Keep an error or a report of the Content Security Policy."""
        if message.type in ("error", "warning"):
            self.faults.append(f"{self.page.url}: {message.text}")

    def watch(self, request: Request) -> None:
        """Keep a call that leaves the host."""
        if not request.url.startswith((self.address, "data:")):
            self.faults.append(f"{self.page.url} calls {request.url}")


def screen(browser: Browser, address: str, *, width: int = DESK, script: bool = True) -> Screen:
    """Return a new screen of a given width, nobody signed in."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="vi-VN", java_script_enabled=script)
    context.set_default_timeout(10_000)
    made = Screen(address, context, context.new_page())
    made.page.on("console", made.note)
    made.page.on("pageerror", lambda error: made.faults.append(f"{made.page.url}: {error}"))
    made.page.on("request", made.watch)
    return made
