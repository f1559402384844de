"""Inspections of administrative reform: the rounds of a year, one of them with what it found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models.inspection import Inspection, InspectionKind
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import inspections
from tracker.store import inspections as store
from tracker.store import units
from tracker.transaction import Work
from tracker.web.forms.base import ActionForm, day_of
from tracker.web.forms.inspections import (
    CancelForm,
    FindingForm,
    FollowUpForm,
    HoldForm,
    InspectionForm,
    SettleForm,
)
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording.inspections import KIND_WORDS
from tracker.wording.sentence import say

blueprint = Blueprint("inspections", __name__, url_prefix="/kiem-tra-cchc")


@blueprint.get("")
@requires(Permission.REPORT_DRAFT)
def index() -> ResponseReturnValue:
    """List the rounds of a window: planned, held, cancelled, and the problems they found."""
    work = reading()
    first = day_of(request.args.get("tu-ngay")) or dt.date(work.today.year, 1, 1)
    last = day_of(request.args.get("tinh-den")) or dt.date(first.year, 12, 31)
    rounds = store.listed(work.session, first, last)
    held = [each for each in rounds if each.held_on is not None and each.held_on <= last]
    return render_template(
        "inspections/index.html",
        first=first,
        last=last,
        rounds=rounds,
        held=held,
        bodies=len({each.unit_id for each in held}),
        problems=store.problems(work.session, held, last),
        kinds=KIND_WORDS,
    )


@blueprint.route("/moi", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def new() -> ResponseReturnValue:
    """Enter a round."""
    form = InspectionForm()
    form.unit_id.choices = {str(unit.id): unit.name for unit in units.listed(reading().session)}
    if form.is_submitted_and_valid():
        try:
            with writing(form.request_name()) as work:
                made = inspections.add(
                    work,
                    kind=InspectionKind(form.kind.data),
                    unit=units.one(work.session, form.unit_id.data),
                    decision=form.decision.data or "",
                    planned_on=form.planned_on.data,
                    held_on=form.held_on.data,
                    conclusion=form.conclusion.data or "",
                )
                inspection_id = made.id
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(say("Đã ghi cuộc kiểm tra."), "success")
            return redirect(url_for("inspections.show", inspection_id=inspection_id))
    return render_template("inspections/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/<int:inspection_id>")
@requires(Permission.REPORT_DRAFT)
def show(inspection_id: int) -> ResponseReturnValue:
    """Show one round: where it stands, what it found, how that is followed up."""
    return _page(inspection_id)


@blueprint.post("/<int:inspection_id>/da-kiem-tra")
@requires(Permission.REPORT_PREPARE)
def hold(inspection_id: int) -> ResponseReturnValue:
    """Say that a planned round was held."""
    form = HoldForm()
    return _act(
        inspection_id,
        form,
        lambda work: inspections.hold(
            work, inspection_id, held_on=_day(form.held_on.data), conclusion=form.conclusion.data or ""
        ),
        hold_form=form,
    )


@blueprint.post("/<int:inspection_id>/khong-kiem-tra")
@requires(Permission.REPORT_PREPARE)
def cancel(inspection_id: int) -> ResponseReturnValue:
    """Say that a planned round does not take place."""
    form = CancelForm()
    return _act(
        inspection_id,
        form,
        lambda work: inspections.cancel(
            work, inspection_id, cancelled_on=_day(form.cancelled_on.data), reason=form.reason.data or ""
        ),
        cancel_form=form,
    )


@blueprint.post("/<int:inspection_id>/phat-hien")
@requires(Permission.REPORT_PREPARE)
def find(inspection_id: int) -> ResponseReturnValue:
    """Write down a problem."""
    form = FindingForm()
    return _act(
        inspection_id,
        form,
        lambda work: inspections.find(work, inspection_id, content=form.content.data or ""),
        finding_form=form,
    )


@blueprint.route("/phat-hien/<int:finding_id>", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def settle(finding_id: int) -> ResponseReturnValue:
    """Say that a problem is settled, by which paper."""
    form = SettleForm(data={"settled_on": reading().today})
    return _of_finding(
        finding_id,
        form,
        FollowUpForm(formdata=None),
        lambda work: inspections.settle(
            work, finding_id, settled_on=_day(form.settled_on.data), settled_by=form.settled_by.data or ""
        ),
        form,
    )


@blueprint.post("/phat-hien/<int:finding_id>/giao-viec")
@requires(Permission.REPORT_PREPARE)
def follow_up(finding_id: int) -> ResponseReturnValue:
    """Give the unit a task to put a problem right."""
    form = FollowUpForm()
    return _of_finding(
        finding_id,
        SettleForm(formdata=None, data={"settled_on": reading().today}),
        form,
        lambda work: inspections.follow_up(
            work,
            finding_id,
            reference=form.reference.data or "",
            leader=form.leader.data or "",
            term_text=form.term_text.data or "",
        ),
        form,
    )


def _act(
    inspection_id: int, form: ActionForm, do: Callable[[Work], object], **shown: ActionForm
) -> ResponseReturnValue:
    """Carry something out for a round, or show its page with what is to be put right."""
    _inspection(inspection_id)
    if form.is_submitted_and_valid():
        try:
            with writing(form.request_name()) as work:
                do(work)
        except Refusal as refusal:
            if refusal.reason is Reason.NOT_FOUND:
                raise
            form.show(refusal)
        else:
            flash(say("Đã lưu."), "success")
            return redirect(url_for("inspections.show", inspection_id=inspection_id))
    return _page(inspection_id, **shown), 422


def _of_finding(
    finding_id: int,
    settling: SettleForm,
    following: FollowUpForm,
    do: Callable[[Work], object],
    sent: ActionForm,
) -> ResponseReturnValue:
    finding = store.finding(reading().session, finding_id)
    if finding is None:
        raise Refusal(Reason.NOT_FOUND)
    inspection_id = finding.inspection_id
    if sent.is_submitted_and_valid():
        try:
            with writing(sent.request_name()) as work:
                do(work)
        except Refusal as refusal:
            sent.show(refusal)
        else:
            flash(say("Đã lưu."), "success")
            return redirect(url_for("inspections.show", inspection_id=inspection_id))
    page = render_template(
        "inspections/finding.html",
        finding=finding,
        inspection=_inspection(inspection_id),
        settling=settling,
        following=following,
        sent=sent,
    )
    return page, 422 if sent.errors else 200


def _page(inspection_id: int, **shown: ActionForm) -> str:
    work = reading()
    inspection = _inspection(inspection_id)
    today = {"held_on": work.today, "cancelled_on": work.today}
    forms = {
        "hold_form": HoldForm(formdata=None, data=today),
        "cancel_form": CancelForm(formdata=None, data=today),
        "finding_form": FindingForm(formdata=None),
    }
    return render_template(
        "inspections/show.html",
        inspection=inspection,
        problems=store.problems(work.session, [inspection], work.today),
        kinds=KIND_WORDS,
        wrong=next(iter(shown.values()), None),
        **(forms | shown),
    )


def _inspection(inspection_id: int) -> Inspection:
    inspection = store.one(reading().session, inspection_id)
    if inspection is None:
        raise Refusal(Reason.NOT_FOUND)
    return inspection


def _day(day: dt.date | None) -> dt.date:
    assert day is not None  # InputRequired has run
    return day
