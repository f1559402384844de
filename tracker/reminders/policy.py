"""What somebody chooses about their own reminders: hour and language of the digest, and letters at all.

Choosing when reminders fall, from a day on; what held before is kept.

When reminders fall: what holds on a day for each kind of work, what held before, what will hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core.i18n import VIETNAMESE
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission, require_permission
from tracker.office import installation
from tracker.office.installation import LANGUAGE
from tracker.office.models import Person
from tracker.reminders.models import ReminderRule
from tracker.reminders.queries import REMINDER_HOUR_PREFERENCE
from tracker.reminders.rules import DEFAULTS, SENDING_HOURS, SINGLE, ReminderPolicy, WorkKind, normalise_reminder_policy


@dataclass(frozen=True, slots=True)
class OwnReminders:
    """The local hour from which the digest may come, in which language, whether letters come, and where to."""

    hour: int
    language: str
    wants_mail: bool
    address: str


def get_own_reminders(work: UnitOfWork) -> OwnReminders | None:
    """Return what the actor chose; None for an actor without an account."""
    person = None if work.actor.user_id is None else work.session.get(Person, work.actor.user_id)
    if person is None:
        return None
    kept = installation.get_preferences(work.session, person.id)
    chosen = kept.get(REMINDER_HOUR_PREFERENCE, "")
    hour = int(chosen) if chosen.isdecimal() else SENDING_HOURS[0].hour
    language = kept.get(LANGUAGE, VIETNAMESE)
    return OwnReminders(hour=hour, language=language, wants_mail=person.wants_mail, address=person.email or "")


def save_own_reminders(work: UnitOfWork, *, hour: int, wants_mail: bool, language: str = VIETNAMESE) -> None:
    """Keep what the actor chooses. Raises `Refusal` NOT_ALLOWED for an actor without an account."""
    person = None if work.actor.user_id is None else work.session.get(Person, work.actor.user_id)
    if person is None:
        raise Refusal(Reason.NOT_ALLOWED)
    installation.save_preference(work, REMINDER_HOUR_PREFERENCE, "" if hour == SENDING_HOURS[0].hour else str(hour))
    installation.save_preference(work, LANGUAGE, "" if language == VIETNAMESE else language)
    person.wants_mail = wants_mail


def get_policies_in_force(session: Session, day: dt.date) -> Mapping[WorkKind, ReminderPolicy]:
    """Return the policy of each kind of work on a civil day; what was never chosen is the default."""
    question = select(ReminderRule).where(ReminderRule.valid_from <= day).order_by(ReminderRule.valid_from)
    return {**DEFAULTS, **{rule.work: build_reminder_policy(rule) for rule in session.scalars(question)}}


def list_rule_history(session: Session) -> Sequence[ReminderRule]:
    """Return every line ever chosen, newest first."""
    return session.scalars(select(ReminderRule).order_by(ReminderRule.valid_from.desc(), ReminderRule.id.desc())).all()


def list_rules_of_day(session: Session, work: WorkKind, day: dt.date) -> ReminderRule | None:
    """Return the line of a kind of work that begins on a day."""
    return session.scalar(select(ReminderRule).where(ReminderRule.work == work, ReminderRule.valid_from == day))


def build_reminder_policy(rule: ReminderRule) -> ReminderPolicy:
    """Return a line as the rules take it."""
    before = tuple(int(days) for days in rule.before_due.split(","))
    return ReminderPolicy(before, *(getattr(rule, name) for name in SINGLE))


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """What holds today for each kind of work, and every line ever chosen."""

    today: Mapping[WorkKind, ReminderPolicy]
    history: Sequence[ReminderRule]


def get_reminder_rules(work: UnitOfWork) -> ReminderRules:
    """Return the rules as they stand today."""
    require_permission(work.actor, Permission.LETTER_READ)
    return ReminderRules(get_policies_in_force(work.session, work.today), list_rule_history(work.session))


def add_reminder_rule(
    work: UnitOfWork, kind: WorkKind, policy: ReminderPolicy, *, valid_from: dt.date, source: str = ""
) -> None:
    """Let a policy hold for a kind of work from a civil day on; chosen again for the same day, it is replaced.

    Raises `Refusal` RULE_IN_PAST for a day before today, and what `checked` raises.
    """
    require_permission(work.actor, Permission.LETTER_MANAGE)
    if valid_from < work.today:
        raise Refusal(Reason.RULE_IN_PAST, field="valid_from", earliest=work.today)
    wanted = normalise_reminder_policy(policy)
    rule = list_rules_of_day(work.session, kind, valid_from)
    if rule is None:
        rule = ReminderRule(work=kind, valid_from=valid_from)
        work.session.add(rule)
    rule.before_due = ",".join(str(days) for days in wanted.before_due)
    for name in SINGLE:
        setattr(rule, name, getattr(wanted, name))
    rule.source = normalise_text(source)[:200]
    rule.changed_at, rule.changed_by = work.now, work.actor.name
