"""Remembering what somebody likes."""

from __future__ import annotations

from tracker.models.preference import Preference
from tracker.rules.refusals import Reason, Refusal
from tracker.store import preferences
from tracker.transaction import Work


def remember(work: Work, name: str, value: str) -> None:
    """Keep what the actor chose; an empty choice is forgotten."""
    if work.actor.user_id is None:
        raise Refusal(Reason.NOT_ALLOWED)
    known = preferences.one(work.session, work.actor.user_id, name)
    if known is None and value:
        work.session.add(Preference(person_id=work.actor.user_id, name=name, value=value[:400]))
    elif known is not None and value:
        known.value = value[:400]
    elif known is not None:
        work.session.delete(known)
