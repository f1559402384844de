"""The pages of what is done with single occurrences of a duty."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import request
from flask.typing import ResponseReturnValue

from tracker.models.task import Assignment, Occurrence
from tracker.rules.lifecycle import Action
from tracker.rules.occurrences import is_settled
from tracker.rules.permissions import Permission
from tracker.services import tasks
from tracker.services.tasks import NewFile, TaskView
from tracker.transaction import Work
from tracker.web.clockwork import today
from tracker.web.forms.task_occurrences import (
    AcceptOccurrenceForm,
    EndForm,
    OccurrenceForm,
    OccurrenceReasonForm,
    PauseForm,
    ReportOccurrenceForm,
)
from tracker.web.guards import requires
from tracker.web.views.tasks.acting import look, perform
from tracker.web.views.tasks.pages import blueprint


@blueprint.route("/nhiem-vu/<int:assignment_id>/bao-cao-ky", methods=["GET", "POST"])
@requires(Permission.TASK_SUBMIT)
def report_occurrence(assignment_id: int) -> ResponseReturnValue:
    """Report one occurrence done."""
    seen = look(assignment_id)
    form = ReportOccurrenceForm(done_on=today(), occurrence=request.args.get("ky"))
    form.offer(_due(seen))

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        assert form.done_on.data is not None  # InputRequired has run
        tasks.report_occurrence(
            work,
            assignment_id,
            number=form.number(),
            done_on=form.done_on.data,
            note=form.note.data or "",
            document=form.document.data or "",
            files=files,
            version=form.version_seen(),
        )

    return perform(seen, Action.REPORT_OCCURRENCE, form, carry_out, "tasks/report_occurrence.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/xac-nhan-ky", methods=["GET", "POST"])
@requires(Permission.TASK_CONFIRM)
def accept_occurrence(assignment_id: int) -> ResponseReturnValue:
    """Confirm the report of one occurrence."""
    seen = look(assignment_id)
    form = AcceptOccurrenceForm(occurrence=request.args.get("ky"))
    form.offer(_waiting(seen))

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        tasks.accept_occurrence(
            work,
            assignment_id,
            number=form.number(),
            note=form.note.data or "",
            late_report_seen=bool(form.late_report_seen.data),
            version=form.version_seen(),
        )

    return perform(seen, Action.ACCEPT_OCCURRENCE, form, carry_out, "tasks/accept_occurrence.html")


@blueprint.route("/nhiem-vu/<int:assignment_id>/tra-lai-ky", methods=["GET", "POST"])
@requires(Permission.TASK_CONFIRM)
def return_occurrence(assignment_id: int) -> ResponseReturnValue:
    """Send the report of one occurrence back."""
    seen = look(assignment_id)
    return _with_reason(seen, Action.RETURN_OCCURRENCE, _waiting(seen), tasks.return_occurrence)


@blueprint.route("/nhiem-vu/<int:assignment_id>/bo-ky", methods=["GET", "POST"])
@requires(Permission.TASK_ASSIGN)
def skip_occurrence(assignment_id: int) -> ResponseReturnValue:
    """Decide that one occurrence need not be reported."""
    seen = look(assignment_id)
    return _with_reason(seen, Action.SKIP_OCCURRENCE, _due(seen), tasks.skip_occurrence)


@blueprint.route("/nhiem-vu/<int:assignment_id>/tam-ngung-ky", methods=["GET", "POST"])
@requires(Permission.TASK_ASSIGN)
def pause_occurrences(assignment_id: int) -> ResponseReturnValue:
    """Let a duty rest from one day to another."""
    form = PauseForm()

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        assert form.from_on.data is not None and form.to_on.data is not None  # InputRequired has run
        tasks.pause_occurrences(
            work,
            assignment_id,
            from_on=form.from_on.data,
            to_on=form.to_on.data,
            note=form.note.data or "",
            version=form.version_seen(),
        )

    return perform(
        look(assignment_id), Action.PAUSE_OCCURRENCES, form, carry_out, "tasks/pause_occurrences.html"
    )


@blueprint.route("/nhiem-vu/<int:assignment_id>/ket-thuc-ky", methods=["GET", "POST"])
@requires(Permission.TASK_ASSIGN)
def end_occurrences(assignment_id: int) -> ResponseReturnValue:
    """End a duty that comes again."""
    form = EndForm(ends_on=today())

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        assert form.ends_on.data is not None  # InputRequired has run
        tasks.end_occurrences(
            work,
            assignment_id,
            ends_on=form.ends_on.data,
            note=form.note.data or "",
            version=form.version_seen(),
        )

    return perform(look(assignment_id), Action.END_OCCURRENCES, form, carry_out, "tasks/end_occurrences.html")


def _with_reason(
    seen: TaskView, action: Action, offered: Sequence[Occurrence], verb: Callable[..., Assignment]
) -> ResponseReturnValue:
    form: OccurrenceForm = OccurrenceReasonForm(occurrence=request.args.get("ky"))
    form.offer(offered)

    def carry_out(work: Work, files: Sequence[NewFile]) -> None:
        verb(
            work,
            seen.assignment.id,
            number=form.number(),
            note=form["note"].data or "",
            version=form.version_seen(),
        )

    return perform(seen, action, form, carry_out, f"tasks/{action.value}.html")


def _due(seen: TaskView) -> list[Occurrence]:
    """Return the occurrences that nobody has reported yet, the earliest first."""
    return [each for each in seen.occurrences if not is_settled(each) and each.claimed_on is None]


def _waiting(seen: TaskView) -> list[Occurrence]:
    """Return the occurrences whose report waits."""
    return [each for each in seen.occurrences if not is_settled(each) and each.claimed_on is not None]
