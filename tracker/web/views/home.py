"""The first page after signing in, by what somebody is."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.web.guards import requires

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(Permission.HOME)
def index() -> ResponseReturnValue:
    """Show what waits for this person."""
    return render_template("home/index.html")
