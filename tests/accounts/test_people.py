"""What the operator of the server does alone where nobody is left on the pages to approve; each act has its line."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.builders import a_unit, an_official
from tests.support.databases import an_app
from tracker.accounts.models import AccountChange, AccountEvent, SecondFactor
from tracker.core.labels import COMMAND_LINE_NAME
from tracker.database.engine import db
from tracker.law.permissions import Role
from tracker.mail.outbox import Letter
from tracker.office.models import Membership, Person

COMMANDS = {
    "role": (["role", "nga", "--role", "leader", "--unit", "TUHA"], AccountChange.POST_GIVEN),
    "email": (["email", "nga", "nga.moi@example.org"], AccountChange.EMAIL_CHANGED),
    "link": (["link", "nga"], AccountChange.LINK_MADE),
    "drop-second-factor": (["drop-second-factor", "nga"], AccountChange.SECOND_FACTOR_OFF),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_operator_helps_where_nobody_can_approve(
    command: str, database_url: URL, session: Session, tmp_path: Path
) -> None:
    ward = a_unit(session)
    nga = an_official(session, Role.COORDINATOR, ward, "nga")
    an_official(session, Role.ADMINISTRATOR, None, "quantri")
    now = dt.datetime(2021, 1, 4, tzinfo=dt.UTC)
    session.add(SecondFactor(person_id=nga.user_id, secret="x", made_at=now, confirmed_at=now, last_step=0))
    session.commit()
    app = an_app(database_url, DATA_DIR=tmp_path)
    arguments, change = COMMANDS[command]

    done = app.test_cli_runner().invoke(args=["user", *arguments])
    unknown = app.test_cli_runner().invoke(args=["user", arguments[0], "khong-co", *arguments[2:]])

    assert (done.exit_code, unknown.exit_code) == (0, 1), done.output
    assert "Không có tài khoản “khong-co”" in unknown.output
    session.expire_all()
    line = session.query(AccountEvent).filter_by(change=change).one()
    assert (line.person_id, line.actor_name) == (nga.user_id, COMMAND_LINE_NAME)
    assert session.query(Letter).filter(Letter.kind.like("access.%")).count() >= 1
    assert (command == "link") is bool(re.search(r"/dat-mat-khau/[\w-]{40}", done.output))
    roles = {each.role for each in session.query(Membership).filter_by(person_id=nga.user_id)}
    assert (Role.LEADER in roles) is (command == "role")
    assert (session.get_one(Person, nga.user_id).email == "nga.moi@example.org") is (command == "email")
    assert session.query(SecondFactor).count() == (0 if command == "drop-second-factor" else 1)
    with app.app_context():
        db.engine.dispose()
