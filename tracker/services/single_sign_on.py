"""Signing on through a provider: the person is one who has an account here already, bound to one number there."""

from __future__ import annotations

import logging

from tracker.channels.provider import Identity
from tracker.logs import SECURITY
from tracker.models.account import AccountChange, ProviderIdentity
from tracker.models.person import Person
from tracker.rules.refusals import Reason, Refusal
from tracker.services import account_notices
from tracker.store import people, proofs
from tracker.transaction import Work

log = logging.getLogger(SECURITY)


def person_of(work: Work, identity: Identity) -> Person:
    """Return whose account an identity opens; refuse SIGN_ON_UNKNOWN when nobody was invited by that name.

    Somebody bound to another number at the provider is not opened by the name alone: an address that was given to a
    successor does not open the account of whoever had it before.
    """
    bound = proofs.identity_of(work.session, identity.issuer, identity.subject)
    if bound is not None:
        person: Person | None = work.session.get(Person, bound.person_id)
    else:
        named = people.by_login_or_address(work.session, identity.name)
        free = [each for each in named if proofs.identity_of_person(work.session, each.id) is None]
        person = free[0] if len(named) == len(free) == 1 else None
    if person is None or not person.active:
        log.warning("single sign-on refused person=%s", None if person is None else person.id)
        raise Refusal(Reason.SIGN_ON_UNKNOWN)
    return person


def bind(work: Work, person: Person, identity: Identity) -> None:
    """Remember at the first sign-on which number of the provider is this person's."""
    if proofs.identity_of(work.session, identity.issuer, identity.subject) is not None:
        return
    work.session.add(
        ProviderIdentity(
            person_id=person.id, issuer=identity.issuer, subject=identity.subject, bound_at=work.now
        )
    )
    account_notices.record(work, person, AccountChange.IDENTITY_BOUND)


def forget(work: Work, person_id: int) -> None:
    """Loosen a person from the provider's number: closing an account does, so that opening it again binds anew."""
    found = proofs.identity_of_person(work.session, person_id)
    if found is not None:
        work.session.delete(found)
        person = work.session.get_one(Person, person_id)
        account_notices.record(work, person, AccountChange.IDENTITY_DROPPED)
