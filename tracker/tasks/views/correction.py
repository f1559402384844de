"""From which day a relative or waiting term is counted: receipts by unit, or the event itself.

What is put right or decided apart from the report: suspension, reopening, deadlines, evidence, corrections.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.core.i18n import make_message
from tracker.core.refusals import Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.law.permissions import Permission
from tracker.tasks.actions import assignment, correction as actions_correction, deadline, suspension
from tracker.tasks.actions.correction import may_be_corrected
from tracker.tasks.actions.deadline import TermBeginning
from tracker.tasks.evidence import NewFile
from tracker.tasks.forms.actions import ReceiptsForm, TermEventForm
from tracker.tasks.forms.transfer import (
    CorrectEventForm,
    DeadlineForm,
    EvidenceRuleForm,
    ReasonForm,
    RedateForm,
    ResumeForm,
    SuspendForm,
)
from tracker.tasks.views.action_page import get_action_task, perform_action
from tracker.tasks.views.blueprint import blueprint
from tracker.web.guards import requires_permission
from tracker.web.language import flash_message
from tracker.web.request import get_request_day, read_work, write_work


@blueprint.route("/nhiem-vu/<int:assignment_id>/moc-tinh-han", methods=["GET", "POST"])
@requires_permission(Permission.TASK_ASSIGN)
def begin(assignment_id: int) -> ResponseReturnValue:
    """Ask for the receipts of all units, or for the event their duty waits for; show what moves; write it down."""
    found = deadline.get_term_beginning(read_work(), assignment_id)
    if found.is_each_its_own:
        return _receipts(assignment_id, found)
    return _event(assignment_id, found)


def _receipts(assignment_id: int, found: TermBeginning) -> ResponseReturnValue:
    form = ReceiptsForm.of(found)
    is_shown = False
    if form.is_submitted_and_valid():
        try:
            found = deadline.get_term_beginning(read_work(), assignment_id, form.days())
            if form.looked_at.data == form.shown_days():
                with write_work(form.request_name()) as work:
                    moved = deadline.record_receipts(work, assignment_id, form.days(), note=form.note.data or "")
                    flash_message(
                        make_message("Đã ghi ngày nhận; {moved} hạn được tính lại.", moved=len(moved)), "success"
                    )
                return redirect(url_for("tasks.show", assignment_id=assignment_id))
            form.looked_at.data, is_shown = form.shown_days(), True
        except Refusal as refusal:
            if refusal.field is None:
                raise
            form.show(refusal)
    page = render_template(
        "tasks/receipts.html", form=form, found=found, assignment_id=assignment_id, is_shown=is_shown
    )
    return page, 422 if form.errors else 200


def _event(assignment_id: int, found: TermBeginning) -> ResponseReturnValue:
    form = TermEventForm()
    if form.is_submitted_and_valid():
        assert form.happened_on.data is not None  # InputRequired has run
        try:
            with write_work(form.request_name()) as work:
                dated = deadline.record_event(
                    work,
                    assignment_id,
                    happened_on=form.happened_on.data,
                    note=form.note.data or "",
                    document=form.document.data or "",
                    due_on=form.due_on.data,
                )
                flash_message(
                    make_message("Đã ghi mốc tính hạn; {dated} đơn vị có hạn xử lý.", dated=len(dated)), "success"
                )
            return redirect(url_for("tasks.show", assignment_id=assignment_id))
        except Refusal as refusal:
            if refusal.field is None:
                raise
            form.show(refusal)
    page = render_template("tasks/event.html", form=form, found=found, assignment_id=assignment_id)
    return page, 422 if form.errors else 200


@blueprint.route("/nhiem-vu/<int:assignment_id>/tam-dung", methods=["GET", "POST"])
@requires_permission(Permission.TASK_SUSPEND)
def suspend(assignment_id: int) -> ResponseReturnValue:
    """Let an assignment stand still by a leader's paper, or decide the earlier day that another leader asked for."""
    seen = get_action_task(assignment_id)
    form = SuspendForm(effective_on=seen.suspension_asked_from or get_request_day())
    return perform_action(
        seen,
        Action.SUSPEND,
        form,
        lambda work, files: suspension.suspend_assignment(
            work,
            assignment_id,
            note=form.note.data or "",
            document=form.document.data or "",
            effective_on=form.effective_on.data,
            version=form.version_seen(),
        ),
        "tasks/suspend.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/tiep-tuc", methods=["GET", "POST"])
@requires_permission(Permission.TASK_SUSPEND)
def resume(assignment_id: int) -> ResponseReturnValue:
    """Let an assignment go on, its deadline kept or moved by the days it stood still."""
    seen = get_action_task(assignment_id)
    form = ResumeForm(deadline=ResumeForm.SHIFT if seen.assignment.due_on else ResumeForm.KEEP)
    return perform_action(
        seen,
        Action.RESUME,
        form,
        lambda work, files: suspension.resume_assignment(
            work,
            assignment_id,
            shifts_deadline=form.deadline.data == form.SHIFT,
            note=form.note.data or "",
            version=form.version_seen(),
        ),
        "tasks/resume.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/mo-lai", methods=["GET", "POST"])
@requires_permission(Permission.TASK_REOPEN)
def reopen(assignment_id: int) -> ResponseReturnValue:
    """Open an assignment again that was done."""
    form = ReasonForm()
    return perform_action(
        get_action_task(assignment_id),
        Action.REOPEN,
        form,
        lambda work, files: suspension.reopen_assignment(
            work, assignment_id, note=form.note.data or "", version=form.version_seen()
        ),
        "tasks/reopen.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/rut-han", methods=["GET", "POST"])
@requires_permission(Permission.DEADLINE_SET)
def set_deadline(assignment_id: int) -> ResponseReturnValue:
    """Bring a deadline forward, by a paper."""
    form = DeadlineForm()

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        assert form.due_on.data is not None  # InputRequired has run
        deadline.set_assignment_deadline(
            work,
            assignment_id,
            due_on=form.due_on.data,
            note=form.note.data or "",
            document=form.document.data or "",
            version=form.version_seen(),
        )

    return perform_action(
        get_action_task(assignment_id), Action.SET_DEADLINE, form, carry_out, "tasks/set_deadline.html"
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/minh-chung", methods=["GET", "POST"])
@requires_permission(Permission.TASK_ASSIGN)
def demand_evidence(assignment_id: int) -> ResponseReturnValue:
    """Say whether a report of completion must come with evidence."""
    form = EvidenceRuleForm()
    return perform_action(
        get_action_task(assignment_id),
        Action.DEMAND_EVIDENCE,
        form,
        lambda work, files: assignment.set_evidence_rule(
            work,
            assignment_id,
            required=form.required.data == form.YES,
            note=form.note.data or "",
            version=form.version_seen(),
        ),
        "tasks/demand_evidence.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/dinh-chinh", methods=["GET", "POST"])
@requires_permission(Permission.TASK_CORRECT)
def correct(assignment_id: int) -> ResponseReturnValue:
    """Correct the words or the document number of a line; what is left empty stays."""
    seen, form = get_action_task(assignment_id), CorrectEventForm()
    form.offer(may_be_corrected(seen.events))
    return perform_action(
        seen,
        Action.CORRECT,
        form,
        lambda work, files: actions_correction.correct_event_text(
            work,
            assignment_id,
            sequence=int(form.line.data),
            note=form.note.data or None,
            document=form.document.data or None,
            reason=form.reason.data or "",
            version=form.version_seen(),
        ),
        "tasks/correct.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/dinh-chinh-ngay", methods=["GET", "POST"])
@requires_permission(Permission.TASK_CORRECT)
def redate(assignment_id: int) -> ResponseReturnValue:
    """Correct the completion day of a confirmed report."""
    form = RedateForm()

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        assert form.done_on.data is not None  # InputRequired has run
        actions_correction.redate_completion(
            work,
            assignment_id,
            done_on=form.done_on.data,
            reason=form.note.data or "",
            document=form.document.data or "",
            version=form.version_seen(),
        )

    return perform_action(get_action_task(assignment_id), Action.REDATE, form, carry_out, "tasks/redate.html")
