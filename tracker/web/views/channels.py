"""Channels beside mail: the list, one with its log, adding, switching, trying out."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.channels import gateway, webhook
from tracker.channels.policy import AddressPolicy
from tracker.rules.channels import ChannelKind
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import channels
from tracker.web.forms.base import TrackerForm
from tracker.web.forms.channels import ChannelForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording import channels as words

blueprint = Blueprint("channels", __name__, url_prefix="/he-thong/kenh")


@blueprint.get("")
@requires(Permission.CHANNEL_MANAGE)
def index() -> ResponseReturnValue:
    """List the channels, and say what is missing for using them."""
    return render_template(
        "channels/index.html",
        channels=channels.listed(reading()),
        kind_words=words.KIND_WORDS,
        topic_words=words.TOPIC_WORDS,
        may_call=bool(AddressPolicy.parse(current_app.config["WEBHOOK_HOSTS"])),
        gateways=sorted(current_app.config["GATEWAYS"]),
        is_installed=gateway.is_installed(),
    )


@blueprint.route("/moi", methods=["GET", "POST"])
@requires(Permission.CHANNEL_MANAGE)
def new() -> ResponseReturnValue:
    """Add a channel; a webhook's secret is shown this once."""
    form = ChannelForm()
    if form.is_submitted_and_valid():
        try:
            with writing() as work:
                channel = channels.add(
                    work,
                    ChannelKind(form.kind.data),
                    form.name.data or "",
                    form.address.data or "",
                    form.chosen(),
                )
                channel_id, salt, kind = channel.id, channel.salt, channel.kind
        except Refusal as refusal:
            form.show(refusal)
        else:
            if kind is ChannelKind.GATEWAY:
                return redirect(url_for("channels.show", channel_id=channel_id))
            secret = webhook.secret_of(current_app.config["SECRET_KEY"], salt)
            return render_template("channels/secret.html", secret=secret, channel_id=channel_id)
    return render_template("channels/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/<int:channel_id>")
@requires(Permission.CHANNEL_MANAGE)
def show(channel_id: int) -> ResponseReturnValue:
    """Show a channel and what became of its newest messages."""
    return render_template(
        "channels/show.html",
        view=channels.view(reading(), channel_id),
        kind_words=words.KIND_WORDS,
        topic_words=words.TOPIC_WORDS,
    )


@blueprint.post("/<int:channel_id>/<any(bat, tat):what>")
@requires(Permission.CHANNEL_MANAGE)
def set_active(channel_id: int, what: str) -> ResponseReturnValue:
    """Switch a channel on or off."""
    if TrackerForm().is_submitted_and_valid():
        with writing() as work:
            channels.set_active(work, channel_id, what == "bat")
        flash(words.OPENED if what == "bat" else words.CLOSED, "success")
    return redirect(url_for("channels.show", channel_id=channel_id))


@blueprint.post("/<int:channel_id>/gui-thu")
@requires(Permission.CHANNEL_MANAGE)
def try_out(channel_id: int) -> ResponseReturnValue:
    """Let a trial message go out with the next round."""
    if TrackerForm().is_submitted_and_valid():
        with writing() as work:
            channels.try_out(work, channel_id, current_app.config["BASE_URL"])
        flash(words.TRIED, "success")
    return redirect(url_for("channels.show", channel_id=channel_id))
