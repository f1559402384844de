"""Units: those there are and those there were, opening one, changing one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models.document import Document
from tracker.models.unit import LineageKind, Unit, UnitLineage
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import units
from tracker.store import units as unit_store
from tracker.web.errors import status_of
from tracker.web.forms.base import day_of
from tracker.web.forms.units import NewUnitForm, UnitForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording import UNIT_KIND_WORDS
from tracker.wording.reorganising import LINEAGE_WORDS
from tracker.wording.sentence import say

blueprint = Blueprint("units", __name__, url_prefix="/don-vi")


@dataclass(frozen=True, slots=True)
class Present:
    """What another official has saved meanwhile, shown beside what was typed."""

    unit: Unit
    kind_words: str


@blueprint.get("")
@requires(Permission.UNIT_READ)
def index() -> ResponseReturnValue:
    """List the units of today by kind, and apart from them those to come and those of the past."""
    work = reading()
    day = day_of(request.args.get("ngay")) or work.today
    known = unit_store.listed(work.session)
    here = [unit for unit in known if _is_here(unit, day)]
    past = [unit for unit in known if unit.valid_to is not None and unit.valid_to < day]
    lineage = unit_store.lineage(work.session)
    return render_template(
        "units/index.html",
        groups=[(UNIT_KIND_WORDS[kind], list(members)) for kind, members in groupby(here, key=_kind)],
        day=day,
        here=here,
        lineage=_story(known, lineage, unit_store.papers_of(work.session, lineage)),
        past=past,
        coming=[unit for unit in known if unit.valid_from > day],
        successors=_successors(known, lineage),
        kind_words=UNIT_KIND_WORDS,
    )


@blueprint.route("/moi", methods=["GET", "POST"])
@requires(Permission.UNIT_MANAGE)
def new() -> ResponseReturnValue:
    """Open a unit."""
    form = NewUnitForm(data={"valid_from": reading().today})
    if form.is_submitted_and_valid():
        assert form.valid_from.data is not None  # InputRequired has run
        try:
            with writing(form.request_name()) as work:
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
            flash(say("Đã thêm đơn vị {name}.", name=name), "success")
            return redirect(url_for("units.index"))
    return render_template("units/new.html", form=form), 422 if form.errors else 200


@blueprint.route("/<int:unit_id>", methods=["GET", "POST"])
@requires(Permission.UNIT_MANAGE)
def edit(unit_id: int) -> ResponseReturnValue:
    """Change a unit; what somebody else saved meanwhile is shown before it is overwritten."""
    unit = reading().session.get(Unit, unit_id)
    if unit is None:
        abort(404)
    form = UnitForm(
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
            with writing(form.request_name()) as work:
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
                saved = reading().session.get_one(Unit, unit_id)
                form.version.data = str(saved.version)
                present = Present(saved, UNIT_KIND_WORDS[saved.kind])
        else:
            flash(say("Đã lưu đơn vị."), "success")
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
            say("{became} {unit}", became=LINEAGE_WORDS[line.kind], unit=line.to_name),
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
