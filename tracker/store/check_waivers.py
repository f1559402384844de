"""Findings that were explained once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.check_waiver import CheckWaiver


def among(session: Session, keys: Collection[str]) -> dict[str, CheckWaiver]:
    """Return the explanations of some findings, by key."""
    question = select(CheckWaiver).where(CheckWaiver.key.in_(keys))
    return {waiver.key: waiver for waiver in session.scalars(question)}


def all_of(session: Session) -> Sequence[CheckWaiver]:
    """Return every explanation, newest first."""
    return session.scalars(select(CheckWaiver).order_by(CheckWaiver.id.desc())).all()


def find(session: Session, waiver_id: int) -> CheckWaiver | None:
    """Return one explanation."""
    return session.get(CheckWaiver, waiver_id)
