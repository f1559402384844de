"""An official who leaves: what is open is shown, then handed over in one act.

A change of organisation in two steps: what happens, by which paper, from which day; then what moves, and yes.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.core.i18n import make_message
from tracker.core.labels import ROLE_WORDS
from tracker.core.refusals import Reason, Refusal
from tracker.law.lifecycle import Action
from tracker.law.permissions import Permission
from tracker.office import units
from tracker.office.models import LineageKind
from tracker.reorganisation import execution, queries, request
from tracker.reorganisation.execution import ReorganisationOutcome, ReorganisationPreview
from tracker.reorganisation.forms import DepartureForm, ReorganisationForm
from tracker.reorganisation.request import CHANGE_HINTS, REORGANISATION_WORDS
from tracker.tasks.models import AssignmentRole
from tracker.tasks.verbs import VERBS
from tracker.web.errors import status_of
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work

departing_pages = Blueprint("departing", __name__, url_prefix="/nguoi-dung")


@departing_pages.route("/<int:person_id>/ban-giao", methods=["GET", "POST"])
@requires_permission(Permission.PEOPLE_MANAGE)
def leave(person_id: int) -> ResponseReturnValue:
    """Show what a person has open, and hand all of it over."""
    found = request.preview_departure(read_work(), person_id)
    form, status = DepartureForm(data={"mark": found.mark, "close_account": True}), 200
    form.offer(found)
    if form.is_submitted_and_valid():
        try:
            with write_work() as work:
                moved = request.execute_departure(
                    work,
                    person_id,
                    to_person_id=int(form.to_person_id.data) if form.to_person_id.data else None,
                    close_account=form.close_account.data,
                    mark=form.mark.data or "",
                )
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
            if refusal.reason is Reason.STALE:
                found = request.preview_departure(read_work(), person_id)
                form.mark.data = found.mark
        else:
            flash_message(make_message("Đã bàn giao {moved} nhiệm vụ và kết thúc các vai trò.", moved=moved), "success")
            return redirect(url_for("users.show", person_id=person_id))
    elif form.errors:
        status = 422
    return render_template("departing/leave.html", form=form, found=found, role_words=ROLE_WORDS), status


reorganising_pages = Blueprint("reorganising", __name__, url_prefix="/don-vi/sap-xep")

ADDRESSES = {
    "thanh-lap": LineageKind.OPENED,
    "doi-ten": LineageKind.RENAMED,
    "chuyen-di": LineageKind.MOVED,
    "sap-nhap": LineageKind.MERGED,
    "chia-tach": LineageKind.SPLIT,
    "giai-the": LineageKind.DISSOLVED,
}


@reorganising_pages.get("")
@requires_permission(Permission.UNIT_REORGANISE)
def index() -> ResponseReturnValue:
    """Choose what happens; see the work that a past change left without anybody."""
    return render_template(
        "reorganising/index.html",
        kinds=[(address, REORGANISATION_WORDS[kind], CHANGE_HINTS[kind]) for address, kind in ADDRESSES.items()],
        orphans=queries.list_orphans(read_work()),
    )


@reorganising_pages.route(
    "/<any('thanh-lap','doi-ten','chuyen-di','sap-nhap','chia-tach','giai-the'):what>", methods=["GET", "POST"]
)
@requires_permission(Permission.UNIT_REORGANISE)
def change(what: str) -> ResponseReturnValue:
    """Ask for a change, show exactly what it would move, and carry it out once confirmed."""
    kind, work = ADDRESSES[what], read_work()
    form = ReorganisationForm()
    form.suit(kind, units.list_units(work.session))
    if not (form.is_submitted_and_valid() and form.has_what_it_needs(kind)):
        page = render_template("reorganising/change.html", form=form, what=what, words=REORGANISATION_WORDS[kind])
        return page, 422 if form.errors else 200
    asked, chosen = form.change(kind), form.choices()
    status, words = (200, make_message("Thay đổi này đã được thực hiện."))  # said to a second press of the same button
    if form.confirmed.data:
        try:
            with write_work(form.request_name()) as work:
                outcome = execution.execute_reorganisation(work, asked, chosen, mark=form.mark.data or "")
                words = _told(outcome)
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
            if refusal.reason is not Reason.STALE:
                page = render_template(
                    "reorganising/change.html", form=form, what=what, words=REORGANISATION_WORDS[kind]
                )
                return page, status
        else:
            flash_message(words, "success")
            return redirect(url_for("units.index"))
    try:
        found = execution.preview_reorganisation(read_work(), asked, chosen)
    except Refusal as refusal:
        form.show(refusal)
        page = render_template("reorganising/change.html", form=form, what=what, words=REORGANISATION_WORDS[kind])
        return page, status_of(refusal)
    return _preview(form, found, what), status


def _preview(form: ReorganisationForm, found: ReorganisationPreview, what: str) -> str:
    return render_template(
        "reorganising/preview.html",
        form=form,
        found=found,
        what=what,
        words=REORGANISATION_WORDS[found.change.kind],
        sent=form.first_step(),
        leads=[move for move in found.moves if move.assignment.part is AssignmentRole.LEAD],
        beside=sum(move.assignment.part is not AssignmentRole.LEAD for move in found.moves),
        counts=[(VERBS[action].name, found.count(action)) for action in MOVING if found.count(action)],
        verbs=VERBS,
        role_words=ROLE_WORDS,
    )


MOVING = (Action.REASSIGN, Action.TRANSFER, Action.MERGE)
"""What can happen to an assignment whose unit changes."""


def _told(outcome: ReorganisationOutcome) -> str:
    return make_message(
        "Đã sắp xếp: chuyển {reassigned} nhiệm vụ, bàn giao ra ngoài {transferred}, nhập {merged}; {posts} vai trò.",
        reassigned=outcome.reassigned,
        transferred=outcome.transferred,
        merged=outcome.merged,
        posts=outcome.posts,
    )
