"""Units: bringing in a list, opening, changing and closing one.

Questions about units.

Which unit stands for a former one on a day, following how units became one another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import fold_accents, normalise_text, sort_key
from tracker.database.base import fetch_rows
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission, get_permission_scope, require_permission
from tracker.office.models import Document, FormerUnitName, LineageKind, Unit, UnitLineage
from tracker.office.name_reader import COMMUNE_LEVEL, OUTSIDE_KINDS, FormerNames, UnitKind, UnitLevel
from tracker.office.unit_table import UnitListRow, short_name


def unit_existence_condition(day: dt.date) -> ColumnElement[bool]:
    """Return the WHERE that keeps units existing on a civil day."""
    return and_(Unit.valid_from <= day, or_(Unit.valid_to.is_(None), Unit.valid_to >= day))


def list_units(session: Session) -> Sequence[Unit]:
    """Return all units, past ones too, in the order of the office."""
    return list(session.scalars(select(Unit).order_by(Unit.position, Unit.sort_key, Unit.id)))


def list_existing_units(session: Session, day: dt.date) -> Sequence[Unit]:
    """Return the units existing on a civil day, in the order of the office."""
    question = select(Unit).where(unit_existence_condition(day)).order_by(Unit.position, Unit.sort_key, Unit.id)
    return list(session.scalars(question))


def get_unit(session: Session, unit_id: int) -> Unit:
    """Return a unit that is known to exist."""
    return session.get_one(Unit, unit_id)


def unit_subtree(unit_id: int) -> Select[tuple[int]]:
    """Return the question for a unit and all units below it; one statement may ask it of several units."""
    below = select(Unit.id).where(Unit.id == unit_id).cte(recursive=True)
    below = below.union(select(Unit.id).where(Unit.parent_id == below.c.id))
    return select(below.c.id)


def find_unit(session: Session, unit_id: int) -> Unit | None:
    """Return the unit with a number somebody chose, if there is one."""
    return session.get(Unit, unit_id)


def find_unit_by_code(session: Session, code: str) -> Unit | None:
    """Return the unit with a code."""
    return session.scalar(select(Unit).where(Unit.code == code))


def get_authority(session: Session) -> Unit | None:
    """Return the authority itself."""
    return session.scalar(select(Unit).where(Unit.kind == UnitKind.AUTHORITY).order_by(Unit.id).limit(1))


def get_unit_name_on(day: dt.date) -> ColumnElement[str]:
    """Return the short name that a unit of the question had on a civil day."""
    former = (
        select(FormerUnitName.short_name)
        .where(FormerUnitName.unit_id == Unit.id, FormerUnitName.until_on >= day)
        .order_by(FormerUnitName.until_on)
        .limit(1)
        .correlate(Unit)
        .scalar_subquery()
    )
    return func.coalesce(former, Unit.short_name)


def get_unit_names(session: Session, day: dt.date | None = None) -> dict[int, str]:
    """Return the short name of every unit by id, in the order of the office: as it is now, or was on a civil day."""
    name = Unit.short_name if day is None else get_unit_name_on(day)
    question = select(Unit.id, name.label("name")).order_by(Unit.position, Unit.sort_key, Unit.id)
    return {row.id: row.name for row in fetch_rows(session, question)}


def list_former_names(session: Session) -> FormerNames:
    """Return the names that units no longer have."""
    question = select(FormerUnitName.unit_id, FormerUnitName.until_on, FormerUnitName.short_name)
    return FormerNames(tuple((row[0], row[1], row[2]) for row in session.execute(question)))


def list_units_named_like(session: Session, name: str, first_on: dt.date, last_on: dt.date | None) -> list[Unit]:
    """Return the units whose name reads like another and that exist on a day of a span."""
    key = normalise_text(name).casefold()
    exist = [
        unit
        for unit in list_units(session)
        if (unit.valid_to is None or unit.valid_to >= first_on) and (last_on is None or unit.valid_from <= last_on)
    ]
    return [unit for unit in exist if normalise_text(unit.name).casefold() == key]


def get_unit_parents(session: Session) -> dict[int, int]:
    """Return by unit the one above it; the uppermost have none."""
    question = select(Unit.id, Unit.parent_id).where(Unit.parent_id.is_not(None))
    return {row.id: row.parent_id for row in fetch_rows(session, question)}


def get_unit_order(session: Session) -> dict[int, int]:
    """Return the place of every unit in the order of the office."""
    return {unit.id: place for place, unit in enumerate(list_units(session))}


def get_lineage_papers(session: Session, lines: Sequence[UnitLineage]) -> dict[int, Document]:
    """Return by id the papers that lines of the lineage rest on."""
    wanted = {line.document_id for line in lines if line.document_id is not None}
    return {paper.id: paper for paper in session.scalars(select(Document).where(Document.id.in_(wanted)))}


def list_unit_lineage(session: Session) -> Sequence[UnitLineage]:
    """Return how units became one another, oldest first."""
    return list(session.scalars(select(UnitLineage).order_by(UnitLineage.changed_on, UnitLineage.id)))


def import_units(work: UnitOfWork, rows: Sequence[UnitListRow]) -> int:
    """Bring a list of units in; units known by their code are left as they are. Returns how many are new.

    Raises `Refusal` NAME_TAKEN when a new one has the name of another; nothing is to be committed then.
    """
    known = {unit.code for unit in list_units(work.session)}
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
    work: UnitOfWork, *, code: str, name: str, kind: UnitKind, valid_from: dt.date, aliases: Sequence[str] = ()
) -> Unit:
    """Open a unit from a civil day on; refuse DUPLICATE when its code is taken, NAME_TAKEN when its name is."""
    require_permission(work.actor, Permission.UNIT_MANAGE)
    if find_unit_by_code(work.session, normalise_text(code)) is not None:
        raise Refusal(Reason.DUPLICATE, field="code")
    must_be_free(work, name, valid_from, None)
    position = len(list_units(work.session)) + 1
    return _open(
        work,
        code=normalise_text(code),
        name=normalise_text(name),
        kind=kind,
        valid_from=valid_from,
        valid_to=None,
        aliases=aliases,
        position=position,
    )


def change_unit(
    work: UnitOfWork,
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
    require_permission(work.actor, Permission.UNIT_MANAGE)
    unit = work.session.get(Unit, unit_id)
    if unit is None:
        raise Refusal(Reason.NOT_FOUND)
    if version is not None and version != unit.version:
        raise Refusal(Reason.STALE, seen=version, present=unit.version)
    if valid_to is not None and valid_to < unit.valid_from:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field="valid_to", earliest=unit.valid_from)
    must_be_free(work, name, unit.valid_from, valid_to, but=unit.id)
    before = unit.name
    unit.name, unit.short_name = normalise_text(name), short_name(normalise_text(name))
    unit.aliases = _aliases((*aliases, *([before] if before != unit.name else [])))
    unit.search_text, unit.sort_key = _search_text(unit.name, unit.aliases), sort_key(unit.name)
    unit.valid_to = valid_to
    if kind is not None:
        unit.kind, unit.level = kind, _level(kind)
    return unit


def add_reorganised_unit(work: UnitOfWork, *, code: str, name: str, kind: UnitKind, valid_from: dt.date) -> Unit:
    """Add a unit that a change of organisation opens; whoever calls has asked for the permission and the code."""
    return _open(
        work,
        code=normalise_text(code),
        name=normalise_text(name),
        kind=kind,
        valid_from=valid_from,
        valid_to=None,
        aliases=(),
        position=len(list_units(work.session)) + 1,
    )


def rename_unit(work: UnitOfWork, unit: Unit, name: str, on: dt.date) -> None:
    """Give a unit another name from a civil day on (K05).

    The former one stays with what happened until then, and becomes an alias, so that older papers are still understood.
    """
    before = unit.name
    work.session.add(
        FormerUnitName(unit_id=unit.id, name=before, short_name=unit.short_name, until_on=on - dt.timedelta(days=1))
    )
    unit.name, unit.short_name = normalise_text(name), short_name(normalise_text(name))
    unit.aliases = _aliases((*unit.aliases, *([before] if before != unit.name else [])))
    unit.search_text, unit.sort_key = _search_text(unit.name, unit.aliases), sort_key(unit.name)


def remember_alias(work: UnitOfWork, unit_id: int, alias: str) -> Unit:
    """Remember another spelling of a unit, found in a paper by somebody who brings papers in."""
    if not (may_anywhere(work, Permission.PLAN_IMPORT) or may_anywhere(work, Permission.DIRECTIVE_REGISTER)):
        raise Refusal(Reason.NOT_ALLOWED)
    unit = work.session.get(Unit, unit_id)
    if unit is None or not normalise_text(alias):
        raise Refusal(Reason.UNIT_UNKNOWN, field="unit_id", text=normalise_text(alias))
    unit.aliases = _aliases((*unit.aliases, alias))
    unit.search_text = _search_text(unit.name, unit.aliases)
    return unit


def must_be_free(
    work: UnitOfWork, name: str, first_on: dt.date, last_on: dt.date | None, *, but: int | None = None
) -> None:
    """Refuse NAME_TAKEN when another unit of a span of civil days has a name that reads the same.

    Capitals, spaces, invisible letters and the two ways of composing Vietnamese letters make no difference.
    """
    for other in list_units_named_like(work.session, name, first_on, last_on):
        if other.id != but:
            raise Refusal(Reason.NAME_TAKEN, field="name", name=other.name, code=other.code)


def may_anywhere(work: UnitOfWork, permission: Permission) -> bool:
    """Tell whether the actor holds a permission over anything at all."""
    return bool(get_permission_scope(work.actor, permission))


def _open(
    work: UnitOfWork,
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


def _follow(work: UnitOfWork, row: UnitListRow) -> None:
    """Keep what follows a unit that ends: another unit of the list, or a name outside it."""
    ended = find_unit_by_code(work.session, row.code)
    successor = find_unit_by_code(work.session, row.successor)
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
    return list(dict.fromkeys(normalise_text(alias) for alias in aliases if normalise_text(alias)))


def _search_text(name: str, aliases: Sequence[str]) -> str:
    return fold_accents(" ".join((name, *aliases)))[:600]


@dataclass(frozen=True, slots=True)
class Succession:
    """From the civil day `on` the work of one unit is another's; `to_unit_id` None: it left this authority."""

    from_unit_id: int
    to_unit_id: int | None
    on: dt.date


def map_successors(successions: Iterable[Succession], day: dt.date) -> Mapping[int, int]:
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


def list_unit_choices(work: UnitOfWork, day: dt.date) -> list[Unit]:
    """Return the units that can be given a directive of a civil day, in the order of the office."""
    return [unit for unit in list_existing_units(work.session, day) if unit.kind not in OUTSIDE_KINDS]
