"""Writing letters: from the lines of a digest to its subject, its text and its HTML (`templates/mail`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.clock import VIETNAM
from tracker.mail.message import one_line
from tracker.mail.picture import ROWS_SHOWN, Picture
from tracker.rules.reminding import ReminderKind as Kind
from tracker.wording import NOTHING, distance_to_deadline

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "mail"
LINES_SHOWN = 50
"""A section names at most so many tasks; the rest is one click away."""
LONGEST_TITLE = 300
VIETNAMESE, ENGLISH = "vi", "en"
LANGUAGES = (VIETNAMESE, ENGLISH)
"""In which a letter can be written; what officials typed stays as they typed it."""

SECTION_OF: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.ESCALATION_LEADER: "above",
        Kind.ESCALATION_OFFICE: "above",
        Kind.ESCALATION_HEAD: "overdue",
        Kind.OVERDUE: "overdue",
        Kind.DUE_TODAY: "due_today",
        Kind.DUE_SOON: "due_soon",
        Kind.EVIDENCE_DUE: "evidence",
        Kind.RETURNED: "returned",
        Kind.NOT_ACCEPTED: "not_accepted",
        Kind.ASSIGNED: "assigned",
        Kind.WAITING_FOR_CONFIRMATION: "waiting",
        Kind.EXTENSION_UNDECIDED: "undecided",
    }
)
"""Under which heading of the digest a reminder stands; headings come in the order of the kinds."""


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One reminder of a digest, as the task stands on the day of sending; `answer_to` takes words about it by mail."""

    kind: Kind
    assignment_id: int
    code: str
    title: str
    unit_name: str
    due_on: dt.date | None
    answer_to: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """All reminders of one person on one day; or one urgent thing, with the mark on its paper.

    `gap` is the time during which nothing could be sent, when this is the first digest after it; `pictures` are the
    figures at the beginning of a week; `answer_to` is where an answer to the whole letter goes, if it may be answered.
    """

    name: str
    day: dt.date
    lines: Sequence[DigestLine]
    urgency: str = ""
    gap: tuple[dt.datetime, dt.datetime] | None = None
    pictures: Sequence[Picture] = ()
    language: str = VIETNAMESE
    answer_to: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """Who writes: the name of the authority, and the address under which its pages are found."""

    place_name: str
    base_url: str


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of a digest: `shown` tasks by name, of `count` in all."""

    name: str
    shown: Sequence[DigestLine]
    count: int


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in words."""

    subject: str
    text: str
    html: str


def compose_digest(digest: Digest, house: House) -> Written:
    """Write the digest of a day; every link begins with the installation's own address."""
    surroundings = {
        "digest": digest,
        "house": house,
        "sections": sections(digest.lines),
        "rows_shown": ROWS_SHOWN,
    }
    subject, text, html = (
        _environment(part.endswith(".html")).get_template(f"digest/{part}").render(surroundings)
        for part in ("subject.txt", "body.txt", "body.html")
    )
    return Written(subject=one_line(subject), text=text, html=html)


def sections(lines: Iterable[DigestLine]) -> list[Section]:
    """Return the headings of a digest, gravest first; a task stands once, under its gravest."""
    order = list(Kind)
    under: dict[str, list[DigestLine]] = {name: [] for name in SECTION_OF.values()}
    placed: set[int] = set()
    for line in sorted(
        lines, key=lambda line: (order.index(line.kind), line.due_on or dt.date.max, line.assignment_id)
    ):
        if line.assignment_id not in placed:
            placed.add(line.assignment_id)
            under[SECTION_OF[line.kind]].append(line)
    for found in under.values():
        found.sort(key=lambda line: (line.due_on or dt.date.max, line.assignment_id))
    return [Section(name, found[:LINES_SHOWN], len(found)) for name, found in under.items() if found]


@cache
def _environment(is_page: bool) -> Environment:
    """Return where templates are found; the words they share are escaped on a page and plain in a text."""
    environment = Environment(  # a text has nothing to escape  # nosec B701
        loader=FileSystemLoader(TEMPLATES),
        autoescape=is_page,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["one_line"] = _short
    environment.filters["vn_date"] = _date
    environment.filters["vn_moment"] = _moment
    environment.globals["distance_vi"] = _distance
    return environment


def _short(title: str) -> str:
    line = one_line(title)
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def _date(day: dt.date | None) -> str:
    return NOTHING if day is None else f"{day.day:02}/{day.month:02}/{day.year}"


def _moment(instant: dt.datetime) -> str:
    local = instant.astimezone(VIETNAM)
    return f"{local.hour:02}:{local.minute:02} {_date(local.date())}"


def _distance(due_on: dt.date | None, today: dt.date) -> str:
    return distance_to_deadline(None if due_on is None else (due_on - today).days)
