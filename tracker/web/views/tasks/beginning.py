"""From which day a relative or waiting term is counted: receipts by unit, or the event itself."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import starting
from tracker.services.starting import Beginning
from tracker.web.forms.beginnings import EventForm, ReceiptsForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.views.tasks.pages import blueprint
from tracker.web.work import reading, writing
from tracker.wording.sentence import say


@blueprint.route("/nhiem-vu/<int:assignment_id>/moc-tinh-han", methods=["GET", "POST"])
@requires(Permission.TASK_ASSIGN)
def begin(assignment_id: int) -> ResponseReturnValue:
    """Ask for the receipts of all units, or for the event their duty waits for; show what moves; write it down."""
    found = starting.beginning(reading(), assignment_id)
    if found.is_each_its_own:
        return _receipts(assignment_id, found)
    return _event(assignment_id, found)


def _receipts(assignment_id: int, found: Beginning) -> ResponseReturnValue:
    form = ReceiptsForm.of(found)
    is_shown = False
    if form.is_submitted_and_valid():
        try:
            found = starting.beginning(reading(), assignment_id, form.days())
            if form.looked_at.data == form.shown_days():
                with writing(form.request_name()) as work:
                    moved = starting.record_receipts(
                        work, assignment_id, form.days(), note=form.note.data or ""
                    )
                    flash(say("Đã ghi ngày nhận; {moved} hạn được tính lại.", moved=len(moved)), "success")
                return redirect(url_for("tasks.show", assignment_id=assignment_id))
            form.looked_at.data, is_shown = form.shown_days(), True
        except Refusal as refusal:
            if refusal.field is None:
                raise
            form.show(refusal)
    page = render_template(
        "tasks/receipts.html", form=form, found=found, assignment_id=assignment_id, is_shown=is_shown
    )
    return page, 422 if form.errors else 200


def _event(assignment_id: int, found: Beginning) -> ResponseReturnValue:
    form = EventForm()
    if form.is_submitted_and_valid():
        assert form.happened_on.data is not None  # InputRequired has run
        try:
            with writing(form.request_name()) as work:
                dated = starting.record_event(
                    work,
                    assignment_id,
                    happened_on=form.happened_on.data,
                    note=form.note.data or "",
                    document=form.document.data or "",
                    due_on=form.due_on.data,
                )
                flash(say("Đã ghi mốc tính hạn; {dated} đơn vị có hạn xử lý.", dated=len(dated)), "success")
            return redirect(url_for("tasks.show", assignment_id=assignment_id))
        except Refusal as refusal:
            if refusal.field is None:
                raise
            form.show(refusal)
    page = render_template("tasks/event.html", form=form, found=found, assignment_id=assignment_id)
    return page, 422 if form.errors else 200
