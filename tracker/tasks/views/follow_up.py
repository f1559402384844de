"""Urging: units with late work by age, and the letter to each as a Word paper."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.core.refusals import Refusal
from tracker.documents.paper_form import DOCX_MIMETYPE
from tracker.law.permissions import Permission
from tracker.law.timing import Age
from tracker.tasks import follow_up as task_follow_up
from tracker.tasks.forms.lists import IssuedLetterForm
from tracker.tasks.labels import AGE_WORDS, ISSUED
from tracker.web.errors import status_of
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work

blueprint = Blueprint("urging", __name__, url_prefix="/don-doc")


@blueprint.get("")
@requires_permission(Permission.TASK_ASSIGN)
def index() -> ResponseReturnValue:
    """Show the units with late work, how old it is, and the way to the letters."""
    return render_template(
        "urging/index.html", units=task_follow_up.list_late_units(read_work()), ages=list(Age), age_words=AGE_WORDS
    )


@blueprint.get("/<int:unit_id>/cong-van.docx")
@requires_permission(Permission.TASK_ASSIGN)
def letter(unit_id: int) -> ResponseReturnValue:
    """Give the draft of the letter to one unit."""
    return _file(
        task_follow_up.draft_urging_letter(read_work(), unit_id),
        DOCX_MIMETYPE,
        task_follow_up.get_urging_file_name(unit_id),
    )


@blueprint.route("/<int:unit_id>/ghi-so", methods=["GET", "POST"])
@requires_permission(Permission.TASK_ASSIGN)
def issued(unit_id: int) -> ResponseReturnValue:
    """Write number and day of the letter that went out into the event log of each late task of a unit."""
    work = read_work()
    form = IssuedLetterForm(data={"issued_on": work.today})
    unit = task_follow_up.get_late_unit(work, unit_id)
    status, count = 200, len(unit.tasks)
    if form.is_submitted_and_valid():
        assert form.issued_on.data is not None  # InputRequired has run
        try:
            with write_work(form.request_name()) as work:
                count = task_follow_up.record_issued_letter(
                    work, unit_id, reference=form.reference.data or "", issued_on=form.issued_on.data
                )
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash_message(ISSUED.format(reference=form.reference.data, count=count), "success")
            return redirect(url_for("urging.index"))
    page = render_template("urging/issued.html", form=form, unit=unit)
    return page, 422 if form.errors and status == 200 else status


@blueprint.get("/cong-van.zip")
@requires_permission(Permission.TASK_ASSIGN)
def letters() -> ResponseReturnValue:
    """Give the drafts to all late units in one archive."""
    return _file(task_follow_up.archive_urging_letters(read_work()), "application/zip", "cong-van-don-doc.zip")


def _file(content: bytes, mimetype: str, name: str) -> Response:
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})
