"""Signing in and out, and one's own password."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import accounts
from tracker.store import installation, people
from tracker.web import session
from tracker.web.addresses import local_or
from tracker.web.forms.auth import PasswordForm, SignInForm, SignOutForm
from tracker.web.guards import public, requires
from tracker.web.work import nobody_yet, reading, writing
from tracker.wording import ROLE_WORDS

blueprint = Blueprint("auth", __name__)

DEMO_ACCOUNTS_A_ROLE = 2
"""How many accounts of one role the sign-in page of the demo offers."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo that anybody may try."""

    login: str
    name: str
    role_words: str
    unit_name: str


def demo_accounts() -> list[DemoAccount]:
    """Return accounts of every role to try in the demo; nothing anywhere else."""
    if current_app.config["ENVIRONMENT"] != "demo":
        return []
    work = reading()
    offered: list[DemoAccount] = []
    shown: Counter[str] = Counter()
    for person, post, unit in people.holders(work.session, work.today):
        shown[post.role] += 1
        if shown[post.role] <= DEMO_ACCOUNTS_A_ROLE:
            name = "" if unit is None else unit.short_name
            offered.append(DemoAccount(person.login, person.name, ROLE_WORDS[post.role], name))
    return offered


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
            return _sign_in_page(form), 429
        with writing() as work:
            person = accounts.sign_in(work, login=login, password=password, address=address)
        if person is not None:
            session.sign_in(person)
            if person.must_change_password:
                return redirect(url_for("auth.change_password", tiep=onward))
            return redirect(onward)
        form.show(Refusal(Reason.SIGN_IN_FAILED))
    return _sign_in_page(form), 422 if form.errors else 200


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


def _sign_in_page(form: SignInForm) -> str:
    offered = demo_accounts()
    return render_template(
        "auth/sign_in.html",
        form=form,
        demo_accounts=offered,
        demo_password=installation.fact(reading().session, installation.DEMO_PASSWORD) if offered else None,
    )
