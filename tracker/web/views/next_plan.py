"""The plan of next year proposed from what goes on."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from tracker.documents.spreadsheet import XLSX
from tracker.rules.permissions import Permission
from tracker.services.reporting import next_plan
from tracker.web.guards import requires
from tracker.web.views.reporting import blueprint
from tracker.web.work import reading
from tracker.wording.reports import GOES_ON_WORDS


@blueprint.get("/ke-hoach-nam-sau/<int:year>")
@requires(Permission.REPORT_DRAFT)
def proposal(year: int) -> ResponseReturnValue:
    """Show the items of a year that go on in the next."""
    return render_template(
        "reporting/next_plan.html", year=year, proposals=next_plan.propose(reading(), year), why=GOES_ON_WORDS
    )


@blueprint.get("/ke-hoach-nam-sau/<int:year>/ke-hoach.xlsx")
@requires(Permission.REPORT_DRAFT)
def proposal_file(year: int) -> ResponseReturnValue:
    """Give the proposal in the form in which plans are brought in."""
    content = next_plan.as_file(next_plan.propose(reading(), year), year)
    name = f"du-thao-ke-hoach-cchc-{year + 1}.xlsx"
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
