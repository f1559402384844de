"""What all pages that act on a task share: look, ask, carry out once, and say who was faster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.lifecycle import Action
from tracker.rules.refusals import Reason, Refusal
from tracker.services import evidence, tasks
from tracker.services.tasks import NewFile, TaskView
from tracker.transaction import Work
from tracker.web.diary_lines import Line, lines
from tracker.web.errors import status_of
from tracker.web.forms.tasks import TaskForm
from tracker.web.language import flash
from tracker.web.room import limits, shelf, tell_changes
from tracker.web.work import reading, writing
from tracker.wording.refusals import explain
from tracker.wording.tasks import DONE_NOTICES

CarryOut = Callable[[Work, Sequence[NewFile]], object]

ELSEWHERE = frozenset({Reason.NOT_FOUND, Reason.NOT_ALLOWED})
"""Refusals that are a page of their own: there is nothing to put right in the form."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody was faster: what was written down since the person looked."""

    newer: Sequence[Line]


def look(assignment_id: int) -> TaskView:
    """Return the task an action is about, for somebody who may see it."""
    return tasks.view(reading(), assignment_id)


def perform(
    seen: TaskView, action: Action, form: TaskForm, carry_out: CarryOut, template: str
) -> ResponseReturnValue:
    """Show the page of an action, or carry it out and go back to the task.

    A refusal leaves everything typed in the form. A lost race answers 409 with both standings; the form then
    carries the present version, so that sending it again is deliberate.
    """
    assignment_id = seen.assignment.id
    if not form.is_submitted():
        closed = _closed(seen, action)
        if closed is not None:
            flash(explain(closed), "warning")
            return _back(assignment_id)
        form.look_at(seen)
        return _page(template, seen, action, form)
    if not form.is_submitted_and_valid():
        return _page(template, seen, action, form), 422
    room = limits()
    try:
        with (
            evidence.held(shelf(), form.uploads(), room) as held,
            writing(form.request_name()) as work,
        ):
            carry_out(work, held.files)
            evidence.check_room(work, assignment_id, held.files, room)
            work.after_commit.append(held.keep)
    except Refusal as refusal:
        if refusal.reason in ELSEWHERE:
            raise
        return _refused(assignment_id, action, form, refusal, template)
    flash(DONE_NOTICES[action], "success")
    tell_changes(held)
    return _back(assignment_id)


def _refused(
    assignment_id: int, action: Action, form: TaskForm, refusal: Refusal, template: str
) -> ResponseReturnValue:
    seen = look(assignment_id)
    form.show(refusal)
    conflict = None
    if refusal.reason is Reason.STALE:
        newer = seen.events[form.lines_seen() :]
        conflict = Conflict(lines(newer, reading().session))
        form.look_at(seen)
    return _page(template, seen, action, form, conflict), status_of(refusal)


def _page(
    template: str, seen: TaskView, action: Action, form: TaskForm, conflict: Conflict | None = None
) -> str:
    return render_template(
        template,
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
