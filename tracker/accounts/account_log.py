"""The log of account changes: who changed what about whose access, in the same transaction as the change."""

from __future__ import annotations

import logging
from typing import Any

from tracker.accounts.models import AccountChange, AccountEvent
from tracker.core.logs import SECURITY
from tracker.database.unit_of_work import UnitOfWork

log = logging.getLogger(SECURITY)


def record_account_event(work: UnitOfWork, person_id: int, change: AccountChange, **details: Any) -> None:
    """Write a line; the log gets one too, with numbers alone, once the change is saved."""
    actor = work.actor
    work.session.add(
        AccountEvent(
            person_id=person_id,
            change=change,
            actor_id=actor.user_id,
            actor_name=actor.name or "–",
            recorded_at=work.now,
            details=details,
        )
    )
    work.after_commit.append(
        lambda: log.info("account change=%s person=%s actor=%s", change.value, person_id, actor.user_id)
    )
