"""Calendars read by other programs: the page where one makes the address, and the address itself."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.documents.calendar_feed import write_calendar
from tracker.rules.permissions import Permission
from tracker.services import calendar_feeds
from tracker.transaction import Work
from tracker.web.forms.base import TrackerForm
from tracker.web.forms.calendar_feeds import UnitCalendarForm
from tracker.web.guards import public, requires
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording import calendar_feeds as words

blueprint = Blueprint("calendar_feeds", __name__)


@blueprint.get("/lich-tren-may")
@requires(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    """Show the addresses one made."""
    return _page(reading(), _unit_form())


@blueprint.post("/lich-tren-may/cua-toi")
@requires(Permission.TASK_READ)
def make_own() -> ResponseReturnValue:
    """Make the address of one's own work, shown this once; an earlier one no longer opens."""
    token = ""
    if TrackerForm().is_submitted_and_valid():
        with writing() as work:
            token = calendar_feeds.make(work)
    return _page(reading(), _unit_form(), token)


@blueprint.post("/lich-tren-may/don-vi")
@requires(Permission.TASK_READ)
def make_of_unit() -> ResponseReturnValue:
    """Make the address of a unit's work, shown this once; an earlier one no longer opens."""
    form, token = _unit_form(), ""
    if form.is_submitted_and_valid():
        with writing() as work:
            token = calendar_feeds.make(work, form.unit_id.data)
    return _page(reading(), form, token)


@blueprint.post("/lich-tren-may/<int:feed_id>/thu-hoi")
@requires(Permission.TASK_READ)
def revoke(feed_id: int) -> ResponseReturnValue:
    """Take an address back."""
    if TrackerForm().is_submitted_and_valid():
        with writing() as work:
            calendar_feeds.revoke(work, feed_id)
        flash(words.REVOKED, "success")
    return redirect(url_for("calendar_feeds.index"))


@blueprint.get("/lich/<token>.ics")
@public
def read(token: str) -> ResponseReturnValue:
    """Give a calendar program what stands under an address; the token is all it has to show."""
    feed = calendar_feeds.read(reading(), token)
    content = write_calendar(words.named(feed.of), feed.entries, current_app.config["BASE_URL"])
    answer = Response(content, mimetype="text/calendar")
    answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


def _unit_form() -> UnitCalendarForm:
    form = UnitCalendarForm()
    form.unit_id.choices = [(unit.id, unit.name) for unit in calendar_feeds.units_to_choose(reading())]
    return form


def _page(work: Work, unit_form: UnitCalendarForm, token: str = "") -> ResponseReturnValue:
    """Return the page; with the address just made, whose token nobody can show again."""
    address = (
        f"{current_app.config['BASE_URL']}{url_for('calendar_feeds.read', token=token)}" if token else ""
    )
    page = render_template(
        "calendar_feeds/index.html",
        feeds=calendar_feeds.mine(work),
        unit_form=unit_form,
        address=address,
    )
    return page, 422 if unit_form.errors else 200
