"""What somebody chooses about their own reminders: hour and language of the digest, and letters at all."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.mail.compose import VIETNAMESE
from tracker.models.person import Person
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.reminding import SENDING_HOURS
from tracker.services import preferences
from tracker.store import preferences as store
from tracker.store.reminders import HOUR, LANGUAGE
from tracker.transaction import Work


@dataclass(frozen=True, slots=True)
class OwnReminders:
    """The local hour from which the digest may come, in which language, whether letters come, and where to."""

    hour: int
    language: str
    wants_mail: bool
    address: str


def view(work: Work) -> OwnReminders | None:
    """Return what the actor chose; None for an actor without an account."""
    person = None if work.actor.user_id is None else work.session.get(Person, work.actor.user_id)
    if person is None:
        return None
    kept = store.of(work.session, person.id)
    chosen = kept.get(HOUR, "")
    hour = int(chosen) if chosen.isdecimal() else SENDING_HOURS[0].hour
    language = kept.get(LANGUAGE, VIETNAMESE)
    return OwnReminders(
        hour=hour, language=language, wants_mail=person.wants_mail, address=person.email or ""
    )


def choose(work: Work, *, hour: int, wants_mail: bool, language: str = VIETNAMESE) -> None:
    """Keep what the actor chooses. Raises `Refusal` NOT_ALLOWED for an actor without an account."""
    person = None if work.actor.user_id is None else work.session.get(Person, work.actor.user_id)
    if person is None:
        raise Refusal(Reason.NOT_ALLOWED)
    preferences.remember(work, HOUR, "" if hour == SENDING_HOURS[0].hour else str(hour))
    preferences.remember(work, LANGUAGE, "" if language == VIETNAMESE else language)
    person.wants_mail = wants_mail
