"""Questions about files on their way in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.import_batch import ImportBatch, ImportDetail, ImportKind

LATEST = 20


def get(session: Session, batch_id: int, *, lock: bool = False) -> ImportBatch | None:
    """Return a file on its way in; with `lock`, nobody else settles it."""
    question = select(ImportBatch).where(ImportBatch.id == batch_id)
    return session.scalar(question.with_for_update() if lock else question)


def latest(session: Session, kinds: Sequence[ImportKind]) -> Sequence[ImportBatch]:
    """Return the files brought in last, newest first."""
    question = select(ImportBatch).where(ImportBatch.kind.in_(kinds)).order_by(ImportBatch.id.desc())
    return list(session.scalars(question.limit(LATEST)))


def details(session: Session, batch_id: int) -> Sequence[ImportDetail]:
    """Return the further files of an export, in the order in which they were sent."""
    question = select(ImportDetail).where(ImportDetail.batch_id == batch_id).order_by(ImportDetail.position)
    return list(session.scalars(question))
