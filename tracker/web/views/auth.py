"""Signing in and out, and one's own password."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import account_links, accounts, sessions, signing_in
from tracker.store import installation, people, proofs
from tracker.web import doorway, session
from tracker.web.addresses import local_or
from tracker.web.errors import headers_of, status_of
from tracker.web.forms.auth import ForgottenForm, PasswordForm, SetPasswordForm, SignInForm, SignOutForm
from tracker.web.guards import public, requires
from tracker.web.language import flash
from tracker.web.work import nobody_yet, reading, writing
from tracker.wording import ROLE_WORDS
from tracker.wording.accounts import FORGOTTEN_SUBJECT, FORGOTTEN_TEXT, LINK_ON_ITS_WAY
from tracker.wording.sentence import say

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
    if not form.is_submitted_and_valid():
        return sign_in_page(form), 422 if form.errors else 200
    login, password = form.login.data or "", form.password.data or ""
    device = session.known_device(login)
    try:
        with writing() as work:
            signing_in.count(work, login, address=request.remote_addr or "", device=device)
    except Refusal as refusal:
        form.show(refusal)
        return sign_in_page(form), status_of(refusal), headers_of(refusal)
    person = signing_in.holder(reading(), login, password)
    if person is None:
        form.show(Refusal(Reason.SIGN_IN_FAILED))
        return sign_in_page(form), 422
    person_id = person.id
    with writing() as work:
        signing_in.settle(work, work.session.get_one(type(person), person_id), password, device=device)
    if proofs.has_second_factor(reading().session, person_id):
        return doorway.ask_for_code(person_id, form)
    return doorway.let_in(person_id, form)


@blueprint.post("/dang-xuat")
@public
def sign_out() -> ResponseReturnValue:
    """Sign out; the session is over for whoever has a copy of the cookie too."""
    came_elsewhere = False
    if SignOutForm().is_submitted_and_valid():
        row = session.current_row()
        came_elsewhere = row is not None and row.single_sign_on
        token = session.sign_out()
        if token is not None:
            with writing() as work:
                sessions.end(work, token)
    response = make_response(redirect(url_for("auth.sign_in", ra=1 if came_elsewhere else None)))
    response.headers["Clear-Site-Data"] = '"cache"'  # what this browser keeps of the pages of whoever leaves
    return response


@blueprint.route("/doi-mat-khau", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change one's own password; other devices are signed out."""
    form = PasswordForm()
    if form.is_submitted_and_valid() and form.matches():
        row = session.current_row()
        shown = row is not None and row.second_factor
        try:
            with writing() as work:
                name = f"{signing_in.CODE}{work.actor.user_id}"
                signing_in.count(work, name, address=request.remote_addr or "", device=session.own_device())
            with writing() as work:
                person = accounts.change_password(
                    work, present=form.present.data or "", password=form.password.data or ""
                )
                token = doorway.begin(work, person, second_factor=shown)
        except Refusal as refusal:
            form.show(refusal)
            page = render_template("auth/change_password.html", form=form)
            return page, status_of(refusal), headers_of(refusal)
        else:
            session.sign_in(person, token)
            flash(say("Đã đổi mật khẩu."), "success")
            return redirect(local_or(request.args.get("tiep"), url_for("home.index")))
    return render_template("auth/change_password.html", form=form), 422 if form.errors else 200


@blueprint.route("/quen-mat-khau", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    """Send a link to set a new password, and say the same whether anybody has the name."""
    form = ForgottenForm()
    if form.is_submitted_and_valid():
        login = form.login.data or ""
        try:
            with writing() as work:
                device = session.known_device(login)
                name = f"{signing_in.LINK}{login}"
                signing_in.count(work, name, address=request.remote_addr or "", device=device)
                account_links.ask_by_mail(work, login, FORGOTTEN_SUBJECT, FORGOTTEN_TEXT)
        except Refusal as refusal:
            form.show(refusal)
            return render_template("auth/forgotten.html", form=form), status_of(refusal), headers_of(refusal)
        flash(LINK_ON_ITS_WAY, "success")
        return redirect(url_for("auth.sign_in"))
    return render_template("auth/forgotten.html", form=form), 422 if form.errors else 200


@blueprint.route("/dat-mat-khau/<token>", methods=["GET", "POST"])
@public
def set_password(token: str) -> ResponseReturnValue:
    """Set the password of an account by a link that works once."""
    person = account_links.owner(reading(), token)
    form = SetPasswordForm()
    if form.is_submitted_and_valid() and form.matches():
        try:
            with writing() as work:
                account_links.use(work, token, form.password.data or "")
        except Refusal as refusal:
            if refusal.reason is Reason.LINK_OVER:
                raise
            form.show(refusal)
        else:
            flash(say("Đã đặt mật khẩu. Đăng nhập bằng mật khẩu mới."), "success")
            return redirect(url_for("auth.sign_in"))
    page = render_template("auth/set_password.html", form=form, person=person, token=token)
    return page, 422 if form.errors else 200, {"Referrer-Policy": "no-referrer"}


def sign_in_page(form: SignInForm) -> str:
    """Return the page at the door, in the demo with its accounts."""
    offered = demo_accounts()
    return render_template(
        "auth/sign_in.html",
        form=form,
        onward=request.args.get("tiep"),
        demo_accounts=offered,
        demo_password=installation.fact(reading().session, installation.DEMO_PASSWORD) if offered else None,
    )
