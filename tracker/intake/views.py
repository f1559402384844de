"""A file before it is written: each row as read, the phrase beside its day, what a person must decide.

Bringing files in: upload, look, settle names, confirm.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.core.formats import vn_date
from tracker.core.i18n import make_message
from tracker.core.labels import IMPORT_KIND_WORDS, IMPORT_STATE_WORDS
from tracker.core.refusals import Refusal
from tracker.documents import sheets
from tracker.documents.sheets import XLSX_MIMETYPE, csv_lines
from tracker.documents.table_reader import Problem
from tracker.intake import imports
from tracker.intake.forms import AliasForm, ConfirmImportForm, PlanFileForm, RegisterFileForm
from tracker.intake.imports import ImportKind, ImportState
from tracker.intake.plans.intake import PlanImport
from tracker.intake.registers.intake import RegisterImport
from tracker.law.permissions import Permission
from tracker.law.terms import Term
from tracker.office import units
from tracker.office.name_reader import UnknownPiece
from tracker.tasks.labels import ASSUMPTIONS, TERM_KINDS
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work
from tracker.web.responses import get_file_store

CELL_WORDS = {
    "title": make_message("Nội dung"),
    "content": make_message("Nội dung"),
    "due_on": make_message("Hạn xử lý"),
    "product": make_message("Sản phẩm"),
    "lead_text": make_message("Chủ trì"),
    "coordinating_text": make_message("Phối hợp"),
    "term_text": make_message("Thời hạn"),
    "basis": make_message("Căn cứ"),
}
SHOWN_UNITS = 3


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the file as the page shows it."""

    line: int
    number: str
    content: str
    leads: str
    beside: str
    phrase: str
    due: str
    read_as: str
    must_look: bool
    remarks: Sequence[str]
    outcome: str
    changes: Sequence[tuple[str, str, str]]
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole file as the page shows it."""

    rows: Sequence[PreviewRow]
    counts: dict[str, int]
    missing: Sequence[str]
    problems: Sequence[Problem]
    unknown: Sequence[UnknownPiece]
    is_blocked: bool

    @property
    def elsewhere(self) -> list[Problem]:
        """Problems of the whole file, and of lines from which no row could be made."""
        shown = {problem for row in self.rows for problem in row.problems}
        return [problem for problem in self.problems if problem not in shown]

    @property
    def blocking(self) -> int:
        """How many problems must be settled before the file can be written."""
        return sum(problem.blocking for problem in self.problems)


def build_import_preview(found: PlanImport | RegisterImport) -> Preview:
    """Return the preview of a plan or of a register."""
    rows = _plan_rows(found) if isinstance(found, PlanImport) else _register_rows(found)
    return Preview(
        rows=rows,
        counts={name: found.count(name) for name in ("created", "updated", "unchanged")},
        missing=_missing(found),
        problems=found.problems,
        unknown=_unknown(found),
        is_blocked=found.is_blocked,
    )


def _plan_rows(found: PlanImport) -> list[PreviewRow]:
    return [
        PreviewRow(
            line=row.row.line,
            number=row.row.number,
            content=row.row.title,
            leads=_units([unit.short_name for unit in row.leads]),
            beside=_units([unit.short_name for unit in row.coordinating]),
            phrase=row.row.term_text,
            due=_due(row.term, row.term.due if row.term else None),
            read_as=TERM_KINDS[row.term.kind] if row.term else "",
            must_look=row.term is None or row.term.needs_review or bool(row.problems),
            remarks=_remarks(row.term),
            outcome=row.outcome,
            changes=_changes(row.changes),
            problems=row.problems,
        )
        for row in found.rows
    ]


def _register_rows(found: RegisterImport) -> list[PreviewRow]:
    by_line: dict[int, list[Problem]] = {}
    for problem in found.problems:
        by_line.setdefault(problem.line, []).append(problem)
    return [
        PreviewRow(
            line=line.row.line,
            number=line.row.reference_text,
            content=line.row.content,
            leads=line.lead.short_name if line.lead else "",
            beside=_units([unit.short_name for unit in bundle.instruction.coordinating]),
            phrase=line.row.term_text,
            due=_due(bundle.term, line.due_on),
            read_as=TERM_KINDS[bundle.term.kind],
            must_look=bundle.term.needs_review or line.row.line in by_line,
            remarks=_remarks(bundle.term),
            outcome=line.outcome,
            changes=_changes(line.changes),
            problems=by_line.get(line.row.line, []),
        )
        for bundle in found.bundles
        for line in bundle.lines
    ]


def _missing(found: PlanImport | RegisterImport) -> list[str]:
    if isinstance(found, PlanImport):
        return [make_message("mục {number}", number=number) for number in found.missing]
    return [
        make_message("{reference} ngày {given_on}", reference=each.document.reference, given_on=vn_date(each.given_on))
        for each in found.missing
    ]


def _changes(changes: Mapping[str, Sequence[str]]) -> list[tuple[str, str, str]]:
    return [(CELL_WORDS[name], _cell(name, before), _cell(name, after)) for name, (before, after) in changes.items()]


def _cell(name: str, text: str) -> str:
    return vn_date(dt.date.fromisoformat(text)) if name == "due_on" and text else text


def _due(term: Term | None, due_on: dt.date | None) -> str:
    if term is not None and len(term.occurrences) > 1:
        return ", ".join(vn_date(day) for day in term.occurrences)
    return vn_date(due_on)


def _remarks(term: Term | None) -> list[str]:
    return [] if term is None else [ASSUMPTIONS[code] for code in term.assumptions]


def _units(names: Sequence[str]) -> str:
    if len(names) <= SHOWN_UNITS:
        return ", ".join(names)
    return make_message("{names} đơn vị: {shown_units}…", names=len(names), shown_units=", ".join(names[:SHOWN_UNITS]))


def _unknown(found: PlanImport | RegisterImport) -> list[UnknownPiece]:
    pieces = [piece for row in found.rows for piece in row.unknown] if isinstance(found, PlanImport) else found.unknown
    return list(dict.fromkeys(pieces))


blueprint = Blueprint("imports", __name__, url_prefix="/nhap-tep")


@blueprint.get("")
@requires_permission(Permission.PAPER_IMPORT)
def index() -> ResponseReturnValue:
    """Offer the kinds of file one may bring in, and show the latest."""
    return _index(PlanFileForm(formdata=None), RegisterFileForm(formdata=None))


@blueprint.post("/ke-hoach")
@requires_permission(Permission.PAPER_IMPORT)
def stage_plan() -> ResponseReturnValue:
    """Keep a plan's file and go to its preview."""
    form = PlanFileForm()
    if form.is_submitted_and_valid():
        staged = _stage(ImportKind.PLAN, form, form.answer())
        if staged is not None:
            return staged
    return _index(form, RegisterFileForm(formdata=None)), 422


@blueprint.post("/so-chi-dao")
@requires_permission(Permission.PAPER_IMPORT)
def stage_register() -> ResponseReturnValue:
    """Keep a register's file and go to its preview."""
    form = RegisterFileForm()
    if form.is_submitted_and_valid():
        staged = _stage(ImportKind.REGISTER, form)
        if staged is not None:
            return staged
    return _index(PlanFileForm(formdata=None), form), 422


@blueprint.get("/mau/ke-hoach.xlsx")
@requires_permission(Permission.PAPER_IMPORT)
def empty_plan() -> ResponseReturnValue:
    """Give the empty form of a plan."""
    return _excel(sheets.build_empty_plan(), "mau-ke-hoach.xlsx")


@blueprint.get("/mau/so-chi-dao.xlsx")
@requires_permission(Permission.PAPER_IMPORT)
def empty_register() -> ResponseReturnValue:
    """Give the empty form of a register."""
    return _excel(sheets.build_empty_register(), "mau-so-chi-dao.xlsx")


@blueprint.get("/<int:batch_id>")
@requires_permission(Permission.PAPER_IMPORT)
def show(batch_id: int) -> ResponseReturnValue:
    """Show every row of a staged file as it was read, before anything is written."""
    work = read_work()
    batch, draft = imports.open_staged_import(work, batch_id, get_file_store())
    found = imports.preview_import(work, batch, draft)
    names = {str(unit.id): unit.short_name for unit in units.list_units(work.session)}
    alias = AliasForm(formdata=None)
    alias.unit_id.choices = names
    return render_template(
        "imports/show.html",
        batch=batch,
        kind_words=IMPORT_KIND_WORDS[batch.kind],
        state_words=IMPORT_STATE_WORDS[batch.state],
        is_staged=batch.state is ImportState.STAGED,
        preview=build_import_preview(found),
        names=names,
        confirm=ConfirmImportForm(formdata=None, data={"sha256": batch.sha256}),
        alias=alias,
    )


@blueprint.post("/<int:batch_id>/xac-nhan")
@requires_permission(Permission.PAPER_IMPORT)
def apply(batch_id: int) -> ResponseReturnValue:
    """Write the file that was looked at, all of it or nothing."""
    form = ConfirmImportForm()
    if form.is_submitted_and_valid():
        _, draft = imports.open_staged_import(read_work(), batch_id, get_file_store())
        with write_work() as work:
            found = imports.apply_import(work, batch_id, draft, sha256=form.sha256.data or "")
        if not found.is_blocked:
            flash_message(
                make_message(
                    "Đã nhập: thêm {created}, cập nhật {updated}, không đổi {unchanged}.",
                    created=found.count("created"),
                    updated=found.count("updated"),
                    unchanged=found.count("unchanged"),
                ),
                "success",
            )
    return redirect(url_for("imports.show", batch_id=batch_id))


@blueprint.post("/<int:batch_id>/ten-goi")
@requires_permission(Permission.PAPER_IMPORT)
def remember(batch_id: int) -> ResponseReturnValue:
    """Remember which unit a name in the file means."""
    form = AliasForm()
    if form.is_submitted_and_valid():
        with write_work() as work:
            unit = units.remember_alias(work, form.unit_id.data or 0, form.alias.data or "")
            name = unit.short_name
        flash_message(make_message("Đã nhớ “{data}” là {name}.", data=form.alias.data, name=name), "success")
    return redirect(url_for("imports.show", batch_id=batch_id))


@blueprint.post("/<int:batch_id>/bo")
@requires_permission(Permission.PAPER_IMPORT)
def discard(batch_id: int) -> ResponseReturnValue:
    """Put a staged file aside."""
    if ConfirmImportForm().is_submitted_and_valid():
        with write_work() as work:
            imports.discard_import(work, batch_id)
        flash_message(make_message("Đã bỏ tệp này, chưa ghi gì vào hệ thống."), "info")
    return redirect(url_for("imports.index"))


@blueprint.get("/<int:batch_id>/van-de.csv")
@requires_permission(Permission.PAPER_IMPORT)
def problems(batch_id: int) -> ResponseReturnValue:
    """Give the list of what must be settled, to be worked through beside the file."""
    batch, draft = imports.open_staged_import(read_work(), batch_id, get_file_store())
    found = imports.preview_import(read_work(), batch, draft)
    rows = [
        (problem.line, problem.column, problem.sentence, make_message("có") if problem.blocking else "")
        for problem in found.problems
    ]
    return Response(
        csv_lines(
            (make_message("Dòng"), make_message("Cột"), make_message("Việc cần làm"), make_message("Bắt buộc")), rows
        ),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="van-de-{batch_id}.csv"'},
    )


def _excel(data: bytes, name: str) -> Response:
    return Response(data, mimetype=XLSX_MIMETYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _index(plan: PlanFileForm, register: RegisterFileForm) -> str:
    work = read_work()
    kinds = imports.list_permitted_kinds(work)
    return render_template(
        "imports/index.html",
        kinds=kinds,
        plan=plan,
        register=register,
        latest=[
            (batch, IMPORT_KIND_WORDS[batch.kind], IMPORT_STATE_WORDS[batch.state])
            for batch in imports.list_latest_imports(work.session, kinds)
        ],
    )


def _stage(
    kind: ImportKind, form: PlanFileForm | RegisterFileForm, decision: imports.PlanDecision | None = None
) -> ResponseReturnValue | None:
    """Keep the file that was sent and go to its preview; None when it was refused, the form says why."""
    sent = form.sent()
    try:
        imports.read_files(kind, sent)
        with write_work() as work:
            batch = imports.stage_import(work, kind, place=get_file_store(), sent=sent, decision=decision)
            batch_id = batch.id
    except Refusal as refusal:
        if refusal.field is None:
            raise
        form.show(refusal)
        return None
    return redirect(url_for("imports.show", batch_id=batch_id))
