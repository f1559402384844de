"""The OpenAPI document: written from the same lines that the operations read their arguments by."""

from __future__ import annotations

from typing import Any

from flask import current_app, jsonify
from flask.typing import ResponseReturnValue

from tracker.web.api.arguments import Argument
from tracker.web.api.door import OPERATIONS, Operation, blueprint
from tracker.web.guards import public

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
@public
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
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _body(each.told)}},
        }
    return described


def _parameters(each: Operation) -> list[dict[str, Any]]:
    found = [
        {
            "name": one.name,
            "in": "query",
            "required": one.required,
            "description": one.meaning,
            "schema": one.schema(),
        }
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
