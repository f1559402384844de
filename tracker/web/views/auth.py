"""Signing in and out, and one's own password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import accounts
from tracker.web import session
from tracker.web.addresses import local_or
from tracker.web.forms.auth import PasswordForm, SignInForm, SignOutForm
from tracker.web.guards import public, requires
from tracker.web.work import nobody_yet, reading, writing

blueprint = Blueprint("auth", __name__)


@blueprint.route("/dang-nhap", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in, then go on to the page that was asked for."""
    if nobody_yet():
        return redirect(url_for("setup.begin"))
    form = SignInForm()
    onward = local_or(request.args.get("tiep"), url_for("home.index"))
    if form.is_submitted_and_valid():
        login, password = form.login.data or "", form.password.data or ""
        address = request.remote_addr or ""
        if accounts.too_many_tries(reading(), login, address):
            form.show(Refusal(Reason.TOO_MANY_TRIES))
            return render_template("auth/sign_in.html", form=form), 429
        with writing() as work:
            person = accounts.sign_in(work, login=login, password=password, address=address)
        if person is not None:
            session.sign_in(person)
            if person.must_change_password:
                return redirect(url_for("auth.change_password", tiep=onward))
            return redirect(onward)
        form.show(Refusal(Reason.SIGN_IN_FAILED))
    return render_template("auth/sign_in.html", form=form), 422 if form.errors else 200


@blueprint.post("/dang-xuat")
@public
def sign_out() -> ResponseReturnValue:
    """Sign out."""
    if SignOutForm().is_submitted_and_valid():
        session.sign_out()
    return redirect(url_for("auth.sign_in"))


@blueprint.route("/doi-mat-khau", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change one's own password; other devices are signed out."""
    form = PasswordForm()
    if form.is_submitted_and_valid() and form.matches():
        try:
            with writing() as work:
                person = accounts.change_password(
                    work, present=form.present.data or "", password=form.password.data or ""
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            session.sign_in(person)
            flash("Đã đổi mật khẩu.", "success")
            return redirect(local_or(request.args.get("tiep"), url_for("home.index")))
    return render_template("auth/change_password.html", form=form), 422 if form.errors else 200
