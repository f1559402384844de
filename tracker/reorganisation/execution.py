"""Carrying a change of organisation out: units, lineage, work and people, all in one unit of work.

Looking ahead: exactly which assignments and which people a change of organisation moves, and whereto.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.permissions import Permission, Role, require_permission
from tracker.office import papers as office_papers, people as office_people, units
from tracker.office.models import LineageKind, Membership, Person, Unit, UnitLineage
from tracker.office.name_reader import UnitKind
from tracker.reorganisation import queries
from tracker.reorganisation.request import NEW_UNIT_KEY, ReorganisationChoices, ReorganisationRequest, transfer_note
from tracker.tasks import event_log, queries as task_queries
from tracker.tasks.models import Assignment, AssignmentRole, Extension, ReviewDecision, Submission

WITHOUT_END = frozenset({LineageKind.OPENED, LineageKind.RENAMED})
"""Changes after which the unit is still there."""


@dataclass(frozen=True, slots=True)
class AssignmentMove:
    """One assignment that changes its assignee: how, to which successor, or into which assignment it is merged.

    `merged_into` and `is_twin` speak of the same task assigned to the same successor (K04).
    """

    assignment: Assignment
    action: Action
    to: int | None = None
    merged_into: int | None = None
    is_twin: bool = False

    @property
    def was_reported(self) -> bool:
        """Tell whether a report of completion waits, which the move gives back."""
        return self.assignment.state is AssignmentState.SUBMITTED


@dataclass(frozen=True, slots=True)
class PostMove:
    """One post of a unit that ends: its holder goes to a successor, or holds nothing there any more."""

    post: Membership
    person: Person
    to: int | None


@dataclass(frozen=True, slots=True)
class ReorganisationPreview:
    """Everything a change would do. `mark` is the same as long as nothing it rests on has changed.

    `successors` are the names of those who take over, by key; `staying` counts by unit what is finished and keeps
    the old name.
    """

    change: ReorganisationRequest
    units: Sequence[Unit]
    successors: Mapping[int, str]
    moves: Sequence[AssignmentMove]
    posts: Sequence[PostMove]
    staying: Mapping[int, int]
    mark: str

    def count(self, action: Action, part: AssignmentRole = AssignmentRole.LEAD) -> int:
        """Return how many assignments move this way."""
        return sum(move.action is action and move.assignment.part is part for move in self.moves)

    @property
    def has_twins(self) -> bool:
        """Tell whether some successor has, or gets, the same task twice."""
        return any(move.is_twin for move in self.moves)

    @property
    def reported(self) -> int:
        """How many moved assignments wait for confirmation."""
        return sum(move.was_reported for move in self.moves)


def preview_reorganisation(
    work: UnitOfWork, change: ReorganisationRequest, choices: ReorganisationChoices | None = None, *, lock: bool = False
) -> ReorganisationPreview:
    """Return what a change would do, and write nothing.

    Raises `Refusal` DATE_IN_FUTURE (field `on`), UNIT_NOT_ACTIVE, SUCCESSOR_MISSING, SUCCESSOR_IS_ITSELF,
    DUPLICATE (field `code`).
    """
    require_permission(work.actor, Permission.UNIT_REORGANISE)
    made = choices or ReorganisationChoices()
    changing = [_known(work, unit_id, "unit_ids") for unit_id in change.unit_ids]
    successors = _successors(work, change)
    _check(work, change, changing, successors)
    ends = change.kind not in WITHOUT_END
    ending = [unit.id for unit in changing] if ends else []
    assignments = queries.list_unit_assignments(work.session, ending, lock=lock) if ends else []
    posts = queries.list_affected_posts(work.session, ending, change.on) if ends else []
    return ReorganisationPreview(
        change=change,
        units=changing,
        successors=successors,
        moves=_moves(work, change, assignments, list(successors), made),
        posts=[
            PostMove(post, person, _chosen(made.posts.get(post.id, _first(successors)), successors))
            for post, person in posts
        ],
        staying=queries.count_settled_leads(work.session, ending) if ends else {},
        mark=_mark(changing, assignments, posts),
    )


def _known(work: UnitOfWork, unit_id: int, field: str) -> Unit:
    unit = work.session.get(Unit, unit_id)
    if unit is None:
        raise Refusal(Reason.UNIT_UNKNOWN, field=field, text=unit_id)
    return unit


def _successors(work: UnitOfWork, change: ReorganisationRequest) -> dict[int, str]:
    names: dict[int, str] = {}
    for unit_id in change.successor_ids:
        unit = _known(work, unit_id, "successor_ids")
        if unit_id in change.unit_ids:
            raise Refusal(Reason.SUCCESSOR_IS_ITSELF, field="successor_ids", unit=unit.name)
        if not _exists_on(unit, change.on):
            raise Refusal(Reason.UNIT_NOT_ACTIVE, field="successor_ids", unit=unit.name, day=change.on)
        names[unit_id] = unit.name
    if change.new_unit is not None:
        if units.find_unit_by_code(work.session, change.new_unit.code) is not None:
            raise Refusal(Reason.DUPLICATE, field="code")
        ending = () if change.kind is LineageKind.OPENED else change.unit_ids
        _name_is_free(work, change.new_unit.name, change.on, ending, "name")
        names[NEW_UNIT_KEY] = change.new_unit.name
    return names


def _name_is_free(work: UnitOfWork, name: str, on: dt.date, own: Collection[int], field: str) -> None:
    """Refuse NAME_TAKEN for the name of a unit that goes on; a unit may take the name of one that it follows."""
    for other in units.list_units_named_like(work.session, name, on, None):
        if other.id not in own:
            raise Refusal(Reason.NAME_TAKEN, field=field, name=other.name, code=other.code)


def _check(
    work: UnitOfWork, change: ReorganisationRequest, changing: Sequence[Unit], successors: Mapping[int, str]
) -> None:
    if change.on > work.today and change.kind is not LineageKind.OPENED:
        raise Refusal(Reason.DATE_IN_FUTURE, field="on", latest=work.today)
    day_before = change.on - dt.timedelta(days=1)
    for unit in changing:
        if not _exists_on(unit, day_before):
            raise Refusal(Reason.UNIT_NOT_ACTIVE, field="unit_ids", unit=unit.name, day=day_before)
        if unit.kind is UnitKind.AUTHORITY and change.kind is not LineageKind.RENAMED:
            raise Refusal(Reason.UNIT_UNKNOWN, field="unit_ids", text=unit.name)
        known = queries.lineage_after(work.session, unit.id, change.on)
        if change.kind is LineageKind.RENAMED:
            renamed = [each.changed_on for each in known if each.kind is LineageKind.RENAMED]
            if renamed:
                raise Refusal(Reason.RENAMED_SINCE, field="on", unit=unit.name, day=max(renamed))
            _name_is_free(work, change.to_name, change.on, (unit.id,), "to_name")
    if not changing and change.kind is not LineageKind.OPENED:
        raise Refusal(Reason.LEAD_MISSING, field="unit_ids")
    is_named = bool(change.to_name.strip())
    needs_name = change.kind in (LineageKind.MOVED, LineageKind.RENAMED)
    enough = {LineageKind.SPLIT: 2}.get(change.kind, 1)
    if (needs_name and not is_named) or (not needs_name and len(successors) < enough):
        raise Refusal(Reason.SUCCESSOR_MISSING, field="to_name" if needs_name else "successor_ids")


def _moves(
    work: UnitOfWork,
    change: ReorganisationRequest,
    assignments: Sequence[Assignment],
    successors: Sequence[int],
    made: ReorganisationChoices,
) -> list[AssignmentMove]:
    if change.kind is LineageKind.MOVED:
        return [AssignmentMove(each, Action.TRANSFER) for each in assignments]
    tasks = {each.task_id for each in assignments}
    present = queries.list_unit_assignments(work.session, change.successor_ids)
    held = {(each.task_id, each.part, each.unit_id): each.id for each in present if each.task_id in tasks}
    moves: list[AssignmentMove] = []
    for each in assignments:  # leads come first, so that a coordinating share finds its lead
        to = made.shares.get(each.id, successors[0])
        to = to if to in successors else successors[0]
        twin = held.get((each.task_id, each.part, to))
        if twin is None and each.part is not AssignmentRole.LEAD:
            twin = held.get((each.task_id, AssignmentRole.LEAD, to))
        if twin is None or (made.keep_both and each.part is AssignmentRole.LEAD):
            moves.append(AssignmentMove(each, Action.REASSIGN, to, is_twin=twin is not None))
            held.setdefault((each.task_id, each.part, to), each.id)
        else:
            moves.append(
                AssignmentMove(each, Action.MERGE, to, merged_into=twin, is_twin=each.part is AssignmentRole.LEAD)
            )
    return moves


def _first(successors: Mapping[int, str]) -> int | None:
    return next(iter(successors), None)


def _chosen(to: int | None, successors: Mapping[int, str]) -> int | None:
    return to if to in successors else None


def _exists_on(unit: Unit, day: dt.date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)


def _mark(
    changing: Sequence[Unit], assignments: Sequence[Assignment], posts: Sequence[tuple[Membership, Person]]
) -> str:
    seen = (
        [(unit.id, unit.version) for unit in changing],
        [(each.id, each.version) for each in assignments],
        [(post.id, post.role.value, post.valid_to) for post, _ in posts],
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


ROLES_WITHOUT_UNIT = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that do not end with the unit of whoever holds them."""


@dataclass(frozen=True, slots=True)
class ReorganisationOutcome:
    """What was done: how many assignments went to another unit, outside, or into another one; how many posts."""

    reassigned: int
    transferred: int
    merged: int
    posts: int
    new_unit_id: int | None


def execute_reorganisation(
    work: UnitOfWork,
    change: ReorganisationRequest,
    choices: ReorganisationChoices | None = None,
    *,
    mark: str | None = None,
) -> ReorganisationOutcome:
    """Carry a change out as previewed; every moved assignment gets its events in the event log.

    `mark` is that of what the person has seen (None: from the command line). Raises `Refusal` as `preview` does,
    and STALE when something moved since it was seen.
    """
    event_log.claim_request(work)
    found = preview_reorganisation(work, change, choices, lock=True)
    if mark is not None and mark != found.mark:
        raise Refusal(Reason.STALE)
    keys: dict[int, int] = {unit_id: unit_id for unit_id in change.successor_ids}
    if change.new_unit is not None:
        new = change.new_unit
        keys[NEW_UNIT_KEY] = units.add_reorganised_unit(
            work, code=new.code, name=new.name, kind=new.kind, valid_from=change.on
        ).id
    _write_lineage(work, found, keys)
    goes_to = {each.post.person_id: each.to for each in found.posts}
    for move in found.moves:
        _move(work, found, move, keys, goes_to)
    for each in found.posts:
        _move_post(work, each, change.on, keys)
    work.session.flush()
    return ReorganisationOutcome(
        reassigned=found.count(Action.REASSIGN),
        transferred=found.count(Action.TRANSFER),
        merged=found.count(Action.MERGE),
        posts=len(found.posts),
        new_unit_id=keys.get(NEW_UNIT_KEY),
    )


def _write_lineage(work: UnitOfWork, found: ReorganisationPreview, keys: Mapping[int, int]) -> None:
    """End what ends, rename what is renamed, and keep what follows what, by which paper."""
    change = found.change
    paper = office_papers.ensure_document(
        work, reference=change.paper.reference, issued_on=change.paper.issued_on, issuer=change.paper.issuer
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
        follow(keys[NEW_UNIT_KEY], keys[NEW_UNIT_KEY], found.successors[NEW_UNIT_KEY])
        return
    if change.kind is LineageKind.RENAMED:
        [unit] = found.units
        units.rename_unit(work, unit, change.to_name, change.on)
        follow(unit.id, unit.id, unit.name)
        return
    for unit in found.units:
        for expected in queries.lineage_after(work.session, unit.id, change.on):
            work.session.delete(expected)
        unit.valid_to = change.on - dt.timedelta(days=1)
        if change.kind is LineageKind.MOVED:
            follow(unit.id, None, change.to_name.strip())
        for key, name in found.successors.items():
            follow(unit.id, keys[key], name)


def _move(
    work: UnitOfWork,
    found: ReorganisationPreview,
    move: AssignmentMove,
    keys: Mapping[int, int],
    goes_to: Mapping[int, int | None],
) -> None:
    """Write one event: the assignment goes to a successor, out of the authority, or into its twin."""
    change, assignment = found.change, move.assignment
    details: dict[str, Any] = {}
    to_name = change.to_name.strip() if move.to is None else found.successors[move.to]
    note = transfer_note(change.kind, assignment.unit.name, to_name)
    if move.action is Action.TRANSFER:
        details["to_name"] = to_name
    if move.merged_into is not None:
        details["merged_into"] = move.merged_into
        assignment.successor_id = move.merged_into
    if move.action is Action.REASSIGN and goes_to.get(assignment.person_id or 0) != move.to:
        assignment.person_id = None
    _answer(work, assignment.id, note, also_extension=move.action is not Action.REASSIGN)
    event_log.append_event(
        work,
        assignment,
        move.action,
        effective_on=max(change.on, assignment.assigned_on or change.on),
        note=note,
        document=str(change.paper),
        unit_id=keys[move.to] if move.action is Action.REASSIGN and move.to is not None else None,
        details=details,
    )


def _answer(work: UnitOfWork, assignment_id: int, note: str, *, also_extension: bool) -> None:
    """Give back what waited for a decision: the unit that asked is no more; a successor goes on asking for time."""
    waiting: list[Submission | Extension | None] = [task_queries.find_waiting_submission(work.session, assignment_id)]
    if also_extension:
        waiting.append(task_queries.open_extension(work.session, assignment_id))
    for request in waiting:
        if request is not None:
            request.verdict = ReviewDecision.RETURNED
            request.decided_at = work.now
            request.decided_by_id = work.actor.user_id
            request.decision_note = note


def _move_post(work: UnitOfWork, move: PostMove, on: dt.date, keys: Mapping[int, int]) -> None:
    """End a post with the day before the change; its holder holds the same one in the successor from that day."""
    post = move.post
    begins = max(on, post.valid_from)
    unit_id = None if move.to is None else keys[move.to]
    goes_on = unit_id is not None or post.role in ROLES_WITHOUT_UNIT
    if goes_on and office_people.get_open_post(work.session, post.person_id, post.role, unit_id) is None:
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
