"""What the unit does with its task: accept, progress, report complete, ask for time."""

from __future__ import annotations

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission
from tracker.services import tasks
from tracker.services.tasks import NewFile
from tracker.transaction import Work
from tracker.web.clockwork import today
from tracker.web.forms.tasks import AcceptForm, ExtensionRequestForm, ProgressForm, SubmitForm
from tracker.web.guards import requires
from tracker.web.views.tasks.acting import look, perform
from tracker.web.views.tasks.pages import blueprint


@blueprint.route("/nhiem-vu/<int:assignment_id>/tiep-nhan", methods=["GET", "POST"])
@requires(Permission.TASK_ACCEPT)
def accept(assignment_id: int) -> ResponseReturnValue:
    """Accept an assignment; its button stands on the task's page too."""
    form = AcceptForm()

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        tasks.accept(work, assignment_id, version=form.version_seen())

    return perform(look(assignment_id), Action.ACCEPT, form, carry_out, "tasks/accept.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/tien-do", methods=["GET", "POST"])
@requires(Permission.TASK_PROGRESS)
def report_progress(assignment_id: int) -> ResponseReturnValue:
    """Write down how far the work is."""
    seen = look(assignment_id)
    form = ProgressForm(percent=seen.assignment.progress or None, quantity=seen.assignment.quantity)
    counts = seen.assignment.task.quantity_target is not None
    if counts:
        del form.percent
    else:
        del form.quantity

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        tasks.report_progress(
            work,
            assignment_id,
            note=form.note.data or "",
            percent=None if counts else form.percent.data,
            quantity=form.quantity.data if counts else None,
            difficulties=form.difficulties.data or "",
            proposals=form.proposals.data or "",
            files=files,
            version=form.version_seen(),
        )

    return perform(seen, Action.REPORT_PROGRESS, form, carry_out, "tasks/report_progress.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/bao-cao", methods=["GET", "POST"])
@requires(Permission.TASK_SUBMIT)
def submit(assignment_id: int) -> ResponseReturnValue:
    """Report an assignment complete."""
    seen = look(assignment_id)
    form = SubmitForm(done_on=today())
    counts = seen.assignment.task.quantity_target is not None
    if not counts:
        del form.quantity

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        assert form.done_on.data is not None  # InputRequired has run
        tasks.submit(
            work,
            assignment_id,
            done_on=form.done_on.data,
            note=form.note.data or "",
            document=form.document.data or "",
            document_on=form.document_on.data,
            quantity=form.quantity.data if counts else None,
            files=files,
            version=form.version_seen(),
        )

    return perform(seen, Action.SUBMIT, form, carry_out, "tasks/submit.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/xin-gia-han", methods=["GET", "POST"])
@requires(Permission.EXTENSION_REQUEST)
def request_extension(assignment_id: int) -> ResponseReturnValue:
    """Ask for a later deadline."""
    form = ExtensionRequestForm()

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        assert form.to_due_on.data is not None  # InputRequired has run
        tasks.request_extension(
            work,
            assignment_id,
            to_due_on=form.to_due_on.data,
            reason=form.note.data or "",
            version=form.version_seen(),
        )

    return perform(
        look(assignment_id), Action.REQUEST_EXTENSION, form, carry_out, "tasks/request_extension.html"
    )
