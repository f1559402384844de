"""Yearly reform plans, the areas of reform, and the rows of a plan as written."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base
from tracker.models.document import Document


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
    added_by_document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    plan: Mapped[Plan] = relationship(lazy="raise")
    area: Mapped[Area] = relationship(lazy="raise")
