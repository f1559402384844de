"""Looking ahead: exactly which assignments and which people a change of organisation moves, and whereto."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tracker.models.person import Membership, Person
from tracker.models.task import Assignment, Part
from tracker.models.unit import LineageKind, Unit
from tracker.rules.lifecycle import Action, AssignmentState
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.unit_names import UnitKind
from tracker.services.reorganising.asking import NEW, Change, Choices
from tracker.store import reorganising as store
from tracker.store import units
from tracker.transaction import Work

WITHOUT_END = frozenset({LineageKind.OPENED, LineageKind.RENAMED})
"""Changes after which the unit is still there."""


@dataclass(frozen=True, slots=True)
class Move:
    """One assignment that changes hands: how, to which successor, or into which assignment it is merged.

    `merged_into` and `is_twin` speak of the same task in the hands of the same successor (K04).
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
class Foreseen:
    """Everything a change would do. `mark` is the same as long as nothing it rests on has changed.

    `successors` are the names of those who take over, by key; `staying` counts by unit what is finished and keeps
    the old name.
    """

    change: Change
    units: Sequence[Unit]
    successors: Mapping[int, str]
    moves: Sequence[Move]
    posts: Sequence[PostMove]
    staying: Mapping[int, int]
    mark: str

    def count(self, action: Action, part: Part = Part.LEAD) -> int:
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


def foresee(work: Work, change: Change, choices: Choices | None = None, *, lock: bool = False) -> Foreseen:
    """Return what a change would do, and write nothing.

    Raises `Refusal` DATE_IN_FUTURE (field `on`), UNIT_NOT_ACTIVE, SUCCESSOR_MISSING, SUCCESSOR_IS_ITSELF,
    DUPLICATE (field `code`).
    """
    require(work.actor, Permission.UNIT_REORGANISE)
    made = choices or Choices()
    changing = [_known(work, unit_id, "unit_ids") for unit_id in change.unit_ids]
    successors = _successors(work, change)
    _check(work, change, changing, successors)
    ends = change.kind not in WITHOUT_END
    ending = [unit.id for unit in changing] if ends else []
    assignments = store.in_hand(work.session, ending, lock=lock) if ends else []
    posts = store.posts(work.session, ending, change.on) if ends else []
    return Foreseen(
        change=change,
        units=changing,
        successors=successors,
        moves=_moves(work, change, assignments, list(successors), made),
        posts=[
            PostMove(post, person, _chosen(made.posts.get(post.id, _first(successors)), successors))
            for post, person in posts
        ],
        staying=store.settled(work.session, ending) if ends else {},
        mark=_mark(changing, assignments, posts),
    )


def _known(work: Work, unit_id: int, field: str) -> Unit:
    unit = work.session.get(Unit, unit_id)
    if unit is None:
        raise Refusal(Reason.UNIT_UNKNOWN, field=field, text=unit_id)
    return unit


def _successors(work: Work, change: Change) -> dict[int, str]:
    names: dict[int, str] = {}
    for unit_id in change.successor_ids:
        unit = _known(work, unit_id, "successor_ids")
        if unit_id in change.unit_ids:
            raise Refusal(Reason.SUCCESSOR_IS_ITSELF, field="successor_ids", unit=unit.name)
        if not _exists_on(unit, change.on):
            raise Refusal(Reason.UNIT_NOT_ACTIVE, field="successor_ids", unit=unit.name, day=change.on)
        names[unit_id] = unit.name
    if change.new_unit is not None:
        if units.by_code(work.session, change.new_unit.code) is not None:
            raise Refusal(Reason.DUPLICATE, field="code")
        ending = () if change.kind is LineageKind.OPENED else change.unit_ids
        _name_is_free(work, change.new_unit.name, change.on, ending, "name")
        names[NEW] = change.new_unit.name
    return names


def _name_is_free(work: Work, name: str, on: dt.date, own: Collection[int], field: str) -> None:
    """Refuse NAME_TAKEN for the name of a unit that goes on; a unit may take the name of one that it follows."""
    for other in units.named_like(work.session, name, on, None):
        if other.id not in own:
            raise Refusal(Reason.NAME_TAKEN, field=field, name=other.name, code=other.code)


def _check(work: Work, change: Change, changing: Sequence[Unit], successors: Mapping[int, str]) -> None:
    if change.on > work.today and change.kind is not LineageKind.OPENED:
        raise Refusal(Reason.DATE_IN_FUTURE, field="on", latest=work.today)
    day_before = change.on - dt.timedelta(days=1)
    for unit in changing:
        if not _exists_on(unit, day_before):
            raise Refusal(Reason.UNIT_NOT_ACTIVE, field="unit_ids", unit=unit.name, day=day_before)
        if unit.kind is UnitKind.AUTHORITY and change.kind is not LineageKind.RENAMED:
            raise Refusal(Reason.UNIT_UNKNOWN, field="unit_ids", text=unit.name)
        known = store.lineage_after(work.session, unit.id, change.on)
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
    work: Work, change: Change, assignments: Sequence[Assignment], successors: Sequence[int], made: Choices
) -> list[Move]:
    if change.kind is LineageKind.MOVED:
        return [Move(each, Action.TRANSFER) for each in assignments]
    tasks = {each.task_id for each in assignments}
    present = store.in_hand(work.session, change.successor_ids)
    held = {(each.task_id, each.part, each.unit_id): each.id for each in present if each.task_id in tasks}
    moves: list[Move] = []
    for each in assignments:  # leads come first, so that a coordinating share finds its lead
        to = made.shares.get(each.id, successors[0])
        to = to if to in successors else successors[0]
        twin = held.get((each.task_id, each.part, to))
        if twin is None and each.part is not Part.LEAD:
            twin = held.get((each.task_id, Part.LEAD, to))
        if twin is None or (made.keep_both and each.part is Part.LEAD):
            moves.append(Move(each, Action.REASSIGN, to, is_twin=twin is not None))
            held.setdefault((each.task_id, each.part, to), each.id)
        else:
            moves.append(Move(each, Action.MERGE, to, merged_into=twin, is_twin=each.part is Part.LEAD))
    return moves


def _first(successors: Mapping[int, str]) -> int | None:
    return next(iter(successors), None)


def _chosen(to: int | None, successors: Mapping[int, str]) -> int | None:
    return to if to in successors else None


def _exists_on(unit: Unit, day: dt.date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)


def _mark(
    changing: Sequence[Unit],
    assignments: Sequence[Assignment],
    posts: Sequence[tuple[Membership, Person]],
) -> str:
    seen = (
        [(unit.id, unit.version) for unit in changing],
        [(each.id, each.version) for each in assignments],
        [(post.id, post.role.value, post.valid_to) for post, _ in posts],
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]
