"""Carrying a change of organisation out: units, lineage, work and people, all in one unit of work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.models.person import Membership
from tracker.models.submission import Extension, Submission, Verdict
from tracker.models.unit import LineageKind, UnitLineage
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Role
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary, papers, units
from tracker.services.reorganising.asking import NEW, Change, Choices
from tracker.services.reorganising.foreseeing import Foreseen, Move, PostMove, foresee
from tracker.store import people, tasks
from tracker.store import reorganising as store
from tracker.transaction import Work
from tracker.wording.reorganising import note_of

WITHOUT_UNIT = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that do not end with the unit of whoever holds them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done: how many assignments went to another unit, outside, or into another one; how many posts."""

    reassigned: int
    transferred: int
    merged: int
    posts: int
    new_unit_id: int | None


def carry_out(
    work: Work, change: Change, choices: Choices | None = None, *, mark: str | None = None
) -> Outcome:
    """Carry a change out as foreseen; every moved assignment gets its line in the diary.

    `mark` is that of what the person has seen (None: from the command line). Raises `Refusal` as `foresee` does,
    and STALE when something moved since it was seen.
    """
    diary.once(work)
    found = foresee(work, change, choices, lock=True)
    if mark is not None and mark != found.mark:
        raise Refusal(Reason.STALE)
    keys: dict[int, int] = {unit_id: unit_id for unit_id in change.successor_ids}
    if change.new_unit is not None:
        new = change.new_unit
        keys[NEW] = units.add(work, code=new.code, name=new.name, kind=new.kind, valid_from=change.on).id
    _write_lineage(work, found, keys)
    goes_to = {each.post.person_id: each.to for each in found.posts}
    for move in found.moves:
        _move(work, found, move, keys, goes_to)
    for each in found.posts:
        _move_post(work, each, change.on, keys)
    work.session.flush()
    return Outcome(
        reassigned=found.count(Action.REASSIGN),
        transferred=found.count(Action.TRANSFER),
        merged=found.count(Action.MERGE),
        posts=len(found.posts),
        new_unit_id=keys.get(NEW),
    )


def _write_lineage(work: Work, found: Foreseen, keys: Mapping[int, int]) -> None:
    """End what ends, rename what is renamed, and keep what follows what, by which paper."""
    change = found.change
    paper = papers.document(
        work,
        reference=change.paper.reference,
        issued_on=change.paper.issued_on,
        issuer=change.paper.issuer,
    )

    def follow(from_id: int, to_id: int | None, to_name: str) -> None:
        work.session.add(
            UnitLineage(
                from_unit_id=from_id,
                to_unit_id=to_id,
                to_name=to_name,
                kind=change.kind,
                changed_on=change.on,
                document_id=paper.id,
            )
        )

    if change.kind is LineageKind.OPENED:
        follow(keys[NEW], keys[NEW], found.successors[NEW])
        return
    if change.kind is LineageKind.RENAMED:
        [unit] = found.units
        units.rename(work, unit, change.to_name, change.on)
        follow(unit.id, unit.id, unit.name)
        return
    for unit in found.units:
        for expected in store.lineage_after(work.session, unit.id, change.on):
            work.session.delete(expected)
        unit.valid_to = change.on - dt.timedelta(days=1)
        if change.kind is LineageKind.MOVED:
            follow(unit.id, None, change.to_name.strip())
        for key, name in found.successors.items():
            follow(unit.id, keys[key], name)


def _move(
    work: Work, found: Foreseen, move: Move, keys: Mapping[int, int], goes_to: Mapping[int, int | None]
) -> None:
    """Write one line of the diary: the assignment goes to a successor, out of the authority, or into its twin."""
    change, assignment = found.change, move.assignment
    details: dict[str, Any] = {}
    to_name = change.to_name.strip() if move.to is None else found.successors[move.to]
    note = note_of(change.kind, assignment.unit.name, to_name)
    if move.action is Action.TRANSFER:
        details["to_name"] = to_name
    if move.merged_into is not None:
        details["merged_into"] = move.merged_into
        assignment.successor_id = move.merged_into
    if move.action is Action.REASSIGN and goes_to.get(assignment.person_id or 0) != move.to:
        assignment.person_id = None
    _answer(work, assignment.id, note, also_extension=move.action is not Action.REASSIGN)
    diary.record(
        work,
        assignment,
        move.action,
        effective_on=max(change.on, assignment.assigned_on or change.on),
        note=note,
        document=str(change.paper),
        unit_id=keys[move.to] if move.action is Action.REASSIGN and move.to is not None else None,
        details=details,
    )


def _answer(work: Work, assignment_id: int, note: str, *, also_extension: bool) -> None:
    """Give back what waited for a decision: the unit that asked is no more; a successor goes on asking for time."""
    waiting: list[Submission | Extension | None] = [tasks.waiting_submission(work.session, assignment_id)]
    if also_extension:
        waiting.append(tasks.open_extension(work.session, assignment_id))
    for request in waiting:
        if request is not None:
            request.verdict = Verdict.RETURNED
            request.decided_at = work.now
            request.decided_by_id = work.actor.user_id
            request.decision_note = note


def _move_post(work: Work, move: PostMove, on: dt.date, keys: Mapping[int, int]) -> None:
    """End a post with the day before the change; its holder holds the same one in the successor from that day."""
    post = move.post
    begins = max(on, post.valid_from)
    unit_id = None if move.to is None else keys[move.to]
    goes_on = unit_id is not None or post.role in WITHOUT_UNIT
    if goes_on and people.open_post(work.session, post.person_id, post.role, unit_id) is None:
        work.session.add(
            Membership(
                person_id=post.person_id,
                unit_id=unit_id,
                role=post.role,
                title=post.title,
                valid_from=begins,
                valid_to=post.valid_to,
            )
        )
    if post.valid_from >= on:
        work.session.delete(post)
    else:
        post.valid_to = on - dt.timedelta(days=1)
