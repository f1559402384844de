"""The plan of next year proposed from what goes on: the page, and the file in the form in which plans come in."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from tracker.documents.sheets import XLSX_MIMETYPE
from tracker.law.permissions import Permission
from tracker.reports import next_plan as report_next_plan
from tracker.reports.labels import GOES_ON_WORDS
from tracker.reports.views.reports import reporting_pages
from tracker.web.request import read_work, requires_permission


@reporting_pages.get("/ke-hoach-nam-sau/<int:year>")
@requires_permission(Permission.REPORT_DRAFT)
def proposal(year: int) -> ResponseReturnValue:
    """Show the items of a year that go on in the next."""
    return render_template(
        "reporting/next_plan.html",
        year=year,
        proposals=report_next_plan.propose_next_plan(read_work(), year),
        why=GOES_ON_WORDS,
    )


@reporting_pages.get("/ke-hoach-nam-sau/<int:year>/ke-hoach.xlsx")
@requires_permission(Permission.REPORT_DRAFT)
def proposal_file(year: int) -> ResponseReturnValue:
    """Give the proposal in the form in which plans are brought in."""
    content = report_next_plan.build_next_plan_file(report_next_plan.propose_next_plan(read_work(), year), year)
    name = f"du-thao-ke-hoach-cchc-{year + 1}.xlsx"
    return Response(content, mimetype=XLSX_MIMETYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})
