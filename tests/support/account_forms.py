"""Forms of accounts as tests send them, and what they leave behind: proposals, letters, a second factor."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.support.browser import Browser, filled_in
from tracker.accounts.models import AccountProposal, SecondFactor
from tracker.law.permissions import Actor
from tracker.mail.outbox import ACCESS, Letter
from tracker.office.models import Person

PASSWORD = "hoa-sen-ben-ho-2021"


def add_second_factor(session: Session, actor: Actor) -> None:
    """Give somebody a confirmed second factor."""
    now = dt.datetime(2021, 1, 4, tzinfo=dt.UTC)
    session.add(SecondFactor(person_id=actor.user_id, secret="x", made_at=now, confirmed_at=now, last_step=0))
    session.commit()


def press(browser: Browser, page: str, action: str, **typed: str) -> TestResponse:
    """Send the form of a page that goes to `action`, or the bare token where the page does not offer it."""
    html = browser.open(page).text
    fields = filled_in(html, action) or filled_in(html, "/dang-xuat")
    return browser.send(action, fields | typed)


def give_role(browser: Browser, person_id: object, role: str, unit_id: object, **more: str) -> TestResponse:
    page = f"/nguoi-dung/{person_id}"
    return press(browser, page, f"{page}/vai-tro", role=role, unit_id=str(unit_id), valid_from="10/11/2021", **more)


def proposals(session: Session) -> list[AccountProposal]:
    session.rollback()
    return list(session.scalars(select(AccountProposal).execution_options(populate_existing=True)))


def told(session: Session, login: str) -> list[str]:
    """Return the texts of the letters about accounts to somebody."""
    session.rollback()
    rows = session.scalars(
        select(Letter).join(Person, Person.id == Letter.person_id).where(Person.login == login).order_by(Letter.id)
    )
    return [row.body_text for row in rows if row.kind.startswith(ACCESS)]
