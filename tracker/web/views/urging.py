"""Urging: units with late work by age, and the letter to each as a Word paper."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.ageing import Age
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import urging
from tracker.web.errors import status_of
from tracker.web.forms.urging import IssuedForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.views.reports import WORD
from tracker.web.work import reading, writing
from tracker.wording.reminders import AGE_WORDS, ISSUED

blueprint = Blueprint("urging", __name__, url_prefix="/don-doc")


@blueprint.get("")
@requires(Permission.TASK_ASSIGN)
def index() -> ResponseReturnValue:
    """Show the units with late work, how old it is, and the way to the letters."""
    return render_template(
        "urging/index.html", units=urging.late_units(reading()), ages=list(Age), age_words=AGE_WORDS
    )


@blueprint.get("/<int:unit_id>/cong-van.docx")
@requires(Permission.TASK_ASSIGN)
def letter(unit_id: int) -> ResponseReturnValue:
    """Give the draft of the letter to one unit."""
    return _file(urging.letter(reading(), unit_id), WORD, urging.file_name(unit_id))


@blueprint.route("/<int:unit_id>/ghi-so", methods=["GET", "POST"])
@requires(Permission.TASK_ASSIGN)
def issued(unit_id: int) -> ResponseReturnValue:
    """Write number and day of the letter that went out into the diary of each late task of a unit."""
    work = reading()
    form = IssuedForm(data={"issued_on": work.today})
    unit = urging.late_unit(work, unit_id)
    status, count = 200, len(unit.tasks)
    if form.is_submitted_and_valid():
        assert form.issued_on.data is not None  # InputRequired has run
        try:
            with writing(form.request_name()) as work:
                count = urging.issue(
                    work, unit_id, reference=form.reference.data or "", issued_on=form.issued_on.data
                )
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash(ISSUED.format(reference=form.reference.data, count=count), "success")
            return redirect(url_for("urging.index"))
    page = render_template("urging/issued.html", form=form, unit=unit)
    return page, 422 if form.errors and status == 200 else status


@blueprint.get("/cong-van.zip")
@requires(Permission.TASK_ASSIGN)
def letters() -> ResponseReturnValue:
    """Give the drafts to all late units in one archive."""
    return _file(urging.all_letters(reading()), "application/zip", "cong-van-don-doc.zip")


def _file(content: bytes, mimetype: str, name: str) -> Response:
    return Response(
        content, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
