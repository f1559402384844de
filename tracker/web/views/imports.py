"""Bringing files in: upload, look, settle names, confirm."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.documents import import_forms
from tracker.documents.spreadsheet import XLSX, csv_lines
from tracker.models.import_batch import ImportKind, ImportState
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import imports
from tracker.services import units as unit_service
from tracker.store import imports as store
from tracker.store import units
from tracker.web.forms.imports import AliasForm, ConfirmForm, PlanFileForm, RegisterFileForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.previews import preview
from tracker.web.room import shelf
from tracker.web.work import reading, writing
from tracker.wording import IMPORT_KIND_WORDS, IMPORT_STATE_WORDS
from tracker.wording.sentence import say

blueprint = Blueprint("imports", __name__, url_prefix="/nhap-tep")


@blueprint.get("")
@requires(Permission.PAPER_IMPORT)
def index() -> ResponseReturnValue:
    """Offer the kinds of file one may bring in, and show the latest."""
    return _index(PlanFileForm(formdata=None), RegisterFileForm(formdata=None))


@blueprint.post("/ke-hoach")
@requires(Permission.PAPER_IMPORT)
def stage_plan() -> ResponseReturnValue:
    """Keep a plan's file and go to its preview."""
    form = PlanFileForm()
    if form.is_submitted_and_valid():
        staged = _stage(ImportKind.PLAN, form, form.answer())
        if staged is not None:
            return staged
    return _index(form, RegisterFileForm(formdata=None)), 422


@blueprint.post("/so-chi-dao")
@requires(Permission.PAPER_IMPORT)
def stage_register() -> ResponseReturnValue:
    """Keep a register's file and go to its preview."""
    form = RegisterFileForm()
    if form.is_submitted_and_valid():
        staged = _stage(ImportKind.REGISTER, form)
        if staged is not None:
            return staged
    return _index(PlanFileForm(formdata=None), form), 422


@blueprint.get("/mau/ke-hoach.xlsx")
@requires(Permission.PAPER_IMPORT)
def empty_plan() -> ResponseReturnValue:
    """Give the empty form of a plan."""
    return _excel(import_forms.empty_plan(), "mau-ke-hoach.xlsx")


@blueprint.get("/mau/so-chi-dao.xlsx")
@requires(Permission.PAPER_IMPORT)
def empty_register() -> ResponseReturnValue:
    """Give the empty form of a register."""
    return _excel(import_forms.empty_register(), "mau-so-chi-dao.xlsx")


@blueprint.get("/<int:batch_id>")
@requires(Permission.PAPER_IMPORT)
def show(batch_id: int) -> ResponseReturnValue:
    """Show every row of a staged file as it was read, before anything is written."""
    work = reading()
    batch, draft = imports.opened(work, batch_id, shelf())
    found = imports.look(work, batch, draft)
    names = {str(unit.id): unit.short_name for unit in units.listed(work.session)}
    alias = AliasForm(formdata=None)
    alias.unit_id.choices = names
    return render_template(
        "imports/show.html",
        batch=batch,
        kind_words=IMPORT_KIND_WORDS[batch.kind],
        state_words=IMPORT_STATE_WORDS[batch.state],
        is_staged=batch.state is ImportState.STAGED,
        preview=preview(found),
        names=names,
        confirm=ConfirmForm(formdata=None, data={"sha256": batch.sha256}),
        alias=alias,
    )


@blueprint.post("/<int:batch_id>/xac-nhan")
@requires(Permission.PAPER_IMPORT)
def apply(batch_id: int) -> ResponseReturnValue:
    """Write the file that was looked at, all of it or nothing."""
    form = ConfirmForm()
    if form.is_submitted_and_valid():
        _, draft = imports.opened(reading(), batch_id, shelf())
        with writing() as work:
            found = imports.apply(work, batch_id, draft, sha256=form.sha256.data or "")
        if not found.is_blocked:
            flash(
                say(
                    "Đã nhập: thêm {created}, cập nhật {updated}, không đổi {unchanged}.",
                    created=found.count("created"),
                    updated=found.count("updated"),
                    unchanged=found.count("unchanged"),
                ),
                "success",
            )
    return redirect(url_for("imports.show", batch_id=batch_id))


@blueprint.post("/<int:batch_id>/ten-goi")
@requires(Permission.PAPER_IMPORT)
def remember(batch_id: int) -> ResponseReturnValue:
    """Remember which unit a name in the file means."""
    form = AliasForm()
    if form.is_submitted_and_valid():
        with writing() as work:
            unit = unit_service.remember_alias(work, form.unit_id.data or 0, form.alias.data or "")
            name = unit.short_name
        flash(say("Đã nhớ “{data}” là {name}.", data=form.alias.data, name=name), "success")
    return redirect(url_for("imports.show", batch_id=batch_id))


@blueprint.post("/<int:batch_id>/bo")
@requires(Permission.PAPER_IMPORT)
def discard(batch_id: int) -> ResponseReturnValue:
    """Put a staged file aside."""
    if ConfirmForm().is_submitted_and_valid():
        with writing() as work:
            imports.discard(work, batch_id)
        flash(say("Đã bỏ tệp này, chưa ghi gì vào hệ thống."), "info")
    return redirect(url_for("imports.index"))


@blueprint.get("/<int:batch_id>/van-de.csv")
@requires(Permission.PAPER_IMPORT)
def problems(batch_id: int) -> ResponseReturnValue:
    """Give the list of what must be settled, to be worked through beside the file."""
    batch, draft = imports.opened(reading(), batch_id, shelf())
    found = imports.look(reading(), batch, draft)
    rows = [
        (problem.line, problem.column, problem.sentence, say("có") if problem.blocking else "")
        for problem in found.problems
    ]
    return Response(
        csv_lines((say("Dòng"), say("Cột"), say("Việc cần làm"), say("Bắt buộc")), rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="van-de-{batch_id}.csv"'},
    )


def _excel(data: bytes, name: str) -> Response:
    return Response(data, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _index(plan: PlanFileForm, register: RegisterFileForm) -> str:
    work = reading()
    kinds = imports.kinds_open_to(work)
    return render_template(
        "imports/index.html",
        kinds=kinds,
        plan=plan,
        register=register,
        latest=[
            (batch, IMPORT_KIND_WORDS[batch.kind], IMPORT_STATE_WORDS[batch.state])
            for batch in store.latest(work.session, kinds)
        ],
    )


def _stage(
    kind: ImportKind, form: PlanFileForm | RegisterFileForm, decision: imports.Decision | None = None
) -> ResponseReturnValue | None:
    """Keep the file that was sent and go to its preview; None when it was refused, the form says why."""
    sent = form.sent()
    try:
        imports.read_files(kind, sent)
        with writing() as work:
            batch = imports.stage(work, kind, place=shelf(), sent=sent, decision=decision)
            batch_id = batch.id
    except Refusal as refusal:
        if refusal.field is None:
            raise
        form.show(refusal)
        return None
    return redirect(url_for("imports.show", batch_id=batch_id))
