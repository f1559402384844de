"""The files of a task: handed out as they came in, never shown inside the site."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.services import evidence
from tracker.web.downloads import as_it_came
from tracker.web.guards import requires
from tracker.web.room import shelf
from tracker.web.views.tasks.pages import blueprint
from tracker.web.work import reading


@blueprint.get("/nhiem-vu/<int:assignment_id>/tep/<int:evidence_id>")
@requires(Permission.TASK_READ)
def download(assignment_id: int, evidence_id: int) -> ResponseReturnValue:
    """Send one file, byte for byte."""
    kept, stream = evidence.open_file(reading(), shelf(), assignment_id, evidence_id)
    return as_it_came(stream, kept.file_name)
