"""Acting on many tasks at once: ticked in a list, looked at on one page, carried out one by one."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from tracker.extensions import db
from tracker.rules.permissions import Permission, require, scope
from tracker.rules.selecting import Count
from tracker.services import many, tasks
from tracker.transaction import Work
from tracker.web import clockwork, task_lists
from tracker.web.forms.many import late_reports_seen, list_left, takes_all, ticked, verb_named
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.many_verbs import MANY_VERBS, ManyVerb, open_to
from tracker.web.session import current_actor
from tracker.web.views.tasks.pages import blueprint
from tracker.web.work import reading
from tracker.wording.refusals import explain
from tracker.wording.sentence import say

NOTHING_TICKED = say("Đánh dấu ít nhất một nhiệm vụ và chọn việc cần làm.")


@blueprint.post("/nhiem-vu/nhieu-viec")
@requires(Permission.TASK_READ)
def many_look() -> ResponseReturnValue:
    """Show what will happen to how many, and ask what it takes; nothing is written yet."""
    verb = MANY_VERBS.get(verb_named())
    numbers = _ticked(reading())
    if verb is None or not numbers:
        flash(NOTHING_TICKED, "warning")
        return redirect(f"{url_for('tasks.index')}?{list_left()}")
    _require(verb)
    return _page(verb, verb.form(), numbers)


@blueprint.post("/nhiem-vu/nhieu-viec/thuc-hien")
@requires(Permission.TASK_READ)
def many_act() -> ResponseReturnValue:
    """Act on each of the ticked and say what became of it; the refused ones stay ticked."""
    verb = MANY_VERBS.get(verb_named())
    if verb is None:
        flash(NOTHING_TICKED, "warning")
        return redirect(url_for("tasks.index"))
    _require(verb)
    form = verb.form()
    chosen = form.chosen()
    if not chosen or not form.is_submitted_and_valid():
        return _page(verb, form, list(chosen)), 422
    answers = many.carry_out(
        db.session(), current_actor(), clockwork.clock(), form.batch.data or "", chosen, verb.act(form)
    )
    rows = {each.assignment.id: each for each in many.looked_at(reading(), list(chosen))}
    return render_template(
        "tasks/many_done.html",
        verb=verb,
        verbs=open_to(current_actor()),
        back=list_left(),
        done=sum(answer.refusal is None for answer in answers),
        refused=sum(answer.refusal is not None for answer in answers),
        lines=[
            (rows[answer.assignment_id].assignment, answer, explain(answer.refusal) if answer.refusal else "")
            for answer in answers
            if answer.assignment_id in rows
        ],
    )


def _page(verb: ManyVerb, form: object, numbers: list[int]) -> str:
    late = late_reports_seen()
    return render_template(
        "tasks/many_look.html",
        verb=verb,
        form=form,
        rows=many.looked_at(reading(), numbers),
        late=late,
        back=list_left(),
    )


def _ticked(work: Work) -> list[int]:
    """Return the assignments ticked, or all of the list in the address it came from."""
    if takes_all():
        address = MultiDict(parse_qsl(list_left()))
        selection = task_lists.asked(work, address).selection.narrowed(count=Count.ASSIGNMENTS)
        return [row.assignment_id for row in tasks.listed(work, selection, after=None, limit=many.MOST).rows]
    return ticked()


def _require(verb: ManyVerb) -> None:
    """Refuse somebody who may do this with no task at all; each task is asked about again when it is its turn."""
    if not scope(current_actor(), verb.permission):
        require(current_actor(), verb.permission)
