"""The figures read from dated intervals equal the replay of the diary, for any history, day and instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from tests.support.builders import START, a_directive, a_unit
from tracker.clock import at
from tracker.models.event import StandingRow
from tracker.models.task import Assignment
from tracker.models.unit import Unit
from tracker.rules.history import Entry, known_at, on_day, replay
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Origin, Scope
from tracker.rules.selecting import Count, Cut, Selection
from tracker.rules.timeliness import Timing, classify
from tracker.store import counting, standings

pytestmark = pytest.mark.both_databases

DAYS = st.integers(0, 60).map(lambda number: START + dt.timedelta(days=number))
AFTER_ASSIGNMENT = (
    Action.CONFIRM,
    Action.GRANT_EXTENSION,
    Action.SET_DEADLINE,
    Action.ATTEST,
    Action.SUSPEND,
    Action.RESUME,
    Action.WITHDRAW,
    Action.REOPEN,
    Action.REASSIGN,
    Action.REPORT_PROGRESS,
)


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Draw a diary: given on the first day, then anything in any order, each line recorded later than the last."""
    entries = [Entry(Action.ASSIGN, START, at(START, 8), 1, due_on=draw(st.none() | DAYS))]
    for step in range(draw(st.integers(0, 8))):
        action = draw(st.sampled_from(AFTER_ASSIGNMENT))
        effective_on = draw(DAYS)
        recorded_at = at(START, 9) + dt.timedelta(days=step * draw(st.integers(0, 9)), minutes=step)
        recorded_at = max(recorded_at, entries[-1].recorded_at)
        until_on = (
            effective_on + dt.timedelta(days=draw(st.integers(0, 30))) if action is Action.ATTEST else None
        )
        entries.append(
            Entry(
                action,
                effective_on,
                recorded_at,
                draw(st.sampled_from((1, 2))) if action is Action.REASSIGN else entries[-1].unit_id,
                due_on=draw(st.none() | DAYS),
                until_on=until_on,
            )
        )
    return entries


@pytest.fixture
def assignment(session: Session) -> Iterator[Assignment]:
    """Yield an assignment whose intervals a test writes itself; a second unit exists to hand over to."""
    first = a_unit(session)
    a_unit(session, "HUONGCHU", "UBND phường Hương Chữ")
    [made] = a_directive(session, first)
    yield made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), day=DAYS, hours=st.integers(-2, 24 * 70))
def test_counting_equals_replay(
    session: Session, assignment: Assignment, history: list[Entry], day: dt.date, hours: int
) -> None:
    session.execute(delete(StandingRow))
    for place in range(1, len(history) + 1):
        now = history[place - 1].recorded_at
        line = replay(history[:place])
        standings.keep(session, assignment, Origin.TOWN, line, now=now)
        session.flush()
    instant = at(START, 8) + dt.timedelta(hours=hours)

    expected = on_day(replay(known_at(history, instant)), day)
    selection = Selection(as_of=day, scope=Scope(everywhere=True), known_at=instant, count=Count.ASSIGNMENTS)
    counted = counting.group(session, selection, Cut.UNIT)

    if expected is None:
        assert counted == {}
    else:
        timing = classify(expected, day)
        [(unit_id, tally)] = counted.items()
        assert session.get(Unit, unit_id) is not None
        assert unit_id == expected.unit_id
        if timing is Timing.EXCLUDED:
            assert (tally.total, tally.excluded) == (0, {expected.box: 1})
        else:
            assert (tally.total, tally[timing]) == (1, 1)
