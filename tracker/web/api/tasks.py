"""Tasks and their diary for programs."""

from __future__ import annotations

from typing import Any

from tracker.models.event import Event
from tracker.rules.api_scopes import ApiScope
from tracker.rules.lifecycle import AssignmentState
from tracker.rules.permissions import Origin, Permission, scope
from tracker.rules.selecting import Count, Order, Selection
from tracker.services import tasks
from tracker.services.tasks import TaskView
from tracker.store import events
from tracker.store.lists import Sorting, TaskRow
from tracker.web.api.arguments import Argument, Kind, asked, told
from tracker.web.api.door import Answer, Operation, operation, request_name, version_seen
from tracker.web.task_lists import mark, place
from tracker.web.work import reading, writing

BY_NUMBER = Sorting(Order.ASSIGNED)
PAGE = Argument("limit", Kind.NUMBER, "rows on one page", least=1, most=200)
AFTER = Argument("after", Kind.TEXT, "`next` of the page before", longest=80)
LISTED = (
    Argument("as_of", Kind.DAY, "as it stood at the close of this civil day (default: today)"),
    Argument("origin", Kind.CHOICE, "where tasks come from", choices=tuple(each.value for each in Origin)),
    Argument(
        "state",
        Kind.CHOICE,
        "state of the assignment now",
        choices=tuple(each.value for each in AssignmentState),
    ),
    Argument("unit", Kind.NUMBER, "number of the lead unit", least=1),
    PAGE,
    AFTER,
)
PROGRESS = (
    Argument("note", Kind.TEXT, "what was done"),
    Argument("percent", Kind.NUMBER, "how much of it", most=100),
)
SUBMISSION = (
    Argument("done_on", Kind.DAY, "the day the unit finished", required=True),
    Argument("note", Kind.TEXT, "the result in words"),
    Argument("document", Kind.TEXT, "number and symbol of the paper that proves it", longest=160),
)
EVENTS = (Argument("after", Kind.NUMBER, "events with a larger number"), PAGE)
READ, WRITE = ApiScope.TASKS_READ, ApiScope.TASKS_WRITE


@operation(
    Permission.TASK_READ, Operation("GET", "/tasks", "Assignments the person may read", READ, asked=LISTED)
)
def task_list() -> Any:
    """Return one page of assignments, in the order in which they were given."""
    given, work = asked(LISTED), reading()
    selection = Selection(
        as_of=given["as_of"] or work.today,
        scope=scope(work.actor, Permission.TASK_READ),
        count=Count.ASSIGNMENTS,
        origins=frozenset({Origin(given["origin"])}) if given["origin"] else frozenset(),
        states=frozenset({AssignmentState(given["state"])}) if given["state"] else frozenset(),
        unit_id=given["unit"],
    )
    found = tasks.listed(
        work,
        selection,
        after=place(given["after"], BY_NUMBER),
        limit=given["limit"] or 50,
        sorting=BY_NUMBER,
    )
    return {
        "tasks": [_row(row) for row in found.rows],
        "count": found.length,
        "next": mark(found.next_place) if found.next_place else None,
    }


@operation(Permission.TASK_READ, Operation("GET", "/tasks/{id}", "One assignment, with its ETag", READ))
def task(number: int) -> Any:
    """Return one assignment as the person sees it."""
    return _shown(tasks.view(reading(), number))


@operation(Permission.TASK_READ, Operation("GET", "/tasks/{id}/events", "The diary of one assignment", READ))
def task_events(number: int) -> Any:
    """Return the diary of one assignment."""
    return {"events": [_event(each) for each in tasks.view(reading(), number).events]}


@operation(
    Permission.TASK_READ,
    Operation("GET", "/events", "The diary of all the person may read", READ, asked=EVENTS),
)
def event_list() -> Any:
    """Return the next lines of the diary after a number, for programs that follow it."""
    given, work = asked(EVENTS), reading()
    reach = scope(work.actor, Permission.TASK_READ)
    found = events.readable_after(work.session, reach, given["after"] or 0, given["limit"] or 50)
    return {"events": [_event(each) for each in found], "next": found[-1].id if found else None}


@operation(
    Permission.TASK_ACCEPT,
    Operation("POST", "/tasks/{id}/accept", "Accept an assignment", WRITE, needs_version=True),
)
def accept(number: int) -> Any:
    """Accept an assignment."""
    version = version_seen()
    with writing(request_name()) as work:
        tasks.accept(work, number, version=version)
    return _shown(tasks.view(reading(), number))


@operation(
    Permission.TASK_PROGRESS,
    Operation("POST", "/tasks/{id}/progress", "Report progress", WRITE, told=PROGRESS, needs_version=True),
)
def progress(number: int) -> Any:
    """Report progress, in words or in per cent."""
    version, given = version_seen(), told(PROGRESS)
    with writing(request_name()) as work:
        tasks.report_progress(
            work, number, note=given["note"] or "", percent=given["percent"], version=version
        )
    return _shown(tasks.view(reading(), number))


@operation(
    Permission.TASK_SUBMIT,
    Operation(
        "POST",
        "/tasks/{id}/submission",
        "Report an assignment done",
        WRITE,
        told=SUBMISSION,
        needs_version=True,
    ),
)
def submit(number: int) -> Any:
    """Report an assignment complete; it counts once somebody else confirms it."""
    version, given = version_seen(), told(SUBMISSION)
    with writing(request_name()) as work:
        tasks.submit(
            work,
            number,
            done_on=given["done_on"],
            note=given["note"] or "",
            document=given["document"] or "",
            version=version,
        )
    return _shown(tasks.view(reading(), number))


def _row(row: TaskRow) -> dict[str, Any]:
    return {
        "id": row.assignment_id,
        "code": row.code,
        "title": row.title,
        "origin": row.origin.value,
        "unit": row.unit_name,
        "state": row.state.value,
        "timing": row.timing.value,
        "assigned_on": row.assigned_on,
        "due_on": row.due_on,
        "original_due_on": row.original_due_on,
        "done_on": row.done_on,
        "progress": row.progress,
    }


def _shown(seen: TaskView) -> Answer:
    each = seen.assignment
    document = {
        "id": each.id,
        "code": each.task.code,
        "title": each.task.title,
        "origin": each.task.origin.value,
        "unit": each.unit.name,
        "state": each.state.value,
        "timing": seen.timing.value,
        "assigned_on": each.assigned_on,
        "due_on": each.due_on,
        "original_due_on": each.original_due_on,
        "done_on": each.done_on,
        "progress": each.progress,
        "actions": sorted(action.value for action in seen.actions),
        "version": each.version,
    }
    return Answer(document, headers={"ETag": f'"{each.version}"'})


def _event(line: Event) -> dict[str, Any]:
    return {
        "id": line.id,
        "assignment": line.assignment_id,
        "action": line.action.value,
        "state": line.state_after.value,
        "effective_on": line.effective_on,
        "recorded_at": line.recorded_at,
        "due_on": line.due_on,
        "actor": line.actor_name,
        "note": line.note,
        "document": line.document,
        "hash": line.hash,
    }
