"""The one search of the head of every page."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.searching import LONGEST_QUESTION
from tracker.services import finding
from tracker.web.guards import requires
from tracker.web.work import reading

blueprint = Blueprint("search", __name__)


@blueprint.get("/tim")
@requires(Permission.HOME)
def index() -> ResponseReturnValue:
    """Show what holds the words typed, some of each kind; each kind opens its whole list."""
    typed = request.args.get("tim", "").strip()[:LONGEST_QUESTION]
    return render_template(
        "search/index.html", typed=typed, found=finding.find(reading(), typed), shown=finding.SHOWN - 1
    )
