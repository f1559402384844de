"""Questions about sessions, second factors, single-use links, tries, and the diary of accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select, text, update
from sqlalchemy.orm import Session

from tracker.models.account import (
    AccountEvent,
    AccountLink,
    ProviderIdentity,
    RecoveryCode,
    SecondFactor,
    SignedInSession,
)
from tracker.models.person import Person, SignInTry

TRIES_LOCK = 20211111
"""Key of the PostgreSQL advisory lock that lets tries be counted one after another."""


def session_of(session: Session, token_hash: str) -> tuple[SignedInSession, Person] | None:
    """Return an open session and its person, None when it was ended or never was."""
    row = session.execute(
        select(SignedInSession, Person)
        .join(Person, Person.id == SignedInSession.person_id)
        .where(SignedInSession.token_hash == token_hash, SignedInSession.ended_at.is_(None))
    ).first()
    return None if row is None else (row[0], row[1])


def open_sessions(session: Session, person: Person, since: dt.datetime) -> Sequence[SignedInSession]:
    """Return the sessions of a person that began after an instant and were not ended, newest first."""
    question = (
        select(SignedInSession)
        .where(SignedInSession.person_id == person.id, SignedInSession.ended_at.is_(None))
        .where(SignedInSession.epoch == person.epoch, SignedInSession.began_at > since)
        .order_by(SignedInSession.id.desc())
    )
    return list(session.scalars(question))


def end_sessions(session: Session, person_id: int, now: dt.datetime, but: int | None = None) -> int:
    """End the open sessions of a person, all but one if wished; return how many."""
    question = (
        update(SignedInSession)
        .where(SignedInSession.person_id == person_id, SignedInSession.ended_at.is_(None))
        .where(SignedInSession.id != (but or 0))
        .values(ended_at=now)
        .returning(SignedInSession.id)
    )
    return len(list(session.scalars(question)))


def second_factor(session: Session, person_id: int) -> SecondFactor | None:
    """Return the second factor of a person, confirmed or not."""
    return session.scalar(select(SecondFactor).where(SecondFactor.person_id == person_id))


def has_second_factor(session: Session, person_id: int) -> bool:
    """Tell whether a person's second factor counts."""
    found = second_factor(session, person_id)
    return found is not None and found.confirmed_at is not None


def unused_codes(session: Session, person_id: int) -> int:
    """Return how many codes on paper a person has left."""
    question = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalar(question) or 0


def recovery_code(session: Session, person_id: int, code_hash: str) -> RecoveryCode | None:
    """Return an unused code of a person."""
    return session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == code_hash,
            RecoveryCode.used_at.is_(None),
        )
    )


def identity_of(session: Session, issuer: str, subject: str) -> ProviderIdentity | None:
    """Return who a number at a provider is bound to."""
    return session.scalar(
        select(ProviderIdentity).where(ProviderIdentity.issuer == issuer, ProviderIdentity.subject == subject)
    )


def identity_of_person(session: Session, person_id: int) -> ProviderIdentity | None:
    """Return which number at the provider a person is bound to."""
    return session.scalar(select(ProviderIdentity).where(ProviderIdentity.person_id == person_id))


def link(session: Session, token_hash: str) -> tuple[AccountLink, Person] | None:
    """Return an unused link and whose account it opens."""
    row = session.execute(
        select(AccountLink, Person)
        .join(Person, Person.id == AccountLink.person_id)
        .where(AccountLink.token_hash == token_hash, AccountLink.used_at.is_(None))
    ).first()
    return None if row is None else (row[0], row[1])


def changes(session: Session, person_id: int, limit: int) -> Sequence[AccountEvent]:
    """Return what happened to an account, newest first."""
    question = (
        select(AccountEvent)
        .where(AccountEvent.person_id == person_id)
        .order_by(AccountEvent.id.desc())
        .limit(limit)
    )
    return list(session.scalars(question))


def one_at_a_time(session: Session) -> None:
    """Let tries be counted by one transaction after another; SQLite's write lock does so already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": TRIES_LOCK})


@dataclass(frozen=True, slots=True)
class Tries:
    """How often it was tried of late, and when last."""

    number: int
    last_at: dt.datetime | None


def tries_for(session: Session, login: str, device: str, since: dt.datetime) -> Tries:
    """Return the tries for a name since an instant: those of one known device, or of all strangers together."""
    return _tries(session, SignInTry.login == login, SignInTry.device == device, SignInTry.tried_at >= since)


def tries_from(session: Session, address: str, since: dt.datetime) -> Tries:
    """Return the tries of strangers from an address since an instant."""
    return _tries(session, SignInTry.address == address, SignInTry.device == "", SignInTry.tried_at >= since)


def _tries(session: Session, *conditions: ColumnElement[bool]) -> Tries:
    row = session.execute(select(func.count(), func.max(SignInTry.tried_at)).where(*conditions)).one()
    return Tries(row[0], row[1])


def forget_tries(session: Session, before: dt.datetime) -> None:
    """Drop tries that count no more."""
    session.execute(delete(SignInTry).where(SignInTry.tried_at < before))
