"""Figures and the draft of the report for programs.

Bringing files in by a program: sent and looked at first, then applied as exactly the file that was looked at.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from flask import request

from tracker.figures import statistics as figure_statistics
from tracker.intake import imports
from tracker.intake.imports import ImportKind, ImportResult, PlanDecision, SentFile
from tracker.integrations.api.access import (
    ApiResponse,
    Argument,
    ArgumentKind,
    Operation,
    api_operation,
    read_body_arguments,
    read_query_arguments,
    request_name,
)
from tracker.integrations.tokens import ApiScope
from tracker.law.periods import parse_period as period_named
from tracker.law.permissions import Origin, Permission, get_permission_scope
from tracker.reports import draft as report_draft
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Basis, Count, Selection
from tracker.web.forms import LARGEST_UPLOAD
from tracker.web.request import read_work, write_work
from tracker.web.responses import get_file_store

FIGURE_ARGUMENTS = (
    Argument("as_of", ArgumentKind.DAY, "at the close of this civil day (default: today)"),
    Argument("from", ArgumentKind.DAY, "first civil day of a period"),
    Argument("known_at", ArgumentKind.INSTANT, "as known at this instant"),
    Argument("origin", ArgumentKind.CHOICE, "where tasks come from", choices=tuple(each.value for each in Origin)),
    Argument("by", ArgumentKind.CHOICE, "breakdown", choices=tuple(each.value for each in Cut)),
    Argument("count", ArgumentKind.CHOICE, "what is counted", choices=("assignments", "directives")),
    Argument("basis", ArgumentKind.CHOICE, "deadline that judges", choices=tuple(each.value for each in Basis)),
)
REPORT = (
    Argument("period", ArgumentKind.TEXT, "2021, 2021-Q3, 2021-6T, 2021-9T", required=True, longest=20),
    Argument("as_of", ArgumentKind.DAY, "cut-off day (default: last day of the period)"),
)


@api_operation(
    Permission.STATISTICS_READ,
    Operation("GET", "/statistics", "Figures of any day", ApiScope.STATISTICS_READ, asked=FIGURE_ARGUMENTS),
)
def figures() -> Any:
    """Return the figures of a selection, as `flask stats --json` does, within what the person may read."""
    given, work = read_query_arguments(FIGURE_ARGUMENTS), read_work()
    selection = Selection(
        as_of=given["as_of"] or work.today,
        scope=get_permission_scope(work.actor, Permission.TASK_READ),
        since=given["from"],
        known_at=given["known_at"],
        origins=frozenset({Origin(given["origin"])}) if given["origin"] else frozenset(),
        count=Count(given["count"]) if given["count"] else Count.BY_ORIGIN,
        basis=Basis(given["basis"]) if given["basis"] else Basis.IN_FORCE,
    )
    found = figure_statistics.compute_figures(work, selection, Cut(given["by"]) if given["by"] else None)
    return {
        **found.tally.as_json(),
        "as_of": selection.as_of,
        "from": selection.since,
        "known_at": selection.known_at,
        "extended": found.tally.extended,
        "by": given["by"],
        "groups": [{"key": str(group.key), "label": group.label, **group.tally.as_json()} for group in found.groups],
        "origins": {group.key.value: group.tally.as_json() for group in found.by_origin},
    }


@api_operation(
    Permission.REPORT_DRAFT,
    Operation("GET", "/reports/draft", "Draft of a period's report", ApiScope.REPORTS_READ, asked=REPORT),
)
def draft() -> Any:
    """Return the sentences and the first figures of a period's report, with the anchor of the event log."""
    given = read_query_arguments(REPORT)
    made = report_draft.draft_report(read_work(), period_named(given["period"]), as_of=given["as_of"])
    return {
        "period": given["period"],
        "as_of": made.selection.as_of,
        "place": made.place_name,
        "sentences": [{"origin": line.value, "sentence": str(words)} for line, words in made.sentences.items()],
        "units": [{"label": group.label, **group.tally.as_json()} for group in made.units],
        "anchor": f"{made.event_count}:{made.event_head_hash[:16]}",
        "made_at": made.made_at,
    }


PLAN_ARGUMENTS = (
    Argument("name", ArgumentKind.TEXT, "name of the file, with its ending", required=True, longest=200),
    Argument("reference", ArgumentKind.TEXT, "number and symbol of the decision", required=True, longest=80),
    Argument("issued_on", ArgumentKind.DAY, "day of the decision", required=True),
    Argument("year", ArgumentKind.NUMBER, "year of the plan", required=True, least=2000, most=2100),
)
REGISTER = (Argument("name", ArgumentKind.TEXT, "name of the file, with its ending", required=True, longest=200),)
CONFIRMED = (Argument("sha256", ArgumentKind.TEXT, "digest of the file that was looked at", required=True, longest=64),)
IMPORT_SCOPE = ApiScope.IMPORTS_WRITE


@api_operation(
    Permission.PLAN_IMPORT,
    Operation(
        "POST",
        "/imports/plan",
        "Send a plan and see what it would do",
        IMPORT_SCOPE,
        asked=PLAN_ARGUMENTS,
        takes_file=True,
    ),
)
def send_plan() -> Any:
    """Keep the file in the body and return what bringing it in would do; nothing of it is written yet."""
    given = read_query_arguments(PLAN_ARGUMENTS)
    decision = PlanDecision(given["reference"], given["issued_on"], given["year"], "")
    return _send(ImportKind.PLAN, given["name"], decision)


@api_operation(
    Permission.DIRECTIVE_REGISTER,
    Operation(
        "POST",
        "/imports/register",
        "Send a register and see what it would do",
        IMPORT_SCOPE,
        asked=REGISTER,
        takes_file=True,
    ),
)
def send_register() -> Any:
    """Keep the file in the body and return what bringing it in would do; nothing of it is written yet."""
    return _send(ImportKind.REGISTER, read_query_arguments(REGISTER)["name"], None)


@api_operation(
    Permission.PAPER_IMPORT,
    Operation("POST", "/imports/{id}/confirmation", "Bring in what was looked at", IMPORT_SCOPE, told=CONFIRMED),
)
def confirm(number: int) -> Any:
    """Bring in the file that was looked at, all of it or nothing."""
    given = read_body_arguments(CONFIRMED)
    _, draft = imports.open_staged_import(read_work(), number, get_file_store())
    with write_work(request_name()) as work:
        found = imports.apply_import(work, number, draft, sha256=given["sha256"])
        document = _document(found)
    return ApiResponse(document, 409 if document["blocked"] else 200)


def _send(kind: ImportKind, name: str, decision: PlanDecision | None) -> ApiResponse:
    sent = [SentFile(request.stream.read(LARGEST_UPLOAD + 1), unquote(name))]
    draft = imports.read_files(kind, sent)
    with write_work() as work:
        batch = imports.stage_import(work, kind, place=get_file_store(), sent=sent, decision=decision)
        number, digest = batch.id, batch.sha256
    found = imports.preview_import(read_work(), batch, draft)
    return ApiResponse({"id": number, "sha256": digest, **_document(found)}, 201)


def _document(found: ImportResult) -> dict[str, Any]:
    counts = {name: found.count(name) for name in ("created", "updated", "unchanged")}
    return {
        **counts,
        "blocked": found.is_blocked,
        "problems": [
            {"line": each.line, "column": each.column, "sentence": each.sentence, "blocking": each.blocking}
            for each in found.problems
        ],
    }
