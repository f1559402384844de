"""The table of the page of figures as a file: the same lines, each number with its list, and the definitions.

Figures by mail: what one wishes for, and how to end it.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.core.formats import vn_date, vn_datetime, vn_rate
from tracker.core.refusals import Refusal
from tracker.documents import sheets
from tracker.documents.sheets import FigureCell, LinkedNumber, figures_workbook
from tracker.figures import mailed, report_figures, statistics as figure_statistics
from tracker.figures.forms import YEAR_SPAN_CHOICE, FigureSubscriptionForm
from tracker.figures.labels import (
    BASIS_WORDS,
    COUNT_NOTES,
    COUNTED_FIGURES,
    FILE_NAME,
    FILE_TITLE,
    FROM_DAY,
    MADE_AT,
    RATE_FIGURES,
    WHOLE_SELECTION,
)
from tracker.figures.mailed import RHYTHM_WORDS, SUBSCRIPTION_SAVED, SUBSCRIPTION_STOPPED
from tracker.figures.statistics import BreakdownGroup, Figures
from tracker.figures.views import breakdown
from tracker.figures.views.breakdown import adjustment_rows
from tracker.figures.views.statistics import (
    blueprint as statistics_blueprint,
    get_address_cut,
    get_address_naming,
    read_statistics_selection,
)
from tracker.law.periods import Rhythm
from tracker.law.permissions import Permission
from tracker.tasks import event_log
from tracker.tasks.cuts import CUT_WORDS, CUTS, Cut
from tracker.tasks.selection import Basis, Count, Selection
from tracker.tasks.views.list_request import Chip, TimingLists, list_filter_chips
from tracker.web import request as web_request
from tracker.web.language import flash_message
from tracker.web.request import current_person, read_work, requires_permission, write_work

EXPORTED_RATES = tuple(each for each in RATE_FIGURES if each.meaning)
EXPORTED_WORDS = (
    *((each.words, each.meaning) for each in COUNTED_FIGURES),
    *((each.words, each.meaning) for each in EXPORTED_RATES),
)
"""The head of each number of the file, and what it means."""


@statistics_blueprint.get("/xuat.xlsx")
@requires_permission(Permission.STATISTICS_READ)
def export_xlsx() -> ResponseReturnValue:
    """Send the figures as an Excel file; its second sheet says what was counted and what each column means."""
    found, head, rows = _table()
    title, notes = _head(found)
    data = figures_workbook(title, notes, head, rows, EXPORTED_WORDS, _adjusted(found))
    return Response(data, mimetype=sheets.XLSX_MIMETYPE, headers=_attachment(found.selection, "xlsx"))


@statistics_blueprint.get("/xuat.csv")
@requires_permission(Permission.STATISTICS_READ)
def export_csv() -> ResponseReturnValue:
    """Send the figures as CSV: the same table without its links, and below it what was counted."""
    found, head, rows = _table()
    plain = [[cell if isinstance(cell, str) else str(cell.value) for cell in row] for row in rows]
    title, notes = _head(found)
    below = [[], [title], *([note] for note in notes)]
    below += [[row[0], str(row[1].value)] for row in _adjusted(found)]
    lines = b"".join(sheets.csv_lines(head, [*plain, *below]))
    return Response(lines, mimetype="text/csv", headers=_attachment(found.selection, "csv"))


def _table() -> tuple[Figures, Sequence[str], list[Sequence[FigureCell]]]:
    selection, _ = read_statistics_selection()
    cut = get_address_cut()
    found = figure_statistics.compute_figures(read_work(), selection, cut, get_address_naming())
    groups = [breakdown.name_group(group, cut) for group in found.groups]
    whole = BreakdownGroup(None, WHOLE_SELECTION, found.tally, found.selection)
    head = (CUTS[cut].words, *(words for words, _ in EXPORTED_WORDS))
    return found, head, [_row(group) for group in (*groups, whole)]


def _adjusted(found: Figures) -> list[tuple[str, LinkedNumber]]:
    """Return what is printed beside every rate, each number with its list."""
    base = current_app.config["BASE_URL"].rstrip("/")
    rows = adjustment_rows(report_figures.summarise_adjustments(read_work(), found.selection))
    return [(row.words, LinkedNumber(row.number, f"{base}{row.href}" if row.number else None)) for row in rows]


def _row(group: BreakdownGroup) -> Sequence[FigureCell]:
    lists, tally = TimingLists(group.selection, today=web_request.get_request_day()), group.tally
    base = current_app.config["BASE_URL"].rstrip("/")
    counted = [(tally.count(each.timings), each.timings) for each in COUNTED_FIGURES]
    return (
        group.label or "",
        *(LinkedNumber(number, f"{base}{lists.of(timings)}" if number else None) for number, timings in counted),
        *(_rate(tally.count(each.part), tally.count(each.whole)) for each in EXPORTED_RATES),
    )


def _rate(part: int, whole: int) -> str:
    """Return a rate with its numbers, so that nobody has to guess what it is a part of."""
    return f"{part}/{whole} ({vn_rate(part, whole)})"


def _head(found: Figures) -> tuple[str, list[str]]:
    selection, cut = found.selection, found.cut
    assert cut is not None  # a file is of a breakdown
    title = FILE_TITLE.format(cut=CUTS[cut].words.lower(), day=vn_date(selection.as_of))
    lines = [
        COUNT_NOTES[figure_statistics.counted_for(selection, cut).count],
        BASIS_WORDS[selection.basis],
        CUTS[cut].note,
        FROM_DAY.format(day=vn_date(selection.since)) if selection.since else "",
        *(chip.words for chip in _conditions(selection)),
        MADE_AT.format(at=vn_datetime(web_request.get_request_instant())),
    ]
    return title, [str(words) for words in lines if words]


def _conditions(selection: Selection) -> Sequence[Chip]:
    """Return every filter in words: whose figures, from which origin, as known at which instant."""
    said_above = {
        "as_of": web_request.get_request_day(),
        "since": None,
        "count": Count.BY_ORIGIN,
        "basis": Basis.IN_FORCE,
    }
    return list_filter_chips(read_work(), selection.narrowed(**said_above))


def _attachment(selection: Selection, ending: str) -> dict[str, str]:
    name = FILE_NAME.format(day=selection.as_of.isoformat())
    return {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}


blueprint = Blueprint("figure_letters", __name__, url_prefix="/so-lieu/gui-thu")


@blueprint.route("", methods=["GET", "POST"])
@requires_permission(Permission.STATISTICS_READ)
def index() -> ResponseReturnValue:
    """Show what this person gets by mail, and take a new wish."""
    form = FigureSubscriptionForm()
    if form.is_submitted_and_valid():
        try:
            with write_work(form.request_name()) as work:
                event_log.claim_request(work)
                mailed.start_figure_subscription(
                    work,
                    cut=Cut(form.cut.data),
                    since_january=form.span.data == YEAR_SPAN_CHOICE,
                    rhythm=Rhythm(form.rhythm.data),
                    hour=int(form.hour.data),
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            person = current_person()
            flash_message(SUBSCRIPTION_SAVED.format(address=person.email if person else ""), "success")
            return redirect(url_for("figure_letters.index"))
    page = render_template(
        "figure_letters/index.html",
        form=form,
        wishes=mailed.list_own_subscriptions(read_work()),
        cut_words=CUT_WORDS,
        rhythm_words=RHYTHM_WORDS,
    )
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.post("/<int:subscription_id>/thoi")
@requires_permission(Permission.STATISTICS_READ)
def stop(subscription_id: int) -> ResponseReturnValue:
    """End a wish."""
    with write_work() as work:
        mailed.stop_figure_subscription(work, subscription_id)
    flash_message(SUBSCRIPTION_STOPPED, "success")
    return redirect(url_for("figure_letters.index"))
