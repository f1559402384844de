"""The working calendar: its days by year, and changing one with a look at the deadlines that move."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.i18n import make_message
from tracker.core.labels import DAY_KIND_WORDS
from tracker.law.permissions import Permission
from tracker.office import calendar as office_calendar
from tracker.tasks.actions import deadline
from tracker.tasks.forms.lists import CalendarDayForm
from tracker.web import request as web_request
from tracker.web.guards import requires_permission
from tracker.web.language import flash_message
from tracker.web.request import read_work, write_work

blueprint = Blueprint("calendar", __name__, url_prefix="/lich-lam-viec")


@blueprint.get("")
@requires_permission(Permission.CALENDAR_READ)
def index() -> ResponseReturnValue:
    """Show the days of a year that differ from the ordinary week, each with its paper."""
    session = read_work().session
    years = sorted(
        {day.year for day in office_calendar.list_calendar_days(session)} | {web_request.get_request_day().year}
    )
    asked = request.args.get("nam", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else web_request.get_request_day().year
    return render_template(
        "calendar/index.html",
        year=year,
        years=years,
        days=office_calendar.list_year_days(session, year),
        kind_words=DAY_KIND_WORDS,
    )


@blueprint.route("/sua", methods=["GET", "POST"])
@requires_permission(Permission.CALENDAR_MANAGE)
def change() -> ResponseReturnValue:
    """Change a day: first show which open deadlines move, then do it."""
    form = CalendarDayForm()
    moves = None
    if form.is_submitted_and_valid():
        wanted = form.answer()
        if form.looked_at.data == wanted.day.isoformat():
            with write_work() as work:
                moved = len(deadline.change_day(work, wanted))
            flash_message(
                make_message(
                    "Đã sửa lịch ngày {day:%d/%m/%Y}; {moved} hạn được tính lại.", day=wanted.day, moved=moved
                ),
                "success",
            )
            return redirect(url_for("calendar.index", nam=wanted.day.year))
        moves = deadline.list_moved_deadlines(read_work(), wanted)
        form.looked_at.data = wanted.day.isoformat()
    page = render_template("calendar/change.html", form=form, moves=moves)
    return page, 422 if form.errors else 200
