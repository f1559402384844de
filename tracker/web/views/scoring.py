"""The scoring sheet: expected points of a report, what full marks still need, proofs, loading another sheet."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.documents.problems import Problem
from tracker.rules.indicators.spec import ValueKind
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.rules.scoring import Score
from tracker.services import scoring
from tracker.web.forms.scoring import ProofForm, SheetFileForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording.numbers import value_words
from tracker.wording.scoring import MANNER_WORDS, lacking
from tracker.wording.sentence import say

blueprint = Blueprint("scoring", __name__, url_prefix="/cham-diem")


@blueprint.get("/<int:report_id>")
@requires(Permission.REPORT_DRAFT)
def show(report_id: int) -> ResponseReturnValue:
    """Show the expected points of a report."""
    return _page(report_id, None)


@blueprint.post("/<int:report_id>/minh-chung")
@requires(Permission.REPORT_PREPARE)
def prove(report_id: int) -> ResponseReturnValue:
    """Name a paper that proves a criterion."""
    form = ProofForm()
    if form.is_submitted_and_valid():
        try:
            with writing(form.request_name()) as work:
                scoring.prove(work, report_id, form.criterion(), document=form.document.data or "")
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(say("Đã ghi minh chứng."), "success")
            return redirect(url_for("scoring.show", report_id=report_id))
    return _page(report_id, form), 422


@blueprint.route("/nap", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def load() -> ResponseReturnValue:
    """Load a sheet from a file; what must be put right is said line by line."""
    form = SheetFileForm()
    problems: tuple[Problem, ...] = ()
    if form.is_submitted_and_valid():
        assert form.valid_from.data is not None  # InputRequired has run
        sent = form.the_file()
        try:
            table = scoring.read_file(sent.data, sent.name)
            problems = table.problems
            if not problems:
                with writing() as work:
                    scoring.load(
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
                flash(say("Đã nạp bộ tiêu chí, {rows} tiêu chí.", rows=len(table.rows)), "success")
                return redirect(url_for("reporting.index"))
    page = render_template("scoring/load.html", form=form, problems=problems)
    return page, 422 if form.errors or problems else 200


def _page(report_id: int, sent: ProofForm | None) -> str:
    found = scoring.of_report(reading(), report_id)
    return render_template(
        "scoring/show.html",
        found=found,
        report=found.report,
        lines=[
            (
                line,
                value_words(line.score.reached and round(line.score.reached, 2), ValueKind.PERCENT),
                lacking(line.score),
            )
            for line in found.lines
        ],
        manners=MANNER_WORDS,
        sent=sent,
        form=ProofForm(formdata=None),
    )


def _reached(score: Score) -> str:
    """Return the share a criterion has reached, two decimals at most."""
    return "" if score.reached is None else value_words(round(score.reached, 2), ValueKind.PERCENT)
