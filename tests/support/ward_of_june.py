"""A ward that was given one directive on 1 June 2021, due on the 15th, and the people around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.permissions import Actor, Role
from tracker.law.replay import get_interval_on, replay_history
from tracker.law.timing import Timing, classify_timing
from tracker.tasks import event_log, queries as task_queries
from tracker.tasks.actions import completion, deadline
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment

GIVEN, DUE = dt.date(2021, 6, 1), dt.date(2021, 6, 15)


def june(day: int) -> dt.date:
    """Return a day of June."""
    return dt.date(2021, 6, day)


class Town:
    """A ward with its official and head, a unit that coordinates, the office, a leader; one directive to the ward."""

    def __init__(self, session: Session, clock: ManualClock) -> None:
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
        self.lead, self.share = [each.id for each in task_queries.list_task_assignments(session, lead.task_id)]

    def on(self, day: dt.date, actor: Actor, act: Callable[[UnitOfWork], object], hour: int = 9) -> None:
        """Let somebody act on a civil day."""
        self.clock.move_to(local_instant(day, hour))
        with unit_of_work(self.session, actor, self.clock) as work:
            act(work)

    def refused(self, day: dt.date, actor: Actor, act: Callable[[UnitOfWork], object]) -> Reason:
        """Return why somebody may not act on a civil day; nothing is written then."""
        before = self.session.scalar(sa.select(sa.func.count()).select_from(TaskEvent))
        with pytest.raises(Refusal) as refusal:
            self.on(day, actor, act)
        assert self.session.scalar(sa.select(sa.func.count()).select_from(TaskEvent)) == before
        return refusal.value.reason

    def report(self, day: dt.date, done_on: dt.date | None = None) -> None:
        """Let the ward report complete."""
        self.on(
            day,
            self.official,
            lambda w: completion.submit_completion(w, self.lead, done_on=done_on or day, note="Xong"),
        )

    def confirm(self, day: dt.date) -> None:
        """Let the office confirm."""
        self.on(day, self.office, lambda w: completion.confirm_completion(w, self.lead, late_report_seen=True))

    def extend(self, asked: dt.date, granted: dt.date, to: dt.date) -> None:
        """Let the ward ask for more time and the leader grant it."""
        self.on(
            asked, self.official, lambda w: deadline.submit_extension_request(w, self.lead, to_due_on=to, reason="Bận")
        )
        self.on(granted, self.leader, lambda w: deadline.grant_extension(w, self.lead))

    def stands(self, day: dt.date) -> Timing:
        """Return where the ward's assignment stood at the close of a day."""
        standing = get_interval_on(
            replay_history(map(event_log.to_history_entry, event_log.list_assignment_events(self.session, self.lead))),
            day,
        )
        assert standing is not None
        return classify_timing(standing, day)

    def now(self, number: int | None = None) -> Assignment:
        """Return an assignment as it stands, the ward's when none is named."""
        self.session.rollback()
        return self.session.get_one(Assignment, number or self.lead)
