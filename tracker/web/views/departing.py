"""An official who leaves: what is in hand is shown, then handed over in one act."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import departing
from tracker.web.errors import status_of
from tracker.web.forms.departing import DepartureForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording import ROLE_WORDS
from tracker.wording.sentence import say

blueprint = Blueprint("departing", __name__, url_prefix="/nguoi-dung")


@blueprint.route("/<int:person_id>/ban-giao", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def leave(person_id: int) -> ResponseReturnValue:
    """Show what a person has in hand, and hand all of it over."""
    found = departing.foresee(reading(), person_id)
    form, status = DepartureForm(data={"mark": found.mark, "close_account": True}), 200
    form.offer(found)
    if form.is_submitted_and_valid():
        try:
            with writing() as work:
                moved = departing.leave(
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
                found = departing.foresee(reading(), person_id)
                form.mark.data = found.mark
        else:
            flash(say("Đã bàn giao {moved} nhiệm vụ và kết thúc các vai trò.", moved=moved), "success")
            return redirect(url_for("users.show", person_id=person_id))
    elif form.errors:
        status = 422
    return render_template("departing/leave.html", form=form, found=found, role_words=ROLE_WORDS), status
