"""Who may do what, where: one table that guard, service, template and list all read.

Acting for somebody: whose permission an act rests on, and who counts as having asked for a decision.

How far a grant of the permission table reaches.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from tracker.core.refusals import Reason, Refusal
from tracker.law.lifecycle import Action


class GrantReach(enum.StrEnum):
    """How far a grant reaches."""

    EVERYWHERE = "everywhere"
    PLAN_WORK = "plan_work"
    DIRECTIVE_WORK = "directive_work"
    OWN_UNIT = "own_unit"


class Role(enum.StrEnum):
    """What somebody is, in a membership with dates."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    OFFICE = "office"
    LEADER = "leader"
    UNIT_HEAD = "unit_head"
    OFFICER = "officer"
    WARD_OFFICIAL = "ward_official"
    AUDITOR = "auditor"


class Origin(enum.StrEnum):
    """Where a task comes from."""

    PLAN = "plan"
    PROVINCE = "province"
    TOWN = "town"


DIRECTIVE_ORIGINS = frozenset({Origin.PROVINCE, Origin.TOWN})


class Permission(enum.StrEnum):
    """Something one may be allowed to do; each view names one."""

    HOME = "home"
    TASK_READ = "task:read"
    TASK_ACCEPT = "task:accept"
    TASK_PROGRESS = "task:progress"
    TASK_SUBMIT = "task:submit"
    TASK_CONFIRM = "task:confirm"
    TASK_ATTEST = "task:attest"
    TASK_WITHDRAW = "task:withdraw"
    TASK_ASSIGN = "task:assign"
    TASK_COMMENT = "task:comment"
    TASK_DECLINE = "task:decline"
    TASK_REASSIGN = "task:reassign"
    TASK_ENTRUST = "task:entrust"
    TASK_SUSPEND = "task:suspend"
    TASK_CANCEL = "task:cancel"
    TASK_TRANSFER = "task:transfer"
    TASK_MERGE = "task:merge"
    TASK_REOPEN = "task:reopen"
    TASK_CORRECT = "task:correct"
    TASK_URGE = "task:urge"
    TASK_TAG = "task:tag"
    COORDINATION_LEAD = "coordination:lead"
    DEADLINE_SET = "deadline:set"
    EXTENSION_REQUEST = "extension:request"
    EXTENSION_DECIDE = "extension:decide"
    PLAN_READ = "plan:read"
    PLAN_IMPORT = "plan:import"
    PAPER_IMPORT = "paper:import"
    DIRECTIVE_READ = "directive:read"
    DIRECTIVE_REGISTER = "directive:register"
    STATISTICS_READ = "statistics:read"
    REPORT_DRAFT = "report:draft"
    PERIOD_FREEZE = "period:freeze"
    REPORT_PREPARE = "report:prepare"
    FIGURES_GIVE = "figures:give"
    UNIT_READ = "unit:read"
    UNIT_MANAGE = "unit:manage"
    UNIT_REORGANISE = "unit:reorganise"
    DEPUTY_NAME = "deputy:name"
    PEOPLE_MANAGE = "people:manage"
    ACCOUNT_APPROVE = "account:approve"
    OFFICE_NAME = "office:name"
    CALENDAR_READ = "calendar:read"
    CALENDAR_MANAGE = "calendar:manage"
    LETTER_READ = "letter:read"
    LETTER_MANAGE = "letter:manage"
    SYSTEM_READ = "system:read"
    CHANNEL_MANAGE = "channel:manage"
    OWN_ACCOUNT = "account:own"


@dataclass(frozen=True, slots=True)
class Post:
    """One role in one unit, as held today; administrators and auditors need no unit.

    `acting_for_id` is the person whose post it is when it is held as a deputy.
    """

    role: Role
    unit_id: int | None = None
    acting_for_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody acting now, with the posts held today. The command line acts as an actor without a user.

    `principals` are the people for whom the actor is a deputy today, by id, with their names.
    """

    user_id: int | None
    name: str
    posts: tuple[Post, ...] = ()
    principals: Mapping[int, str] = field(default_factory=dict, hash=False)

    @property
    def roles(self) -> frozenset[Role]:
        """All roles held today."""
        return frozenset(post.role for post in self.posts)

    @property
    def selves(self) -> frozenset[int]:
        """The actor and those for whom the actor is a deputy: for the four-eyes rule they are one person."""
        own = frozenset() if self.user_id is None else frozenset({self.user_id})
        return own | frozenset(self.principals)

    @property
    def unit_ids(self) -> frozenset[int]:
        """All units in which a post is held today."""
        return frozenset(post.unit_id for post in self.posts if post.unit_id is not None)


@dataclass(frozen=True, slots=True)
class Scope:
    """Over what a permission extends; the store turns the same scope into a WHERE."""

    everywhere: bool = False
    origins: frozenset[Origin] = field(default_factory=frozenset)
    unit_ids: frozenset[int] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.origins) or bool(self.unit_ids)

    def covers(self, *, unit_ids: frozenset[int] = frozenset(), origin: Origin | None = None) -> bool:
        """Tell whether something of these units and this origin lies within."""
        return self.everywhere or origin in self.origins or bool(self.unit_ids & unit_ids)


EVERY, PLAN_REACH, DIRECTIVE_REACH, OWN_REACH = (
    GrantReach.EVERYWHERE,
    GrantReach.PLAN_WORK,
    GrantReach.DIRECTIVE_WORK,
    GrantReach.OWN_UNIT,
)
R, P = Role, Permission
_READERS = {R.COORDINATOR: EVERY, R.OFFICE: EVERY, R.LEADER: EVERY, R.AUDITOR: EVERY}
_UNIT_PEOPLE = {R.UNIT_HEAD: OWN_REACH, R.OFFICER: OWN_REACH, R.WARD_OFFICIAL: OWN_REACH}
_ASSIGNERS = {R.COORDINATOR: PLAN_REACH, R.OFFICE: DIRECTIVE_REACH}
_CONFIRMERS = {**_ASSIGNERS, R.LEADER: EVERY}
_EVERYBODY = dict.fromkeys(Role, EVERY)

GRANTS: Mapping[Permission, Mapping[Role, GrantReach]] = MappingProxyType(
    {
        P.HOME: _EVERYBODY,
        P.OWN_ACCOUNT: _EVERYBODY,
        P.TASK_READ: {**_READERS, **_UNIT_PEOPLE},
        P.TASK_ACCEPT: _UNIT_PEOPLE,
        P.TASK_PROGRESS: _UNIT_PEOPLE,
        P.TASK_SUBMIT: _UNIT_PEOPLE,
        P.TASK_CONFIRM: _CONFIRMERS,
        P.TASK_ATTEST: {R.COORDINATOR: PLAN_REACH, R.LEADER: EVERY},
        P.TASK_WITHDRAW: {R.COORDINATOR: PLAN_REACH, R.OFFICE: DIRECTIVE_REACH, R.LEADER: EVERY},
        P.TASK_ASSIGN: _ASSIGNERS,
        P.TASK_COMMENT: {R.COORDINATOR: EVERY, R.OFFICE: EVERY, R.LEADER: EVERY, **_UNIT_PEOPLE},
        P.TASK_DECLINE: _UNIT_PEOPLE,
        P.TASK_REASSIGN: _ASSIGNERS,
        P.TASK_ENTRUST: _UNIT_PEOPLE,
        P.TASK_SUSPEND: {R.LEADER: EVERY},
        P.TASK_CANCEL: {R.LEADER: EVERY},
        P.TASK_TRANSFER: _ASSIGNERS,
        P.TASK_MERGE: _ASSIGNERS,
        **dict.fromkeys((P.TASK_REOPEN, P.TASK_CORRECT, P.TASK_URGE, P.TASK_TAG), _CONFIRMERS),
        P.COORDINATION_LEAD: _UNIT_PEOPLE,
        P.DEADLINE_SET: _ASSIGNERS,
        P.EXTENSION_REQUEST: _UNIT_PEOPLE,
        P.EXTENSION_DECIDE: {R.LEADER: EVERY},
        P.PLAN_READ: {**_READERS, **_UNIT_PEOPLE},
        P.PLAN_IMPORT: {R.COORDINATOR: PLAN_REACH},
        P.PAPER_IMPORT: {R.COORDINATOR: PLAN_REACH, R.OFFICE: DIRECTIVE_REACH},
        P.DIRECTIVE_READ: {**_READERS, **_UNIT_PEOPLE},
        P.DIRECTIVE_REGISTER: {R.OFFICE: DIRECTIVE_REACH},
        P.STATISTICS_READ: {**_READERS, **_UNIT_PEOPLE},
        P.REPORT_DRAFT: _READERS,
        P.PERIOD_FREEZE: {R.COORDINATOR: EVERY, R.OFFICE: EVERY, R.LEADER: EVERY},
        P.REPORT_PREPARE: {R.COORDINATOR: EVERY, R.OFFICE: EVERY},
        P.FIGURES_GIVE: {R.COORDINATOR: EVERY, R.OFFICE: EVERY, **_UNIT_PEOPLE},
        P.UNIT_READ: {**_READERS, R.ADMINISTRATOR: EVERY},
        P.UNIT_REORGANISE: {R.COORDINATOR: EVERY, R.ADMINISTRATOR: EVERY},
        P.DEPUTY_NAME: dict.fromkeys(set(Role) - {R.ADMINISTRATOR, R.AUDITOR}, EVERY),
        **{each: {R.ADMINISTRATOR: EVERY} for each in (P.UNIT_MANAGE, P.PEOPLE_MANAGE, P.CHANNEL_MANAGE)},
        P.ACCOUNT_APPROVE: {R.ADMINISTRATOR: EVERY, R.LEADER: EVERY},
        P.OFFICE_NAME: {R.ADMINISTRATOR: EVERY, R.COORDINATOR: EVERY},
        P.CALENDAR_READ: _EVERYBODY,
        P.CALENDAR_MANAGE: {R.OFFICE: EVERY, R.ADMINISTRATOR: EVERY},
        P.LETTER_READ: {R.COORDINATOR: EVERY, R.OFFICE: EVERY, R.AUDITOR: EVERY, R.ADMINISTRATOR: EVERY},
        P.LETTER_MANAGE: {R.COORDINATOR: EVERY, R.OFFICE: EVERY, R.ADMINISTRATOR: EVERY},
        P.SYSTEM_READ: {R.ADMINISTRATOR: EVERY, R.COORDINATOR: EVERY, R.OFFICE: EVERY, R.AUDITOR: EVERY},
    }
)


def get_permission_scope(actor: Actor, permission: Permission) -> Scope:
    """Return how far `permission` extends for `actor` today; an empty scope means not at all."""
    everywhere, origins, unit_ids = False, set[Origin](), set[int]()
    for post in actor.posts:
        match GRANTS[permission].get(post.role):
            case GrantReach.EVERYWHERE:
                everywhere = True
            case GrantReach.PLAN_WORK:
                origins.add(Origin.PLAN)
            case GrantReach.DIRECTIVE_WORK:
                origins |= DIRECTIVE_ORIGINS
            case GrantReach.OWN_UNIT if post.unit_id is not None:
                unit_ids.add(post.unit_id)
            case _:
                pass
    return Scope(everywhere, frozenset(origins), frozenset(unit_ids))


def has_permission(
    actor: Actor, permission: Permission, *, unit_id: int | None = None, origin: Origin | None = None
) -> bool:
    """Tell whether `actor` holds `permission` over something of this unit and origin."""
    units = frozenset() if unit_id is None else frozenset({unit_id})
    return get_permission_scope(actor, permission).covers(unit_ids=units, origin=origin)


def require_permission(
    actor: Actor, permission: Permission, *, unit_id: int | None = None, origin: Origin | None = None
) -> None:
    """Refuse with NOT_ALLOWED unless `may`."""
    if not has_permission(actor, permission, unit_id=unit_id, origin=origin):
        raise Refusal(Reason.NOT_ALLOWED, permission=permission)


class EventAuthorship(Protocol):
    """What of an event says who did it, and for whom."""

    @property
    def action(self) -> Action:
        """What was done."""

    @property
    def actor_id(self) -> int | None:
        """Who did it."""

    @property
    def acting_for_id(self) -> int | None:
        """In whose place."""


def acting_for(actor: Actor, needed: Permission, *, unit_id: int, origin: Origin) -> int | None:
    """Return for whom a deputy acts: None while the own posts suffice, or when no post of a principal does."""
    if not actor.principals:
        return None
    own = tuple(post for post in actor.posts if post.acting_for_id is None)
    if has_permission(replace(actor, posts=own), needed, unit_id=unit_id, origin=origin):
        return None
    for post in actor.posts:
        if post.acting_for_id is not None and has_permission(
            replace(actor, posts=(post,)), needed, unit_id=unit_id, origin=origin
        ):
            return post.acting_for_id
    return None


def decides_for_own_unit(actor: Actor, needed: Permission, principal_id: int | None, unit_id: int) -> bool:
    """Tell whether a deputy uses somebody else's power of decision for a unit of a post of one's own.

    A decision is what no post holds over its own unit alone: it is never taken by the post that does the work.
    """
    own = {post.unit_id for post in actor.posts if post.acting_for_id is None}
    is_decision = GrantReach.OWN_UNIT not in GRANTS[needed].values()
    return principal_id is not None and is_decision and unit_id in own


def get_last_reporters(lines: Iterable[EventAuthorship], action: Action = Action.SUBMIT) -> frozenset[int]:
    """Return whose report or request the last one is: the person who made it, and the one it was made for."""
    last = None
    for line in lines:
        if line.action is action:
            last = line
    if last is None:
        return frozenset()
    return frozenset(each for each in (last.actor_id, last.acting_for_id) if each is not None)
