"""One administrator alone gets neither a deciding role nor an account that decides: every way is tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.account_forms import PASSWORD, give_role, press, proposals
from tests.support.browser import Browser, Desk
from tests.support.builders import an_official
from tracker.accounts.models import AccountLink, SecondFactor
from tracker.accounts.rules import DECIDING_ROLES, ProposalState
from tracker.law.permissions import Actor, Role
from tracker.office.models import Deputation, Membership, Person, Unit

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


Way = Callable[[Browser, Session, Actor, Unit], object]


def _role_for_oneself(browser: Browser, session: Session, leader: Actor, ward: Unit) -> None:
    chief = session.scalars(select(Person).where(Person.login == "quantri")).one()
    give_role(browser, chief.id, "leader", ward.id)


def _role_for_a_friend(browser: Browser, session: Session, leader: Actor, ward: Unit) -> None:
    friend = an_official(session, Role.OFFICER, ward, "ban")
    for role in ("leader", "coordinator", "office", "administrator"):
        give_role(browser, friend.user_id, role, ward.id)


def _a_new_leader(browser: Browser, session: Session, leader: Actor, ward: Unit) -> None:
    typed = {"name": "Mới", "login": "moi", "role": "leader", "unit_id": str(ward.id), "password": PASSWORD}
    browser.fill_in("/nguoi-dung/moi", **typed)
    number = session.scalars(select(Person.id).where(Person.login == "moi")).one()
    press(browser, f"/nguoi-dung/{number}", f"/nguoi-dung/{number}/duong-dan")
    press(browser, f"/nguoi-dung/{number}", f"/nguoi-dung/{number}/mat-khau", **{"moi-password": PASSWORD})


def _the_leaders_second_factor(browser: Browser, session: Session, leader: Actor, ward: Unit) -> None:
    page = f"/nguoi-dung/{leader.user_id}"
    press(browser, page, f"{page}/bo-xac-thuc")


def _the_leaders_link(browser: Browser, session: Session, leader: Actor, ward: Unit) -> None:
    page = f"/nguoi-dung/{leader.user_id}"
    press(browser, page, f"{page}/duong-dan")
    press(browser, page, f"{page}/mat-khau", **{"moi-password": "mot-cau-khac-that-dai"})


def _the_leaders_address(browser: Browser, session: Session, leader: Actor, ward: Unit) -> None:
    page = f"/nguoi-dung/{leader.user_id}/sua"
    browser.fill_in(page, email="quantri@example.org")
    browser.fill_in("/quen-mat-khau", login="chutich")


def _closing_and_opening(browser: Browser, session: Session, leader: Actor, ward: Unit) -> None:
    page = f"/nguoi-dung/{leader.user_id}"
    press(browser, page, f"{page}/khoa")
    _the_leaders_second_factor(browser, session, leader, ward)
    _the_leaders_link(browser, session, leader, ward)
    _the_leaders_address(browser, session, leader, ward)
    press(browser, page, f"{page}/mo")
    _role_for_a_friend(browser, session, leader, ward)
    _the_leaders_second_factor(browser, session, leader, ward)
    _the_leaders_link(browser, session, leader, ward)


def _ending_every_other_post_first(browser: Browser, session: Session, leader: Actor, ward: Unit) -> None:
    page = f"/nguoi-dung/{leader.user_id}"
    post_id = session.scalars(select(Membership.id).where(Membership.person_id == leader.user_id)).one()
    press(browser, page, f"{page}/vai-tro/{post_id}/ket-thuc")
    press(browser, page, f"{page}/khoa")
    _role_for_a_friend(browser, session, leader, ward)


def _as_the_leaders_deputy(browser: Browser, session: Session, leader: Actor, ward: Unit) -> None:
    chief = session.scalars(select(Person.id).where(Person.login == "quantri")).one()
    page, days = (f"/nguoi-dung/{leader.user_id}/lam-thay", {"valid_from": "10/11/2021", "valid_to": "20/11/2021"})
    browser.fill_in(page, deputy_id=str(chief), **days)
    friend = an_official(session, Role.OFFICER, ward, "ban")
    browser.fill_in(page, deputy_id=str(friend.user_id), **days)


def _through_the_leaders_own_deputy(browser: Browser, session: Session, leader: Actor, ward: Unit) -> None:
    deputy = an_official(session, Role.OFFICER, ward, "pho")
    session.add(
        Deputation(
            principal_id=leader.user_id,
            deputy_id=deputy.user_id,
            valid_from=dt.date(2021, 11, 1),
            valid_to=dt.date(2021, 11, 30),
        )
    )
    session.commit()
    page = f"/nguoi-dung/{deputy.user_id}"
    press(browser, page, f"{page}/duong-dan")
    press(browser, page, f"{page}/mat-khau", **{"moi-password": PASSWORD})


def _approving_it_oneself(browser: Browser, session: Session, leader: Actor, ward: Unit) -> None:
    _role_for_a_friend(browser, session, leader, ward)
    for proposal in proposals(session):
        press(browser, "/duyet-tai-khoan", f"/duyet-tai-khoan/{proposal.id}/duyet")


WAYS: dict[str, Way] = {
    "a role for oneself": _role_for_oneself,
    "a role for a friend": _role_for_a_friend,
    "a new account that leads": _a_new_leader,
    "dropping the second factor": _the_leaders_second_factor,
    "a link or a new password": _the_leaders_link,
    "another address, then a forgotten password": _the_leaders_address,
    "closing and opening again": _closing_and_opening,
    "ending every other post first": _ending_every_other_post_first,
    "as the leader's deputy": _as_the_leaders_deputy,
    "through the leader's deputy": _through_the_leaders_own_deputy,
    "approving it oneself": _approving_it_oneself,
}


@pytest.mark.parametrize("way", WAYS)
def test_one_administrator_alone_gets_neither_a_role_nor_an_account_that_decides(
    way: str, desk: Desk, session: Session, chief: Actor, leader: Actor, ward: Unit
) -> None:
    deciding = select(Membership.person_id, Membership.role).where(Membership.role.in_(DECIDING_ROLES))
    before = {tuple(row) for row in session.execute(deciding)}
    kept = session.get_one(Person, leader.user_id)
    was = (kept.password_hash, kept.email)

    WAYS[way](desk.seat(chief), session, leader, ward)

    session.rollback()
    session.expire_all()
    assert {tuple(row) for row in session.execute(deciding)} <= before
    kept = session.get_one(Person, leader.user_id)
    assert (kept.password_hash, kept.email) == was
    assert session.query(SecondFactor).filter_by(person_id=leader.user_id).count() == 1
    assert session.query(AccountLink).count() == 0
    assert session.query(Deputation).filter(Deputation.valid_from >= dt.date(2021, 11, 10)).count() == 0
    assert {each.state for each in proposals(session)} <= {ProposalState.WAITING}
    others = session.scalars(select(Person).where(Person.login.in_(("moi", "pho"))))
    assert [each.login for each in others if each.password_hash] == []
