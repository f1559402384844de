"""Names, addresses and numbers of people, and the name of the office: written anew on pages, with a line for each."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.models.person import Person
from tracker.rules.account_approval import ProposalKind
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import account_decisions, account_details
from tracker.store import installation, proposals
from tracker.web.errors import status_of
from tracker.web.forms.users import ContactForm, OfficeForm, PersonForm, PressForm
from tracker.web.guards import requires, sensitive
from tracker.web.language import flash
from tracker.web.session import current_person
from tracker.web.work import reading, writing
from tracker.wording.sentence import say

blueprint = Blueprint("details", __name__)
WAITS_FOR_OWNER = say(
    "Đã gửi thư xác nhận đến địa chỉ mới. Địa chỉ cũ giữ nguyên cho đến khi anh/chị mở đường dẫn trong thư."
)
WAITS_FOR_SECOND = say("Đã lưu. Địa chỉ thư mới chờ người thứ hai duyệt ở mục Duyệt tài khoản.")


@blueprint.route("/nguoi-dung/<int:person_id>/sua", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
@sensitive
def person(person_id: int) -> ResponseReturnValue:
    """Write somebody's name, mail address and telephone number anew."""
    found = reading().session.get(Person, person_id)
    if found is None:
        abort(404)
    form = PersonForm(data={"name": found.name, "email": found.email, "phone": found.phone})
    if form.is_submitted_and_valid():
        try:
            waits = _write_person(person_id, form)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(WAITS_FOR_SECOND if waits else say("Đã lưu."), "success")
            return redirect(url_for("users.show", person_id=person_id))
    page = render_template("users/edit.html", form=form, person=reading().session.get_one(Person, person_id))
    return page, 422 if form.errors else 200


def _write_person(person_id: int, form: PersonForm) -> bool:
    """Write what was typed; tell whether the address waits for a second person."""
    with writing() as work:
        account_details.rename(work, person_id, form.name.data or "")
        account_details.set_phone(work, person_id, form.phone.data or "")
        address = account_details.checked(form.email.data or "")
        if address == work.session.get_one(Person, person_id).email:
            return False
        details = {"address": address or ""}
        waiting = account_decisions.propose_or_do(
            work, ProposalKind.EMAIL, person_id, details, form.basis.data or ""
        )
        return waiting is not None


@blueprint.route("/tai-khoan/lien-he", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
@sensitive
def contact() -> ResponseReturnValue:
    """Write one's own mail address and telephone number anew; a new address is confirmed from its mailbox."""
    me = current_person()
    assert me is not None  # the guard let somebody in
    person_id = me.id
    form = ContactForm(data={"email": me.email, "phone": me.phone})
    if form.is_submitted_and_valid():
        try:
            with writing() as work:
                account_details.set_phone(work, person_id, form.phone.data or "")
                waits = account_details.ask_for_email(work, form.email.data or "")
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(WAITS_FOR_OWNER if waits else say("Đã lưu."), "success")
            return redirect(url_for("account.index"))
    work = reading()
    waiting = proposals.waiting_address(work.session, person_id, work.now)
    return render_template("account/contact.html", form=form, waiting=waiting), 422 if form.errors else 200


@blueprint.route("/tai-khoan/dia-chi-thu/<token>", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def confirm_email(token: str) -> ResponseReturnValue:
    """Confirm one's new mail address by the link that was sent to it."""
    waiting = account_details.waiting_email(reading(), token)
    form = PressForm()
    if form.is_submitted_and_valid():
        with writing() as work:
            account_details.confirm_email(work, token)
        flash(say("Đã đổi địa chỉ thư."), "success")
        return redirect(url_for("account.index"))
    page = render_template("account/confirm_email.html", form=form, address=waiting.address, token=token)
    return page, 422 if form.errors else 200, {"Referrer-Policy": "no-referrer"}


@blueprint.route("/co-quan", methods=["GET", "POST"])
@requires(Permission.OFFICE_NAME)
@sensitive
def office() -> ResponseReturnValue:
    """Write the name of the office anew."""
    form = OfficeForm(data={"name": installation.place_name(reading().session)})
    if form.is_submitted_and_valid():
        try:
            with writing() as work:
                account_details.rename_office(work, form.name.data or "")
        except Refusal as refusal:
            form.show(refusal)
            return render_template("users/office.html", form=form), status_of(refusal)
        flash(say("Đã đổi tên cơ quan. Nhật ký, báo cáo đã chốt giữ tên cũ."), "success")
        return redirect(url_for("details.office"))
    return render_template("users/office.html", form=form), 422 if form.errors else 200
