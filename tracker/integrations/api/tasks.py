"""Tasks and their event log for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.integrations.api.access import (
    ApiResponse,
    Argument,
    ArgumentKind,
    Operation,
    api_operation,
    read_body_arguments,
    read_query_arguments,
    request_name,
    version_seen,
)
from tracker.integrations.tokens import ApiScope
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.permissions import Origin, Permission, get_permission_scope
from tracker.tasks import detail as task_detail, event_log, lists as task_lists
from tracker.tasks.actions import completion
from tracker.tasks.detail import TaskView
from tracker.tasks.events import TaskEvent
from tracker.tasks.lists import Order, Sorting, TaskRow
from tracker.tasks.selection import Count, Selection
from tracker.tasks.verbs import VERBS
from tracker.tasks.views.list_request import format_list_cursor, parse_list_cursor
from tracker.web.request import read_work, write_work

BY_NUMBER = Sorting(Order.ASSIGNED)
LIMIT_ARGUMENT = Argument("limit", ArgumentKind.NUMBER, "rows on one page", least=1, most=200)
AFTER = Argument("after", ArgumentKind.TEXT, "`next` of the page before", longest=80)
TASK_LIST_ARGUMENTS = (
    Argument("as_of", ArgumentKind.DAY, "as it stood at the close of this civil day (default: today)"),
    Argument("origin", ArgumentKind.CHOICE, "where tasks come from", choices=tuple(each.value for each in Origin)),
    Argument(
        "state",
        ArgumentKind.CHOICE,
        "state of the assignment now",
        choices=tuple(each.value for each in AssignmentState),
    ),
    Argument("unit", ArgumentKind.NUMBER, "number of the lead unit", least=1),
    LIMIT_ARGUMENT,
    AFTER,
)
PROGRESS_ARGUMENTS = (
    Argument("note", ArgumentKind.TEXT, "what was done"),
    Argument("percent", ArgumentKind.NUMBER, "how much of it", most=100),
)
SUBMISSION = (
    Argument("done_on", ArgumentKind.DAY, "the day the unit finished", required=True),
    Argument("note", ArgumentKind.TEXT, "the result in words"),
    Argument("document", ArgumentKind.TEXT, "number and symbol of the paper that proves it", longest=160),
)
EVENTS = (Argument("after", ArgumentKind.NUMBER, "events with a larger number"), LIMIT_ARGUMENT)
READ, WRITE = ApiScope.TASKS_READ, ApiScope.TASKS_WRITE


@api_operation(
    Permission.TASK_READ, Operation("GET", "/tasks", "Assignments the person may read", READ, asked=TASK_LIST_ARGUMENTS)
)
def task_list() -> Any:
    """Return one page of assignments, in the order in which they were given."""
    given, work = read_query_arguments(TASK_LIST_ARGUMENTS), read_work()
    selection = Selection(
        as_of=given["as_of"] or work.today,
        scope=get_permission_scope(work.actor, Permission.TASK_READ),
        count=Count.ASSIGNMENTS,
        origins=frozenset({Origin(given["origin"])}) if given["origin"] else frozenset(),
        states=frozenset({AssignmentState(given["state"])}) if given["state"] else frozenset(),
        unit_id=given["unit"],
    )
    found = task_lists.list_tasks(
        work,
        selection,
        after=parse_list_cursor(given["after"], BY_NUMBER),
        limit=given["limit"] or 50,
        sorting=BY_NUMBER,
    )
    return {
        "tasks": [_row(row) for row in found.rows],
        "count": found.length,
        "next": format_list_cursor(found.next_place) if found.next_place else None,
    }


@api_operation(Permission.TASK_READ, Operation("GET", "/tasks/{id}", "One assignment, with its ETag", READ))
def task(number: int) -> Any:
    """Return one assignment as the person sees it."""
    return _shown(task_detail.view_assignment(read_work(), number))


@api_operation(Permission.TASK_READ, Operation("GET", "/tasks/{id}/events", "The diary of one assignment", READ))
def task_events(number: int) -> Any:
    """Return the event log of one assignment."""
    return {"events": [_event(each) for each in task_detail.view_assignment(read_work(), number).events]}


@api_operation(
    Permission.TASK_READ, Operation("GET", "/events", "The diary of all the person may read", READ, asked=EVENTS)
)
def event_list() -> Any:
    """Return the next events after a number, for programs that follow it."""
    given, work = read_query_arguments(EVENTS), read_work()
    reach = get_permission_scope(work.actor, Permission.TASK_READ)
    found = event_log.list_events_after(work.session, reach, given["after"] or 0, given["limit"] or 50)
    return {"events": [_event(each) for each in found], "next": found[-1].id if found else None}


def _open_verb(
    endpoint: str, action: Action, path: str, summary: str, told: tuple[Argument, ...], act: Callable[..., object]
) -> None:
    """Let programs do to an assignment what its row in the table of verbs allows; `told` are the arguments of `act`."""

    def view(number: int) -> Any:
        version, given = version_seen(), read_body_arguments(told) if told else {}
        values = {
            each.name: given[each.name] or "" if each.kind is ArgumentKind.TEXT else given[each.name] for each in told
        }
        with write_work(request_name()) as work:
            act(work, number, **values, version=version)
        return _shown(task_detail.view_assignment(read_work(), number))

    view.__name__ = endpoint
    described = Operation("POST", f"/tasks/{{id}}/{path}", summary, WRITE, told=told, needs_version=True)
    api_operation(VERBS[action].permission, described)(view)


_open_verb("accept", Action.ACCEPT, "accept", "Accept an assignment", (), completion.accept_assignment)
_open_verb(
    "progress", Action.REPORT_PROGRESS, "progress", "Report progress", PROGRESS_ARGUMENTS, completion.record_progress
)
_open_verb("submit", Action.SUBMIT, "submission", "Report an assignment done", SUBMISSION, completion.submit_completion)


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


def _shown(seen: TaskView) -> ApiResponse:
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
    return ApiResponse(document, headers={"ETag": f'"{each.version}"'})


def _event(line: TaskEvent) -> dict[str, Any]:
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
