"""One's own account: where one is signed in, the second factor, what happened to the account.

Personal data: the notice everybody may read, and the copy of one's own data.
"""

from __future__ import annotations

import io

import segno
from flask import Blueprint, abort, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import personal_data, queries as account_queries, second_factor as account_second_factor, sessions
from tracker.accounts.forms import FirstCodeForm
from tracker.accounts.login_flow import secret_keys
from tracker.accounts.models import SecondFactor
from tracker.accounts.notices import ACCOUNT_CHANGE_WORDS
from tracker.core.i18n import make_message
from tracker.core.refusals import Refusal
from tracker.law.permissions import Permission
from tracker.office import installation
from tracker.office.models import Person
from tracker.web import request as web_request
from tracker.web.forms import ButtonForm
from tracker.web.language import flash_message
from tracker.web.request import (
    current_person,
    current_row,
    public_view,
    read_work,
    requires_permission,
    sensitive_view,
    write_work,
)

account_pages = Blueprint("account", __name__, url_prefix="/tai-khoan")
OWN_EVENTS_SHOWN = 20


@account_pages.get("", endpoint="index")
@requires_permission(Permission.OWN_ACCOUNT)
def account_page() -> ResponseReturnValue:
    """Show where one is signed in and what happened to the account."""
    work, person, row = read_work(), current_person(), current_row()
    assert person is not None and row is not None  # the guard let somebody in
    return render_template(
        "account/index.html",
        person=person,
        own_id=row.id,
        sessions=sessions.list_own_sessions(work, web_request.get_machine_instant()),
        has_second_factor=account_queries.has_second_factor(work.session, person.id),
        codes_left=account_queries.list_unused_codes(work.session, person.id),
        changes=account_queries.list_account_events(work.session, person.id, OWN_EVENTS_SHOWN),
        change_words=ACCOUNT_CHANGE_WORDS,
    )


@account_pages.post("/phien/<int:session_id>/ket-thuc")
@requires_permission(Permission.OWN_ACCOUNT)
def end_session(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions."""
    if ButtonForm().is_submitted_and_valid():
        with write_work() as work:
            sessions.close_own_session(work, session_id)
        flash_message(make_message("Đã kết thúc phiên đăng nhập."), "success")
    return redirect(url_for("account.index"))


@account_pages.post("/phien/ket-thuc-het")
@requires_permission(Permission.OWN_ACCOUNT)
def end_others() -> ResponseReturnValue:
    """End all of one's own sessions but this one."""
    row = current_row()
    if ButtonForm().is_submitted_and_valid() and row is not None:
        with write_work() as work:
            number = sessions.close_other_sessions(work, row.id)
        flash_message(make_message("Đã kết thúc {number} phiên khác.", number=number), "success")
    return redirect(url_for("account.index"))


@account_pages.post("/xac-thuc-hai-lop/bat-dau")
@requires_permission(Permission.OWN_ACCOUNT)
@sensitive_view
def begin_second_factor() -> ResponseReturnValue:
    """Make the secret that the telephone is going to share."""
    if ButtonForm().is_submitted_and_valid():
        with write_work() as work:
            account_second_factor.prepare_second_factor(work, secret_keys())
    return redirect(url_for("account.second_factor"))


@account_pages.route("/xac-thuc-hai-lop", methods=["GET", "POST"])
@requires_permission(Permission.OWN_ACCOUNT)
def second_factor() -> ResponseReturnValue:
    """Show the picture for the telephone, take the first code, show the codes on paper once."""
    person, row, form = current_person(), current_row(), FirstCodeForm()
    assert person is not None and row is not None  # the guard let somebody in
    if form.is_submitted_and_valid():
        try:
            with write_work() as work:
                codes = account_second_factor.confirm_second_factor(work, form.code.data or "", secret_keys())
                sessions.has_code(work, row.id, web_request.get_machine_instant())
        except Refusal as refusal:
            form.show(refusal)
        else:
            return render_template("account/codes.html", codes=codes)
    return _factor_page(form, person), 422 if form.errors else 200


@account_pages.post("/ma-du-phong")
@requires_permission(Permission.OWN_ACCOUNT)
@sensitive_view
def new_codes() -> ResponseReturnValue:
    """Make new codes on paper and show them once; former ones are good no more."""
    person = current_person()
    has_factor = person is not None and account_queries.has_second_factor(read_work().session, person.id)
    if not ButtonForm().is_submitted_and_valid() or not has_factor:
        return redirect(url_for("account.index"))
    with write_work() as work:
        codes = account_second_factor.renew_recovery_codes(work)
    return render_template("account/codes.html", codes=codes)


@account_pages.get("/xac-thuc-hai-lop/hinh.svg")
@requires_permission(Permission.OWN_ACCOUNT)
def picture() -> ResponseReturnValue:
    """Draw the secret that waits for its first code, for the telephone to read."""
    found = _waiting()
    person = current_person()
    if found is None or person is None:
        abort(404)
    place = installation.get_authority_name(read_work().session)
    address = account_second_factor.build_otpauth_uri(found, person.login, place, secret_keys())
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=5, border=2)
    return drawn.getvalue(), 200, {"Content-Type": "image/svg+xml"}


def _waiting() -> SecondFactor | None:
    """Return the second factor of the person signed in that waits for its first code."""
    person = current_person()
    found = None if person is None else account_queries.get_second_factor(read_work().session, person.id)
    return found if found is not None and found.confirmed_at is None else None


def _factor_page(form: FirstCodeForm, person: Person) -> str:
    found = _waiting()
    return render_template(
        "account/second_factor.html",
        form=form,
        secret=None if found is None else account_second_factor.decrypt_factor_secret(found, secret_keys()),
        is_on=account_queries.has_second_factor(read_work().session, person.id),
    )


personal_data_pages = Blueprint("personal_data", __name__)


@personal_data_pages.get("/du-lieu-ca-nhan", endpoint="index")
@public_view
def personal_data_notice() -> ResponseReturnValue:
    """Say what is kept about people, why, for how long, and what they may ask."""
    return render_template("account/personal_data.html")


@personal_data_pages.post("/tai-khoan/du-lieu-cua-toi")
@requires_permission(Permission.OWN_ACCOUNT)
def copy() -> ResponseReturnValue:
    """Hand out everything held about the person signed in, as one file."""
    if not ButtonForm().is_submitted_and_valid():
        return redirect(url_for("personal_data.index"))
    with write_work() as work:
        packed = personal_data.copy_of_own_data(work)
    return send_file(
        io.BytesIO(packed), mimetype="application/zip", as_attachment=True, download_name="du-lieu-cua-toi.zip"
    )
