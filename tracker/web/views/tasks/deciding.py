"""What those who gave the task decide: confirm, send back, more time or not, withdraw, attest."""

from __future__ import annotations

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission
from tracker.services import tasks
from tracker.services.tasks import NewFile
from tracker.transaction import Work
from tracker.web.clockwork import today
from tracker.web.forms.tasks import AttestForm, ConfirmForm, ExtensionDecisionForm, SendBackForm, WithdrawForm
from tracker.web.guards import requires
from tracker.web.views.tasks.acting import look, perform
from tracker.web.views.tasks.pages import blueprint


@blueprint.route("/nhiem-vu/<int:assignment_id>/xac-nhan", methods=["GET", "POST"])
@requires(Permission.TASK_CONFIRM)
def confirm(assignment_id: int) -> ResponseReturnValue:
    """Confirm a report of completion, with the report and its files on the page."""
    form = ConfirmForm()

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        tasks.confirm(
            work,
            assignment_id,
            note=form.note.data or "",
            late_report_seen=bool(form.late_report_seen.data),
            version=form.version_seen(),
        )

    return perform(look(assignment_id), Action.CONFIRM, form, carry_out, "tasks/confirm.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/tra-lai", methods=["GET", "POST"])
@requires(Permission.TASK_CONFIRM)
def send_back(assignment_id: int) -> ResponseReturnValue:
    """Send a report back with the reason."""
    form = SendBackForm()

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        tasks.send_back(work, assignment_id, note=form.note.data or "", version=form.version_seen())

    return perform(look(assignment_id), Action.SEND_BACK, form, carry_out, "tasks/send_back.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/gia-han", methods=["GET", "POST"])
@requires(Permission.EXTENSION_DECIDE)
def decide_extension(assignment_id: int) -> ResponseReturnValue:
    """Grant the open request for more time, to the day asked or to another, or refuse it."""
    form = ExtensionDecisionForm()
    refuses = form.verdict.data == form.REFUSE

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        note, version = form.note.data or "", form.version_seen()
        if refuses:
            tasks.refuse_extension(work, assignment_id, note=note, version=version)
        else:
            other_day = form.due_on.data if form.verdict.data == form.OTHER_DAY else None
            tasks.grant_extension(work, assignment_id, due_on=other_day, note=note, version=version)

    action = Action.REFUSE_EXTENSION if refuses else Action.GRANT_EXTENSION
    return perform(look(assignment_id), action, form, carry_out, "tasks/decide_extension.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/thu-hoi", methods=["GET", "POST"])
@requires(Permission.TASK_WITHDRAW)
def withdraw(assignment_id: int) -> ResponseReturnValue:
    """Withdraw an assignment; it stays on record, outside every total."""
    form = WithdrawForm(effective_on=today())

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        tasks.withdraw(
            work,
            assignment_id,
            note=form.note.data or "",
            document=form.document.data or "",
            effective_on=form.effective_on.data,
            version=form.version_seen(),
        )

    return perform(look(assignment_id), Action.WITHDRAW, form, carry_out, "tasks/withdraw.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/danh-dau-dat", methods=["GET", "POST"])
@requires(Permission.TASK_ATTEST)
def attest(assignment_id: int) -> ResponseReturnValue:
    """Mark a duty without an end of its own as met up to a day."""
    form = AttestForm(effective_on=today())

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        assert form.effective_on.data is not None  # InputRequired has run
        tasks.attest(
            work,
            assignment_id,
            effective_on=form.effective_on.data,
            note=form.note.data or "",
            document=form.document.data or "",
            version=form.version_seen(),
        )

    return perform(look(assignment_id), Action.ATTEST, form, carry_out, "tasks/attest.html")
