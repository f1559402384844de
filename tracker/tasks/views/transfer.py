"""Tasks that change their unit or leave the totals: given back, handed over, merged, transferred, cancelled.

The work split: who does it, what coordinating units are asked for, and what they hand in; one's own list.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.law.permissions import Permission
from tracker.office import units
from tracker.tasks import detail as task_detail, queries as task_queries
from tracker.tasks.actions import assignment, transfer as actions_transfer
from tracker.tasks.actions.assignment import list_colleagues
from tracker.tasks.evidence import NewFile
from tracker.tasks.forms.transfer import (
    CancelTaskForm,
    DeclineForm,
    DivideForm,
    EntrustForm,
    MergeForm,
    ReasonForm,
    ReassignForm,
    ReceiveForm,
    TransferForm,
)
from tracker.tasks.views.action_page import get_action_task, perform_action
from tracker.tasks.views.blueprint import blueprint
from tracker.web.guards import requires_permission
from tracker.web.request import get_request_day, read_work


@blueprint.route("/nhiem-vu/<int:assignment_id>/de-nghi-tra-lai", methods=["GET", "POST"])
@requires_permission(Permission.TASK_DECLINE)
def decline(assignment_id: int) -> ResponseReturnValue:
    """Ask to give an assignment back that is not this unit's."""
    seen, form = get_action_task(assignment_id), DeclineForm()
    form.offer(
        unit for unit in units.list_unit_choices(read_work(), get_request_day()) if unit.id != seen.assignment.unit_id
    )
    return perform_action(
        seen,
        Action.DECLINE,
        form,
        lambda work, files: actions_transfer.decline_assignment(
            work,
            assignment_id,
            note=form.note.data or "",
            suggested_unit_id=form.unit_id(),
            version=form.version_seen(),
        ),
        "tasks/decline.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/khong-dong-y-tra-lai", methods=["GET", "POST"])
@requires_permission(Permission.TASK_REASSIGN)
def refuse_decline(assignment_id: int) -> ResponseReturnValue:
    """Leave a declined assignment with its unit."""
    form = ReasonForm()
    return perform_action(
        get_action_task(assignment_id),
        Action.REFUSE_DECLINE,
        form,
        lambda work, files: actions_transfer.reject_decline(
            work, assignment_id, note=form.note.data or "", version=form.version_seen()
        ),
        "tasks/refuse_decline.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/chuyen-don-vi", methods=["GET", "POST"])
@requires_permission(Permission.TASK_REASSIGN)
def reassign(assignment_id: int) -> ResponseReturnValue:
    """Hand an assignment over to another unit, first of all the one that its unit suggested."""
    seen = get_action_task(assignment_id)
    form = ReassignForm(unit=_suggested(seen))
    form.offer(
        unit for unit in units.list_unit_choices(read_work(), get_request_day()) if unit.id != seen.assignment.unit_id
    )
    return perform_action(
        seen,
        Action.REASSIGN,
        form,
        lambda work, files: actions_transfer.reassign_assignment(
            work,
            assignment_id,
            unit_id=int(form.unit.data),
            note=form.note.data or "",
            document=form.document.data or "",
            version=form.version_seen(),
        ),
        "tasks/reassign.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/khong-thuc-hien", methods=["GET", "POST"])
@requires_permission(Permission.TASK_CANCEL)
def cancel(assignment_id: int) -> ResponseReturnValue:
    """Stop an assignment for good, by a paper."""
    form = CancelTaskForm()

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        assert form.document_on.data is not None  # InputRequired has run
        actions_transfer.cancel_assignment(
            work,
            assignment_id,
            note=form.note.data or "",
            document=form.document.data or "",
            document_on=form.document_on.data,
            version=form.version_seen(),
        )

    return perform_action(get_action_task(assignment_id), Action.CANCEL, form, carry_out, "tasks/cancel.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/ban-giao", methods=["GET", "POST"])
@requires_permission(Permission.TASK_TRANSFER)
def transfer(assignment_id: int) -> ResponseReturnValue:
    """Hand an assignment to a body outside the authority."""
    form = TransferForm()
    return perform_action(
        get_action_task(assignment_id),
        Action.TRANSFER,
        form,
        lambda work, files: actions_transfer.transfer_assignment(
            work,
            assignment_id,
            body=form.body.data or "",
            note=form.note.data or "",
            document=form.document.data or "",
            version=form.version_seen(),
        ),
        "tasks/transfer.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/nhap-nhiem-vu", methods=["GET", "POST"])
@requires_permission(Permission.TASK_MERGE)
def merge(assignment_id: int) -> ResponseReturnValue:
    """Merge a duplicate into another assignment of the same unit."""
    seen, form = get_action_task(assignment_id), MergeForm()
    form.offer(task_queries.list_replacements(read_work().session, seen.assignment))
    return perform_action(
        seen,
        Action.MERGE,
        form,
        lambda work, files: actions_transfer.merge_assignment(
            work, assignment_id, into_id=int(form.into.data), note=form.note.data or "", version=form.version_seen()
        ),
        "tasks/merge.html",
    )


def _suggested(seen: task_detail.TaskView) -> str | None:
    """Return the unit that the latest wish to give the work back names."""
    wishes = [event for event in seen.events if event.action is Action.DECLINE]
    unit_id = wishes[-1].details.get("suggested_unit_id") if wishes else None
    return None if unit_id is None else str(unit_id)


@blueprint.get("/nhiem-vu/cua-toi")
@requires_permission(Permission.TASK_ENTRUST)
def mine() -> ResponseReturnValue:
    """List the open work that is entrusted to the person who looks."""
    work = read_work()
    found = task_queries.list_entrusted_assignments(work.session, work.actor.user_id or 0)
    return render_template("tasks/mine.html", assignments=found)


@blueprint.route("/nhiem-vu/<int:assignment_id>/phan-cong", methods=["GET", "POST"])
@requires_permission(Permission.TASK_ENTRUST)
def entrust(assignment_id: int) -> ResponseReturnValue:
    """Say who in the unit does the work."""
    seen = get_action_task(assignment_id)
    form = EntrustForm(person=str(seen.assignment.person_id or ""))
    form.offer(list_colleagues(read_work(), seen.assignment))
    return perform_action(
        seen,
        Action.ENTRUST,
        form,
        lambda work, files: assignment.entrust_assignment(
            work, assignment_id, person_id=form.person_id(), note=form.note.data or "", version=form.version_seen()
        ),
        "tasks/entrust.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/phan-viec", methods=["GET", "POST"])
@requires_permission(Permission.COORDINATION_LEAD)
def divide(assignment_id: int) -> ResponseReturnValue:
    """Tell a coordinating unit what is asked of it and by when."""
    seen = get_action_task(assignment_id)
    form = DivideForm(share=seen.assignment.share, due_on=seen.assignment.due_on)
    return perform_action(
        seen,
        Action.DIVIDE,
        form,
        lambda work, files: assignment.request_share(
            work, assignment_id, share=form.share.data or "", due_on=form.due_on.data, version=form.version_seen()
        ),
        "tasks/divide.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/nhan-ket-qua", methods=["GET", "POST"])
@requires_permission(Permission.COORDINATION_LEAD)
def receive_share(assignment_id: int) -> ResponseReturnValue:
    """Receive what a coordinating unit reported."""
    form = ReceiveForm()
    return perform_action(
        get_action_task(assignment_id),
        Action.CONFIRM,
        form,
        lambda work, files: assignment.accept_share(
            work, assignment_id, note=form.note.data or "", version=form.version_seen()
        ),
        "tasks/receive_share.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/tra-ket-qua", methods=["GET", "POST"])
@requires_permission(Permission.COORDINATION_LEAD)
def return_share(assignment_id: int) -> ResponseReturnValue:
    """Send back what a coordinating unit reported."""
    form = ReasonForm()
    return perform_action(
        get_action_task(assignment_id),
        Action.SEND_BACK,
        form,
        lambda work, files: assignment.return_share_report(
            work, assignment_id, note=form.note.data or "", version=form.version_seen()
        ),
        "tasks/return_share.html",
    )
