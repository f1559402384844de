"""What somebody was told: unread first, marked as read by a button."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.law.permissions import Permission
from tracker.tasks import notices as task_notices
from tracker.tasks.notices import COMMENTED, MENTIONED
from tracker.tasks.verbs import VERBS
from tracker.web.forms import TrackerForm
from tracker.web.request import read_work, requires_permission, write_work

blueprint = Blueprint("notices", __name__, url_prefix="/thong-bao")


@blueprint.get("")
@requires_permission(Permission.HOME)
def index() -> ResponseReturnValue:
    """Show what this person was told of tasks they may read."""
    found = task_notices.list_own_notices(read_work())
    return render_template(
        "notices/index.html",
        found=found,
        has_unread=any(each.read_at is None for each in found),
        verbs=VERBS,
        mentioned=MENTIONED,
        commented=COMMENTED,
    )


@blueprint.post("/<int:notice_id>/da-doc")
@requires_permission(Permission.HOME)
def read_one(notice_id: int) -> ResponseReturnValue:
    """Mark one notice as read."""
    if TrackerForm().is_submitted_and_valid():
        with write_work() as work:
            task_notices.mark_own_notices_read(work, notice_id)
    return redirect(url_for("notices.index"))


@blueprint.post("/da-doc")
@requires_permission(Permission.HOME)
def read_all() -> ResponseReturnValue:
    """Mark everything as read."""
    if TrackerForm().is_submitted_and_valid():
        with write_work() as work:
            task_notices.mark_own_notices_read(work)
    return redirect(url_for("notices.index"))
