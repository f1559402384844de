"""Calendars read by other programs: the page where one makes the address, and the address itself.

Channels beside mail: the list, one with its log, adding, switching, trying out.

Keys with which other programs act for a person: made, shown once, taken back.
"""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.i18n import make_message
from tracker.core.refusals import Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.integrations import calendar_feed, channels, dispatch, tokens, webhook
from tracker.integrations.api.access import SCOPE_WORDS
from tracker.integrations.calendar_feed import write_calendar
from tracker.integrations.channels import ChannelKind
from tracker.integrations.forms import ApiTokenForm, ChannelForm, UnitCalendarForm
from tracker.integrations.tokens import ApiScope
from tracker.integrations.webhook import AddressPolicy
from tracker.law.permissions import Permission
from tracker.web.forms import ButtonForm, TrackerForm
from tracker.web.language import flash_message
from tracker.web.request import public_view, read_work, requires_permission, sensitive_view, write_work

calendar_feeds_pages = Blueprint("calendar_feeds", __name__)


@calendar_feeds_pages.get("/lich-tren-may", endpoint="index")
@requires_permission(Permission.TASK_READ)
def feed_index() -> ResponseReturnValue:
    """Show the addresses one made."""
    return _page(read_work(), _unit_form())


@calendar_feeds_pages.post("/lich-tren-may/cua-toi")
@requires_permission(Permission.TASK_READ)
def make_own() -> ResponseReturnValue:
    """Make the address of one's own work, shown this once; an earlier one no longer opens."""
    token = ""
    if TrackerForm().is_submitted_and_valid():
        with write_work() as work:
            token = calendar_feed.create_calendar_feed(work)
    return _page(read_work(), _unit_form(), token)


@calendar_feeds_pages.post("/lich-tren-may/don-vi")
@requires_permission(Permission.TASK_READ)
def make_of_unit() -> ResponseReturnValue:
    """Make the address of a unit's work, shown this once; an earlier one no longer opens."""
    form, token = _unit_form(), ""
    if form.is_submitted_and_valid():
        with write_work() as work:
            token = calendar_feed.create_calendar_feed(work, form.unit_id.data)
    return _page(read_work(), form, token)


@calendar_feeds_pages.post("/lich-tren-may/<int:feed_id>/thu-hoi", endpoint="revoke")
@requires_permission(Permission.TASK_READ)
def revoke_feed(feed_id: int) -> ResponseReturnValue:
    """Take an address back."""
    if TrackerForm().is_submitted_and_valid():
        with write_work() as work:
            calendar_feed.withdraw_feed(work, feed_id)
        flash_message(calendar_feed.REVOKED, "success")
    return redirect(url_for("calendar_feeds.index"))


@calendar_feeds_pages.get("/lich/<token>.ics")
@public_view
def read(token: str) -> ResponseReturnValue:
    """Give a calendar program what stands under an address; the token is all it has to show."""
    feed = calendar_feed.read_feed(read_work(), token)
    content = write_calendar(calendar_feed.feed_title(feed.of), feed.entries, current_app.config["BASE_URL"])
    answer = Response(content, mimetype="text/calendar")
    answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


def _unit_form() -> UnitCalendarForm:
    form = UnitCalendarForm()
    form.unit_id.choices = [(unit.id, unit.name) for unit in calendar_feed.units_to_choose(read_work())]
    return form


def _page(work: UnitOfWork, unit_form: UnitCalendarForm, token: str = "") -> ResponseReturnValue:
    """Return the page; with the address just made, whose token nobody can show again."""
    address = f"{current_app.config['BASE_URL']}{url_for('calendar_feeds.read', token=token)}" if token else ""
    page = render_template(
        "calendar_feeds/index.html", feeds=calendar_feed.list_own_feeds(work), unit_form=unit_form, address=address
    )
    return page, 422 if unit_form.errors else 200


channels_pages = Blueprint("channels", __name__, url_prefix="/he-thong/kenh")


@channels_pages.get("", endpoint="index")
@requires_permission(Permission.CHANNEL_MANAGE)
def channel_index() -> ResponseReturnValue:
    """List the channels, and say what is missing for using them."""
    return render_template(
        "channels/index.html",
        channels=dispatch.list_channels(read_work()),
        kind_words=channels.CHANNEL_KIND_WORDS,
        topic_words=channels.TOPIC_WORDS,
        may_call=bool(AddressPolicy.parse(current_app.config["WEBHOOK_HOSTS"])),
        gateways=sorted(current_app.config["GATEWAYS"]),
        is_installed=webhook.is_installed(),
    )


@channels_pages.route("/moi", methods=["GET", "POST"])
@requires_permission(Permission.CHANNEL_MANAGE)
def new() -> ResponseReturnValue:
    """Add a channel; a webhook's secret is shown this once."""
    form = ChannelForm()
    if form.is_submitted_and_valid():
        try:
            with write_work() as work:
                channel = dispatch.add_channel(
                    work, ChannelKind(form.kind.data), form.name.data or "", form.address.data or "", form.chosen()
                )
                channel_id, salt, kind = channel.id, channel.salt, channel.kind
        except Refusal as refusal:
            form.show(refusal)
        else:
            if kind is ChannelKind.GATEWAY:
                return redirect(url_for("channels.show", channel_id=channel_id))
            secret = webhook.derive_webhook_secret(current_app.config["SECRET_KEY"], salt)
            return render_template("channels/secret.html", secret=secret, channel_id=channel_id)
    return render_template("channels/new.html", form=form), 422 if form.errors else 200


@channels_pages.get("/<int:channel_id>")
@requires_permission(Permission.CHANNEL_MANAGE)
def show(channel_id: int) -> ResponseReturnValue:
    """Show a channel and what became of its newest messages."""
    return render_template(
        "channels/show.html",
        view=dispatch.view_channel(read_work(), channel_id),
        kind_words=channels.CHANNEL_KIND_WORDS,
        topic_words=channels.TOPIC_WORDS,
    )


@channels_pages.post("/<int:channel_id>/<any(bat, tat):what>")
@requires_permission(Permission.CHANNEL_MANAGE)
def set_active(channel_id: int, what: str) -> ResponseReturnValue:
    """Switch a channel on or off."""
    if TrackerForm().is_submitted_and_valid():
        with write_work() as work:
            dispatch.set_channel_active(work, channel_id, what == "bat")
        flash_message(channels.OPENED if what == "bat" else channels.CLOSED, "success")
    return redirect(url_for("channels.show", channel_id=channel_id))


@channels_pages.post("/<int:channel_id>/gui-thu")
@requires_permission(Permission.CHANNEL_MANAGE)
def try_out(channel_id: int) -> ResponseReturnValue:
    """Let a trial message go out with the next round."""
    if TrackerForm().is_submitted_and_valid():
        with write_work() as work:
            dispatch.queue_trial_message(work, channel_id, current_app.config["BASE_URL"])
        flash_message(channels.TRIED, "success")
    return redirect(url_for("channels.show", channel_id=channel_id))


tokens_pages = Blueprint("tokens", __name__, url_prefix="/tai-khoan/khoa")


@tokens_pages.route("", methods=["GET", "POST"], endpoint="index")
@requires_permission(Permission.OWN_ACCOUNT)
@sensitive_view
def token_index() -> ResponseReturnValue:
    """List one's keys and make another, shown this once."""
    form, token = ApiTokenForm(), None
    if form.is_submitted_and_valid():
        scopes = {ApiScope(each) for each in form.scopes.data or []}
        try:
            with write_work() as work:
                token = tokens.create_api_token(
                    work, name=form.name.data or "", scopes=scopes, days=int(form.days.data)
                )
        except Refusal as refusal:
            form.show(refusal)
    page = render_template(
        "account/tokens.html",
        form=form,
        token=token,
        tokens=tokens.list_own_tokens(read_work()),
        scope_words=SCOPE_WORDS,
    )
    return page, 422 if form.errors else 200


@tokens_pages.post("/<int:token_id>/thu-hoi", endpoint="revoke")
@requires_permission(Permission.OWN_ACCOUNT)
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Take a key back at once."""
    if ButtonForm().is_submitted_and_valid():
        with write_work() as work:
            tokens.withdraw_token(work, token_id)
        flash_message(make_message("Đã thu hồi khóa."), "success")
    return redirect(url_for("tokens.index"))
