"""Units: bringing in a list, opening, changing and closing one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tracker.documents.unit_table import UnitRow, short_name
from tracker.models.unit import FormerUnitName, LineageKind, Unit, UnitLineage
from tracker.rules.permissions import Permission, require, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import fold, sort_key, tidy
from tracker.rules.unit_names import COMMUNE_LEVEL, UnitKind, UnitLevel
from tracker.store import units
from tracker.transaction import Work


def load(work: Work, rows: Sequence[UnitRow]) -> int:
    """Bring a list of units in; units known by their code are left as they are. Returns how many are new.

    Raises `Refusal` NAME_TAKEN when a new one has the name of another; nothing is to be committed then.
    """
    known = {unit.code for unit in units.listed(work.session)}
    new = [row for row in rows if row.code not in known]
    for position, row in enumerate(rows, start=1):
        if row.code not in known:
            must_be_free(work, row.name, row.valid_from, row.valid_to)
            _open(
                work,
                code=row.code,
                name=row.name,
                kind=row.kind,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                aliases=row.aliases,
                position=position,
            )
    for row in new:
        if row.successor and row.valid_to is not None:
            _follow(work, row)
    return len(new)


def open_unit(
    work: Work,
    *,
    code: str,
    name: str,
    kind: UnitKind,
    valid_from: dt.date,
    aliases: Sequence[str] = (),
) -> Unit:
    """Open a unit from a civil day on; refuse DUPLICATE when its code is taken, NAME_TAKEN when its name is."""
    require(work.actor, Permission.UNIT_MANAGE)
    if units.by_code(work.session, tidy(code)) is not None:
        raise Refusal(Reason.DUPLICATE, field="code")
    must_be_free(work, name, valid_from, None)
    position = len(units.listed(work.session)) + 1
    return _open(
        work,
        code=tidy(code),
        name=tidy(name),
        kind=kind,
        valid_from=valid_from,
        valid_to=None,
        aliases=aliases,
        position=position,
    )


def change_unit(
    work: Work,
    unit_id: int,
    *,
    name: str,
    aliases: Sequence[str],
    valid_to: dt.date | None,
    kind: UnitKind | None = None,
    version: int | None = None,
) -> Unit:
    """Change the spelling, the kind, the other names or the last day of a unit; its past stays under its code (K05).

    The spelling is corrected for its past too; a new name by a decision is a change of organisation. A former name
    becomes one of the other names, so that older papers are still understood. Refuses NAME_TAKEN.
    """
    require(work.actor, Permission.UNIT_MANAGE)
    unit = work.session.get(Unit, unit_id)
    if unit is None:
        raise Refusal(Reason.NOT_FOUND)
    if version is not None and version != unit.version:
        raise Refusal(Reason.STALE, seen=version, present=unit.version)
    if valid_to is not None and valid_to < unit.valid_from:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field="valid_to", earliest=unit.valid_from)
    must_be_free(work, name, unit.valid_from, valid_to, but=unit.id)
    before = unit.name
    unit.name, unit.short_name = tidy(name), short_name(tidy(name))
    unit.aliases = _aliases((*aliases, *([before] if before != unit.name else [])))
    unit.search_text, unit.sort_key = _search_text(unit.name, unit.aliases), sort_key(unit.name)
    unit.valid_to = valid_to
    if kind is not None:
        unit.kind, unit.level = kind, _level(kind)
    return unit


def add(work: Work, *, code: str, name: str, kind: UnitKind, valid_from: dt.date) -> Unit:
    """Add a unit that a change of organisation opens; whoever calls has asked for the permission and the code."""
    return _open(
        work,
        code=tidy(code),
        name=tidy(name),
        kind=kind,
        valid_from=valid_from,
        valid_to=None,
        aliases=(),
        position=len(units.listed(work.session)) + 1,
    )


def rename(work: Work, unit: Unit, name: str, on: dt.date) -> None:
    """Give a unit another name from a civil day on (K05).

    The former one stays with what happened until then, and becomes an alias, so that older papers are still understood.
    """
    before = unit.name
    work.session.add(
        FormerUnitName(
            unit_id=unit.id, name=before, short_name=unit.short_name, until_on=on - dt.timedelta(days=1)
        )
    )
    unit.name, unit.short_name = tidy(name), short_name(tidy(name))
    unit.aliases = _aliases((*unit.aliases, *([before] if before != unit.name else [])))
    unit.search_text, unit.sort_key = _search_text(unit.name, unit.aliases), sort_key(unit.name)


def remember_alias(work: Work, unit_id: int, alias: str) -> Unit:
    """Remember another spelling of a unit, found in a paper by somebody who brings papers in."""
    if not (may_anywhere(work, Permission.PLAN_IMPORT) or may_anywhere(work, Permission.DIRECTIVE_REGISTER)):
        raise Refusal(Reason.NOT_ALLOWED)
    unit = work.session.get(Unit, unit_id)
    if unit is None or not tidy(alias):
        raise Refusal(Reason.UNIT_UNKNOWN, field="unit_id", text=tidy(alias))
    unit.aliases = _aliases((*unit.aliases, alias))
    unit.search_text = _search_text(unit.name, unit.aliases)
    return unit


def must_be_free(
    work: Work, name: str, first_on: dt.date, last_on: dt.date | None, *, but: int | None = None
) -> None:
    """Refuse NAME_TAKEN when another unit of a span of civil days has a name that reads the same.

    Capitals, spaces, invisible letters and the two ways of composing Vietnamese letters make no difference.
    """
    for other in units.named_like(work.session, name, first_on, last_on):
        if other.id != but:
            raise Refusal(Reason.NAME_TAKEN, field="name", name=other.name, code=other.code)


def may_anywhere(work: Work, permission: Permission) -> bool:
    """Tell whether the actor holds a permission over anything at all."""
    return bool(scope(work.actor, permission))


def _open(
    work: Work,
    *,
    code: str,
    name: str,
    kind: UnitKind,
    valid_from: dt.date,
    valid_to: dt.date | None,
    aliases: Sequence[str],
    position: int,
) -> Unit:
    others = _aliases(aliases)
    unit = Unit(
        code=code,
        name=name,
        short_name=short_name(name),
        kind=kind,
        level=_level(kind),
        aliases=others,
        search_text=_search_text(name, others),
        sort_key=sort_key(name),
        position=position,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    work.session.add(unit)
    work.session.flush()
    return unit


def _level(kind: UnitKind) -> UnitLevel:
    return UnitLevel.COMMUNE if kind in COMMUNE_LEVEL else UnitLevel.DISTRICT


def _follow(work: Work, row: UnitRow) -> None:
    """Keep what follows a unit that ends: another unit of the list, or a name outside it."""
    ended = units.by_code(work.session, row.code)
    successor = units.by_code(work.session, row.successor)
    assert ended is not None and row.valid_to is not None  # written a moment ago
    if successor is not None:
        kind = LineageKind.DISSOLVED
    else:
        kind = LineageKind.MOVED if row.successor.startswith("(") else LineageKind.MERGED
    work.session.add(
        UnitLineage(
            from_unit_id=ended.id,
            to_unit_id=successor.id if successor else None,
            to_name=row.successor.strip("()") if successor is None else successor.name,
            kind=kind,
            changed_on=row.valid_to + dt.timedelta(days=1),
        )
    )
    work.session.flush()


def _aliases(aliases: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(tidy(alias) for alias in aliases if tidy(alias)))


def _search_text(name: str, aliases: Sequence[str]) -> str:
    return fold(" ".join((name, *aliases)))[:600]
