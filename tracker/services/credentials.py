"""The one place where a password changes or an account's access ends: whatever opens the account ends with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.models.account import AccountChange, AccountLink, ApiToken, RecoveryCode, SecondFactor
from tracker.models.account_proposal import EmailChange
from tracker.models.base import Base
from tracker.models.calendar_feed import CalendarFeed
from tracker.models.person import Person
from tracker.services import account_diary, account_notices, passwords
from tracker.transaction import Work

BEARERS: Sequence[
    tuple[type[Base], InstrumentedAttribute[int], InstrumentedAttribute[dt.datetime | None]]
] = (
    (ApiToken, ApiToken.person_id, ApiToken.revoked_at),
    (CalendarFeed, CalendarFeed.person_id, CalendarFeed.revoked_at),
    (AccountLink, AccountLink.person_id, AccountLink.used_at),
    (EmailChange, EmailChange.person_id, EmailChange.used_at),
)
"""Tables of what opens an account to whoever holds it, each with its owner and when it ended."""


def set_password(
    work: Work,
    person: Person,
    password: str,
    change: AccountChange,
    *,
    must_change: bool = False,
    **details: str,
) -> None:
    """Set a password and end all access that rested on the former one; the owner is told. Refuses PASSWORD_WEAK."""
    person.password_hash = passwords.hashed(password)
    person.must_change_password = must_change
    tokens, feeds = end_access(work, person)
    account_notices.record(work, person, change, tokens=tokens, feeds=feeds, **details)


def end_access(work: Work, person: Person) -> tuple[int, int]:
    """End sessions, keys of programs, calendar addresses and links of an account for good.

    Returns how many keys and how many calendar addresses there were.
    """
    person.epoch += 1
    work.session.flush()
    ended = {table: _ended(work, table, owner == person.id, ended_at) for table, owner, ended_at in BEARERS}
    tokens, feeds = ended[ApiToken], ended[CalendarFeed]
    if tokens or feeds:
        account_diary.note(work, person.id, AccountChange.KEYS_ENDED, tokens=tokens, feeds=feeds)
    return tokens, feeds


def drop_second_factor(work: Work, person_id: int) -> bool:
    """Delete the second factor of a person and the codes on paper; tell whether there was one."""
    factor = work.session.query(SecondFactor).filter_by(person_id=person_id).one_or_none()
    if factor is None:
        return False
    work.session.delete(factor)
    drop_codes(work, person_id)
    return True


def drop_codes(work: Work, person_id: int) -> None:
    """Delete the codes on paper of a person."""
    for code in work.session.query(RecoveryCode).filter_by(person_id=person_id):
        work.session.delete(code)
    work.session.flush()


def clear(work: Work, person: Person) -> None:
    """Take password and second factor from an account: whoever set them for somebody else does not get in."""
    person.password_hash = None
    drop_second_factor(work, person.id)
    end_access(work, person)


def _ended(
    work: Work,
    table: type[Base],
    owned: ColumnElement[bool],
    ended_at: InstrumentedAttribute[dt.datetime | None],
) -> int:
    open_ones = list(work.session.scalars(select(table).where(owned, ended_at.is_(None))))
    for each in open_ones:
        setattr(each, ended_at.key, work.now)
    work.session.flush()
    return len(open_ones)
