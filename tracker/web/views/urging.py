"""Urging: units with late work by age, and the letter to each as a Word paper."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from tracker.rules.ageing import Age
from tracker.rules.permissions import Permission
from tracker.services import urging
from tracker.web.guards import requires
from tracker.web.views.reports import WORD
from tracker.web.work import reading
from tracker.wording.reminders import AGE_WORDS

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


@blueprint.get("/cong-van.zip")
@requires(Permission.TASK_ASSIGN)
def letters() -> ResponseReturnValue:
    """Give the drafts to all late units in one archive."""
    return _file(urging.all_letters(reading()), "application/zip", "cong-van-don-doc.zip")


def _file(content: bytes, mimetype: str, name: str) -> Response:
    return Response(
        content, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
