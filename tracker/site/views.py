"""What a browser needs to work through a line that breaks off: the worker, the manifest, the page for no line.

The first page after signing in, by what somebody is.

Choosing the language of pages.

The one search of the head of every page.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import decisions
from tracker.core.text import LONGEST_QUESTION
from tracker.database.unit_of_work import UnitOfWork
from tracker.figures.views import chart_data
from tracker.law.permissions import Permission, Role
from tracker.site import home
from tracker.site.forms import LanguageForm
from tracker.tasks import saved_views as task_saved_views, search
from tracker.tasks.labels import WAITING_WORDS
from tracker.tasks.views.list_request import list_address
from tracker.web import charts
from tracker.web.guards import public_view, requires_permission
from tracker.web.language import remember_language
from tracker.web.request import read_work
from tracker.web.responses import local_or

away_pages = Blueprint("away", __name__)


@away_pages.get("/ngoai-tuyen", endpoint="index")
@public_view
def away_page() -> ResponseReturnValue:
    """Show what waits on this device; the same page for everybody, for it is kept on every device."""
    return render_template("away.html")


@away_pages.get("/tac-vu-nen.js")
@public_view
def worker() -> Response:
    """Hand out the worker from the root, for it looks after the whole site."""
    answer = current_app.send_static_file("js/worker.js")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; connect-src 'self'"
    return answer


@away_pages.get("/ung-dung.webmanifest")
@public_view
def manifest() -> Response:
    """Say how the site is put on the first screen of a phone."""
    answer = jsonify(
        name="Theo dõi nhiệm vụ",
        short_name="Nhiệm vụ",
        lang="vi",
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#ffffff",
        theme_color="#123f63",
        icons=[
            {"src": url_for("static", filename="favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": url_for("static", filename="icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": url_for("static", filename="icon-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    )
    answer.mimetype = "application/manifest+json"
    return answer


home_pages = Blueprint("home", __name__)

FOLLOWING_ROLES = frozenset({Role.COORDINATOR, Role.OFFICE})
OVERSEERS = frozenset({Role.LEADER, Role.AUDITOR})

WAITING_TONES = {
    home.WaitingReason.OVERDUE: "overdue",
    home.WaitingReason.DUE_SOON: "due_soon",
    home.WaitingReason.NEW: "open",
    home.WaitingReason.RETURNED: "returned",
    home.WaitingReason.TO_CONFIRM: "waiting",
    home.WaitingReason.UNACCEPTED: "late",
    home.WaitingReason.MORE_TIME: "due_soon",
}


@home_pages.get("/ban-phim")
@requires_permission(Permission.HOME)
def help() -> ResponseReturnValue:
    """Say how everything is done by keyboard."""
    return render_template("home/help.html")


@home_pages.get("/", endpoint="index")
@requires_permission(Permission.HOME)
def home_page() -> ResponseReturnValue:
    """Show what waits for this person; somebody with several posts gets a part for each."""
    work = read_work()
    roles = work.actor.roles
    return render_template(
        "home/index.html",
        proposals_to_decide=decisions.count_waiting_decisions(work),
        own_work=home.list_own_work(work),
        decisions=home.list_pending_decisions(work) if Role.LEADER in roles else None,
        following=_following(work) if roles & FOLLOWING_ROLES else None,
        picture=_picture(work) if roles & OVERSEERS else None,
        pinned=[each.view for each in task_saved_views.list_own_views(work) if each.is_pinned],
        administers=Role.ADMINISTRATOR in roles,
        list_href=lambda selection: list_address(selection, today=work.today),
        waiting_words=WAITING_WORDS,
        tones=WAITING_TONES,
    )


def _following(work: UnitOfWork) -> dict[str, object]:
    found = home.list_follow_ups(work)
    rows = chart_data.overdue_rows(found.overdue_by_unit, today=work.today)
    return {
        "lists": found.lists,
        "overdue": found.overdue,
        "overdue_count": sum(part.count for row in rows for part in row.parts),
        "bars": charts.stacked_bars(rows),
    }


def _picture(work: UnitOfWork) -> dict[str, object]:
    found, today = home.build_year_picture(work), work.today
    return {
        "figures": chart_data.build_headline_figures(found.tally, found.selection, today=today),
        "tally": found.tally,
        "by_origin": chart_data.origin_rows(found.by_origin, today=today),
        "by_unit": charts.stacked_bars(chart_data.timing_rows(found.by_unit, today=today)),
        "by_month": charts.build_column_chart(chart_data.month_rows(found.by_month, today=today)),
    }


language_pages = Blueprint("language", __name__)


@language_pages.post("/ngon-ngu")
@public_view
def choose() -> ResponseReturnValue:
    """Speak another language in this browser from now on, and go back to the page that was read."""
    form = LanguageForm()
    back = redirect(local_or(form.tiep.data, url_for("home.index")))
    return remember_language(make_response(back), form.language.data or "") if form.is_submitted_and_valid() else back


search_pages = Blueprint("search", __name__)


@search_pages.get("/tim", endpoint="index")
@requires_permission(Permission.HOME)
def search_page() -> ResponseReturnValue:
    """Show what holds the words typed, some of each kind; each kind opens its whole list."""
    typed = request.args.get("tim", "").strip()[:LONGEST_QUESTION]
    return render_template(
        "search/index.html",
        typed=typed,
        found=search.search_visible_records(read_work(), typed),
        shown=search.SEARCH_RESULTS_SHOWN - 1,
    )
