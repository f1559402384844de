"""How the installation is: the status page for people, two short answers for machines."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from flask import Blueprint, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from tracker.database.engine import db
from tracker.law.permissions import Permission
from tracker.mail.smtp import choose_transport_kind, letter_folder
from tracker.operations import health
from tracker.web import request as web_request
from tracker.web.request import public_view, read_work, requires_permission

blueprint = Blueprint("status", __name__)


@blueprint.get("/he-thong")
@requires_permission(Permission.SYSTEM_READ)
def index() -> ResponseReturnValue:
    """Show how the installation is."""
    config = current_app.config
    return render_template(
        "status/index.html",
        health=health.check_health(read_work(), _migrations()),
        now=web_request.get_request_instant(),
        way=choose_transport_kind(config["ENVIRONMENT"], config["SMTP_URL"]),
        letter_folder=letter_folder(config["DATA_DIR"]),
        version=config["VERSION"],
        base_url=config["BASE_URL"],
    )


@blueprint.get("/healthz")
@public_view
def alive() -> ResponseReturnValue:
    """Say that the process answers; asks nothing of the database."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.get("/readyz")
@public_view
def ready() -> ResponseReturnValue:
    """Say whether database, schema and scheduler are as they should be: 200, or 503."""
    found = health.check_readiness(db.session(), web_request.get_request_instant(), _migrations())
    return jsonify(asdict(found) | {"ready": found.is_ready}), 200 if found.is_ready else 503


def _migrations() -> Path:
    return Path(current_app.extensions["migrate"].directory)
