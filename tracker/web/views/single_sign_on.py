"""Single sign-on: to the provider, back from it, and in by one press. Off (404) unless a provider is set.

Coming back is a GET, and a GET changes nothing here: the page names who is about to come in, and a press lets them.
"""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from tracker.channels.provider import Identity, Provider
from tracker.models.person import Person
from tracker.rules.refusals import Reason, Refusal
from tracker.services import single_sign_on
from tracker.store import proofs
from tracker.web import clockwork, doorway
from tracker.web.addresses import local_or
from tracker.web.errors import status_of
from tracker.web.forms.auth import ComeInForm, SignInForm
from tracker.web.guards import public
from tracker.web.views.auth import sign_in_page
from tracker.web.work import reading, writing

blueprint = Blueprint("single_sign_on", __name__, url_prefix="/dang-nhap/mot-lan")
BEGUN, PROVEN = "sign-on", "signed-on"
BEGUN_SECONDS, PROVEN_SECONDS = 600, 300
"""So long one may take at the provider, and on the page that asks whether to come in."""


@blueprint.get("")
@public
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


@blueprint.get("/ve")
@public
def back() -> ResponseReturnValue:
    """Take what the provider says, once, and ask whether to come in as whom it means."""
    provider, begun = _provider(), cookie.pop(BEGUN, None)
    try:
        if not isinstance(begun, dict) or _now() - begun["at"] > BEGUN_SECONDS:
            raise Refusal(Reason.SIGN_ON_BROKEN)
        identity = provider.finish(_back(), request.args, begun)
        person = single_sign_on.person_of(reading(), identity)
    except Refusal as refusal:
        return _refused(refusal)
    cookie[PROVEN] = {
        "issuer": identity.issuer,
        "subject": identity.subject,
        "name": identity.name,
        "at": _now(),
    }
    page = render_template(
        "auth/come_in.html", form=ComeInForm(formdata=None), person=person, onward=begun["onward"]
    )
    return page, 200, {"Referrer-Policy": "no-referrer"}


@blueprint.post("/vao")
@public
def come_in() -> ResponseReturnValue:
    """Begin the session; whoever has a second factor of ours shows it, as after a password."""
    _provider()
    form, proven = ComeInForm(), cookie.pop(PROVEN, None)
    fresh = isinstance(proven, dict) and _now() - proven["at"] <= PROVEN_SECONDS
    if not form.is_submitted_and_valid() or not isinstance(proven, dict) or not fresh:
        return _refused(Refusal(Reason.SIGN_ON_BROKEN))
    identity = Identity(proven["issuer"], proven["subject"], proven["name"])
    try:
        with writing() as work:
            person: Person = single_sign_on.person_of(work, identity)
            single_sign_on.bind(work, person, identity)
            person_id = person.id
    except Refusal as refusal:
        return _refused(refusal)
    if proofs.has_second_factor(reading().session, person_id):
        return doorway.ask_for_code(person_id, form, single_sign_on=True)
    return doorway.let_in(person_id, form, single_sign_on=True)


@blueprint.get("/ra")
@public
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
    return int(clockwork.real().timestamp())


def _refused(refusal: Refusal) -> ResponseReturnValue:
    """Show the way in with the reason; signing in by password is still there."""
    form = SignInForm(formdata=None)
    form.show(refusal)
    return sign_in_page(form), status_of(refusal)
