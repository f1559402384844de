"""Frozen periods: freezing, what was frozen, and every difference from it explained task by task."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models.frozen import FrozenPeriod
from tracker.rules.membership import Member
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.selecting import Count
from tracker.rules.tally import Tally
from tracker.rules.timeliness import Timing
from tracker.services import diary, freezing, refreezing
from tracker.services.freezing import Explained, Explanation
from tracker.services.statistics import Group
from tracker.store import frozen, papers
from tracker.web import breakdowns, clockwork
from tracker.web.address_readers import key_of
from tracker.web.adjustments import adjustment_rows
from tracker.web.charts import stacked_bars
from tracker.web.filters import vn_date, vn_datetime
from tracker.web.forms.frozen import FreezeForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.selections import list_address
from tracker.web.session import current_actor
from tracker.web.views.statistics import asked
from tracker.web.work import reading, writing
from tracker.wording import ACTION_WORDS, ORIGIN_WORDS, STATE_WORDS, TIMING_WORDS
from tracker.wording.figures import (
    ASKED_TO_FREEZE,
    CARRIED_OVER,
    FROZEN,
    FROZEN_NUMBER,
    LINE_SINCE,
    NO_LINE,
    NOT_COUNTED,
    OF_UNIT,
    OTHER_DAYS,
    PASSED,
    PERIOD_WORDS,
    POLICY_WORDS,
    UNTIL_TODAY,
)
from tracker.wording.sentence import say

blueprint = Blueprint("frozen", __name__, url_prefix="/so-lieu")

SHOWN = 200
"""Differences shown on a page; their number is always the whole."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One assignment that counts otherwise, in words, with its page."""

    code: str
    title: str
    href: str
    before: str
    after: str
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Moved:
    """A bucket in two counts."""

    label: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        """What came or went."""
        return self.after - self.before


@blueprint.get("/da-chot")
@requires(Permission.REPORT_DRAFT)
def index() -> ResponseReturnValue:
    """List what was frozen, and offer to freeze."""
    return _index(_form())


@blueprint.post("/da-chot")
@requires(Permission.PERIOD_FREEZE)
def freeze() -> ResponseReturnValue:
    """Freeze a period."""
    form = _form()
    if form.is_submitted_and_valid():
        try:
            if refreezing.is_needed(reading(), form.period_name()):
                return _asked(form)
            with writing(form.request_name()) as work:
                diary.once(work)
                made = freezing.freeze(work, form.period_name(), as_of=form.as_of.data)
                words, number = _number(made), made.id
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(FROZEN.format(number=words), "success")
            return redirect(url_for("frozen.show", frozen_id=number))
    return _index(form), 422


def _asked(form: FreezeForm) -> ResponseReturnValue:
    """Ask that a period be frozen again; raises what the service refuses."""
    with writing(form.request_name()) as work:
        diary.once(work)
        refreezing.ask(work, form.period_name(), as_of=form.as_of.data, reason=form.reason.data or "")
    flash(ASKED_TO_FREEZE, "success")
    return redirect(url_for("frozen.index"))


@blueprint.get("/da-chot/<int:frozen_id>")
@requires(Permission.REPORT_DRAFT)
def show(frozen_id: int) -> ResponseReturnValue:
    """Show the figures as they were frozen, each with its list, and what they were counted from."""
    work, today = reading(), clockwork.today()
    kept = freezing.one(work, frozen_id)
    figures, selection = freezing.figures_of(kept), freezing.selection_of(kept)
    shares = selection.narrowed(count=Count.ASSIGNMENTS)
    origins = [
        Group(origin, ORIGIN_WORDS[origin], tally, selection.narrowed(origins=frozenset({origin})))
        for origin, tally in figures.by_origin.items()
    ]
    by_unit = [
        Group(key, label, tally, shares.narrowed(unit_id=key))
        for key, (label, tally) in figures.by_unit.items()
    ]
    others = [each for each in frozen.listed(work.session) if each.id != kept.id]
    return render_template(
        "frozen/show.html",
        kept=kept,
        adjusted=adjustment_rows(freezing.adjusted_as_frozen(kept)),
        number=_number(kept),
        period=_period(kept),
        figures=figures,
        by_origin=stacked_bars(
            [breakdowns.bar(each.label or "", each.tally, each.selection, today) for each in origins]
        ),
        by_unit=stacked_bars(
            [breakdowns.bar(each.label or "", each.tally, each.selection, today) for each in by_unit]
        ),
        policies=[
            POLICY_WORDS.get((name, value), f"{name}: {value}") for name, value in kept.policies.items()
        ],
        later=frozen.successor(work.session, kept.id),
        former=frozen.find(work.session, kept.supersedes_id) if kept.supersedes_id else None,
        number_of=_number,
        others=[(str(each.id), f"{_number(each)}: {_period(each)}") for each in others],
        list_of=partial(list_address, today=today),
    )


@blueprint.get("/da-chot/<int:frozen_id>/doi-chieu")
@requires(Permission.REPORT_DRAFT)
def explain(frozen_id: int) -> ResponseReturnValue:
    """Explain how the same days count as known now, or how everything stands today, task by task."""
    work = reading()
    kept = freezing.one(work, frozen_id)
    until = clockwork.today() if request.args.get("den") == UNTIL_TODAY else None
    return _differences(
        freezing.explain(work, kept, as_of=until),
        until=until,
        template="frozen/explain.html",
        kept=kept,
        number=_number(kept),
        period=_period(kept),
    )


@blueprint.get("/da-chot/<int:frozen_id>/so-sanh")
@requires(Permission.REPORT_DRAFT)
def compare(frozen_id: int) -> ResponseReturnValue:
    """Compare two frozen periods, task by task."""
    work = reading()
    first = freezing.one(work, frozen_id)
    second = freezing.one(work, key_of(request.args.get("voi")) or 0)
    return _differences(
        freezing.compare(work, first, second),
        template="frozen/compare.html",
        first=first,
        second=second,
        numbers=(_number(first), _number(second)),
        periods=(_period(first), _period(second)),
    )


@blueprint.get("/dieu-chinh")
@requires(Permission.STATISTICS_READ)
def adjusted() -> ResponseReturnValue:
    """Show what was learnt about past days after an instant, task by task (điều chỉnh sau chốt)."""
    selection, mistake = asked()
    if mistake or selection.known_at is None:
        raise Refusal(Reason.NOT_FOUND)
    return _differences(
        freezing.adjusted(reading(), selection), template="frozen/adjusted.html", selection=selection
    )


def _form() -> FreezeForm:
    form = FreezeForm()
    today = clockwork.today()
    years = sorted({*papers.plan_years(reading().session), today.year}, reverse=True)
    form.year.choices = [(str(year), str(year)) for year in years]
    return form


def _index(form: FreezeForm) -> str:
    kept = frozen.listed(reading().session)
    replaced = {each.supersedes_id for each in kept}
    return render_template(
        "frozen/index.html",
        form=form,
        kept=[(each, _number(each), _period(each), each.id in replaced) for each in kept],
        waiting=[
            (each, _name(each.period), each.asked_by_id in current_actor().selves)
            for each in refreezing.waiting(reading())
        ],
    )


def _differences(found: Explanation, *, template: str, **shown: object) -> str:
    return render_template(
        template,
        moved=_moved(found.before, found.after),
        changes=[_difference(each, found) for each in found.changes[:SHOWN]],
        number_of_changes=len(found.changes),
        shown=SHOWN,
        **shown,
    )


def _moved(before: Tally, after: Tally) -> list[Moved]:
    lines = [
        Moved(TIMING_WORDS[timing], before[timing], after[timing])
        for timing in Timing
        if timing is not Timing.EXCLUDED and (before[timing] or after[timing])
    ]
    lines.append(Moved(say("Tổng số"), before.total, after.total))
    outside = (sum(before.excluded.values()), sum(after.excluded.values()))
    return [*lines, Moved(say("Ngoài tổng số"), *outside)] if any(outside) else lines


def _difference(each: Explained, found: Explanation) -> Difference:
    change = each.change
    moves = change.before is None or change.after is None or change.before.unit_id != change.after.unit_id
    reasons = [
        LINE_SINCE.format(
            action=ACTION_WORDS[line.action], day=vn_date(line.effective_on), at=vn_datetime(line.recorded_at)
        )
        for line in each.lines
    ]
    if not reasons and change.after is not None and change.after.timing is Timing.OPEN_OVERDUE:
        reasons = [PASSED.format(day=vn_date(change.after.due_on))]
    return Difference(
        code=each.name.code,
        title=each.name.title,
        href=url_for("tasks.show", assignment_id=change.known.assignment_id),
        before=_standing(change.before, found, with_unit=moves),
        after=_standing(change.after, found, with_unit=moves),
        reasons=reasons or [NO_LINE],
    )


def _standing(member: Member | None, found: Explanation, *, with_unit: bool) -> str:
    if member is None:
        return NOT_COUNTED
    words = STATE_WORDS[member.box] if member.timing is Timing.EXCLUDED else TIMING_WORDS[member.timing]
    if member.carried:
        words = say("{words}, {more}", words=words, more=CARRIED_OVER)
    return OF_UNIT.format(timing=words, unit=found.unit_names[member.unit_id]) if with_unit else words


def _number(kept: FrozenPeriod) -> str:
    return FROZEN_NUMBER.format(number=kept.number, year=kept.year)


def _period(kept: FrozenPeriod) -> str:
    window = say("từ {first_on} đến hết {as_of}", first_on=_day(kept.first_on), as_of=_day(kept.as_of))
    return f"{_name(kept.period)}, {window}"


def _name(period: str) -> str:
    """Return a period as people say it: «Quý III 2021», other days when it is a window of any days."""
    year, _, part = period.partition("-")
    return f"{PERIOD_WORDS[part].split(' (')[0]} {year}" if part in PERIOD_WORDS else OTHER_DAYS


def _day(day: dt.date) -> str:
    return vn_date(day)
