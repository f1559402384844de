"""Ready lists and lists kept under a name."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission
from tracker.tasks import saved_views as task_saved_views
from tracker.tasks.forms.lists import RenameViewForm, SaveViewForm
from tracker.tasks.saved_views import ViewAudience
from tracker.tasks.selection import AUDIENCE_WORDS, VIEW_DELETED, VIEW_SAVED
from tracker.tasks.views import list_request
from tracker.web.forms import TrackerForm
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work

blueprint = Blueprint("saved_views", __name__, url_prefix="/danh-sach")


@blueprint.get("")
@requires_permission(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    """Show the ready lists, and those kept under a name."""
    work = read_work()
    return render_template(
        "saved_views/index.html",
        ready=list_request.build_ready_lists(work),
        kept=task_saved_views.list_own_views(work),
        me=work.actor.user_id,
        audience_words=AUDIENCE_WORDS,
    )


@blueprint.get("/<int:view_id>")
@requires_permission(Permission.TASK_READ)
def show(view_id: int) -> ResponseReturnValue:
    """Open a kept list, within what this reader may see."""
    return redirect(f"{url_for('tasks.index')}?{task_saved_views.get_saved_view(read_work(), view_id).view.query}")


@blueprint.route("/moi", methods=["GET", "POST"])
@requires_permission(Permission.TASK_READ)
def keep() -> ResponseReturnValue:
    """Keep the list one looks at under a name."""
    work = read_work()
    form = SaveViewForm(data={"query": request.query_string.decode(), "audience": ViewAudience.OWNER})
    form.query.data = _only_what_a_list_knows(work, form.query.data or "")
    if form.is_submitted_and_valid():
        try:
            with write_work() as work:
                task_saved_views.save_view(
                    work, form.name.data or "", form.query.data, ViewAudience(form.audience.data)
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash_message(VIEW_SAVED, "success")
            return redirect(url_for("saved_views.index"))
    view = list_request.read_list_request(read_work(), MultiDict(parse_qsl(form.query.data)))
    words = [chip.words for chip in list_request.list_filter_chips(work, view.selection)]
    return render_template("saved_views/keep.html", form=form, words=words), 422 if form.errors else 200


@blueprint.route("/<int:view_id>/doi-ten", methods=["GET", "POST"])
@requires_permission(Permission.TASK_READ)
def rename(view_id: int) -> ResponseReturnValue:
    """Give one's own list another name."""
    kept = task_saved_views.get_saved_view(read_work(), view_id)
    form = RenameViewForm(data={"name": kept.view.name})
    if form.is_submitted_and_valid():
        try:
            with write_work() as work:
                task_saved_views.rename_view(work, view_id, form.name.data or "")
        except Refusal as refusal:
            if refusal.reason is Reason.NOT_ALLOWED:
                raise
            form.show(refusal)
        else:
            return redirect(url_for("saved_views.index"))
    return render_template("saved_views/rename.html", form=form, view_id=view_id), 422 if form.errors else 200


@blueprint.post("/<int:view_id>/ghim")
@requires_permission(Permission.TASK_READ)
def pin(view_id: int) -> ResponseReturnValue:
    """Put a list on one's first page, or take it off."""
    if TrackerForm().is_submitted_and_valid():
        with write_work() as work:
            task_saved_views.pin_view(work, view_id)
    return redirect(url_for("saved_views.index"))


@blueprint.post("/<int:view_id>/xoa")
@requires_permission(Permission.TASK_READ)
def drop(view_id: int) -> ResponseReturnValue:
    """Keep one's own list no longer."""
    if TrackerForm().is_submitted_and_valid():
        with write_work() as work:
            task_saved_views.delete_view(work, view_id)
        flash_message(VIEW_DELETED, "success")
    return redirect(url_for("saved_views.index"))


def _only_what_a_list_knows(work: UnitOfWork, query: str) -> str:
    """Return an address of a list without anything a list does not know."""
    return urlencode(list_request.read_list_request(work, MultiDict(parse_qsl(query))).given, doseq=True)
