"""One's own account: where one is signed in, the second factor, what happened to the account."""

from __future__ import annotations

import io

import segno
from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.models.account import SecondFactor
from tracker.models.person import Person
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import second_factors, sessions
from tracker.store import installation, proofs
from tracker.web import clockwork
from tracker.web.forms.account import FirstCodeForm
from tracker.web.forms.users import PressForm
from tracker.web.guards import requires, sensitive
from tracker.web.language import flash
from tracker.web.session import current_person, current_row, secret_keys
from tracker.web.work import reading, writing
from tracker.wording.accounts import CHANGE_WORDS
from tracker.wording.sentence import say

blueprint = Blueprint("account", __name__, url_prefix="/tai-khoan")
LINES = 20


@blueprint.get("")
@requires(Permission.OWN_ACCOUNT)
def index() -> ResponseReturnValue:
    """Show where one is signed in and what happened to the account."""
    work, person, row = reading(), current_person(), current_row()
    assert person is not None and row is not None  # the guard let somebody in
    return render_template(
        "account/index.html",
        person=person,
        own_id=row.id,
        sessions=sessions.mine(work, clockwork.real()),
        has_second_factor=proofs.has_second_factor(work.session, person.id),
        codes_left=proofs.unused_codes(work.session, person.id),
        changes=proofs.changes(work.session, person.id, LINES),
        change_words=CHANGE_WORDS,
    )


@blueprint.post("/phien/<int:session_id>/ket-thuc")
@requires(Permission.OWN_ACCOUNT)
def end_session(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions."""
    if PressForm().is_submitted_and_valid():
        with writing() as work:
            sessions.end_one(work, session_id)
        flash(say("Đã kết thúc phiên đăng nhập."), "success")
    return redirect(url_for("account.index"))


@blueprint.post("/phien/ket-thuc-het")
@requires(Permission.OWN_ACCOUNT)
def end_others() -> ResponseReturnValue:
    """End all of one's own sessions but this one."""
    row = current_row()
    if PressForm().is_submitted_and_valid() and row is not None:
        with writing() as work:
            number = sessions.end_others(work, row.id)
        flash(say("Đã kết thúc {number} phiên khác.", number=number), "success")
    return redirect(url_for("account.index"))


@blueprint.post("/xac-thuc-hai-lop/bat-dau")
@requires(Permission.OWN_ACCOUNT)
@sensitive
def begin_second_factor() -> ResponseReturnValue:
    """Make the secret that the telephone is going to share."""
    if PressForm().is_submitted_and_valid():
        with writing() as work:
            second_factors.prepare(work, secret_keys())
    return redirect(url_for("account.second_factor"))


@blueprint.route("/xac-thuc-hai-lop", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def second_factor() -> ResponseReturnValue:
    """Show the picture for the telephone, take the first code, show the codes on paper once."""
    person, row, form = current_person(), current_row(), FirstCodeForm()
    assert person is not None and row is not None  # the guard let somebody in
    if form.is_submitted_and_valid():
        try:
            with writing() as work:
                codes = second_factors.confirm(work, form.code.data or "", secret_keys())
                sessions.has_code(work, row.id, clockwork.real())
        except Refusal as refusal:
            form.show(refusal)
        else:
            return render_template("account/codes.html", codes=codes)
    return _factor_page(form, person), 422 if form.errors else 200


@blueprint.post("/ma-du-phong")
@requires(Permission.OWN_ACCOUNT)
@sensitive
def new_codes() -> ResponseReturnValue:
    """Make new codes on paper and show them once; former ones are good no more."""
    person = current_person()
    has_factor = person is not None and proofs.has_second_factor(reading().session, person.id)
    if not PressForm().is_submitted_and_valid() or not has_factor:
        return redirect(url_for("account.index"))
    with writing() as work:
        codes = second_factors.new_codes(work)
    return render_template("account/codes.html", codes=codes)


@blueprint.get("/xac-thuc-hai-lop/hinh.svg")
@requires(Permission.OWN_ACCOUNT)
def picture() -> ResponseReturnValue:
    """Draw the secret that waits for its first code, for the telephone to read."""
    found = _waiting()
    person = current_person()
    if found is None or person is None:
        abort(404)
    place = installation.place_name(reading().session)
    address = second_factors.address_of(found, person.login, place, secret_keys())
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=5, border=2)
    return drawn.getvalue(), 200, {"Content-Type": "image/svg+xml"}


def _waiting() -> SecondFactor | None:
    """Return the second factor of the person signed in that waits for its first code."""
    person = current_person()
    found = None if person is None else proofs.second_factor(reading().session, person.id)
    return found if found is not None and found.confirmed_at is None else None


def _factor_page(form: FirstCodeForm, person: Person) -> str:
    found = _waiting()
    return render_template(
        "account/second_factor.html",
        form=form,
        secret=None if found is None else second_factors.secret_of(found, secret_keys()),
        is_on=proofs.has_second_factor(reading().session, person.id),
    )
