"""Random questions about a random town are answered by SQL as the replay of the event log answers them.

`make test` asks some hundreds on each database, `make deep` ten thousand.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from tests.support.builders import START, a_directive, a_unit
from tests.support.depth import cases
from tracker.core.clock import local_instant
from tracker.law.lifecycle import Action
from tracker.law.permissions import Origin, Scope
from tracker.law.replay import HistoryEntry, filter_known_entries, get_interval_on, replay_history
from tracker.law.timing import DayState, StatusInterval, Timing, classify_directive, classify_timing
from tracker.tasks import classified, event_log
from tracker.tasks.cuts import Cut
from tracker.tasks.events import StatusIntervalRow
from tracker.tasks.models import Assignment
from tracker.tasks.selection import COUNTED_AS_DIRECTIVES, Basis, Count, Selection

pytestmark = [pytest.mark.both_databases, pytest.mark.random_cases]

QUESTIONS = cases(fast=80, usual=250, deep=10_000)
DIRECTIVES, DAYS = 24, 70
ACTIONS = (
    Action.CONFIRM, Action.CONFIRM, Action.GRANT_EXTENSION, Action.SET_DEADLINE, Action.ATTEST, Action.SUSPEND,
    Action.RESUME, Action.WITHDRAW, Action.CANCEL, Action.REOPEN, Action.REASSIGN, Action.REPORT_PROGRESS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Life:
    """An assignment of the town as its event log tells it; `below` are the units under its own at the end."""

    task_id: int
    origin: Origin
    given_on: dt.date
    original_due_on: dt.date | None
    entries: list[HistoryEntry]


def a_day(random: Random) -> dt.date:
    return START + dt.timedelta(days=random.randrange(DAYS))


def a_history(random: Random, given_on: dt.date, unit_id: int, unit_ids: list[int]) -> list[HistoryEntry]:
    """Return an event log: given, then anything in any order, lines recorded one after another."""
    due = None if random.random() < 0.2 else a_day(random)
    entries = [HistoryEntry(Action.ASSIGN, given_on, local_instant(given_on, 8), unit_id, due_on=due)]
    for _ in range(random.randrange(7)):
        action, day = random.choice(ACTIONS), max(given_on, a_day(random))
        recorded = entries[-1].recorded_at + dt.timedelta(hours=random.randrange(1, 200))
        moved = random.choice(unit_ids) if action is Action.REASSIGN else entries[-1].unit_id
        until = day + dt.timedelta(days=random.randrange(30)) if action is Action.ATTEST else None
        new_due = None if random.random() < 0.2 else a_day(random)
        entries.append(HistoryEntry(action, day, recorded, moved, due_on=new_due, until_on=until))
    return entries


def a_town(session: Session, random: Random) -> tuple[list[Life], list[int], dict[int, set[int]]]:
    """Make units, one above two others, and directives to one to four of them with random lives."""
    top = a_unit(session, "TOP", "UBND thị xã")
    others = [a_unit(session, f"X{n}", f"UBND phường số {n}", parent_id=top.id if n < 2 else None) for n in range(5)]
    units = [top, *others]
    subtree = {unit.id: {unit.id} for unit in others} | {top.id: {top.id, others[0].id, others[1].id}}
    lives = []
    for number in range(DIRECTIVES):
        origin = random.choice([Origin.PROVINCE, Origin.TOWN])
        leads = random.sample(units, random.randint(1, 4))
        given_on = START + dt.timedelta(days=random.randrange(DAYS // 2))
        for made in a_directive(session, *leads, origin=origin, given_on=given_on, due_on=None, content=f"V{number}"):
            entries = a_history(random, given_on, made.unit_id, [unit.id for unit in units])
            lives.append(_kept(session, made, origin, given_on, entries))
    session.commit()
    return lives, [unit.id for unit in units], subtree


def _kept(session: Session, made: Assignment, origin: Origin, given_on: dt.date, entries: list[HistoryEntry]) -> Life:
    session.execute(delete(StatusIntervalRow).where(StatusIntervalRow.assignment_id == made.id))
    made.original_due_on = entries[0].due_on
    for place, entry in enumerate(entries, start=1):
        event_log.save_status_intervals(session, made, origin, replay_history(entries[:place]), now=entry.recorded_at)
        session.flush()
    session.commit()  # the next directive begins a unit of work of its own
    return Life(made.task_id, origin, given_on, entries[0].due_on, entries)


def a_question(random: Random, unit_ids: list[int]) -> Selection:
    """Return a question with a random unit, range, cut-off, instant of knowledge, count and deadline."""
    as_of = a_day(random)
    since = random.choice([None, as_of - dt.timedelta(days=random.randrange(40))])
    instant = local_instant(START, 8) + dt.timedelta(hours=random.randrange(24 * DAYS))
    unit_id = random.choice([None, None, *unit_ids])
    return Selection(
        as_of=as_of,
        scope=Scope(everywhere=True),
        known_at=random.choice([None, instant, instant]),
        since=since,
        count=random.choice(list(Count)),
        basis=random.choice(list(Basis)),
        origins=random.choice([frozenset(), frozenset({Origin.TOWN}), frozenset({Origin.PROVINCE})]),
        unit_id=unit_id,
        with_subunits=unit_id is not None and random.random() < 0.5,
    )


def belongs(standing: StatusInterval, asked: Selection) -> bool:
    """Tell whether what held is of the period; what was taken out later from an earlier day still is."""
    if asked.since is None or standing.day_state in (DayState.OPEN, DayState.SUSPENDED):
        return True
    if standing.day_state is DayState.DONE:
        return standing.done_on is not None and standing.done_on >= asked.since
    return standing.left_on is not None and standing.left_on >= asked.since


def by_replay(lives: Iterable[Life], asked: Selection, subtree: dict[int, set[int]]) -> tuple[dict[Timing, int], int]:
    """Answer a question by replaying every event log; also how much was carried over."""
    found: dict[tuple[int, int], list[Timing]] = {}
    carried_tasks = {life.task_id for life in lives if asked.since and life.given_on < asked.since}
    for place, life in enumerate(lives):
        known = life.entries if asked.known_at is None else filter_known_entries(life.entries, asked.known_at)
        standing = get_interval_on(replay_history(known), asked.as_of)
        if standing is None or not belongs(standing, asked):
            continue
        wanted = {asked.unit_id} if not asked.with_subunits else subtree[asked.unit_id or 0]
        if asked.unit_id is not None and standing.unit_id not in wanted:
            continue
        if asked.origins and life.origin not in asked.origins:
            continue
        if asked.basis is Basis.ORIGINAL:
            first = life.original_due_on
            standing = replace(
                standing,
                due_on=None if standing.due_on is None else first,
                judged_due_on=None if standing.judged_due_on is None else first,
            )
        together = asked.count is Count.DIRECTIVES or (
            asked.count is Count.BY_ORIGIN and life.origin in COUNTED_AS_DIRECTIVES
        )
        key = (life.task_id, 0 if together else place + 1)
        found.setdefault(key, []).append(classify_timing(standing, asked.as_of))
    gravest = {key: classify_directive(frozenset(timings)) for key, timings in found.items()}
    carried = sum(task in carried_tasks for (task, _), each in gravest.items() if each is not Timing.EXCLUDED)
    return dict(Counter(gravest.values())), carried


@pytest.mark.parametrize("seed", [20211110])
def test_every_question_is_answered_as_the_replay_answers_it(session: Session, seed: int) -> None:
    random = Random(seed)
    lives, unit_ids, subtree = a_town(session, random)
    wrong, said = [], 0
    for _ in range(QUESTIONS):
        asked = a_question(random, unit_ids)
        tally = classified.count_selection(session, asked)
        counted = {timing: number for timing, number in tally.counts.items() if number}
        if tally.excluded:
            counted[Timing.EXCLUDED] = sum(tally.excluded.values())
        expected = by_replay(lives, asked, subtree)
        parts = classified.count_by_cut(session, asked, Cut.UNIT)
        if (counted, tally.carried_over) != expected or sum(part.total for part in parts.values()) != tally.total:
            wrong.append((asked, counted, expected))
        said += bool(counted)

    assert wrong == []
    assert said > QUESTIONS // 2
