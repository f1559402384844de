"""The authority's own papers that steer administrative reform: the list behind indicator 1.1.3."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import steering
from tracker.store import steering as store
from tracker.web.forms.base import day_of
from tracker.web.forms.steering import SteeringForm, TakeOffForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording.sentence import say

blueprint = Blueprint("steering", __name__, url_prefix="/van-ban-chi-dao")


@blueprint.get("")
@requires(Permission.REPORT_DRAFT)
def index() -> ResponseReturnValue:
    """List the papers of a window."""
    return _page(SteeringForm(formdata=None))


@blueprint.post("/them")
@requires(Permission.REPORT_PREPARE)
def add() -> ResponseReturnValue:
    """Put a paper on the list."""
    form = SteeringForm()
    if form.is_submitted_and_valid():
        assert form.issued_on.data is not None  # InputRequired has run
        try:
            with writing(form.request_name()) as acting:
                steering.add(
                    acting,
                    reference=form.reference.data or "",
                    issued_on=form.issued_on.data,
                    summary=form.summary.data or "",
                    secrecy=form.secrecy.data or "",
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(say("Đã đưa văn bản vào danh sách."), "success")
            return redirect(url_for("steering.index"))
    return _page(form), 422


@blueprint.post("/<int:document_id>/bo")
@requires(Permission.REPORT_PREPARE)
def take_off(document_id: int) -> ResponseReturnValue:
    """Take a paper off the list."""
    form = TakeOffForm()
    if form.is_submitted_and_valid():
        with writing() as work:
            steering.take_off(work, document_id)
        flash(say("Đã bỏ văn bản khỏi danh sách."), "success")
    return redirect(url_for("steering.index"))


def _page(form: SteeringForm) -> str:
    work = reading()
    first = day_of(request.args.get("tu-ngay")) or dt.date(work.today.year - 1, 12, 15)
    last = day_of(request.args.get("tinh-den")) or work.today
    return render_template(
        "steering/index.html",
        first=first,
        last=last,
        papers=store.issued(work.session, first, last),
        undated=store.undated(work.session),
        form=form,
    )
