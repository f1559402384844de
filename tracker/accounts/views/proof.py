"""Proving who one is: the second factor after the password, the password again before a sensitive change.

Single sign-on: to the provider, back from it, and in by one press. Off (404) unless a provider is set.

Coming back is a GET, and a GET changes nothing here: the page names who is about to come in, and a press lets them.
"""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, render_template, request, session as cookie, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import login_flow, queries as account_queries, sessions, single_sign_on
from tracker.accounts.forms import CodeForm, ConfirmPasswordForm, SignInForm, SingleSignOnForm
from tracker.accounts.notices import CODES_RUN_OUT
from tracker.accounts.single_sign_on import Identity, Provider
from tracker.accounts.views.sign_in import sign_in_page
from tracker.core.refusals import Reason, Refusal
from tracker.law.permissions import Permission
from tracker.office.models import Person
from tracker.web import request as web_request
from tracker.web.errors import get_refusal_headers, status_of
from tracker.web.forms import read_carried_fields
from tracker.web.language import flash_message
from tracker.web.request import public_view, read_work, requires_permission, write_work
from tracker.web.responses import local_or

proving_pages = Blueprint("proving", __name__)
FEW_CODES = 3


@proving_pages.route("/dang-nhap/ma", methods=["GET", "POST"])
@public_view
def code() -> ResponseReturnValue:
    """Show the second factor after the password was right."""
    person_id = login_flow.get_pending_person()
    form = CodeForm()
    if person_id is None:
        return redirect(url_for("auth.sign_in", tiep=request.args.get("tiep")))
    device = login_flow.known_device(read_work().session.get_one(Person, person_id).login)
    if form.is_submitted_and_valid():
        try:
            with write_work() as work:
                name = f"{sessions.CODE}{person_id}"
                sessions.count_sign_in_try(work, name, address=request.remote_addr or "", device=device)
            with write_work() as work:
                person = work.session.get_one(Person, person_id)
                code, keys = form.code.data or "", login_flow.secret_keys()
                if not sessions.verify_second_factor(work, person, code, keys, device=device):
                    raise Refusal(Reason.CODE_WRONG, field="code")
        except Refusal as refusal:
            form.show(refusal)
            return _code_page(form), status_of(refusal), get_refusal_headers(refusal)
        left = account_queries.list_unused_codes(read_work().session, person_id)
        by_sign_on = login_flow.used_single_sign_on()
        answer = login_flow.finish_login(person_id, form, second_factor=True, single_sign_on=by_sign_on)
        if left <= FEW_CODES:
            flash_message(CODES_RUN_OUT.format(left=left), "warning")
        return answer
    return _code_page(form), 422 if form.errors else 200


@proving_pages.route("/xac-nhan-mat-khau", methods=["GET", "POST"])
@requires_permission(Permission.OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    """Type the password again, then go on with what was about to be done."""
    form, row = ConfirmPasswordForm(), web_request.current_row()
    if form.is_submitted_and_valid() and row is not None:
        try:
            with write_work() as work:
                name = f"{sessions.CODE}{work.actor.user_id}"
                sessions.count_sign_in_try(
                    work, name, address=request.remote_addr or "", device=web_request.own_device()
                )
            if not sessions.is_own_password(read_work(), form.password.data or ""):
                raise Refusal(Reason.PASSWORD_WRONG, field="password")
            with write_work() as work:
                sessions.record_password_proof(work, row.id, web_request.get_machine_instant())
        except Refusal as refusal:
            form.show(refusal)
            return prove_page(form), status_of(refusal), get_refusal_headers(refusal)
        if typed := read_carried_fields(form.kept.data):
            return login_flow.render_resend_page(typed, login_flow.get_next_address())
        return redirect(login_flow.get_next_address())
    return prove_page(form), 422 if form.errors else 200


def prove_page(form: ConfirmPasswordForm, onward: str | None = None) -> str:
    """Return the page that asks for the password."""
    return render_template("auth/prove.html", form=form, onward=onward or request.args.get("tiep"))


def _code_page(form: CodeForm) -> str:
    return render_template("auth/code.html", form=form, onward=request.args.get("tiep"))


single_sign_on_pages = Blueprint("single_sign_on", __name__, url_prefix="/dang-nhap/mot-lan")
BEGUN, PROVEN = "sign-on", "signed-on"
BEGUN_SECONDS, PROVEN_SECONDS = 600, 300
"""So long one may take at the provider, and on the page that asks whether to come in."""


@single_sign_on_pages.get("")
@public_view
def begin() -> ResponseReturnValue:
    """Go to the provider; what the way back needs stays in this browser's signed cookie."""
    try:
        begun = _provider().begin(_back())
    except Refusal as refusal:
        return _refused(refusal)
    cookie[BEGUN] = {
        "state": begun.state,
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "onward": local_or(request.args.get("tiep"), ""),
        "at": _now(),
    }
    return redirect(begun.address)


@single_sign_on_pages.get("/ve")
@public_view
def back() -> ResponseReturnValue:
    """Take what the provider says, once, and ask whether to come in as whom it means."""
    provider, begun = _provider(), cookie.pop(BEGUN, None)
    try:
        if not isinstance(begun, dict) or _now() - begun["at"] > BEGUN_SECONDS:
            raise Refusal(Reason.SIGN_ON_BROKEN)
        identity = provider.finish(_back(), request.args, begun)
        person = single_sign_on.get_person_by_identity(read_work(), identity)
    except Refusal as refusal:
        return _refused(refusal)
    cookie[PROVEN] = {"issuer": identity.issuer, "subject": identity.subject, "name": identity.name, "at": _now()}
    page = render_template(
        "auth/come_in.html", form=SingleSignOnForm(formdata=None), person=person, onward=begun["onward"]
    )
    return page, 200, {"Referrer-Policy": "no-referrer"}


@single_sign_on_pages.post("/vao")
@public_view
def come_in() -> ResponseReturnValue:
    """Begin the session; whoever has a second factor of ours shows it, as after a password."""
    _provider()
    form, proven = SingleSignOnForm(), cookie.pop(PROVEN, None)
    fresh = isinstance(proven, dict) and _now() - proven["at"] <= PROVEN_SECONDS
    if not form.is_submitted_and_valid() or not isinstance(proven, dict) or not fresh:
        return _refused(Refusal(Reason.SIGN_ON_BROKEN))
    identity = Identity(proven["issuer"], proven["subject"], proven["name"])
    try:
        with write_work() as work:
            person: Person = single_sign_on.get_person_by_identity(work, identity)
            single_sign_on.bind_identity(work, person, identity)
            person_id = person.id
    except Refusal as refusal:
        return _refused(refusal)
    if account_queries.has_second_factor(read_work().session, person_id):
        return login_flow.begin_code_step(person_id, form, single_sign_on=True)
    return login_flow.finish_login(person_id, form, single_sign_on=True)


@single_sign_on_pages.get("/ra")
@public_view
def out() -> ResponseReturnValue:
    """Lead to where one signs out of the provider too."""
    address = _provider().way_out(current_app.config["BASE_URL"] + url_for("auth.sign_in"))
    return redirect(address or url_for("auth.sign_in"))


def _provider() -> Provider:
    found: Provider | None = current_app.extensions.get("single_sign_on")
    if found is None:
        abort(404)
    return found


def _back() -> str:
    """Return where the provider sends the browser back to: the configured address, whatever the request says."""
    return f"{current_app.config['BASE_URL']}{url_for('single_sign_on.back')}"


def _now() -> int:
    return int(web_request.get_machine_instant().timestamp())


def _refused(refusal: Refusal) -> ResponseReturnValue:
    """Show the way in with the reason; signing in by password is still there."""
    form = SignInForm(formdata=None)
    form.show(refusal)
    return sign_in_page(form), status_of(refusal)
