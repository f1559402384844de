"""Talking about a task: its comments, writing one, correcting and withdrawing one's own."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.core.refusals import Refusal
from tracker.law.permissions import Permission
from tracker.tasks import comments as task_comments
from tracker.tasks.forms.lists import CommentForm
from tracker.tasks.notices import COMMENT_CORRECTED, COMMENT_WITHDRAWN, COMMENT_WRITTEN
from tracker.tasks.views.action_page import ELSEWHERE, blueprint
from tracker.web.errors import status_of
from tracker.web.forms import TrackerForm
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work


@blueprint.route("/nhiem-vu/<int:assignment_id>/trao-doi", methods=["GET", "POST"])
@requires_permission(Permission.TASK_COMMENT)
def comment(assignment_id: int) -> ResponseReturnValue:
    """Write a comment."""
    form = CommentForm()
    status = 200
    if form.is_submitted_and_valid():
        try:
            with write_work(form.request_name()) as work:
                task_comments.add_comment(work, assignment_id, form.text.data or "")
        except Refusal as refusal:
            if refusal.reason in ELSEWHERE:
                raise
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash_message(COMMENT_WRITTEN, "success")
            return redirect(url_for("tasks.show", assignment_id=assignment_id) + "#nhat-ky")
    return _page(assignment_id, form), 422 if form.errors else status


@blueprint.route("/nhiem-vu/<int:assignment_id>/trao-doi/<int:comment_id>", methods=["GET", "POST"])
@requires_permission(Permission.TASK_COMMENT)
def correct_comment(assignment_id: int, comment_id: int) -> ResponseReturnValue:
    """Correct one's own comment, for fifteen minutes."""
    work = read_work()
    task_comments.may_be_written(work, assignment_id)
    found = next(
        (each for each in task_comments.list_comments(work.session, assignment_id) if each.id == comment_id), None
    )
    form = CommentForm(data={"text": found.text if found and task_comments.may_correct(found, work) else ""})
    status = 200
    if form.is_submitted_and_valid():
        try:
            with write_work() as work:
                task_comments.edit_comment(work, assignment_id, comment_id, form.text.data or "")
        except Refusal as refusal:
            if refusal.reason in ELSEWHERE:
                raise
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash_message(COMMENT_CORRECTED, "success")
            return redirect(url_for("tasks.show", assignment_id=assignment_id) + "#nhat-ky")
    return _page(assignment_id, form, comment_id), 422 if form.errors else status


@blueprint.get("/nhiem-vu/<int:assignment_id>/trao-doi/<int:comment_id>/thu-hoi")
@requires_permission(Permission.TASK_COMMENT)
def ask_comment(assignment_id: int, comment_id: int) -> str:
    """Ask before a comment is withdrawn."""
    assignment = task_comments.may_be_written(read_work(), assignment_id)
    return render_template("tasks/withdraw_comment.html", assignment=assignment, comment_id=comment_id)


@blueprint.post("/nhiem-vu/<int:assignment_id>/trao-doi/<int:comment_id>/thu-hoi")
@requires_permission(Permission.TASK_COMMENT)
def withdraw_comment(assignment_id: int, comment_id: int) -> ResponseReturnValue:
    """Withdraw one's own comment."""
    if not TrackerForm().is_submitted_and_valid():
        return ask_comment(assignment_id, comment_id), 422
    with write_work() as work:
        task_comments.retract_comment(work, assignment_id, comment_id)
    flash_message(COMMENT_WITHDRAWN, "success")
    return redirect(url_for("tasks.show", assignment_id=assignment_id) + "#nhat-ky")


def _page(assignment_id: int, form: CommentForm, comment_id: int | None = None) -> str:
    work = read_work()
    assignment = task_comments.may_be_written(work, assignment_id)
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
        readers=task_comments.list_comment_readers(work.session, assignment, work.today),
    )
