"""Directives (ý kiến chỉ đạo) of the province's and the town's leaders.

Yearly reform plans, the areas of reform, and the rows of a plan as written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from tracker.database.base import Base, enum_column_type
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Origin
from tracker.office.models import Document
from tracker.tasks.labels import AREAS


class Directive(Base):
    """One instruction in one paper: who gave it, on what day, in which words.

    A directive to nine wards is one directive and nine assignments (counting rule 7). `leader` is the post of the
    person who gave it, as the register says it; `clause` the place of these words in the paper («mục II.3»).
    """

    __tablename__ = "directive"
    __table_args__ = (CheckConstraint("origin IN ('province', 'town')", name="from_above_or_own"),)

    origin: Mapped[Origin] = mapped_column(enum_column_type(Origin, "directive_origin"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    given_on: Mapped[dt.date] = mapped_column(index=True)
    leader: Mapped[str] = mapped_column(String(120), default="")
    supervising_leader: Mapped[str] = mapped_column(String(120), default="")
    field: Mapped[str] = mapped_column(String(120), default="")
    clause: Mapped[str] = mapped_column(String(80), default="", server_default="")
    content: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime]

    document: Mapped[Document] = relationship(lazy="raise")


class Area(Base):
    """A reform area of one taxonomy: that of 2011–2020 (body of the 2021 report) or of 2021–2030 (its appendix).

    `same_as` names the code of the matching area in the other taxonomy.
    """

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("taxonomy", "code"),)

    taxonomy: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    same_as: Mapped[str] = mapped_column(String(40), default="")


class Plan(Base):
    """The plan of one year, adopted by a decision."""

    __tablename__ = "plan"

    year: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(300))
    taxonomy: Mapped[str] = mapped_column(String(20))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    adopted_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime]

    document: Mapped[Document] = relationship(lazy="raise")


class PlanItem(Base):
    """One row of the plan's table, every cell as written; its `Task` is what people work on.

    `added_on` differs from the plan's day when an amendment brought the row (K38).
    """

    __tablename__ = "plan_item"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    product: Mapped[str] = mapped_column(Text, default="")
    lead_text: Mapped[str] = mapped_column(Text)
    coordinating_text: Mapped[str] = mapped_column(Text, default="")
    term_text: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    added_on: Mapped[dt.date]

    plan: Mapped[Plan] = relationship(lazy="raise")
    area: Mapped[Area] = relationship(lazy="raise")


def list_areas(session: Session, taxonomy: str | None = None) -> Sequence[Area]:
    """Return the reform areas in order, of one taxonomy or of both."""
    question = select(Area).order_by(Area.taxonomy, Area.position)
    if taxonomy is not None:
        question = question.where(Area.taxonomy == taxonomy)
    return list(session.scalars(question))


def get_plan(session: Session, year: int) -> Plan | None:
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
        select(PlanItem).where(PlanItem.id == plan_item_id).options(joinedload(PlanItem.plan).joinedload(Plan.document))
    )
    return session.scalar(question)


def get_directive(session: Session, directive_id: int) -> Directive | None:
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


def directives_between(session: Session, origins: Collection[Origin], first: dt.date, last: dt.date) -> list[Directive]:
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


def ensure_areas(work: UnitOfWork) -> None:
    """Add the reform areas of both taxonomies that are not there yet."""
    known = {(area.taxonomy, area.code) for area in list_areas(work.session)}
    for place, area in enumerate(AREAS, start=1):
        if (area.taxonomy, area.code) not in known:
            work.session.add(
                Area(taxonomy=area.taxonomy, code=area.code, name=area.name, position=place, same_as=area.same_as)
            )
    work.session.flush()
