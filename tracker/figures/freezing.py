"""Freezing the figures of a period, and explaining every difference from them task by task.

Freezing again what was frozen: one person asks for it with a reason, another approves (P14b).

Questions about frozen periods.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.figures import membership, report_figures, statistics
from tracker.figures.labels import freeze_reason_with_name
from tracker.figures.membership import AssignmentTitle, Member, MembershipChange, compare_members, digest_members
from tracker.figures.models import FreezeRequest, FrozenPeriod
from tracker.figures.report_figures import AdjustedFigure
from tracker.law.periods import parse_period as period_named, window_name
from tracker.law.permissions import Origin, Permission, Scope, require_permission
from tracker.law.tally import Tally, must_balance
from tracker.law.timing import DayState, Timing
from tracker.office import installation, units
from tracker.tasks import classified, event_log
from tracker.tasks.cuts import Cut
from tracker.tasks.events import TaskEvent
from tracker.tasks.selection import Adjustment, Basis, Count, Selection


def list_frozen_periods(session: Session) -> Sequence[FrozenPeriod]:
    """Return every freeze, newest first."""
    return list(session.scalars(select(FrozenPeriod).order_by(FrozenPeriod.id.desc())))


def find_frozen_period(session: Session, frozen_id: int) -> FrozenPeriod | None:
    """Return the freeze of a number somebody chose, if there is one."""
    return session.get(FrozenPeriod, frozen_id)


def get_freeze_in_force(session: Session, period: str) -> FrozenPeriod | None:
    """Return the freeze of a period that no later one supersedes."""
    later = aliased(FrozenPeriod)
    superseded = select(later.id).where(later.supersedes_id == FrozenPeriod.id).exists()
    return session.scalar(select(FrozenPeriod).where(FrozenPeriod.period == period, ~superseded))


def get_next_freeze_number(session: Session, year: int) -> int:
    """Return the number that the next freeze of a year gets."""
    last = session.scalar(select(func.max(FrozenPeriod.number)).where(FrozenPeriod.year == year))
    return (last or 0) + 1


def get_superseding_freeze(session: Session, frozen_id: int) -> FrozenPeriod | None:
    """Return the freeze that supersedes one."""
    return session.scalar(select(FrozenPeriod).where(FrozenPeriod.supersedes_id == frozen_id))


def list_freeze_requests(session: Session) -> Sequence[FreezeRequest]:
    """Return what is asked to be frozen again and not settled, oldest first."""
    question = select(FreezeRequest).where(FreezeRequest.settled_at.is_(None)).order_by(FreezeRequest.id)
    return list(session.scalars(question))


def get_freeze_request(session: Session, request_id: int) -> FreezeRequest | None:
    """Return a request, locked: it is settled once."""
    return session.get(FreezeRequest, request_id, with_for_update=True)


def get_last_event_mark(session: Session) -> tuple[int, dt.datetime | None]:
    """Return the id of the last event and the latest instant of any line."""
    row = session.execute(select(func.max(TaskEvent.id), func.max(TaskEvent.recorded_at))).one()
    return row[0] or 0, row[1]


def get_last_event_at(session: Session, instant: dt.datetime) -> int:
    """Return the id of the last line that had been recorded at an instant, 0 when there was none."""
    return session.scalar(select(func.max(TaskEvent.id)).where(TaskEvent.recorded_at <= instant)) or 0


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
class ExplainedAssignment:
    """One assignment that counts otherwise, what it is called, and the events written in between."""

    change: MembershipChange
    name: AssignmentTitle
    lines: Sequence[TaskEvent]


@dataclass(frozen=True, slots=True)
class FigureExplanation:
    """Two counts of the same thing, in shares of units, and every assignment by which they differ."""

    before: Tally
    after: Tally
    changes: Sequence[ExplainedAssignment]
    unit_names: Mapping[int, str]


def freeze_figures(
    work: UnitOfWork, name: str, *, as_of: dt.date | None = None, reason: str = "", asked_by: int | None = None
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
    work: UnitOfWork, first_on: dt.date, as_of: dt.date, *, reason: str = "", asked_by: int | None = None
) -> FrozenPeriod:
    """Freeze the figures of any window of civil days, both included, as `freeze` does those of a period with a name.

    Raises `Refusal` PERIOD_REVERSED, DATE_IN_FUTURE, NOTE_MISSING (field «reason»), SECOND_PERSON.
    """
    if first_on > as_of:
        raise Refusal(Reason.PERIOD_REVERSED, field="as_of", as_of=as_of)
    return _freeze(work, window_name(first_on, as_of), first_on, as_of, reason, asked_by)


def _freeze(
    work: UnitOfWork, name: str, first_on: dt.date, day: dt.date, reason: str, asked_by: int | None
) -> FrozenPeriod:
    require_permission(work.actor, Permission.PERIOD_FREEZE)
    if day > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="as_of", latest=work.today)
    head, _ = event_log.lock_chain_end(work.session)  # nobody writes into the event log until this is committed
    former = get_freeze_in_force(work.session, name)
    if former is not None and not reason.strip():
        raise Refusal(Reason.NOTE_MISSING, field="reason")
    if former is not None:
        require_second_person(work, asked_by)
    last_id, last_at = get_last_event_mark(work.session)
    known_at = max(work.now, last_at) if last_at else work.now
    selection = Selection(as_of=day, scope=EVERYBODY, since=first_on, known_at=known_at)
    counted = list(membership.walk_selection_members(work.session, selection))
    lines, _ = event_log.get_log_anchor(work.session)
    made = FrozenPeriod(
        year=day.year,
        number=get_next_freeze_number(work.session, day.year),
        period=name,
        first_on=first_on,
        as_of=day,
        known_at=known_at,
        figures=_figures(work, selection, counted),
        policies=_policies(work, day),
        event_count=lines,
        last_event_id=last_id,
        event_head_hash=head,
        members=len(counted),
        members_hash=digest_members(counted),
        author_id=work.actor.user_id,
        author_name=work.actor.name,
        supersedes_id=former.id if former else None,
        reason=reason.strip() if former else "",
    )
    work.session.add(made)
    work.session.flush()
    membership.save_frozen_members(work.session, made.id, counted)
    return made


def require_second_person(work: UnitOfWork, first_id: int | None) -> None:
    """Refuse SECOND_PERSON unless another person than the actor began a correction; deputies are one with principals.

    The command line has no person: there the two are named with the command.
    """
    actor = work.actor
    if actor.user_id is not None and (first_id is None or first_id in actor.selves):
        raise Refusal(Reason.SECOND_PERSON)


def get_frozen_period(work: UnitOfWork, frozen_id: int) -> FrozenPeriod:
    """Return a frozen period; refuse NOT_FOUND when there is none of this number."""
    require_permission(work.actor, Permission.REPORT_DRAFT)
    found = find_frozen_period(work.session, frozen_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def get_frozen_figures(kept: FrozenPeriod) -> FrozenFigures:
    """Return the figures of a frozen period as they were written down."""
    return FrozenFigures(
        total=Tally.from_json(kept.figures["total"]),
        by_origin={Origin(name): Tally.from_json(each) for name, each in kept.figures["by_origin"].items()},
        by_unit={
            int(key): (each["label"], Tally.from_json(each["tally"])) for key, each in kept.figures["by_unit"].items()
        },
        extended=kept.figures["extended"],
        adjusted={Adjustment(kind): tuple(numbers) for kind, numbers in kept.figures.get("adjusted", {}).items()},
    )


def get_frozen_selection(kept: FrozenPeriod, *, as_frozen: bool = True) -> Selection:
    """Return what was counted: as it was known then, or the same days as known now."""
    return Selection(
        as_of=kept.as_of, scope=EVERYBODY, since=kept.first_on, known_at=kept.known_at if as_frozen else None
    )


def adjusted_as_frozen(kept: FrozenPeriod) -> tuple[AdjustedFigure, ...]:
    """Return the acts on which frozen figures rest, each with its list as it was known then."""
    selection = get_frozen_selection(kept)
    return tuple(
        AdjustedFigure(kind, len(numbers), report_figures.list_adjusted(selection, kind))
        for kind, numbers in get_frozen_figures(kept).adjusted.items()
    )


def explain_frozen_figures(work: UnitOfWork, kept: FrozenPeriod, *, as_of: dt.date | None = None) -> FigureExplanation:
    """Explain how figures as known now differ from what was frozen: of the same days, or up to a later one."""
    selection = get_frozen_selection(kept, as_frozen=False)
    before = list(membership.walk_frozen_members(work.session, kept.id))
    after = list(membership.walk_selection_members(work.session, selection.narrowed(as_of=as_of or kept.as_of)))
    return _explained(work, before, after, (kept.last_event_id, kept.as_of))


def compare_frozen_periods(work: UnitOfWork, first: FrozenPeriod, second: FrozenPeriod) -> FigureExplanation:
    """Explain how two frozen periods differ."""
    before = list(membership.walk_frozen_members(work.session, first.id))
    after = list(membership.walk_frozen_members(work.session, second.id))
    earlier = min(first.last_event_id, second.last_event_id), min(first.as_of, second.as_of)
    return _explained(work, before, after, earlier)


def explain_later_changes(work: UnitOfWork, selection: Selection) -> FigureExplanation:
    """Explain what was learnt about the same days after the instant `known_at` of a selection."""
    assert selection.known_at is not None  # asked for with an instant alone
    before = list(membership.walk_selection_members(work.session, selection))
    after = list(membership.walk_selection_members(work.session, selection.narrowed(known_at=None)))
    last_id = get_last_event_at(work.session, selection.known_at)
    return _explained(work, before, after, (last_id, selection.as_of))


def tally_members(counted: Iterable[Member]) -> Tally:
    """Count members, each share of a unit once."""
    counts, outside, carried = Counter[Timing](), Counter[DayState](), 0
    for member in counted:
        if member.timing is Timing.EXCLUDED:
            outside[member.day_state] += 1
        else:
            counts[member.timing] += 1
            carried += member.carried
    return Tally(counts, outside, carried)


def _explained(
    work: UnitOfWork, before: list[Member], after: list[Member], since: tuple[int, dt.date]
) -> FigureExplanation:
    """Find what differs, and make sure that it explains the whole difference.

    `since`: the last event and the last day of the earlier count.
    """
    changes = compare_members(before, after)
    whole_before, whole_after = tally_members(before), tally_members(after)
    gone = tally_members(each.before for each in changes if each.before is not None)
    come = tally_members(each.after for each in changes if each.after is not None)
    must_balance("explained", whole_before + come, (whole_after, gone))
    names = membership.get_titles_by_task(work.session, {each.known.task_id for each in changes})
    lines = membership.list_events_since(work.session, {each.known.assignment_id for each in changes}, *since)
    return FigureExplanation(
        before=whole_before,
        after=whole_after,
        changes=[
            ExplainedAssignment(each, names[each.known.task_id], lines.get(each.known.assignment_id, ()))
            for each in changes
        ],
        unit_names=units.get_unit_names(work.session, since[1]),
    )


def _figures(work: UnitOfWork, selection: Selection, counted: list[Member]) -> dict[str, Any]:
    found = statistics.compute_figures(work, selection, Cut.UNIT)
    without = (replace(group.tally, extended=0) for group in found.groups)  # no member is told by that
    must_balance("members", tally_members(counted), without)
    return {
        "total": found.tally.as_json(),
        "by_origin": {str(group.key): group.tally.as_json() for group in found.by_origin},
        "by_unit": {
            str(group.key): {"label": group.label or "", "tally": group.tally.as_json()} for group in found.groups
        },
        "extended": found.tally.extended,
        "adjusted": {kind.value: classified.adjusted_assignments(work.session, selection, kind) for kind in Adjustment},
    }


def _policies(work: UnitOfWork, day: dt.date) -> dict[str, Any]:
    reading = installation.get_reading_policy(work.session, day)
    return {
        "before_date": reading.before_date.value,
        "roll": reading.roll.value,
        "on_time_basis": Basis.IN_FORCE.value,
        "completion_date": "done_on",
        "deadline_hour": installation.deadline_hour(work.session, day).value,
        "count": Count.BY_ORIGIN.value,
    }


def is_needed(work: UnitOfWork, name: str) -> bool:
    """Tell whether a period is frozen already, so that a second person has to approve."""
    return get_freeze_in_force(work.session, period_named(name).name) is not None


def request_refreeze(work: UnitOfWork, name: str, *, as_of: dt.date | None, reason: str) -> FreezeRequest:
    """Ask that a period be frozen again; refuses as `freezing.freeze` does, and DUPLICATE while one waits."""
    require_permission(work.actor, Permission.PERIOD_FREEZE)
    period = period_named(name)
    day = period.cut_off(work.today, asked=as_of)
    if not reason.strip():
        raise Refusal(Reason.NOTE_MISSING, field="reason")
    if any(each.period == period.name for each in list_freeze_requests(work.session)):
        raise Refusal(Reason.DUPLICATE)
    made = FreezeRequest(
        period=period.name,
        as_of=day,
        reason=reason.strip(),
        asked_at=work.now,
        asked_by_id=work.actor.user_id,
        asked_by=work.actor.name,
    )
    work.session.add(made)
    work.session.flush()
    return made


def list_waiting_refreezes(work: UnitOfWork) -> Sequence[FreezeRequest]:
    """Return what is asked for and not settled, oldest first."""
    require_permission(work.actor, Permission.REPORT_DRAFT)
    return list_freeze_requests(work.session)


def approve_refreeze(work: UnitOfWork, request_id: int) -> FrozenPeriod:
    """Freeze again what another person asked for; SECOND_PERSON for whoever asked, or acts for them."""
    request = _open(work, request_id)
    made = freeze_figures(
        work,
        request.period,
        as_of=request.as_of,
        reason=freeze_reason_with_name(request.reason, request.asked_by),
        asked_by=request.asked_by_id,
    )
    request.settled_at, request.settled_by_id, request.frozen_id = work.now, work.actor.user_id, made.id
    return made


def discard_refreeze(work: UnitOfWork, request_id: int) -> None:
    """Leave the figures as they are; whoever may freeze may say so, the asker too."""
    request = _open(work, request_id)
    request.settled_at, request.settled_by_id = work.now, work.actor.user_id


def _open(work: UnitOfWork, request_id: int) -> FreezeRequest:
    require_permission(work.actor, Permission.PERIOD_FREEZE)
    found = get_freeze_request(work.session, request_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    if found.settled_at is not None:
        raise Refusal(Reason.STALE)
    return found
