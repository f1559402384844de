"""Acting on many tasks at once: each by itself, with its own line in the diary and its own answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.submission import Extension, Submission
from tracker.models.task import Assignment
from tracker.rules.permissions import Actor, Permission, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.store import chosen as chosen_ones
from tracker.transaction import Work, one_of_several, unit_of_work

MOST = 200
"""Tasks that can be acted on at once."""

TOGETHER = 20
"""Tasks of which the changes are committed at once: others wait so long for the diary at most."""

Chosen = Mapping[int, int | None]
"""Assignments by id, each with the version that was looked at."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A chosen assignment as the page of confirmation shows it, with what waits on it."""

    assignment: Assignment
    report: Submission | None
    extension: Extension | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one: done, done by an earlier press of the same button, or refused."""

    assignment_id: int
    refusal: Refusal | None = None
    was_done_before: bool = False


def looked_at(work: Work, assignment_ids: Sequence[int]) -> list[Looked]:
    """Return the chosen assignments the actor may see, in the order chosen, at most `MOST`."""
    seen = scope(work.actor, Permission.TASK_READ)
    found = chosen_ones.several(work.session, list(dict.fromkeys(assignment_ids))[:MOST], seen)
    reports, extensions = chosen_ones.waiting(work.session, [each.id for each in found])
    return [Looked(each, reports.get(each.id), extensions.get(each.id)) for each in found]


def carry_out(
    session: Session,
    actor: Actor,
    clock: Clock,
    batch: str,
    chosen: Chosen,
    act: Callable[[Work, int, int | None], object],
) -> list[Answer]:
    """Act on each of the chosen and say what became of it; the same `batch` sent again does nothing more.

    `act` gets the assignment and the version that was looked at. One refusal does not stop the others. Some are
    committed together, for a commit waits for the disk; each is undone by itself when it is refused.
    """
    pairs = list(chosen.items())[:MOST]
    answers: list[Answer] = []
    for first in range(0, len(pairs), TOGETHER):
        with unit_of_work(session, actor, clock) as work:
            answers += [
                _one(work, f"{batch[:40]}.{number}", number, version, act)
                for number, version in pairs[first : first + TOGETHER]
            ]
    return answers


def _one(
    work: Work,
    request_id: str,
    number: int,
    version: int | None,
    act: Callable[[Work, int, int | None], object],
) -> Answer:
    try:
        with one_of_several(work, request_id):
            act(work, number, version)
    except Refusal as refusal:
        if refusal.reason is Reason.REQUEST_REUSED:
            return Answer(number, was_done_before=True)
        return Answer(number, refusal)
    return Answer(number)
