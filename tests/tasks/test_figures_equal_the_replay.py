"""The figures read from dated intervals equal the replay of the event log, for any history, day and instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from tests.support.builders import START, a_directive, a_unit
from tracker.core.clock import local_instant
from tracker.law.lifecycle import Action
from tracker.law.permissions import Origin, Scope
from tracker.law.replay import HistoryEntry, filter_known_entries, get_interval_on, replay_history
from tracker.law.timing import Timing, classify_timing
from tracker.office.models import Unit
from tracker.tasks import classified, event_log
from tracker.tasks.cuts import Cut
from tracker.tasks.events import StatusIntervalRow
from tracker.tasks.models import Assignment
from tracker.tasks.selection import Count, Selection

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
def histories(draw: st.DrawFn) -> list[HistoryEntry]:
    """Draw an event log: given on the first day, then anything in any order, each line recorded later than the last."""
    entries = [HistoryEntry(Action.ASSIGN, START, local_instant(START, 8), 1, due_on=draw(st.none() | DAYS))]
    for step in range(draw(st.integers(0, 8))):
        action = draw(st.sampled_from(AFTER_ASSIGNMENT))
        effective_on = draw(DAYS)
        recorded_at = local_instant(START, 9) + dt.timedelta(days=step * draw(st.integers(0, 9)), minutes=step)
        recorded_at = max(recorded_at, entries[-1].recorded_at)
        until_on = effective_on + dt.timedelta(days=draw(st.integers(0, 30))) if action is Action.ATTEST else None
        entries.append(
            HistoryEntry(
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
    session: Session, assignment: Assignment, history: list[HistoryEntry], day: dt.date, hours: int
) -> None:
    session.execute(delete(StatusIntervalRow))
    for place in range(1, len(history) + 1):
        now = history[place - 1].recorded_at
        line = replay_history(history[:place])
        event_log.save_status_intervals(session, assignment, Origin.TOWN, line, now=now)
        session.flush()
    instant = local_instant(START, 8) + dt.timedelta(hours=hours)

    expected = get_interval_on(replay_history(filter_known_entries(history, instant)), day)
    selection = Selection(as_of=day, scope=Scope(everywhere=True), known_at=instant, count=Count.ASSIGNMENTS)
    counted = classified.count_by_cut(session, selection, Cut.UNIT)

    if expected is None:
        assert counted == {}
    else:
        timing = classify_timing(expected, day)
        [(unit_id, tally)] = counted.items()
        assert session.get(Unit, unit_id) is not None
        assert unit_id == expected.unit_id
        if timing is Timing.EXCLUDED:
            assert (tally.total, tally.excluded) == (0, {expected.day_state: 1})
        else:
            assert (tally.total, tally[timing]) == (1, 1)
