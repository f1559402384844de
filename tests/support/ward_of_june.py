"""A ward that was given one directive on 1 June 2021, due on the 15th, and the people around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tracker.clock import HandClock, at
from tracker.models.event import Event
from tracker.models.task import Assignment
from tracker.rules.history import on_day, replay
from tracker.rules.permissions import Actor, Role
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.timeliness import Timing, classify
from tracker.services import tasks
from tracker.store import events
from tracker.store import tasks as task_store
from tracker.transaction import Work, unit_of_work

GIVEN, DUE = dt.date(2021, 6, 1), dt.date(2021, 6, 15)


def june(day: int) -> dt.date:
    """Return a day of June."""
    return dt.date(2021, 6, day)


class Town:
    """A ward with its official and head, a unit that coordinates, the office, a leader; one directive to the ward."""

    def __init__(self, session: Session, clock: HandClock) -> None:
        self.session, self.clock = session, clock
        self.ward, self.other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
        self.centre = a_unit(session, "VP", "Văn phòng")
        the_calendar_of(session, 2021)
        self.official = an_official(session, Role.WARD_OFFICIAL, self.ward)
        self.head = an_official(session, Role.UNIT_HEAD, self.ward)
        self.helper = an_official(session, Role.OFFICER, self.other)
        self.office = an_official(session, Role.OFFICE, self.centre)
        self.leader = an_official(session, Role.LEADER, self.centre)
        [lead] = a_directive(session, self.ward, due_on=DUE, given_on=GIVEN, coordinating=(self.other,))
        self.lead, self.share = [each.id for each in task_store.of_task(session, lead.task_id)]

    def on(self, day: dt.date, actor: Actor, act: Callable[[Work], object], hour: int = 9) -> None:
        """Let somebody act on a civil day."""
        self.clock.move_to(at(day, hour))
        with unit_of_work(self.session, actor, self.clock) as work:
            act(work)

    def refused(self, day: dt.date, actor: Actor, act: Callable[[Work], object]) -> Reason:
        """Return why somebody may not act on a civil day; nothing is written then."""
        before = self.session.scalar(sa.select(sa.func.count()).select_from(Event))
        with pytest.raises(Refusal) as refusal:
            self.on(day, actor, act)
        assert self.session.scalar(sa.select(sa.func.count()).select_from(Event)) == before
        return refusal.value.reason

    def report(self, day: dt.date, done_on: dt.date | None = None) -> None:
        """Let the ward report complete."""
        self.on(day, self.official, lambda w: tasks.submit(w, self.lead, done_on=done_on or day, note="Xong"))

    def confirm(self, day: dt.date) -> None:
        """Let the office confirm."""
        self.on(day, self.office, lambda w: tasks.confirm(w, self.lead, late_report_seen=True))

    def extend(self, asked: dt.date, granted: dt.date, to: dt.date) -> None:
        """Let the ward ask for more time and the leader grant it."""
        self.on(
            asked, self.official, lambda w: tasks.request_extension(w, self.lead, to_due_on=to, reason="Bận")
        )
        self.on(granted, self.leader, lambda w: tasks.grant_extension(w, self.lead))

    def stands(self, day: dt.date) -> Timing:
        """Return where the ward's assignment stood at the close of a day."""
        standing = on_day(replay(map(events.entry, events.of_assignment(self.session, self.lead))), day)
        assert standing is not None
        return classify(standing, day)

    def now(self, number: int | None = None) -> Assignment:
        """Return an assignment as it stands, the ward's when none is named."""
        self.session.rollback()
        return self.session.get_one(Assignment, number or self.lead)
