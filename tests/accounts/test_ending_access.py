"""Whatever opens an account ends with its password and with its closing, and stays ended."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.house.sources import TRACKER, name_of, python_files
from tests.support.builders import a_unit, an_official
from tracker.accounts import accounts as account_accounts, details, links, notices as account_notices, passwords
from tracker.accounts.models import AccountChange, LinkKind, SignedInSession
from tracker.accounts.notices import ACCOUNT_CHANGE_SUBJECTS, write_account_letter
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Refusal
from tracker.database.base import Base
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.integrations import calendar_feed, tokens
from tracker.integrations.tokens import ApiScope
from tracker.law.permissions import Actor, Role
from tracker.mail.outbox import ACCESS, Letter
from tracker.office.models import Person
from tracker.office.people import COMMAND_LINE

NOON = local_instant(dt.date(2021, 11, 10), 12)
PASSWORD, NEW = "hoa-sen-ben-ho-2021", "mot-cau-that-dai-khac"


@pytest.fixture
def owner(session: Session) -> Actor:
    """Return an official who set a password."""
    actor = an_official(session, Role.OFFICER, a_unit(session), "nga")
    session.get_one(Person, actor.user_id).password_hash = passwords.hash_password(PASSWORD)
    session.commit()
    return actor


def act(session: Session, actor: Actor, verb: Callable[[UnitOfWork], object]) -> object:
    """Do something at noon."""
    with unit_of_work(session, actor, ManualClock(NOON)) as work:
        return verb(work)


def _reset(session: Session, owner: Actor) -> None:
    number = owner.user_id or 0
    act(session, COMMAND_LINE, lambda work: account_accounts.reset_account_password(work, number, NEW))


def _change(session: Session, owner: Actor) -> None:
    act(session, owner, lambda work: account_accounts.change_own_password(work, present=PASSWORD, password=NEW))


def _by_link(session: Session, owner: Actor) -> None:
    token = act(session, COMMAND_LINE, lambda work: links.issue_account_link(work, owner.user_id or 0))
    act(session, Actor(None, ""), lambda work: links.use_account_link(work, str(token), NEW))


def _close_and_open(session: Session, owner: Actor) -> None:
    number = owner.user_id or 0
    act(session, COMMAND_LINE, lambda work: account_accounts.set_account_active(work, number, active=False))
    act(session, COMMAND_LINE, lambda work: account_accounts.set_account_active(work, number, active=True))


ENDINGS = {"a reset": _reset, "a change": _change, "a link": _by_link, "closing, opening again": _close_and_open}


@pytest.mark.parametrize("ending", ENDINGS)
def test_keys_feeds_links_and_sessions_end_for_good_and_the_owner_is_told(
    ending: str, session: Session, owner: Actor
) -> None:
    token = str(
        act(session, owner, lambda work: tokens.create_api_token(work, name="a", scopes={ApiScope.TASKS_READ}, days=90))
    )
    feed = str(act(session, owner, calendar_feed.create_calendar_feed))
    link = str(
        act(
            session,
            Actor(None, ""),
            lambda work: links.create_account_link(work, work.session.get_one(Person, owner.user_id), LinkKind.RESET),
        )
    )
    address = str(act(session, owner, lambda work: _ask(work, owner)))
    work = UnitOfWork(session=session, actor=owner, now=NOON)
    assert tokens.authenticate_token(work, token) is not None and calendar_feed.read_feed(work, feed).of == "nga"
    assert links.get_link_owner(work, link).login == "nga"
    assert details.find_waiting_address(work, address).address == "moi@example.org"

    ENDINGS[ending](session, owner)

    session.expire_all()
    assert tokens.authenticate_token(work, token) is None
    for opening in (
        lambda: calendar_feed.read_feed(work, feed),
        lambda: links.get_link_owner(work, link),
        lambda: details.find_waiting_address(work, address),
    ):
        with pytest.raises(Refusal):
            opening()
    letters = [each.body_text for each in session.query(Letter).filter(Letter.kind.like(f"{ACCESS}.%"))]
    assert any("khóa cho phần mềm khác (1) và địa chỉ lịch (1)" in text for text in letters)


def _ask(work: UnitOfWork, owner: Actor) -> str:
    details.ask_for_email(work, "moi@example.org")
    work.session.flush()
    return details.create_address_token(work, work.session.get_one(Person, owner.user_id), "moi@example.org")


def test_every_table_of_bearer_secrets_is_ended() -> None:
    """A table with the hash of a token and an owner is one of `BEARERS`, or that of sessions, which the epoch ends."""
    holding = {
        mapper.class_
        for mapper in Base.registry.mappers
        if {"token_hash", "person_id"} <= {column.key for column in mapper.columns}
    }

    assert holding == {table for table, _, _ in passwords.BEARERS} | {SignedInSession}


def test_passwords_are_set_in_one_place() -> None:
    """The new account's and the rehash after a sign-in apart, which end nothing."""
    places = {
        name_of(path)
        for path in python_files(TRACKER)
        if re.search(r"\bpassword_hash\s*=[^=]", path.read_text(encoding="utf-8"))
    }

    assert places == {
        "tracker/accounts/accounts.py",
        "tracker/accounts/passwords.py",
        "tracker/accounts/sessions.py",
        "tracker/demo/people.py",
    }


@pytest.mark.parametrize("change", AccountChange)
def test_each_change_of_an_account_is_told_by_letter_or_named_as_not_told(change: AccountChange) -> None:
    if change in account_notices.UNANNOUNCED_CHANGES:
        quiet = {
            "opened", "sessions_ended", "token_revoked", "withdrawn", "given_alone", "keys_ended", "feed_made",
            "feed_revoked", "office_renamed", "data_copied",
        }  # fmt: skip
        assert change.value in quiet
        return
    details = {"role": "leader", "kind": "role", "old": "a@x.vn", "new": "b@x.vn", "tokens": 1, "feeds": 2}
    subject, text = write_account_letter(change, name="Nga", login="nga", actor="Quản trị", at=NOON, details=details)
    assert "nga" in subject and "Kính gửi anh/chị Nga" in text and "{" not in text
    assert "Quản trị" in text and change.value in ACCOUNT_CHANGE_SUBJECTS


PHRASE = "Mật khẩu của đồng chí 2021"


@pytest.mark.parametrize("set_as", ["NFC", "NFD"])
@pytest.mark.parametrize("typed_as", ["NFC", "NFD"])
@pytest.mark.parametrize("is_old", [False, True])
def test_a_password_is_the_same_however_a_device_writes_its_letters(set_as: str, typed_as: str, is_old: bool) -> None:
    """Also where a program hashed it as it was typed: those hashes are renewed at the next sign-in."""
    before, now = (unicodedata.normalize(form, PHRASE) for form in (set_as, typed_as))  # type: ignore[arg-type]
    kept = passwords._hasher().hash(before) if is_old else passwords.hash_password(before)

    assert passwords.password_matches(kept, now)
    assert not passwords.password_matches(kept, now.lower())
    better = passwords.rehash_password(kept, now)
    assert (better is not None) is (is_old and set_as == "NFD")
    assert better is None or passwords.password_matches(better, before)


def test_a_password_with_another_kind_of_space_is_the_same() -> None:
    kept = passwords.hash_password("hoa sen bên hồ 2021")

    assert passwords.password_matches(kept, "hoa\u00a0sen\u3000bên\u2009hồ 2021")
