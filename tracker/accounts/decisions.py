"""Proposals for accounts: carried out at once where one may, else kept, listed, approved or refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.accounts import (
    account_log,
    accounts,
    approval,
    deputies,
    details as account_details,
    links,
    notices,
    passwords,
    queries,
    second_factor,
)
from tracker.accounts.models import AccountChange, AccountEvent, AccountProposal
from tracker.accounts.notices import INVITED_SUBJECT, INVITED_TEXT
from tracker.accounts.rules import LINK_MAY_BE_TAKEN, ProposalKind, ProposalState
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission, Role, has_permission, require_permission
from tracker.office.models import Person

PROPOSALS_LISTED = 100
RECENT_ACCOUNT_EVENTS = 10


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal with its people, and what the actor may do with it; `recent` is what happened to the account."""

    proposal: AccountProposal
    owner: Person
    proposer: Person
    decider: Person | None
    is_waiting: bool
    may_decide: bool
    is_own: bool
    recent: Sequence[AccountEvent]


def apply_or_propose_change(
    work: UnitOfWork, kind: ProposalKind, person_id: int, details: Mapping[str, Any], note: str = ""
) -> AccountProposal | None:
    """Carry a change out where the actor may do it alone (None), else keep it as a proposal.

    Each change asks `require_account_approval` before it writes anything, so that nothing has to be undone here.
    """
    try:
        _CARRY_OUT[kind](work, person_id, details, None)
    except Refusal as refusal:
        if refusal.reason is not Reason.APPROVAL_NEEDED:
            raise
        return approval.save_account_proposal(work, kind, person_id, details, note)
    return None


def list_account_proposals(work: UnitOfWork) -> list[ProposalLine]:
    """Return the newest proposals, those that wait first."""
    require_permission(work.actor, Permission.ACCOUNT_APPROVE)
    lines = [_line(work, *row) for row in queries.load_proposals(work.session, PROPOSALS_LISTED)]
    return sorted(lines, key=lambda line: not line.is_waiting)


def count_waiting_decisions(work: UnitOfWork) -> int:
    """Return how many proposals wait for the actor's word."""
    if not has_permission(work.actor, Permission.ACCOUNT_APPROVE):
        return 0
    return sum(_may_decide(work, row[0]) for row in queries.load_proposals(work.session, PROPOSALS_LISTED))


def approve_proposal(work: UnitOfWork, proposal_id: int) -> AccountProposal:
    """Approve a proposal as a second person and carry it out.

    Raises `Refusal` NOT_ALLOWED, NOT_FOUND, PROPOSAL_OVER, OWN_PROPOSAL, and what the change itself refuses.
    """
    proposal = _to_be_decided(work, proposal_id)
    _settle(work, proposal, ProposalState.APPROVED, AccountChange.APPROVED)
    _CARRY_OUT[proposal.kind](work, proposal.person_id, proposal.details, proposal)
    return proposal


def refuse_proposal(work: UnitOfWork, proposal_id: int, reason: str) -> AccountProposal:
    """Refuse a proposal as a second person, with a reason; refuses as `approve`, and NOTE_MISSING."""
    proposal = _to_be_decided(work, proposal_id)
    if not normalise_text(reason):
        raise Refusal(Reason.NOTE_MISSING, field="reason")
    proposal.reason = normalise_text(reason)[:300]
    _settle(work, proposal, ProposalState.REFUSED, AccountChange.REFUSED)
    return proposal


def withdraw_proposal(work: UnitOfWork, proposal_id: int) -> None:
    """Take one's own proposal back; NOT_FOUND for another's, PROPOSAL_OVER for one that was decided."""
    proposal = queries.lock_proposal(work.session, proposal_id)
    if proposal is None or proposal.proposed_by_id != work.actor.user_id:
        raise Refusal(Reason.NOT_FOUND)
    if not _waits(work, proposal):
        raise Refusal(Reason.PROPOSAL_OVER)
    proposal.state, proposal.decided_at, proposal.decided_by_id = (
        ProposalState.WITHDRAWN,
        work.now,
        work.actor.user_id,
    )
    account_log.record_account_event(work, proposal.person_id, AccountChange.WITHDRAWN, proposal=proposal.id)


def find_link_approval(work: UnitOfWork, person_id: int) -> AccountProposal | None:
    """Return the approval by which the actor may take one sign-in link for somebody without a mail address."""
    question = work.session.query(AccountProposal).filter_by(
        person_id=person_id, proposed_by_id=work.actor.user_id, state=ProposalState.APPROVED, taken_at=None
    )
    person = work.session.get(Person, person_id)
    for each in question.order_by(AccountProposal.id.desc()):
        still = each.decided_at is not None and work.now <= each.decided_at + LINK_MAY_BE_TAKEN
        by_hand = each.kind is ProposalKind.LINK or (
            each.kind is ProposalKind.ROLE and person is not None and not person.email
        )
        if still and by_hand:
            return each
    return None


def issue_approved_link(work: UnitOfWork, person_id: int) -> str:
    """Return the token of a sign-in link: where one may alone, or once for an approval.

    Raises `Refusal` APPROVAL_NEEDED and what `links.issue_account_link` refuses.
    """
    require_permission(work.actor, Permission.PEOPLE_MANAGE)
    approved = find_link_approval(work, person_id)
    token = links.issue_account_link(work, person_id, approved=approved)
    if approved is not None:
        approved.taken_at = work.now
    return token


def _to_be_decided(work: UnitOfWork, proposal_id: int) -> AccountProposal:
    require_permission(work.actor, Permission.ACCOUNT_APPROVE)
    proposal = queries.lock_proposal(work.session, proposal_id)
    if proposal is None:
        raise Refusal(Reason.NOT_FOUND)
    if not _waits(work, proposal):
        raise Refusal(Reason.PROPOSAL_OVER)
    proposer = work.session.get_one(Person, proposal.proposed_by_id)
    if not _may_decide(work, proposal) or not proposer.active:
        raise Refusal(Reason.OWN_PROPOSAL)
    return proposal


def _waits(work: UnitOfWork, proposal: AccountProposal) -> bool:
    return proposal.state is ProposalState.WAITING and work.now < proposal.expires_at


def _may_decide(work: UnitOfWork, proposal: AccountProposal) -> bool:
    """Tell whether the actor is a second person: neither proposer nor beneficiary, nor deputy of one of them."""
    if work.actor.user_id is None or not has_permission(work.actor, Permission.ACCOUNT_APPROVE):
        return False
    concerned = {proposal.proposed_by_id, proposal.person_id}
    return _waits(work, proposal) and not concerned & work.actor.selves


def _settle(work: UnitOfWork, proposal: AccountProposal, state: ProposalState, change: AccountChange) -> None:
    """Note a decision; owner and proposer are told."""
    proposal.state, proposal.decided_by_id, proposal.decided_at = state, work.actor.user_id, work.now
    owner = work.session.get_one(Person, proposal.person_id)
    proposer = work.session.get_one(Person, proposal.proposed_by_id)
    notices.announce_account_change(
        work,
        owner,
        change,
        also_to=[proposer.email or ""],
        proposal=proposal.id,
        kind=proposal.kind.value,
        reason=proposal.reason,
    )


def _line(
    work: UnitOfWork, proposal: AccountProposal, owner: Person, proposer: Person, decider: Person | None
) -> ProposalLine:
    return ProposalLine(
        proposal=proposal,
        owner=owner,
        proposer=proposer,
        decider=decider,
        is_waiting=_waits(work, proposal),
        may_decide=_may_decide(work, proposal),
        is_own=proposal.proposed_by_id == work.actor.user_id,
        recent=queries.list_account_events(work.session, owner.id, RECENT_ACCOUNT_EVENTS)
        if _waits(work, proposal)
        else (),
    )


def _give_role(work: UnitOfWork, person_id: int, details: Mapping[str, Any], approved: AccountProposal | None) -> None:
    """Give a role; whoever decides for the first time by an approval chooses a password that nobody else knows."""
    decided = approval.decides_for_everybody(work, person_id)
    first_day = approval.get_detail_day(details, "valid_from") or work.today
    accounts.add_post(
        work,
        person_id,
        role=Role(details["role"]),
        unit_id=details.get("unit_id"),
        title=details.get("title") or "",
        valid_from=first_day if approved is None else max(first_day, work.today),
        approved=approved,
    )
    if approved is None or decided:
        return
    person = work.session.get_one(Person, person_id)
    passwords.clear_credentials(work, person)
    if person.email:
        links.queue_link_letter(work, person, INVITED_SUBJECT, INVITED_TEXT)


def _take_second_factor(
    work: UnitOfWork, person_id: int, details: Mapping[str, Any], approved: AccountProposal | None
) -> None:
    second_factor.remove_person_factor(work, person_id, approved=approved)


def _allow_link(work: UnitOfWork, person_id: int, details: Mapping[str, Any], approved: AccountProposal | None) -> None:
    """Nothing happens before the proposer takes the link (`issue_approved_link`); without an approval there is none."""
    if approved is None:
        approval.require_account_approval(work, person_id, decides=approval.decides_for_everybody(work, person_id))


def _set_email(work: UnitOfWork, person_id: int, details: Mapping[str, Any], approved: AccountProposal | None) -> None:
    account_details.set_email(work, person_id, details["address"], approved=approved)


def _name_deputy(
    work: UnitOfWork, person_id: int, details: Mapping[str, Any], approved: AccountProposal | None
) -> None:
    first_day = approval.get_detail_day(details, "valid_from") or work.today
    deputies.name_deputy(
        work,
        details["principal_id"],
        deputy_id=person_id,
        valid_from=first_day if approved is None else max(first_day, work.today),
        valid_to=approval.get_detail_day(details, "valid_to") or work.today,
        reference=details.get("reference") or "",
        issued_on=approval.get_detail_day(details, "issued_on"),
        approved=approved,
    )


_CARRY_OUT: Mapping[ProposalKind, Callable[[UnitOfWork, int, Mapping[str, Any], AccountProposal | None], None]] = {
    ProposalKind.ROLE: _give_role,
    ProposalKind.SECOND_FACTOR: _take_second_factor,
    ProposalKind.LINK: _allow_link,
    ProposalKind.EMAIL: _set_email,
    ProposalKind.DEPUTY: _name_deputy,
}
"""How each kind of change is carried out, alone or by an approved proposal."""
