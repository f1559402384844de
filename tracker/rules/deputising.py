"""Acting for somebody: whose permission an act rests on, and who counts as having asked for a decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from tracker.rules.lifecycle import Action
from tracker.rules.permissions import GRANTS, NEEDED, Actor, Origin, Permission, may
from tracker.rules.reach import Reach


class DiaryLine(Protocol):
    """What of a line of the diary says who did it, and for whom."""

    @property
    def action(self) -> Action:
        """What was done."""

    @property
    def actor_id(self) -> int | None:
        """Who did it."""

    @property
    def acting_for_id(self) -> int | None:
        """In whose place."""


def acting_for(actor: Actor, action: Action, *, unit_id: int, origin: Origin) -> int | None:
    """Return for whom a deputy acts: None while the own posts suffice, or when no post of a principal does."""
    if not actor.principals:
        return None
    needed = NEEDED.get(action, Permission.TASK_ASSIGN)
    own = tuple(post for post in actor.posts if post.acting_for_id is None)
    if may(replace(actor, posts=own), needed, unit_id=unit_id, origin=origin):
        return None
    for post in actor.posts:
        if post.acting_for_id is not None and may(
            replace(actor, posts=(post,)), needed, unit_id=unit_id, origin=origin
        ):
            return post.acting_for_id
    return None


DECISIONS = frozenset(
    action for action, needed in NEEDED.items() if Reach.OWN_UNIT not in GRANTS[needed].values()
)
"""What is decided about the work of a unit, and never by the post that does the work."""


def decides_for_own_unit(actor: Actor, action: Action, principal_id: int | None, unit_id: int) -> bool:
    """Tell whether a deputy uses somebody else's power of decision for a unit of a post of one's own."""
    own = {post.unit_id for post in actor.posts if post.acting_for_id is None}
    return principal_id is not None and action in DECISIONS and unit_id in own


def reporters(lines: Iterable[DiaryLine], action: Action = Action.SUBMIT) -> frozenset[int]:
    """Return whose report or request the last one is: the person who made it, and the one it was made for."""
    last = None
    for line in lines:
        if line.action is action:
            last = line
    if last is None:
        return frozenset()
    return frozenset(each for each in (last.actor_id, last.acting_for_id) if each is not None)
