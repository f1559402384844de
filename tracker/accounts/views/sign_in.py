"""Signing in and out, and one's own password.

The first page of a new installation: its administrator.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import accounts as account_accounts, links, login_flow, queries as account_queries, sessions
from tracker.accounts.forms import ForgottenForm, PasswordForm, SetPasswordForm, SetupForm, SignInForm, SignOutForm
from tracker.accounts.login_flow import has_no_accounts
from tracker.accounts.notices import FORGOTTEN_SUBJECT, FORGOTTEN_TEXT, LINK_ON_ITS_WAY
from tracker.core.i18n import make_message
from tracker.core.labels import ROLE_WORDS
from tracker.core.refusals import Reason, Refusal
from tracker.law.permissions import Permission
from tracker.office import installation, people as office_people
from tracker.web import request as web_request
from tracker.web.errors import get_refusal_headers, status_of
from tracker.web.language import flash_message
from tracker.web.request import public_view, read_work, requires_permission, write_work
from tracker.web.responses import local_or

auth_pages = Blueprint("auth", __name__)

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
    work = read_work()
    offered: list[DemoAccount] = []
    shown: Counter[str] = Counter()
    for person, post, unit in office_people.list_post_holders(work.session, work.today):
        shown[post.role] += 1
        if shown[post.role] <= DEMO_ACCOUNTS_A_ROLE:
            name = "" if unit is None else unit.short_name
            offered.append(DemoAccount(person.login, person.name, ROLE_WORDS[post.role], name))
    return offered


@auth_pages.route("/dang-nhap", methods=["GET", "POST"])
@public_view
def sign_in() -> ResponseReturnValue:
    """Sign in, then go on to the page that was asked for."""
    if has_no_accounts():
        return redirect(url_for("setup.begin"))
    form = SignInForm()
    if not form.is_submitted_and_valid():
        return sign_in_page(form), 422 if form.errors else 200
    login, password = form.login.data or "", form.password.data or ""
    device = login_flow.known_device(login)
    try:
        with write_work() as work:
            sessions.count_sign_in_try(work, login, address=request.remote_addr or "", device=device)
    except Refusal as refusal:
        form.show(refusal)
        return sign_in_page(form), status_of(refusal), get_refusal_headers(refusal)
    person = sessions.authenticate_person(read_work(), login, password)
    if person is None:
        form.show(Refusal(Reason.SIGN_IN_FAILED))
        return sign_in_page(form), 422
    person_id = person.id
    with write_work() as work:
        sessions.settle_sign_in(work, work.session.get_one(type(person), person_id), password, device=device)
    if account_queries.has_second_factor(read_work().session, person_id):
        return login_flow.begin_code_step(person_id, form)
    return login_flow.finish_login(person_id, form)


@auth_pages.post("/dang-xuat")
@public_view
def sign_out() -> ResponseReturnValue:
    """Sign out; the session is over for whoever has a copy of the cookie too."""
    came_elsewhere = False
    if SignOutForm().is_submitted_and_valid():
        row = web_request.current_row()
        came_elsewhere = row is not None and row.single_sign_on
        token = login_flow.sign_out_person()
        if token is not None:
            with write_work() as work:
                sessions.close_session(work, token)
    response = make_response(redirect(url_for("auth.sign_in", ra=1 if came_elsewhere else None)))
    response.headers["Clear-Site-Data"] = '"cache"'  # what this browser keeps of the pages of whoever leaves
    return response


@auth_pages.route("/doi-mat-khau", methods=["GET", "POST"])
@requires_permission(Permission.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change one's own password; other devices are signed out."""
    form = PasswordForm()
    if form.is_submitted_and_valid() and form.matches():
        row = web_request.current_row()
        shown = row is not None and row.second_factor
        try:
            with write_work() as work:
                name = f"{sessions.CODE}{work.actor.user_id}"
                sessions.count_sign_in_try(
                    work, name, address=request.remote_addr or "", device=web_request.own_device()
                )
            with write_work() as work:
                person = account_accounts.change_own_password(
                    work, present=form.present.data or "", password=form.password.data or ""
                )
                token = login_flow.start_browser_session(work, person, second_factor=shown)
        except Refusal as refusal:
            form.show(refusal)
            page = render_template("auth/change_password.html", form=form)
            return page, status_of(refusal), get_refusal_headers(refusal)
        else:
            login_flow.sign_in_person(person, token)
            flash_message(make_message("Đã đổi mật khẩu."), "success")
            return redirect(local_or(request.args.get("tiep"), url_for("home.index")))
    return render_template("auth/change_password.html", form=form), 422 if form.errors else 200


@auth_pages.route("/quen-mat-khau", methods=["GET", "POST"])
@public_view
def forgotten() -> ResponseReturnValue:
    """Send a link to set a new password, and say the same whether anybody has the name."""
    form = ForgottenForm()
    if form.is_submitted_and_valid():
        login = form.login.data or ""
        try:
            with write_work() as work:
                device = login_flow.known_device(login)
                name = f"{sessions.LINK}{login}"
                sessions.count_sign_in_try(work, name, address=request.remote_addr or "", device=device)
                links.request_link_by_mail(work, login, FORGOTTEN_SUBJECT, FORGOTTEN_TEXT)
        except Refusal as refusal:
            form.show(refusal)
            return (render_template("auth/forgotten.html", form=form), status_of(refusal), get_refusal_headers(refusal))
        flash_message(LINK_ON_ITS_WAY, "success")
        return redirect(url_for("auth.sign_in"))
    return render_template("auth/forgotten.html", form=form), 422 if form.errors else 200


@auth_pages.route("/dat-mat-khau/<token>", methods=["GET", "POST"])
@public_view
def set_password(token: str) -> ResponseReturnValue:
    """Set the password of an account by a link that works once."""
    person = links.get_link_owner(read_work(), token)
    form = SetPasswordForm()
    if form.is_submitted_and_valid() and form.matches():
        try:
            with write_work() as work:
                links.use_account_link(work, token, form.password.data or "")
        except Refusal as refusal:
            if refusal.reason is Reason.LINK_OVER:
                raise
            form.show(refusal)
        else:
            flash_message(make_message("Đã đặt mật khẩu. Đăng nhập bằng mật khẩu mới."), "success")
            return redirect(url_for("auth.sign_in"))
    page = render_template("auth/set_password.html", form=form, person=person, token=token)
    return page, 422 if form.errors else 200, {"Referrer-Policy": "no-referrer"}


def sign_in_page(form: SignInForm) -> str:
    """Return the sign-in page, in the demo with its accounts."""
    offered = demo_accounts()
    return render_template(
        "auth/sign_in.html",
        form=form,
        onward=request.args.get("tiep"),
        demo_accounts=offered,
        demo_password=installation.get_installation_fact(read_work().session, installation.DEMO_PASSWORD)
        if offered
        else None,
    )


setup_pages = Blueprint("setup", __name__)


@setup_pages.route("/thiet-lap", methods=["GET", "POST"])
@public_view
def begin() -> ResponseReturnValue:
    """Create the first administrator; the page is gone once somebody exists."""
    if not has_no_accounts():
        abort(404)
    form = SetupForm()
    if form.is_submitted_and_valid():
        try:
            with write_work() as work:
                person = account_accounts.create_first_administrator(
                    work,
                    code=form.code.data or "",
                    login=form.login.data or "",
                    name=form.name.data or "",
                    password=form.password.data or "",
                    place_name=form.place_name.data or "",
                    email=form.email.data,
                )
                token = login_flow.start_browser_session(work, person)
        except Refusal as refusal:
            form.show(refusal)
        else:
            login_flow.sign_in_person(person, token)
            return redirect(url_for("home.index"))
    return render_template("auth/setup.html", form=form), 422 if form.errors else 200
