"""The lines of a breakdown: what each is called, where it stands, and the selection it counts."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.rules.ageing import Age
from tracker.rules.permissions import Origin
from tracker.rules.selecting import Cut, Selection
from tracker.store import papers, people, units
from tracker.transaction import Work


def within(selection: Selection, cut: Cut, key: Any) -> Selection:
    """Return the selection of one line of the breakdown; `key` None is what has none."""
    match cut:
        case Cut.UNIT:
            return selection.narrowed(unit_id=key, former_unit_ids=frozenset(), with_subunits=False)
        case Cut.SUBTREE:
            return selection.narrowed(unit_id=key, former_unit_ids=frozenset(), with_subunits=True)
        case Cut.COORDINATING:
            return selection.narrowed(coordinating_unit_id=key)
        case Cut.PERSON:
            return selection.narrowed(person_id=key, without_person=key is None)
        case Cut.AREA:
            return selection.narrowed(area_id=key, same_area_ids=frozenset(), without_area=key is None)
        case Cut.DOCUMENT:
            return selection.narrowed(document_id=key)
        case Cut.LEADER:
            return selection.narrowed(leader=key)
        case Cut.FIELD:
            return selection.narrowed(field_name=key)
        case Cut.MONTH:
            return selection.narrowed(month=key)
        case Cut.DUE_MONTH:
            return _due_in(selection, key)
        case Cut.DONE_MONTH:
            return _done_in(selection, key)
        case Cut.AGE:
            return selection.narrowed(
                ages=frozenset({Age(key)}) if key else frozenset(), not_late=key is None
            )
        case Cut.ORIGIN:
            return selection.narrowed(origins=frozenset({Origin(key)}))


def labels(work: Work, cut: Cut, keys: Sequence[Any], day: dt.date) -> Mapping[Any, str]:
    """Return what lines were called on a civil day, where the database knows it, in the order of the office."""
    match cut:
        case Cut.UNIT | Cut.SUBTREE | Cut.COORDINATING:
            return units.names(work.session, day)
        case Cut.PERSON:
            return {each.id: each.name for each in people.listed(work.session)}
        case Cut.AREA:
            return {each.id: each.name for each in papers.areas(work.session)}
        case Cut.DOCUMENT:
            return papers.references(work.session, keys)
        case _:
            return {}


def places(cut: Cut, known: Mapping[Any, str]) -> Mapping[Any, int]:
    """Return the place of lines that people expect in an order of their own: that of their names, or a fixed one."""
    match cut:
        case Cut.UNIT | Cut.SUBTREE | Cut.COORDINATING | Cut.PERSON | Cut.AREA:
            return {key: place for place, key in enumerate(known)}
        case Cut.ORIGIN:
            return {origin: place for place, origin in enumerate(Origin)}
        case Cut.AGE:
            return {group: place for place, group in enumerate(Age)}
        case _:
            return {}


def areas_as(work: Work, taxonomy: str) -> dict[int, int]:
    """Return by area the one that is the same in a taxonomy; areas of that taxonomy stand for themselves."""
    known = papers.areas(work.session)
    wanted = {area.code: area.id for area in known if area.taxonomy == taxonomy}
    return {
        area.id: area.id if area.taxonomy == taxonomy else wanted.get(area.same_as, area.id) for area in known
    }


def month_of(key: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last civil day of a month written as 202107."""
    year, month = divmod(key, 100)
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _due_in(selection: Selection, key: int | None) -> Selection:
    if key is None:
        return selection.narrowed(without_deadline=True)
    first, last = month_of(key)
    return selection.narrowed(
        due_from=max(first, selection.due_from or first),
        due_to=min(last, selection.due_to or last),
        due_span="",
    )


def _done_in(selection: Selection, key: int | None) -> Selection:
    if key is None:
        return selection.narrowed(not_done=True)
    first, last = month_of(key)
    return selection.narrowed(
        done_from=max(first, selection.done_from or first), done_to=min(last, selection.done_to or last)
    )
