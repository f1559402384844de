"""Whether a change of an account needs a second person, and the proposals that wait for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.accounts import account_log, notices, queries
from tracker.accounts.models import AccountChange, AccountProposal
from tracker.accounts.notices import proposal_letter
from tracker.accounts.rules import DECIDING_ROLES, PROPOSAL_HOLDS, ProposalKind, ProposalState
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission, Role, require_permission
from tracker.office import installation, people as office_people
from tracker.office.models import Person


def require_account_approval(
    work: UnitOfWork, person_id: int, *, decides: bool, approved: AccountProposal | None = None, own: bool = False
) -> None:
    """Refuse what one person alone must not do to an account; without effect for an approved proposal.

    Raises `Refusal` NOT_ALLOWED to all but administrators, OWN_ACCOUNT for one's own account (unless `own`), and
    APPROVAL_NEEDED when the account decides and somebody else could approve. Where nobody could, it is noted that the
    change was made alone. The command line is the operator's: it may do everything, and each act has its line.
    """
    if approved is not None:
        return
    require_permission(work.actor, Permission.PEOPLE_MANAGE)
    if work.actor.user_id is None:
        return
    if work.actor.user_id == person_id and not own:
        raise Refusal(Reason.OWN_ACCOUNT)
    remember_approvers(work)
    if decides and not is_alone(work):
        raise Refusal(Reason.APPROVAL_NEEDED)
    if decides:
        account_log.record_account_event(work, person_id, AccountChange.GIVEN_ALONE)


def decides_for_everybody(work: UnitOfWork, person_id: int) -> bool:
    """Tell whether an account decides for everybody, today or soon: by a post, a proposal that waits, as a deputy."""
    if _held_roles(work, person_id) & DECIDING_ROLES:
        return True
    if any(
        each.kind is ProposalKind.ROLE for each in queries.count_waiting_proposals(work.session, person_id, work.now)
    ):
        return True
    return any(
        deputy.id == person_id
        and deputation.valid_to >= work.today
        and _held_roles(work, principal.id) & (DECIDING_ROLES - {Role.ADMINISTRATOR})
        for deputation, principal, deputy in office_people.list_deputations(work.session, person_id)
    )


def is_alone(work: UnitOfWork) -> bool:
    """Tell whether nobody beside the actor can approve, nor ever could: the first days of an installation."""
    if installation.get_installation_fact(work.session, installation.SECOND_APPROVER) is not None:
        return False
    return not queries.has_been_approver(work.session, work.today, but=work.actor.user_id or 0)


def remember_approvers(work: UnitOfWork) -> None:
    """Keep for good that two people could approve: closing one's account does not bring the first days back."""
    if installation.get_installation_fact(work.session, installation.SECOND_APPROVER) is not None:
        return
    work.session.flush()
    if len(queries.list_approver_accounts(work.session, work.today)) > 1:
        installation.set_fact(work.session, installation.SECOND_APPROVER, work.now.isoformat())


def list_possible_approvers(work: UnitOfWork, proposer_id: int, person_id: int) -> Sequence[Person]:
    """Return who may approve: administrators and leaders with an open account, but proposer and beneficiary."""
    return queries.list_approver_accounts(work.session, work.today, but=(proposer_id, person_id))


def save_account_proposal(
    work: UnitOfWork, kind: ProposalKind, person_id: int, details: Mapping[str, Any], note: str = ""
) -> AccountProposal:
    """Keep a proposal of the actor; the owner and all who may approve are written to.

    Raises `Refusal` NOT_ALLOWED, OWN_ACCOUNT for what benefits the proposer, NOT_FOUND, DUPLICATE while one like it
    waits, and NO_APPROVER when only the operator of the server could help.
    """
    require_permission(work.actor, Permission.PEOPLE_MANAGE)
    proposer_id, person = work.actor.user_id, work.session.get(Person, person_id)
    if person is None or proposer_id is None:
        raise Refusal(Reason.NOT_FOUND)
    if person_id in work.actor.selves:
        raise Refusal(Reason.OWN_ACCOUNT)
    for each in queries.count_waiting_proposals(work.session, person_id, work.now):
        if each.kind is kind and each.details == dict(details):
            raise Refusal(Reason.DUPLICATE)
    remember_approvers(work)
    may_approve = list_possible_approvers(work, proposer_id, person_id)
    if not may_approve:
        raise Refusal(Reason.NO_APPROVER)
    proposal = AccountProposal(
        person_id=person_id,
        kind=kind,
        details=dict(details),
        note=normalise_text(note)[:300],
        proposed_by_id=proposer_id,
        proposed_at=work.now,
        expires_at=work.now + PROPOSAL_HOLDS,
        state=ProposalState.WAITING,
    )
    work.session.add(proposal)
    work.session.flush()
    notices.announce_account_change(work, person, AccountChange.PROPOSED, proposal=proposal.id, kind=kind.value)
    for each_person in may_approve:
        if each_person.email:
            subject, text = proposal_letter(each_person.name, kind, person.name, work.actor.name, proposal.expires_at)
            notices.post_letter(work, each_person, each_person.email, subject, text)
    return proposal


def _held_roles(work: UnitOfWork, person_id: int) -> set[Role]:
    """Return the roles of a person's posts that have not ended; those of a coming day count."""
    return {
        post.role
        for post, _ in office_people.list_posts(work.session, [person_id])
        if post.valid_to is None or post.valid_to >= work.today
    }


def get_detail_day(details: Mapping[str, Any], name: str) -> dt.date | None:
    """Return a civil day kept in the details of a proposal."""
    return dt.date.fromisoformat(details[name]) if details.get(name) else None
