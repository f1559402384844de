"""Facts about this installation.

Choosing how this installation reads and counts, from a civil day on.

Remembering what somebody likes.

The counting and reading policies of this installation, each from a day on.

What people like.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.base import fetch_rows
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.terms import BeforeDate, ClosedDayRule, DeadlineHour, Policy
from tracker.office.models import InstallationFact, PolicySetting, Preference

ENVIRONMENT = "environment"
PLACE_NAME = "place_name"
SETUP_CODE = "setup_code_hash"
DEMO_PASSWORD = "demo_password"
DEMO_CASE = "demo_case"
SECOND_APPROVER = "second_approver_since"
"""When the installation had two people for the first time who may approve changes of accounts, an ISO instant."""
LEVEL_ABOVE_FACT = "level_above"
"""The kind of authority above this one; none means a province."""


def get_installation_fact(session: Session, name: str) -> str | None:
    """Return a named fact, None when it was never set."""
    return session.scalar(select(InstallationFact.value).where(InstallationFact.name == name))


def set_fact(session: Session, name: str, value: str) -> None:
    """Set a named fact."""
    found = session.scalar(select(InstallationFact).where(InstallationFact.name == name))
    if found is None:
        session.add(InstallationFact(name=name, value=value))
    else:
        found.value = value


def list_installation_facts(session: Session) -> dict[str, str]:
    """Return every fact by its name."""
    rows = session.execute(select(InstallationFact.name, InstallationFact.value))
    return {row.name: row.value for row in rows}


def get_authority_name(session: Session) -> str:
    """Return the name of the authority that uses this installation."""
    return get_installation_fact(session, PLACE_NAME) or ""


CHOICES: Mapping[str, type[enum.StrEnum]] = {
    "before_date": BeforeDate,
    "deadline_hour": DeadlineHour,
    "roll": ClosedDayRule,
}
"""Every policy that may be chosen, with its values; the first value holds where nothing was chosen."""


def add_policy_setting(work: UnitOfWork, name: str, value: str, *, valid_from: dt.date, source: str) -> PolicySetting:
    """Choose a policy from a civil day on; what was chosen before for the same day gives way.

    Raises `Refusal` POLICY_UNKNOWN for a name or a value that there is not. The command line alone calls this.
    """
    choices = CHOICES.get(name)
    if choices is None or value not in set(choices):
        offered = "; ".join(f"{each}: {', '.join(kinds)}" for each, kinds in CHOICES.items())
        raise Refusal(Reason.POLICY_UNKNOWN, name=name, value=value, offered=offered)
    same = select(PolicySetting).where(PolicySetting.name == name, PolicySetting.valid_from == valid_from)
    setting = work.session.scalar(same) or PolicySetting(name=name, valid_from=valid_from)
    setting.value, setting.source = value, normalise_text(source)
    work.session.add(setting)
    return setting


def list_policy_settings(work: UnitOfWork) -> Sequence[PolicySetting]:
    """Return what was chosen, by name and day."""
    question = select(PolicySetting).order_by(PolicySetting.name, PolicySetting.valid_from)
    return list(work.session.scalars(question))


_LIKED = select(Preference.name, Preference.value).where(Preference.person_id == bindparam("person"))


def get_preferences(session: Session, person_id: int | None) -> dict[str, str]:
    """Return what a person chose, by name."""
    if person_id is None:
        return {}
    return {row.name: row.value for row in fetch_rows(session, _LIKED, {"person": person_id})}


def get_preference(session: Session, person_id: int, name: str) -> Preference | None:
    """Return one choice of a person."""
    return session.scalar(select(Preference).where(Preference.person_id == person_id, Preference.name == name))


def save_preference(work: UnitOfWork, name: str, value: str) -> None:
    """Keep what the actor chose; an empty choice is forgotten."""
    if work.actor.user_id is None:
        raise Refusal(Reason.NOT_ALLOWED)
    known = get_preference(work.session, work.actor.user_id, name)
    if known is None and value:
        work.session.add(Preference(person_id=work.actor.user_id, name=name, value=value[:400]))
    elif known is not None and value:
        known.value = value[:400]
    elif known is not None:
        work.session.delete(known)


def get_policy_value(session: Session, name: str, day: dt.date) -> str | None:
    """Return the value of a policy that holds on a civil day, None when the default holds."""
    question = (
        select(PolicySetting.value)
        .where(PolicySetting.name == name, PolicySetting.valid_from <= day)
        .order_by(PolicySetting.valid_from.desc())
        .limit(1)
    )
    return session.scalar(question)


def get_reading_policy(session: Session, day: dt.date) -> Policy:
    """Return how written deadlines are read on a civil day (counting rule 1)."""
    return Policy(
        before_date=BeforeDate(get_policy_value(session, "before_date", day) or BeforeDate.INCLUSIVE),
        roll=ClosedDayRule(get_policy_value(session, "roll", day) or ClosedDayRule.NONE),
    )


def deadline_hour(session: Session, day: dt.date) -> DeadlineHour:
    """Return whether the hour of a deadline given on a civil day counts."""
    return DeadlineHour(get_policy_value(session, "deadline_hour", day) or DeadlineHour.COUNTS)


LANGUAGE = "language"
