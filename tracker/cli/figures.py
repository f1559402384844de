"""`flask stats`: figures as of any day, counted from the state of the tasks alone."""

from __future__ import annotations

import datetime as dt

import click
from flask import Flask, current_app

from tracker.cli.console import DAY, INSTANT, command, day_of, say, say_json
from tracker.extensions import db
from tracker.rules.periods import period as period_named
from tracker.rules.permissions import Origin, Scope
from tracker.rules.selecting import Basis, Count, Cut, Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import Timing
from tracker.services import statistics
from tracker.services.machine import COMMAND_LINE
from tracker.services.statistics import Naming
from tracker.store import units
from tracker.transaction import Work
from tracker.web import breakdowns
from tracker.wording import ORIGIN_WORDS, TIMING_WORDS
from tracker.wording.figures import TAXONOMY_WORDS

BY = tuple(cut.value for cut in Cut)


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(stats)


@command("stats")
@click.option("--as-of", type=DAY, help="Ngày chốt số liệu (mặc định: hôm nay).")
@click.option("--from", "since", type=DAY, help="Ngày đầu của kỳ.")
@click.option("--period", help="Kỳ: 2021, 2021-Q3, 2021-6T, 2021-LQ2 (quý theo lịch), 2021-DN (từ 01/01).")
@click.option(
    "--known-at", type=INSTANT, help="Thời điểm lấy số liệu, giờ Việt Nam; ghi ngày là hết ngày đó."
)
@click.option("--origin", type=click.Choice([origin.value for origin in Origin]), help="Nguồn giao.")
@click.option("--by", type=click.Choice(BY), help="Phân tổ.")
@click.option(
    "--successors", is_flag=True, help="Số liệu của đơn vị cũ tính cho đơn vị kế thừa (với --by unit)."
)
@click.option("--taxonomy", type=click.Choice(list(TAXONOMY_WORDS)), help="Bộ lĩnh vực (với --by area).")
@click.option("--unit", "unit_code", help="Mã đơn vị.")
@click.option("--subtree", is_flag=True, help="Kể cả đơn vị trực thuộc (với --unit).")
@click.option("--as-coordinating", is_flag=True, help="Đơn vị là đơn vị phối hợp (với --unit).")
@click.option("--basis", type=click.Choice([basis.value for basis in Basis]), help="Hạn để tính đúng hạn.")
@click.option("--count", type=click.Choice(["assignments", "directives"]), help="Đơn vị đếm.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
def stats(
    as_of: dt.datetime | None,
    since: dt.datetime | None,
    period: str | None,
    known_at: dt.datetime | None,
    origin: str | None,
    by: str | None,
    successors: bool,
    taxonomy: str | None,
    unit_code: str | None,
    subtree: bool,
    as_coordinating: bool,
    basis: str | None,
    count: str | None,
    as_json: bool,
) -> None:
    """Số liệu thực hiện nhiệm vụ tính đến một ngày."""
    work = Work(session=db.session(), actor=COMMAND_LINE, now=current_app.extensions["clock"].now())
    asked = period_named(period) if period else None
    unit_id = _unit(work, unit_code)
    selection = Selection(
        as_of=asked.cut_off(work.today, asked=day_of(as_of)) if asked else day_of(as_of) or work.today,
        scope=Scope(everywhere=True),
        since=asked.first_on if asked else day_of(since),
        known_at=known_at,
        origins=frozenset({Origin(origin)}) if origin else frozenset(),
        count=Count(count) if count else Count.BY_ORIGIN,
        basis=Basis(basis) if basis else Basis.IN_FORCE,
        unit_id=None if as_coordinating else unit_id,
        with_subunits=subtree and not as_coordinating and unit_id is not None,
        coordinating_unit_id=unit_id if as_coordinating else None,
    )
    found = statistics.figures(work, selection, Cut(by) if by else None, Naming(successors, taxonomy or ""))
    if as_json:
        say_json(_document(found, successors=successors))
    else:
        _table(found)


def _unit(work: Work, code: str | None) -> int | None:
    if code is None:
        return None
    unit = units.by_code(work.session, code)
    if unit is None:
        raise click.ClickException(f"Không có đơn vị mã “{code}”.")
    return unit.id


def _document(found: statistics.Figures, *, successors: bool) -> dict[str, object]:
    selection = found.selection
    return {
        **found.tally.as_json(),
        "as_of": selection.as_of,
        "from": selection.since,
        "known_at": selection.known_at,
        "count": selection.count.value,
        "basis": selection.basis.value,
        "by": found.cut.value if found.cut else None,
        "successors": successors,
        "groups": [
            {"key": group.key, "label": group.label, **group.tally.as_json()} for group in found.groups
        ],
        "origins": {group.key.value: group.tally.as_json() for group in found.by_origin},
    }


def _table(found: statistics.Figures) -> None:
    say(f"Tính đến ngày {found.selection.as_of:%d/%m/%Y}")
    lines = [("Tổng cộng", found.tally)]
    lines += [(ORIGIN_WORDS[group.key], group.tally) for group in found.by_origin]
    lines += [(_label(group, found.cut), group.tally) for group in found.groups]
    width = max(len(label) for label, _ in lines)
    for label, tally in lines:
        say(f"  {label:<{width}}  {_line(tally)}")


def _label(group: statistics.Group, cut: Cut | None) -> str:
    return group.label or "" if cut is None else breakdowns.with_words(group, cut).label or ""


def _line(tally: Tally) -> str:
    parts = [f"{TIMING_WORDS[timing].lower()} {tally[timing]}" for timing in Timing if tally[timing]]
    return f"{tally.total:>4} = hoàn thành {tally.done}" + (f" ({', '.join(parts)})" if parts else "")
