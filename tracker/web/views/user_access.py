"""How somebody gets into an account: links to set a password, the second factor, with a second person."""

from __future__ import annotations

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.models.person import Person
from tracker.rules.account_approval import ProposalKind
from tracker.rules.permissions import Permission
from tracker.services import account_decisions, account_links
from tracker.web.forms.users import PressForm
from tracker.web.guards import requires, sensitive
from tracker.web.views.users import account_page, blueprint, done, propose_or_do, was_refused
from tracker.web.work import reading, writing
from tracker.wording.accounts import INVITED_SUBJECT, INVITED_TEXT
from tracker.wording.sentence import say


@blueprint.post("/<int:person_id>/duong-dan")
@requires(Permission.PEOPLE_MANAGE)
@sensitive
def hand_out_link(person_id: int) -> ResponseReturnValue:
    """Make a link with which a person sets a password, and show it this once."""
    if not PressForm().is_submitted_and_valid():
        return redirect(url_for("users.show", person_id=person_id))
    with writing() as work:
        found = work.session.get(Person, person_id)
        first = found is not None and found.password_hash is None
        token = account_decisions.take_link(work, person_id)
    person = reading().session.get_one(Person, person_id)
    address = current_app.config["BASE_URL"] + url_for("auth.set_password", token=token)
    return render_template("users/link.html", person=person, address=address, first=first)


@blueprint.post("/<int:person_id>/xin-duong-dan")
@requires(Permission.PEOPLE_MANAGE)
@sensitive
def ask_for_link(person_id: int) -> ResponseReturnValue:
    """Propose to take a link for an account that decides and has no mail address."""
    form = PressForm()
    if not form.is_submitted_and_valid():
        return account_page(person_id, press_form=form)
    said = propose_or_do(form, ProposalKind.LINK, person_id, {}, "")
    if said is None:
        return account_page(person_id, press_form=form)
    return done(person_id, said or say("Việc này không cần duyệt: bấm “Tạo đường dẫn đặt mật khẩu”."))


@blueprint.post("/<int:person_id>/gui-duong-dan")
@requires(Permission.PEOPLE_MANAGE)
@sensitive
def send_link(person_id: int) -> ResponseReturnValue:
    """Send a link with which a password is set to the address of the account; nobody else sees it."""
    form = PressForm()
    if not form.is_submitted_and_valid() or was_refused(
        lambda work: account_links.send_out(work, person_id, INVITED_SUBJECT, INVITED_TEXT), form
    ):
        return account_page(person_id, press_form=form)
    return done(person_id, say("Đã gửi đường dẫn đặt mật khẩu đến hộp thư của người dùng."))


@blueprint.post("/<int:person_id>/bo-xac-thuc")
@requires(Permission.PEOPLE_MANAGE)
@sensitive
def take_second_factor(person_id: int) -> ResponseReturnValue:
    """Take the second factor from somebody who lost telephone and paper."""
    form = PressForm()
    if not form.is_submitted_and_valid():
        return account_page(person_id, press_form=form)
    said = propose_or_do(form, ProposalKind.SECOND_FACTOR, person_id, {}, "")
    if said is None:
        return account_page(person_id, press_form=form)
    taken = say("Đã bỏ xác thực hai lớp. Người dùng thiết lập lại ở lần đăng nhập tới.")
    return done(person_id, said or taken)
