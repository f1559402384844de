"""Bringing files in by a program: sent and looked at first, then applied as exactly the file that was looked at."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from flask import request

from tracker.models.import_batch import ImportKind
from tracker.rules.api_scopes import ApiScope
from tracker.rules.permissions import Permission
from tracker.services import imports
from tracker.services.imports import Decision, Found, SentFile
from tracker.web.api.arguments import Argument, Kind, asked, told
from tracker.web.api.door import Answer, Operation, operation, request_name
from tracker.web.forms.base import LARGEST_FILE
from tracker.web.room import shelf
from tracker.web.work import reading, writing

PLAN = (
    Argument("name", Kind.TEXT, "name of the file, with its ending", required=True, longest=200),
    Argument("reference", Kind.TEXT, "number and symbol of the decision", required=True, longest=80),
    Argument("issued_on", Kind.DAY, "day of the decision", required=True),
    Argument("year", Kind.NUMBER, "year of the plan", required=True, least=2000, most=2100),
)
REGISTER = (Argument("name", Kind.TEXT, "name of the file, with its ending", required=True, longest=200),)
CONFIRMED = (
    Argument("sha256", Kind.TEXT, "digest of the file that was looked at", required=True, longest=64),
)
SCOPE = ApiScope.IMPORTS_WRITE


@operation(
    Permission.PLAN_IMPORT,
    Operation(
        "POST", "/imports/plan", "Send a plan and see what it would do", SCOPE, asked=PLAN, takes_file=True
    ),
)
def send_plan() -> Any:
    """Keep the file in the body and return what bringing it in would do; nothing of it is written yet."""
    given = asked(PLAN)
    decision = Decision(given["reference"], given["issued_on"], given["year"], "")
    return _send(ImportKind.PLAN, given["name"], decision)


@operation(
    Permission.DIRECTIVE_REGISTER,
    Operation(
        "POST",
        "/imports/register",
        "Send a register and see what it would do",
        SCOPE,
        asked=REGISTER,
        takes_file=True,
    ),
)
def send_register() -> Any:
    """Keep the file in the body and return what bringing it in would do; nothing of it is written yet."""
    return _send(ImportKind.REGISTER, asked(REGISTER)["name"], None)


@operation(
    Permission.PAPER_IMPORT,
    Operation("POST", "/imports/{id}/confirmation", "Bring in what was looked at", SCOPE, told=CONFIRMED),
)
def confirm(number: int) -> Any:
    """Bring in the file that was looked at, all of it or nothing."""
    given = told(CONFIRMED)
    _, draft = imports.opened(reading(), number, shelf())
    with writing(request_name()) as work:
        found = imports.apply(work, number, draft, sha256=given["sha256"])
        document = _document(found)
    return Answer(document, 409 if document["blocked"] else 200)


def _send(kind: ImportKind, name: str, decision: Decision | None) -> Answer:
    sent = [SentFile(request.stream.read(LARGEST_FILE + 1), unquote(name))]
    draft = imports.read_files(kind, sent)
    with writing() as work:
        batch = imports.stage(work, kind, place=shelf(), sent=sent, decision=decision)
        number, digest = batch.id, batch.sha256
    found = imports.look(reading(), batch, draft)
    return Answer({"id": number, "sha256": digest, **_document(found)}, 201)


def _document(found: Found) -> dict[str, Any]:
    counts = {name: found.count(name) for name in ("created", "updated", "unchanged")}
    return {
        **counts,
        "blocked": found.is_blocked,
        "problems": [
            {"line": each.line, "column": each.column, "sentence": each.sentence, "blocking": each.blocking}
            for each in found.problems
        ],
    }
