"""The page of one task."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission, may
from tracker.rules.terms import Assumption
from tracker.services import starting, tasks
from tracker.store import units
from tracker.transaction import Work
from tracker.web.diary_lines import Line, lines
from tracker.web.guards import requires
from tracker.web.views.tasks.pages import blueprint
from tracker.web.work import reading
from tracker.wording.tasks import BUTTON_WORDS
from tracker.wording.terms import ASSUMPTIONS

LOOKS: dict[Action, tuple[str, str]] = {
    Action.ACCEPT: ("accept", "accepted"),
    Action.SUBMIT: ("submit", "submitted"),
    Action.REPORT_PROGRESS: ("report_progress", "open"),
    Action.CONFIRM: ("confirm", "on_day"),
    Action.SEND_BACK: ("send_back", "returned"),
    Action.GRANT_EXTENSION: ("decide_extension", "extension"),
    Action.REQUEST_EXTENSION: ("request_extension", "extension"),
    Action.ATTEST: ("attest", "on_day"),
    Action.WITHDRAW: ("withdraw", "withdrawn"),
}
"""The page of each action and the icon on its button."""

NEVER_FIRST = frozenset({Action.WITHDRAW, Action.ATTEST, Action.REPORT_PROGRESS, Action.REQUEST_EXTENSION})


@dataclass(frozen=True, slots=True)
class Button:
    """One action as the page offers it."""

    words: str
    endpoint: str
    kind: str
    icon: str


@blueprint.get("/nhiem-vu/<int:assignment_id>")
@requires(Permission.TASK_READ)
def show(assignment_id: int) -> ResponseReturnValue:
    """Show one task: its facts, what may be done now, its files, its diary."""
    work = reading()
    seen = tasks.view(work, assignment_id)
    return render_template(
        "tasks/show.html",
        seen=seen,
        assignment=seen.assignment,
        task=seen.assignment.task,
        buttons=buttons(seen),
        assumptions=[ASSUMPTIONS[Assumption(code)] for code in seen.assignment.task.term_assumptions],
        begins=may(work.actor, Permission.TASK_ASSIGN, origin=seen.assignment.task.origin)
        and starting.anchor_of(work, seen.assignment.task) is not None,
        diary=diary(work, seen),
        request_id=secrets.token_urlsafe(16),
    )


def buttons(seen: tasks.TaskView) -> list[Button]:
    """Return the actions open to this person, the one most likely wanted first and only that one strong."""
    offered: list[Button] = []
    for action, words in BUTTON_WORDS.items():
        if action in seen.actions:
            endpoint, icon = LOOKS[action]
            strong = not offered and action not in NEVER_FIRST
            offered.append(Button(words, f"tasks.{endpoint}", "primary" if strong else "secondary", icon))
    return offered


def diary(work: Work, seen: tasks.TaskView) -> list[Line]:
    """Return the diary of a task in words; the names of units are asked for only when it moved."""
    moved = any("unit_id" in event.details for event in seen.events)
    return lines(seen.events, units.names(work.session) if moved else {})
