"""A scratch database with the shape of a town's work: N tasks in 30 units, of what is due 91 % in time.

Rows are written by the thousand, past the one door, so nothing here is a way to load real data.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tracker.clock import at
from tracker.models.base import Base
from tracker.models.directive import Directive
from tracker.models.document import Document
from tracker.models.event import FAR_DAY, FAR_INSTANT, Event, StandingRow
from tracker.models.person import Membership, Person
from tracker.models.task import Assignment, Part, Task
from tracker.models.unit import Unit
from tracker.rules.chain import GENESIS, seal
from tracker.rules.lifecycle import Action, AssignmentState
from tracker.rules.permissions import Origin, Role
from tracker.rules.searching import search_key
from tracker.rules.terms import TermKind
from tracker.rules.timeliness import Box
from tracker.rules.unit_names import UnitKind
from tracker.store import words as words_of
from tracker.store.events import SEALED

UNITS = 30
TODAY = dt.date(2021, 11, 10)
FIRST = dt.date(2021, 1, 4)
FULL_PAGE = 50
BUSY_UNIT = 1
"""The unit that gets the first overdue tasks, until they fill a page."""

CHUNK = 10_000
TITLE = "Rà soát, công khai thủ tục hành chính thuộc thẩm quyền giải quyết, báo cáo kết quả lần {number}"
LEADER = UNITS + 1
"""The number of the person who looks at everything."""

DELTAS = (
    "CREATE TABLE bench_delta (unit_id INTEGER, day TEXT, total INTEGER, on_time INTEGER, late INTEGER,"
    " PRIMARY KEY (unit_id, day)) WITHOUT ROWID"
)
SUMS = (
    "INSERT INTO bench_delta SELECT unit_id, coalesce(done_on, assigned_on), count(*),"
    " sum(done_on <= due_on), sum(done_on > due_on) FROM assignment GROUP BY 1, 2"
)
NOTES = "CREATE TABLE bench_note (id INTEGER PRIMARY KEY, task_id INTEGER, note TEXT)"
"""The tables of the floor application: sums by unit and day, and something to write into."""

Rows = dict[type[Base], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Shape:
    """How much work, in how many units, over how many years up to the day of the report."""

    tasks: int
    units: int = UNITS
    years: int = 1


def fill(engine: sa.Engine, tasks: int) -> None:
    """Fill an empty SQLite database that has its tables with the work of a town, and the tables of the floor."""
    fill_as(engine, Shape(tasks))
    with engine.begin() as connection:
        words_of.fill(connection)
        for statement in (DELTAS, SUMS, NOTES, "ANALYZE"):
            connection.exec_driver_sql(statement)


def fill_as(engine: sa.Engine, shape: Shape) -> None:
    """Fill an empty database that has its tables; the diary is chained and agrees with the intervals."""
    made, head = 0, GENESIS
    with engine.begin() as connection:
        _insert(connection, _town(shape.units))
    for first in range(1, shape.tasks + 1, CHUNK):
        rows = _work(range(first, min(first + CHUNK, shape.tasks + 1)), shape)
        for line in rows[Event]:
            made += 1
            sealed = {name: line.get(name) for name in SEALED}
            line |= {"id": made, "prev_hash": head, "hash": seal(head, sealed)}
            head = line["hash"]
        with engine.begin() as connection:
            _insert(connection, rows)


def _insert(connection: sa.Connection, rows: Rows) -> None:
    for model, values in rows.items():
        connection.execute(sa.insert(model), values)


def _town(units_made: int) -> Rows:
    numbers, leader = range(1, units_made + 1), units_made + 1
    since = dt.date(2020, 1, 1)
    units = [
        {
            "id": n,
            "code": f"U{n}",
            "name": f"UBND phường số {n}",
            "short_name": f"Phường số {n}",
            "kind": UnitKind.WARD,
            "search_text": f"phuong so {n}",
            "sort_key": f"{n:03}",
            "valid_from": since,
        }
        for n in numbers
    ]
    people = [
        {
            "id": n,
            "login": f"u{n}",
            "name": f"Nguyễn Văn {n}",
            "sort_key": f"{n:03}",
            "created_at": at(since, 8),
        }
        for n in (*numbers, leader)
    ]
    posts: list[dict[str, Any]] = [
        {"person_id": n, "unit_id": n, "role": Role.WARD_OFFICIAL, "valid_from": since} for n in numbers
    ]
    posts.append({"person_id": leader, "unit_id": 1, "role": Role.LEADER, "valid_from": since})
    return {Unit: units, Person: people, Membership: posts}


def _work(numbers: range, shape: Shape) -> Rows:
    """Return the rows of some tasks: each with its paper, its diary and the days for which it counts."""
    rows: Rows = {model: [] for model in (Document, Directive, Task, Assignment, Event, StandingRow)}
    for number in numbers:
        year = number % shape.years
        given = FIRST - dt.timedelta(days=365 * year) + dt.timedelta(days=number * 277 // shape.tasks % 277)
        outcome = number * 7919 % 1000
        is_overdue, is_open = 855 <= outcome < 900, outcome >= 855 and (year == 0 or outcome % 10 == 0)
        due = given + dt.timedelta(days=30) if outcome < 900 else TODAY + dt.timedelta(days=1 + number % 60)
        if outcome < 900:
            due = min(due, TODAY - dt.timedelta(days=1))
        if year and outcome >= 900:
            due = given + dt.timedelta(days=60)
        done = None if is_open else due + dt.timedelta(days=5 if outcome >= 819 else -(number % 3))
        done = min(done, TODAY) if done else None
        unit = BUSY_UNIT if is_overdue and number * 45 // 1000 <= FULL_PAGE else number % shape.units + 1
        _paper(rows, number, given, due)
        _assignment(rows, number, unit, given, due, done)
        _diary(rows, number, unit, given, due, done)
    return rows


def _paper(rows: Rows, number: int, given: dt.date, due: dt.date) -> None:
    title = TITLE.format(number=number)
    made = {"id": number, "created_at": at(given, 8)}
    rows[Document].append({**made, "reference": f"{number}/UBND-NC", "issued_on": given, "issuer": "UBND"})
    words = {
        "leader": "Chủ tịch UBND thị xã",
        "field": "Nội vụ",
        "search_text": search_key(f"{number}/UBND-NC", title),
    }
    rows[Directive].append(
        {**made, **words, "origin": Origin.TOWN, "document_id": number, "given_on": given, "content": title}
    )
    rows[Task].append(
        {
            **made,
            **words,
            "origin": Origin.TOWN,
            "directive_id": number,
            "code": f"{number}/UBND-NC",
            "title": title,
            "kind": TermKind.ONCE,
            "term_text": f"trước ngày {due:%d/%m/%Y}",
            "due_on": due,
            "assigned_on": given,
        }
    )


def _assignment(
    rows: Rows, number: int, unit: int, given: dt.date, due: dt.date, done: dt.date | None
) -> None:
    rows[Assignment].append(
        {
            "id": number,
            "task_id": number,
            "unit_id": unit,
            "part": Part.LEAD,
            "state": AssignmentState.DONE if done else AssignmentState.IN_PROGRESS,
            "assigned_on": given,
            "received_on": given,
            "original_due_on": due,
            "due_on": due,
            "submitted_on": done,
            "done_on": done,
            "progress": 100 if done else 50,
            "last_event_at": at(done or given, 9),
        }
    )
    same = {
        "assignment_id": number,
        "task_id": number,
        "unit_id": unit,
        "origin": Origin.TOWN,
        "due_on": due,
        "first_due_on": due,
    }
    waiting = {
        "from_on": given,
        "known_from": at(given, 8),
        "box": Box.OPEN,
        "judged_due_on": due,
        "done_on": None,
    }
    for_ever = {"until_on": FAR_DAY, "known_until": FAR_INSTANT}
    if done is None:
        rows[StandingRow].append(same | waiting | for_ever)
        return
    learnt = at(done, 16)
    finished = {"from_on": done, "box": Box.DONE, "judged_due_on": due, "done_on": done, "known_from": learnt}
    rows[StandingRow] += [
        same | waiting | for_ever | {"known_until": learnt},
        same | waiting | for_ever | {"until_on": done, "known_from": learnt},
        same | finished | for_ever,
    ]


def _diary(rows: Rows, number: int, unit: int, given: dt.date, due: dt.date, done: dt.date | None) -> None:
    states = AssignmentState
    steps = [
        (Action.ASSIGN, states.DRAFT, states.ASSIGNED, given, 8),
        (Action.ACCEPT, states.ASSIGNED, states.ACCEPTED, given, 9),
        (Action.REPORT_PROGRESS, states.ACCEPTED, states.IN_PROGRESS, given, 10),
    ]
    if done is not None:
        steps.append((Action.SUBMIT, states.IN_PROGRESS, states.SUBMITTED, done, 15))
        steps.append((Action.CONFIRM, states.SUBMITTED, states.DONE, done, 16))
    for sequence, (action, before, after, day, hour) in enumerate(steps, start=1):
        rows[Event].append(
            {
                "assignment_id": number,
                "sequence": sequence,
                "action": action,
                "state_before": before,
                "state_after": after,
                "effective_on": day,
                "recorded_at": at(day, hour),
                "unit_id": unit,
                "due_on": due,
                "actor_id": unit,
                "actor_name": f"Nguyễn Văn {unit}",
                "note": "Đã rà soát xong, đang tổng hợp.",
                "document": "",
                "details": {},
            }
        )
