"""Acting on many tasks at once: ticked in a list, looked at on one page, carried out one by one."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from tracker.core.i18n import make_message
from tracker.core.refusal_sentences import describe_refusal
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Actor, Permission, get_permission_scope, require_permission
from tracker.tasks import lists as task_lists
from tracker.tasks.actions import access as actions_access
from tracker.tasks.forms.bulk import (
    BULK_FORMS,
    BulkForm,
    late_reports_seen,
    list_left,
    read_ticked_ids,
    takes_all,
    verb_named,
)
from tracker.tasks.selection import Count
from tracker.tasks.verbs import VERBS
from tracker.tasks.views import list_request
from tracker.tasks.views.action_page import blueprint
from tracker.web import request as web_request
from tracker.web.language import flash_message
from tracker.web.request import current_actor, read_work, requires_permission


def list_permitted_verbs(actor: Actor) -> list[type[BulkForm]]:
    """Return what somebody may do with tasks of some origin or unit."""
    return [form for form in BULK_FORMS.values() if get_permission_scope(actor, VERBS[form.action].permission)]


NOTHING_TICKED = make_message("Đánh dấu ít nhất một nhiệm vụ và chọn việc cần làm.")


@blueprint.post("/nhiem-vu/nhieu-viec")
@requires_permission(Permission.TASK_READ)
def many_look() -> ResponseReturnValue:
    """Show what will happen to how many, and ask what it takes; nothing is written yet."""
    verb = BULK_FORMS.get(verb_named())
    numbers = _ticked(read_work())
    if verb is None or not numbers:
        flash_message(NOTHING_TICKED, "warning")
        return redirect(f"{url_for('tasks.index')}?{list_left()}")
    _require(verb)
    return _page(verb.of(), numbers)


@blueprint.post("/nhiem-vu/nhieu-viec/thuc-hien")
@requires_permission(Permission.TASK_READ)
def many_act() -> ResponseReturnValue:
    """Act on each of the ticked and say what became of it; the refused ones stay ticked."""
    verb = BULK_FORMS.get(verb_named())
    if verb is None:
        flash_message(NOTHING_TICKED, "warning")
        return redirect(url_for("tasks.index"))
    _require(verb)
    form = verb.of()
    chosen = form.chosen()
    if not chosen or not form.is_submitted_and_valid():
        return _page(form, list(chosen)), 422
    answers = actions_access.run_bulk_action(
        db.session(), current_actor(), web_request.get_clock(), form.batch.data or "", chosen, form.carry_out
    )
    rows = {each.assignment.id: each for each in actions_access.list_bulk_candidates(read_work(), list(chosen))}
    return render_template(
        "tasks/many_done.html",
        verb=verb,
        verbs=list_permitted_verbs(current_actor()),
        back=list_left(),
        done=sum(answer.refusal is None for answer in answers),
        refused=sum(answer.refusal is not None for answer in answers),
        lines=[
            (rows[answer.assignment_id].assignment, answer, describe_refusal(answer.refusal) if answer.refusal else "")
            for answer in answers
            if answer.assignment_id in rows
        ],
    )


def _page(form: BulkForm, numbers: list[int]) -> str:
    return render_template(
        "tasks/many_look.html",
        form=form,
        rows=actions_access.list_bulk_candidates(read_work(), numbers),
        late=late_reports_seen(),
        back=list_left(),
    )


def _ticked(work: UnitOfWork) -> list[int]:
    """Return the assignments ticked, or all of the list in the address it came from."""
    if takes_all():
        address = MultiDict(parse_qsl(list_left()))
        selection = list_request.read_list_request(work, address).selection.narrowed(count=Count.ASSIGNMENTS)
        return [
            row.assignment_id
            for row in task_lists.list_tasks(work, selection, after=None, limit=actions_access.MOST_BULK_TASKS).rows
        ]
    return read_ticked_ids()


def _require(verb: type[BulkForm]) -> None:
    """Refuse somebody who may do this with no task at all; each task is asked about again when it is its turn."""
    needed = VERBS[verb.action].permission
    if not get_permission_scope(current_actor(), needed):
        require_permission(current_actor(), needed)
