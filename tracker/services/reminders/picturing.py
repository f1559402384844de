"""The picture of the week in a digest: the town unit by unit for leaders, the own unit for its head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from tracker.mail.picture import Picture, PictureRow
from tracker.rules.permissions import Role, Scope
from tracker.rules.picturing import is_picture_day
from tracker.rules.reminding import ONE_DAY, WorkingDays
from tracker.rules.selecting import Count, Cut, Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import Timing
from tracker.store import counting, units
from tracker.store import reminders as store
from tracker.transaction import Work

WEEK = 7 * ONE_DAY


def readers(work: Work, days: WorkingDays, *, without: Collection[int] = ()) -> frozenset[int]:
    """Return who gets the picture today: nobody on most days, a head only while the unit has work to do.

    `without` are people who need not be asked about, for they have it already.
    """
    return readers_on(work, work.today, days, without=without)


def readers_on(
    work: Work, day: dt.date, days: WorkingDays, *, without: Collection[int] = ()
) -> frozenset[int]:
    """Return the same for a civil day to come, as far as it is known today."""
    if not is_picture_day(day, days):
        return frozenset()
    posts = [post for post in store.held_posts(work.session, day) if post.person_id not in without]
    at_work = _units_at_work(work) if any(post.role is Role.UNIT_HEAD for post in posts) else frozenset()
    return frozenset(
        post.person_id
        for post in posts
        if post.role is Role.LEADER or (post.role is Role.UNIT_HEAD and post.unit_id in at_work)
    )


def pictures(work: Work, person_id: int) -> Sequence[Picture]:
    """Return what a person is shown as of now: the town for a leader, then each unit the person heads."""
    posts = [post for post in store.held_posts(work.session, work.today) if post.person_id == person_id]
    headed = {post.unit_id for post in posts if post.role is Role.UNIT_HEAD and post.unit_id is not None}
    is_leader = any(post.role is Role.LEADER for post in posts)
    if not (is_leader or headed):
        return ()
    given, soon = _by_unit(work)
    names = units.names(work.session)
    rows = {key: _row(key, names[key], tally, soon.get(key, Tally())) for key, tally in given.items()}
    ranks = units.order(work.session)
    shown = [
        Picture(
            _added(rows.values()),
            sorted(rows.values(), key=lambda row: (-row.overdue, -row.open, ranks.get(row.unit_id or 0, 0))),
            work.today,
            work.now,
        )
    ]
    own = [Picture(rows[each], (), work.today, work.now) for each in sorted(headed) if each in rows]
    return (shown if is_leader else []) + own


def _units_at_work(work: Work) -> frozenset[int | None]:
    """Return the units that have open work today."""
    return frozenset(key for key, tally in _counted(work, _given(work)).items() if tally.open)


def _by_unit(work: Work) -> tuple[Mapping[int, Tally], Mapping[int, Tally]]:
    """Return this year's assignments by unit as of today, and of the open ones those due within a week."""
    given = _given(work)
    soon = given.narrowed(
        timings=frozenset({Timing.OPEN_IN_TIME}), due_from=work.today, due_to=work.today + WEEK - ONE_DAY
    )
    return _counted(work, given), _counted(work, soon)


def _given(work: Work) -> Selection:
    return Selection(
        as_of=work.today,
        scope=Scope(everywhere=True),
        count=Count.ASSIGNMENTS,
        since=dt.date(work.today.year, 1, 1),
    )


def _counted(work: Work, selection: Selection) -> Mapping[int, Tally]:
    return counting.group(work.session, selection, Cut.UNIT)


def _row(unit_id: int, name: str, tally: Tally, soon: Tally) -> PictureRow:
    return PictureRow(
        unit_id=unit_id,
        name=name,
        open=tally.open,
        overdue=tally[Timing.OPEN_OVERDUE],
        due_soon=soon.open,
        done=tally.done,
        done_late=tally[Timing.DONE_LATE],
    )


def _added(rows: Iterable[PictureRow]) -> PictureRow:
    """Return the line of the whole town."""
    rows = list(rows)
    return PictureRow(
        unit_id=None,
        name="",
        open=sum(row.open for row in rows),
        overdue=sum(row.overdue for row in rows),
        due_soon=sum(row.due_soon for row in rows),
        done=sum(row.done for row in rows),
        done_late=sum(row.done_late for row in rows),
    )
