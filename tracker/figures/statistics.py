"""Figures as of a day, as known at an instant, with the selection behind each of them.

The lines of a breakdown: what each is called, where it stands, and the selection it counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Origin
from tracker.law.tally import ImbalanceError, Tally, must_balance
from tracker.law.timing import COUNTED_TIMINGS
from tracker.office import units
from tracker.office.units import Succession, map_successors
from tracker.tasks import classified, event_log, sources as task_sources
from tracker.tasks.cuts import CUTS, Cut, label_cut_keys, narrow_to_cut, order_cut_keys
from tracker.tasks.selection import COUNTED_AS_DIRECTIVES, Count, Selection


def areas_as(work: UnitOfWork, taxonomy: str) -> dict[int, int]:
    """Return by area the one that is the same in a taxonomy; areas of that taxonomy stand for themselves."""
    known = task_sources.list_areas(work.session)
    wanted = {area.code: area.id for area in known if area.taxonomy == taxonomy}
    return {area.id: area.id if area.taxonomy == taxonomy else wanted.get(area.same_as, area.id) for area in known}


AGREEMENT_TRIES = 3
"""How often figures are read before a contradiction is believed: somebody may write between two questions."""


@dataclass(frozen=True, slots=True)
class BreakdownGroup:
    """One line of a breakdown: its key, what it is called (None: nothing), its figures, and what they count."""

    key: Any
    label: str | None
    tally: Tally
    selection: Selection

    @property
    def carried(self) -> Selection:
        """What was given before the period and counts in it."""
        assert self.selection.since is not None  # asked for within a period alone
        return carried_over(self.selection)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a selection, whole, by origin, and broken down."""

    selection: Selection
    tally: Tally
    by_origin: Sequence[BreakdownGroup]
    cut: Cut | None
    groups: Sequence[BreakdownGroup]


@dataclass(frozen=True, slots=True)
class UnitNaming:
    """Under which names work is counted: former units under who stands for them, areas under one taxonomy."""

    by_successors: bool = False
    taxonomy: str = ""


AS_IT_WAS = UnitNaming()


def compute_figures(
    work: UnitOfWork, selection: Selection, cut: Cut | None = None, naming: UnitNaming = AS_IT_WAS
) -> Figures:
    """Return the figures of a selection, once they agree with one another.

    Cuts that ask about a unit's own share count shares, whatever the whole counts (counting rule 7): a directive to
    several units belongs to no single one. Raises `ImbalanceError` when lines do not add up to the whole.
    """
    event_log.await_writers(work.session, selection.known_at, work.now)
    for look in range(1, AGREEMENT_TRIES + 1):
        try:
            return _agreeing(work, selection, cut, naming)
        except ImbalanceError:
            if look == AGREEMENT_TRIES:
                raise
    raise AssertionError("the last look returns or raises")


def _agreeing(work: UnitOfWork, selection: Selection, cut: Cut | None, naming: UnitNaming) -> Figures:
    if cut is None:
        by_origin = build_breakdown(work, selection, Cut.ORIGIN)
        return _whole(selection, by_origin, None, ())
    asked = counted_for(selection, cut)
    cells = classified.count_cut_by_origin(work.session, asked, cut)
    if CUTS[cut].of_shares and selection.count is not Count.DIRECTIVES:
        by_origin = _origins_beside(work, selection, cells)
    else:
        by_origin = build_breakdown(work, selection, Cut.ORIGIN)
    if not CUTS[cut].overlapping:
        _must_agree(cut, selection, by_origin, cells)
    counted = classified.sum_by_key(cells)
    if cut is Cut.SUBTREE:
        counted = _with_those_above(counted, units.get_unit_parents(work.session))
    return _whole(selection, by_origin, cut, name_breakdown_groups(work, asked, cut, naming, counted))


def _whole(
    selection: Selection, by_origin: Sequence[BreakdownGroup], cut: Cut | None, groups: Sequence[BreakdownGroup]
) -> Figures:
    whole = sum((group.tally for group in by_origin), Tally())
    return Figures(selection, whole, by_origin, cut, groups)


def _origins_beside(
    work: UnitOfWork, selection: Selection, cells: Mapping[tuple[Origin, Any], Tally]
) -> tuple[BreakdownGroup, ...]:
    """Return the figures by origin: shares are known from the cells, only directives are asked for."""
    whole: dict[Origin, Tally] = {}
    for (origin, _), tally in cells.items():
        if not _counts_directives(selection, origin):
            whole[origin] = whole[origin] + tally if origin in whole else tally
    if selection.count is Count.BY_ORIGIN:
        wanted = (selection.origins or frozenset(Origin)) & COUNTED_AS_DIRECTIVES
        if wanted:
            directives = selection.narrowed(count=Count.DIRECTIVES, origins=wanted)
            whole |= classified.count_by_cut(work.session, directives, Cut.ORIGIN)
    return _lines(work, selection, Cut.ORIGIN, whole)


def _must_agree(
    cut: Cut, selection: Selection, by_origin: Sequence[BreakdownGroup], cells: Mapping[tuple[Origin, Any], Tally]
) -> None:
    """Compare, origin by origin, what both questions count in the same way."""
    for origin in Origin:
        if CUTS[cut].of_shares and _counts_directives(selection, origin):
            continue
        whole = next((group.tally for group in by_origin if group.key == origin), Tally())
        must_balance(cut.value, whole, (tally for (each, _), tally in cells.items() if each == origin))


def _counts_directives(selection: Selection, origin: Origin) -> bool:
    return selection.count is Count.DIRECTIVES or (
        selection.count is Count.BY_ORIGIN and origin in COUNTED_AS_DIRECTIVES
    )


def _with_those_above(counted: Mapping[int, Tally], parents: Mapping[int, int]) -> dict[int, Tally]:
    """Count what each unit has with every unit above it too."""
    found: dict[int, Tally] = {}
    for key, tally in counted.items():
        seen: set[int] = set()
        above: int | None = key
        while above is not None and above not in seen:
            found[above] = found[above] + tally if above in found else tally
            seen.add(above)
            above = parents.get(above)
    return found


def counted_for(selection: Selection, cut: Cut) -> Selection:
    """Return what a breakdown counts."""
    return selection.narrowed(count=Count.ASSIGNMENTS) if CUTS[cut].of_shares else selection


def narrow_to_extended(selection: Selection) -> Selection:
    """Return what of a selection has a later deadline than the one first given."""
    return selection.narrowed(deadline_moved=True)


def carried_over(selection: Selection) -> Selection:
    """Return what of a selection was given before the period and counts in it."""
    if selection.since is None:
        return selection
    before = selection.since - dt.timedelta(days=1)
    until = before if selection.given_to is None else min(before, selection.given_to)
    return selection.narrowed(given_to=until, given_span="", timings=selection.timings or frozenset(COUNTED_TIMINGS))


def name_breakdown_groups(
    work: UnitOfWork, selection: Selection, cut: Cut, naming: UnitNaming, counted: Mapping[Any, Tally]
) -> tuple[BreakdownGroup, ...]:
    """Return counts under the names asked for."""
    lines = _lines(work, selection, cut, counted)
    if cut is Cut.UNIT and naming.by_successors:
        return _together(work, selection, cut, _heirs(work, selection), lines)
    if cut is Cut.AREA and naming.taxonomy:
        return _together(work, selection, cut, areas_as(work, naming.taxonomy), lines)
    return lines


def build_breakdown(work: UnitOfWork, selection: Selection, cut: Cut) -> tuple[BreakdownGroup, ...]:
    """Return a selection broken down, in the order people expect: units by office order, months by time."""
    counted = classified.count_by_cut(work.session, selection, cut)
    if cut is Cut.SUBTREE:
        counted = _with_those_above(counted, units.get_unit_parents(work.session))
    return _lines(work, selection, cut, counted)


def _lines(
    work: UnitOfWork, selection: Selection, cut: Cut, counted: Mapping[Any, Tally]
) -> tuple[BreakdownGroup, ...]:
    labels = label_cut_keys(work.session, cut, list(counted), selection.as_of) if counted else {}
    ranks = order_cut_keys(cut, labels)
    groups = [
        BreakdownGroup(
            key, labels.get(key, None if key in (None, "") else str(key)), tally, narrow_to_cut(selection, cut, key)
        )
        for key, tally in counted.items()
    ]
    return tuple(sorted(groups, key=lambda group: (group.label is None, ranks.get(group.key, 0), str(group.key))))


def _heirs(work: UnitOfWork, selection: Selection) -> Mapping[int, int]:
    changes = (
        Succession(line.from_unit_id, line.to_unit_id, line.changed_on)
        for line in units.list_unit_lineage(work.session)
    )
    return map_successors(changes, selection.as_of)


def _together(
    work: UnitOfWork, selection: Selection, cut: Cut, stands_for: Mapping[int, int], found: Sequence[BreakdownGroup]
) -> tuple[BreakdownGroup, ...]:
    """Bring lines together under the unit or the area that stands for each."""
    lines: dict[Any, list[BreakdownGroup]] = {}
    for group in found:
        lines.setdefault(stands_for.get(group.key, group.key), []).append(group)
    labels = label_cut_keys(work.session, cut, list(lines), selection.as_of)
    ranks = order_cut_keys(cut, labels)
    joined = []
    for key, groups in lines.items():
        others = frozenset(group.key for group in groups if group.key != key)
        whole = narrow_to_cut(selection, cut, key)
        joined.append(
            BreakdownGroup(
                key,
                labels.get(key),
                sum((group.tally for group in groups), Tally()),
                whole.narrowed(former_unit_ids=others) if cut is Cut.UNIT else whole.narrowed(same_area_ids=others),
            )
        )
    return tuple(sorted(joined, key=lambda group: (group.label is None, ranks.get(group.key, 0))))
