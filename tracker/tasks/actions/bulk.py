"""Acting on many tasks at once: each by itself, with its own events in the event log and its own answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.core.clock import Clock
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, run_in_savepoint, unit_of_work
from tracker.law.permissions import Actor, Permission, get_permission_scope
from tracker.tasks import queries as task_queries
from tracker.tasks.models import Assignment, Extension, Submission

MOST_BULK_TASKS = 200
"""Tasks that can be acted on at once."""

BULK_COMMIT_SIZE = 20
"""Tasks of which the changes are committed at once: others wait so long for the event log at most."""

Chosen = Mapping[int, int | None]
"""Assignments by id, each with the version that was looked at."""


@dataclass(frozen=True, slots=True)
class BulkCandidate:
    """A chosen assignment as the page of confirmation shows it, with what waits on it."""

    assignment: Assignment
    report: Submission | None
    extension: Extension | None


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of one: done, done by an earlier press of the same button, or refused."""

    assignment_id: int
    refusal: Refusal | None = None
    was_done_before: bool = False


def list_bulk_candidates(work: UnitOfWork, assignment_ids: Sequence[int]) -> list[BulkCandidate]:
    """Return the chosen assignments the actor may see, in the order chosen, at most `MOST`."""
    seen = get_permission_scope(work.actor, Permission.TASK_READ)
    found = task_queries.get_assignments(work.session, list(dict.fromkeys(assignment_ids))[:MOST_BULK_TASKS], seen)
    reports, extensions = task_queries.get_waiting_requests(work.session, [each.id for each in found])
    return [BulkCandidate(each, reports.get(each.id), extensions.get(each.id)) for each in found]


def run_bulk_action(
    session: Session,
    actor: Actor,
    clock: Clock,
    batch: str,
    chosen: Chosen,
    act: Callable[[UnitOfWork, int, int | None], object],
) -> list[BulkResult]:
    """Act on each of the chosen and say what became of it; the same `batch` sent again does nothing more.

    `act` gets the assignment and the version that was looked at. One refusal does not stop the others. Some are
    committed together, for a commit waits for the disk; each is undone by itself when it is refused.
    """
    pairs = list(chosen.items())[:MOST_BULK_TASKS]
    answers: list[BulkResult] = []
    for first in range(0, len(pairs), BULK_COMMIT_SIZE):
        with unit_of_work(session, actor, clock) as work:
            answers += [
                _one(work, f"{batch[:40]}.{number}", number, version, act)
                for number, version in pairs[first : first + BULK_COMMIT_SIZE]
            ]
    return answers


def _one(
    work: UnitOfWork,
    request_id: str,
    number: int,
    version: int | None,
    act: Callable[[UnitOfWork, int, int | None], object],
) -> BulkResult:
    try:
        with run_in_savepoint(work, request_id):
            act(work, number, version)
    except Refusal as refusal:
        if refusal.reason is Reason.REQUEST_REUSED:
            return BulkResult(number, was_done_before=True)
        return BulkResult(number, refusal)
    return BulkResult(number)
