"""Figures as of any day, in pictures and tables whose every number opens its list."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.documents.sentences import Sentence, report_sentences
from tracker.rules.permissions import Origin, Permission, scope
from tracker.rules.refusals import Refusal
from tracker.rules.selecting import Count, Cut, Selection
from tracker.services import statistics
from tracker.services.statistics import Figures, Group
from tracker.store import units
from tracker.web import breakdowns, clockwork, pictures
from tracker.web.charts import Row, columns, stacked_bars
from tracker.web.guards import requires
from tracker.web.selections import list_address, selection_from
from tracker.web.session import current_actor
from tracker.web.work import reading
from tracker.wording import ORIGIN_WORDS
from tracker.wording.refusals import explain

blueprint = Blueprint("statistics", __name__, url_prefix="/so-lieu")

CUTS = {
    "don-vi": (Cut.UNIT, "Đơn vị"),
    "linh-vuc": (Cut.AREA, "Lĩnh vực CCHC"),
    "lanh-dao": (Cut.LEADER, "Lãnh đạo chỉ đạo"),
    "nganh": (Cut.FIELD, "Lĩnh vực quản lý"),
    "thang": (Cut.MONTH, "Tháng giao"),
}
SUCCESSORS = "ke-thua"
"""Chosen on the page: the work of former units counts with the unit that stands for them."""

NOTHING = {
    Cut.AREA: "Ngoài kế hoạch CCHC",
    Cut.LEADER: "Không ghi lãnh đạo",
    Cut.FIELD: "Không ghi lĩnh vực",
}
COUNT_WORDS = {
    Count.BY_ORIGIN: "kế hoạch và cấp trên giao đếm theo nhiệm vụ, cơ quan giao đếm theo lượt giao",
    Count.ASSIGNMENTS: "mỗi đơn vị được giao là một lượt",
    Count.DIRECTIVES: "mỗi nhiệm vụ, ý kiến chỉ đạo tính một lần",
}


@blueprint.get("")
@requires(Permission.STATISTICS_READ)
def index() -> ResponseReturnValue:
    """Show the figures of a selection, whole and broken down."""
    today = clockwork.today()
    allowed = scope(current_actor(), Permission.TASK_READ)
    mistake = None
    try:
        selection = selection_from(request.args, scope=allowed, today=today)
    except Refusal as refusal:
        mistake, selection = explain(refusal), Selection(as_of=today, scope=allowed)
    selection = selection.narrowed(timings=frozenset())
    chosen = request.args.get("phan-to") or "don-vi"
    cut, cut_words = CUTS.get(chosen, CUTS["don-vi"])
    work = reading()
    by_successors = cut is Cut.UNIT and request.args.get("ten") == SUCCESSORS
    found = statistics.figures(work, selection, cut, by_successors=by_successors)
    groups = [_with_words(group, cut) for group in found.groups]
    months = statistics.breakdown(work, selection, Cut.MONTH)
    return render_template(
        "statistics/index.html",
        selection=selection,
        mistake=mistake,
        tally=found.tally,
        headline=pictures.figures(found.tally, selection, today=today),
        sentences=_sentences(found),
        by_origin=stacked_bars(_bars([_with_words(group, Cut.ORIGIN) for group in found.by_origin])),
        by_cut=stacked_bars(_bars(groups)),
        rates=[breakdowns.rates(group.label or "", group.tally, group.selection, today) for group in groups],
        by_month=columns(pictures.month_rows(months, today=today)),
        cut_words=cut_words,
        cut_counts=COUNT_WORDS[groups[0].selection.count] if groups else "",
        count_words=COUNT_WORDS[selection.count],
        cuts=[(name, words) for name, (_, words) in CUTS.items()],
        origins=[(origin.value, ORIGIN_WORDS[origin]) for origin in Origin],
        units=[(str(unit.id), unit.short_name) for unit in units.listed(work.session)],
        chosen=request.args,
        list_of=partial(list_address, today=today),
    )


def _sentences(found: Figures) -> list[Sentence]:
    """Return the sentences of the report on the origins that have something to say."""
    tallies = {Origin(group.key): group.tally for group in found.by_origin}
    return [sentence for origin, sentence in report_sentences(tallies, found.selection) if origin in tallies]


def _with_words(group: Group, cut: Cut) -> Group:
    """Give a line of a breakdown the name people call it by."""
    match cut:
        case Cut.ORIGIN:
            label = ORIGIN_WORDS[group.key]
        case Cut.MONTH:
            label = f"Tháng {group.key % 100}/{group.key // 100}"
        case _:
            label = group.label or NOTHING.get(cut, "–")
    return Group(group.key, label, group.tally, group.selection)


def _bars(groups: Iterable[Group]) -> list[Row]:
    return [
        breakdowns.bar(each.label or "", each.tally, each.selection, clockwork.today()) for each in groups
    ]
