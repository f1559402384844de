"""A scratch database with the shape of a town's work: N tasks in 30 units, of what is due 91 % in time.

Rows are written by the thousand, past the event log, so nothing here is a way to load real data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from bench.bulk import in_bulk, insert
from bench.lives import UNITS, Life, Shape, Step
from tracker.core.clock import local_instant
from tracker.core.text import search_key
from tracker.database.base import Base
from tracker.law.hash_chain import GENESIS, hash_event_line
from tracker.law.lifecycle import Action
from tracker.law.permissions import Origin, Role
from tracker.law.replay import replay_as_known
from tracker.law.terms import TermKind
from tracker.office.models import Document, Membership, Person, Unit
from tracker.office.name_reader import UnitKind
from tracker.tasks import search
from tracker.tasks.event_log import SEALED
from tracker.tasks.events import FAR_DAY, FAR_INSTANT, StatusIntervalRow, TaskEvent
from tracker.tasks.models import Assignment, AssignmentRole, Task
from tracker.tasks.sources import Directive

ANY_NUMBER = "909090909"
FIELDS = ("Nội vụ", "Tư pháp", "Tài nguyên và Môi trường", "Văn hóa và Thông tin", "Tài chính")
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


def fill(engine: sa.Engine, tasks: int) -> None:
    """Fill an empty SQLite database that has its tables with the work of a town, and the tables of the floor."""
    fill_as(engine, Shape(tasks))
    with engine.begin() as connection:
        search.rebuild_search_tables(connection)
        for statement in (DELTAS, SUMS, NOTES, "ANALYZE"):
            connection.exec_driver_sql(statement)


def fill_as(engine: sa.Engine, shape: Shape) -> None:
    """Fill an empty database that has its tables; the event log is chained and agrees with the intervals."""
    made, head = 0, GENESIS
    with in_bulk(engine) as connection:
        _insert(connection, _town(shape.units))
        for first in range(1, shape.tasks + 1, CHUNK):
            rows = _work(range(first, min(first + CHUNK, shape.tasks + 1)), shape)
            for line in rows[TaskEvent]:
                made += 1
                sealed = {name: line.get(name) for name in SEALED}
                line |= {"id": made, "prev_hash": head, "hash": hash_event_line(head, sealed)}
                head = line["hash"]
            _insert(connection, rows)
            connection.commit()


def _insert(connection: sa.Connection, rows: Rows) -> None:
    for model, values in rows.items():
        insert(connection, model, values)


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
            "aliases": [],
        }
        for n in numbers
    ]
    people = [
        {
            "id": n,
            "login": f"u{n}",
            "name": f"Nguyễn Văn {n}",
            "sort_key": f"{n:03}",
            "created_at": local_instant(since, 8),
        }
        for n in (*numbers, leader)
    ]
    posts: list[dict[str, Any]] = [
        {"person_id": n, "unit_id": n, "role": Role.WARD_OFFICIAL, "valid_from": since} for n in numbers
    ]
    posts.append({"person_id": leader, "unit_id": 1, "role": Role.LEADER, "valid_from": since})
    return {Unit: units, Person: people, Membership: posts}


def _work(numbers: range, shape: Shape) -> Rows:
    """Return the rows of some tasks: each with its paper, its event log and the days for which it counts."""
    rows: Rows = {model: [] for model in (Document, Directive, Task, Assignment, TaskEvent, StatusIntervalRow)}
    for number in numbers:
        life = Life.of(number, shape)
        steps = list(life.steps())
        _paper(rows, life)
        _assignment(rows, life, steps)
        _intervals(rows, life, steps)
        _diary(rows, life, steps)
    return rows


def _paper(rows: Rows, life: Life) -> None:
    number = life.number
    reference, title = f"{number}/UBND-NC", TITLE.format(number=number)
    made = {"id": number, "created_at": local_instant(life.given, 8)}
    rows[Document].append(
        {
            **made,
            "reference": reference,
            "issued_on": life.given,
            "issuer": "UBND",
            "search_text": _found_by(number, "{}/UBND-NC", "UBND"),
        }
    )
    words = {
        "leader": f"Phó Chủ tịch số {number % 7 + 1}",
        "field": FIELDS[number % len(FIELDS)],
        "search_text": _found_by(number, "{}/UBND-NC", TITLE.replace("{number}", "{}")),
    }
    rows[Directive].append(
        {**made, **words, "origin": Origin.TOWN, "document_id": number, "given_on": life.given, "content": title}
    )
    rows[Task].append(
        {
            **made,
            **words,
            "origin": Origin.TOWN,
            "directive_id": number,
            "code": reference,
            "title": title,
            "kind": TermKind.ONCE,
            "term_text": f"trước ngày {life.first_due:%d/%m/%Y}",
            "term_assumptions": [],
            "due_on": life.first_due,
            "assigned_on": life.given,
        }
    )


def _found_by(number: int, *texts: str) -> str:
    """Return the words by which a text with a number in it is found, made once for all numbers."""
    return _found_by_any(texts).replace(ANY_NUMBER, str(number))


@lru_cache
def _found_by_any(texts: tuple[str, ...]) -> str:
    return search_key(*(text.format(ANY_NUMBER) for text in texts))


def _assignment(rows: Rows, life: Life, steps: Sequence[Step]) -> None:
    last = steps[-1]
    rows[Assignment].append(
        {
            "id": life.number,
            "task_id": life.number,
            "unit_id": life.unit,
            "given_to_id": life.unit,
            "part": AssignmentRole.LEAD,
            "state": last.after,
            "assigned_on": life.given,
            "received_on": life.given,
            "original_due_on": life.first_due,
            "due_on": life.due,
            "submitted_on": life.done,
            "done_on": life.done,
            "progress": 100 if life.done else 50,
            "extension_count": sum(step.entry.action is Action.GRANT_EXTENSION for step in steps),
            "reopened_count": sum(step.entry.action is Action.REOPEN for step in steps),
            "last_event_at": last.entry.recorded_at,
        }
    )


def _intervals(rows: Rows, life: Life, steps: Sequence[Step]) -> None:
    for standing, since, until in replay_as_known([step.entry for step in steps]):
        rows[StatusIntervalRow].append(
            {
                "assignment_id": life.number,
                "task_id": life.number,
                "unit_id": standing.unit_id,
                "origin": Origin.TOWN,
                "from_on": standing.from_on,
                "until_on": standing.until_on or FAR_DAY,
                "known_from": since,
                "known_until": until or FAR_INSTANT,
                "day_state": standing.day_state,
                "due_on": standing.due_on,
                "judged_due_on": standing.judged_due_on,
                "done_on": standing.done_on,
                "first_due_on": life.first_due,
                "after_hour": False,
            }
        )


def _diary(rows: Rows, life: Life, steps: Sequence[Step]) -> None:
    for sequence, step in enumerate(steps, start=1):
        entry = step.entry
        rows[TaskEvent].append(
            {
                "assignment_id": life.number,
                "sequence": sequence,
                "action": entry.action,
                "state_before": step.before,
                "state_after": step.after,
                "effective_on": entry.effective_on,
                "recorded_at": entry.recorded_at,
                "unit_id": entry.unit_id,
                "due_on": entry.due_on,
                "actor_id": entry.unit_id,
                "actor_name": f"Nguyễn Văn {entry.unit_id}",
                "note": "Đã rà soát xong, đang tổng hợp.",
                "document": "",
                "details": {},
            }
        )
