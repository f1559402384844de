"""People: their accounts, the posts they hold between days, new initial passwords.

How somebody gets into an account: links to set a password, the second factor, with a second person.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import accounts as account_accounts, approval, decisions, links, queries as account_queries
from tracker.accounts.forms import NewPasswordForm, NewUserForm, PostForm
from tracker.accounts.notices import ACCOUNT_CHANGE_WORDS, INVITED_SUBJECT, INVITED_TEXT, PROPOSAL_NAMES
from tracker.accounts.rules import ProposalKind
from tracker.core.i18n import make_message
from tracker.core.labels import ROLE_WORDS
from tracker.core.logs import SECURITY
from tracker.core.refusals import Refusal
from tracker.core.text import fold_accents
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission
from tracker.office import people as office_people, units
from tracker.office.models import Membership, Person, Unit
from tracker.web.forms import ButtonForm, TrackerForm
from tracker.web.language import flash_message
from tracker.web.request import current_actor, read_work, requires_permission, sensitive_view, write_work

NEW_WITH_PASSWORD = make_message("Đã mở tài khoản. Người dùng đổi mật khẩu ở lần đăng nhập đầu tiên.")
NEW_WITHOUT_PASSWORD = make_message("Đã mở tài khoản. Bấm “Tạo đường dẫn đặt mật khẩu” rồi chuyển cho người dùng.")
NEW_WAITS = make_message("Đã mở tài khoản. Vai trò chờ người thứ hai duyệt; sau đó người dùng mới đặt mật khẩu.")
PROPOSED = make_message("Đã gửi đề nghị. Việc này có hiệu lực khi người thứ hai duyệt ở mục Duyệt tài khoản.")
ACCOUNT_EVENTS_SHOWN = 20

log = logging.getLogger(SECURITY)
blueprint = Blueprint("users", __name__, url_prefix="/nguoi-dung")


@blueprint.get("")
@requires_permission(Permission.PEOPLE_MANAGE)
def index() -> ResponseReturnValue:
    """List people by given name, each with the posts held today."""
    work = read_work()
    _note_reading(None)
    wanted = fold_accents(request.args.get("tim", "")).split()
    posts: dict[int, list[tuple[Membership, Unit | None]]] = {}
    for post, unit in office_people.list_posts(work.session):
        if _held(post, work):
            posts.setdefault(post.person_id, []).append((post, unit))
    everybody = office_people.list_people(work.session)
    return render_template(
        "users/index.html",
        people=[person for person in everybody if _speaks_of(person, posts.get(person.id, ()), wanted)],
        number=len(everybody),
        posts=posts,
        role_words=ROLE_WORDS,
        words=request.args.get("tim", "").strip(),
    )


@blueprint.route("/moi", methods=["GET", "POST"])
@requires_permission(Permission.PEOPLE_MANAGE)
@sensitive_view
def new() -> ResponseReturnValue:
    """Open an account with its first post."""
    work = read_work()
    form = NewUserForm()
    form.offer(units.list_existing_units(work.session, work.today))
    if form.is_submitted_and_valid() and form.has_its_unit():
        try:
            with write_work() as work:
                person, proposal = account_accounts.add_person(
                    work,
                    login=form.login.data or "",
                    name=form.name.data or "",
                    email=form.email.data,
                    password=form.password.data or None,
                    role=form.chosen_role(),
                    unit_id=form.chosen_unit(),
                    basis=form.basis.data or "",
                )
                person_id, waits = person.id, proposal is not None
        except Refusal as refusal:
            form.show(refusal)
        else:
            with_password = NEW_WITH_PASSWORD if form.password.data else NEW_WITHOUT_PASSWORD
            flash_message(NEW_WAITS if waits else with_password, "success")
            return redirect(url_for("users.show", person_id=person_id))
    page = render_template("users/new.html", form=form, is_alone=approval.is_alone(read_work()))
    return page, 422 if form.errors else 200


@blueprint.get("/<int:person_id>")
@requires_permission(Permission.PEOPLE_MANAGE)
def show(person_id: int) -> ResponseReturnValue:
    """Show an account: its posts with their days, and what can be done with it."""
    _note_reading(person_id)
    return account_page(person_id)


def _note_reading(person_id: int | None) -> None:
    """Note in the log of security who looked at whose personal data, in numbers; None for the list of all (P20)."""
    reader = current_actor().user_id
    if reader != person_id:
        log.info("personal data read person=%s of=%s", reader, "all" if person_id is None else person_id)


@blueprint.post("/<int:person_id>/vai-tro")
@requires_permission(Permission.PEOPLE_MANAGE)
@sensitive_view
def give_post(person_id: int) -> ResponseReturnValue:
    """Give a person one more post."""
    form = _post_form()
    if not (form.is_submitted_and_valid() and form.has_its_unit()):
        return account_page(person_id, post_form=form)

    day = form.valid_from.data or read_work().today
    details = account_accounts.role_details(form.chosen_role(), form.chosen_unit(), form.title.data or "", day)
    said = submit_account_change(form, ProposalKind.ROLE, person_id, details, form.basis.data or "")
    return (
        account_page(person_id, post_form=form)
        if said is None
        else flash_account_result(person_id, said or make_message("Đã giao vai trò."))
    )


@blueprint.post("/<int:person_id>/vai-tro/<int:membership_id>/ket-thuc")
@requires_permission(Permission.PEOPLE_MANAGE)
@sensitive_view
def end_post(person_id: int, membership_id: int) -> ResponseReturnValue:
    """End a post, so that it gives nothing from today on."""
    form = ButtonForm()
    if not form.is_submitted_and_valid() or run_account_action(
        lambda work: account_accounts.close_post(work, membership_id), form
    ):
        return account_page(person_id, press_form=form)
    return flash_account_result(person_id, make_message("Đã kết thúc vai trò."))


@blueprint.post("/<int:person_id>/<any(mo, khoa):what>")
@requires_permission(Permission.PEOPLE_MANAGE)
@sensitive_view
def set_active(person_id: int, what: str) -> ResponseReturnValue:
    """Open or close an account."""
    form, opens = ButtonForm(), what == "mo"
    if not form.is_submitted_and_valid() or run_account_action(
        lambda work: account_accounts.set_account_active(work, person_id, active=opens), form
    ):
        return account_page(person_id, press_form=form)
    return flash_account_result(
        person_id, make_message("Đã mở lại tài khoản.") if opens else make_message("Đã khóa tài khoản.")
    )


@blueprint.post("/<int:person_id>/mat-khau")
@requires_permission(Permission.PEOPLE_MANAGE)
@sensitive_view
def reset_password(person_id: int) -> ResponseReturnValue:
    """Give a person a new initial password."""
    form = NewPasswordForm(prefix="moi")
    if not form.is_submitted_and_valid():
        return account_page(person_id, password_form=form)

    def carry_out(work: UnitOfWork) -> None:
        account_accounts.reset_account_password(work, person_id, form.password.data or "")

    if run_account_action(carry_out, form):
        return account_page(person_id, password_form=form)
    return flash_account_result(person_id, make_message("Đã đặt mật khẩu ban đầu. Người dùng phải đổi khi đăng nhập."))


def submit_account_change(
    form: TrackerForm, kind: ProposalKind, person_id: int, details: dict[str, object], note: str
) -> str | None:
    """Do something or propose it: None when it was refused, the sentence of a proposal, nothing when it is done."""
    waits: list[bool] = []

    def carry_out(work: UnitOfWork) -> None:
        proposal = decisions.apply_or_propose_change(work, kind, person_id, details, note)
        waits.append(proposal is not None)

    if run_account_action(carry_out, form):
        return None
    return PROPOSED if waits[-1] else ""


def run_account_action(carry_out: Callable[[UnitOfWork], object], form: TrackerForm) -> bool:
    """Carry something out; tell whether it was refused, its sentence then beside the field."""
    try:
        with write_work() as work:
            carry_out(work)
    except Refusal as refusal:
        form.show(refusal)
        return True
    return False


def flash_account_result(person_id: int, words: str) -> ResponseReturnValue:
    """Say what was done, on the page of the account."""
    flash_message(words, "success")
    return redirect(url_for("users.show", person_id=person_id))


def _post_form() -> PostForm:
    work = read_work()
    form = PostForm(data={"valid_from": work.today})
    form.offer(units.list_existing_units(work.session, work.today))
    return form


def account_page(
    person_id: int,
    *,
    post_form: PostForm | None = None,
    password_form: NewPasswordForm | None = None,
    press_form: ButtonForm | None = None,
) -> ResponseReturnValue:
    """Return the page of an account; 422 with a form that was refused."""
    work = read_work()
    person = work.session.get(Person, person_id)
    if person is None:
        abort(404)
    refused = next((form for form in (post_form, password_form, press_form) if form is not None), None)
    page = render_template(
        "users/show.html",
        person=person,
        posts=[(post, unit, _held(post, work)) for post, unit in office_people.list_posts(work.session, [person_id])],
        role_words=ROLE_WORDS,
        has_second_factor=account_queries.has_second_factor(work.session, person_id),
        decides=approval.decides_for_everybody(work, person_id),
        is_alone=approval.is_alone(work),
        is_self=work.actor.user_id == person_id,
        link_to_take=decisions.find_link_approval(work, person_id),
        waiting=account_queries.count_waiting_proposals(work.session, person_id, work.now),
        proposal_words=PROPOSAL_NAMES,
        changes=account_queries.list_account_events(work.session, person_id, ACCOUNT_EVENTS_SHOWN),
        change_words=ACCOUNT_CHANGE_WORDS,
        refused=refused,
        post_form=post_form or _post_form(),
        password_form=password_form or NewPasswordForm(prefix="moi"),
    )
    return page, 200 if refused is None else 422


def _held(post: Membership, work: UnitOfWork) -> bool:
    return post.valid_to is None or post.valid_to >= work.today


def _speaks_of(person: Person, posts: list[tuple[Membership, Unit | None]] | tuple[()], wanted: list[str]) -> bool:
    """Tell whether every word is found in a person's name, sign-in name, role or unit."""
    parts = [person.name, person.login]
    for post, unit in posts:
        parts += [ROLE_WORDS[post.role], post.title, "" if unit is None else unit.name]
    text = fold_accents(" ".join(parts))
    return all(word in text for word in wanted)


@blueprint.post("/<int:person_id>/duong-dan")
@requires_permission(Permission.PEOPLE_MANAGE)
@sensitive_view
def hand_out_link(person_id: int) -> ResponseReturnValue:
    """Make a link with which a person sets a password, and show it this once."""
    if not ButtonForm().is_submitted_and_valid():
        return redirect(url_for("users.show", person_id=person_id))
    with write_work() as work:
        found = work.session.get(Person, person_id)
        first = found is not None and found.password_hash is None
        token = decisions.issue_approved_link(work, person_id)
    person = read_work().session.get_one(Person, person_id)
    address = current_app.config["BASE_URL"] + url_for("auth.set_password", token=token)
    return render_template("users/link.html", person=person, address=address, first=first)


@blueprint.post("/<int:person_id>/xin-duong-dan")
@requires_permission(Permission.PEOPLE_MANAGE)
@sensitive_view
def ask_for_link(person_id: int) -> ResponseReturnValue:
    """Propose to take a link for an account that decides and has no mail address."""
    form = ButtonForm()
    if not form.is_submitted_and_valid():
        return account_page(person_id, press_form=form)
    said = submit_account_change(form, ProposalKind.LINK, person_id, {}, "")
    if said is None:
        return account_page(person_id, press_form=form)
    return flash_account_result(
        person_id, said or make_message("Việc này không cần duyệt: bấm “Tạo đường dẫn đặt mật khẩu”.")
    )


@blueprint.post("/<int:person_id>/gui-duong-dan")
@requires_permission(Permission.PEOPLE_MANAGE)
@sensitive_view
def send_link(person_id: int) -> ResponseReturnValue:
    """Send a link with which a password is set to the address of the account; nobody else sees it."""
    form = ButtonForm()
    if not form.is_submitted_and_valid() or run_account_action(
        lambda work: links.send_account_link(work, person_id, INVITED_SUBJECT, INVITED_TEXT), form
    ):
        return account_page(person_id, press_form=form)
    return flash_account_result(person_id, make_message("Đã gửi đường dẫn đặt mật khẩu đến hộp thư của người dùng."))


@blueprint.post("/<int:person_id>/bo-xac-thuc")
@requires_permission(Permission.PEOPLE_MANAGE)
@sensitive_view
def take_second_factor(person_id: int) -> ResponseReturnValue:
    """Take the second factor from somebody who lost telephone and paper."""
    form = ButtonForm()
    if not form.is_submitted_and_valid():
        return account_page(person_id, press_form=form)
    said = submit_account_change(form, ProposalKind.SECOND_FACTOR, person_id, {}, "")
    if said is None:
        return account_page(person_id, press_form=form)
    taken = make_message("Đã bỏ xác thực hai lớp. Người dùng thiết lập lại ở lần đăng nhập tới.")
    return flash_account_result(person_id, said or taken)
