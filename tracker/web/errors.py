"""Errors as pages: a refusal is an answer, a fault gets an incident code and one line in the log."""

from __future__ import annotations

import errno
import secrets

from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from tracker.core.files import FileStoreUnavailableError
from tracker.core.i18n import make_message
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Reason, Refusal
from tracker.database.engine import db
from tracker.web.forms import collect_fields_with_token
from tracker.web.request import current_person

STATUS = {
    Reason.NOT_FOUND: 404,
    Reason.LINK_OVER: 404,
    Reason.FILE_ALTERED: 410,
    Reason.NOT_ALLOWED: 403,
    Reason.STALE: 409,
    Reason.TOO_FAST: 429,
    Reason.TOO_MANY_FILES: 429,
    Reason.TOKEN_WRONG: 401,
    Reason.SIGN_ON_AWAY: 503,
    Reason.SIGN_ON_BROKEN: 400,
    Reason.SIGN_ON_CANCELLED: 400,
    Reason.SIGN_ON_UNKNOWN: 403,
    Reason.SCOPE_TOO_SMALL: 403,
    Reason.BODY_WRONG: 400,
    Reason.VERSION_MISSING: 428,
}
API_ERROR_PREFIX = "/api/"
"""Addresses below are asked by programs: they get JSON."""
WRONG_ADDRESS = make_message("Địa chỉ này không phải địa chỉ của hệ thống. Dùng địa chỉ do quản trị cung cấp.\n")
WITH_PAGE = (400, 403, 404, 409, 413, 422, 429, 500, 503, 507)


def init_error_pages(app: Flask) -> None:
    """Answer refusals, HTTP errors and faults with Vietnamese pages."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal; 422 for what the person can put right in the form."""
    return STATUS.get(refusal.reason, 422)


def get_refusal_headers(refusal: Refusal) -> dict[str, str]:
    """Return what a refusal says beside its page: after how many seconds to come again."""
    return {"Retry-After": str(refusal.details["seconds"])} if refusal.reason is Reason.TOO_FAST else {}


def _refused(refusal: Refusal) -> ResponseReturnValue:
    status = status_of(refusal)
    page = status if status in WITH_PAGE else 400
    shown = _page(page, status, describe_refusal(refusal), reason=refusal.reason.value, field=refusal.field)
    return shown, status, get_refusal_headers(refusal)


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):  # another site's name: even a link of ours cannot be written for it
        return WRONG_ADDRESS, 400, {"Content-Type": "text/plain; charset=utf-8"}
    code = error.code or 500
    if code < 400:
        return error
    other = 400 if code < 500 else 500
    return _page(code if code in WITH_PAGE else other, code), code, _headers_of(error)


def _headers_of(error: HTTPException) -> dict[str, str]:
    """Return what an error says beside its page: which methods there are, when to come again."""
    kept = ("Allow", "Retry-After")
    return {name: value for name, value in error.get_headers() if name in kept}


def _page(
    page: int, status: int, sentence: str | None = None, *, reason: str = "", field: str | None = None
) -> str | Response:
    """Return the page of an answer that is no fault, with a mark under which the log tells of it."""
    incident = secrets.token_hex(4)
    person = current_person() if request.endpoint is not None else None
    if status in (403, 404) and person is not None:  # who asked for what is not theirs (K52): numbers alone
        current_app.logger.info(
            "denied status=%s person=%s method=%s path=%s incident=%s",
            status,
            person.id,
            request.method,
            request.path,
            incident,
        )
    else:
        current_app.logger.info(
            "refused status=%s method=%s endpoint=%s incident=%s", status, request.method, request.endpoint, incident
        )
    if _asks_json():
        return _json(status, incident, sentence, reason=reason, field=field)
    return render_template(f"errors/{page}.html", sentence=sentence, incident=incident, status=status)


def _asks_json() -> bool:
    return request.path.startswith(API_ERROR_PREFIX)


def _json(
    status: int, incident: str, sentence: str | None = None, *, reason: str = "", field: str | None = None
) -> Response:
    """Return a problem as programs read it (RFC 9457)."""
    problem = {"status": status, "reason": reason, "detail": sentence, "field": field, "incident": incident}
    answer = jsonify({name: value for name, value in problem.items() if value})
    answer.mimetype = "application/problem+json"
    return answer


def _fault(error: Exception) -> ResponseReturnValue:
    """Answer a fault: 503 while the database is away, 507 while the disk is full, else 500; what was typed stays."""
    db.session.rollback()
    g.without_database = True  # it may be what failed
    incident = secrets.token_hex(4)
    status = status_of_fault(error)
    words = "fault status=%s incident=%s method=%s endpoint=%s"
    current_app.logger.exception(words, status, incident, request.method, request.endpoint)
    again = {"Retry-After": "30"} if status == 503 else {}
    if _asks_json():
        return _json(status, incident), status, again
    typed = collect_fields_with_token() if status in (503, 507) and request.method == "POST" else []
    page = render_template(
        f"errors/{status}.html", sentence=None, incident=incident, status=status, typed=typed, target=request.full_path
    )
    return page, status, again


def status_of_fault(error: Exception) -> int:
    """Return 507 when the disk is full, 503 when the database or the store of files is away, 500 for anything else.

    What is nested too deeply to be read is wrong in itself: 400.
    """
    if isinstance(error, RecursionError):
        return 400
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return 507
    if isinstance(error, FileStoreUnavailableError):
        return 503
    if isinstance(error, DBAPIError):
        if any(sign in str(error.orig) for sign in ("disk is full", "No space left", "disk I/O error")):
            return 507
        behind = "no such" in str(error.orig)  # SQLite calls a missing table operational: the schema is behind
        if (isinstance(error, OperationalError | InterfaceError) and not behind) or error.connection_invalidated:
            return 503
    return 503 if isinstance(error, PoolTimeout) else 500
