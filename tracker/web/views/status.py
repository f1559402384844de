"""How the installation is: the status page for people, two short answers for machines."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from flask import Blueprint, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from tracker.extensions import db
from tracker.mail.ways import letter_folder, way_of
from tracker.rules.permissions import Permission
from tracker.services import health
from tracker.web import clockwork
from tracker.web.guards import public, requires
from tracker.web.work import reading

blueprint = Blueprint("status", __name__)


@blueprint.get("/he-thong")
@requires(Permission.SYSTEM_READ)
def index() -> ResponseReturnValue:
    """Show how the installation is."""
    config = current_app.config
    return render_template(
        "status/index.html",
        health=health.health(reading(), _migrations()),
        now=clockwork.now(),
        way=way_of(config["ENVIRONMENT"], config["SMTP_URL"]),
        letter_folder=letter_folder(config["DATA_DIR"]),
        version=config["VERSION"],
        base_url=config["BASE_URL"],
    )


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Say that the process answers; asks nothing of the database."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Say whether database, schema and scheduler are as they should be: 200, or 503."""
    found = health.readiness(db.session(), clockwork.now(), _migrations())
    return jsonify(asdict(found) | {"ready": found.is_ready}), 200 if found.is_ready else 503


def _migrations() -> Path:
    return Path(current_app.extensions["migrate"].directory)
