"""Calendars read under an address: making one, taking it back, reading what stands in it."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.models.account import AccountChange
from tracker.models.calendar_feed import CalendarFeed
from tracker.models.person import Person
from tracker.models.unit import Unit
from tracker.rules.feed_entries import FeedEntry
from tracker.rules.permissions import Actor, Permission, may, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.services import account_diary
from tracker.store import calendar_feeds, people, units
from tracker.transaction import Work

OVER_FOR = dt.timedelta(days=90)
"""So long what is done stays in a calendar as cancelled, so that programs that look seldom take it out."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What stands in a calendar; `of` is the name of the unit or of the person."""

    of: str
    entries: Sequence[FeedEntry]


def mine(work: Work) -> Sequence[tuple[CalendarFeed, Unit | None]]:
    """Return the addresses the actor made."""
    return calendar_feeds.of_person(work.session, _person(work))


def make(work: Work, unit_id: int | None = None) -> str:
    """Make an address for the actor's own work, or for a unit the actor may read; return its token, this once.

    An earlier address for the same is taken back. NOT_FOUND for a unit whose tasks the actor may not read.
    """
    if unit_id is not None and not _may_read_unit(work.actor, unit_id):
        raise Refusal(Reason.NOT_FOUND)
    for feed, _ in mine(work):
        if feed.unit_id == unit_id:
            feed.revoked_at = work.now
    token = secrets.token_urlsafe(32)
    work.session.add(
        CalendarFeed(person_id=_person(work), unit_id=unit_id, token_hash=hash_of(token), created_at=work.now)
    )
    account_diary.note(work, _person(work), AccountChange.FEED_MADE, unit_id=unit_id)
    return token


def revoke(work: Work, feed_id: int) -> None:
    """Take one of the actor's addresses back; NOT_FOUND for another's."""
    found = next((feed for feed, _ in mine(work) if feed.id == feed_id), None)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    found.revoked_at = work.now
    account_diary.note(work, found.person_id, AccountChange.FEED_REVOKED, unit_id=found.unit_id)


def read(work: Work, token: str) -> Feed:
    """Return what stands under an address; NOT_FOUND when it is none, or its maker may no longer read it."""
    feed = calendar_feeds.by_hash(work.session, hash_of(token))
    person = None if feed is None else work.session.get(Person, feed.person_id)
    if feed is None or person is None or not person.active:
        raise Refusal(Reason.NOT_FOUND)
    actor = people.actor(work.session, person, work.today)
    if feed.unit_id is None:
        name, unit_ids = person.name, actor.unit_ids
    elif _may_read_unit(actor, feed.unit_id):
        name, unit_ids = work.session.get_one(Unit, feed.unit_id).name, frozenset({feed.unit_id})
    else:
        raise Refusal(Reason.NOT_FOUND)
    entries = calendar_feeds.entries(
        work.session,
        scope(actor, Permission.TASK_READ),
        unit_ids,
        person_id=person.id if feed.unit_id is None else None,
        over_since=work.now - OVER_FOR,
    )
    return Feed(name, entries)


def units_to_choose(work: Work) -> Sequence[Unit]:
    """Return the units whose tasks the actor may read, as lists name them."""
    return [unit for unit in units.existing(work.session, work.today) if _may_read_unit(work.actor, unit.id)]


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _may_read_unit(actor: Actor, unit_id: int) -> bool:
    return may(actor, Permission.TASK_READ, unit_id=unit_id)


def _person(work: Work) -> int:
    if work.actor.user_id is None:
        raise Refusal(Reason.NOT_ALLOWED)
    return work.actor.user_id
