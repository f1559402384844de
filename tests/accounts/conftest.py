"""A ward, a leader who decides about accounts, and an administrator, for the tests of accounts."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.support.account_forms import PASSWORD, add_second_factor
from tests.support.builders import a_unit, an_official
from tracker.accounts import passwords
from tracker.law.permissions import Actor, Role
from tracker.office.models import Person, Unit


@pytest.fixture
def ward(session: Session) -> Unit:
    return a_unit(session)


@pytest.fixture
def leader(session: Session, ward: Unit) -> Actor:
    """Return a leader who set a password and a second factor."""
    actor = an_official(session, Role.LEADER, ward, "chutich")
    session.get_one(Person, actor.user_id).password_hash = passwords.hash_password(PASSWORD)
    add_second_factor(session, actor)
    return actor


@pytest.fixture
def chief(session: Session) -> Actor:
    return an_official(session, Role.ADMINISTRATOR, None, "quantri")
