"""The working calendar: its days by year, and changing one with a look at the deadlines that move.

From which day a relative or waiting term is counted: receipts by unit, or the event itself; one's own work.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.i18n import make_message
from tracker.core.labels import DAY_KIND_WORDS
from tracker.core.refusals import Refusal
from tracker.law.permissions import Permission
from tracker.office import calendar as office_calendar
from tracker.tasks import queries as task_queries
from tracker.tasks.actions import deadline
from tracker.tasks.actions.deadline import TermBeginning
from tracker.tasks.forms.actions import ReceiptsForm, TermEventForm
from tracker.tasks.forms.lists import CalendarDayForm
from tracker.tasks.views.action_page import blueprint as action_page_blueprint
from tracker.web import request as web_request
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work

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


@action_page_blueprint.route("/nhiem-vu/<int:assignment_id>/moc-tinh-han", methods=["GET", "POST"])
@requires_permission(Permission.TASK_ASSIGN)
def begin(assignment_id: int) -> ResponseReturnValue:
    """Ask for the receipts of all units, or for the event their duty waits for; show what moves; write it down."""
    found = deadline.get_term_beginning(read_work(), assignment_id)
    if found.is_each_its_own:
        return _receipts(assignment_id, found)
    return _event(assignment_id, found)


def _receipts(assignment_id: int, found: TermBeginning) -> ResponseReturnValue:
    form = ReceiptsForm.of(found)
    is_shown = False
    if form.is_submitted_and_valid():
        try:
            found = deadline.get_term_beginning(read_work(), assignment_id, form.days())
            if form.looked_at.data == form.shown_days():
                with write_work(form.request_name()) as work:
                    moved = deadline.record_receipts(work, assignment_id, form.days(), note=form.note.data or "")
                    flash_message(
                        make_message("Đã ghi ngày nhận; {moved} hạn được tính lại.", moved=len(moved)), "success"
                    )
                return redirect(url_for("tasks.show", assignment_id=assignment_id))
            form.looked_at.data, is_shown = form.shown_days(), True
        except Refusal as refusal:
            if refusal.field is None:
                raise
            form.show(refusal)
    page = render_template(
        "tasks/receipts.html", form=form, found=found, assignment_id=assignment_id, is_shown=is_shown
    )
    return page, 422 if form.errors else 200


def _event(assignment_id: int, found: TermBeginning) -> ResponseReturnValue:
    form = TermEventForm()
    if form.is_submitted_and_valid():
        assert form.happened_on.data is not None  # InputRequired has run
        try:
            with write_work(form.request_name()) as work:
                dated = deadline.record_event(
                    work,
                    assignment_id,
                    happened_on=form.happened_on.data,
                    note=form.note.data or "",
                    document=form.document.data or "",
                    due_on=form.due_on.data,
                )
                flash_message(
                    make_message("Đã ghi mốc tính hạn; {dated} đơn vị có hạn xử lý.", dated=len(dated)), "success"
                )
            return redirect(url_for("tasks.show", assignment_id=assignment_id))
        except Refusal as refusal:
            if refusal.field is None:
                raise
            form.show(refusal)
    page = render_template("tasks/event.html", form=form, found=found, assignment_id=assignment_id)
    return page, 422 if form.errors else 200


@action_page_blueprint.get("/nhiem-vu/cua-toi")
@requires_permission(Permission.TASK_ENTRUST)
def mine() -> ResponseReturnValue:
    """List the open work that is entrusted to the person who looks."""
    work = read_work()
    found = task_queries.list_entrusted_assignments(work.session, work.actor.user_id or 0)
    return render_template("tasks/mine.html", assignments=found)
