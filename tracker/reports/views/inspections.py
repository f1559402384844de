"""Inspections of administrative reform: the rounds of a year, one of them with what it found.

The scoring sheet: expected points of a report, what full marks still need, proofs, loading another sheet.

The authority's own papers that steer administrative reform: the list behind indicator 1.1.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.i18n import make_message
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.table_reader import Problem
from tracker.law.permissions import Permission
from tracker.office import units
from tracker.reports import forms as report_forms, inspections as report_inspections, scoring
from tracker.reports.indicators.spec import ValueKind
from tracker.reports.labels import INSPECTION_KIND_WORDS, value_words
from tracker.reports.models import Inspection, InspectionKind
from tracker.reports.scoring_rules import MANNER_WORDS, describe_lacking_points
from tracker.web.forms import ActionForm, parse_day
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work

inspections_pages = Blueprint("inspections", __name__, url_prefix="/kiem-tra-cchc")


@inspections_pages.get("", endpoint="index")
@requires_permission(Permission.REPORT_DRAFT)
def inspection_index() -> ResponseReturnValue:
    """List the rounds of a window: planned, held, cancelled, and the problems they found."""
    work = read_work()
    first = parse_day(request.args.get("tu-ngay")) or dt.date(work.today.year, 1, 1)
    last = parse_day(request.args.get("tinh-den")) or dt.date(first.year, 12, 31)
    rounds = report_inspections.list_inspections(work.session, first, last)
    held = [each for each in rounds if each.held_on is not None and each.held_on <= last]
    return render_template(
        "inspections/index.html",
        first=first,
        last=last,
        rounds=rounds,
        held=held,
        bodies=len({each.unit_id for each in held}),
        problems=report_inspections.list_inspection_findings(work.session, held, last),
        kinds=INSPECTION_KIND_WORDS,
    )


@inspections_pages.route("/moi", methods=["GET", "POST"])
@requires_permission(Permission.REPORT_PREPARE)
def new() -> ResponseReturnValue:
    """Enter a round."""
    form = report_forms.InspectionForm()
    form.unit_id.choices = {str(unit.id): unit.name for unit in units.list_units(read_work().session)}
    if form.is_submitted_and_valid():
        try:
            with write_work(form.request_name()) as work:
                made = report_inspections.add_inspection(
                    work,
                    kind=InspectionKind(form.kind.data),
                    unit=units.get_unit(work.session, form.unit_id.data),
                    decision=form.decision.data or "",
                    planned_on=form.planned_on.data,
                    held_on=form.held_on.data,
                    conclusion=form.conclusion.data or "",
                )
                inspection_id = made.id
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash_message(make_message("Đã ghi cuộc kiểm tra."), "success")
            return redirect(url_for("inspections.show", inspection_id=inspection_id))
    return render_template("inspections/new.html", form=form), 422 if form.errors else 200


@inspections_pages.get("/<int:inspection_id>", endpoint="show")
@requires_permission(Permission.REPORT_DRAFT)
def show_inspection(inspection_id: int) -> ResponseReturnValue:
    """Show one round: where it stands, what it found, how that is followed up."""
    return _inspection_page(inspection_id)


@inspections_pages.post("/<int:inspection_id>/da-kiem-tra")
@requires_permission(Permission.REPORT_PREPARE)
def hold(inspection_id: int) -> ResponseReturnValue:
    """Say that a planned round was held."""
    form = report_forms.InspectionHeldForm()
    return _act(
        inspection_id,
        form,
        lambda work: report_inspections.complete_inspection(
            work, inspection_id, held_on=_day(form.held_on.data), conclusion=form.conclusion.data or ""
        ),
        hold_form=form,
    )


@inspections_pages.post("/<int:inspection_id>/khong-kiem-tra")
@requires_permission(Permission.REPORT_PREPARE)
def cancel(inspection_id: int) -> ResponseReturnValue:
    """Say that a planned round does not take place."""
    form = report_forms.CancelInspectionForm()
    return _act(
        inspection_id,
        form,
        lambda work: report_inspections.cancel_inspection(
            work, inspection_id, cancelled_on=_day(form.cancelled_on.data), reason=form.reason.data or ""
        ),
        cancel_form=form,
    )


@inspections_pages.post("/<int:inspection_id>/phat-hien")
@requires_permission(Permission.REPORT_PREPARE)
def find(inspection_id: int) -> ResponseReturnValue:
    """Write down a problem."""
    form = report_forms.InspectionFindingForm()
    return _act(
        inspection_id,
        form,
        lambda work: report_inspections.record_finding(work, inspection_id, content=form.content.data or ""),
        finding_form=form,
    )


@inspections_pages.route("/phat-hien/<int:finding_id>", methods=["GET", "POST"])
@requires_permission(Permission.REPORT_PREPARE)
def settle(finding_id: int) -> ResponseReturnValue:
    """Say that a problem is settled, by which paper."""
    form = report_forms.SettleFindingForm(data={"settled_on": read_work().today})
    return _of_finding(
        finding_id,
        form,
        report_forms.FollowUpForm(formdata=None),
        lambda work: report_inspections.settle_finding(
            work, finding_id, settled_on=_day(form.settled_on.data), settled_by=form.settled_by.data or ""
        ),
        form,
    )


@inspections_pages.post("/phat-hien/<int:finding_id>/giao-viec")
@requires_permission(Permission.REPORT_PREPARE)
def follow_up(finding_id: int) -> ResponseReturnValue:
    """Give the unit a task to put a problem right."""
    form = report_forms.FollowUpForm()
    return _of_finding(
        finding_id,
        report_forms.SettleFindingForm(formdata=None, data={"settled_on": read_work().today}),
        form,
        lambda work: report_inspections.create_follow_up_task(
            work,
            finding_id,
            reference=form.reference.data or "",
            leader=form.leader.data or "",
            term_text=form.term_text.data or "",
        ),
        form,
    )


def _act(
    inspection_id: int, form: ActionForm, do: Callable[[UnitOfWork], object], **shown: ActionForm
) -> ResponseReturnValue:
    """Carry something out for a round, or show its page with what is to be put right."""
    _inspection(inspection_id)
    if form.is_submitted_and_valid():
        try:
            with write_work(form.request_name()) as work:
                do(work)
        except Refusal as refusal:
            if refusal.reason is Reason.NOT_FOUND:
                raise
            form.show(refusal)
        else:
            flash_message(make_message("Đã lưu."), "success")
            return redirect(url_for("inspections.show", inspection_id=inspection_id))
    return _inspection_page(inspection_id, **shown), 422


def _of_finding(
    finding_id: int,
    settling: report_forms.SettleFindingForm,
    following: report_forms.FollowUpForm,
    do: Callable[[UnitOfWork], object],
    sent: ActionForm,
) -> ResponseReturnValue:
    finding = report_inspections.get_inspection_finding(read_work().session, finding_id)
    if finding is None:
        raise Refusal(Reason.NOT_FOUND)
    inspection_id = finding.inspection_id
    if sent.is_submitted_and_valid():
        try:
            with write_work(sent.request_name()) as work:
                do(work)
        except Refusal as refusal:
            sent.show(refusal)
        else:
            flash_message(make_message("Đã lưu."), "success")
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


def _inspection_page(inspection_id: int, **shown: ActionForm) -> str:
    work = read_work()
    inspection = _inspection(inspection_id)
    today = {"held_on": work.today, "cancelled_on": work.today}
    forms = {
        "hold_form": report_forms.InspectionHeldForm(formdata=None, data=today),
        "cancel_form": report_forms.CancelInspectionForm(formdata=None, data=today),
        "finding_form": report_forms.InspectionFindingForm(formdata=None),
    }
    return render_template(
        "inspections/show.html",
        inspection=inspection,
        problems=report_inspections.list_inspection_findings(work.session, [inspection], work.today),
        kinds=INSPECTION_KIND_WORDS,
        wrong=next(iter(shown.values()), None),
        **(forms | shown),
    )


def _inspection(inspection_id: int) -> Inspection:
    inspection = report_inspections.get_inspection(read_work().session, inspection_id)
    if inspection is None:
        raise Refusal(Reason.NOT_FOUND)
    return inspection


def _day(day: dt.date | None) -> dt.date:
    assert day is not None  # InputRequired has run
    return day


scoring_pages = Blueprint("scoring", __name__, url_prefix="/cham-diem")


@scoring_pages.get("/<int:report_id>", endpoint="show")
@requires_permission(Permission.REPORT_DRAFT)
def show_scoring(report_id: int) -> ResponseReturnValue:
    """Show the expected points of a report."""
    return _scoring_page(report_id, None)


@scoring_pages.post("/<int:report_id>/minh-chung")
@requires_permission(Permission.REPORT_PREPARE)
def prove(report_id: int) -> ResponseReturnValue:
    """Name a paper that proves a criterion."""
    form = report_forms.ScoringProofForm()
    if form.is_submitted_and_valid():
        try:
            with write_work(form.request_name()) as work:
                scoring.add_scoring_proof(work, report_id, form.criterion(), document=form.document.data or "")
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash_message(make_message("Đã ghi minh chứng."), "success")
            return redirect(url_for("scoring.show", report_id=report_id))
    return _scoring_page(report_id, form), 422


@scoring_pages.route("/nap", methods=["GET", "POST"])
@requires_permission(Permission.REPORT_PREPARE)
def load() -> ResponseReturnValue:
    """Load a sheet from a file; what must be put right is said line by line."""
    form = report_forms.SheetFileForm()
    problems: tuple[Problem, ...] = ()
    if form.is_submitted_and_valid():
        assert form.valid_from.data is not None  # InputRequired has run
        sent = form.the_file()
        try:
            table = scoring.read_scoring_file(sent.data, sent.name)
            problems = table.problems
            if not problems:
                with write_work() as work:
                    scoring.import_scoring_sheet(
                        work,
                        title=form.title.data or "",
                        source=form.issued.data or "",
                        valid_from=form.valid_from.data,
                        rows=table.rows,
                    )
        except Refusal as refusal:
            form.show(refusal)
        else:
            if not problems:
                flash_message(make_message("Đã nạp bộ tiêu chí, {rows} tiêu chí.", rows=len(table.rows)), "success")
                return redirect(url_for("reporting.index"))
    page = render_template("scoring/load.html", form=form, problems=problems)
    return page, 422 if form.errors or problems else 200


def _scoring_page(report_id: int, sent: report_forms.ScoringProofForm | None) -> str:
    found = scoring.score_report(read_work(), report_id)
    return render_template(
        "scoring/show.html",
        found=found,
        report=found.report,
        lines=[
            (
                line,
                value_words(line.score.reached and round(line.score.reached, 2), ValueKind.PERCENT),
                describe_lacking_points(line.score),
            )
            for line in found.lines
        ],
        manners=MANNER_WORDS,
        sent=sent,
        form=report_forms.ScoringProofForm(formdata=None),
    )


steering_pages = Blueprint("steering", __name__, url_prefix="/van-ban-chi-dao")


@steering_pages.get("", endpoint="index")
@requires_permission(Permission.REPORT_DRAFT)
def steering_index() -> ResponseReturnValue:
    """List the papers of a window."""
    return _steering_page(report_forms.SteeringForm(formdata=None))


@steering_pages.post("/them")
@requires_permission(Permission.REPORT_PREPARE)
def add() -> ResponseReturnValue:
    """Put a paper on the list."""
    form = report_forms.SteeringForm()
    if form.is_submitted_and_valid():
        assert form.issued_on.data is not None  # InputRequired has run
        try:
            with write_work(form.request_name()) as acting:
                report_inspections.add_steering_paper(
                    acting,
                    reference=form.reference.data or "",
                    issued_on=form.issued_on.data,
                    summary=form.summary.data or "",
                    secrecy=form.secrecy.data or "",
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash_message(make_message("Đã đưa văn bản vào danh sách."), "success")
            return redirect(url_for("steering.index"))
    return _steering_page(form), 422


@steering_pages.post("/<int:document_id>/bo")
@requires_permission(Permission.REPORT_PREPARE)
def take_off(document_id: int) -> ResponseReturnValue:
    """Take a paper off the list."""
    form = report_forms.RemoveSteeringForm()
    if form.is_submitted_and_valid():
        with write_work() as work:
            report_inspections.remove_steering_paper(work, document_id)
        flash_message(make_message("Đã bỏ văn bản khỏi danh sách."), "success")
    return redirect(url_for("steering.index"))


def _steering_page(form: report_forms.SteeringForm) -> str:
    work = read_work()
    first = parse_day(request.args.get("tu-ngay")) or dt.date(work.today.year - 1, 12, 15)
    last = parse_day(request.args.get("tinh-den")) or work.today
    return render_template(
        "steering/index.html",
        first=first,
        last=last,
        papers=report_inspections.list_steering_papers(work.session, first, last),
        undated=report_inspections.list_undated_papers(work.session),
        form=form,
    )
