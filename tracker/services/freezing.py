"""Freezing the figures of a period, and explaining every difference from them task by task."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.models.event import Event
from tracker.models.frozen import FrozenPeriod
from tracker.rules.balances import must_balance
from tracker.rules.membership import Change, Member, differences, digest
from tracker.rules.periods import period as period_named
from tracker.rules.periods import window_name
from tracker.rules.permissions import Origin, Permission, Scope, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.selecting import Adjustment, Basis, Count, Cut, Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import Box, Timing
from tracker.services import report_figures, statistics
from tracker.services.report_figures import Adjusted
from tracker.store import counting, events, frozen, members, policies, units
from tracker.store.members import Named
from tracker.transaction import Work

EVERYBODY = Scope(everywhere=True)


@dataclass(frozen=True, slots=True)
class FrozenFigures:
    """The figures of a frozen period as they were written down."""

    total: Tally
    by_origin: Mapping[Origin, Tally]
    by_unit: Mapping[int, tuple[str, Tally]]
    extended: int
    adjusted: Mapping[Adjustment, tuple[int, ...]]
    """By kind of act, the numbers of the assignments whose figure rests on one."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One assignment that counts otherwise, what it is called, and the lines of the diary written in between."""

    change: Change
    name: Named
    lines: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Two counts of the same thing, in shares of units, and every assignment by which they differ."""

    before: Tally
    after: Tally
    changes: Sequence[Explained]
    unit_names: Mapping[int, str]


def freeze(
    work: Work,
    name: str,
    *,
    as_of: dt.date | None = None,
    reason: str = "",
    asked_by: int | None = None,
) -> FrozenPeriod:
    """Freeze the figures of a period at the close of `as_of` (default: its last day, or today while it runs).

    A period that is frozen already is superseded, for a `reason`, when somebody else than the actor `asked_by` for it;
    the former freeze stays on record. Raises `Refusal` PERIOD_UNKNOWN, DATE_OUTSIDE_PERIOD, DATE_IN_FUTURE,
    NOTE_MISSING (field «reason»), SECOND_PERSON.
    """
    period = period_named(name)
    day = period.cut_off(work.today, asked=as_of)
    return _freeze(work, period.name, period.first_on, day, reason, asked_by)


def freeze_window(
    work: Work, first_on: dt.date, as_of: dt.date, *, reason: str = "", asked_by: int | None = None
) -> FrozenPeriod:
    """Freeze the figures of any window of civil days, both included, as `freeze` does those of a period with a name.

    Raises `Refusal` PERIOD_REVERSED, DATE_IN_FUTURE, NOTE_MISSING (field «reason»), SECOND_PERSON.
    """
    if first_on > as_of:
        raise Refusal(Reason.PERIOD_REVERSED, field="as_of", as_of=as_of)
    return _freeze(work, window_name(first_on, as_of), first_on, as_of, reason, asked_by)


def _freeze(
    work: Work, name: str, first_on: dt.date, day: dt.date, reason: str, asked_by: int | None
) -> FrozenPeriod:
    require(work.actor, Permission.PERIOD_FREEZE)
    if day > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="as_of", latest=work.today)
    head, _ = events.chain_end(work.session)  # nobody writes into the diary until this is committed
    former = frozen.in_force(work.session, name)
    if former is not None and not reason.strip():
        raise Refusal(Reason.NOTE_MISSING, field="reason")
    if former is not None:
        second_person(work, asked_by)
    last_id, last_at = frozen.last_line(work.session)
    known_at = max(work.now, last_at) if last_at else work.now
    selection = Selection(as_of=day, scope=EVERYBODY, since=first_on, known_at=known_at)
    counted = list(members.of_selection(work.session, selection))
    lines, _ = events.length_and_head(work.session)
    made = FrozenPeriod(
        year=day.year,
        number=frozen.next_number(work.session, day.year),
        period=name,
        first_on=first_on,
        as_of=day,
        known_at=known_at,
        figures=_figures(work, selection, counted),
        policies=_policies(work, day),
        diary_lines=lines,
        last_event_id=last_id,
        diary_head=head,
        members=len(counted),
        members_hash=digest(counted),
        author_id=work.actor.user_id,
        author_name=work.actor.name,
        supersedes_id=former.id if former else None,
        reason=reason.strip() if former else "",
    )
    work.session.add(made)
    work.session.flush()
    members.keep(work.session, made.id, counted)
    return made


def second_person(work: Work, first_id: int | None) -> None:
    """Refuse SECOND_PERSON unless another person than the actor began a correction; deputies are one with principals.

    The command line has no person: there the two are named with the command.
    """
    actor = work.actor
    if actor.user_id is not None and (first_id is None or first_id in actor.selves):
        raise Refusal(Reason.SECOND_PERSON)


def one(work: Work, frozen_id: int) -> FrozenPeriod:
    """Return a frozen period; refuse NOT_FOUND when there is none of this number."""
    require(work.actor, Permission.REPORT_DRAFT)
    found = frozen.find(work.session, frozen_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def figures_of(kept: FrozenPeriod) -> FrozenFigures:
    """Return the figures of a frozen period as they were written down."""
    return FrozenFigures(
        total=Tally.from_json(kept.figures["total"]),
        by_origin={Origin(name): Tally.from_json(each) for name, each in kept.figures["by_origin"].items()},
        by_unit={
            int(key): (each["label"], Tally.from_json(each["tally"]))
            for key, each in kept.figures["by_unit"].items()
        },
        extended=kept.figures["extended"],
        adjusted={
            Adjustment(kind): tuple(numbers) for kind, numbers in kept.figures.get("adjusted", {}).items()
        },
    )


def selection_of(kept: FrozenPeriod, *, as_frozen: bool = True) -> Selection:
    """Return what was counted: as it was known then, or the same days as known now."""
    return Selection(
        as_of=kept.as_of,
        scope=EVERYBODY,
        since=kept.first_on,
        known_at=kept.known_at if as_frozen else None,
    )


def adjusted_as_frozen(kept: FrozenPeriod) -> tuple[Adjusted, ...]:
    """Return the acts on which frozen figures rest, each with its list as it was known then."""
    selection = selection_of(kept)
    return tuple(
        Adjusted(kind, len(numbers), report_figures.list_adjusted(selection, kind))
        for kind, numbers in figures_of(kept).adjusted.items()
    )


def explain(work: Work, kept: FrozenPeriod, *, as_of: dt.date | None = None) -> Explanation:
    """Explain how figures as known now differ from what was frozen: of the same days, or up to a later one."""
    selection = selection_of(kept, as_frozen=False)
    before = list(members.of_frozen(work.session, kept.id))
    after = list(members.of_selection(work.session, selection.narrowed(as_of=as_of or kept.as_of)))
    return _explained(work, before, after, (kept.last_event_id, kept.as_of))


def compare(work: Work, first: FrozenPeriod, second: FrozenPeriod) -> Explanation:
    """Explain how two frozen periods differ."""
    before = list(members.of_frozen(work.session, first.id))
    after = list(members.of_frozen(work.session, second.id))
    earlier = min(first.last_event_id, second.last_event_id), min(first.as_of, second.as_of)
    return _explained(work, before, after, earlier)


def adjusted(work: Work, selection: Selection) -> Explanation:
    """Explain what was learnt about the same days after the instant `known_at` of a selection."""
    assert selection.known_at is not None  # asked for with an instant alone
    before = list(members.of_selection(work.session, selection))
    after = list(members.of_selection(work.session, selection.narrowed(known_at=None)))
    last_id = frozen.last_line_at(work.session, selection.known_at)
    return _explained(work, before, after, (last_id, selection.as_of))


def tally_of(counted: Iterable[Member]) -> Tally:
    """Count members, each share of a unit once."""
    buckets, outside, carried = Counter[Timing](), Counter[Box](), 0
    for member in counted:
        if member.timing is Timing.EXCLUDED:
            outside[member.box] += 1
        else:
            buckets[member.timing] += 1
            carried += member.carried
    return Tally(buckets, outside, carried)


def _explained(
    work: Work, before: list[Member], after: list[Member], since: tuple[int, dt.date]
) -> Explanation:
    """Find what differs, and make sure that it explains the whole difference.

    `since`: the last line of the diary and the last day of the earlier count.
    """
    changes = differences(before, after)
    whole_before, whole_after = tally_of(before), tally_of(after)
    gone = tally_of(each.before for each in changes if each.before is not None)
    come = tally_of(each.after for each in changes if each.after is not None)
    must_balance("explained", whole_before + come, (whole_after, gone))
    names = members.names(work.session, {each.known.task_id for each in changes})
    lines = members.lines_since(work.session, {each.known.assignment_id for each in changes}, *since)
    return Explanation(
        before=whole_before,
        after=whole_after,
        changes=[
            Explained(each, names[each.known.task_id], lines.get(each.known.assignment_id, ()))
            for each in changes
        ],
        unit_names=units.names(work.session, since[1]),
    )


def _figures(work: Work, selection: Selection, counted: list[Member]) -> dict[str, Any]:
    found = statistics.figures(work, selection, Cut.UNIT)
    without = (replace(group.tally, extended=0) for group in found.groups)  # no member is told by that
    must_balance("members", tally_of(counted), without)
    return {
        "total": found.tally.as_json(),
        "by_origin": {str(group.key): group.tally.as_json() for group in found.by_origin},
        "by_unit": {
            str(group.key): {"label": group.label or "", "tally": group.tally.as_json()}
            for group in found.groups
        },
        "extended": found.tally.extended,
        "adjusted": {
            kind.value: counting.adjusted_assignments(work.session, selection, kind) for kind in Adjustment
        },
    }


def _policies(work: Work, day: dt.date) -> dict[str, Any]:
    reading = policies.reading(work.session, day)
    return {
        "before_date": reading.before_date.value,
        "roll": reading.roll.value,
        "on_time_basis": Basis.IN_FORCE.value,
        "completion_date": "done_on",
        "deadline_hour": policies.deadline_hour(work.session, day).value,
        "count": Count.BY_ORIGIN.value,
    }
