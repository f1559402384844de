"""Freezing again what was frozen: one person asks for it with a reason, another approves (P14b)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tracker.models.frozen import FreezeRequest, FrozenPeriod
from tracker.rules.periods import period as period_named
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.services import freezing
from tracker.store import frozen
from tracker.transaction import Work
from tracker.wording.figures import asked_for


def is_needed(work: Work, name: str) -> bool:
    """Tell whether a period is frozen already, so that a second person has to approve."""
    return frozen.in_force(work.session, period_named(name).name) is not None


def ask(work: Work, name: str, *, as_of: dt.date | None, reason: str) -> FreezeRequest:
    """Ask that a period be frozen again; refuses as `freezing.freeze` does, and DUPLICATE while one waits."""
    require(work.actor, Permission.PERIOD_FREEZE)
    period = period_named(name)
    day = period.cut_off(work.today, asked=as_of)
    if not reason.strip():
        raise Refusal(Reason.NOTE_MISSING, field="reason")
    if any(each.period == period.name for each in frozen.requests(work.session)):
        raise Refusal(Reason.DUPLICATE)
    made = FreezeRequest(
        period=period.name,
        as_of=day,
        reason=reason.strip(),
        asked_at=work.now,
        asked_by_id=work.actor.user_id,
        asked_by=work.actor.name,
    )
    work.session.add(made)
    work.session.flush()
    return made


def waiting(work: Work) -> Sequence[FreezeRequest]:
    """Return what is asked for and not settled, oldest first."""
    require(work.actor, Permission.REPORT_DRAFT)
    return frozen.requests(work.session)


def approve(work: Work, request_id: int) -> FrozenPeriod:
    """Freeze again what another person asked for; SECOND_PERSON for whoever asked, or acts for them."""
    request = _open(work, request_id)
    made = freezing.freeze(
        work,
        request.period,
        as_of=request.as_of,
        reason=asked_for(request.reason, request.asked_by),
        asked_by=request.asked_by_id,
    )
    request.settled_at, request.settled_by_id, request.frozen_id = work.now, work.actor.user_id, made.id
    return made


def put_aside(work: Work, request_id: int) -> None:
    """Leave the figures as they are; whoever may freeze may say so, the asker too."""
    request = _open(work, request_id)
    request.settled_at, request.settled_by_id = work.now, work.actor.user_id


def _open(work: Work, request_id: int) -> FreezeRequest:
    require(work.actor, Permission.PERIOD_FREEZE)
    found = frozen.request(work.session, request_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    if found.settled_at is not None:
        raise Refusal(Reason.STALE)
    return found
