"""Questions about documents, plans and directives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from tracker.models.directive import Directive
from tracker.models.document import Document
from tracker.models.plan import Area, Plan, PlanItem
from tracker.models.task import Assignment, Part, Task
from tracker.rules.permissions import Origin


def document(session: Session, reference: str, issued_on: dt.date | None, issuer: str) -> Document | None:
    """Return a document by what is printed on it."""
    question = select(Document).where(
        Document.reference == reference, Document.issued_on == issued_on, Document.issuer == issuer
    )
    return session.scalar(question)


def references(session: Session, document_ids: Collection[int]) -> dict[int, str]:
    """Return number and symbol of some documents, or of each one's summary where it has none."""
    question = select(Document.id, Document.reference, Document.summary)
    return {
        row.id: row.reference or row.summary
        for row in session.execute(question.where(Document.id.in_(document_ids)))
    }


def areas(session: Session, taxonomy: str | None = None) -> Sequence[Area]:
    """Return the reform areas in order, of one taxonomy or of both."""
    question = select(Area).order_by(Area.taxonomy, Area.position)
    if taxonomy is not None:
        question = question.where(Area.taxonomy == taxonomy)
    return list(session.scalars(question))


def plan(session: Session, year: int) -> Plan | None:
    """Return the plan of a year, its decision loaded."""
    return session.scalar(select(Plan).where(Plan.year == year).options(joinedload(Plan.document)))


def plan_years(session: Session) -> list[int]:
    """Return the years that have a plan, newest first."""
    return list(session.scalars(select(Plan.year).order_by(Plan.year.desc())))


def plan_items(session: Session, plan_id: int) -> Sequence[PlanItem]:
    """Return the rows of a plan as written, in order."""
    question = select(PlanItem).where(PlanItem.plan_id == plan_id).options(joinedload(PlanItem.area))
    return list(session.scalars(question.order_by(PlanItem.position)))


def plan_item(session: Session, plan_item_id: int) -> PlanItem | None:
    """Return a row of a plan, with its plan and the decision that adopted it."""
    question = (
        select(PlanItem)
        .where(PlanItem.id == plan_item_id)
        .options(joinedload(PlanItem.plan).joinedload(Plan.document))
    )
    return session.scalar(question)


def directive(session: Session, directive_id: int) -> Directive | None:
    """Return a directive, its document loaded."""
    question = select(Directive).where(Directive.id == directive_id).options(joinedload(Directive.document))
    return session.scalar(question)


def directive_by_content(session: Session, document_id: int, content: str) -> Directive | None:
    """Return the directive with these words in a document."""
    question = select(Directive).where(Directive.document_id == document_id, Directive.content == content)
    return session.scalar(question)


def directives_of(session: Session, document_id: int) -> list[Directive]:
    """Return the directives of one document, in the order in which they were entered."""
    question = select(Directive).where(Directive.document_id == document_id).order_by(Directive.id)
    return list(session.scalars(question))


def directives_between(
    session: Session, origins: Collection[Origin], first: dt.date, last: dt.date
) -> list[Directive]:
    """Return the directives of some origins given between two civil days, documents loaded, by day."""
    question = (
        select(Directive)
        .where(Directive.origin.in_(sorted(origins)), Directive.given_on.between(first, last))
        .options(joinedload(Directive.document))
        .order_by(Directive.given_on, Directive.id)
    )
    return list(session.scalars(question))


def directive_leaders(session: Session) -> list[str]:
    """Return the posts of leaders who gave directives, most often named first."""
    question = select(Directive.leader).where(Directive.leader != "").group_by(Directive.leader)
    return list(session.scalars(question.order_by(func.count().desc(), Directive.leader)))


def lead_of_directive(session: Session, directive_id: int, unit_id: int) -> Assignment | None:
    """Return the assignment that a unit was given of a directive, else one that it has now; its task loaded.

    What was given may be in other hands since, and a paper goes on naming the unit it was given to.
    """
    question = (
        select(Assignment)
        .join(Task)
        .where(Task.directive_id == directive_id, Assignment.part == Part.LEAD)
        .where(or_(Assignment.given_to_id == unit_id, Assignment.unit_id == unit_id))
        .order_by(Assignment.given_to_id != unit_id, Assignment.id)
        .options(contains_eager(Assignment.task))
        .limit(1)
    )
    return session.scalar(question)


def lead_units_of_directive(session: Session, directive_id: int) -> set[int]:
    """Return the units a directive was given to, and those that have it now."""
    question = select(Assignment.unit_id, Assignment.given_to_id).join(Task)
    found = session.execute(question.where(Task.directive_id == directive_id, Assignment.part == Part.LEAD))
    return {unit_id for both in found for unit_id in both}
