"""Writing letters: from the lines of a digest to its subject, its text and its HTML (`templates/mail`).

The picture of the week as a letter shows it: lines of figures, each number with the way to exactly its list.

The picture of the week in a digest: the town unit by unit for leaders, the own unit for its head.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.core.clock import VIETNAM
from tracker.core.i18n import VIETNAMESE
from tracker.core.labels import NOTHING
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Role, Scope
from tracker.law.tally import Tally
from tracker.law.timing import Timing
from tracker.mail.message import one_line
from tracker.office import units
from tracker.reminders import queries
from tracker.reminders.rules import ONE_DAY, ReminderKind as Kind, WorkingDays, is_picture_day
from tracker.tasks import classified
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Count, Selection
from tracker.web.language import CATALOGUES

ROWS_SHOWN = 25
"""A letter names at most so many units; the page shows all."""


@dataclass(frozen=True, slots=True)
class WeekPictureRow:
    """The figures of one unit, or of the whole (`unit_id` None), this year as of the day of the letter.

    `due_soon` are open and due within seven days; `done_late` are those of `done` that were finished late.
    """

    unit_id: int | None
    name: str
    open: int
    overdue: int
    due_soon: int
    done: int
    done_late: int

    @property
    def total(self) -> int:
        """What is to be done and what was finished, together."""
        return self.open + self.done

    @property
    def bar(self) -> tuple[tuple[str, int], ...]:
        """The parts of the bar in whole per cent, together 100: late so far, at work, done late, done in time."""
        if not self.total:
            return ()
        parts = (
            ("overdue", self.overdue),
            ("open", self.open - self.overdue),
            ("done_late", self.done_late),
            ("done", self.done - self.done_late),
        )
        ends, sofar = [0], 0
        for _, count in parts:
            sofar += count
            ends.append(round(100 * sofar / self.total))
        widths = zip(parts, ends, ends[1:], strict=False)
        return tuple((name, end - start) for (name, _), start, end in widths if end > start)


@dataclass(frozen=True, slots=True)
class WeekPicture:
    """One picture: the figures of a whole, and below it those of its units, the most of what is late first."""

    whole: WeekPictureRow
    rows: Sequence[WeekPictureRow]
    day: dt.date
    known_at: dt.datetime

    def way(self, row: WeekPictureRow, what: str) -> str:
        """Return the path of the list behind a number, as it was known when the letter was written."""
        chosen: dict[str, str] = {
            "tinh-den": self.day.isoformat(),
            "biet-den": self.known_at.isoformat(),
            "tu-ngay": dt.date(self.day.year, 1, 1).isoformat(),
            "dem": "luot-giao",
        }
        if row.unit_id is not None:
            chosen["don-vi"] = str(row.unit_id)
        match what:
            case "open":
                chosen["ket-qua"] = "dang-lam"
            case "overdue":
                chosen["ket-qua"] = "open_overdue"
            case "due_soon":
                chosen |= {
                    "ket-qua": "open_in_time",
                    "han-tu": self.day.isoformat(),
                    "han-den": (self.day + dt.timedelta(days=6)).isoformat(),
                }
            case "done":
                chosen["ket-qua"] = "hoan-thanh"
            case "done_late":
                chosen["ket-qua"] = "done_late"
        return f"/nhiem-vu?{urlencode(chosen)}"


TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "mail"
LINES_SHOWN = 50
"""A section names at most so many tasks; the rest is one click away."""
LONGEST_TITLE = 300
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
    pictures: Sequence[WeekPicture] = ()
    language: str = VIETNAMESE
    answer_to: str = ""


@dataclass(frozen=True, slots=True)
class IssuingAuthority:
    """Who writes: the name of the authority, and the address under which its pages are found."""

    place_name: str
    base_url: str


@dataclass(frozen=True, slots=True)
class DigestSection:
    """One heading of a digest: `shown` tasks by name, of `count` in all."""

    name: str
    shown: Sequence[DigestLine]
    count: int


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter in words."""

    subject: str
    text: str
    html: str


def compose_digest(digest: Digest, issuer: IssuingAuthority) -> WrittenLetter:
    """Write the digest of a day; every link begins with the installation's own address."""
    surroundings = {
        "digest": digest,
        "issuer": issuer,
        "sections": group_digest_sections(digest.lines),
        "rows_shown": ROWS_SHOWN,
    }
    subject, text, html = (
        _environment(digest.language, is_page=part.endswith(".html"))
        .get_template(f"digest/{part}")
        .render(surroundings)
        for part in ("subject.txt", "body.txt", "body.html")
    )
    return WrittenLetter(subject=one_line(subject), text=text, html=html)


def group_digest_sections(lines: Iterable[DigestLine]) -> list[DigestSection]:
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
    return [DigestSection(name, found[:LINES_SHOWN], len(found)) for name, found in under.items() if found]


@cache
def _environment(language: str, *, is_page: bool) -> Environment:
    """Return where templates are found; the words they share are escaped on a page and plain in a text."""
    environment = Environment(  # a text has nothing to escape  # nosec B701
        loader=FileSystemLoader(TEMPLATES),
        autoescape=is_page,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(Translations.load(CATALOGUES, [language]), newstyle=True)  # type: ignore[attr-defined]  # of the extension
    environment.filters["one_line"] = _short
    environment.filters["vn_date"] = _date
    environment.filters["vn_moment"] = _moment
    return environment


def _short(title: str) -> str:
    line = one_line(title)
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def _date(day: dt.date | None) -> str:
    return NOTHING if day is None else f"{day.day:02}/{day.month:02}/{day.year}"


def _moment(instant: dt.datetime) -> str:
    local = instant.astimezone(VIETNAM)
    return f"{local.hour:02}:{local.minute:02} {_date(local.date())}"


PICTURE_WEEK = 7 * ONE_DAY


def list_picture_readers(work: UnitOfWork, days: WorkingDays, *, without: Collection[int] = ()) -> frozenset[int]:
    """Return who gets the picture today: nobody on most days, a head only while the unit has work to do.

    `without` are people who need not be asked about, for they have it already.
    """
    return list_readers_on(work, work.today, days, without=without)


def list_readers_on(
    work: UnitOfWork, day: dt.date, days: WorkingDays, *, without: Collection[int] = ()
) -> frozenset[int]:
    """Return the same for a civil day to come, as far as it is known today."""
    if not is_picture_day(day, days):
        return frozenset()
    posts = [post for post in queries.held_posts(work.session, day) if post.person_id not in without]
    at_work = _units_at_work(work) if any(post.role is Role.UNIT_HEAD for post in posts) else frozenset()
    return frozenset(
        post.person_id
        for post in posts
        if post.role is Role.LEADER or (post.role is Role.UNIT_HEAD and post.unit_id in at_work)
    )


def build_week_pictures(work: UnitOfWork, person_id: int) -> Sequence[WeekPicture]:
    """Return what a person is shown as of now: the town for a leader, then each unit the person heads."""
    posts = [post for post in queries.held_posts(work.session, work.today) if post.person_id == person_id]
    headed = {post.unit_id for post in posts if post.role is Role.UNIT_HEAD and post.unit_id is not None}
    is_leader = any(post.role is Role.LEADER for post in posts)
    if not (is_leader or headed):
        return ()
    given, soon = _by_unit(work)
    names = units.get_unit_names(work.session)
    rows = {key: _row(key, names[key], tally, soon.get(key, Tally())) for key, tally in given.items()}
    ranks = units.get_unit_order(work.session)
    shown = [
        WeekPicture(
            _added(rows.values()),
            sorted(rows.values(), key=lambda row: (-row.overdue, -row.open, ranks.get(row.unit_id or 0, 0))),
            work.today,
            work.now,
        )
    ]
    own = [WeekPicture(rows[each], (), work.today, work.now) for each in sorted(headed) if each in rows]
    return (shown if is_leader else []) + own


def _units_at_work(work: UnitOfWork) -> frozenset[int | None]:
    """Return the units that have open work today."""
    return frozenset(key for key, tally in _counted(work, _given(work)).items() if tally.open)


def _by_unit(work: UnitOfWork) -> tuple[Mapping[int, Tally], Mapping[int, Tally]]:
    """Return this year's assignments by unit as of today, and of the open ones those due within a week."""
    given = _given(work)
    soon = given.narrowed(
        timings=frozenset({Timing.OPEN_IN_TIME}), due_from=work.today, due_to=work.today + PICTURE_WEEK - ONE_DAY
    )
    return _counted(work, given), _counted(work, soon)


def _given(work: UnitOfWork) -> Selection:
    return Selection(
        as_of=work.today, scope=Scope(everywhere=True), count=Count.ASSIGNMENTS, since=dt.date(work.today.year, 1, 1)
    )


def _counted(work: UnitOfWork, selection: Selection) -> Mapping[int, Tally]:
    return classified.count_by_cut(work.session, selection, Cut.UNIT)


def _row(unit_id: int, name: str, tally: Tally, soon: Tally) -> WeekPictureRow:
    return WeekPictureRow(
        unit_id=unit_id,
        name=name,
        open=tally.open,
        overdue=tally[Timing.OPEN_OVERDUE],
        due_soon=soon.open,
        done=tally.done,
        done_late=tally[Timing.DONE_LATE],
    )


def _added(rows: Iterable[WeekPictureRow]) -> WeekPictureRow:
    """Return the line of the whole town."""
    rows = list(rows)
    return WeekPictureRow(
        unit_id=None,
        name="",
        open=sum(row.open for row in rows),
        overdue=sum(row.overdue for row in rows),
        due_soon=sum(row.due_soon for row in rows),
        done=sum(row.done for row in rows),
        done_late=sum(row.done_late for row in rows),
    )
