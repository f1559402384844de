"""Tokens of other programs: made by the person they act for, kept as hashes, good for some scopes and some days."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from sqlalchemy import select

from tracker.models.account import AccountChange, ApiToken
from tracker.models.person import Person
from tracker.rules.api_scopes import LONGEST_DAYS, ApiScope, read, written
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.services import account_diary, account_notices
from tracker.services.sessions import hash_of
from tracker.transaction import Work

PREFIX = "cchc_"
"""How tokens begin, so that one that got into a file or a letter is found."""


def make(work: Work, *, name: str, scopes: set[ApiScope], days: int) -> str:
    """Make a token for the actor and return it, this once. Refuses SCOPE_MISSING without any scope."""
    if not scopes:
        raise Refusal(Reason.SCOPE_MISSING, field="scopes")
    person_id = _own_id(work)
    token = PREFIX + secrets.token_urlsafe(32)
    work.session.add(
        ApiToken(
            person_id=person_id,
            name=tidy(name)[:80],
            token_hash=hash_of(token),
            scopes=written(scopes),
            made_at=work.now,
            expires_at=work.now + dt.timedelta(days=min(days, LONGEST_DAYS)),
        )
    )
    owner = work.session.get_one(Person, person_id)
    account_notices.record(
        work, owner, AccountChange.TOKEN_MADE, name_of_token=tidy(name)[:80], scopes=written(scopes)
    )
    return token


def mine(work: Work) -> Sequence[ApiToken]:
    """Return the actor's tokens that are neither taken back nor over, newest first."""
    question = (
        select(ApiToken)
        .where(ApiToken.person_id == _own_id(work), ApiToken.revoked_at.is_(None))
        .where(ApiToken.expires_at > work.now)
        .order_by(ApiToken.id.desc())
    )
    return list(work.session.scalars(question))


def revoke(work: Work, token_id: int) -> None:
    """Take one of the actor's tokens back at once; NOT_FOUND for another's."""
    found = work.session.get(ApiToken, token_id)
    if found is None or found.person_id != _own_id(work):
        raise Refusal(Reason.NOT_FOUND)
    if found.revoked_at is None:
        found.revoked_at = work.now
        account_diary.note(work, found.person_id, AccountChange.TOKEN_REVOKED, name=found.name)


def holder(work: Work, token: str) -> tuple[Person, frozenset[ApiScope]] | None:
    """Return for whom a token acts and what it opens; None when it opens nothing (any more)."""
    row = work.session.execute(
        select(ApiToken, Person)
        .join(Person, Person.id == ApiToken.person_id)
        .where(ApiToken.token_hash == hash_of(token), ApiToken.revoked_at.is_(None), Person.active)
        .where(ApiToken.expires_at > work.now)
    ).first()
    return None if row is None else (row[1], read(row[0].scopes))


def _own_id(work: Work) -> int:
    if work.actor.user_id is None:
        raise Refusal(Reason.NOT_FOUND)
    return work.actor.user_id
