"""Scoring sheets: criteria of the superior level, and the papers that prove each for a report."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice
from tracker.rules.scoring import Criterion, Manner


class ScoringSheet(Base):
    """A set of criteria, valid from a civil day on; `source` is the paper that issues it."""

    __tablename__ = "scoring_sheet"

    title: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[dt.date]
    created_at: Mapped[dt.datetime]


class ScoringCriterion(Base):
    """A row of a sheet; points and tiers are decimals as plain text."""

    __tablename__ = "scoring_criterion"
    __table_args__ = (UniqueConstraint("sheet_id", "code"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("scoring_sheet.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(Text)
    most: Mapped[str] = mapped_column(String(20))
    manner: Mapped[Manner] = mapped_column(choice(Manner, "scoring_manner"))
    reads: Mapped[str] = mapped_column(String(300), default="")
    tiers: Mapped[list[Any]] = mapped_column(default=list)
    proofs: Mapped[list[Any]] = mapped_column(default=list)

    def criterion(self) -> Criterion:
        """Return the row as the rules read it."""
        return Criterion(
            self.code,
            self.title,
            Decimal(self.most),
            self.manner,
            self.reads,
            tuple((Decimal(start), Decimal(points)) for start, points in self.tiers),
            tuple(self.proofs),
        )


class ScoringProof(Base):
    """A paper that proves a criterion for a report."""

    __tablename__ = "scoring_proof"
    __table_args__ = (UniqueConstraint("report_id", "criterion_id", "document"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("scoring_criterion.id"))
    document: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[dt.datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
