"""Questions about reports of a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models.report import FrozenReport, Report, ReportState, ReportTemplate, ReportWaiver
from tracker.rules.refusals import Reason, Refusal
from tracker.store.ledger_rows import row_is_sound


def listed(session: Session) -> Sequence[Report]:
    """Return all reports, the newest cut-off first, the newest revision of each first."""
    question = select(Report).order_by(Report.as_of.desc(), Report.first_on, Report.revision.desc())
    return list(session.scalars(question))


def one(session: Session, report_id: int, *, lock: bool = False) -> Report | None:
    """Return a report; `lock` keeps others from changing it in this unit of work."""
    question = select(Report).where(Report.id == report_id)
    return session.scalar(question.with_for_update() if lock else question)


def last_revision(session: Session, period: str, first_on: dt.date, as_of: dt.date) -> int:
    """Return the number of the newest revision of a report, 0 when there is none."""
    question = select(func.max(Report.revision)).where(
        Report.period == period, Report.first_on == first_on, Report.as_of == as_of
    )
    return session.scalar(question) or 0


def before(session: Session, report: Report) -> Report | None:
    """Return the report with the latest cut-off before this one's: the one its figures are compared with."""
    question = (
        select(Report)
        .where(Report.as_of < report.as_of, Report.state != ReportState.SUPERSEDED)
        .order_by(Report.as_of.desc(), Report.revision.desc(), Report.id.desc())
        .limit(1)
    )
    return session.scalar(question)


def of_task(session: Session, task_id: int) -> Report | None:
    """Return the report whose figures a task asks for, its newest version."""
    question = select(Report).where(Report.request_task_id == task_id)
    return session.scalar(question.order_by(Report.revision.desc()).limit(1))


def of_period(session: Session, period: str) -> Report | None:
    """Return the report of a period that is in force: the newest that no other replaces."""
    question = select(Report).where(Report.period == period, Report.state != ReportState.SUPERSEDED)
    return session.scalar(question.order_by(Report.as_of.desc(), Report.revision.desc()).limit(1))


def frozen(session: Session, report_id: int) -> FrozenReport | None:
    """Return a report as it was frozen; `Refusal` FILE_ALTERED when the row is not as it was sealed."""
    kept = session.scalar(select(FrozenReport).where(FrozenReport.report_id == report_id))
    if kept is not None and not row_is_sound(session, FrozenReport.__tablename__, kept.id):
        raise Refusal(Reason.FILE_ALTERED)
    return kept


def waivers(session: Session, report_id: int) -> Sequence[ReportWaiver]:
    """Return the findings of a report that stand for a reason, oldest first."""
    question = select(ReportWaiver).where(ReportWaiver.report_id == report_id)
    return list(session.scalars(question.order_by(ReportWaiver.id)))


def templates(session: Session) -> Sequence[ReportTemplate]:
    """Return the Word files of the office, newest first."""
    return list(session.scalars(select(ReportTemplate).order_by(ReportTemplate.id.desc())))
