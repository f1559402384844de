"""Changes of accounts that wait for a second person: listed, approved, refused, taken back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import account_decisions
from tracker.store import people, units
from tracker.web.errors import status_of
from tracker.web.forms.users import PressForm, RefuseProposalForm
from tracker.web.guards import requires, sensitive
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording import ROLE_WORDS
from tracker.wording.accounts import CHANGE_WORDS, PROPOSAL_NAMES, PROPOSAL_STATES
from tracker.wording.sentence import say

blueprint = Blueprint("approvals", __name__, url_prefix="/duyet-tai-khoan")


@blueprint.get("")
@requires(Permission.ACCOUNT_APPROVE)
def index() -> ResponseReturnValue:
    """List the proposals, those that wait first."""
    return _page(RefuseProposalForm(formdata=None))


@blueprint.post("/<int:proposal_id>/duyet")
@requires(Permission.ACCOUNT_APPROVE)
@sensitive
def approve(proposal_id: int) -> ResponseReturnValue:
    """Approve a proposal of somebody else and carry it out."""
    form = PressForm()
    if not form.is_submitted_and_valid():
        return _page(form)
    try:
        with writing() as work:
            account_decisions.approve(work, proposal_id)
    except Refusal as refusal:
        form.show(refusal)
        return _page(form, status_of(refusal))
    flash(say("Đã duyệt. Người đề nghị và chủ tài khoản được báo qua thư."), "success")
    return redirect(url_for("approvals.index"))


@blueprint.post("/<int:proposal_id>/khong-duyet")
@requires(Permission.ACCOUNT_APPROVE)
@sensitive
def refuse(proposal_id: int) -> ResponseReturnValue:
    """Refuse a proposal of somebody else, with the reason."""
    form = RefuseProposalForm()
    if not form.is_submitted_and_valid():
        return _page(form, opened=proposal_id)
    try:
        with writing() as work:
            account_decisions.refuse(work, proposal_id, form.reason.data or "")
    except Refusal as refusal:
        form.show(refusal)
        return _page(form, status_of(refusal), opened=proposal_id)
    flash(say("Đã ghi là không duyệt, kèm lý do."), "success")
    return redirect(url_for("approvals.index"))


@blueprint.post("/<int:proposal_id>/rut")
@requires(Permission.PEOPLE_MANAGE)
def withdraw(proposal_id: int) -> ResponseReturnValue:
    """Take one's own proposal back."""
    form = PressForm()
    if form.is_submitted_and_valid():
        with writing() as work:
            account_decisions.withdraw(work, proposal_id)
        flash(say("Đã rút đề nghị."), "success")
    return redirect(url_for("approvals.index"))


def _page(
    form: PressForm | RefuseProposalForm, status: int = 200, *, opened: int | None = None
) -> ResponseReturnValue:
    """Return the list; `opened` is the proposal whose form of refusal is shown with what was typed."""
    work = reading()
    lines = account_decisions.listed(work)
    named = [line.proposal.details.get("principal_id") for line in lines]
    page = render_template(
        "users/approvals.html",
        lines=lines,
        form=form,
        refusal_form=form if isinstance(form, RefuseProposalForm) else RefuseProposalForm(formdata=None),
        opened=opened,
        names=people.names(work.session, named),
        unit_names={unit.id: unit.name for unit in units.existing(work.session, work.today)},
        role_words=ROLE_WORDS,
        kinds=PROPOSAL_NAMES,
        states=PROPOSAL_STATES,
        change_words=CHANGE_WORDS,
    )
    return page, status if status != 200 else (422 if form.errors else 200)
