"""Comments as lines of the timeline, between the events; plain words whose addresses are links.

The event log of a task as its page tells it: who did what when, and what changed from what to what.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask import url_for
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from tracker.core.clock import civil_day
from tracker.core.formats import vn_date, vn_datetime
from tracker.core.i18n import make_message
from tracker.core.labels import NOTHING
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.office import people as office_people, units
from tracker.office.name_reader import FormerNames
from tracker.tasks.comments import may_correct
from tracker.tasks.events import TaskEvent
from tracker.tasks.labels import (
    ACTOR_OF_UNIT,
    BY_MAIL,
    CHANGED,
    DETAIL_WORDS,
    ENDS_WITH,
    EVENT_SENTENCES,
    NO_WORD,
    REASON_WORDS,
    WITH_REASON,
    YES_WORD,
)
from tracker.tasks.models import Comment
from tracker.tasks.notices import COMMENT_WORDS, CORRECT, EDITED, WITHDRAW, WITHDRAWN_WORDS
from tracker.web.badges import STATE_BADGE_STYLES

DATE_DETAILS = frozenset(
    {
        "due_on",
        "asked_due_on",
        "done_on",
        "document_on",
        "term_starts_on",
        "occurrence_due_on",
        "pause_from",
        "pause_to",
        "ends_on",
        "asked_from",
    }
)
UNITS = frozenset({"unit_id", "suggested_unit_id"})
ONLY_WHEN_TRUE = frozenset({"granted_late", "made_on_time", "opening_balance"})
ABOUT_MORE_TIME = frozenset({Action.REQUEST_EXTENSION, Action.GRANT_EXTENSION, Action.REFUSE_EXTENSION})
DETAILS_IN_SENTENCE: Mapping[Action, frozenset[str]] = {
    Action.REQUEST_EXTENSION: frozenset({"asked_due_on"}),
    Action.GRANT_EXTENSION: frozenset({"due_on"}),
    Action.SET_DEADLINE: frozenset({"due_on"}),
    Action.REASSIGN: frozenset({"unit_id"}),
    Action.DIVIDE: frozenset({"due_on"}),
    Action.SUBMIT: frozenset({"done_on"}),
    Action.REDATE: frozenset({"done_on"}),
    Action.RESUME: frozenset({"days_suspended"}),
    Action.TRANSFER: frozenset({"body"}),
}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event, ready for the timeline; `what` is the whole sentence with who did it."""

    at: dt.datetime
    what: str
    tone: str
    icon: str
    note: str
    details: list[tuple[str, str]]
    who: str = ""


def build_timeline_entries(
    events: Sequence[TaskEvent], session: Session, known: Mapping[int, str] = MappingProxyType({})
) -> list[TimelineEntry]:
    """Return the events in plain Vietnamese, oldest first; `known` are names of units at hand."""
    named = {number for event in events for number in _units_in(event)}
    present = known if named <= known.keys() else units.get_unit_names(session)
    former = units.list_former_names(session)
    actors = _actors(events, session, former)
    return [_event_line(event, actors[event.id], {**present, **former.on(event.effective_on)}) for event in events]


def _units_in(event: TaskEvent) -> set[int]:
    """Return the units that the words of a line name."""
    named = {event.unit_id} if "{unit}" in EVENT_SENTENCES[event.action] else set()
    for name in UNITS & event.details.keys():
        value = event.details[name]
        named.update(each for each in (value if isinstance(value, list) else [value]) if isinstance(each, int))
    return named


def _actors(events: Sequence[TaskEvent], session: Session, former: FormerNames) -> dict[int, str]:
    """Return who acted in each line, with the unit of the post held on that day, under its name of that day."""
    posts = defaultdict(list)
    for post, unit_name in office_people.list_units_of_person(
        session, {event.actor_id for event in events if event.actor_id}
    ):
        posts[post.person_id].append((post, unit_name))
    told: dict[int, str] = {}
    for event in events:
        day = civil_day(event.recorded_at)
        of_then = former.on(day)
        held = [
            of_then.get(post.unit_id or 0, unit_name)
            for post, unit_name in posts[event.actor_id or 0]
            if post.valid_from <= day and (post.valid_to is None or day <= post.valid_to)
        ]
        who = event.actor_name
        told[event.id] = ACTOR_OF_UNIT.format(who=who, unit=held[0]) if held else who
    return told


def _event_line(event: TaskEvent, who: str, unit_names: Mapping[int, str]) -> TimelineEntry:
    tone, icon = ("due_soon", "extension") if event.action in ABOUT_MORE_TIME else STATE_BADGE_STYLES[event.state_after]
    done = EVENT_SENTENCES[event.action].format_map(_words(event, unit_names))
    what = make_message("{who} {done}", who=who, done=done)
    ends = event.action in WITH_REASON and bool(event.note)
    if ends:
        reason = ENDS_WITH.join(event.note.splitlines())
        what = REASON_WORDS.format(sentence=what, reason=reason)
    return TimelineEntry(
        at=event.recorded_at,
        what=what,
        tone=tone,
        icon=icon,
        note="" if ends else event.note,
        details=_details(event, unit_names),
    )


def _words(event: TaskEvent, unit_names: Mapping[int, str]) -> Mapping[str, str]:
    """Return what a sentence may name; a value that is not known stands as a dash."""
    words: dict[str, str] = defaultdict(lambda: NOTHING)
    words |= {
        "unit": unit_names.get(event.unit_id, NOTHING),
        "effective_on": vn_date(event.effective_on),
        "due_on": vn_date(event.due_on),
    }
    for name, value in event.details.items():
        if isinstance(value, list) and len(value) == 2:
            words[f"{name}_old"], words[f"{name}_new"] = (_one(name, each, unit_names) for each in value)
        elif not isinstance(value, (list, dict)):
            words[name] = _one(name, value, unit_names)
    return words


def _details(event: TaskEvent, unit_names: Mapping[int, str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    sentence = EVENT_SENTENCES[event.action]
    if event.effective_on != civil_day(event.recorded_at) and "{effective_on}" not in sentence:
        found.append((DETAIL_WORDS["effective_on"], vn_date(event.effective_on)))
    if event.until_on is not None:
        found.append((DETAIL_WORDS["until_on"], vn_date(event.until_on)))
    if event.document:
        found.append((DETAIL_WORDS["document"], event.document))
    told = DETAILS_IN_SENTENCE.get(event.action, frozenset())
    for name, value in event.details.items():
        if name in DETAIL_WORDS and name not in told and not (name in ONLY_WHEN_TRUE and not value):
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
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return YES_WORD if value else NO_WORD
    if name in DATE_DETAILS:
        return vn_date(dt.date.fromisoformat(str(value)))
    if name in UNITS and isinstance(value, int):
        return unit_names.get(value, str(value))
    return f"{value} %" if name == "progress" else str(value)


ALL, TIMELINE_COMMENTS, CHANGES = "", "trao-doi", "thay-doi"
"""What the timeline shows, by the parameter `nhat-ky`."""

_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]", re.IGNORECASE)


def merge_timeline(
    events: Sequence[TimelineEntry], comments: Iterable[Comment], work: UnitOfWork, show: str
) -> list[TimelineEntry]:
    """Return the lines of the timeline in the order of time: all, the comments, or the changes."""
    talk = [] if show == CHANGES else [_comment_line(each, work) for each in comments]
    changes = [] if show == TIMELINE_COMMENTS else list(events)
    return sorted([*changes, *talk], key=lambda line: line.at)


def render_linked_text(text: str) -> Markup:
    """Return plain words as HTML: nothing in them is markup, only http and https addresses become links."""
    done, parts = 0, []
    for match in _ADDRESS.finditer(text):
        parts.append(escape(text[done : match.start()]))
        parts.append(Markup('<a href="{0}" rel="noopener nofollow">{0}</a>').format(match[0]))
        done = match.end()
    parts.append(escape(text[done:]))
    return Markup("<br>").join(Markup("").join(parts).split("\n"))


def _comment_line(comment: Comment, work: UnitOfWork) -> TimelineEntry:
    if comment.withdrawn_at is not None:
        return TimelineEntry(
            comment.written_at, WITHDRAWN_WORDS, "no_deadline", "withdrawn", "", [], comment.author_name
        )
    details = [] if comment.edited_at is None else [(EDITED, vn_datetime(comment.edited_at))]
    note = render_linked_text(comment.text)
    if comment.author_id == work.actor.user_id:
        note += _offers(comment, work)
    words = BY_MAIL if comment.by_mail else COMMENT_WORDS
    return TimelineEntry(comment.written_at, words, "house", "draft", note, details, comment.author_name)


def _offers(comment: Comment, work: UnitOfWork) -> Markup:
    here = url_for("tasks.comment", assignment_id=comment.assignment_id) + f"/{comment.id}"
    offer = Markup(' <a class="quiet" href="{}">{}</a>')
    first = offer.format(here, CORRECT) if may_correct(comment, work) else Markup("")
    return Markup("<br>") + first + offer.format(f"{here}/thu-hoi", WITHDRAW)
