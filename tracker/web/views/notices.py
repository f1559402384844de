"""What somebody was told: unread first, marked as read by a button."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.services import notices
from tracker.web.forms.base import TrackerForm
from tracker.web.guards import requires
from tracker.web.work import reading, writing
from tracker.wording import ACTION_WORDS
from tracker.wording.notices import COMMENTED, MENTIONED

blueprint = Blueprint("notices", __name__, url_prefix="/thong-bao")


@blueprint.get("")
@requires(Permission.HOME)
def index() -> ResponseReturnValue:
    """Show what this person was told of tasks they may read."""
    found = notices.mine(reading())
    return render_template(
        "notices/index.html",
        found=found,
        has_unread=any(each.read_at is None for each in found),
        action_words=ACTION_WORDS,
        mentioned=MENTIONED,
        commented=COMMENTED,
    )


@blueprint.post("/<int:notice_id>/da-doc")
@requires(Permission.HOME)
def read_one(notice_id: int) -> ResponseReturnValue:
    """Mark one notice as read."""
    if TrackerForm().is_submitted_and_valid():
        with writing() as work:
            notices.mark_read(work, notice_id)
    return redirect(url_for("notices.index"))


@blueprint.post("/da-doc")
@requires(Permission.HOME)
def read_all() -> ResponseReturnValue:
    """Mark everything as read."""
    if TrackerForm().is_submitted_and_valid():
        with writing() as work:
            notices.mark_read(work)
    return redirect(url_for("notices.index"))
