"""The first page after signing in, by what somebody is."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission, Role
from tracker.services import account_decisions, home, saved_views
from tracker.transaction import Work
from tracker.web import charts, pictures
from tracker.web.guards import requires
from tracker.web.selections import list_address
from tracker.web.work import reading
from tracker.wording.tasks import WAITING_WORDS

blueprint = Blueprint("home", __name__)

FOLLOWERS = frozenset({Role.COORDINATOR, Role.OFFICE})
OVERSEERS = frozenset({Role.LEADER, Role.AUDITOR})

TONES = {
    home.Waiting.OVERDUE: "overdue",
    home.Waiting.DUE_SOON: "due_soon",
    home.Waiting.NEW: "open",
    home.Waiting.RETURNED: "returned",
    home.Waiting.TO_CONFIRM: "waiting",
    home.Waiting.UNACCEPTED: "late",
    home.Waiting.MORE_TIME: "due_soon",
}


@blueprint.get("/ban-phim")
@requires(Permission.HOME)
def help() -> ResponseReturnValue:
    """Say how everything is done by keyboard."""
    return render_template("home/help.html")


@blueprint.get("/")
@requires(Permission.HOME)
def index() -> ResponseReturnValue:
    """Show what waits for this person; somebody with several posts gets a part for each."""
    work = reading()
    roles = work.actor.roles
    return render_template(
        "home/index.html",
        proposals_to_decide=account_decisions.number_to_decide(work),
        own_work=home.own_work(work),
        decisions=home.decisions(work) if Role.LEADER in roles else None,
        following=_following(work) if roles & FOLLOWERS else None,
        picture=_picture(work) if roles & OVERSEERS else None,
        pinned=[each.view for each in saved_views.mine(work) if each.is_pinned],
        administers=Role.ADMINISTRATOR in roles,
        list_href=lambda selection: list_address(selection, today=work.today),
        waiting_words=WAITING_WORDS,
        tones=TONES,
    )


def _following(work: Work) -> dict[str, object]:
    found = home.following(work)
    rows = pictures.overdue_rows(found.overdue_by_unit, today=work.today)
    return {
        "lists": found.lists,
        "overdue": found.overdue,
        "overdue_count": sum(part.count for row in rows for part in row.parts),
        "bars": charts.stacked_bars(rows),
    }


def _picture(work: Work) -> dict[str, object]:
    found, today = home.picture(work), work.today
    return {
        "figures": pictures.figures(found.tally, found.selection, today=today),
        "tally": found.tally,
        "by_origin": pictures.origin_rows(found.by_origin, today=today),
        "by_unit": charts.stacked_bars(pictures.timing_rows(found.by_unit, today=today)),
        "by_month": charts.columns(pictures.month_rows(found.by_month, today=today)),
    }
