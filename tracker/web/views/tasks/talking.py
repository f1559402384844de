"""Talking about a task: its comments, writing one, correcting and withdrawing one's own."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import comments
from tracker.store import comments as kept
from tracker.web.errors import status_of
from tracker.web.forms.base import TrackerForm
from tracker.web.forms.comments import CommentForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.views.tasks.acting import ELSEWHERE
from tracker.web.views.tasks.pages import blueprint
from tracker.web.work import reading, writing
from tracker.wording.notices import COMMENT_CORRECTED, COMMENT_WITHDRAWN, COMMENT_WRITTEN


@blueprint.route("/nhiem-vu/<int:assignment_id>/trao-doi", methods=["GET", "POST"])
@requires(Permission.TASK_COMMENT)
def comment(assignment_id: int) -> ResponseReturnValue:
    """Write a comment."""
    form = CommentForm()
    status = 200
    if form.is_submitted_and_valid():
        try:
            with writing(form.request_name()) as work:
                comments.write(work, assignment_id, form.text.data or "")
        except Refusal as refusal:
            if refusal.reason in ELSEWHERE:
                raise
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash(COMMENT_WRITTEN, "success")
            return redirect(url_for("tasks.show", assignment_id=assignment_id) + "#nhat-ky")
    return _page(assignment_id, form), 422 if form.errors else status


@blueprint.route("/nhiem-vu/<int:assignment_id>/trao-doi/<int:comment_id>", methods=["GET", "POST"])
@requires(Permission.TASK_COMMENT)
def correct_comment(assignment_id: int, comment_id: int) -> ResponseReturnValue:
    """Correct one's own comment, for fifteen minutes."""
    work = reading()
    comments.may_be_written(work, assignment_id)
    found = next(
        (each for each in kept.of_assignment(work.session, assignment_id) if each.id == comment_id), None
    )
    form = CommentForm(data={"text": found.text if found and comments.may_correct(found, work) else ""})
    status = 200
    if form.is_submitted_and_valid():
        try:
            with writing() as work:
                comments.correct(work, assignment_id, comment_id, form.text.data or "")
        except Refusal as refusal:
            if refusal.reason in ELSEWHERE:
                raise
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash(COMMENT_CORRECTED, "success")
            return redirect(url_for("tasks.show", assignment_id=assignment_id) + "#nhat-ky")
    return _page(assignment_id, form, comment_id), 422 if form.errors else status


@blueprint.get("/nhiem-vu/<int:assignment_id>/trao-doi/<int:comment_id>/thu-hoi")
@requires(Permission.TASK_COMMENT)
def ask_comment(assignment_id: int, comment_id: int) -> str:
    """Ask before a comment is withdrawn."""
    assignment = comments.may_be_written(reading(), assignment_id)
    return render_template("tasks/withdraw_comment.html", assignment=assignment, comment_id=comment_id)


@blueprint.post("/nhiem-vu/<int:assignment_id>/trao-doi/<int:comment_id>/thu-hoi")
@requires(Permission.TASK_COMMENT)
def withdraw_comment(assignment_id: int, comment_id: int) -> ResponseReturnValue:
    """Withdraw one's own comment."""
    if not TrackerForm().is_submitted_and_valid():
        return ask_comment(assignment_id, comment_id), 422
    with writing() as work:
        comments.withdraw(work, assignment_id, comment_id)
    flash(COMMENT_WITHDRAWN, "success")
    return redirect(url_for("tasks.show", assignment_id=assignment_id) + "#nhat-ky")


def _page(assignment_id: int, form: CommentForm, comment_id: int | None = None) -> str:
    work = reading()
    assignment = comments.may_be_written(work, assignment_id)
    if comment_id is None:
        here = url_for("tasks.comment", assignment_id=assignment_id)
    else:
        here = url_for("tasks.correct_comment", assignment_id=assignment_id, comment_id=comment_id)
    return render_template(
        "tasks/comment.html",
        form=form,
        here=here,
        task=assignment.task,
        assignment=assignment,
        readers=kept.readers(work.session, assignment, work.today),
    )
