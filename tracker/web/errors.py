"""Errors as pages: a refusal is an answer, a fault gets an incident code and one line in the log."""

from __future__ import annotations

import secrets

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, SecurityError

from tracker.extensions import db
from tracker.rules.refusals import Reason, Refusal
from tracker.web.session import current_person
from tracker.wording.refusals import explain

STATUS = {
    Reason.NOT_FOUND: 404,
    Reason.LINK_OVER: 404,
    Reason.NOT_ALLOWED: 403,
    Reason.STALE: 409,
    Reason.TOO_MANY_TRIES: 429,
    Reason.TOO_FAST: 429,
}
WRONG_ADDRESS = "Địa chỉ này không phải địa chỉ của hệ thống. Dùng địa chỉ do quản trị cung cấp.\n"
WITH_PAGE = (403, 404, 409, 413, 422, 429, 500, 503)


def init_app(app: Flask) -> None:
    """Answer refusals, HTTP errors and faults with Vietnamese pages."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal; 422 for what the person can put right in the form."""
    return STATUS.get(refusal.reason, 422)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    status = status_of(refusal)
    _note_denied(status)
    return render_template(f"errors/{status}.html", sentence=explain(refusal)), status


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):  # another site's name: even a link of ours cannot be written for it
        return WRONG_ADDRESS, 400, {"Content-Type": "text/plain; charset=utf-8"}
    code = error.code or 500
    if code < 400:
        return error
    _note_denied(code)
    page = code if code in WITH_PAGE else (404 if code < 500 else 500)
    return render_template(f"errors/{page}.html", sentence=None), code


def _note_denied(status: int) -> None:
    """Log who asked for what is not theirs (K52): the numbers alone, no name, no content."""
    person = current_person()
    if status in (403, 404) and person is not None and request.endpoint is not None:
        current_app.logger.info(
            "denied status=%s person=%s method=%s path=%s", status, person.id, request.method, request.path
        )


def _fault(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    incident = secrets.token_hex(4)
    current_app.logger.exception(
        "fault incident=%s method=%s endpoint=%s", incident, request.method, request.endpoint
    )
    return render_template("errors/500.html", sentence=None, incident=incident), 500
