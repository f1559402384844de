"""Frozen periods: freezing, what was frozen, and every difference from it explained task by task.

What is asked to be frozen again: approved by a second person, or put aside.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.formats import vn_date, vn_datetime
from tracker.core.i18n import make_message
from tracker.core.labels import ORIGIN_WORDS, STATE_WORDS, TIMING_WORDS
from tracker.core.refusals import Reason, Refusal
from tracker.figures import freezing, labels as figure_labels
from tracker.figures.forms import FreezeFiguresForm
from tracker.figures.freezing import ExplainedAssignment, FigureExplanation
from tracker.figures.membership import Member
from tracker.figures.models import FrozenPeriod
from tracker.figures.statistics import BreakdownGroup
from tracker.figures.views import breakdown
from tracker.figures.views.breakdown import adjustment_rows
from tracker.figures.views.statistics import read_statistics_selection
from tracker.law.permissions import Permission
from tracker.law.tally import Tally
from tracker.law.timing import Timing
from tracker.tasks import event_log, sources as task_sources
from tracker.tasks.filter_kinds import parse_row_key
from tracker.tasks.selection import Count
from tracker.tasks.verbs import VERBS
from tracker.tasks.views.list_request import list_address
from tracker.web import request as web_request
from tracker.web.charts import stacked_bars
from tracker.web.forms import ButtonForm
from tracker.web.language import flash_message
from tracker.web.request import current_actor, read_work, requires_permission, write_work

blueprint = Blueprint("frozen", __name__, url_prefix="/so-lieu")

DIFFERENCES_SHOWN = 200
"""Differences shown on a page; their number is always the whole."""


@dataclass(frozen=True, slots=True)
class FrozenDifference:
    """One assignment that counts otherwise, in words, with its page."""

    code: str
    title: str
    href: str
    before: str
    after: str
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class TimingMove:
    """A timing in two counts."""

    label: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        """What came or went."""
        return self.after - self.before


@blueprint.get("/da-chot")
@requires_permission(Permission.REPORT_DRAFT)
def index() -> ResponseReturnValue:
    """List what was frozen, and offer to freeze."""
    return _index(_form())


@blueprint.post("/da-chot")
@requires_permission(Permission.PERIOD_FREEZE)
def freeze() -> ResponseReturnValue:
    """Freeze a period."""
    form = _form()
    if form.is_submitted_and_valid():
        try:
            if freezing.is_needed(read_work(), form.period_name()):
                return _asked(form)
            with write_work(form.request_name()) as work:
                event_log.claim_request(work)
                made = freezing.freeze_figures(work, form.period_name(), as_of=form.as_of.data)
                words, number = _number(made), made.id
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash_message(figure_labels.FROZEN.format(number=words), "success")
            return redirect(url_for("frozen.show", frozen_id=number))
    return _index(form), 422


def _asked(form: FreezeFiguresForm) -> ResponseReturnValue:
    """Ask that a period be frozen again; raises what the service refuses."""
    with write_work(form.request_name()) as work:
        event_log.claim_request(work)
        freezing.request_refreeze(work, form.period_name(), as_of=form.as_of.data, reason=form.reason.data or "")
    flash_message(figure_labels.ASKED_TO_FREEZE, "success")
    return redirect(url_for("frozen.index"))


@blueprint.get("/da-chot/<int:frozen_id>")
@requires_permission(Permission.REPORT_DRAFT)
def show(frozen_id: int) -> ResponseReturnValue:
    """Show the figures as they were frozen, each with its list, and what they were counted from."""
    work, today = read_work(), web_request.get_request_day()
    kept = freezing.get_frozen_period(work, frozen_id)
    figures, selection = freezing.get_frozen_figures(kept), freezing.get_frozen_selection(kept)
    shares = selection.narrowed(count=Count.ASSIGNMENTS)
    origins = [
        BreakdownGroup(origin, ORIGIN_WORDS[origin], tally, selection.narrowed(origins=frozenset({origin})))
        for origin, tally in figures.by_origin.items()
    ]
    by_unit = [
        BreakdownGroup(key, label, tally, shares.narrowed(unit_id=key))
        for key, (label, tally) in figures.by_unit.items()
    ]
    others = [each for each in freezing.list_frozen_periods(work.session) if each.id != kept.id]
    return render_template(
        "frozen/show.html",
        kept=kept,
        adjusted=adjustment_rows(freezing.adjusted_as_frozen(kept)),
        number=_number(kept),
        period=_period(kept),
        figures=figures,
        by_origin=stacked_bars(
            [breakdown.build_timing_bar(each.label or "", each.tally, each.selection, today) for each in origins]
        ),
        by_unit=stacked_bars(
            [breakdown.build_timing_bar(each.label or "", each.tally, each.selection, today) for each in by_unit]
        ),
        policies=[
            figure_labels.POLICY_WORDS.get((name, value), f"{name}: {value}") for name, value in kept.policies.items()
        ],
        later=freezing.get_superseding_freeze(work.session, kept.id),
        former=freezing.find_frozen_period(work.session, kept.supersedes_id) if kept.supersedes_id else None,
        number_of=_number,
        others=[(str(each.id), f"{_number(each)}: {_period(each)}") for each in others],
        list_of=partial(list_address, today=today),
    )


@blueprint.get("/da-chot/<int:frozen_id>/doi-chieu")
@requires_permission(Permission.REPORT_DRAFT)
def explain(frozen_id: int) -> ResponseReturnValue:
    """Explain how the same days count as known now, or how everything stands today, task by task."""
    work = read_work()
    kept = freezing.get_frozen_period(work, frozen_id)
    until = web_request.get_request_day() if request.args.get("den") == figure_labels.UNTIL_TODAY else None
    return _differences(
        freezing.explain_frozen_figures(work, kept, as_of=until),
        until=until,
        template="frozen/explain.html",
        kept=kept,
        number=_number(kept),
        period=_period(kept),
    )


@blueprint.get("/da-chot/<int:frozen_id>/so-sanh")
@requires_permission(Permission.REPORT_DRAFT)
def compare(frozen_id: int) -> ResponseReturnValue:
    """Compare two frozen periods, task by task."""
    work = read_work()
    first = freezing.get_frozen_period(work, frozen_id)
    second = freezing.get_frozen_period(work, parse_row_key(request.args.get("voi")) or 0)
    return _differences(
        freezing.compare_frozen_periods(work, first, second),
        template="frozen/compare.html",
        first=first,
        second=second,
        numbers=(_number(first), _number(second)),
        periods=(_period(first), _period(second)),
    )


@blueprint.get("/dieu-chinh")
@requires_permission(Permission.STATISTICS_READ)
def adjusted() -> ResponseReturnValue:
    """Show what was learnt about past days after an instant, task by task (điều chỉnh sau chốt)."""
    selection, mistake = read_statistics_selection()
    if mistake or selection.known_at is None:
        raise Refusal(Reason.NOT_FOUND)
    return _differences(
        freezing.explain_later_changes(read_work(), selection), template="frozen/adjusted.html", selection=selection
    )


def _form() -> FreezeFiguresForm:
    form = FreezeFiguresForm()
    today = web_request.get_request_day()
    years = sorted({*task_sources.plan_years(read_work().session), today.year}, reverse=True)
    form.year.choices = [(str(year), str(year)) for year in years]
    return form


def _index(form: FreezeFiguresForm) -> str:
    kept = freezing.list_frozen_periods(read_work().session)
    replaced = {each.supersedes_id for each in kept}
    return render_template(
        "frozen/index.html",
        form=form,
        kept=[(each, _number(each), _period(each), each.id in replaced) for each in kept],
        waiting=[
            (each, _name(each.period), each.asked_by_id in current_actor().selves)
            for each in freezing.list_waiting_refreezes(read_work())
        ],
    )


def _differences(found: FigureExplanation, *, template: str, **shown: object) -> str:
    return render_template(
        template,
        moved=_moved(found.before, found.after),
        changes=[_difference(each, found) for each in found.changes[:DIFFERENCES_SHOWN]],
        number_of_changes=len(found.changes),
        shown=DIFFERENCES_SHOWN,
        **shown,
    )


def _moved(before: Tally, after: Tally) -> list[TimingMove]:
    lines = [
        TimingMove(TIMING_WORDS[timing], before[timing], after[timing])
        for timing in Timing
        if timing is not Timing.EXCLUDED and (before[timing] or after[timing])
    ]
    lines.append(TimingMove(make_message("Tổng số"), before.total, after.total))
    outside = (sum(before.excluded.values()), sum(after.excluded.values()))
    return [*lines, TimingMove(make_message("Ngoài tổng số"), *outside)] if any(outside) else lines


def _difference(each: ExplainedAssignment, found: FigureExplanation) -> FrozenDifference:
    change = each.change
    moves = change.before is None or change.after is None or change.before.unit_id != change.after.unit_id
    reasons = [
        figure_labels.LINE_SINCE.format(
            action=VERBS[line.action].name, day=vn_date(line.effective_on), at=vn_datetime(line.recorded_at)
        )
        for line in each.lines
    ]
    if not reasons and change.after is not None and change.after.timing is Timing.OPEN_OVERDUE:
        reasons = [figure_labels.PASSED.format(day=vn_date(change.after.due_on))]
    return FrozenDifference(
        code=each.name.code,
        title=each.name.title,
        href=url_for("tasks.show", assignment_id=change.known.assignment_id),
        before=_member_words(change.before, found, with_unit=moves),
        after=_member_words(change.after, found, with_unit=moves),
        reasons=reasons or [figure_labels.NO_LINE],
    )


def _member_words(member: Member | None, found: FigureExplanation, *, with_unit: bool) -> str:
    if member is None:
        return figure_labels.NOT_COUNTED
    words = STATE_WORDS[member.day_state] if member.timing is Timing.EXCLUDED else TIMING_WORDS[member.timing]
    if member.carried:
        words = make_message("{words}, {more}", words=words, more=figure_labels.CARRIED_OVER)
    return figure_labels.OF_UNIT.format(timing=words, unit=found.unit_names[member.unit_id]) if with_unit else words


def _number(kept: FrozenPeriod) -> str:
    return figure_labels.FROZEN_NUMBER.format(number=kept.number, year=kept.year)


def _period(kept: FrozenPeriod) -> str:
    window = make_message("từ {first_on} đến hết {as_of}", first_on=_day(kept.first_on), as_of=_day(kept.as_of))
    return f"{_name(kept.period)}, {window}"


def _name(period: str) -> str:
    """Return a period as people say it: «Quý III 2021», other days when it is a window of any days."""
    year, _, part = period.partition("-")
    return (
        f"{figure_labels.PERIOD_WORDS[part].split(' (')[0]} {year}"
        if part in figure_labels.PERIOD_WORDS
        else figure_labels.OTHER_DAYS
    )


def _day(day: dt.date) -> str:
    return vn_date(day)


@blueprint.post("/da-chot/de-nghi/<int:request_id>/duyet")
@requires_permission(Permission.PERIOD_FREEZE)
def approve(request_id: int) -> ResponseReturnValue:
    """Freeze again what somebody else asked for."""
    if not ButtonForm().is_submitted_and_valid():
        return redirect(url_for("frozen.index"))
    with write_work() as work:
        made = freezing.approve_refreeze(work, request_id)
        number = made.id
        words = figure_labels.FROZEN_NUMBER.format(number=made.number, year=made.year)
    flash_message(figure_labels.FROZEN.format(number=words), "success")
    return redirect(url_for("frozen.show", frozen_id=number))


@blueprint.post("/da-chot/de-nghi/<int:request_id>/bo")
@requires_permission(Permission.PERIOD_FREEZE)
def put_aside(request_id: int) -> ResponseReturnValue:
    """Leave the figures as they are."""
    if ButtonForm().is_submitted_and_valid():
        with write_work() as work:
            freezing.discard_refreeze(work, request_id)
        flash_message(figure_labels.PUT_ASIDE, "success")
    return redirect(url_for("frozen.index"))
