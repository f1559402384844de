"""Questions about proposals for accounts, who may approve them, and mail addresses that wait for confirmation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from tracker.models.account_proposal import AccountProposal, EmailChange
from tracker.models.person import Membership, Person
from tracker.rules.account_approval import APPROVING_ROLES, ProposalState
from tracker.store.people import holds_on


def approvers(session: Session, day: dt.date, *, but: Collection[int] = ()) -> Sequence[Person]:
    """Return who holds an approving role on a civil day with an open account, some people left out."""
    question = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.active, Membership.role.in_(APPROVING_ROLES), holds_on(day), Person.id.not_in(but))
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


def waiting_for(session: Session, person_id: int, now: dt.datetime) -> Sequence[AccountProposal]:
    """Return the proposals for an account that wait and are not over."""
    question = (
        select(AccountProposal)
        .where(AccountProposal.person_id == person_id, AccountProposal.state == ProposalState.WAITING)
        .where(AccountProposal.expires_at > now)
        .order_by(AccountProposal.id)
    )
    return list(session.scalars(question))


def listed(session: Session, limit: int) -> list[tuple[AccountProposal, Person, Person, Person | None]]:
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


def locked(session: Session, proposal_id: int) -> AccountProposal | None:
    """Return a proposal, held against another decision at the same time."""
    return session.get(AccountProposal, proposal_id, with_for_update=True, populate_existing=True)


def email_change(session: Session, token_hash: str) -> EmailChange | None:
    """Return a new address that waits for its owner's word, by the token of its link."""
    return session.scalar(
        select(EmailChange).where(EmailChange.token_hash == token_hash, EmailChange.used_at.is_(None))
    )


def waiting_address(session: Session, person_id: int, now: dt.datetime) -> EmailChange | None:
    """Return the new address of a person that waits for its owner's word."""
    question = (
        select(EmailChange)
        .where(
            EmailChange.person_id == person_id, EmailChange.used_at.is_(None), EmailChange.expires_at > now
        )
        .order_by(EmailChange.id.desc())
    )
    return session.scalars(question.limit(1)).first()
