"""A change of organisation in two steps: what happens, by which paper, from which day; then what moves, and yes."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.models.task import Part
from tracker.models.unit import LineageKind
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import orphans, reorganising
from tracker.services.reorganising import Foreseen, Outcome
from tracker.store import units
from tracker.web.errors import status_of
from tracker.web.forms.reorganising import ChangeForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording import ACTION_WORDS, ROLE_WORDS
from tracker.wording.reorganising import CHANGE_HINTS, CHANGE_WORDS
from tracker.wording.sentence import say

blueprint = Blueprint("reorganising", __name__, url_prefix="/don-vi/sap-xep")

ADDRESSES = {
    "thanh-lap": LineageKind.OPENED,
    "doi-ten": LineageKind.RENAMED,
    "chuyen-di": LineageKind.MOVED,
    "sap-nhap": LineageKind.MERGED,
    "chia-tach": LineageKind.SPLIT,
    "giai-the": LineageKind.DISSOLVED,
}


@blueprint.get("")
@requires(Permission.UNIT_REORGANISE)
def index() -> ResponseReturnValue:
    """Choose what happens; see the work that a past change left without anybody."""
    return render_template(
        "reorganising/index.html",
        kinds=[(address, CHANGE_WORDS[kind], CHANGE_HINTS[kind]) for address, kind in ADDRESSES.items()],
        orphans=orphans.found(reading()),
    )


@blueprint.route(
    "/<any('thanh-lap','doi-ten','chuyen-di','sap-nhap','chia-tach','giai-the'):what>",
    methods=["GET", "POST"],
)
@requires(Permission.UNIT_REORGANISE)
def change(what: str) -> ResponseReturnValue:
    """Ask for a change, show exactly what it would move, and carry it out once confirmed."""
    kind, work = ADDRESSES[what], reading()
    form = ChangeForm()
    form.suit(kind, units.listed(work.session))
    if not (form.is_submitted_and_valid() and form.has_what_it_needs(kind)):
        page = render_template("reorganising/change.html", form=form, what=what, words=CHANGE_WORDS[kind])
        return page, 422 if form.errors else 200
    asked, chosen = form.change(kind), form.choices()
    status, words = 200, say("Thay đổi này đã được thực hiện.")  # said to a second press of the same button
    if form.confirmed.data:
        try:
            with writing(form.request_name()) as work:
                outcome = reorganising.carry_out(work, asked, chosen, mark=form.mark.data or "")
                words = _told(outcome)
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
            if refusal.reason is not Reason.STALE:
                page = render_template(
                    "reorganising/change.html", form=form, what=what, words=CHANGE_WORDS[kind]
                )
                return page, status
        else:
            flash(words, "success")
            return redirect(url_for("units.index"))
    try:
        found = reorganising.foresee(reading(), asked, chosen)
    except Refusal as refusal:
        form.show(refusal)
        page = render_template("reorganising/change.html", form=form, what=what, words=CHANGE_WORDS[kind])
        return page, status_of(refusal)
    return _preview(form, found, what), status


def _preview(form: ChangeForm, found: Foreseen, what: str) -> str:
    return render_template(
        "reorganising/preview.html",
        form=form,
        found=found,
        what=what,
        words=CHANGE_WORDS[found.change.kind],
        sent=form.first_step(),
        leads=[move for move in found.moves if move.assignment.part is Part.LEAD],
        beside=sum(move.assignment.part is not Part.LEAD for move in found.moves),
        counts=[(ACTION_WORDS[action], found.count(action)) for action in MOVING if found.count(action)],
        action_words=ACTION_WORDS,
        role_words=ROLE_WORDS,
    )


MOVING = (Action.REASSIGN, Action.TRANSFER, Action.MERGE)
"""What can happen to an assignment whose unit changes."""


def _told(outcome: Outcome) -> str:
    return say(
        "Đã sắp xếp: chuyển {reassigned} nhiệm vụ, bàn giao ra ngoài {transferred}, nhập {merged}; {posts} vai trò.",
        reassigned=outcome.reassigned,
        transferred=outcome.transferred,
        merged=outcome.merged,
        posts=outcome.posts,
    )
