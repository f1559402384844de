"""Figures come by mail once in a rhythm; one that cannot be written does not keep the others."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.figures import mailed, statistics as figure_statistics
from tracker.figures.models import FigureSubscription
from tracker.figures.statistics import AS_IT_WAS, Figures, UnitNaming
from tracker.law.periods import Rhythm, get_latest_slot, is_slot_due
from tracker.law.permissions import Actor, Role
from tracker.mail.outbox import Letter
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Selection

FRIDAY, MONDAY = dt.date(2021, 11, 5), dt.date(2021, 11, 8)
BASE = "https://theo-doi.example"


def wish(session: Session, actor: Actor, cut: Cut = Cut.UNIT) -> int:
    with unit_of_work(session, actor, ManualClock(local_instant(FRIDAY, 9))) as work:
        return mailed.start_figure_subscription(work, cut=cut, since_january=True, rhythm=Rhythm.WEEKLY, hour=8).id


def letters(session: Session) -> list[Letter]:
    return list(session.scalars(select(Letter).where(Letter.kind.startswith("figures")).order_by(Letter.id)))


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (FRIDAY - dt.timedelta(days=4), local_instant(FRIDAY, 17), False),
        (FRIDAY - dt.timedelta(days=4), local_instant(MONDAY, 7), False),
        (FRIDAY - dt.timedelta(days=4), local_instant(MONDAY, 8), True),
        (FRIDAY - dt.timedelta(days=4), local_instant(MONDAY + dt.timedelta(days=2), 7), True),
        (MONDAY, local_instant(MONDAY, 8), False),
    ],
)
def test_one_comes_on_monday_from_the_hour_on_and_is_caught_up(last: dt.date, now: dt.datetime, due: bool) -> None:
    assert is_slot_due(Rhythm.WEEKLY, 8, last, now) is due


def test_a_month_begins_on_its_first_day() -> None:
    assert get_latest_slot(Rhythm.MONTHLY, MONDAY) == dt.date(2021, 11, 1)


def test_the_letter_says_what_its_reader_may_see_once(session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    a_directive(session, ward, other, due_on=dt.date(2021, 11, 1))
    wish(session, an_official(session, Role.WARD_OFFICIAL, ward))

    counts = [mailed.queue_due(session, ManualClock(local_instant(MONDAY, hour)), BASE) for hour in (7, 9, 10)]

    [letter] = letters(session)
    assert counts == [0, 1, 0]
    assert "UBND phường Tứ Hạ: 1, hoàn thành 0" in letter.body_text
    assert "Hương Chữ" not in letter.body_text
    assert f"{BASE}/so-lieu?tinh-den=2021-11-07&tu-ngay=2021-01-01" in letter.body_text


def test_one_failure_does_not_stop_the_others(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    leader = an_official(session, Role.LEADER, a_unit(session))
    broken, whole = wish(session, leader, Cut.PERSON), wish(session, leader, Cut.UNIT)
    counted = figure_statistics.compute_figures

    def failing(
        work: UnitOfWork, selection: Selection, cut: Cut | None = None, naming: UnitNaming = AS_IT_WAS
    ) -> Figures:
        if cut is Cut.PERSON:
            raise OSError("the disk is full")
        return counted(work, selection, cut, naming)

    monkeypatch.setattr(figure_statistics, "compute_figures", failing)
    queued = mailed.queue_due(session, ManualClock(local_instant(MONDAY, 9)), BASE)

    assert (queued, [letter.kind for letter in letters(session)]) == (1, [f"figures.{whole}"])
    assert session.get_one(FigureSubscription, broken).last_error == "OSError: the disk is full"


def test_nobody_ends_the_wish_of_another(session: Session) -> None:
    ward = a_unit(session)
    number = wish(session, an_official(session, Role.LEADER, ward))
    other = an_official(session, Role.OFFICE, ward)

    with (
        pytest.raises(Refusal, match="not_found"),
        unit_of_work(session, other, ManualClock(local_instant(FRIDAY, 9))) as work,
    ):
        mailed.stop_figure_subscription(work, number)
