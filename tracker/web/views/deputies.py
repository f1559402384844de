"""Deputies: a person's own, and anybody's for the administrator."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.models.person import Person
from tracker.rules.account_approval import ProposalKind
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import account_decisions, deputising
from tracker.store import people
from tracker.web.errors import status_of
from tracker.web.forms.deputies import DeputyForm
from tracker.web.forms.users import PressForm
from tracker.web.guards import requires, sensitive
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording.sentence import say

blueprint = Blueprint("deputies", __name__)
DEPUTY_WAITS = say("Đã gửi đề nghị. Người làm thay được cử khi người thứ hai duyệt ở mục Duyệt tài khoản.")


@blueprint.route("/lam-thay", methods=["GET", "POST"])
@requires(Permission.DEPUTY_NAME)
def index() -> ResponseReturnValue:
    """Show who acts for the signed-in person and for whom that person acts; name a deputy."""
    return _page(reading().actor.user_id or 0, url_for("deputies.index"), is_own=True)


@blueprint.route("/nguoi-dung/<int:person_id>/lam-thay", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
@sensitive
def of_person(person_id: int) -> ResponseReturnValue:
    """Show and name the deputies of anybody."""
    return _page(person_id, url_for("deputies.of_person", person_id=person_id), is_own=False)


@blueprint.post("/lam-thay/<int:deputation_id>/ket-thuc")
@requires(Permission.DEPUTY_NAME)
def end(deputation_id: int) -> ResponseReturnValue:
    """End one's own deputation early."""
    return _end(deputation_id, url_for("deputies.index"))


@blueprint.post("/nguoi-dung/<int:person_id>/lam-thay/<int:deputation_id>/ket-thuc")
@requires(Permission.PEOPLE_MANAGE)
def end_of_person(person_id: int, deputation_id: int) -> ResponseReturnValue:
    """End anybody's deputation early."""
    return _end(deputation_id, url_for("deputies.of_person", person_id=person_id))


def _end(deputation_id: int, way_on: str) -> ResponseReturnValue:
    form = PressForm()
    if not form.is_submitted_and_valid():
        return redirect(way_on)
    with writing() as work:
        deputising.end(work, deputation_id)
    flash(say("Đã kết thúc việc làm thay."), "success")
    return redirect(way_on)


def _details(principal_id: int, form: DeputyForm) -> dict[str, object]:
    """Return what a proposal keeps of a deputation."""
    days = {name: form[name].data for name in ("valid_from", "valid_to", "issued_on")}
    written = {name: "" if day is None else day.isoformat() for name, day in days.items()}
    return {"principal_id": principal_id, "reference": form.reference.data or ""} | written


def _page(person_id: int, address: str, *, is_own: bool) -> ResponseReturnValue:
    work = reading()
    person = work.session.get(Person, person_id)
    if person is None:
        abort(404)
    form, status = DeputyForm(data={"valid_from": work.today}), 200
    form.offer(people.listed(work.session), person_id)
    if form.is_submitted_and_valid():
        assert form.valid_from.data is not None and form.valid_to.data is not None  # InputRequired has run
        try:
            with writing() as work:
                waits = account_decisions.propose_or_do(
                    work, ProposalKind.DEPUTY, int(form.deputy_id.data), _details(person_id, form)
                )
                is_waiting = waits is not None
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash(DEPUTY_WAITS if is_waiting else say("Đã cử người làm thay."), "success")
            return redirect(address)
    elif form.errors:
        status = 422
    page = render_template(
        "deputies/index.html",
        form=form,
        person=person,
        action=address,
        is_own=is_own,
        lines=people.deputations(reading().session, person_id),
    )
    return page, status
