"""The yearly plan: its rows by area, as written, and where each stands on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.formats import vn_date, vn_rate
from tracker.core.i18n import make_message
from tracker.core.labels import TIMING_WORDS
from tracker.documents.sheets import XLSX_MIMETYPE, PlanCells, build_plan_file
from tracker.figures import statistics as figure_statistics
from tracker.figures.views import chart_data
from tracker.intake.plans import intake
from tracker.intake.plans.intake import PlanLead, PlanLine
from tracker.law.permissions import Origin, Permission, Scope, get_permission_scope
from tracker.law.tally import Tally
from tracker.law.timing import DONE_ON_TIME, DONE_TIMINGS, Timing
from tracker.tasks import sources as task_sources
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Count, Selection
from tracker.tasks.views.list_request import list_address
from tracker.web import charts
from tracker.web.charts import stacked_bars
from tracker.web.forms import parse_day
from tracker.web.request import read_work, requires_permission

NAMED_LEADS = 3
"""A row with more leads than this is shown as «33 đơn vị»."""

blueprint = Blueprint("plans", __name__, url_prefix="/ke-hoach")


@dataclass(frozen=True, slots=True)
class PlanRowLeads:
    """Who leads a row: named when few, counted when many; links only to what the reader may open.

    `href` opens the one assignment of the row or the list of all; `progress` is the percentage of that one.
    """

    named: Sequence[tuple[str, str | None]]
    number: int
    href: str | None
    progress: int


@blueprint.get("")
@requires_permission(Permission.PLAN_READ)
def index() -> ResponseReturnValue:
    """Open the plan of the newest year, or say how one comes in."""
    years = task_sources.plan_years(read_work().session)
    if years:
        return redirect(url_for("plans.show", year=years[0]))
    return render_template("plans/empty.html")


@blueprint.get("/<int:year>")
@requires_permission(Permission.PLAN_READ)
def show(year: int) -> ResponseReturnValue:
    """Show a plan by area; everybody reads its words, units see the standing of their own share."""
    work = read_work()
    plan = task_sources.get_plan(work.session, year)
    if plan is None:
        abort(404)
    as_of = parse_day(request.args.get("tinh-den")) or work.today
    reach = get_permission_scope(work.actor, Permission.TASK_READ)
    selection = Selection(
        as_of=as_of, scope=reach, plan_id=plan.id, count=Count.DIRECTIVES, origins=frozenset({Origin.PLAN})
    )
    groups = figure_statistics.build_breakdown(work, selection, Cut.AREA)
    tally = sum((group.tally for group in groups), Tally())
    lines = intake.list_plan_lines(work.session, plan.id, selection)
    leads = _leads(intake.list_plan_leads(work.session, plan.id, reach), selection, work.today)
    return render_template(
        "plans/show.html",
        plan=plan,
        years=task_sources.plan_years(work.session),
        as_of=as_of,
        whole=_sees_whole_plan(reach),
        tally=tally,
        figures=_figures(tally, selection, work.today),
        bars=stacked_bars(chart_data.timing_rows(groups, today=work.today)),
        areas=[(name, list(rows)) for name, rows in groupby(lines, key=_area_name)],
        number_of_rows=len(lines),
        leads=leads,
        strips=charts.build_time_strips(_works(lines, leads), as_of),
    )


def _works(lines: Sequence[PlanLine], leads: Mapping[int, PlanRowLeads]) -> list[charts.DatedWork]:
    """Return the rows that stand somewhere, for the strips of the year."""
    return [
        charts.DatedWork(
            label=f"{line.number}. {line.title}",
            href=leads[line.task_id].href if line.task_id in leads else None,
            given_on=line.assigned_on,
            due_on=line.due_on,
            done_on=line.done_on if line.timing in DONE_TIMINGS else None,
            timing=line.timing,
        )
        for line in lines
        if line.timing is not None
    ]


@blueprint.get("/<int:year>/xuat.xlsx")
@requires_permission(Permission.PLAN_READ)
def export(year: int) -> ResponseReturnValue:
    """Give the words of a plan in the form in which plans are brought in."""
    session = read_work().session
    plan = task_sources.get_plan(session, year)
    if plan is None:
        abort(404)
    rows = [
        PlanCells(
            area=item.area.name,
            number=item.number,
            title=item.title,
            product=item.product,
            lead_text=item.lead_text,
            coordinating_text=item.coordinating_text,
            term_text=item.term_text,
            basis=item.basis,
        )
        for item in task_sources.plan_items(session, plan.id)
    ]
    decision = make_message(
        "Quyết định số {reference} ngày {adopted_on}",
        reference=plan.document.reference,
        adopted_on=vn_date(plan.adopted_on),
    )
    name = f"ke-hoach-cchc-{year}.xlsx"
    return Response(
        build_plan_file(plan.title, decision, rows),
        mimetype=XLSX_MIMETYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _area_name(line: PlanLine) -> str:
    return line.area_name


def _sees_whole_plan(reach: Scope) -> bool:
    return reach.everywhere or Origin.PLAN in reach.origins


def _leads(found: Iterable[PlanLead], selection: Selection, today: dt.date) -> Mapping[int, PlanRowLeads]:
    by_task: dict[int, list[PlanLead]] = {}
    for lead in found:
        by_task.setdefault(lead.task_id, []).append(lead)
    return {
        task_id: _few(leads) if len(leads) <= NAMED_LEADS else _many(task_id, leads, selection, today)
        for task_id, leads in by_task.items()
    }


def _few(leads: Sequence[PlanLead]) -> PlanRowLeads:
    named = [(lead.unit_name, _page(lead) if lead.mine else None) for lead in leads]
    only = leads[0] if len(leads) == 1 and leads[0].mine else None
    return PlanRowLeads(
        named=named, number=len(leads), href=_page(only) if only else None, progress=only.progress if only else 0
    )


def _many(task_id: int, leads: Sequence[PlanLead], selection: Selection, today: dt.date) -> PlanRowLeads:
    mine = [lead for lead in leads if lead.mine]
    if len(mine) == len(leads):
        everyone = selection.narrowed(task_id=task_id, count=Count.ASSIGNMENTS)
        return PlanRowLeads(named=(), number=len(leads), href=list_address(everyone, today=today), progress=0)
    return PlanRowLeads(
        named=[(lead.unit_name, _page(lead)) for lead in mine],
        number=len(leads),
        href=_page(mine[0]) if len(mine) == 1 else None,
        progress=mine[0].progress if len(mine) == 1 else 0,
    )


def _page(lead: PlanLead) -> str:
    return url_for("tasks.show", assignment_id=lead.assignment_id)


def _figures(tally: Tally, selection: Selection, today: dt.date) -> list[dict[str, object]]:
    """Return the figures at the head; each opens exactly the rows it counts."""

    def figure(number: object, label: str, whole: str, tone: str, *timings: Timing) -> dict[str, object]:
        chosen = selection.narrowed(timings=frozenset(timings))
        return {
            "number": number,
            "label": label,
            "whole": whole,
            "tone": tone,
            "href": list_address(chosen, today=today),
        }

    of_total = make_message("trên {total} nhiệm vụ", total=tally.total)
    overdue, open_now = tally[Timing.OPEN_OVERDUE], tally.open - tally[Timing.OPEN_OVERDUE]
    return [
        figure(
            f"{tally.done}/{tally.total}",
            make_message("Đã hoàn thành"),
            vn_rate(tally.done, tally.total),
            "early",
            *DONE_TIMINGS,
        ),
        figure(
            tally.done_on_time,
            make_message("Hoàn thành trước và đúng hạn"),
            make_message("trên {done} nhiệm vụ hoàn thành", done=tally.done),
            "on_day",
            *DONE_ON_TIME,
        ),
        figure(
            tally[Timing.DONE_LATE],
            TIMING_WORDS[Timing.DONE_LATE],
            make_message("trên {done} nhiệm vụ hoàn thành", done=tally.done),
            "late",
            Timing.DONE_LATE,
        ),
        figure(
            open_now,
            make_message("Đang thực hiện, chưa quá hạn"),
            of_total,
            "open",
            Timing.OPEN_IN_TIME,
            Timing.OPEN_NO_DEADLINE,
        ),
        figure(overdue, make_message("Chưa xong, đã quá hạn"), of_total, "overdue", Timing.OPEN_OVERDUE),
    ]
