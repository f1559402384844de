"""The OpenAPI document: written from the same lines that the operations read their arguments by.

Access of programs: a token, a scope of it, and the person's own permission; answers are JSON.

What a program may ask with, said once: the same lines read an address or a body and write the OpenAPI document.

What other programs are told when they ask wrongly.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, current_app, json, jsonify, request
from flask.typing import ResponseReturnValue

from tracker.core.clock import VIETNAM
from tracker.core.i18n import make_messages
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork
from tracker.integrations import tokens
from tracker.integrations.tokens import ApiScope
from tracker.law.permissions import Permission, get_permission_scope
from tracker.office import people as office_people
from tracker.web import request as web_request
from tracker.web.request import public_view
from tracker.web.responses import LARGEST_NUMBER

EXPECTED: Mapping[str, str] = {
    "day": "một ngày dạng 2021-11-10",
    "instant": "một thời điểm dạng 2021-11-10T07:30:00+07:00",
    "number": "số nguyên từ {least} đến {most}",
    "choice": "một trong: {choices}",
    "text": "chữ, dài nhất {longest} ký tự",
}

SCOPE_WORDS: Mapping[str, str] = make_messages(
    {
        "tasks:read": "Xem nhiệm vụ và nhật ký",
        "tasks:write": "Tiếp nhận, cập nhật, báo cáo nhiệm vụ",
        "statistics:read": "Xem số liệu",
        "reports:read": "Lập dự thảo báo cáo",
        "imports:write": "Nhập kế hoạch, sổ theo dõi",
    }
)
"""What a token opens."""

FIRST_YEAR, LAST_YEAR = 1990, 2100


class ArgumentKind(enum.StrEnum):
    """What an argument is."""

    DAY = "day"
    INSTANT = "instant"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: its name, what it is, what it means (in English, for programmers), its bounds."""

    name: str
    kind: ArgumentKind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = LARGEST_NUMBER
    longest: int = 2000

    def read(self, given: object) -> Any:
        """Return what was given as what it is; refuse ARGUMENT_WRONG."""
        value = self._value(given)
        if value is None:
            raise self.refusal()
        return value

    def refusal(self) -> Refusal:
        """Return the refusal of anything that this argument cannot be."""
        expected = EXPECTED[self.kind.value].format(
            choices=", ".join(self.choices), least=self.least, most=self.most, longest=self.longest
        )
        return Refusal(Reason.ARGUMENT_WRONG, field=self.name, name=self.name, expected=expected)

    def _value(self, given: object) -> Any:
        if self.kind is ArgumentKind.NUMBER and isinstance(given, int) and not isinstance(given, bool):
            return given if self.least <= given <= self.most else None
        if not isinstance(given, str):
            return None
        match self.kind:
            case ArgumentKind.TEXT:
                text = normalise_text(given.replace("\x00", ""))
                return text if len(text) <= self.longest else None
            case ArgumentKind.NUMBER:
                is_number = re.fullmatch(r"[0-9]{1,10}", given) is not None
                return int(given) if is_number and self.least <= int(given) <= self.most else None
            case ArgumentKind.CHOICE:
                return given if given in self.choices else None
            case ArgumentKind.DAY:
                return _day(given)
            case ArgumentKind.INSTANT:
                return _instant(given)

    def schema(self) -> dict[str, Any]:
        """Return the argument as OpenAPI describes it."""
        match self.kind:
            case ArgumentKind.DAY:
                return {"type": "string", "format": "date"}
            case ArgumentKind.INSTANT:
                return {"type": "string", "format": "date-time"}
            case ArgumentKind.NUMBER:
                return {"type": "integer", "minimum": self.least, "maximum": self.most}
            case ArgumentKind.CHOICE:
                return {"type": "string", "enum": list(self.choices)}
            case ArgumentKind.TEXT:
                return {"type": "string", "maxLength": self.longest}


def read_query_arguments(arguments: Sequence[Argument]) -> dict[str, Any]:
    """Return what stands in the address, by name; what was left out is None, a name that nobody knows is refused."""
    _refuse_strange(request.args.keys() - {each.name for each in arguments})
    return _all(arguments, request.args)


def read_body_arguments(arguments: Sequence[Argument]) -> dict[str, Any]:
    """Return what stands in the JSON body, by name; a field that nobody knows is refused."""
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets without end
        body = None
    if not isinstance(body, dict):
        raise Refusal(Reason.BODY_WRONG)
    _refuse_strange(body.keys() - {each.name for each in arguments})
    return _all(arguments, body)


def _refuse_strange(names: Iterable[object]) -> None:
    """Refuse ARGUMENT_UNKNOWN for the first of some names, in the order of the alphabet."""
    for name in sorted(map(str, names)):
        raise Refusal(Reason.ARGUMENT_UNKNOWN, field=name[:60], name=name[:60])


def _all(arguments: Sequence[Argument], given: Mapping[str, object]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in arguments:
        value = given.get(each.name)
        if value is None or value == "":
            if each.required:
                raise each.refusal()
            found[each.name] = None
        else:
            found[each.name] = each.read(value)
    return found


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _instant(text: str) -> dt.datetime | None:
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)


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
ApiView = Callable[..., Any]


def api_operation(needed: Permission, described: Operation) -> Callable[[ApiView], ApiView]:
    """Open a route to programs whose token has the scope and whose person has the permission."""

    def make(view: ApiView) -> ApiView:
        @functools.wraps(view)
        def guarded(**values: Any) -> Response:
            _let_in(needed, described.scope)
            return build_json_response(view(**values))

        OPERATIONS.append(described)
        rule = described.path.replace("{id}", "<int:number>")
        marked = public_view(guarded)  # by session nobody needs to be signed in: the token speaks
        return blueprint.route(rule, methods=[described.method])(marked)

    return make


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """What a program gets: a document, a status, headers."""

    document: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def build_json_response(found: Any) -> Response:
    """Return a document as JSON; 304 without a body when the program has this very version already."""
    made = found if isinstance(found, ApiResponse) else ApiResponse(found)
    tag = made.headers.get("ETag")
    if request.method == "GET" and tag and tag in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers={"ETag": tag})
    text = json.dumps(made.document, ensure_ascii=False, default=to_json_value)
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
    return hashlib.sha256(f"{web_request.current_actor().user_id}:{key}".encode()).hexdigest()


def to_json_value(value: object) -> object:
    """Return a day or an instant in ISO form."""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    raise TypeError(f"cannot write {type(value).__name__}")


def _let_in(needed: Permission, wanted: ApiScope) -> None:
    given = request.headers.get("Authorization", "")
    work = UnitOfWork(session=db.session(), actor=web_request.NOBODY, now=web_request.get_request_instant())
    found = tokens.authenticate_token(work, given.removeprefix(BEARER).strip()) if given.startswith(BEARER) else None
    if found is None:
        raise Refusal(Reason.TOKEN_WRONG)
    person, scopes = found
    if wanted not in scopes:
        raise Refusal(Reason.SCOPE_TOO_SMALL, scope=wanted.value)
    actor = office_people.get_person_actor(db.session(), person, web_request.get_request_day())
    web_request.set_request_actor(actor)
    if not get_permission_scope(actor, needed):
        raise Refusal(Reason.NOT_ALLOWED)
    current_app.logger.info("api person=%s %s %s", person.id, request.method, request.path)


PROBLEMS = {
    "400": "cannot be read",
    "401": "no valid token",
    "403": "not within the token's scope or the person's permissions",
    "404": "not there, or not the person's to see",
    "409": "somebody was faster: read again",
    "413": "too much was sent",
    "415": "not the content type that is asked for",
    "422": "an argument is not what it must be, or a rule of the office says no",
    "428": "If-Match is missing",
    "503": "the database is away: try again after Retry-After",
}
SUCCESS = {"type": "object"}


@blueprint.get("/openapi.json")
@public_view
def document() -> ResponseReturnValue:
    """Return the description of everything a program may ask."""
    paths: dict[str, dict[str, Any]] = {}
    for each in OPERATIONS:
        paths.setdefault(f"/api/v1{each.path}", {})[each.method.lower()] = _described(each)
    return jsonify(
        {
            "openapi": "3.1.0",
            "info": {"title": "CCHC tracker", "version": current_app.config["VERSION"]},
            "servers": [{"url": current_app.config["BASE_URL"]}],
            "security": [{"token": []}],
            "components": {
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
                "schemas": {"Problem": _problem()},
            },
            "paths": paths,
        }
    )


def _described(each: Operation) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    success = "201" if each.takes_file else "200"
    described: dict[str, Any] = {
        "operationId": f"{each.method.lower()}{each.path.replace('/', '_').replace('{id}', 'one')}",
        "summary": each.summary,
        "description": f"Scope: {each.scope.value}",
        "parameters": _parameters(each),
        "responses": {
            success: {"description": "as asked", "content": {"application/json": {"schema": SUCCESS}}},
            **{code: {"description": words, "content": problem} for code, words in PROBLEMS.items()},
        },
    }
    if each.method == "GET":
        described["responses"]["304"] = {"description": "the very version the program has"}
    if each.takes_file:
        described["requestBody"] = {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    elif each.told:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": _body(each.told)}}}
    return described


def _parameters(each: Operation) -> list[dict[str, Any]]:
    found = [
        {"name": one.name, "in": "query", "required": one.required, "description": one.meaning, "schema": one.schema()}
        for one in each.asked
    ]
    if "{id}" in each.path:
        schema = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
        found.append({"name": "id", "in": "path", "required": True, "schema": schema})
    if each.needs_version:
        version = {"type": "string", "pattern": '^"[0-9]{1,9}"$'}
        found.append({"name": "If-Match", "in": "header", "required": True, "schema": version})
    if each.method == "POST":
        key = {"type": "string", "maxLength": 200}
        found.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": key})
    return found


def _body(arguments: tuple[Argument, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {each.name: each.schema() | {"description": each.meaning} for each in arguments},
        "required": [each.name for each in arguments if each.required],
        "additionalProperties": False,
    }


def _problem() -> dict[str, Any]:
    texts = ("reason", "detail", "field", "incident")
    return {
        "type": "object",
        "properties": {"status": {"type": "integer"}} | {name: {"type": "string"} for name in texts},
        "required": ["status", "incident"],
    }
