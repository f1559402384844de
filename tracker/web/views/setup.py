"""The first page of a new installation: its administrator."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.refusals import Refusal
from tracker.services import accounts
from tracker.web import doorway, session
from tracker.web.forms.auth import SetupForm
from tracker.web.guards import public
from tracker.web.work import nobody_yet, writing

blueprint = Blueprint("setup", __name__)


@blueprint.route("/thiet-lap", methods=["GET", "POST"])
@public
def begin() -> ResponseReturnValue:
    """Create the first administrator; the page is gone once somebody exists."""
    if not nobody_yet():
        abort(404)
    form = SetupForm()
    if form.is_submitted_and_valid():
        try:
            with writing() as work:
                person = accounts.begin(
                    work,
                    code=form.code.data or "",
                    login=form.login.data or "",
                    name=form.name.data or "",
                    password=form.password.data or "",
                    place_name=form.place_name.data or "",
                    email=form.email.data,
                )
                token = doorway.begin(work, person)
        except Refusal as refusal:
            form.show(refusal)
        else:
            session.sign_in(person, token)
            return redirect(url_for("home.index"))
    return render_template("auth/setup.html", form=form), 422 if form.errors else 200
