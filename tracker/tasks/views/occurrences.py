"""The pages of what is done with single occurrences of a duty."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import request
from flask.typing import ResponseReturnValue

from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.law.occurrences import is_settled
from tracker.law.permissions import Permission
from tracker.tasks.actions import occurrence
from tracker.tasks.detail import TaskView
from tracker.tasks.evidence import NewFile
from tracker.tasks.forms.actions import (
    AcceptOccurrenceForm,
    EndOccurrencesForm,
    OccurrenceForm,
    OccurrenceReasonForm,
    PauseOccurrencesForm,
    ReportOccurrenceForm,
)
from tracker.tasks.models import Assignment, Occurrence
from tracker.tasks.views.action_page import get_action_task, perform_action
from tracker.tasks.views.blueprint import blueprint
from tracker.web.guards import requires_permission
from tracker.web.request import get_request_day


@blueprint.route("/nhiem-vu/<int:assignment_id>/bao-cao-ky", methods=["GET", "POST"])
@requires_permission(Permission.TASK_SUBMIT)
def report_occurrence(assignment_id: int) -> ResponseReturnValue:
    """Report one occurrence done."""
    seen = get_action_task(assignment_id)
    form = ReportOccurrenceForm(done_on=get_request_day(), occurrence=request.args.get("ky"))
    form.offer(_due(seen))

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        assert form.done_on.data is not None  # InputRequired has run
        occurrence.submit_occurrence(
            work,
            assignment_id,
            number=form.number(),
            done_on=form.done_on.data,
            note=form.note.data or "",
            document=form.document.data or "",
            files=files,
            version=form.version_seen(),
        )

    return perform_action(seen, Action.REPORT_OCCURRENCE, form, carry_out, "tasks/report_occurrence.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/xac-nhan-ky", methods=["GET", "POST"])
@requires_permission(Permission.TASK_CONFIRM)
def accept_occurrence(assignment_id: int) -> ResponseReturnValue:
    """Confirm the report of one occurrence."""
    seen = get_action_task(assignment_id)
    form = AcceptOccurrenceForm(occurrence=request.args.get("ky"))
    form.offer(_waiting(seen))

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        occurrence.confirm_occurrence(
            work,
            assignment_id,
            number=form.number(),
            note=form.note.data or "",
            late_report_seen=bool(form.late_report_seen.data),
            version=form.version_seen(),
        )

    return perform_action(seen, Action.ACCEPT_OCCURRENCE, form, carry_out, "tasks/accept_occurrence.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/tra-lai-ky", methods=["GET", "POST"])
@requires_permission(Permission.TASK_CONFIRM)
def return_occurrence(assignment_id: int) -> ResponseReturnValue:
    """Send the report of one occurrence back."""
    seen = get_action_task(assignment_id)
    return _with_reason(seen, Action.RETURN_OCCURRENCE, _waiting(seen), occurrence.return_occurrence_report)


@blueprint.route("/nhiem-vu/<int:assignment_id>/bo-ky", methods=["GET", "POST"])
@requires_permission(Permission.TASK_ASSIGN)
def skip_occurrence(assignment_id: int) -> ResponseReturnValue:
    """Decide that one occurrence need not be reported."""
    seen = get_action_task(assignment_id)
    return _with_reason(seen, Action.SKIP_OCCURRENCE, _due(seen), occurrence.cancel_occurrence)


@blueprint.route("/nhiem-vu/<int:assignment_id>/tam-ngung-ky", methods=["GET", "POST"])
@requires_permission(Permission.TASK_ASSIGN)
def pause_occurrences(assignment_id: int) -> ResponseReturnValue:
    """Let a duty rest from one day to another."""
    form = PauseOccurrencesForm()

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        assert form.from_on.data is not None and form.to_on.data is not None  # InputRequired has run
        occurrence.suspend_recurrence(
            work,
            assignment_id,
            from_on=form.from_on.data,
            to_on=form.to_on.data,
            note=form.note.data or "",
            version=form.version_seen(),
        )

    return perform_action(
        get_action_task(assignment_id), Action.PAUSE_OCCURRENCES, form, carry_out, "tasks/pause_occurrences.html"
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/ket-thuc-ky", methods=["GET", "POST"])
@requires_permission(Permission.TASK_ASSIGN)
def end_occurrences(assignment_id: int) -> ResponseReturnValue:
    """End a duty that comes again."""
    form = EndOccurrencesForm(ends_on=get_request_day())

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        assert form.ends_on.data is not None  # InputRequired has run
        occurrence.end_recurrence(
            work, assignment_id, ends_on=form.ends_on.data, note=form.note.data or "", version=form.version_seen()
        )

    return perform_action(
        get_action_task(assignment_id), Action.END_OCCURRENCES, form, carry_out, "tasks/end_occurrences.html"
    )


def _with_reason(
    seen: TaskView, action: Action, offered: Sequence[Occurrence], verb: Callable[..., Assignment]
) -> ResponseReturnValue:
    form: OccurrenceForm = OccurrenceReasonForm(occurrence=request.args.get("ky"))
    form.offer(offered)

    def carry_out(work: UnitOfWork, files: Sequence[NewFile]) -> None:
        verb(work, seen.assignment.id, number=form.number(), note=form["note"].data or "", version=form.version_seen())

    return perform_action(seen, action, form, carry_out, f"tasks/{action.value}.html")


def _due(seen: TaskView) -> list[Occurrence]:
    """Return the occurrences that nobody has reported yet, the earliest first."""
    return [each for each in seen.occurrences if not is_settled(each) and each.claimed_on is None]


def _waiting(seen: TaskView) -> list[Occurrence]:
    """Return the occurrences whose report waits."""
    return [each for each in seen.occurrences if not is_settled(each) and each.claimed_on is not None]
