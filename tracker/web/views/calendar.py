"""The working calendar: its days by year, and changing one with a look at the deadlines that move."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.services import calendars
from tracker.store import calendar
from tracker.web import clockwork
from tracker.web.forms.calendar import CalendarDayForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording import DAY_KIND_WORDS
from tracker.wording.sentence import say

blueprint = Blueprint("calendar", __name__, url_prefix="/lich-lam-viec")


@blueprint.get("")
@requires(Permission.CALENDAR_READ)
def index() -> ResponseReturnValue:
    """Show the days of a year that differ from the ordinary week, each with its paper."""
    session = reading().session
    years = sorted({day.year for day in calendar.days(session)} | {clockwork.today().year})
    asked = request.args.get("nam", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else clockwork.today().year
    return render_template(
        "calendar/index.html",
        year=year,
        years=years,
        days=calendar.of_year(session, year),
        kind_words=DAY_KIND_WORDS,
    )


@blueprint.route("/sua", methods=["GET", "POST"])
@requires(Permission.CALENDAR_MANAGE)
def change() -> ResponseReturnValue:
    """Change a day: first show which open deadlines move, then do it."""
    form = CalendarDayForm()
    moves = None
    if form.is_submitted_and_valid():
        wanted = form.answer()
        if form.looked_at.data == wanted.day.isoformat():
            with writing() as work:
                moved = len(calendars.change_day(work, wanted))
            flash(
                say(
                    "Đã sửa lịch ngày {day:%d/%m/%Y}; {moved} hạn được tính lại.", day=wanted.day, moved=moved
                ),
                "success",
            )
            return redirect(url_for("calendar.index", nam=wanted.day.year))
        moves = calendars.effects(reading(), wanted)
        form.looked_at.data = wanted.day.isoformat()
    page = render_template("calendar/change.html", form=form, moves=moves)
    return page, 422 if form.errors else 200
