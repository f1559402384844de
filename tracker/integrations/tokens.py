"""What another program may do for a person: never more than the person may, and only what its token names.

Tokens of other programs: made by the person they act for, kept as hashes, good for some scopes and some days.
"""

from __future__ import annotations

import datetime as dt
import enum
import secrets
from collections.abc import Sequence

from sqlalchemy import select

from tracker.accounts import account_log, notices as account_notices
from tracker.accounts.models import AccountChange, ApiToken
from tracker.accounts.sessions import hash_session_token
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.office.models import Person


class ApiScope(enum.StrEnum):
    """One thing a token opens."""

    TASKS_READ = "tasks:read"
    TASKS_WRITE = "tasks:write"
    STATISTICS_READ = "statistics:read"
    REPORTS_READ = "reports:read"
    IMPORTS_WRITE = "imports:write"


LONGEST_DAYS = 365
"""Tokens do not live for ever; whoever still needs one makes another."""


def format_scopes(scopes: set[ApiScope]) -> str:
    """Return scopes as a row keeps them."""
    return " ".join(sorted(scopes))


def parse_scopes(text: str) -> frozenset[ApiScope]:
    """Return the scopes that a row keeps."""
    return frozenset(ApiScope(word) for word in text.split())


TOKEN_PREFIX = "cchc_"
"""How tokens begin, so that one that got into a file or a letter is found."""


def create_api_token(work: UnitOfWork, *, name: str, scopes: set[ApiScope], days: int) -> str:
    """Make a token for the actor and return it, this once. Refuses SCOPE_MISSING without any scope."""
    if not scopes:
        raise Refusal(Reason.SCOPE_MISSING, field="scopes")
    person_id = _own_id(work)
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    work.session.add(
        ApiToken(
            person_id=person_id,
            name=normalise_text(name)[:80],
            token_hash=hash_session_token(token),
            scopes=format_scopes(scopes),
            made_at=work.now,
            expires_at=work.now + dt.timedelta(days=min(days, LONGEST_DAYS)),
        )
    )
    owner = work.session.get_one(Person, person_id)
    account_notices.announce_account_change(
        work, owner, AccountChange.TOKEN_MADE, name_of_token=normalise_text(name)[:80], scopes=format_scopes(scopes)
    )
    return token


def list_own_tokens(work: UnitOfWork) -> Sequence[ApiToken]:
    """Return the actor's tokens that are neither taken back nor over, newest first."""
    question = (
        select(ApiToken)
        .where(ApiToken.person_id == _own_id(work), ApiToken.revoked_at.is_(None))
        .where(ApiToken.expires_at > work.now)
        .order_by(ApiToken.id.desc())
    )
    return list(work.session.scalars(question))


def withdraw_token(work: UnitOfWork, token_id: int) -> None:
    """Take one of the actor's tokens back at once; NOT_FOUND for another's."""
    found = work.session.get(ApiToken, token_id)
    if found is None or found.person_id != _own_id(work):
        raise Refusal(Reason.NOT_FOUND)
    if found.revoked_at is None:
        found.revoked_at = work.now
        account_log.record_account_event(work, found.person_id, AccountChange.TOKEN_REVOKED, name=found.name)


def authenticate_token(work: UnitOfWork, token: str) -> tuple[Person, frozenset[ApiScope]] | None:
    """Return for whom a token acts and what it opens; None when it opens nothing (any more)."""
    row = work.session.execute(
        select(ApiToken, Person)
        .join(Person, Person.id == ApiToken.person_id)
        .where(ApiToken.token_hash == hash_session_token(token), ApiToken.revoked_at.is_(None), Person.active)
        .where(ApiToken.expires_at > work.now)
    ).first()
    return None if row is None else (row[1], parse_scopes(row[0].scopes))


def _own_id(work: UnitOfWork) -> int:
    if work.actor.user_id is None:
        raise Refusal(Reason.NOT_FOUND)
    return work.actor.user_id
