"""The recount finds one changed row, of whatever kind, and says the same whoever shares the work."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import sqlalchemy as sa
from hypothesis import given, strategies as st
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.law.hash_chain import (
    GENESIS,
    canonicalise_json,
    hash_event_line,
    join_chain_stretches,
    to_hashed_text,
    walk_chain_lines,
)
from tracker.law.permissions import Role
from tracker.operations import verification
from tracker.tasks.actions import completion, deadline
from tracker.tasks.event_log import SEALED
from tracker.tasks.events import StatusIntervalRow

pytestmark = pytest.mark.both_databases

DAY = dt.date(2021, 6, 14)
UNGUARDED = {
    "sqlite": ("DROP TRIGGER event_refuses_update", "DROP TRIGGER event_refuses_delete"),
    "postgresql": ("ALTER TABLE event DISABLE TRIGGER USER",),
}
CHANGES = {
    "a note of the diary": "UPDATE event SET note = 'khác' WHERE id = 2",
    "a day of the diary": "UPDATE event SET effective_on = '2021-06-01' WHERE id = 2",
    "a seal of the diary": "UPDATE event SET hash = prev_hash WHERE id = 1",
    "a line of the diary is gone": "DELETE FROM event WHERE id = 2",
    "the state of a row": "UPDATE assignment SET state = 'in_progress' WHERE id = 1",
    "the deadline of a row": "UPDATE assignment SET due_on = '2021-12-31' WHERE id = 2",
    "the unit of a row": "UPDATE assignment SET unit_id = 2 WHERE id = 1",
    "the day of an interval": "UPDATE status_interval SET from_on = '2021-01-05' WHERE assignment_id = 1",
    "the deadline of an interval": "UPDATE status_interval SET judged_due_on = '2021-12-31' WHERE assignment_id = 1",
    "when an interval was learnt": "UPDATE status_interval"
    " SET known_from = '2021-01-05 00:00:00.000000' WHERE assignment_id = 2",
    "who has it in hand": "UPDATE assignment SET person_id = 1 WHERE id = 1",
    "whose an interval is": "UPDATE status_interval SET origin = 'plan' WHERE assignment_id = 1",
    "an interval is gone": "DELETE FROM status_interval WHERE assignment_id = 2",
    "an interval is there twice": "INSERT INTO status_interval"
    " (assignment_id, task_id, origin, unit_id, from_on, until_on,"
    " known_from, known_until, day_state, due_on, judged_due_on, done_on, first_due_on, after_hour)"
    " SELECT assignment_id, task_id, origin, unit_id, from_on, until_on, known_from, known_until, day_state, due_on,"
    " judged_due_on, done_on, first_due_on, after_hour FROM status_interval WHERE assignment_id = 1",
}


@pytest.fixture
def town(session: Session) -> Session:
    """Return a town whose ward has accepted two directives; a second ward exists."""
    ward = a_unit(session)
    a_unit(session, "HUONGCHU", "UBND phường Hương Chữ")
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    for _ in range(2):
        [assignment] = a_directive(session, ward)
        with unit_of_work(session, official, ManualClock(local_instant(DAY, 9))) as work:
            completion.accept_assignment(work, assignment.id)
    return session


def test_one_changed_row_is_found_of_whatever_kind(town: Session) -> None:
    sound = verification.verify_records(town)
    assert (sound.lines, sound.broken_line, sound.assignments, sound.differing) == (4, None, 2, ())
    unseen = []
    for name, change in CHANGES.items():
        for statement in (*UNGUARDED[town.get_bind().dialect.name], change):
            town.execute(sa.text(statement))
        found = verification.verify_records(town)
        if found.broken_line is None and not found.differing:
            unseen.append(name)
        town.rollback()

    assert unseen == []


def test_many_hands_find_what_one_finds(town: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = verification.verify_records(town)
    town.execute(sa.text("UPDATE assignment SET due_on = '2021-12-31' WHERE id = 2"))
    town.commit()
    monkeypatch.setattr(verification, "WORTH_SHARING", 1)

    together = verification.verify_in_processes(town, 2)

    assert (together.lines, together.head, together.assignments) == (alone.lines, alone.head, 2)
    assert (together.broken_line, together.differing) == (None, (2,))


def test_parts_of_a_diary_that_do_not_follow_one_another_show() -> None:
    lines, head = [], GENESIS
    for number in range(1, 7):
        text = f'{{"note":"{number}"}}'
        sealed = hash_event_line(head, {"note": str(number)})
        lines.append((number, head, sealed, text))
        head = sealed
    parts = [walk_chain_lines(lines[:2]), walk_chain_lines(lines[2:4]), walk_chain_lines(lines[4:])]
    found = [part for part in parts if part is not None]

    assert (
        join_chain_stretches(found).broken,
        join_chain_stretches(found).head,
        join_chain_stretches(found).lines,
    ) == (None, head, 6)
    assert join_chain_stretches([found[0], found[2]]).broken == 5
    assert join_chain_stretches(found[1:]).broken == 3


def test_a_first_deadline_given_later_is_no_finding(session: Session) -> None:
    """K19: the intervals of the days before say what was true on them, that there was no deadline yet."""
    ward, office = a_unit(session), a_unit(session, "VP", "Văn phòng")
    office_head = an_official(session, Role.OFFICE, office)
    [assignment] = a_directive(session, ward, due_on=None)
    with unit_of_work(session, office_head, ManualClock(local_instant(DAY, 9))) as work:
        deadline.set_assignment_deadline(work, assignment.id, due_on=dt.date(2021, 11, 30), note="gấp", document="5/TB")

    found = verification.verify_records(session)
    first = session.execute(
        sa.select(StatusIntervalRow.from_on, StatusIntervalRow.first_due_on).order_by(
            StatusIntervalRow.from_on, StatusIntervalRow.id
        )
    ).all()

    assert (found.broken_line, found.differing) == (None, ())
    assert {due for day, due in first if day < DAY} == {None}
    assert {due for day, due in first if day >= DAY} == {dt.date(2021, 11, 30)}


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    line=st.fixed_dictionaries(
        {
            "assignment_id": st.integers(1, 10**9),
            "sequence": st.integers(1, 99),
            "action": WORDS,
            "state_before": WORDS,
            "state_after": WORDS,
            "effective_on": st.dates(),
            "recorded_at": st.datetimes(timezones=st.just(dt.UTC)),
            "unit_id": st.integers(1, 999),
            "due_on": st.none() | st.dates(),
            "until_on": st.none() | st.dates(),
            "actor_id": st.none() | st.integers(1, 999),
            "actor_name": WORDS,
            "acting_for_id": st.none() | st.integers(1, 999),
            "note": WORDS,
            "document": WORDS,
            "details": st.dictionaries(WORDS, st.none() | st.lists(WORDS | st.integers()), max_size=2),
        }
    )
)
def test_a_line_read_quickly_is_the_line_that_was_sealed(line: dict[str, object]) -> None:
    def written(name: str) -> str | int | None:
        value = line[name]
        if isinstance(value, dt.datetime):
            return value.isoformat(timespec="microseconds")
        if isinstance(value, dt.date):
            return value.isoformat()
        if name == "details":
            return canonicalise_json(json.dumps(value))
        assert value is None or isinstance(value, str | int)
        return value

    text = to_hashed_text([written(name) for name in sorted(SEALED)])
    found = walk_chain_lines([(1, GENESIS, hash_event_line(GENESIS, line), text)])

    assert found is not None and found.broken is None
