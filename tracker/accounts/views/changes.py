"""Changes of accounts that wait for a second person: listed, approved, refused, taken back.

Deputies: a person's own, and anybody's for the administrator.

Names, addresses and numbers of people, and the name of the office: written anew on pages, with a line for each.
"""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import decisions, deputies, details as account_details, queries as account_queries
from tracker.accounts.forms import ContactForm, DeputyForm, EditPersonForm, RefuseProposalForm, RenameOfficeForm
from tracker.accounts.notices import ACCOUNT_CHANGE_WORDS, PROPOSAL_NAMES, PROPOSAL_STATES
from tracker.accounts.rules import ProposalKind
from tracker.core.i18n import make_message
from tracker.core.labels import ROLE_WORDS
from tracker.core.refusals import Refusal
from tracker.law.permissions import Permission
from tracker.office import installation, people as office_people, units
from tracker.office.models import Person
from tracker.web.errors import status_of
from tracker.web.forms import ButtonForm
from tracker.web.language import flash_message
from tracker.web.request import current_person, read_work, requires_permission, sensitive_view, write_work

approvals_pages = Blueprint("approvals", __name__, url_prefix="/duyet-tai-khoan")


@approvals_pages.get("", endpoint="index")
@requires_permission(Permission.ACCOUNT_APPROVE)
def approval_index() -> ResponseReturnValue:
    """List the proposals, those that wait first."""
    return _approval_page(RefuseProposalForm(formdata=None))


@approvals_pages.post("/<int:proposal_id>/duyet")
@requires_permission(Permission.ACCOUNT_APPROVE)
@sensitive_view
def approve(proposal_id: int) -> ResponseReturnValue:
    """Approve a proposal of somebody else and carry it out."""
    form = ButtonForm()
    if not form.is_submitted_and_valid():
        return _approval_page(form)
    try:
        with write_work() as work:
            decisions.approve_proposal(work, proposal_id)
    except Refusal as refusal:
        form.show(refusal)
        return _approval_page(form, status_of(refusal))
    flash_message(make_message("Đã duyệt. Người đề nghị và chủ tài khoản được báo qua thư."), "success")
    return redirect(url_for("approvals.index"))


@approvals_pages.post("/<int:proposal_id>/khong-duyet")
@requires_permission(Permission.ACCOUNT_APPROVE)
@sensitive_view
def refuse(proposal_id: int) -> ResponseReturnValue:
    """Refuse a proposal of somebody else, with the reason."""
    form = RefuseProposalForm()
    if not form.is_submitted_and_valid():
        return _approval_page(form, opened=proposal_id)
    try:
        with write_work() as work:
            decisions.refuse_proposal(work, proposal_id, form.reason.data or "")
    except Refusal as refusal:
        form.show(refusal)
        return _approval_page(form, status_of(refusal), opened=proposal_id)
    flash_message(make_message("Đã ghi là không duyệt, kèm lý do."), "success")
    return redirect(url_for("approvals.index"))


@approvals_pages.post("/<int:proposal_id>/rut")
@requires_permission(Permission.PEOPLE_MANAGE)
def withdraw(proposal_id: int) -> ResponseReturnValue:
    """Take one's own proposal back."""
    form = ButtonForm()
    if form.is_submitted_and_valid():
        with write_work() as work:
            decisions.withdraw_proposal(work, proposal_id)
        flash_message(make_message("Đã rút đề nghị."), "success")
    return redirect(url_for("approvals.index"))


def _approval_page(
    form: ButtonForm | RefuseProposalForm, status: int = 200, *, opened: int | None = None
) -> ResponseReturnValue:
    """Return the list; `opened` is the proposal whose form of refusal is shown with what was typed."""
    work = read_work()
    lines = decisions.list_account_proposals(work)
    named = [line.proposal.details.get("principal_id") for line in lines]
    page = render_template(
        "users/approvals.html",
        lines=lines,
        form=form,
        refusal_form=form if isinstance(form, RefuseProposalForm) else RefuseProposalForm(formdata=None),
        opened=opened,
        names=office_people.get_people_names(work.session, named),
        unit_names={unit.id: unit.name for unit in units.list_existing_units(work.session, work.today)},
        role_words=ROLE_WORDS,
        kinds=PROPOSAL_NAMES,
        states=PROPOSAL_STATES,
        change_words=ACCOUNT_CHANGE_WORDS,
    )
    return page, status if status != 200 else (422 if form.errors else 200)


deputies_pages = Blueprint("deputies", __name__)
DEPUTY_WAITS = make_message("Đã gửi đề nghị. Người làm thay được cử khi người thứ hai duyệt ở mục Duyệt tài khoản.")


@deputies_pages.route("/lam-thay", methods=["GET", "POST"], endpoint="index")
@requires_permission(Permission.DEPUTY_NAME)
def deputy_index() -> ResponseReturnValue:
    """Show who acts for the signed-in person and for whom that person acts; name a deputy."""
    return _deputy_page(read_work().actor.user_id or 0, url_for("deputies.index"), is_own=True)


@deputies_pages.route("/nguoi-dung/<int:person_id>/lam-thay", methods=["GET", "POST"])
@requires_permission(Permission.PEOPLE_MANAGE)
@sensitive_view
def of_person(person_id: int) -> ResponseReturnValue:
    """Show and name the deputies of anybody."""
    return _deputy_page(person_id, url_for("deputies.of_person", person_id=person_id), is_own=False)


@deputies_pages.post("/lam-thay/<int:deputation_id>/ket-thuc")
@requires_permission(Permission.DEPUTY_NAME)
def end(deputation_id: int) -> ResponseReturnValue:
    """End one's own deputation early."""
    return _end(deputation_id, url_for("deputies.index"))


@deputies_pages.post("/nguoi-dung/<int:person_id>/lam-thay/<int:deputation_id>/ket-thuc")
@requires_permission(Permission.PEOPLE_MANAGE)
def end_of_person(person_id: int, deputation_id: int) -> ResponseReturnValue:
    """End anybody's deputation early."""
    return _end(deputation_id, url_for("deputies.of_person", person_id=person_id))


def _end(deputation_id: int, way_on: str) -> ResponseReturnValue:
    form = ButtonForm()
    if not form.is_submitted_and_valid():
        return redirect(way_on)
    with write_work() as work:
        deputies.end_deputation(work, deputation_id)
    flash_message(make_message("Đã kết thúc việc làm thay."), "success")
    return redirect(way_on)


def _details(principal_id: int, form: DeputyForm) -> dict[str, object]:
    """Return what a proposal keeps of a deputation."""
    days = {name: form[name].data for name in ("valid_from", "valid_to", "issued_on")}
    written = {name: "" if day is None else day.isoformat() for name, day in days.items()}
    return {"principal_id": principal_id, "reference": form.reference.data or ""} | written


def _deputy_page(person_id: int, address: str, *, is_own: bool) -> ResponseReturnValue:
    work = read_work()
    person = work.session.get(Person, person_id)
    if person is None:
        abort(404)
    form, status = DeputyForm(data={"valid_from": work.today}), 200
    form.offer(office_people.list_people(work.session), person_id)
    if form.is_submitted_and_valid():
        assert form.valid_from.data is not None and form.valid_to.data is not None  # InputRequired has run
        try:
            with write_work() as work:
                waits = decisions.apply_or_propose_change(
                    work, ProposalKind.DEPUTY, int(form.deputy_id.data), _details(person_id, form)
                )
                is_waiting = waits is not None
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash_message(DEPUTY_WAITS if is_waiting else make_message("Đã cử người làm thay."), "success")
            return redirect(address)
    elif form.errors:
        status = 422
    page = render_template(
        "deputies/index.html",
        form=form,
        person=person,
        action=address,
        is_own=is_own,
        lines=office_people.list_deputations(read_work().session, person_id),
    )
    return page, status


details_pages = Blueprint("details", __name__)
WAITS_FOR_OWNER = make_message(
    "Đã gửi thư xác nhận đến địa chỉ mới. Địa chỉ cũ giữ nguyên cho đến khi anh/chị mở đường dẫn trong thư."
)
WAITS_FOR_SECOND = make_message("Đã lưu. Địa chỉ thư mới chờ người thứ hai duyệt ở mục Duyệt tài khoản.")


@details_pages.route("/nguoi-dung/<int:person_id>/sua", methods=["GET", "POST"])
@requires_permission(Permission.PEOPLE_MANAGE)
@sensitive_view
def person(person_id: int) -> ResponseReturnValue:
    """Write somebody's name, mail address and telephone number anew."""
    found = read_work().session.get(Person, person_id)
    if found is None:
        abort(404)
    form = EditPersonForm(data={"name": found.name, "email": found.email, "phone": found.phone})
    if form.is_submitted_and_valid():
        try:
            waits = _write_person(person_id, form)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash_message(WAITS_FOR_SECOND if waits else make_message("Đã lưu."), "success")
            return redirect(url_for("users.show", person_id=person_id))
    page = render_template("users/edit.html", form=form, person=read_work().session.get_one(Person, person_id))
    return page, 422 if form.errors else 200


def _write_person(person_id: int, form: EditPersonForm) -> bool:
    """Write what was typed; tell whether the address waits for a second person."""
    with write_work() as work:
        account_details.rename_person(work, person_id, form.name.data or "")
        account_details.set_phone(work, person_id, form.phone.data or "")
        address = account_details.normalise_mail_address(form.email.data or "")
        if address == work.session.get_one(Person, person_id).email:
            return False
        details = {"address": address or ""}
        waiting = decisions.apply_or_propose_change(work, ProposalKind.EMAIL, person_id, details, form.basis.data or "")
        return waiting is not None


@details_pages.route("/tai-khoan/lien-he", methods=["GET", "POST"])
@requires_permission(Permission.OWN_ACCOUNT)
@sensitive_view
def contact() -> ResponseReturnValue:
    """Write one's own mail address and telephone number anew; a new address is confirmed from its mailbox."""
    me = current_person()
    assert me is not None  # the guard let somebody in
    person_id = me.id
    form = ContactForm(data={"email": me.email, "phone": me.phone})
    if form.is_submitted_and_valid():
        try:
            with write_work() as work:
                account_details.set_phone(work, person_id, form.phone.data or "")
                waits = account_details.ask_for_email(work, form.email.data or "")
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash_message(WAITS_FOR_OWNER if waits else make_message("Đã lưu."), "success")
            return redirect(url_for("account.index"))
    work = read_work()
    waiting = account_queries.find_address_change(work.session, person_id, work.now)
    return render_template("account/contact.html", form=form, waiting=waiting), 422 if form.errors else 200


@details_pages.route("/tai-khoan/dia-chi-thu/<token>", methods=["GET", "POST"])
@requires_permission(Permission.OWN_ACCOUNT)
def confirm_email(token: str) -> ResponseReturnValue:
    """Confirm one's new mail address by the link that was sent to it."""
    waiting = account_details.find_waiting_address(read_work(), token)
    form = ButtonForm()
    if form.is_submitted_and_valid():
        with write_work() as work:
            account_details.confirm_mail_address(work, token)
        flash_message(make_message("Đã đổi địa chỉ thư."), "success")
        return redirect(url_for("account.index"))
    page = render_template("account/confirm_email.html", form=form, address=waiting.address, token=token)
    return page, 422 if form.errors else 200, {"Referrer-Policy": "no-referrer"}


@details_pages.route("/co-quan", methods=["GET", "POST"])
@requires_permission(Permission.OFFICE_NAME)
@sensitive_view
def office() -> ResponseReturnValue:
    """Write the name of the office anew."""
    form = RenameOfficeForm(data={"name": installation.get_authority_name(read_work().session)})
    if form.is_submitted_and_valid():
        try:
            with write_work() as work:
                account_details.rename_office(work, form.name.data or "")
        except Refusal as refusal:
            form.show(refusal)
            return render_template("users/office.html", form=form), status_of(refusal)
        flash_message(make_message("Đã đổi tên cơ quan. Nhật ký, báo cáo đã chốt giữ tên cũ."), "success")
        return redirect(url_for("details.office"))
    return render_template("users/office.html", form=form), 422 if form.errors else 200
