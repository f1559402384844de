"""The page of every verb: look, ask, carry out once, and say who was faster.

Each page of the table of verbs is registered here under its endpoint, with its permission and its form.

The blueprint that the pages of tasks share.

What pages say of files that were changed before they were stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Reason, Refusal
from tracker.law.lifecycle import Action
from tracker.tasks import detail as task_detail, evidence
from tracker.tasks.detail import TaskView
from tracker.tasks.evidence import HeldUploads
from tracker.tasks.forms import actions as forms_actions, occurrences as forms_occurrences, transfer as forms_transfer
from tracker.tasks.forms.page import PAGE_FORMS, TaskForm
from tracker.tasks.labels import FILE_CHANGES
from tracker.tasks.verbs import VERBS
from tracker.tasks.views.timeline import TimelineEntry, build_timeline_entries
from tracker.web.errors import status_of
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work
from tracker.web.responses import get_file_store, get_upload_limits

blueprint = Blueprint("tasks", __name__)


def flash_file_changes(held: HeldUploads) -> None:
    """Say on the next page which files were not kept as they came, and what was done to them."""
    for file, change in held.changes:
        flash_message(FILE_CHANGES[change].format(file=file), "info")


FORM_MODULES = (forms_actions, forms_occurrences, forms_transfer)
"""Where the forms of the pages stand: importing them makes `PAGE_FORMS` whole."""

ELSEWHERE = frozenset({Reason.NOT_FOUND, Reason.NOT_ALLOWED})
"""Refusals that are a page of their own: there is nothing to put right in the form."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody was faster: what was written down since the person looked."""

    newer: Sequence[TimelineEntry]


def show_action_page(action: Action, form_class: type[TaskForm], assignment_id: int) -> ResponseReturnValue:
    """Show the page of an action, or carry it out and go back to the task.

    A refusal leaves everything typed in the form. A lost race answers 409 with both intervals; the form then
    carries the present version, so that sending it again is deliberate.
    """
    seen = task_detail.view_assignment(read_work(), assignment_id)
    form = form_class.of(seen)
    action = form.get_action(action)
    if not form.is_submitted():
        closed = _closed(seen, action)
        if closed is not None:
            flash_message(describe_refusal(closed), "warning")
            return _back(assignment_id)
        form.look_at(seen)
        return _page(seen, action, form)
    if not form.is_submitted_and_valid():
        return _page(seen, action, form), 422
    limits = get_upload_limits()
    try:
        with (
            evidence.hold_uploads(get_file_store(), form.uploads(), limits) as held,
            write_work(form.request_name()) as work,
        ):
            form.carry_out(work, assignment_id, held.files)
            evidence.check_evidence_limits(work, assignment_id, held.files, limits)
            work.after_commit.append(held.keep)
    except Refusal as refusal:
        if refusal.reason in ELSEWHERE:
            raise
        return _refused(assignment_id, action, form, refusal)
    flash_message(VERBS[action].done, "success")
    flash_file_changes(held)
    return _back(assignment_id)


def _refused(assignment_id: int, action: Action, form: TaskForm, refusal: Refusal) -> ResponseReturnValue:
    seen = task_detail.view_assignment(read_work(), assignment_id)
    form.show(refusal)
    conflict = None
    if refusal.reason is Reason.STALE:
        newer = seen.events[form.lines_seen() :]
        conflict = Conflict(build_timeline_entries(newer, read_work().session))
        form.look_at(seen)
    return _page(seen, action, form, conflict), status_of(refusal)


def _page(seen: TaskView, action: Action, form: TaskForm, conflict: Conflict | None = None) -> str:
    return render_template(
        form.template,
        seen=seen,
        assignment=seen.assignment,
        task=seen.assignment.task,
        form=form,
        here=request.path,
        is_open=action in seen.actions,
        conflict=conflict,
    )


def _back(assignment_id: int) -> ResponseReturnValue:
    return redirect(url_for("tasks.show", assignment_id=assignment_id))


def _closed(seen: TaskView, action: Action) -> Refusal | None:
    """Return why an action is not open to this person now; raise NOT_ALLOWED when it never is."""
    if action in seen.actions:
        return None
    if action not in seen.closed:
        raise Refusal(Reason.NOT_ALLOWED)
    return seen.closed[action]


for _verb in VERBS.values():
    for _endpoint, _page_of_verb, _needed in _verb.list_pages():
        blueprint.add_url_rule(
            f"/nhiem-vu/<int:assignment_id>/{_page_of_verb.address}",
            _endpoint,
            requires_permission(_needed)(partial(show_action_page, _verb.action, PAGE_FORMS[_endpoint])),
            methods=["GET", "POST"],
        )
