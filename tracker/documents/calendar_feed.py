"""A calendar as calendar programs read it (RFC 5545): one all-day event for each deadline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event

from tracker.rules.feed_entries import FeedEntry
from tracker.rules.text import tidy

REFRESH = dt.timedelta(hours=1)
WARNING = dt.timedelta(hours=-15)
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
    event.add("summary", f"Hạn: {tidy(entry.title)}")
    event.add("description", "\n".join(_lines(entry, address)))
    event.add("url", address)
    event.add("status", "CANCELLED" if entry.is_over else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if not entry.is_over:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Hạn: {tidy(entry.title)}")
        alarm.add("trigger", WARNING)
        event.add_component(alarm)
    return event


def _lines(entry: FeedEntry, address: str) -> list[str]:
    due = f"{entry.due_on.day:02}/{entry.due_on.month:02}/{entry.due_on.year}"
    lines = [f"Đơn vị: {tidy(entry.unit_name)}", f"Hạn: {due}", address]
    return [f"Số, ký hiệu: {tidy(entry.code)}", *lines] if entry.code else lines
