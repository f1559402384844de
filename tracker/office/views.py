"""Units: those there are and those there were, opening one, changing one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.i18n import make_message
from tracker.core.labels import LINEAGE_WORDS, UNIT_KIND_WORDS
from tracker.core.refusals import Reason, Refusal
from tracker.law.permissions import Permission
from tracker.office import units
from tracker.office.forms import EditUnitForm, NewUnitForm
from tracker.office.models import Document, LineageKind, Unit, UnitLineage
from tracker.web.errors import status_of
from tracker.web.forms import parse_day
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work

blueprint = Blueprint("units", __name__, url_prefix="/don-vi")


@dataclass(frozen=True, slots=True)
class SavedUnit:
    """What another official has saved meanwhile, shown beside what was typed."""

    unit: Unit
    kind_words: str


@blueprint.get("")
@requires_permission(Permission.UNIT_READ)
def index() -> ResponseReturnValue:
    """List the units of today by kind, and apart from them those to come and those of the past."""
    work = read_work()
    day = parse_day(request.args.get("ngay")) or work.today
    known = units.list_units(work.session)
    here = [unit for unit in known if _is_here(unit, day)]
    past = [unit for unit in known if unit.valid_to is not None and unit.valid_to < day]
    lineage = units.list_unit_lineage(work.session)
    return render_template(
        "units/index.html",
        groups=[(UNIT_KIND_WORDS[kind], list(members)) for kind, members in groupby(here, key=_kind)],
        day=day,
        here=here,
        lineage=_story(known, lineage, units.get_lineage_papers(work.session, lineage)),
        past=past,
        coming=[unit for unit in known if unit.valid_from > day],
        successors=_successors(known, lineage),
        kind_words=UNIT_KIND_WORDS,
    )


@blueprint.route("/moi", methods=["GET", "POST"])
@requires_permission(Permission.UNIT_MANAGE)
def new() -> ResponseReturnValue:
    """Open a unit."""
    form = NewUnitForm(data={"valid_from": read_work().today})
    if form.is_submitted_and_valid():
        assert form.valid_from.data is not None  # InputRequired has run
        try:
            with write_work(form.request_name()) as work:
                unit = units.open_unit(
                    work,
                    code=form.code.data or "",
                    name=form.name.data or "",
                    kind=form.unit_kind(),
                    valid_from=form.valid_from.data,
                    aliases=form.other_names(),
                )
                name = unit.name
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash_message(make_message("Đã thêm đơn vị {name}.", name=name), "success")
            return redirect(url_for("units.index"))
    return render_template("units/new.html", form=form), 422 if form.errors else 200


@blueprint.route("/<int:unit_id>", methods=["GET", "POST"])
@requires_permission(Permission.UNIT_MANAGE)
def edit(unit_id: int) -> ResponseReturnValue:
    """Change a unit; what somebody else saved meanwhile is shown before it is overwritten."""
    unit = read_work().session.get(Unit, unit_id)
    if unit is None:
        abort(404)
    form = EditUnitForm(
        data={
            "name": unit.name,
            "kind": unit.kind.value,
            "aliases": "\n".join(unit.aliases),
            "valid_to": unit.valid_to,
            "version": unit.version,
        }
    )
    status, present = 200, None
    if form.is_submitted_and_valid():
        try:
            with write_work(form.request_name()) as work:
                units.change_unit(
                    work,
                    unit_id,
                    name=form.name.data or "",
                    kind=form.unit_kind(),
                    aliases=form.other_names(),
                    valid_to=form.valid_to.data,
                    version=form.seen_version(),
                )
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
            if refusal.reason is Reason.STALE:
                saved = read_work().session.get_one(Unit, unit_id)
                form.version.data = str(saved.version)
                present = SavedUnit(saved, UNIT_KIND_WORDS[saved.kind])
        else:
            flash_message(make_message("Đã lưu đơn vị."), "success")
            return redirect(url_for("units.index"))
    elif form.errors:
        status = 422
    return render_template("units/edit.html", form=form, unit_id=unit_id, unit=unit, present=present), status


def _story(
    known: Sequence[Unit], lineage: Sequence[UnitLineage], papers: Mapping[int, Document]
) -> list[tuple[UnitLineage, str, str, Document | None]]:
    """Return how units became one another: the line, from what, to what, by which paper."""
    names = {unit.id: unit.name for unit in known}
    return [
        (
            line,
            names[line.from_unit_id],
            make_message("{became} {unit}", became=LINEAGE_WORDS[line.kind], unit=line.to_name),
            papers.get(line.document_id or 0),
        )
        for line in lineage
    ]


def _is_here(unit: Unit, day: dt.date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)


def _kind(unit: Unit) -> str:
    return unit.kind


def _successors(known: Sequence[Unit], lineage: Sequence[UnitLineage]) -> Mapping[int, str]:
    """Return by unit what follows it: another unit, or a name outside this authority."""
    names = {unit.id: unit.short_name for unit in known}
    following: dict[int, list[str]] = {}
    for line in lineage:
        if line.kind in (LineageKind.OPENED, LineageKind.RENAMED):
            continue
        following.setdefault(line.from_unit_id, []).append(
            line.to_name if line.to_unit_id is None else names[line.to_unit_id]
        )
    return {unit_id: "; ".join(found) for unit_id, found in following.items()}
