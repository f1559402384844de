"""Entering a directive: typed, looked at, handed out; nothing typed is lost on the way.

The paper a directive stands in: taken in once, handed out as it came.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.i18n import make_message
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.intake import names
from tracker.intake.directives import entry, queries
from tracker.intake.directives.entry import EnteredDirective
from tracker.intake.directives.forms import MOST_LETTERS, DirectiveForm, SourceFileForm
from tracker.intake.directives.views import blueprint
from tracker.intake.names import UnitBook
from tracker.law.completeness import TaskStatement, list_unclear_points
from tracker.law.permissions import DIRECTIVE_ORIGINS, Origin, Permission
from tracker.law.terms import Term, TermKind
from tracker.office import installation, units
from tracker.office.models import Unit
from tracker.tasks import event_log, evidence, sources as task_sources
from tracker.tasks.labels import ASSUMPTIONS, TERM_KINDS, UNIT_NOTES, describe_term, describe_unclear_points
from tracker.tasks.views.action_page import flash_file_changes
from tracker.web.forms import parse_day
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work
from tracker.web.responses import get_file_store, get_upload_limits, send_stored_file


@dataclass(frozen=True, slots=True)
class EntryReading:
    """How a filled-in form is understood: the deadline with what was taken for granted, and who gets it."""

    term: Term
    kind_words: str
    assumptions: list[str]
    remarks: list[str]
    leads: list[Unit]
    coordinating: list[Unit]
    unclear: list[str]

    @property
    def asks(self) -> bool:
        """Tell whether an official must confirm before anything goes out."""
        return self.term.needs_review


@blueprint.route("/moi", methods=["GET", "POST"])
@requires_permission(Permission.DIRECTIVE_REGISTER)
def new() -> ResponseReturnValue:
    """Enter a directive: look how it is understood, then hand it out."""
    work = read_work()
    form = DirectiveForm(data={"origin": Origin.TOWN.value, "given_on": work.today})
    book = UnitBook.of(work.session)
    day = form.given_on.data or work.today
    ticked = [book.by_id[key] for key in form.leads.data or () if key in book.by_id]
    groups = form.offer(names.merge_units(units.list_unit_choices(work, day), ticked))
    understood = None
    if form.is_submitted_and_valid():
        _fill_issuer(work, form)
        instruction, remarks = _instruction(form, book)
        to_send = not form.look_first.data
        if to_send and not form.errors and event_log.is_request_done(work, form.request_name()):
            sent = _page_of(form, instruction)
            if sent is not None:
                return sent
        understood = None if form.errors else _rehearsed(work, form, instruction, remarks)
        if to_send and understood is not None and _confirmed(form, understood):
            sent = _hand_out(form, instruction)
            if sent is not None:
                return sent
    page = render_template(
        "directives/new.html",
        form=form,
        groups=groups,
        understood=understood,
        leaders=task_sources.directive_leaders(work.session),
        usual_issuers=[issuer for origin in sorted(DIRECTIVE_ORIGINS) if (issuer := _usual_issuer(work, origin))],
    )
    return page, 422 if form.errors else 200


@blueprint.get("/doc-thoi-han")
@requires_permission(Permission.DIRECTIVE_REGISTER)
def read_deadline() -> ResponseReturnValue:
    """Say in one sentence how a deadline is read, for a person who is still typing it."""
    work = read_work()
    phrase = request.args.get("thoi-han", "")[:MOST_LETTERS]
    day = parse_day(request.args.get("ngay", "").strip()) or work.today
    try:
        said = describe_term(entry.read_term(work, phrase, day))
    except Refusal as refusal:
        said = describe_refusal(refusal)
    return Response(said, mimetype="text/plain")


def _usual_issuer(work: UnitOfWork, origin: Origin) -> str | None:
    """Return who issues the papers of an origin; for the authority's own, at first, the authority itself."""
    usual = queries.find_usual_issuer(work.session, origin)
    return usual or (installation.get_authority_name(work.session) or None if origin is Origin.TOWN else None)


def _fill_issuer(work: UnitOfWork, form: DirectiveForm) -> None:
    """Take the usual issuer of the origin when the field was left empty."""
    if form.issuer.data:
        return
    form.issuer.data = _usual_issuer(work, Origin(form.origin.data)) or ""
    if not form.issuer.data:
        form.issuer.errors = [*form.issuer.errors, make_message("Nhập cơ quan ban hành văn bản.")]


def _instruction(form: DirectiveForm, book: UnitBook) -> tuple[EnteredDirective, list[str]]:
    """Return the directive as typed, its units found, with remarks; what is unclear is asked beside its field."""
    assert form.given_on.data is not None  # InputRequired has run
    day = form.given_on.data
    lead = names.resolve_units(book, form.lead_text.data or "", day)
    beside = names.resolve_units(book, form.coordinating.data or "", day)
    form.ask("lead_text", lead)
    form.ask("coordinating", beside)
    leads = names.merge_units(book.units(form.leads.data or ()), lead.leads)
    others = names.merge_units(lead.coordinating, beside.leads, beside.coordinating)
    remarks = [
        UNIT_NOTES[remark.note].format(text=remark.text)
        for named in (lead, beside)
        for remark in named.remarks
        if remark not in named.open_remarks
    ]
    instruction = EnteredDirective(
        origin=Origin(form.origin.data),
        reference=form.reference.data or "",
        given_on=day,
        issuer=form.issuer.data or "",
        leader=form.leader.data or "",
        clause=form.clause.data or "",
        content=_content(form),
        secrecy=form.secrecy.data or "",
        term_text=form.deadline.data or "",
        leads=leads,
        coordinating=[unit for unit in others if unit not in leads],
        urgency=form.urgency.data or "",
        evidence_required=bool(form.evidence_required.data),
    )
    return instruction, remarks


def _content(form: DirectiveForm) -> str:
    """Return the content as typed; of a secret paper what stands for it, while nothing is typed."""
    if form.secrecy.data and not form.content.data:
        return entry.secret_content(form.reference.data or "", form.clause.data or "")
    return form.content.data or ""


def _rehearsed(
    work: UnitOfWork, form: DirectiveForm, instruction: EnteredDirective, remarks: list[str]
) -> EntryReading | None:
    """Return how the form is understood; None, with the sentence beside its field, when it cannot go out so."""
    try:
        term = entry.preview_directive(work, instruction)
    except Refusal as refusal:
        form.show(refusal)
        return None
    return EntryReading(
        term=term,
        kind_words=TERM_KINDS[term.kind],
        assumptions=[ASSUMPTIONS[code] for code in term.assumptions],
        remarks=remarks,
        leads=list(instruction.leads),
        unclear=describe_unclear_points(list_unclear_points(_stated(work, form, instruction, term))),
        coordinating=list(instruction.coordinating),
    )


def _stated(work: UnitOfWork, form: DirectiveForm, instruction: EnteredDirective, term: Term) -> TaskStatement:
    """Return what the directive states; units ticked one by one are no group."""
    named = names.resolve_units(UnitBook.of(work.session), form.lead_text.data or "", instruction.given_on)
    return TaskStatement(
        content=instruction.content,
        leads=len(instruction.leads),
        is_collective=named.is_collective and not form.leads.data,
        has_deadline=term.kind is not TermKind.NONE,
        leader=instruction.leader,
    )


def _confirmed(form: DirectiveForm, understood: EntryReading) -> bool:
    """Tell whether the official confirmed what must be confirmed; ask when not."""
    if understood.asks and not form.confirmed.data:
        form.confirmed.errors = [
            *form.confirmed.errors,
            make_message("Xem cách hiểu thời hạn, đánh dấu vào ô này rồi gửi lại."),
        ]
        return False
    return True


def _hand_out(form: DirectiveForm, instruction: EnteredDirective) -> ResponseReturnValue | None:
    """Enter the directive and open its page; None when it was refused meanwhile."""
    try:
        with write_work(form.request_name()) as work:
            entry.register_directive(work, instruction)
    except Refusal as refusal:
        form.show(refusal)
        return None
    return _page_of(form, instruction)


def _page_of(form: DirectiveForm, instruction: EnteredDirective) -> ResponseReturnValue | None:
    """Open the page of the directive just entered, by this request or by the same one sent before.

    A form sent again with other words (after going back) is no repetition: it is asked about and kept.
    """
    kept = entry.find_entered_directive(read_work(), instruction)
    if kept is None:
        form.ask_again()
        return None
    flash_message(make_message("Đã vào sổ và giao cho {leads} đơn vị.", leads=len(instruction.leads)), "success")
    return redirect(url_for("directives.show", directive_id=kept.id))


@blueprint.post("/<int:directive_id>/van-ban")
@requires_permission(Permission.DIRECTIVE_REGISTER)
def keep_source(directive_id: int) -> ResponseReturnValue:
    """Keep the paper itself beside its directive."""
    form = SourceFileForm()
    if form.is_submitted_and_valid():
        try:
            with (
                evidence.hold_uploads(get_file_store(), form.uploads(), get_upload_limits()) as held,
                write_work(form.request_name()) as work,
            ):
                entry.save_source_file(work, directive_id, held.files[0])
                work.after_commit.append(held.keep)
            flash_message(make_message("Đã lưu văn bản gốc."), "success")
            flash_file_changes(held)
        except Refusal as refusal:
            if refusal.field is None:
                raise
            flash_message(describe_refusal(refusal), "danger")
    for sentence in form.files.errors:
        flash_message(sentence, "danger")
    return redirect(url_for("directives.show", directive_id=directive_id))


@blueprint.get("/<int:directive_id>/van-ban")
@requires_permission(Permission.DIRECTIVE_READ)
def source(directive_id: int) -> ResponseReturnValue:
    """Send the paper, byte for byte."""
    document, stream = entry.open_source_file(read_work(), get_file_store(), directive_id)
    return send_stored_file(stream, document.file_name or "")
