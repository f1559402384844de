"""Proving who one is: the second factor after the password, the password again before a sensitive change."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models.person import Person
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import sessions, signing_in
from tracker.store import proofs
from tracker.web import clockwork, doorway, session
from tracker.web.errors import headers_of, status_of
from tracker.web.forms.auth import CodeForm, ProveForm
from tracker.web.forms.kept import carried
from tracker.web.guards import public, requires
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording.accounts import CODES_RUN_OUT

blueprint = Blueprint("proving", __name__)
FEW_CODES = 3


@blueprint.route("/dang-nhap/ma", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """Show the second factor after the password was right."""
    person_id = doorway.pending()
    form = CodeForm()
    if person_id is None:
        return redirect(url_for("auth.sign_in", tiep=request.args.get("tiep")))
    device = session.known_device(reading().session.get_one(Person, person_id).login)
    if form.is_submitted_and_valid():
        try:
            with writing() as work:
                name = f"{signing_in.CODE}{person_id}"
                signing_in.count(work, name, address=request.remote_addr or "", device=device)
            with writing() as work:
                person = work.session.get_one(Person, person_id)
                code, keys = form.code.data or "", session.secret_keys()
                if not signing_in.shows_code(work, person, code, keys, device=device):
                    raise Refusal(Reason.CODE_WRONG, field="code")
        except Refusal as refusal:
            form.show(refusal)
            return _code_page(form), status_of(refusal), headers_of(refusal)
        left = proofs.unused_codes(reading().session, person_id)
        by_sign_on = doorway.came_by_sign_on()
        answer = doorway.let_in(person_id, form, second_factor=True, single_sign_on=by_sign_on)
        if left <= FEW_CODES:
            flash(CODES_RUN_OUT.format(left=left), "warning")
        return answer
    return _code_page(form), 422 if form.errors else 200


@blueprint.route("/xac-nhan-mat-khau", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    """Type the password again, then go on with what was about to be done."""
    form, row = ProveForm(), session.current_row()
    if form.is_submitted_and_valid() and row is not None:
        try:
            with writing() as work:
                name = f"{signing_in.CODE}{work.actor.user_id}"
                signing_in.count(work, name, address=request.remote_addr or "", device=session.own_device())
            if not signing_in.proves(reading(), form.password.data or ""):
                raise Refusal(Reason.PASSWORD_WRONG, field="password")
            with writing() as work:
                sessions.prove_again(work, row.id, clockwork.real())
        except Refusal as refusal:
            form.show(refusal)
            return prove_page(form), status_of(refusal), headers_of(refusal)
        if typed := carried(form.kept.data):
            return doorway.send_again(typed, doorway.onward())
        return redirect(doorway.onward())
    return prove_page(form), 422 if form.errors else 200


def prove_page(form: ProveForm, onward: str | None = None) -> str:
    """Return the page that asks for the password."""
    return render_template("auth/prove.html", form=form, onward=onward or request.args.get("tiep"))


def _code_page(form: CodeForm) -> str:
    return render_template("auth/code.html", form=form, onward=request.args.get("tiep"))
