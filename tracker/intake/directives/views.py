"""Directives: their list, one of them with its units, and the matrix of units by directives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.clock import civil_day
from tracker.core.formats import vn_date
from tracker.core.i18n import make_message
from tracker.core.labels import ORIGIN_WORDS, TIMING_WORDS
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents import sheets
from tracker.documents.sheets import XLSX_MIMETYPE
from tracker.intake.directives import queries
from tracker.intake.directives.forms import SourceFileForm
from tracker.intake.directives.queries import DirectiveCell, DirectiveCursor, DirectiveLine
from tracker.law.completeness import DirectiveSummary, UnitShare, summarise_shares
from tracker.law.permissions import DIRECTIVE_ORIGINS, Origin, Permission, get_permission_scope
from tracker.law.tally import Tally, count_timings
from tracker.law.terms import Assumption
from tracker.law.timing import OPEN_TIMINGS, Timing, days_late
from tracker.tasks import classified, queries as task_queries, sources as task_sources
from tracker.tasks.cuts import Cut
from tracker.tasks.labels import ASSUMPTIONS, TERM_KINDS
from tracker.tasks.models import AssignmentRole
from tracker.tasks.selection import Count, Selection
from tracker.tasks.views.list_request import list_address, selection_from, selection_parameters
from tracker.web import charts
from tracker.web.forms import parse_day
from tracker.web.request import read_work, requires_permission

DIRECTIVES_PER_PAGE = 50
"""Directives on one page of the list."""

MATRIX_COLUMNS = 30
"""Directives in the matrix, the newest; more would not be read."""

blueprint = Blueprint("directives", __name__, url_prefix="/chi-dao")


@dataclass(frozen=True, slots=True)
class OriginTab:
    """One of the ways to narrow the list by origin, with how many it holds."""

    words: str
    number: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One unit of the matrix with its shares by directive."""

    unit_name: str
    href: str
    cells: dict[int, DirectiveCell]
    tally: Tally


@blueprint.get("")
@requires_permission(Permission.DIRECTIVE_READ)
def index() -> ResponseReturnValue:
    """List directives, newest first, with how far their units have come."""
    work = read_work()
    asked = _asked(work)
    lines = queries.list_directives(
        work.session, asked, after=_place(request.args.get("sau")), limit=DIRECTIVES_PER_PAGE + 1
    )
    shown = lines[:DIRECTIVES_PER_PAGE]
    everything = Selection(as_of=asked.as_of, scope=asked.scope, origins=DIRECTIVE_ORIGINS, count=Count.DIRECTIVES)
    within = everything.narrowed(origins=asked.origins)
    return render_template(
        "directives/index.html",
        as_of=asked.as_of,
        asked=asked,
        lines=shown,
        tabs=_tabs(work, asked),
        leaders=[(name, name) for name in _keys(work, within, Cut.LEADER)],
        fields=[(name, name) for name in _keys(work, within, Cut.FIELD)],
        months=[(month, f"{month[4:]}/{month[:4]}") for month in _keys(work, within, Cut.MONTH)],
        timings=[(timing.value, TIMING_WORDS[timing]) for timing in Timing if timing is not Timing.EXCLUDED],
        narrowed=asked != within,
        first_href=_address(asked, work.today, asked.origins) if "sau" in request.args else None,
        next_href=_next_page(asked, lines, work.today),
        sees_all=asked.scope.everywhere,
        register_href=url_for(
            "directives.register_file",
            **_given(asked, work.today, asked.origins),  # type: ignore[arg-type]  # lists are allowed
        ),
    )


@blueprint.get("/so.xlsx")
@requires_permission(Permission.DIRECTIVE_READ)
def register_file() -> ResponseReturnValue:
    """Give the list as a register, in the form in which registers are brought in."""
    work = read_work()
    asked = _asked(work)
    rows = queries.list_directive_register(work.session, asked.narrowed(count=Count.ASSIGNMENTS))
    notes = (make_message("Tính đến ngày {as_of}; {rows} lượt giao.", as_of=vn_date(asked.as_of), rows=len(rows)),)
    cells = [
        (
            row.reference,
            row.given_on,
            row.received_on,
            row.issuer,
            row.leader,
            row.content,
            row.lead,
            row.coordinating,
            row.term_text,
            row.due_on,
            row.done_on,
            None if row.confirmed_at is None else civil_day(row.confirmed_at),
            row.replied,
        )
        for row in rows
    ]
    name = f"so-y-kien-chi-dao-{asked.as_of:%Y%m%d}.xlsx"
    return Response(
        sheets.build_register_file(make_message("Sổ theo dõi ý kiến chỉ đạo"), notes, cells),
        mimetype=XLSX_MIMETYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.get("/<int:directive_id>")
@requires_permission(Permission.DIRECTIVE_READ)
def show(directive_id: int) -> ResponseReturnValue:
    """Show the paper, its words, its deadline, and where each unit within the reader's reach stands."""
    work = read_work()
    as_of = parse_day(request.args.get("tinh-den")) or work.today
    reach = get_permission_scope(work.actor, Permission.DIRECTIVE_READ)
    selection = Selection(as_of=as_of, scope=reach, directive_id=directive_id, count=Count.ASSIGNMENTS)
    directive = task_sources.get_directive(work.session, directive_id)
    task = queries.get_directive_term(work.session, directive_id)
    cells = queries.list_directive_cells(work.session, selection)
    if directive is None or task is None or not (cells or reach.everywhere):
        raise Refusal(Reason.NOT_FOUND)
    helpers = [
        each
        for each in task_queries.list_task_assignments(work.session, task.id)
        if each.part is AssignmentRole.COORDINATING
    ]
    return render_template(
        "directives/show.html",
        directive=directive,
        task=task,
        kind_words=TERM_KINDS[task.kind],
        assumptions=[ASSUMPTIONS[Assumption(code)] for code in task.term_assumptions],
        coordinating=[each.unit.name for each in helpers],
        as_of=as_of,
        cells=[(cell, days_late(cell.due_on, cell.done_on, as_of)) for cell in cells],
        strips=charts.build_time_strips([_work_of(cell, directive.given_on) for cell in cells], as_of),
        tally=count_timings(cell.timing for cell in cells),
        closing=_closing(cells),
        list_href=list_address(selection, today=work.today),
        open_href=list_address(selection.narrowed(timings=frozenset(OPEN_TIMINGS)), today=work.today),
        sees_all=reach.everywhere,
        source=SourceFileForm(formdata=None),
    )


def _closing(cells: Iterable[DirectiveCell]) -> DirectiveSummary:
    return summarise_shares(UnitShare(cell.unit_name, cell.timing, cell.done_on) for cell in cells)


def _work_of(cell: DirectiveCell, given_on: dt.date) -> charts.DatedWork:
    href = url_for("tasks.show", assignment_id=cell.assignment_id)
    return charts.DatedWork(cell.unit_name, href, given_on, cell.due_on, cell.done_on, cell.timing)


@blueprint.get("/ma-tran")
@requires_permission(Permission.DIRECTIVE_READ)
def matrix() -> ResponseReturnValue:
    """Show units by directives of the authority: one look tells who is behind with what."""
    work = read_work()
    as_of = parse_day(request.args.get("tinh-den")) or work.today
    selection = Selection(
        as_of=as_of,
        scope=get_permission_scope(work.actor, Permission.DIRECTIVE_READ),
        origins=frozenset({Origin.TOWN}),
        count=Count.ASSIGNMENTS,
    )
    newest = queries.list_directives(work.session, selection, limit=MATRIX_COLUMNS + 1)
    columns = sorted(newest[:MATRIX_COLUMNS], key=lambda line: (line.given_on, line.directive_id))
    cells = queries.list_directive_cells(work.session, selection, [line.directive_id for line in columns])
    return render_template(
        "directives/matrix.html",
        as_of=as_of,
        columns=columns,
        rows=_matrix_rows(cells, selection, work.today),
        missing={
            line.directive_id: _closing(each for each in cells if each.directive_id == line.directive_id)
            for line in columns
        },
        timings=[timing for timing in Timing if any(cell.timing is timing for cell in cells)],
        tally=count_timings(cell.timing for cell in cells),
        more=len(newest) > MATRIX_COLUMNS,
        sees_all=selection.scope.everywhere,
    )


def _matrix_rows(cells: Sequence[DirectiveCell], selection: Selection, today: dt.date) -> list[MatrixRow]:
    by_unit: dict[int, list[DirectiveCell]] = {}
    for cell in cells:
        by_unit.setdefault(cell.unit_id, []).append(cell)
    return [
        MatrixRow(
            unit_name=own[0].unit_name,
            href=list_address(selection.narrowed(unit_id=unit_id), today=today),
            cells={cell.directive_id: cell for cell in own},
            tally=count_timings(cell.timing for cell in own),
        )
        for unit_id, own in by_unit.items()
    ]


def _asked(work: UnitOfWork) -> Selection:
    """Read the filters of the list; a directive counts once, whichever units have it."""
    asked = selection_from(
        request.args, scope=get_permission_scope(work.actor, Permission.DIRECTIVE_READ), today=work.today
    )
    wanted = asked.origins & DIRECTIVE_ORIGINS
    return asked.narrowed(origins=wanted or DIRECTIVE_ORIGINS, count=Count.DIRECTIVES, known_at=None)


def _tabs(work: UnitOfWork, asked: Selection) -> list[OriginTab]:
    """Return the tabs of the two origins, each with the number the other filters leave in it."""
    counted = classified.count_by_cut(work.session, asked.narrowed(origins=DIRECTIVE_ORIGINS), Cut.ORIGIN)
    numbers = {origin: counted.get(origin, Tally()) for origin in (Origin.PROVINCE, Origin.TOWN)}
    every = sum(numbers.values(), Tally())
    tabs = [
        OriginTab(
            make_message("Tất cả"),
            every.assigned_ever,
            _address(asked, work.today, DIRECTIVE_ORIGINS),
            len(asked.origins) > 1,
        )
    ]
    for origin, number in numbers.items():
        href = _address(asked, work.today, frozenset({origin}))
        tabs.append(OriginTab(ORIGIN_WORDS[origin], number.assigned_ever, href, asked.origins == {origin}))
    return tabs


def _given(asked: Selection, today: dt.date, origins: frozenset[Origin]) -> dict[str, str | list[str]]:
    given = selection_parameters(asked.narrowed(origins=origins), today=today)
    del given["dem"]
    if origins == DIRECTIVE_ORIGINS:
        del given["nguon"]
    return given


def _address(asked: Selection, today: dt.date, origins: frozenset[Origin], **more: str) -> str:
    return url_for("directives.index", **_given(asked, today, origins), **more)  # type: ignore[arg-type]  # lists are allowed


def _next_page(asked: Selection, lines: Sequence[DirectiveLine], today: dt.date) -> str | None:
    if len(lines) <= DIRECTIVES_PER_PAGE:
        return None
    place = queries.get_directive_cursor(lines[DIRECTIVES_PER_PAGE - 1])
    mark = f"{place.given_on.isoformat()}.{place.directive_id}"
    return _address(asked, today, asked.origins, sau=mark)


def _place(mark: str | None) -> DirectiveCursor | None:
    """Read where a page begins (2021-07-08.123); None at the beginning, or when it cannot be read."""
    day, _, number = (mark or "").partition(".")
    given_on = parse_day(day)
    if given_on is None or not number.isdecimal() or len(number) > 9:
        return None
    return DirectiveCursor(given_on, int(number))


def _keys(work: UnitOfWork, selection: Selection, cut: Cut) -> list[str]:
    """Return what the directives of a selection can be narrowed by."""
    return [str(key) for key in classified.count_by_cut(work.session, selection, cut) if key]
