"""The door for programs: a token, a scope of it, and the person's own permission; answers are JSON."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, current_app, json, request

from tracker.extensions import db
from tracker.rules.api_scopes import ApiScope
from tracker.rules.permissions import Permission, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.services import api_tokens
from tracker.store import people
from tracker.transaction import Work
from tracker.web import clockwork, session
from tracker.web.api.arguments import Argument
from tracker.web.guards import public

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a program may ask, as the document describes it."""

    method: str
    path: str
    summary: str
    scope: ApiScope
    asked: tuple[Argument, ...] = ()
    told: tuple[Argument, ...] = ()
    needs_version: bool = False
    takes_file: bool = False


OPERATIONS: list[Operation] = []
View = Callable[..., Any]


def operation(needed: Permission, described: Operation) -> Callable[[View], View]:
    """Open a route to programs whose token has the scope and whose person has the permission."""

    def make(view: View) -> View:
        @functools.wraps(view)
        def guarded(**values: Any) -> Response:
            _let_in(needed, described.scope)
            return answer(view(**values))

        OPERATIONS.append(described)
        rule = described.path.replace("{id}", "<int:number>")
        marked = public(guarded)  # by session nobody needs to be signed in: the token speaks
        return blueprint.route(rule, methods=[described.method])(marked)

    return make


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program gets: a document, a status, headers."""

    document: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(found: Any) -> Response:
    """Return a document as JSON; 304 without a body when the program has this very version already."""
    made = found if isinstance(found, Answer) else Answer(found)
    tag = made.headers.get("ETag")
    if request.method == "GET" and tag and tag in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers={"ETag": tag})
    text = json.dumps(made.document, ensure_ascii=False, default=plain)
    response = Response(text + "\n", made.status, mimetype="application/json")
    response.headers.update(dict(made.headers))
    return response


def version_seen() -> int:
    """Return the version of the thing that the program looked at; refuse VERSION_MISSING."""
    tag = request.headers.get("If-Match", "").strip().strip('"')
    if not (tag.isascii() and tag.isdigit() and len(tag) < 10):
        raise Refusal(Reason.VERSION_MISSING)
    return int(tag)


def request_name() -> str | None:
    """Return under what name this request has its effect once, as long as the program repeats the key."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return None
    return hashlib.sha256(f"{session.current_actor().user_id}:{key}".encode()).hexdigest()


def plain(value: object) -> object:
    """Return a day or an instant in ISO form."""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    raise TypeError(f"cannot write {type(value).__name__}")


def _let_in(needed: Permission, wanted: ApiScope) -> None:
    given = request.headers.get("Authorization", "")
    work = Work(session=db.session(), actor=session.NOBODY, now=clockwork.now())
    found = api_tokens.holder(work, given.removeprefix(BEARER).strip()) if given.startswith(BEARER) else None
    if found is None:
        raise Refusal(Reason.TOKEN_WRONG)
    person, scopes = found
    if wanted not in scopes:
        raise Refusal(Reason.SCOPE_TOO_SMALL, scope=wanted.value)
    actor = people.actor(db.session(), person, clockwork.today())
    session.act_as(actor)
    if not scope(actor, needed):
        raise Refusal(Reason.NOT_ALLOWED)
    current_app.logger.info("api person=%s %s %s", person.id, request.method, request.path)
