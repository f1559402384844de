"""Deputies for a period: named by the principal or the administrator, ended by the calendar or earlier."""

from __future__ import annotations

import datetime as dt

from tracker.accounts import approval, notices
from tracker.accounts.models import AccountChange, AccountProposal
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission, has_permission, require_permission
from tracker.office import papers as office_papers, people as office_people
from tracker.office.models import Deputation, Person


def name_deputy(
    work: UnitOfWork,
    principal_id: int,
    *,
    deputy_id: int,
    valid_from: dt.date,
    valid_to: dt.date,
    reference: str = "",
    issued_on: dt.date | None = None,
    approved: AccountProposal | None = None,
) -> Deputation:
    """Let somebody act for a person from one civil day to another, both included.

    Raises `Refusal` NOT_ALLOWED to whoever is neither the principal nor the administrator, PERIOD_REVERSED,
    DATE_BEFORE_ASSIGNMENT for a past beginning, NOT_A_DEPUTY for oneself or a closed account, and
    DEPUTY_ALREADY_NAMED when somebody acts for the principal in those days. An administrator who names the deputy of
    somebody else is refused OWN_ACCOUNT for himself, APPROVAL_NEEDED where the principal decides for everybody.
    """
    if work.actor.user_id == principal_id:
        require_permission(work.actor, Permission.DEPUTY_NAME)
    else:
        _check_naming(work, principal_id, deputy_id, approved)
    deputy = work.session.get(Person, deputy_id)
    if deputy is None or not deputy.active or deputy_id == principal_id:
        raise Refusal(Reason.NOT_A_DEPUTY, field="deputy_id")
    if valid_to < valid_from:
        raise Refusal(Reason.PERIOD_REVERSED, field="valid_from", as_of=valid_to)
    if valid_from < work.today:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field="valid_from", earliest=work.today)
    for each, principal, present in office_people.list_deputations(work.session, principal_id):
        if principal.id == principal_id and each.valid_from <= valid_to and valid_from <= each.valid_to:
            raise Refusal(
                Reason.DEPUTY_ALREADY_NAMED,
                field="valid_from",
                deputy=present.name,
                since=each.valid_from,
                until=each.valid_to,
            )
    paper = (
        office_papers.ensure_document(work, reference=reference, issued_on=issued_on, issuer="") if reference else None
    )
    made = Deputation(
        principal_id=principal_id,
        deputy_id=deputy_id,
        valid_from=valid_from,
        valid_to=valid_to,
        document_id=None if paper is None else paper.id,
    )
    work.session.add(made)
    work.session.flush()
    _tell(work, principal_id, deputy, made)
    return made


def end_deputation(work: UnitOfWork, deputation_id: int) -> int:
    """End a deputation, so that it gives nothing from today on; return whose it was."""
    found = work.session.get(Deputation, deputation_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    _may_name(work, found.principal_id)
    if found.valid_from >= work.today:
        work.session.delete(found)
    else:
        found.valid_to = min(found.valid_to, work.today - dt.timedelta(days=1))
    return found.principal_id


def _check_naming(work: UnitOfWork, principal_id: int, deputy_id: int, approved: AccountProposal | None) -> None:
    if approved is None and not has_permission(work.actor, Permission.PEOPLE_MANAGE):
        raise Refusal(Reason.NOT_FOUND)
    approval.require_account_approval(
        work, deputy_id, decides=approval.decides_for_everybody(work, principal_id), approved=approved
    )


def _tell(work: UnitOfWork, principal_id: int, deputy: Person, made: Deputation) -> None:
    """Write to both: who acts for whom in which days."""
    principal = work.session.get_one(Person, principal_id)
    for person in (principal, deputy):
        notices.announce_account_change(
            work,
            person,
            AccountChange.DEPUTY_NAMED,
            principal=principal.name,
            deputy=deputy.name,
            since=f"{made.valid_from:%d/%m/%Y}",
            until=f"{made.valid_to:%d/%m/%Y}",
        )


def _may_name(work: UnitOfWork, principal_id: int) -> None:
    """Refuse NOT_FOUND for another's deputies to everybody but the administrator."""
    if work.actor.user_id == principal_id:
        require_permission(work.actor, Permission.DEPUTY_NAME)
    elif not has_permission(work.actor, Permission.PEOPLE_MANAGE):
        raise Refusal(Reason.NOT_FOUND)
