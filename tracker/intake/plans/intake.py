"""Bringing a yearly plan in: its table becomes plan items, tasks and assignments; again, it updates them.

The page of a plan: its rows as written, and where each stood on a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.core.text import search_key
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.table_reader import Problem
from tracker.intake.names import (
    UnitBook,
    about_basis,
    about_term,
    about_units,
    due_before_issue,
    later_deadline_problem as about_later,
    no_area,
    reassigned_problem,
)
from tracker.intake.plans.table import PlanDraft, PlanRow
from tracker.law.deadlines.reader import parse_deadline
from tracker.law.lifecycle import OPEN_STATES
from tracker.law.permissions import Origin, Permission, Scope, require_permission
from tracker.law.terms import Term
from tracker.law.timing import TIMING_BY_ORDER, Timing
from tracker.office import calendar as office_calendar, installation, papers as office_papers
from tracker.office.models import Unit
from tracker.office.name_reader import TO_SETTLE, Resolution, UnknownPiece
from tracker.tasks import queries as task_queries, sources as task_sources
from tracker.tasks.actions.assignment import NewTask, amend_task_deadline, can_be_asked, create_task, gives_more_time
from tracker.tasks.classified import group_by_task
from tracker.tasks.labels import LATER_ASKED, LATER_KEPT, recognise_area, taxonomy_of
from tracker.tasks.models import Assignment, AssignmentRole, Task
from tracker.tasks.queries import readable_condition
from tracker.tasks.selection import Selection
from tracker.tasks.sources import Area, Plan, PlanItem


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """The decision that adopts a plan: number and symbol, civil day, issuer, and the year it is for."""

    reference: str
    issued_on: dt.date
    issuer: str
    year: int
    title: str


@dataclass(slots=True)
class MatchedPlanRow:
    """A row of the plan with what was made of it: units, deadline, area, and what a person must settle."""

    row: PlanRow
    leads: Sequence[Unit] = ()
    coordinating: Sequence[Unit] = ()
    term: Term | None = None
    area: Area | None = None
    problems: list[Problem] = field(default_factory=list)
    unknown: tuple[UnknownPiece, ...] = ()
    changes: dict[str, list[str]] = field(default_factory=dict)
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class PlanImport:
    """What an import did, or would do: its rows with their outcome, rows no longer in the file, problems."""

    rows: Sequence[MatchedPlanRow]
    missing: Sequence[str]
    problems: Sequence[Problem]

    def count(self, outcome: str) -> int:
        """Return how many rows ended this way: created, updated or unchanged."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def is_blocked(self) -> bool:
        """Tell whether something must be settled before anything is written."""
        return any(problem.blocking for problem in self.problems)


def import_plan(work: UnitOfWork, draft: PlanDraft, paper: PlanPaper, *, dry_run: bool = False) -> PlanImport:
    """Bring a plan in. Nothing is written in a dry run, nor while a blocking problem is open.

    Rows are known by year and number, so the same file again changes nothing and an edited file updates; rows
    that are gone from the file are named and left as they are. Collective leads become one assignment for each
    unit that existed on the day of the decision.
    """
    require_permission(work.actor, Permission.PLAN_IMPORT, origin=Origin.PLAN)
    rows = _read(work, draft, paper)
    plan = task_sources.get_plan(work.session, paper.year)
    known = {item.number: item for item in task_sources.plan_items(work.session, plan.id)} if plan else {}
    for row in rows:
        item = known.get(row.row.number)
        row.outcome = "created" if item is None else _difference(work, item, row)
    problems = [*draft.problems, *(problem for row in rows for problem in row.problems)]
    missing = sorted(known.keys() - {row.row.number for row in rows}, key=lambda number: (len(number), number))
    result = PlanImport(rows, missing, problems)
    if not dry_run and not result.is_blocked:
        _write(work, plan or _plan(work, paper, rows), known, rows, paper)
    return result


def _read(work: UnitOfWork, draft: PlanDraft, paper: PlanPaper) -> list[MatchedPlanRow]:
    book = UnitBook.of(work.session)
    known_days = office_calendar.working_calendar(work.session)
    policy = installation.get_reading_policy(work.session, paper.issued_on)
    taxonomy = taxonomy_of([section.title for section in draft.sections])
    areas = {area.code: area for area in task_sources.list_areas(work.session, taxonomy)}
    rows = []
    for row in draft.rows:
        found = MatchedPlanRow(row, problems=list(row.problems))
        lead = book.resolve(row.lead_text, paper.issued_on)
        found.leads = book.units(lead.leads)
        found.problems += about_units(row.line, "lead", row.lead_text, lead, blocking=_is_open(lead))
        beside = book.resolve(row.coordinating_text, paper.issued_on)
        found.unknown = (*lead.unknown, *beside.unknown)
        ids = dict.fromkeys((*lead.coordinating, *beside.leads, *beside.coordinating))
        found.coordinating = book.units(unit_id for unit_id in ids if unit_id not in lead.leads)
        found.problems += about_units(row.line, "coordinating", row.coordinating_text, beside, blocking=False)
        try:
            found.term = parse_deadline(
                row.term_text, issued=paper.issued_on, plan_year=paper.year, calendar=known_days, policy=policy
            )
        except Refusal as refusal:
            found.problems.append(about_term(row.line, describe_refusal(refusal)))
        if found.term is not None and found.term.due is not None and found.term.due < paper.issued_on:
            found.problems.append(due_before_issue(row.line, found.term.due, paper.issued_on))
        words = recognise_area(row.section.title, taxonomy) if row.section else None
        found.area = areas.get(words.code) if words else None
        if found.area is None:
            found.problems.append(no_area(row.line, row.section.title if row.section else ""))
        found.problems += about_basis(row.line, row.basis, paper.issued_on)
        rows.append(found)
    return rows


def _is_open(resolution: Resolution) -> bool:
    return (
        not resolution.leads
        or bool(resolution.unknown)
        or any(remark.note in TO_SETTLE for remark in resolution.remarks)
    )


def _plan(work: UnitOfWork, paper: PlanPaper, rows: Sequence[MatchedPlanRow]) -> Plan:
    document = office_papers.ensure_document(
        work, reference=paper.reference, issued_on=paper.issued_on, issuer=paper.issuer, summary=paper.title
    )
    taxonomy = next(row.area.taxonomy for row in rows if row.area is not None)
    plan = Plan(
        year=paper.year,
        title=paper.title,
        taxonomy=taxonomy,
        document_id=document.id,
        adopted_on=paper.issued_on,
        created_at=work.now,
    )
    work.session.add(plan)
    work.session.flush()
    return plan


def _write(
    work: UnitOfWork, plan: Plan, known: dict[str, PlanItem], rows: Sequence[MatchedPlanRow], paper: PlanPaper
) -> None:
    for position, row in enumerate(rows, start=1):
        item = known.get(row.row.number)
        if item is None:
            _create(work, plan, position, row, paper)
        elif row.outcome == "updated":
            _update(work, item, row, paper)


def _texts(row: MatchedPlanRow) -> dict[str, str]:
    """Return the cells of a row under the names of the plan item's columns."""
    written = row.row
    return {
        "title": written.title,
        "product": written.product,
        "lead_text": written.lead_text,
        "coordinating_text": written.coordinating_text,
        "term_text": written.term_text,
        "basis": written.basis,
    }


def _difference(work: UnitOfWork, item: PlanItem, row: MatchedPlanRow) -> str:
    """Tell whether a row says something new; a new lead must be settled on the task's page, never in passing."""
    if row.row.lead_text != item.lead_text:
        row.problems.append(reassigned_problem(row.row.line, item.lead_text, row.row.lead_text))
    row.changes = {
        name: [getattr(item, name), text] for name, text in _texts(row).items() if getattr(item, name) != text
    }
    if "term_text" in row.changes:
        row.problems += _of_later(work, item, row)
    return "updated" if row.changes else "unchanged"


def _of_later(work: UnitOfWork, item: PlanItem, row: MatchedPlanRow) -> Iterator[Problem]:
    """Tell that a row gives more time: an extension, which a leader decides."""
    task = task_queries.get_plan_item_task(work.session, item.id)
    assert task is not None and row.term is not None  # every item has its task; a row without a term blocks
    due_on = row.term.due
    later = [
        each
        for each in task_queries.list_task_assignments(work.session, task.id)
        if each.part is AssignmentRole.LEAD
        and each.state in OPEN_STATES
        and not each.extension_count
        and gives_more_time(each, due_on)
    ]
    if later:
        asked = any(can_be_asked(work, each, due_on) for each in later)
        yield about_later(row.row.line, LATER_ASKED if asked else LATER_KEPT)


def _create(work: UnitOfWork, plan: Plan, position: int, row: MatchedPlanRow, paper: PlanPaper) -> None:
    assert row.area is not None and row.term is not None  # a row without them blocks the import
    item = PlanItem(
        plan_id=plan.id,
        number=row.row.number,
        position=position,
        area_id=row.area.id,
        added_on=paper.issued_on,
        **_texts(row),
    )
    work.session.add(item)
    work.session.flush()
    create_task(
        work,
        NewTask(
            origin=Origin.PLAN,
            plan_item_id=item.id,
            area_id=row.area.id,
            code=row.row.number,
            title=row.row.title,
            product=row.row.product,
            term=row.term,
            assigned_on=paper.issued_on,
            leads=row.leads,
            coordinating=row.coordinating,
            search_words=(paper.reference, row.row.basis, row.row.lead_text),
        ),
    )


def _update(work: UnitOfWork, item: PlanItem, row: MatchedPlanRow, paper: PlanPaper) -> None:
    """Bring new words into an item and its task; a new deadline passes through the event log of each lead."""
    assert row.term is not None  # a row without it blocks the import
    for name, text in _texts(row).items():
        setattr(item, name, text)
    task = task_queries.get_plan_item_task(work.session, item.id)
    assert task is not None  # every item is written together with its task
    task.title, task.product = row.row.title, row.row.product
    task.search_text = search_key(
        paper.reference, task.code, task.title, task.product, row.term.phrase, item.basis, item.lead_text
    )
    amend_task_deadline(work, task, row.term, row.changes)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One row of the plan. `timing` is None where the asker has no share in it, or it was not given yet.

    `units` and `done` count the shares within the selection; `due_on` is the deadline in force on its day.
    """

    task_id: int
    number: str
    area_id: int
    area_name: str
    title: str
    product: str
    coordinating_text: str
    term_text: str
    assigned_on: dt.date
    due_on: dt.date | None
    done_on: dt.date | None
    units: int
    done: int
    timing: Timing | None


@dataclass(frozen=True, slots=True)
class PlanLead:
    """A unit that leads a row of the plan, and whether the asker may open its assignment."""

    task_id: int
    assignment_id: int
    unit_name: str
    progress: int
    mine: bool


def list_plan_lines(session: Session, plan_id: int, selection: Selection) -> Sequence[PlanLine]:
    """Return all rows of a plan in its own order, with the standing of what the selection reaches."""
    found = group_by_task(selection)
    question = (
        select(
            Task.id.label("task_id"),
            PlanItem.number,
            PlanItem.area_id,
            Area.name.label("area_name"),
            PlanItem.title,
            PlanItem.product,
            PlanItem.coordinating_text,
            PlanItem.term_text,
            Task.assigned_on,
            func.coalesce(found.c.due_on, Task.due_on).label("due_on"),
            found.c.done_on,
            func.coalesce(found.c.units, 0).label("units"),
            func.coalesce(found.c.done, 0).label("done"),
            found.c.timing_order,
        )
        .join(Task, Task.plan_item_id == PlanItem.id)
        .join(Area, Area.id == PlanItem.area_id)
        .outerjoin(found, found.c.task_id == Task.id)
        .where(PlanItem.plan_id == plan_id)
        .order_by(Area.position, PlanItem.position)
    )
    return [_line(row) for row in session.execute(question)]


def list_plan_leads(session: Session, plan_id: int, scope: Scope) -> Sequence[PlanLead]:
    """Return the leads of every row of a plan, in the order of the office."""
    question = (
        select(
            Assignment.task_id,
            Assignment.id.label("assignment_id"),
            Unit.short_name.label("unit_name"),
            Assignment.progress,
            readable_condition(scope).label("mine"),
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(PlanItem, PlanItem.id == Task.plan_item_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(PlanItem.plan_id == plan_id, Assignment.part == AssignmentRole.LEAD)
        .order_by(Unit.position, Assignment.id)
    )
    return [PlanLead(**row._mapping) for row in session.execute(question)]


def _line(row: Row[Any]) -> PlanLine:
    values = dict(row._mapping)
    timing_order = values.pop("timing_order")
    return PlanLine(timing=None if timing_order is None else TIMING_BY_ORDER[timing_order], **values)
