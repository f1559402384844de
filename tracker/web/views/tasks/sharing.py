"""The work split: who does it, what coordinating units are asked for, and what they hand in; one's own list."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission
from tracker.services import tasks
from tracker.services.tasks.sharing import colleagues
from tracker.store import tasks as task_store
from tracker.web.forms.task_moves import ReasonForm
from tracker.web.forms.task_shares import DivideForm, EntrustForm, ReceiveForm
from tracker.web.guards import requires
from tracker.web.views.tasks.acting import look, perform
from tracker.web.views.tasks.pages import blueprint
from tracker.web.work import reading


@blueprint.get("/nhiem-vu/cua-toi")
@requires(Permission.TASK_ENTRUST)
def mine() -> ResponseReturnValue:
    """List the open work that is entrusted to the person who looks."""
    work = reading()
    found = task_store.entrusted_to(work.session, work.actor.user_id or 0)
    return render_template("tasks/mine.html", assignments=found)


@blueprint.route("/nhiem-vu/<int:assignment_id>/phan-cong", methods=["GET", "POST"])
@requires(Permission.TASK_ENTRUST)
def entrust(assignment_id: int) -> ResponseReturnValue:
    """Say who in the unit does the work."""
    seen = look(assignment_id)
    form = EntrustForm(person=str(seen.assignment.person_id or ""))
    form.offer(colleagues(reading(), seen.assignment))
    return perform(
        seen,
        Action.ENTRUST,
        form,
        lambda work, files: tasks.entrust(
            work,
            assignment_id,
            person_id=form.person_id(),
            note=form.note.data or "",
            version=form.version_seen(),
        ),
        "tasks/entrust.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/phan-viec", methods=["GET", "POST"])
@requires(Permission.COORDINATION_LEAD)
def divide(assignment_id: int) -> ResponseReturnValue:
    """Tell a coordinating unit what is asked of it and by when."""
    seen = look(assignment_id)
    form = DivideForm(share=seen.assignment.share, due_on=seen.assignment.due_on)
    return perform(
        seen,
        Action.DIVIDE,
        form,
        lambda work, files: tasks.divide(
            work,
            assignment_id,
            share=form.share.data or "",
            due_on=form.due_on.data,
            version=form.version_seen(),
        ),
        "tasks/divide.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/nhan-ket-qua", methods=["GET", "POST"])
@requires(Permission.COORDINATION_LEAD)
def receive_share(assignment_id: int) -> ResponseReturnValue:
    """Receive what a coordinating unit reported."""
    form = ReceiveForm()
    return perform(
        look(assignment_id),
        Action.CONFIRM,
        form,
        lambda work, files: tasks.receive_share(
            work, assignment_id, note=form.note.data or "", version=form.version_seen()
        ),
        "tasks/receive_share.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/tra-ket-qua", methods=["GET", "POST"])
@requires(Permission.COORDINATION_LEAD)
def return_share(assignment_id: int) -> ResponseReturnValue:
    """Send back what a coordinating unit reported."""
    form = ReasonForm()
    return perform(
        look(assignment_id),
        Action.SEND_BACK,
        form,
        lambda work, files: tasks.return_share(
            work, assignment_id, note=form.note.data or "", version=form.version_seen()
        ),
        "tasks/return_share.html",
    )
