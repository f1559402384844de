"""People: their accounts, the posts they hold between days, new initial passwords."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.logs import SECURITY
from tracker.models.person import Membership, Person
from tracker.models.unit import Unit
from tracker.rules.account_approval import ProposalKind
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.rules.text import fold
from tracker.services import account_approval, account_decisions, accounts
from tracker.store import people, proofs, proposals, units
from tracker.transaction import Work
from tracker.web.forms.base import TrackerForm
from tracker.web.forms.users import NewPasswordForm, NewUserForm, PostForm, PressForm
from tracker.web.guards import requires, sensitive
from tracker.web.language import flash
from tracker.web.session import current_actor
from tracker.web.work import reading, writing
from tracker.wording import ROLE_WORDS
from tracker.wording.accounts import CHANGE_WORDS, PROPOSAL_NAMES
from tracker.wording.sentence import say

NEW_WITH_PASSWORD = say("Đã mở tài khoản. Người dùng đổi mật khẩu ở lần đăng nhập đầu tiên.")
NEW_WITHOUT_PASSWORD = say("Đã mở tài khoản. Bấm “Tạo đường dẫn đặt mật khẩu” rồi chuyển cho người dùng.")
NEW_WAITS = say("Đã mở tài khoản. Vai trò chờ người thứ hai duyệt; sau đó người dùng mới đặt mật khẩu.")
PROPOSED = say("Đã gửi đề nghị. Việc này có hiệu lực khi người thứ hai duyệt ở mục Duyệt tài khoản.")
LINES = 20

log = logging.getLogger(SECURITY)
blueprint = Blueprint("users", __name__, url_prefix="/nguoi-dung")


@blueprint.get("")
@requires(Permission.PEOPLE_MANAGE)
def index() -> ResponseReturnValue:
    """List people by given name, each with the posts held today."""
    work = reading()
    _note_reading(None)
    wanted = fold(request.args.get("tim", "")).split()
    posts: dict[int, list[tuple[Membership, Unit | None]]] = {}
    for post, unit in people.posts(work.session):
        if _held(post, work):
            posts.setdefault(post.person_id, []).append((post, unit))
    everybody = people.listed(work.session)
    return render_template(
        "users/index.html",
        people=[person for person in everybody if _speaks_of(person, posts.get(person.id, ()), wanted)],
        number=len(everybody),
        posts=posts,
        role_words=ROLE_WORDS,
        words=request.args.get("tim", "").strip(),
    )


@blueprint.route("/moi", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
@sensitive
def new() -> ResponseReturnValue:
    """Open an account with its first post."""
    work = reading()
    form = NewUserForm()
    form.offer(units.existing(work.session, work.today))
    if form.is_submitted_and_valid() and form.has_its_unit():
        try:
            with writing() as work:
                person, proposal = accounts.add_person(
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
            flash(NEW_WAITS if waits else with_password, "success")
            return redirect(url_for("users.show", person_id=person_id))
    page = render_template("users/new.html", form=form, is_alone=account_approval.is_alone(reading()))
    return page, 422 if form.errors else 200


@blueprint.get("/<int:person_id>")
@requires(Permission.PEOPLE_MANAGE)
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
@requires(Permission.PEOPLE_MANAGE)
@sensitive
def give_post(person_id: int) -> ResponseReturnValue:
    """Give a person one more post."""
    form = _post_form()
    if not (form.is_submitted_and_valid() and form.has_its_unit()):
        return account_page(person_id, post_form=form)

    day = form.valid_from.data or reading().today
    details = accounts.role_details(form.chosen_role(), form.chosen_unit(), form.title.data or "", day)
    said = propose_or_do(form, ProposalKind.ROLE, person_id, details, form.basis.data or "")
    return (
        account_page(person_id, post_form=form)
        if said is None
        else done(person_id, said or say("Đã giao vai trò."))
    )


@blueprint.post("/<int:person_id>/vai-tro/<int:membership_id>/ket-thuc")
@requires(Permission.PEOPLE_MANAGE)
@sensitive
def end_post(person_id: int, membership_id: int) -> ResponseReturnValue:
    """End a post, so that it gives nothing from today on."""
    form = PressForm()
    if not form.is_submitted_and_valid() or was_refused(
        lambda work: accounts.end_post(work, membership_id), form
    ):
        return account_page(person_id, press_form=form)
    return done(person_id, say("Đã kết thúc vai trò."))


@blueprint.post("/<int:person_id>/<any(mo, khoa):what>")
@requires(Permission.PEOPLE_MANAGE)
@sensitive
def set_active(person_id: int, what: str) -> ResponseReturnValue:
    """Open or close an account."""
    form, opens = PressForm(), what == "mo"
    if not form.is_submitted_and_valid() or was_refused(
        lambda work: accounts.set_active(work, person_id, active=opens), form
    ):
        return account_page(person_id, press_form=form)
    return done(person_id, say("Đã mở lại tài khoản.") if opens else say("Đã khóa tài khoản."))


@blueprint.post("/<int:person_id>/mat-khau")
@requires(Permission.PEOPLE_MANAGE)
@sensitive
def reset_password(person_id: int) -> ResponseReturnValue:
    """Give a person a new initial password."""
    form = NewPasswordForm(prefix="moi")
    if not form.is_submitted_and_valid():
        return account_page(person_id, password_form=form)

    def carry_out(work: Work) -> None:
        accounts.reset_password(work, person_id, form.password.data or "")

    if was_refused(carry_out, form):
        return account_page(person_id, password_form=form)
    return done(person_id, say("Đã đặt mật khẩu ban đầu. Người dùng phải đổi khi đăng nhập."))


def propose_or_do(
    form: TrackerForm, kind: ProposalKind, person_id: int, details: dict[str, object], note: str
) -> str | None:
    """Do something or propose it: None when it was refused, the sentence of a proposal, nothing when it is done."""
    waits: list[bool] = []

    def carry_out(work: Work) -> None:
        proposal = account_decisions.propose_or_do(work, kind, person_id, details, note)
        waits.append(proposal is not None)

    if was_refused(carry_out, form):
        return None
    return PROPOSED if waits[-1] else ""


def was_refused(carry_out: Callable[[Work], object], form: TrackerForm) -> bool:
    """Carry something out; tell whether it was refused, its sentence then beside the field."""
    try:
        with writing() as work:
            carry_out(work)
    except Refusal as refusal:
        form.show(refusal)
        return True
    return False


def done(person_id: int, words: str) -> ResponseReturnValue:
    """Say what was done, on the page of the account."""
    flash(words, "success")
    return redirect(url_for("users.show", person_id=person_id))


def _post_form() -> PostForm:
    work = reading()
    form = PostForm(data={"valid_from": work.today})
    form.offer(units.existing(work.session, work.today))
    return form


def account_page(
    person_id: int,
    *,
    post_form: PostForm | None = None,
    password_form: NewPasswordForm | None = None,
    press_form: PressForm | None = None,
) -> ResponseReturnValue:
    """Return the page of an account; 422 with a form that was refused."""
    work = reading()
    person = work.session.get(Person, person_id)
    if person is None:
        abort(404)
    refused = next((form for form in (post_form, password_form, press_form) if form is not None), None)
    page = render_template(
        "users/show.html",
        person=person,
        posts=[(post, unit, _held(post, work)) for post, unit in people.posts(work.session, [person_id])],
        role_words=ROLE_WORDS,
        has_second_factor=proofs.has_second_factor(work.session, person_id),
        decides=account_approval.decides(work, person_id),
        is_alone=account_approval.is_alone(work),
        is_self=work.actor.user_id == person_id,
        link_to_take=account_decisions.link_to_take(work, person_id),
        waiting=proposals.waiting_for(work.session, person_id, work.now),
        proposal_words=PROPOSAL_NAMES,
        changes=proofs.changes(work.session, person_id, LINES),
        change_words=CHANGE_WORDS,
        refused=refused,
        post_form=post_form or _post_form(),
        password_form=password_form or NewPasswordForm(prefix="moi"),
    )
    return page, 200 if refused is None else 422


def _held(post: Membership, work: Work) -> bool:
    return post.valid_to is None or post.valid_to >= work.today


def _speaks_of(
    person: Person, posts: list[tuple[Membership, Unit | None]] | tuple[()], wanted: list[str]
) -> bool:
    """Tell whether every word is found in a person's name, sign-in name, role or unit."""
    parts = [person.name, person.login]
    for post, unit in posts:
        parts += [ROLE_WORDS[post.role], post.title, "" if unit is None else unit.name]
    text = fold(" ".join(parts))
    return all(word in text for word in wanted)
