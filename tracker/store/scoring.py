"""Questions about scoring sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.scoring import ScoringCriterion, ScoringProof, ScoringSheet


def sheet_on(session: Session, day: dt.date) -> ScoringSheet | None:
    """Return the sheet that holds on a civil day."""
    question = select(ScoringSheet).where(ScoringSheet.valid_from <= day)
    return session.scalar(question.order_by(ScoringSheet.valid_from.desc(), ScoringSheet.id.desc()).limit(1))


def any_sheet(session: Session) -> ScoringSheet | None:
    """Return some sheet, if there is one."""
    return session.scalar(select(ScoringSheet).limit(1))


def criteria(session: Session, sheet_id: int) -> Sequence[ScoringCriterion]:
    """Return the criteria of a sheet in order."""
    question = select(ScoringCriterion).where(ScoringCriterion.sheet_id == sheet_id)
    return list(session.scalars(question.order_by(ScoringCriterion.position)))


def criterion(session: Session, criterion_id: int) -> ScoringCriterion | None:
    """Return one criterion."""
    return session.get(ScoringCriterion, criterion_id)


def proofs(session: Session, report_id: int) -> Sequence[ScoringProof]:
    """Return the papers that prove criteria for a report, in the order in which they were named."""
    question = select(ScoringProof).where(ScoringProof.report_id == report_id)
    return list(session.scalars(question.order_by(ScoringProof.id)))
