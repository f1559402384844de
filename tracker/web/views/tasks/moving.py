"""Tasks that change hands or leave the totals: given back, handed over, merged, transferred, cancelled."""

from __future__ import annotations

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission
from tracker.services import entering, tasks
from tracker.services.tasks import NewFile
from tracker.store import tasks as task_store
from tracker.transaction import Work
from tracker.web.clockwork import today
from tracker.web.forms.task_moves import (
    CancelForm,
    DeclineForm,
    MergeForm,
    ReasonForm,
    ReassignForm,
    TransferForm,
)
from tracker.web.guards import requires
from tracker.web.views.tasks.acting import look, perform
from tracker.web.views.tasks.pages import blueprint
from tracker.web.work import reading


@blueprint.route("/nhiem-vu/<int:assignment_id>/de-nghi-tra-lai", methods=["GET", "POST"])
@requires(Permission.TASK_DECLINE)
def decline(assignment_id: int) -> ResponseReturnValue:
    """Ask to give an assignment back that is not this unit's."""
    seen, form = look(assignment_id), DeclineForm()
    form.offer(unit for unit in entering.choices(reading(), today()) if unit.id != seen.assignment.unit_id)
    return perform(
        seen,
        Action.DECLINE,
        form,
        lambda work, files: tasks.decline(
            work,
            assignment_id,
            note=form.note.data or "",
            suggested_unit_id=form.unit_id(),
            version=form.version_seen(),
        ),
        "tasks/decline.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/khong-dong-y-tra-lai", methods=["GET", "POST"])
@requires(Permission.TASK_REASSIGN)
def refuse_decline(assignment_id: int) -> ResponseReturnValue:
    """Leave a declined assignment with its unit."""
    form = ReasonForm()
    return perform(
        look(assignment_id),
        Action.REFUSE_DECLINE,
        form,
        lambda work, files: tasks.refuse_decline(
            work, assignment_id, note=form.note.data or "", version=form.version_seen()
        ),
        "tasks/refuse_decline.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/chuyen-don-vi", methods=["GET", "POST"])
@requires(Permission.TASK_REASSIGN)
def reassign(assignment_id: int) -> ResponseReturnValue:
    """Hand an assignment over to another unit, first of all the one that its unit suggested."""
    seen = look(assignment_id)
    form = ReassignForm(unit=_suggested(seen))
    form.offer(unit for unit in entering.choices(reading(), today()) if unit.id != seen.assignment.unit_id)
    return perform(
        seen,
        Action.REASSIGN,
        form,
        lambda work, files: tasks.reassign(
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
@requires(Permission.TASK_CANCEL)
def cancel(assignment_id: int) -> ResponseReturnValue:
    """Stop an assignment for good, by a paper."""
    form = CancelForm()

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        assert form.document_on.data is not None  # InputRequired has run
        tasks.cancel(
            work,
            assignment_id,
            note=form.note.data or "",
            document=form.document.data or "",
            document_on=form.document_on.data,
            version=form.version_seen(),
        )

    return perform(look(assignment_id), Action.CANCEL, form, carry_out, "tasks/cancel.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/ban-giao", methods=["GET", "POST"])
@requires(Permission.TASK_TRANSFER)
def transfer(assignment_id: int) -> ResponseReturnValue:
    """Hand an assignment to a body outside the authority."""
    form = TransferForm()
    return perform(
        look(assignment_id),
        Action.TRANSFER,
        form,
        lambda work, files: tasks.transfer(
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
@requires(Permission.TASK_MERGE)
def merge(assignment_id: int) -> ResponseReturnValue:
    """Merge a duplicate into another assignment of the same unit."""
    seen, form = look(assignment_id), MergeForm()
    form.offer(task_store.could_replace(reading().session, seen.assignment))
    return perform(
        seen,
        Action.MERGE,
        form,
        lambda work, files: tasks.merge(
            work,
            assignment_id,
            into_id=int(form.into.data),
            note=form.note.data or "",
            version=form.version_seen(),
        ),
        "tasks/merge.html",
    )


def _suggested(seen: tasks.TaskView) -> str | None:
    """Return the unit that the latest wish to give the work back names."""
    wishes = [event for event in seen.events if event.action is Action.DECLINE]
    unit_id = wishes[-1].details.get("suggested_unit_id") if wishes else None
    return None if unit_id is None else str(unit_id)
