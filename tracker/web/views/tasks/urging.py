"""The pages on which those who follow a task up urge its unit and stick tags on it."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission
from tracker.services import tasks
from tracker.web.forms.task_occurrences import TagForm, UrgeForm
from tracker.web.guards import requires
from tracker.web.views.tasks.acting import look, perform
from tracker.web.views.tasks.pages import blueprint


@blueprint.route("/nhiem-vu/<int:assignment_id>/don-doc", methods=["GET", "POST"])
@requires(Permission.TASK_URGE)
def urge(assignment_id: int) -> ResponseReturnValue:
    """Urge the unit that has a task."""
    form = UrgeForm()
    return perform(
        look(assignment_id),
        Action.URGE,
        form,
        lambda work, files: tasks.urge(
            work, assignment_id, note=form.note.data or "", version=form.version_seen()
        ),
        "tasks/urge.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/nhan", methods=["GET", "POST"])
@requires(Permission.TASK_TAG)
def tag(assignment_id: int) -> ResponseReturnValue:
    """Stick a tag on a task, or take one off."""
    form = TagForm()
    verb = tasks.untag if form.way.data == form.OFF else tasks.tag
    return perform(
        look(assignment_id),
        Action.TAG,
        form,
        lambda work, files: verb(work, assignment_id, name=form.name.data or "", version=form.version_seen()),
        "tasks/tag.html",
    )
