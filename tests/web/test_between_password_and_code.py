"""Between the password and the code of the telephone: what was right a moment ago may be over."""

from __future__ import annotations

import datetime as dt

import pyotp
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_unit
from tests.web.test_sessions import ON_ONE_KIND, PASSWORD, is_in, somebody
from tracker.clock import HandClock
from tracker.rules.permissions import Actor, Role
from tracker.services import accounts, second_factors
from tracker.services.machine import COMMAND_LINE
from tracker.services.secret_encryption import secret_keys_of
from tracker.transaction import unit_of_work


@ON_ONE_KIND
def test_a_password_that_was_right_is_worth_nothing_once_it_was_changed(
    app: Flask, desk: Desk, session: Session, clock: HandClock
) -> None:
    """Between the password and the code of the telephone the password is reset: the code lets nobody in."""
    person = somebody(session, Role.WARD_OFFICIAL, a_unit(session), "tuha")
    keys = secret_keys_of(app.config)
    with unit_of_work(session, Actor(person, "tuha"), clock) as work:
        secret = second_factors.secret_of(second_factors.prepare(work, keys), keys)
        second_factors.confirm(work, pyotp.TOTP(secret).at(clock.now()), keys)
    browser = desk.nobody()
    assert browser.fill_in("/dang-nhap", login="tuha", password=PASSWORD).status_code == 200
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        accounts.reset_password(work, person, "mot-cau-khac-that-dai")

    clock.move_to(clock.instant + dt.timedelta(minutes=2))
    shown = browser.open("/dang-nhap/ma")

    assert (shown.status_code, is_in(browser)) == (302, False)
