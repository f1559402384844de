"""Which unit stands for a former one on a day, following how units became one another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Succession:
    """From the civil day `on` the work of one unit is another's; `to_unit_id` None: it left this authority."""

    from_unit_id: int
    to_unit_id: int | None
    on: dt.date


def heirs(successions: Iterable[Succession], day: dt.date) -> Mapping[int, int]:
    """Return by former unit the one unit that stands for it on a civil day; who stands for itself is left out.

    A unit that was split has no single heir, and one that left the authority has none here: what they did stays
    under their own names.
    """
    following: dict[int, set[int | None]] = {}
    for each in successions:
        if each.on <= day and each.to_unit_id != each.from_unit_id:
            following.setdefault(each.from_unit_id, set()).add(each.to_unit_id)
    only: dict[int, int] = {}
    for former, found in following.items():
        heir = next(iter(found)) if len(found) == 1 else None
        if heir is not None:
            only[former] = heir
    return {former: last for former in only if (last := _last(former, only)) != former}


def _last(unit_id: int, only: Mapping[int, int]) -> int:
    """Follow single heirs to the end; a circle ends where it began."""
    seen = {unit_id}
    while (heir := only.get(unit_id)) is not None and heir not in seen:
        unit_id = heir
        seen.add(heir)
    return unit_id
