"""Figures as of any day, in pictures and tables whose every number opens its list."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.clock import end_of
from tracker.documents.sentences import Sentence, report_sentences
from tracker.rules.periods import CALENDAR_PARTS, PARTS
from tracker.rules.permissions import Origin, Permission, scope
from tracker.rules.refusals import Refusal
from tracker.rules.report_lines import ORIGIN_OF_LINE
from tracker.rules.selecting import Cut, Selection
from tracker.services import report_figures, statistics
from tracker.services.statistics import Figures, Group, Naming
from tracker.store import papers, units
from tracker.transaction import Work
from tracker.web import breakdowns, clockwork, pictures
from tracker.web.adjustments import adjustment_rows
from tracker.web.charts import Row, stacked_bars
from tracker.web.conditional import repeats
from tracker.web.guards import requires
from tracker.web.selections import list_address, parameters, period_of, selection_from
from tracker.web.session import current_actor
from tracker.web.work import reading
from tracker.wording import ORIGIN_WORDS
from tracker.wording.figures import BASIS_WORDS, COUNT_WORDS, CUT_NOTES, PERIOD_WORDS, TAXONOMY_WORDS
from tracker.wording.refusals import explain

blueprint = Blueprint("statistics", __name__, url_prefix="/so-lieu")

CUTS = {
    "don-vi": Cut.UNIT,
    "cap": Cut.SUBTREE,
    "phoi-hop": Cut.COORDINATING,
    "nguoi": Cut.PERSON,
    "linh-vuc": Cut.AREA,
    "van-ban": Cut.DOCUMENT,
    "lanh-dao": Cut.LEADER,
    "nganh": Cut.FIELD,
    "thang": Cut.MONTH,
    "thang-han": Cut.DUE_MONTH,
    "thang-xong": Cut.DONE_MONTH,
    "qua-han": Cut.AGE,
    "nguon": Cut.ORIGIN,
}
"""By what figures are broken down, by its name in an address."""

SUCCESSORS = "ke-thua"
"""Chosen on the page: the work of former units counts with the unit that stands for them."""

CUT_OFF_FIELDS = ("as_of", "since")
"""Fields of a refusal that speak of the days asked about."""

LINES = 60
"""Lines of a breakdown on one page; the next ones follow."""


@blueprint.get("")
@requires(Permission.STATISTICS_READ)
@repeats
def index() -> ResponseReturnValue:
    """Show the figures of a selection, whole and broken down."""
    today, work = clockwork.today(), reading()
    selection, mistake = asked()
    cut, naming = cut_of(), naming_of()
    found = statistics.figures(work, selection, cut, naming)
    first = _first(len(found.groups))
    groups = [breakdowns.with_words(group, cut) for group in found.groups[first : first + LINES]]
    return render_template(
        "statistics/index.html",
        selection=selection,
        mistake=mistake,
        tally=found.tally,
        headline=pictures.figures(found.tally, selection, today=today),
        sentences=_sentences(work, found),
        by_origin=stacked_bars(_bars([breakdowns.with_words(each, Cut.ORIGIN) for each in found.by_origin])),
        by_cut=stacked_bars(_bars(groups)),
        rates=[breakdowns.rates(group.label or "", group.tally, group.selection, today) for group in groups],
        cut_words=breakdowns.cut_words(cut),
        cut_note=CUT_NOTES.get(cut, ""),
        cut_counts=COUNT_WORDS[statistics.counted_for(selection, cut).count],
        count_words=COUNT_WORDS[selection.count],
        basis_words=BASIS_WORDS[selection.basis],
        extended=_link(found.tally.extended, statistics.extended(selection)),
        carried=_link(found.tally.carried_over, statistics.carried_over(selection)),
        lines=len(found.groups),
        first=first,
        before=_page(first - LINES) if first else None,
        after=_page(first + LINES) if first + LINES < len(found.groups) else None,
        later_changes=_later_changes(selection),
        adjusted=adjustment_rows(report_figures.adjusted(work, selection)),
        query=request.args.to_dict(flat=False),
        list_of=partial(list_address, today=today),
        **_choices(work),
    )


def asked() -> tuple[Selection, str | None]:
    """Return the selection of the address within what this person may see, and what is wrong with it.

    A cut-off that does not lie in the period is said, and the figures are those of the period up to its own cut-off.
    """
    today, allowed = clockwork.today(), scope(current_actor(), Permission.TASK_READ)
    mistake = None
    try:
        selection = selection_from(request.args, scope=allowed, today=today)
    except Refusal as refusal:
        if refusal.field not in CUT_OFF_FIELDS:
            raise
        mistake = explain(refusal)
        rest = request.args.copy()
        for name in ("tinh-den", "tu-ngay"):
            rest.poplist(name)
        selection = selection_from(rest, scope=allowed, today=today)
    return selection.narrowed(timings=frozenset()), mistake


def cut_of() -> Cut:
    """Return the cut of the address; by unit, when it names none."""
    return CUTS.get(request.args.get("phan-to", ""), Cut.UNIT)


def naming_of() -> Naming:
    """Return the names under which the address wants work counted."""
    taxonomy = request.args.get("bo-linh-vuc", "")
    return Naming(request.args.get("ten") == SUCCESSORS, taxonomy if taxonomy in TAXONOMY_WORDS else "")


def _first(lines: int) -> int:
    text = request.args.get("dong", "")
    first = int(text) if text.isdecimal() and len(text) < 7 else 0
    return first if first < lines else 0


def _page(first: int) -> str:
    return url_for("statistics.index", **{**request.args.to_dict(flat=False), "dong": str(max(0, first))})  # type: ignore[arg-type]  # lists


def _later_changes(selection: Selection) -> str | None:
    """Return the address of what was learnt after the cut-off day ended, for a day that is over."""
    if selection.as_of >= clockwork.today() or selection.known_at is not None:
        return None
    given = parameters(selection.narrowed(known_at=end_of(selection.as_of)), today=clockwork.today())
    return url_for("frozen.adjusted", **given)  # type: ignore[arg-type]  # lists


def _link(number: int, selection: Selection) -> tuple[int, str]:
    counted = selection.narrowed(timings=selection.timings or statistics.COUNTED)
    return number, list_address(counted, today=clockwork.today())


def _sentences(work: Work, found: Figures) -> list[Sentence]:
    """Return the sentences of the report on the lines that have something to say."""
    figures = report_figures.report_figures(work, found.selection, found.by_origin)
    wanted = found.selection.origins or frozenset(Origin)
    return [
        sentence
        for line, sentence in report_sentences(figures).items()
        if ORIGIN_OF_LINE[line] in wanted and (figures[line].tally.total or figures[line].tally.excluded)
    ]


def _bars(groups: list[Group]) -> list[Row]:
    return [
        breakdowns.bar(each.label or "", each.tally, each.selection, clockwork.today()) for each in groups
    ]


def period_choices() -> dict[str, Any]:
    """Return the periods that a form offers, and what is chosen."""
    years = {*papers.plan_years(reading().session), clockwork.today().year}
    return {
        "years": [(str(year), str(year)) for year in sorted(years, reverse=True)],
        "parts": [(part, PERIOD_WORDS[part]) for part in (*PARTS, *CALENDAR_PARTS) if part],
        "period": period_of(request.args),
        "chosen": request.args,
    }


def _choices(work: Work) -> dict[str, Any]:
    """Return what the form offers beside."""
    return period_choices() | {
        "cuts": [(name, breakdowns.cut_words(cut)) for name, cut in CUTS.items()],
        "origins": [(origin.value, ORIGIN_WORDS[origin]) for origin in Origin],
        "units": [(str(key), name) for key, name in units.names(work.session).items()],
        "taxonomies": list(TAXONOMY_WORDS.items()),
    }
