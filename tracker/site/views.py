"""The first page after signing in, by what somebody is.

What a browser needs to work through a line that breaks off: the worker, the manifest, the page for no line.

Choosing the language of pages.

The one search of the head of every page.

What waits for somebody this morning: own work, what to confirm and to urge, what to decide, the whole picture.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import decisions
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import LONGEST_QUESTION
from tracker.database.unit_of_work import UnitOfWork
from tracker.figures.statistics import BreakdownGroup, build_breakdown
from tracker.figures.views import chart_data
from tracker.law.calendar import WorkCalendar
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Permission, Role, get_permission_scope
from tracker.law.tally import Tally
from tracker.law.timing import Timing
from tracker.office import calendar as office_calendar, units
from tracker.office.models import Unit
from tracker.site.forms import LanguageForm
from tracker.tasks import (
    classified,
    lists as task_lists,
    queries as task_queries,
    saved_views as task_saved_views,
    search,
)
from tracker.tasks.cuts import Cut
from tracker.tasks.labels import WAITING_WORDS
from tracker.tasks.lists import TaskRow
from tracker.tasks.models import Assignment, Extension
from tracker.tasks.selection import Count, Selection
from tracker.tasks.views.list_request import list_address
from tracker.web import charts
from tracker.web.language import remember_language
from tracker.web.request import public_view, read_work, requires_permission
from tracker.web.responses import local_or

HOME_UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.OFFICER, Role.WARD_OFFICIAL})
HOME_ROWS_SHOWN = 8
"""Rows of a list on the first page; the number above it opens all of them."""

SOON = 5
"""Working days before a deadline from which a task is «sắp đến hạn»."""
SOON_WITHOUT_CALENDAR = dt.timedelta(days=7)
UNACCEPTED_AFTER = 2
"""Working days after which an assignment that nobody accepted is asked about."""
MONTHS_OF_YEAR = 12


class WaitingReason(enum.StrEnum):
    """Why tasks stand in a list of the first page."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    NEW = "new"
    RETURNED = "returned"
    TO_CONFIRM = "to_confirm"
    UNACCEPTED = "unaccepted"
    MORE_TIME = "more_time"


@dataclass(frozen=True, slots=True)
class WorkList:
    """The first rows of a selection and how many it has in all."""

    why: WaitingReason
    selection: Selection
    length: int
    rows: Sequence[TaskRow]


@dataclass(frozen=True, slots=True)
class UnitWork:
    """What waits for one unit; `soon_until` is the last day that counts as soon."""

    unit: Unit
    soon_until: dt.date
    lists: Sequence[WorkList]


@dataclass(frozen=True, slots=True)
class FollowUpLists:
    """What those who follow up look at: to confirm, not accepted, more time asked, overdue by unit."""

    lists: Sequence[WorkList]
    overdue: Selection
    overdue_by_unit: Sequence[BreakdownGroup]


@dataclass(frozen=True, slots=True)
class YearPicture:
    """The figures of this year as of today: whole, by origin, by unit, by the month in which tasks were given."""

    selection: Selection
    tally: Tally
    by_origin: Sequence[BreakdownGroup]
    by_unit: Sequence[BreakdownGroup]
    by_month: Sequence[BreakdownGroup]


def list_own_work(work: UnitOfWork) -> list[UnitWork]:
    """Return what waits for each unit in which the actor does the work."""
    unit_ids = sorted({post.unit_id for post in work.actor.posts if post.role in HOME_UNIT_ROLES and post.unit_id})
    known = office_calendar.working_calendar(work.session) if unit_ids else None
    return [_of_unit(work, units.get_unit(work.session, each), known) for each in unit_ids if known is not None]


def list_follow_ups(work: UnitOfWork) -> FollowUpLists:
    """Return what waits for the actor to follow up, among the tasks of the origins the actor answers for."""
    mine = get_permission_scope(work.actor, Permission.TASK_CONFIRM)
    whole = _everything(work).narrowed(
        count=Count.ASSIGNMENTS, origins=frozenset() if mine.everywhere else mine.origins
    )
    given_to = _back(office_calendar.working_calendar(work.session), work.today, UNACCEPTED_AFTER)
    overdue = whole.narrowed(timings=frozenset({Timing.OPEN_OVERDUE}))
    return FollowUpLists(
        lists=[
            _list(work, WaitingReason.TO_CONFIRM, _in_state(whole, AssignmentState.SUBMITTED)),
            _list(
                work, WaitingReason.UNACCEPTED, _in_state(whole, AssignmentState.ASSIGNED).narrowed(given_to=given_to)
            ),
            _list(work, WaitingReason.MORE_TIME, whole.narrowed(asks_extension=True)),
        ],
        overdue=overdue,
        overdue_by_unit=build_breakdown(work, overdue, Cut.UNIT),
    )


def list_pending_decisions(work: UnitOfWork) -> Sequence[tuple[Extension, Assignment]]:
    """Return the requests for more time that wait for the actor's decision, the oldest first."""
    return task_queries.open_extensions(work.session, get_permission_scope(work.actor, Permission.EXTENSION_DECIDE))


def build_year_picture(work: UnitOfWork) -> YearPicture:
    """Return the figures of this year: what was given in it, and what was carried over into it."""
    selection = _everything(work).narrowed(since=dt.date(work.today.year, 1, 1))
    by_origin = build_breakdown(work, selection, Cut.ORIGIN)
    return YearPicture(
        selection=selection,
        tally=sum((group.tally for group in by_origin), Tally()),
        by_origin=by_origin,
        by_unit=build_breakdown(work, selection.narrowed(count=Count.ASSIGNMENTS), Cut.UNIT),
        by_month=build_breakdown(work, selection, Cut.MONTH)[-MONTHS_OF_YEAR:],
    )


def _of_unit(work: UnitOfWork, unit: Unit, known: WorkCalendar) -> UnitWork:
    whole = _everything(work).narrowed(count=Count.ASSIGNMENTS, unit_id=unit.id)
    until = _soon_until(known, work.today)
    soon = whole.narrowed(timings=frozenset({Timing.OPEN_IN_TIME}), due_from=work.today, due_to=until)
    return UnitWork(
        unit=unit,
        soon_until=until,
        lists=[
            _list(work, WaitingReason.OVERDUE, whole.narrowed(timings=frozenset({Timing.OPEN_OVERDUE}))),
            _list(work, WaitingReason.DUE_SOON, soon),
            _list(work, WaitingReason.NEW, _in_state(whole, AssignmentState.ASSIGNED)),
            _list(work, WaitingReason.RETURNED, _in_state(whole, AssignmentState.RETURNED)),
        ],
    )


def _everything(work: UnitOfWork) -> Selection:
    return Selection(as_of=work.today, scope=get_permission_scope(work.actor, Permission.TASK_READ))


def _in_state(selection: Selection, state: AssignmentState) -> Selection:
    return selection.narrowed(states=frozenset({state}))


def _list(work: UnitOfWork, why: WaitingReason, selection: Selection) -> WorkList:
    """Return the head of a list; a short one is counted by its own rows."""
    rows = task_lists.list_task_rows(work.session, selection, after=None, limit=HOME_ROWS_SHOWN + 1)
    length = (
        len(rows) if len(rows) <= HOME_ROWS_SHOWN else classified.count_selection(work.session, selection).assigned_ever
    )
    return WorkList(why, selection, length, rows[:HOME_ROWS_SHOWN])


def _soon_until(known: WorkCalendar, today: dt.date) -> dt.date:
    try:
        return known.add_working_days(today, SOON)
    except Refusal as refusal:
        if refusal.reason is not Reason.CALENDAR_MISSING:
            raise
        return today + SOON_WITHOUT_CALENDAR


def _back(known: WorkCalendar, today: dt.date, count: int) -> dt.date:
    """Return the last civil day since which more than `count` working days have gone by."""
    try:
        return known.add_working_days(today, -count) - dt.timedelta(days=1)
    except Refusal as refusal:
        if refusal.reason is not Reason.CALENDAR_MISSING:
            raise
        return today - dt.timedelta(days=count + 1)


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
    WaitingReason.OVERDUE: "overdue",
    WaitingReason.DUE_SOON: "due_soon",
    WaitingReason.NEW: "open",
    WaitingReason.RETURNED: "returned",
    WaitingReason.TO_CONFIRM: "waiting",
    WaitingReason.UNACCEPTED: "late",
    WaitingReason.MORE_TIME: "due_soon",
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
        own_work=list_own_work(work),
        decisions=list_pending_decisions(work) if Role.LEADER in roles else None,
        following=_following(work) if roles & FOLLOWING_ROLES else None,
        picture=_picture(work) if roles & OVERSEERS else None,
        pinned=[each.view for each in task_saved_views.list_own_views(work) if each.is_pinned],
        administers=Role.ADMINISTRATOR in roles,
        list_href=lambda selection: list_address(selection, today=work.today),
        waiting_words=WAITING_WORDS,
        tones=WAITING_TONES,
    )


def _following(work: UnitOfWork) -> dict[str, object]:
    found = list_follow_ups(work)
    rows = chart_data.overdue_rows(found.overdue_by_unit, today=work.today)
    return {
        "lists": found.lists,
        "overdue": found.overdue,
        "overdue_count": sum(part.count for row in rows for part in row.parts),
        "bars": charts.stacked_bars(rows),
    }


def _picture(work: UnitOfWork) -> dict[str, object]:
    found, today = build_year_picture(work), work.today
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
