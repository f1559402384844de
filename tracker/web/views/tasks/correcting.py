"""What is put right or decided apart from the report: suspension, reopening, deadlines, evidence, corrections."""

from __future__ import annotations

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission
from tracker.services import tasks
from tracker.services.tasks import NewFile
from tracker.services.tasks.correcting import may_be_corrected
from tracker.transaction import Work
from tracker.web.clockwork import today
from tracker.web.forms.task_moves import (
    CorrectForm,
    DeadlineForm,
    EvidenceRuleForm,
    ReasonForm,
    RedateForm,
    ResumeForm,
    SuspendForm,
)
from tracker.web.guards import requires
from tracker.web.views.tasks.acting import look, perform
from tracker.web.views.tasks.pages import blueprint


@blueprint.route("/nhiem-vu/<int:assignment_id>/tam-dung", methods=["GET", "POST"])
@requires(Permission.TASK_SUSPEND)
def suspend(assignment_id: int) -> ResponseReturnValue:
    """Let an assignment stand still by a leader's paper, or decide the earlier day that another leader asked for."""
    seen = look(assignment_id)
    form = SuspendForm(effective_on=seen.suspension_asked_from or today())
    return perform(
        seen,
        Action.SUSPEND,
        form,
        lambda work, files: tasks.suspend(
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
@requires(Permission.TASK_SUSPEND)
def resume(assignment_id: int) -> ResponseReturnValue:
    """Let an assignment go on, its deadline kept or moved by the days it stood still."""
    seen = look(assignment_id)
    form = ResumeForm(deadline=ResumeForm.SHIFT if seen.assignment.due_on else ResumeForm.KEEP)
    return perform(
        seen,
        Action.RESUME,
        form,
        lambda work, files: tasks.resume(
            work,
            assignment_id,
            shifts_deadline=form.deadline.data == form.SHIFT,
            note=form.note.data or "",
            version=form.version_seen(),
        ),
        "tasks/resume.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/mo-lai", methods=["GET", "POST"])
@requires(Permission.TASK_REOPEN)
def reopen(assignment_id: int) -> ResponseReturnValue:
    """Open an assignment again that was done."""
    form = ReasonForm()
    return perform(
        look(assignment_id),
        Action.REOPEN,
        form,
        lambda work, files: tasks.reopen(
            work, assignment_id, note=form.note.data or "", version=form.version_seen()
        ),
        "tasks/reopen.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/rut-han", methods=["GET", "POST"])
@requires(Permission.DEADLINE_SET)
def set_deadline(assignment_id: int) -> ResponseReturnValue:
    """Bring a deadline forward, by a paper."""
    form = DeadlineForm()

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        assert form.due_on.data is not None  # InputRequired has run
        tasks.set_deadline(
            work,
            assignment_id,
            due_on=form.due_on.data,
            note=form.note.data or "",
            document=form.document.data or "",
            version=form.version_seen(),
        )

    return perform(look(assignment_id), Action.SET_DEADLINE, form, carry_out, "tasks/set_deadline.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/minh-chung", methods=["GET", "POST"])
@requires(Permission.TASK_ASSIGN)
def demand_evidence(assignment_id: int) -> ResponseReturnValue:
    """Say whether a report of completion must come with evidence."""
    form = EvidenceRuleForm()
    return perform(
        look(assignment_id),
        Action.DEMAND_EVIDENCE,
        form,
        lambda work, files: tasks.demand_evidence(
            work,
            assignment_id,
            required=form.required.data == form.YES,
            note=form.note.data or "",
            version=form.version_seen(),
        ),
        "tasks/demand_evidence.html",
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/dinh-chinh", methods=["GET", "POST"])
@requires(Permission.TASK_CORRECT)
def correct(assignment_id: int) -> ResponseReturnValue:
    """Correct the words or the document number of a line; what is left empty stays."""
    seen, form = look(assignment_id), CorrectForm()
    form.offer(may_be_corrected(seen.events))
    return perform(
        seen,
        Action.CORRECT,
        form,
        lambda work, files: tasks.correct(
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
@requires(Permission.TASK_CORRECT)
def redate(assignment_id: int) -> ResponseReturnValue:
    """Correct the completion day of a confirmed report."""
    form = RedateForm()

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        assert form.done_on.data is not None  # InputRequired has run
        tasks.redate(
            work,
            assignment_id,
            done_on=form.done_on.data,
            reason=form.note.data or "",
            document=form.document.data or "",
            version=form.version_seen(),
        )

    return perform(look(assignment_id), Action.REDATE, form, carry_out, "tasks/redate.html")
