"""The administrator sets up channels, sees what became of each message, and tries one out."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.support.browser import Browser, Desk, filled_in
from tests.support.builders import an_official
from tests.support.html import faults
from tracker.integrations import webhook
from tracker.integrations.channels import Channel, Dispatch
from tracker.law.permissions import Role
from tracker.mail.outbox import LetterState

FORM = {"name": "Trục văn bản", "kind": "webhook", "address": "https://van-ban.example/tin", "topics": ["overdue"]}


@pytest.fixture
def browser(desk: Desk, session: Session) -> Browser:
    """Return the browser of the administrator."""
    return desk.seat(an_official(session, Role.ADMINISTRATOR, None))


def added(browser: Browser, changes: dict[str, object] | None = None) -> TestResponse:
    """Fill in the form of a new channel."""
    page = "/he-thong/kenh/moi"
    return browser.send(page, browser.form(page) | FORM | (changes or {}))


def test_the_secret_is_shown_once_and_is_not_kept(browser: Browser, session: Session) -> None:
    answer = added(browser)

    channel = session.query(Channel).one()
    secret = webhook.derive_webhook_secret("0123456789abcdef" * 4, channel.salt)
    assert (answer.status_code, faults(answer.text)) == (200, [])
    assert secret in answer.text
    page = browser.open(f"/he-thong/kenh/{channel.id}").text
    assert secret not in page and channel.salt not in page
    assert faults(page) == faults(browser.open("/he-thong/kenh").text) == []


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("address", "javascript:alert(1)"), ("topics", [])])
def test_what_is_missing_is_said_beside_the_field(
    browser: Browser, session: Session, field: str, value: object
) -> None:
    answer = added(browser, {field: value})

    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error"', answer.text)
    assert session.query(Channel).count() == 0


def test_a_trial_waits_for_the_sender_and_no_page_waits_for_the_network(browser: Browser, session: Session) -> None:
    added(browser)
    channel = session.query(Channel).one()
    address = f"/he-thong/kenh/{channel.id}"

    browser.send(f"{address}/gui-thu", filled_in(browser.open(address).text, f"{address}/gui-thu"))

    assert session.query(Dispatch).one().state is LetterState.NEW
    assert "Chờ gửi" in browser.open(address).text


def test_without_the_package_the_page_says_what_to_install(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "PACKAGE", "apprise_not_there")

    assert "make channels" in browser.open("/he-thong/kenh").text
