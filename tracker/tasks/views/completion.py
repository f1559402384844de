"""What those who gave the task decide: confirm, send back, more time or not, withdraw, attest.

What the unit does with its task: accept, progress, report complete, ask for time.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.law.permissions import Permission
from tracker.tasks.actions import completion as actions_completion, deadline, transfer as actions_transfer
from tracker.tasks.evidence import NewFile
from tracker.tasks.forms.actions import (
    AcceptForm,
    AttestForm,
    ConfirmCompletionForm,
    ExtensionDecisionForm,
    ExtensionRequestForm,
    ProgressForm,
    SendBackForm,
    SubmitForm,
    WithdrawForm,
)
from tracker.tasks.views.action_page import get_action_task, perform_action
from tracker.tasks.views.blueprint import blueprint
from tracker.web.guards import requires_permission
from tracker.web.request import get_request_day


@blueprint.route("/nhiem-vu/<int:assignment_id>/xac-nhan", methods=["GET", "POST"])
@requires_permission(Permission.TASK_CONFIRM)
def confirm(assignment_id: int) -> ResponseReturnValue:
    """Confirm a report of completion, with the report and its files on the page."""
    form = ConfirmCompletionForm()

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        actions_completion.confirm_completion(
            work,
            assignment_id,
            note=form.note.data or "",
            late_report_seen=bool(form.late_report_seen.data),
            version=form.version_seen(),
        )

    return perform_action(get_action_task(assignment_id), Action.CONFIRM, form, carry_out, "tasks/confirm.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/tra-lai", methods=["GET", "POST"])
@requires_permission(Permission.TASK_CONFIRM)
def send_back(assignment_id: int) -> ResponseReturnValue:
    """Send a report back with the reason."""
    form = SendBackForm()

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        actions_completion.return_completion(
            work, assignment_id, note=form.note.data or "", version=form.version_seen()
        )

    return perform_action(get_action_task(assignment_id), Action.SEND_BACK, form, carry_out, "tasks/send_back.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/gia-han", methods=["GET", "POST"])
@requires_permission(Permission.EXTENSION_DECIDE)
def decide_extension(assignment_id: int) -> ResponseReturnValue:
    """Grant the open request for more time, to the day asked or to another, or refuse it."""
    form = ExtensionDecisionForm()
    refuses = form.verdict.data == form.REFUSE

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        note, version = form.note.data or "", form.version_seen()
        if refuses:
            deadline.refuse_extension(work, assignment_id, note=note, version=version)
        else:
            other_day = form.due_on.data if form.verdict.data == form.OTHER_DAY else None
            deadline.grant_extension(work, assignment_id, due_on=other_day, note=note, version=version)

    action = Action.REFUSE_EXTENSION if refuses else Action.GRANT_EXTENSION
    return perform_action(get_action_task(assignment_id), action, form, carry_out, "tasks/decide_extension.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/thu-hoi", methods=["GET", "POST"])
@requires_permission(Permission.TASK_WITHDRAW)
def withdraw(assignment_id: int) -> ResponseReturnValue:
    """Withdraw an assignment; it stays on record, outside every total."""
    form = WithdrawForm(effective_on=get_request_day())

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        actions_transfer.withdraw_assignment(
            work,
            assignment_id,
            note=form.note.data or "",
            document=form.document.data or "",
            effective_on=form.effective_on.data,
            version=form.version_seen(),
        )

    return perform_action(get_action_task(assignment_id), Action.WITHDRAW, form, carry_out, "tasks/withdraw.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/danh-dau-dat", methods=["GET", "POST"])
@requires_permission(Permission.TASK_ATTEST)
def attest(assignment_id: int) -> ResponseReturnValue:
    """Mark a duty without an end of its own as met up to a day."""
    form = AttestForm(effective_on=get_request_day())

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        assert form.effective_on.data is not None  # InputRequired has run
        actions_completion.attest_assignment(
            work,
            assignment_id,
            effective_on=form.effective_on.data,
            note=form.note.data or "",
            document=form.document.data or "",
            version=form.version_seen(),
        )

    return perform_action(get_action_task(assignment_id), Action.ATTEST, form, carry_out, "tasks/attest.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/tiep-nhan", methods=["GET", "POST"])
@requires_permission(Permission.TASK_ACCEPT)
def accept(assignment_id: int) -> ResponseReturnValue:
    """Accept an assignment; its button stands on the task's page too."""
    form = AcceptForm()

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        actions_completion.accept_assignment(work, assignment_id, version=form.version_seen())

    return perform_action(get_action_task(assignment_id), Action.ACCEPT, form, carry_out, "tasks/accept.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/tien-do", methods=["GET", "POST"])
@requires_permission(Permission.TASK_PROGRESS)
def report_progress(assignment_id: int) -> ResponseReturnValue:
    """Write down how far the work is."""
    seen = get_action_task(assignment_id)
    form = ProgressForm(percent=seen.assignment.progress or None, quantity=seen.assignment.quantity)
    counts = seen.assignment.task.quantity_target is not None
    if counts:
        del form.percent
    else:
        del form.quantity

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        actions_completion.record_progress(
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

    return perform_action(seen, Action.REPORT_PROGRESS, form, carry_out, "tasks/report_progress.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/bao-cao", methods=["GET", "POST"])
@requires_permission(Permission.TASK_SUBMIT)
def submit(assignment_id: int) -> ResponseReturnValue:
    """Report an assignment complete."""
    seen = get_action_task(assignment_id)
    form = SubmitForm(done_on=get_request_day())
    counts = seen.assignment.task.quantity_target is not None
    if not counts:
        del form.quantity

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        assert form.done_on.data is not None  # InputRequired has run
        actions_completion.submit_completion(
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

    return perform_action(seen, Action.SUBMIT, form, carry_out, "tasks/submit.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/xin-gia-han", methods=["GET", "POST"])
@requires_permission(Permission.EXTENSION_REQUEST)
def request_extension(assignment_id: int) -> ResponseReturnValue:
    """Ask for a later deadline."""
    form = ExtensionRequestForm()

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        assert form.to_due_on.data is not None  # InputRequired has run
        deadline.submit_extension_request(
            work, assignment_id, to_due_on=form.to_due_on.data, reason=form.note.data or "", version=form.version_seen()
        )

    return perform_action(
        get_action_task(assignment_id), Action.REQUEST_EXTENSION, form, carry_out, "tasks/request_extension.html"
    )
