"""Ready lists and lists kept under a name."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from tracker.models.saved_view import Audience
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import saved_views
from tracker.transaction import Work
from tracker.web import task_lists
from tracker.web.forms.base import TrackerForm
from tracker.web.forms.saved_views import KeepForm, NameForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.ready_lists import ready
from tracker.web.work import reading, writing
from tracker.wording.selecting import AUDIENCE_WORDS, VIEW_DROPPED, VIEW_KEPT

blueprint = Blueprint("saved_views", __name__, url_prefix="/danh-sach")


@blueprint.get("")
@requires(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    """Show the ready lists, and those kept under a name."""
    work = reading()
    return render_template(
        "saved_views/index.html",
        ready=ready(work),
        kept=saved_views.mine(work),
        me=work.actor.user_id,
        audience_words=AUDIENCE_WORDS,
    )


@blueprint.get("/<int:view_id>")
@requires(Permission.TASK_READ)
def show(view_id: int) -> ResponseReturnValue:
    """Open a kept list, within what this reader may see."""
    return redirect(f"{url_for('tasks.index')}?{saved_views.one(reading(), view_id).view.query}")


@blueprint.route("/moi", methods=["GET", "POST"])
@requires(Permission.TASK_READ)
def keep() -> ResponseReturnValue:
    """Keep the list one looks at under a name."""
    work = reading()
    form = KeepForm(data={"query": request.query_string.decode(), "audience": Audience.OWNER})
    form.query.data = _only_what_a_list_knows(work, form.query.data or "")
    if form.is_submitted_and_valid():
        try:
            with writing() as work:
                saved_views.keep(work, form.name.data or "", form.query.data, Audience(form.audience.data))
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(VIEW_KEPT, "success")
            return redirect(url_for("saved_views.index"))
    view = task_lists.asked(reading(), MultiDict(parse_qsl(form.query.data)))
    words = [chip.words for chip in task_lists.said(work, view, task_lists.names(work, view.given))]
    return render_template("saved_views/keep.html", form=form, words=words), 422 if form.errors else 200


@blueprint.route("/<int:view_id>/doi-ten", methods=["GET", "POST"])
@requires(Permission.TASK_READ)
def rename(view_id: int) -> ResponseReturnValue:
    """Give one's own list another name."""
    kept = saved_views.one(reading(), view_id)
    form = NameForm(data={"name": kept.view.name})
    if form.is_submitted_and_valid():
        try:
            with writing() as work:
                saved_views.rename(work, view_id, form.name.data or "")
        except Refusal as refusal:
            if refusal.reason is Reason.NOT_ALLOWED:
                raise
            form.show(refusal)
        else:
            return redirect(url_for("saved_views.index"))
    return render_template("saved_views/rename.html", form=form, view_id=view_id), 422 if form.errors else 200


@blueprint.post("/<int:view_id>/ghim")
@requires(Permission.TASK_READ)
def pin(view_id: int) -> ResponseReturnValue:
    """Put a list on one's first page, or take it off."""
    if TrackerForm().is_submitted_and_valid():
        with writing() as work:
            saved_views.pin(work, view_id)
    return redirect(url_for("saved_views.index"))


@blueprint.post("/<int:view_id>/xoa")
@requires(Permission.TASK_READ)
def drop(view_id: int) -> ResponseReturnValue:
    """Keep one's own list no longer."""
    if TrackerForm().is_submitted_and_valid():
        with writing() as work:
            saved_views.drop(work, view_id)
        flash(VIEW_DROPPED, "success")
    return redirect(url_for("saved_views.index"))


def _only_what_a_list_knows(work: Work, query: str) -> str:
    """Return an address of a list without anything a list does not know."""
    return urlencode(task_lists.asked(work, MultiDict(parse_qsl(query))).given, doseq=True)
