"""The diary of a task as its page tells it: who did what when, and what changed from what to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.clock import civil_day
from tracker.models.event import Event
from tracker.rules.lifecycle import Action
from tracker.web.badges import STATE_LOOKS
from tracker.web.filters import vn_date
from tracker.wording import ACTION_WORDS, NOTHING
from tracker.wording.tasks import CHANGED, DETAIL_WORDS, NO, YES

DATES = frozenset({"due_on", "asked_due_on", "done_on", "term_starts_on"})
ABOUT_MORE_TIME = frozenset({Action.REQUEST_EXTENSION, Action.GRANT_EXTENSION, Action.REFUSE_EXTENSION})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the diary, ready for the timeline."""

    at: dt.datetime
    who: str
    what: str
    tone: str
    icon: str
    note: str
    details: list[tuple[str, str]]


def lines(events: Iterable[Event], unit_names: Mapping[int, str]) -> list[Line]:
    """Return the lines of a diary in plain Vietnamese, oldest first."""
    return [_line(event, unit_names) for event in events]


def _line(event: Event, unit_names: Mapping[int, str]) -> Line:
    tone, icon = (
        ("due_soon", "extension") if event.action in ABOUT_MORE_TIME else STATE_LOOKS[event.state_after]
    )
    words = ACTION_WORDS[event.action]
    return Line(
        at=event.recorded_at,
        who=event.actor_name,
        what=words[0].upper() + words[1:],
        tone=tone,
        icon=icon,
        note=event.note,
        details=_details(event, unit_names),
    )


def _details(event: Event, unit_names: Mapping[int, str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if event.effective_on != civil_day(event.recorded_at):
        found.append((DETAIL_WORDS["effective_on"], vn_date(event.effective_on)))
    if event.until_on is not None:
        found.append((DETAIL_WORDS["until_on"], vn_date(event.until_on)))
    if event.action is Action.ASSIGN and event.due_on is not None:
        found.append((DETAIL_WORDS["due_on"], vn_date(event.due_on)))
    if event.document:
        found.append((DETAIL_WORDS["document"], event.document))
    for name, value in event.details.items():
        if name in DETAIL_WORDS and not (name == "granted_late" and not value):
            found.append((DETAIL_WORDS[name], _told(name, value, unit_names)))
    return found


def _told(name: str, value: object, unit_names: Mapping[int, str]) -> str:
    if name == "files" and isinstance(value, list):
        return "; ".join(str(file[0]) for file in value)
    if isinstance(value, list):
        old, new = value
        return CHANGED.format(old=_one(name, old, unit_names), new=_one(name, new, unit_names))
    return _one(name, value, unit_names)


def _one(name: str, value: object, unit_names: Mapping[int, str]) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return YES if value else NO
    if name in DATES:
        return vn_date(dt.date.fromisoformat(str(value)))
    if name == "unit_id" and isinstance(value, int):
        return unit_names.get(value, str(value))
    return f"{value} %" if name == "progress" else str(value)
