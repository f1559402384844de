"""Inspections: planned or by surprise, held or cancelled, what they found and how it is followed up.

Questions about inspections and what they found.

Papers that steer administrative reform: putting one on the list of indicator 1.1.3, and taking it off.

Questions about the authority's own papers that steer administrative reform.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.intake.directives import entry
from tracker.law.permissions import Origin, Permission, Scope, require_permission
from tracker.office import installation, papers as office_papers
from tracker.office.models import Document, Unit
from tracker.office.people import get_office_actor
from tracker.reports.models import Inspection, InspectionFinding, InspectionKind
from tracker.tasks import classified
from tracker.tasks.actions.assignment import unit_exists_on
from tracker.tasks.selection import Count, Selection


@dataclass(frozen=True, slots=True)
class InspectionFindingRow:
    """A problem, the round that found it, and whether it was settled by the close of a day."""

    finding: InspectionFinding
    inspection: Inspection
    is_settled: bool


def list_inspections(session: Session, first: dt.date, last: dt.date) -> Sequence[Inspection]:
    """Return the rounds planned, held or cancelled between two civil days, by day."""
    day = (Inspection.planned_on, Inspection.held_on, Inspection.cancelled_on)
    question = (
        select(Inspection)
        .where(day[0].between(first, last) | day[1].between(first, last) | day[2].between(first, last))
        .options(joinedload(Inspection.unit))
    )
    found = list(session.scalars(question))
    return sorted(found, key=lambda each: (each.held_on or each.cancelled_on or each.planned_on or last, each.id))


def list_held_inspections(session: Session, first: dt.date, last: dt.date) -> Sequence[Inspection]:
    """Return the rounds held between two civil days, by day."""
    question = select(Inspection).where(Inspection.held_on.between(first, last))
    question = question.options(joinedload(Inspection.unit))
    return list(session.scalars(question.order_by(Inspection.held_on, Inspection.id)))


def get_inspection(session: Session, inspection_id: int) -> Inspection | None:
    """Return one round with its unit."""
    question = select(Inspection).where(Inspection.id == inspection_id)
    return session.scalar(question.options(joinedload(Inspection.unit)))


def get_inspection_finding(session: Session, finding_id: int) -> InspectionFinding | None:
    """Return one problem."""
    return session.get(InspectionFinding, finding_id)


def list_inspection_findings(
    session: Session, rounds: Sequence[Inspection], as_of: dt.date
) -> list[InspectionFindingRow]:
    """Return what some rounds found, and whether each was settled at the close of a civil day.

    A problem with a follow-up task is settled once all units that lead the task have done it.
    """
    by_id = {each.id: each for each in rounds}
    question = select(InspectionFinding).where(InspectionFinding.inspection_id.in_(by_id))
    found = session.scalars(question.order_by(InspectionFinding.inspection_id, InspectionFinding.id))
    return [InspectionFindingRow(each, by_id[each.inspection_id], _is_settled(session, each, as_of)) for each in found]


def _is_settled(session: Session, finding: InspectionFinding, as_of: dt.date) -> bool:
    if finding.task_id is None:
        return finding.settled_on is not None and finding.settled_on <= as_of
    asked = Selection(as_of=as_of, scope=Scope(everywhere=True), task_id=finding.task_id, count=Count.ASSIGNMENTS)
    tally = classified.count_selection(session, asked)
    return bool(tally.total) and tally.done == tally.total


def add_inspection(
    work: UnitOfWork,
    *,
    kind: InspectionKind,
    unit: Unit,
    decision: str,
    planned_on: dt.date | None,
    held_on: dt.date | None,
    conclusion: str = "",
) -> Inspection:
    """Enter a round at one unit. A planned one has its day in the plan, a surprise the day on which it was held.

    Raises `Refusal` DAY_MISSING for a day that is missing, DATE_IN_FUTURE, UNIT_NOT_ACTIVE.
    """
    require_permission(work.actor, Permission.REPORT_PREPARE)
    if kind is InspectionKind.PLANNED and planned_on is None:
        raise Refusal(Reason.DAY_MISSING, field="planned_on")
    if kind is InspectionKind.SURPRISE and held_on is None:
        raise Refusal(Reason.DAY_MISSING, field="held_on")
    _not_in_future(work, held_on, "held_on")
    day = held_on or planned_on
    if held_on is not None and not unit_exists_on(unit, held_on):
        raise Refusal(Reason.UNIT_NOT_ACTIVE, field="unit_id", unit=unit.name, day=day)
    made = Inspection(
        kind=kind,
        unit_id=unit.id,
        decision=normalise_text(decision),
        planned_on=planned_on,
        held_on=held_on,
        conclusion=normalise_text(conclusion),
        cancel_reason="",
        created_at=work.now,
        created_by_id=work.actor.user_id,
    )
    work.session.add(made)
    work.session.flush()
    return made


def complete_inspection(work: UnitOfWork, inspection_id: int, *, held_on: dt.date, conclusion: str) -> Inspection:
    """Say that a planned round was held, and by which paper it ended."""
    inspection = _open(work, inspection_id)
    _not_in_future(work, held_on, "held_on")
    if not unit_exists_on(inspection.unit, held_on):
        raise Refusal(Reason.UNIT_NOT_ACTIVE, field="held_on", unit=inspection.unit.name, day=held_on)
    inspection.held_on, inspection.conclusion = held_on, normalise_text(conclusion)
    return inspection


def cancel_inspection(work: UnitOfWork, inspection_id: int, *, cancelled_on: dt.date, reason: str) -> Inspection:
    """Say that a planned round does not take place, and why (K02)."""
    inspection = _open(work, inspection_id)
    _not_in_future(work, cancelled_on, "cancelled_on")
    if not reason.strip():
        raise Refusal(Reason.NOTE_MISSING, field="reason")
    inspection.cancelled_on, inspection.cancel_reason = cancelled_on, reason.strip()
    return inspection


def record_finding(work: UnitOfWork, inspection_id: int, *, content: str) -> InspectionFinding:
    """Write down a problem that a round found."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    inspection = get_inspection(work.session, inspection_id)
    if inspection is None or inspection.held_on is None:
        raise Refusal(Reason.NOT_FOUND)
    made = InspectionFinding(inspection_id=inspection.id, content=normalise_text(content), created_at=work.now)
    made.settled_by = ""
    work.session.add(made)
    work.session.flush()
    return made


def settle_finding(work: UnitOfWork, finding_id: int, *, settled_on: dt.date, settled_by: str) -> InspectionFinding:
    """Say that a problem without follow-up task is settled, on which day and by which paper."""
    finding, inspection = _problem(work, finding_id)
    _not_in_future(work, settled_on, "settled_on")
    if inspection.held_on is not None and settled_on < inspection.held_on:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field="settled_on", earliest=inspection.held_on)
    finding.settled_on, finding.settled_by = settled_on, normalise_text(settled_by)
    return finding


def create_follow_up_task(
    work: UnitOfWork, finding_id: int, *, reference: str, leader: str, term_text: str
) -> InspectionFinding:
    """Give the inspected unit a task to put a problem right, by the paper that says so; settled when it is done."""
    finding, inspection = _problem(work, finding_id)
    with get_office_actor(work):
        task = entry.register_directive(
            work,
            entry.EnteredDirective(
                origin=Origin.TOWN,
                reference=reference,
                given_on=work.today,
                issuer=installation.get_authority_name(work.session),
                leader=leader,
                content=finding.content,
                term_text=term_text,
                leads=[inspection.unit],
            ),
        )
    finding.task_id = task.id
    return finding


def _open(work: UnitOfWork, inspection_id: int) -> Inspection:
    require_permission(work.actor, Permission.REPORT_PREPARE)
    inspection = get_inspection(work.session, inspection_id)
    if inspection is None:
        raise Refusal(Reason.NOT_FOUND)
    if inspection.held_on is not None or inspection.cancelled_on is not None:
        raise Refusal(Reason.INSPECTION_SETTLED)
    return inspection


def _problem(work: UnitOfWork, finding_id: int) -> tuple[InspectionFinding, Inspection]:
    require_permission(work.actor, Permission.REPORT_PREPARE)
    finding = get_inspection_finding(work.session, finding_id)
    if finding is None:
        raise Refusal(Reason.NOT_FOUND)
    if finding.task_id is not None or finding.settled_on is not None:
        raise Refusal(Reason.INSPECTION_SETTLED)
    inspection = get_inspection(work.session, finding.inspection_id)
    assert inspection is not None  # a finding has its round
    return finding, inspection


def _not_in_future(work: UnitOfWork, day: dt.date | None, field: str) -> None:
    if day is not None and day > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field=field, latest=work.today)


def list_steering_papers(session: Session, first: dt.date, last: dt.date) -> Sequence[Document]:
    """Return the steering papers issued between two civil days, by day and number."""
    question = select(Document).where(Document.is_steering, Document.issued_on.between(first, last))
    return list(session.scalars(question.order_by(Document.issued_on, Document.reference)))


def list_undated_papers(session: Session) -> Sequence[Document]:
    """Return the steering papers without a day: no period counts them."""
    question = select(Document).where(Document.is_steering, Document.issued_on.is_(None))
    return list(session.scalars(question.order_by(Document.reference)))


def get_steering_paper(session: Session, document_id: int) -> Document | None:
    """Return a paper by its number."""
    return session.get(Document, document_id)


def add_steering_paper(
    work: UnitOfWork, *, reference: str, issued_on: dt.date, summary: str, secrecy: str = ""
) -> Document:
    """Mark a paper of the authority as one that steers reform; it is made when it is not known yet.

    Raises `Refusal` DATE_IN_FUTURE, SECRET_CONTENT, SECRET_PAPER, and DUPLICATE for one that is on the list already.
    """
    require_permission(work.actor, Permission.REPORT_PREPARE)
    if issued_on > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="issued_on", latest=work.today)
    issuer = installation.get_authority_name(work.session)
    paper = office_papers.ensure_document(
        work, reference=reference, issued_on=issued_on, issuer=issuer, summary=normalise_text(summary), secrecy=secrecy
    )
    if paper.is_steering:
        raise Refusal(Reason.DUPLICATE, field="reference")
    paper.is_steering = True
    if not paper.summary and not paper.secrecy:
        paper.summary = normalise_text(summary)
    return paper


def remove_steering_paper(work: UnitOfWork, document_id: int) -> None:
    """Take a paper off the list; the paper itself stays."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    paper = get_steering_paper(work.session, document_id)
    if paper is None or not paper.is_steering:
        raise Refusal(Reason.NOT_FOUND)
    paper.is_steering = False
