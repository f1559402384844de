"""A calendar as calendar programs read it (RFC 5545): one all-day event for each deadline.

Addresses under which a calendar program reads the deadlines of a person or of a unit.

What a calendar program is shown of an assignment.

Calendars read under an address: making one, taking it back, reading what stands in it.

Addresses of calendars, and the deadlines that stand in them.

The words of calendars that other programs read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.accounts import account_log
from tracker.accounts.models import AccountChange, CalendarFeed
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import OPEN_STATES, AssignmentState
from tracker.law.permissions import Actor, Permission, Scope, get_permission_scope, has_permission
from tracker.office import people as office_people, units
from tracker.office.models import Person, Unit
from tracker.tasks import queries as task_queries
from tracker.tasks.models import Assignment, Task


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One deadline in a calendar. `version` and `changed_at` move with every change of the assignment."""

    assignment_id: int
    title: str
    code: str
    unit_name: str
    state: AssignmentState
    due_on: dt.date
    version: int
    changed_at: dt.datetime

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is left to do: such an entry is cancelled, so that programs take it out."""
        return self.state not in OPEN_STATES


REFRESH = dt.timedelta(hours=1)
FEED_ALARM_OFFSET = dt.timedelta(hours=-15)
"""The alarm rings at nine in the morning of the day before."""


def write_calendar(name: str, entries: Sequence[FeedEntry], base_url: str) -> bytes:
    """Return a calendar called `name`; the same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Theo dõi nhiệm vụ//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, base_url))
    return bytes(calendar.to_ical())


def _event(entry: FeedEntry, base_url: str) -> Event:
    address = f"{base_url}/nhiem-vu/{entry.assignment_id}"
    event = Event()
    event.add("uid", f"nhiem-vu-{entry.assignment_id}@{urlsplit(base_url).hostname}")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.version)
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + dt.timedelta(days=1))
    event.add("summary", f"Hạn: {normalise_text(entry.title)}")
    event.add("description", "\n".join(_lines(entry, address)))
    event.add("url", address)
    event.add("status", "CANCELLED" if entry.is_over else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if not entry.is_over:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Hạn: {normalise_text(entry.title)}")
        alarm.add("trigger", FEED_ALARM_OFFSET)
        event.add_component(alarm)
    return event


def _lines(entry: FeedEntry, address: str) -> list[str]:
    due = f"{entry.due_on.day:02}/{entry.due_on.month:02}/{entry.due_on.year}"
    lines = [f"Đơn vị: {normalise_text(entry.unit_name)}", f"Hạn: {due}", address]
    return [f"Số, ký hiệu: {normalise_text(entry.code)}", *lines] if entry.code else lines


def find_feed_by_hash(session: Session, token_hash: str) -> CalendarFeed | None:
    """Return the address with this token that was not taken back."""
    return session.scalar(
        select(CalendarFeed).where(CalendarFeed.token_hash == token_hash, CalendarFeed.revoked_at.is_(None))
    )


def list_person_feeds(session: Session, person_id: int) -> Sequence[tuple[CalendarFeed, Unit | None]]:
    """Return the addresses a person made and did not take back, with their units, in the order made."""
    rows = session.execute(
        select(CalendarFeed, Unit)
        .outerjoin(Unit, Unit.id == CalendarFeed.unit_id)
        .where(CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
        .order_by(CalendarFeed.id)
    )
    return [(row[0], row[1]) for row in rows]


def list_feed_entries(
    session: Session, scope: Scope, unit_ids: Collection[int], *, person_id: int | None, over_since: dt.datetime
) -> list[FeedEntry]:
    """Return the dated assignments of some units within a scope: open ones, and those over since an instant.

    With `person_id` only those entrusted to that person or, so far, to nobody.
    """
    question = (
        select(
            Assignment.id.label("assignment_id"),
            Task.title,
            Task.code,
            Unit.short_name.label("unit_name"),
            Assignment.state,
            Assignment.due_on,
            Assignment.version,
            Assignment.last_event_at.label("changed_at"),
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(
            task_queries.readable_condition(scope),
            Assignment.unit_id.in_(sorted(unit_ids)),
            Assignment.due_on.is_not(None),
            Assignment.state != AssignmentState.DRAFT,
            or_(Assignment.state.in_(OPEN_STATES), Assignment.last_event_at >= over_since),
        )
        .order_by(Assignment.due_on, Assignment.id)
    )
    if person_id is not None:
        question = question.where(or_(Assignment.person_id == person_id, Assignment.person_id.is_(None)))
    return [FeedEntry(**row) for row in session.execute(question).mappings()]


OVER_FOR = dt.timedelta(days=90)
"""So long what is done stays in a calendar as cancelled, so that programs that look seldom take it out."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What stands in a calendar; `of` is the name of the unit or of the person."""

    of: str
    entries: Sequence[FeedEntry]


def list_own_feeds(work: UnitOfWork) -> Sequence[tuple[CalendarFeed, Unit | None]]:
    """Return the addresses the actor made."""
    return list_person_feeds(work.session, _person(work))


def create_calendar_feed(work: UnitOfWork, unit_id: int | None = None) -> str:
    """Make an address for the actor's own work, or for a unit the actor may read; return its token, this once.

    An earlier address for the same is taken back. NOT_FOUND for a unit whose tasks the actor may not read.
    """
    if unit_id is not None and not _may_read_unit(work.actor, unit_id):
        raise Refusal(Reason.NOT_FOUND)
    for feed, _ in list_own_feeds(work):
        if feed.unit_id == unit_id:
            feed.revoked_at = work.now
    token = secrets.token_urlsafe(32)
    work.session.add(
        CalendarFeed(person_id=_person(work), unit_id=unit_id, token_hash=hash_feed_token(token), created_at=work.now)
    )
    account_log.record_account_event(work, _person(work), AccountChange.FEED_MADE, unit_id=unit_id)
    return token


def withdraw_feed(work: UnitOfWork, feed_id: int) -> None:
    """Take one of the actor's addresses back; NOT_FOUND for another's."""
    found = next((feed for feed, _ in list_own_feeds(work) if feed.id == feed_id), None)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    found.revoked_at = work.now
    account_log.record_account_event(work, found.person_id, AccountChange.FEED_REVOKED, unit_id=found.unit_id)


def read_feed(work: UnitOfWork, token: str) -> Feed:
    """Return what stands under an address; NOT_FOUND when it is none, or its maker may no longer read it."""
    feed = find_feed_by_hash(work.session, hash_feed_token(token))
    person = None if feed is None else work.session.get(Person, feed.person_id)
    if feed is None or person is None or not person.active:
        raise Refusal(Reason.NOT_FOUND)
    actor = office_people.get_person_actor(work.session, person, work.today)
    if feed.unit_id is None:
        name, unit_ids = person.name, actor.unit_ids
    elif _may_read_unit(actor, feed.unit_id):
        name, unit_ids = work.session.get_one(Unit, feed.unit_id).name, frozenset({feed.unit_id})
    else:
        raise Refusal(Reason.NOT_FOUND)
    entries = list_feed_entries(
        work.session,
        get_permission_scope(actor, Permission.TASK_READ),
        unit_ids,
        person_id=person.id if feed.unit_id is None else None,
        over_since=work.now - OVER_FOR,
    )
    return Feed(name, entries)


def units_to_choose(work: UnitOfWork) -> Sequence[Unit]:
    """Return the units whose tasks the actor may read, as lists name them."""
    return [unit for unit in units.list_existing_units(work.session, work.today) if _may_read_unit(work.actor, unit.id)]


def hash_feed_token(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _may_read_unit(actor: Actor, unit_id: int) -> bool:
    return has_permission(actor, Permission.TASK_READ, unit_id=unit_id)


def _person(work: UnitOfWork) -> int:
    if work.actor.user_id is None:
        raise Refusal(Reason.NOT_ALLOWED)
    return work.actor.user_id


REVOKED = "Đã thu hồi địa chỉ lịch. Chương trình lịch còn giữ địa chỉ đó không đọc được nữa."


def feed_title(of: str) -> str:
    """Return the name of the calendar of a person or a unit."""
    return f"Hạn nhiệm vụ – {of}"
