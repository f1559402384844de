"""The page of one task.

The files of a task: handed out as they came in, never shown inside the site.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.refusal_sentences import describe_refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.law.permissions import Permission, has_permission
from tracker.law.terms import Assumption
from tracker.tasks import comments as task_comments, detail as task_detail, evidence, queries as task_queries
from tracker.tasks.actions import deadline
from tracker.tasks.labels import ASSUMPTIONS, DECIDE_EARLIER_DAY
from tracker.tasks.models import Assignment, AssignmentRole
from tracker.tasks.verbs import VERBS, Page, Verb
from tracker.tasks.views.action_page import blueprint
from tracker.tasks.views.timeline import ALL, TimelineEntry, build_timeline_entries, merge_timeline
from tracker.web.request import read_work, requires_permission
from tracker.web.responses import conditional_view, get_file_store, send_stored_file


@blueprint.get("/nhiem-vu/<int:assignment_id>/tep/<int:evidence_id>")
@requires_permission(Permission.TASK_READ)
def download(assignment_id: int, evidence_id: int) -> ResponseReturnValue:
    """Send one file, byte for byte."""
    kept, stream = evidence.open_evidence_file(read_work(), get_file_store(), assignment_id, evidence_id)
    return send_stored_file(stream, kept.file_name)


PANELS: list[Callable[[UnitOfWork, Assignment], Mapping[str, object]]] = []
"""What other packages add to the page of a task: each returns values for its template by name."""

MANY_EXTENSIONS = 3
"""From this many on, a task wears the mark «gia hạn nhiều lần» (K20)."""


@dataclass(frozen=True, slots=True)
class ActionButton:
    """One action as the page offers it; `closed` says why it cannot be done now."""

    words: str
    endpoint: str
    kind: str
    page: Page
    closed: str = ""


@dataclass(frozen=True, slots=True)
class OfferedActions:
    """What the person in front of the page may do: first of all this, and other things."""

    first: list[ActionButton]
    others: list[ActionButton]


@blueprint.get("/nhiem-vu/<int:assignment_id>")
@requires_permission(Permission.TASK_READ)
@conditional_view
def show(assignment_id: int) -> ResponseReturnValue:
    """Show one task: its facts, what may be done now, its files, its event log."""
    work = read_work()
    seen = task_detail.view_assignment(work, assignment_id)
    show_lines = request.args.get("nhat-ky", ALL)
    return render_template(
        "tasks/show.html",
        seen=seen,
        assignment=seen.assignment,
        task=seen.assignment.task,
        choices=list_offered_actions(seen),
        many_extensions=MANY_EXTENSIONS,
        kept=get_merge_target(work, seen),
        assumptions=[ASSUMPTIONS[Assumption(code)] for code in seen.assignment.task.term_assumptions],
        begins=has_permission(work.actor, Permission.TASK_ASSIGN, origin=seen.assignment.task.origin)
        and deadline.get_term_anchor(work, seen.assignment.task) is not None,
        entries=merge_timeline(
            describe_event_log(work, seen),
            task_comments.list_comments(work.session, assignment_id) if seen.has_comments else (),
            work,
            show_lines,
        ),
        show_lines=show_lines,
        **{name: value for panel in PANELS for name, value in panel(work, seen.assignment).items()},
        figures_href=_figures_of(work, seen),
        request_id=secrets.token_urlsafe(16),
    )


def _figures_of(work: UnitOfWork, seen: task_detail.TaskView) -> str | None:
    """Return where the figures that a task asks for are given, or read by who prepares the report; None elsewhere."""
    if seen.figures is None:
        return None
    report_id, unit_id = seen.figures.report_id, seen.assignment.unit_id
    if has_permission(work.actor, Permission.REPORT_PREPARE) and unit_id not in work.actor.unit_ids:
        return url_for("reporting.review", report_id=report_id, unit_id=unit_id)
    if has_permission(work.actor, Permission.FIGURES_GIVE, unit_id=unit_id):
        return url_for("figures.fill", report_id=report_id, unit_id=unit_id)
    if has_permission(work.actor, Permission.REPORT_DRAFT):
        return url_for("reporting.show", report_id=report_id)
    return None


def get_merge_target(work: UnitOfWork, seen: task_detail.TaskView) -> Assignment | None:
    """Return the assignment into which this one was merged."""
    successor_id = seen.assignment.successor_id
    return None if successor_id is None else task_queries.load_assignment(work.session, successor_id)


def list_offered_actions(seen: task_detail.TaskView) -> OfferedActions:
    """Return the actions this person is entitled to: the one most likely wanted, and the rest with their reasons."""
    first = next((verb for verb in VERBS.values() if _comes_first(seen, verb)), None)
    shown = [each for each in (first and first.action, first and first.beside) if each in seen.actions]

    def button(action: Action) -> ActionButton:
        verb = VERBS[action]
        page = verb.page if seen.assignment.part is AssignmentRole.LEAD else verb.share_page or verb.page
        assert page is not None  # what has words on a button has a page
        closed = describe_refusal(seen.closed[action]) if action in seen.closed else ""
        kind = "primary" if verb is first else "secondary"
        decides = action is Action.SUSPEND and seen.suspension_asked_from is not None
        words = DECIDE_EARLIER_DAY if decides else verb.button
        return ActionButton(words, f"tasks.{page.endpoint or action.value}", kind, page, closed)

    others = [
        action
        for action, verb in VERBS.items()
        if verb.button and action not in shown and (action in seen.actions or action in seen.closed)
    ]
    others.sort(key=lambda action: action in seen.closed)
    return OfferedActions([button(action) for action in shown if action], [button(action) for action in others])


def _comes_first(seen: task_detail.TaskView, verb: Verb) -> bool:
    return verb.first and verb.action in seen.actions and verb.first_in in (None, seen.assignment.state)


def describe_event_log(work: UnitOfWork, seen: task_detail.TaskView) -> list[TimelineEntry]:
    """Return the event log of a task in words."""
    known = {each.unit_id: each.unit.short_name for each in (seen.assignment, *seen.others)}
    return build_timeline_entries(seen.events, work.session, known)
