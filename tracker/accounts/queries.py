"""Questions about sessions, second factors, single-use links, tries, and the log of account changes.

And about proposals for accounts, who may approve them, and mail addresses that wait for confirmation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, delete, exists, func, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from tracker.accounts.models import (
    AccountEvent,
    AccountLink,
    AccountProposal,
    EmailChange,
    ProviderIdentity,
    RecoveryCode,
    SecondFactor,
    SignedInSession,
)
from tracker.accounts.rules import APPROVING_ROLES, ProposalState
from tracker.law.permissions import Actor, Post, Role
from tracker.office.models import Deputation, Membership, Person, SignInTry, Unit
from tracker.office.people import get_person_actor, post_held_condition


@dataclass(frozen=True, slots=True)
class OpenSession:
    """An open session and its person with the posts of a civil day; `deputises`: for somebody, that day."""

    row: SignedInSession
    person: Person
    posts: tuple[Post, ...]
    unit_names: Mapping[int, str]
    deputises: bool


def get_open_session(session: Session, token_hash: str, day: dt.date) -> OpenSession | None:
    """Return who is signed in by an open session, in one statement with everything that every page asks of them."""
    rows = session.execute(_signed_in(), {"token": token_hash, "day": day}).all()
    if not rows:
        return None
    return OpenSession(
        row=rows[0][0],
        person=rows[0][1],
        posts=tuple(Post(row.role, row.unit_id) for row in rows if row.role is not None),
        unit_names={row.unit_id: row.short_name for row in rows if row.unit_id is not None},
        deputises=rows[0].deputises,
    )


@cache
def _signed_in() -> Select[SignedInSession, Person, Role, int | None, str, bool]:
    """Write the question down once: it is asked with every page."""
    day = bindparam("day", type_=Date())
    deputes = exists().where(
        Deputation.deputy_id == Person.id, Deputation.valid_from <= day, Deputation.valid_to >= day
    )
    held = and_(
        Membership.person_id == Person.id,
        Membership.valid_from <= day,
        or_(Membership.valid_to.is_(None), Membership.valid_to >= day),
    )
    return (
        select(
            SignedInSession, Person, Membership.role, Membership.unit_id, Unit.short_name, deputes.label("deputises")
        )
        .join(Person, Person.id == SignedInSession.person_id)
        .outerjoin(Membership, held)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(SignedInSession.token_hash == bindparam("token"), SignedInSession.ended_at.is_(None))
        .order_by(Membership.id)
    )


def get_session_actor(session: Session, found: OpenSession, day: dt.date) -> Actor:
    """Return who is signed in as an actor; posts of others are asked for only where somebody named a deputy."""
    if found.deputises:
        return get_person_actor(session, found.person, day)
    return Actor(found.person.id, found.person.name, found.posts, {})


TRIES_LOCK = 20211111
"""Key of the PostgreSQL advisory lock that lets tries be counted one after another."""


def find_session(session: Session, token_hash: str) -> tuple[SignedInSession, Person] | None:
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


def get_second_factor(session: Session, person_id: int) -> SecondFactor | None:
    """Return the second factor of a person, confirmed or not."""
    return session.scalar(select(SecondFactor).where(SecondFactor.person_id == person_id))


def has_second_factor(session: Session, person_id: int) -> bool:
    """Tell whether a person's second factor counts."""
    found = get_second_factor(session, person_id)
    return found is not None and found.confirmed_at is not None


def list_unused_codes(session: Session, person_id: int) -> int:
    """Return how many codes on paper a person has left."""
    question = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalar(question) or 0


def find_recovery_code(session: Session, person_id: int, code_hash: str) -> RecoveryCode | None:
    """Return an unused code of a person."""
    return session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.person_id == person_id, RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None)
        )
    )


def find_identity(session: Session, issuer: str, subject: str) -> ProviderIdentity | None:
    """Return who a number at a provider is bound to."""
    return session.scalar(
        select(ProviderIdentity).where(ProviderIdentity.issuer == issuer, ProviderIdentity.subject == subject)
    )


def find_person_identity(session: Session, person_id: int) -> ProviderIdentity | None:
    """Return which number at the provider a person is bound to."""
    return session.scalar(select(ProviderIdentity).where(ProviderIdentity.person_id == person_id))


def find_account_link(session: Session, token_hash: str) -> tuple[AccountLink, Person] | None:
    """Return an unused link and whose account it opens."""
    row = session.execute(
        select(AccountLink, Person)
        .join(Person, Person.id == AccountLink.person_id)
        .where(AccountLink.token_hash == token_hash, AccountLink.used_at.is_(None))
    ).first()
    return None if row is None else (row[0], row[1])


def list_account_events(session: Session, person_id: int, limit: int) -> Sequence[AccountEvent]:
    """Return what happened to an account, newest first."""
    question = (
        select(AccountEvent).where(AccountEvent.person_id == person_id).order_by(AccountEvent.id.desc()).limit(limit)
    )
    return list(session.scalars(question))


def lock_sign_in_tries(session: Session) -> None:
    """Let tries be counted by one transaction after another; SQLite's write lock does so already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": TRIES_LOCK})


@dataclass(frozen=True, slots=True)
class Tries:
    """How often it was tried of late, and when last."""

    number: int
    last_at: dt.datetime | None


def count_tries_for_name(session: Session, login: str, device: str, since: dt.datetime) -> Tries:
    """Return the tries for a name since an instant: those of one known device, or of all strangers together."""
    return _tries(session, SignInTry.login == login, SignInTry.device == device, SignInTry.tried_at >= since)


def count_tries_from_address(session: Session, address: str, since: dt.datetime) -> Tries:
    """Return the tries of strangers from an address since an instant."""
    return _tries(session, SignInTry.address == address, SignInTry.device == "", SignInTry.tried_at >= since)


def _tries(session: Session, *conditions: ColumnElement[bool]) -> Tries:
    row = session.execute(select(func.count(), func.max(SignInTry.tried_at)).where(*conditions)).one()
    return Tries(row[0], row[1])


def delete_expired_tries(session: Session, before: dt.datetime) -> None:
    """Drop tries that count no more."""
    session.execute(delete(SignInTry).where(SignInTry.tried_at < before))


def list_approver_accounts(session: Session, day: dt.date, *, but: Collection[int] = ()) -> Sequence[Person]:
    """Return who holds an approving role on a civil day with an open account, some people left out."""
    question = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.active, Membership.role.in_(APPROVING_ROLES), post_held_condition(day), Person.id.not_in(but))
        .order_by(Person.id)
        .distinct()
    )
    return list(session.scalars(question))


def has_been_approver(session: Session, day: dt.date, *, but: int) -> bool:
    """Tell whether anybody but one person holds, or held, an approving role by a civil day; closed accounts count."""
    held = exists().where(
        Membership.role.in_(APPROVING_ROLES), Membership.valid_from <= day, Membership.person_id != but
    )
    return bool(session.scalar(select(held)))


def count_waiting_proposals(session: Session, person_id: int, now: dt.datetime) -> Sequence[AccountProposal]:
    """Return the proposals for an account that wait and are not over."""
    question = (
        select(AccountProposal)
        .where(AccountProposal.person_id == person_id, AccountProposal.state == ProposalState.WAITING)
        .where(AccountProposal.expires_at > now)
        .order_by(AccountProposal.id)
    )
    return list(session.scalars(question))


def load_proposals(session: Session, limit: int) -> list[tuple[AccountProposal, Person, Person, Person | None]]:
    """Return the newest proposals, each with its account, its proposer, and who decided."""
    owner, proposer, decider = aliased(Person), aliased(Person), aliased(Person)
    question = (
        select(AccountProposal, owner, proposer, decider)
        .join(owner, owner.id == AccountProposal.person_id)
        .join(proposer, proposer.id == AccountProposal.proposed_by_id)
        .outerjoin(decider, decider.id == AccountProposal.decided_by_id)
        .order_by(AccountProposal.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(question)]


def lock_proposal(session: Session, proposal_id: int) -> AccountProposal | None:
    """Return a proposal, held against another decision at the same time."""
    return session.get(AccountProposal, proposal_id, with_for_update=True, populate_existing=True)


def email_change(session: Session, token_hash: str) -> EmailChange | None:
    """Return a new address that waits for its owner's word, by the token of its link."""
    return session.scalar(
        select(EmailChange).where(EmailChange.token_hash == token_hash, EmailChange.used_at.is_(None))
    )


def find_address_change(session: Session, person_id: int, now: dt.datetime) -> EmailChange | None:
    """Return the new address of a person that waits for its owner's word."""
    question = (
        select(EmailChange)
        .where(EmailChange.person_id == person_id, EmailChange.used_at.is_(None), EmailChange.expires_at > now)
        .order_by(EmailChange.id.desc())
    )
    return session.scalars(question.limit(1)).first()
