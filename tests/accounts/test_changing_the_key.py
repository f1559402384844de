"""The key of the installation is changed while people are signed in."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.accounts.test_sessions import is_in, signed_in, somebody
from tests.support.browser import Desk
from tests.support.builders import a_unit
from tracker.law.permissions import Role


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_change_of_the_key_signs_nobody_out_while_the_former_one_is_kept(desk: Desk, session: Session) -> None:
    somebody(session, Role.WARD_OFFICIAL, a_unit(session), "tuha")
    browser = signed_in(desk)
    former = desk.app.config["SECRET_KEY"]

    desk.app.config["SECRET_KEY"], desk.app.config["SECRET_KEY_FALLBACKS"] = "k" * 40, [former]
    assert is_in(browser)
    desk.app.config["SECRET_KEY"], desk.app.config["SECRET_KEY_FALLBACKS"] = "n" * 40, ["x" * 40]
    assert not is_in(browser)
