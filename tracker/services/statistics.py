"""Figures as of a day, as known at an instant, with the selection behind each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.models.plan import Area
from tracker.rules.permissions import Origin
from tracker.rules.selecting import Count, Cut, Selection
from tracker.rules.succession import Succession, heirs
from tracker.rules.tally import Tally
from tracker.store import counting, units
from tracker.transaction import Work


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a breakdown: its key, what it is called (None: nothing), its figures, and what they count."""

    key: Any
    label: str | None
    tally: Tally
    selection: Selection


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a selection, whole, by origin, and broken down."""

    selection: Selection
    tally: Tally
    by_origin: Sequence[Group]
    cut: Cut | None
    groups: Sequence[Group]


def figures(
    work: Work, selection: Selection, cut: Cut | None = None, *, by_successors: bool = False
) -> Figures:
    """Return the figures of a selection; `by_successors` counts the work of former units with who stands for them.

    A breakdown by unit counts each unit's own share, whatever the whole counts (decision 7): a directive to
    several units belongs to no single one.
    """
    by_origin = breakdown(work, selection, Cut.ORIGIN)
    if cut is Cut.UNIT:
        own_share = selection.narrowed(count=Count.ASSIGNMENTS)
        groups = succession(work, own_share) if by_successors else breakdown(work, own_share, cut)
    else:
        groups = breakdown(work, selection, cut) if cut else ()
    return Figures(
        selection=selection,
        tally=sum((group.tally for group in by_origin), Tally()),
        by_origin=by_origin,
        cut=cut,
        groups=groups,
    )


def breakdown(work: Work, selection: Selection, cut: Cut) -> tuple[Group, ...]:
    """Return a selection broken down, in the order people expect: units by office order, months by time."""
    counted = counting.group(work.session, selection, cut)
    labels = _labels(work, cut)
    groups = [
        Group(
            key, labels.get(key, None if key in (None, "") else str(key)), tally, _within(selection, cut, key)
        )
        for key, tally in counted.items()
    ]
    ranks = _ranks(work, cut)
    return tuple(
        sorted(groups, key=lambda group: (group.label is None, ranks.get(group.key, 0), str(group.key)))
    )


def succession(work: Work, selection: Selection) -> tuple[Group, ...]:
    """Return a selection by the unit that stands for each on its day (theo đơn vị kế thừa, K03)."""
    changes = (
        Succession(line.from_unit_id, line.to_unit_id, line.changed_on)
        for line in units.lineage(work.session)
    )
    heir_of = heirs(changes, selection.as_of)
    together: dict[int, list[Group]] = {}
    for group in breakdown(work, selection, Cut.UNIT):
        together.setdefault(heir_of.get(group.key, group.key), []).append(group)
    labels, ranks = _labels(work, Cut.UNIT), _ranks(work, Cut.UNIT)
    return tuple(
        Group(
            key,
            labels.get(key),
            sum((group.tally for group in groups), Tally()),
            selection.narrowed(
                unit_id=key, former_unit_ids=frozenset(group.key for group in groups if group.key != key)
            ),
        )
        for key, groups in sorted(together.items(), key=lambda item: ranks.get(item[0], 0))
    )


def _within(selection: Selection, cut: Cut, key: Any) -> Selection:
    """Return the selection of one line of the breakdown."""
    match cut:
        case Cut.UNIT:
            return selection.narrowed(unit_id=key)
        case Cut.AREA:
            return selection.narrowed(area_id=key, without_area=key is None)
        case Cut.LEADER:
            return selection.narrowed(leader=key)
        case Cut.FIELD:
            return selection.narrowed(field_name=key)
        case Cut.MONTH:
            return selection.narrowed(month=key)
        case Cut.ORIGIN:
            return selection.narrowed(origins=frozenset({Origin(key)}))


def _labels(work: Work, cut: Cut) -> dict[Any, str]:
    match cut:
        case Cut.UNIT:
            return dict(units.names(work.session))
        case Cut.AREA:
            return {row.id: row.name for row in work.session.execute(select(Area.id, Area.name))}
        case _:
            return {}


def _ranks(work: Work, cut: Cut) -> dict[Any, int]:
    match cut:
        case Cut.UNIT:
            return dict(units.order(work.session))
        case Cut.AREA:
            return {row.id: row.position for row in work.session.execute(select(Area.id, Area.position))}
        case Cut.ORIGIN:
            return {origin: place for place, origin in enumerate(Origin)}
        case _:
            return {}
