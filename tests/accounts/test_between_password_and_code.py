"""Between the password and the code of the telephone: what was right a moment ago may be over."""

from __future__ import annotations

import datetime as dt

import pyotp
from flask import Flask
from sqlalchemy.orm import Session

from tests.accounts.test_sessions import ON_ONE_KIND, PASSWORD, is_in, somebody
from tests.support.browser import Desk
from tests.support.builders import a_unit
from tracker.accounts import accounts as account_accounts, second_factor
from tracker.accounts.secret_encryption import secret_keys_of
from tracker.core.clock import ManualClock
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Actor, Role
from tracker.office.people import COMMAND_LINE


@ON_ONE_KIND
def test_a_password_that_was_right_is_worth_nothing_once_it_was_changed(
    app: Flask, desk: Desk, session: Session, clock: ManualClock
) -> None:
    """Between the password and the code of the telephone the password is reset: the code lets nobody in."""
    person = somebody(session, Role.WARD_OFFICIAL, a_unit(session), "tuha")
    keys = secret_keys_of(app.config)
    with unit_of_work(session, Actor(person, "tuha"), clock) as work:
        secret = second_factor.decrypt_factor_secret(second_factor.prepare_second_factor(work, keys), keys)
        second_factor.confirm_second_factor(work, pyotp.TOTP(secret).at(clock.now()), keys)
    browser = desk.nobody()
    assert browser.fill_in("/dang-nhap", login="tuha", password=PASSWORD).status_code == 200
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        account_accounts.reset_account_password(work, person, "mot-cau-khac-that-dai")

    clock.move_to(clock.instant + dt.timedelta(minutes=2))
    shown = browser.open("/dang-nhap/ma")

    assert (shown.status_code, is_in(browser)) == (302, False)
