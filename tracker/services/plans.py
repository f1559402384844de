"""Bringing a yearly plan in: its table becomes plan items, tasks and assignments; again, it updates them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.documents.import_problems import (
    about_basis,
    about_term,
    about_units,
    due_before_issue,
    no_area,
    reassigned,
)
from tracker.documents.import_problems import (
    later_deadline as about_later,
)
from tracker.documents.plan_table import PlanDraft, PlanRow
from tracker.documents.problems import Problem
from tracker.models.plan import Area, Plan, PlanItem
from tracker.models.task import Part
from tracker.models.unit import Unit
from tracker.rules.deadlines import read
from tracker.rules.lifecycle import OPEN
from tracker.rules.permissions import Origin, Permission, require
from tracker.rules.refusals import Refusal
from tracker.rules.searching import search_key
from tracker.rules.terms import Term
from tracker.rules.unit_names import TO_SETTLE, Resolution, UnknownPiece
from tracker.services import papers
from tracker.services.naming import UnitBook
from tracker.services.tasks.amending import amend, can_be_asked, later_deadline
from tracker.services.tasks.assigning import Duty, hand_out
from tracker.store import calendar, policies, tasks
from tracker.store import papers as paper_store
from tracker.transaction import Work
from tracker.wording.areas import recognise, taxonomy_of
from tracker.wording.refusals import explain
from tracker.wording.terms import LATER_ASKED, LATER_KEPT


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """The decision that adopts a plan: number and symbol, civil day, issuer, and the year it is for."""

    reference: str
    issued_on: dt.date
    issuer: str
    year: int
    title: str


@dataclass(slots=True)
class ReadRow:
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

    rows: Sequence[ReadRow]
    missing: Sequence[str]
    problems: Sequence[Problem]

    def count(self, outcome: str) -> int:
        """Return how many rows ended this way: created, updated or unchanged."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def is_blocked(self) -> bool:
        """Tell whether something must be settled before anything is written."""
        return any(problem.blocking for problem in self.problems)


def import_plan(work: Work, draft: PlanDraft, paper: PlanPaper, *, dry_run: bool = False) -> PlanImport:
    """Bring a plan in. Nothing is written in a dry run, nor while a blocking problem is open.

    Rows are known by year and number, so the same file again changes nothing and an edited file updates; rows
    that are gone from the file are named and left as they are. Collective leads become one assignment for each
    unit that existed on the day of the decision.
    """
    require(work.actor, Permission.PLAN_IMPORT, origin=Origin.PLAN)
    rows = _read(work, draft, paper)
    plan = paper_store.plan(work.session, paper.year)
    known = {item.number: item for item in paper_store.plan_items(work.session, plan.id)} if plan else {}
    for row in rows:
        item = known.get(row.row.number)
        row.outcome = "created" if item is None else _difference(work, item, row)
    problems = [*draft.problems, *(problem for row in rows for problem in row.problems)]
    missing = sorted(
        known.keys() - {row.row.number for row in rows}, key=lambda number: (len(number), number)
    )
    result = PlanImport(rows, missing, problems)
    if not dry_run and not result.is_blocked:
        _write(work, plan or _plan(work, paper, rows), known, rows, paper)
    return result


def _read(work: Work, draft: PlanDraft, paper: PlanPaper) -> list[ReadRow]:
    book = UnitBook.of(work.session)
    known_days = calendar.working_calendar(work.session)
    policy = policies.reading(work.session, paper.issued_on)
    taxonomy = taxonomy_of([section.title for section in draft.sections])
    areas = {area.code: area for area in paper_store.areas(work.session, taxonomy)}
    rows = []
    for row in draft.rows:
        found = ReadRow(row, problems=list(row.problems))
        lead = book.resolve(row.lead_text, paper.issued_on)
        found.leads = book.units(lead.leads)
        found.problems += about_units(row.line, "lead", row.lead_text, lead, blocking=_is_open(lead))
        beside = book.resolve(row.coordinating_text, paper.issued_on)
        found.unknown = (*lead.unknown, *beside.unknown)
        ids = dict.fromkeys((*lead.coordinating, *beside.leads, *beside.coordinating))
        found.coordinating = book.units(unit_id for unit_id in ids if unit_id not in lead.leads)
        found.problems += about_units(row.line, "coordinating", row.coordinating_text, beside, blocking=False)
        try:
            found.term = read(
                row.term_text,
                issued=paper.issued_on,
                plan_year=paper.year,
                calendar=known_days,
                policy=policy,
            )
        except Refusal as refusal:
            found.problems.append(about_term(row.line, explain(refusal)))
        if found.term is not None and found.term.due is not None and found.term.due < paper.issued_on:
            found.problems.append(due_before_issue(row.line, found.term.due, paper.issued_on))
        words = recognise(row.section.title, taxonomy) if row.section else None
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


def _plan(work: Work, paper: PlanPaper, rows: Sequence[ReadRow]) -> Plan:
    document = papers.document(
        work,
        reference=paper.reference,
        issued_on=paper.issued_on,
        issuer=paper.issuer,
        summary=paper.title,
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
    work: Work, plan: Plan, known: dict[str, PlanItem], rows: Sequence[ReadRow], paper: PlanPaper
) -> None:
    for position, row in enumerate(rows, start=1):
        item = known.get(row.row.number)
        if item is None:
            _create(work, plan, position, row, paper)
        elif row.outcome == "updated":
            _update(work, item, row, paper)


def _texts(row: ReadRow) -> dict[str, str]:
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


def _difference(work: Work, item: PlanItem, row: ReadRow) -> str:
    """Tell whether a row says something new; a new lead must be settled on the task's page, never in passing."""
    if row.row.lead_text != item.lead_text:
        row.problems.append(reassigned(row.row.line, item.lead_text, row.row.lead_text))
    row.changes = {
        name: [getattr(item, name), text] for name, text in _texts(row).items() if getattr(item, name) != text
    }
    if "term_text" in row.changes:
        row.problems += _of_later(work, item, row)
    return "updated" if row.changes else "unchanged"


def _of_later(work: Work, item: PlanItem, row: ReadRow) -> Iterator[Problem]:
    """Tell that a row gives more time: an extension, which a leader decides."""
    task = tasks.of_plan_item(work.session, item.id)
    assert task is not None and row.term is not None  # every item has its task; a row without a term blocks
    due_on = row.term.due
    later = [
        each
        for each in tasks.of_task(work.session, task.id)
        if each.part is Part.LEAD
        and each.state in OPEN
        and not each.extension_count
        and later_deadline(each, due_on)
    ]
    if later:
        asked = any(can_be_asked(work, each, due_on) for each in later)
        yield about_later(row.row.line, LATER_ASKED if asked else LATER_KEPT)


def _create(work: Work, plan: Plan, position: int, row: ReadRow, paper: PlanPaper) -> None:
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
    hand_out(
        work,
        Duty(
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


def _update(work: Work, item: PlanItem, row: ReadRow, paper: PlanPaper) -> None:
    """Bring new words into an item and its task; a new deadline passes through the diary of each lead."""
    assert row.term is not None  # a row without it blocks the import
    for name, text in _texts(row).items():
        setattr(item, name, text)
    task = tasks.of_plan_item(work.session, item.id)
    assert task is not None  # every item is written together with its task
    task.title, task.product = row.row.title, row.row.product
    task.search_text = search_key(
        paper.reference, task.code, task.title, task.product, row.term.phrase, item.basis, item.lead_text
    )
    amend(work, task, row.term, row.changes)
