"""Entering a directive: typed, looked at, handed out; nothing typed is lost on the way."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models.unit import Unit
from tracker.rules.completeness import Stated, missing
from tracker.rules.permissions import DIRECTIVE_ORIGINS, Origin, Permission
from tracker.rules.refusals import Refusal
from tracker.rules.terms import Term, TermKind
from tracker.services import diary, directives, entering
from tracker.services.directives import Instruction
from tracker.services.naming import UnitBook
from tracker.store import directive_pages, installation, papers
from tracker.transaction import Work
from tracker.web.forms.base import day_of
from tracker.web.forms.directives import MOST_LETTERS, DirectiveForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.views.directives import blueprint
from tracker.web.work import reading, writing
from tracker.wording.completeness import unclear
from tracker.wording.refusals import explain
from tracker.wording.sentence import say
from tracker.wording.terms import ASSUMPTIONS, TERM_KINDS, UNIT_NOTES, sentence


@dataclass(frozen=True, slots=True)
class Reading:
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
@requires(Permission.DIRECTIVE_REGISTER)
def new() -> ResponseReturnValue:
    """Enter a directive: look how it is understood, then hand it out."""
    work = reading()
    form = DirectiveForm(data={"origin": Origin.TOWN.value, "given_on": work.today})
    book = UnitBook.of(work.session)
    day = form.given_on.data or work.today
    ticked = [book.by_id[key] for key in form.leads.data or () if key in book.by_id]
    groups = form.offer(entering.together(entering.choices(work, day), ticked))
    understood = None
    if form.is_submitted_and_valid():
        _fill_issuer(work, form)
        instruction, remarks = _instruction(form, book)
        to_send = not form.look_first.data
        if to_send and not form.errors and diary.is_done(work, form.request_name()):
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
        leaders=papers.directive_leaders(work.session),
        usual_issuers=[
            issuer for origin in sorted(DIRECTIVE_ORIGINS) if (issuer := _usual_issuer(work, origin))
        ],
    )
    return page, 422 if form.errors else 200


@blueprint.get("/doc-thoi-han")
@requires(Permission.DIRECTIVE_REGISTER)
def read_deadline() -> ResponseReturnValue:
    """Say in one sentence how a deadline is read, for a person who is still typing it."""
    work = reading()
    phrase = request.args.get("thoi-han", "")[:MOST_LETTERS]
    day = day_of(request.args.get("ngay", "").strip()) or work.today
    try:
        said = sentence(directives.read_term(work, phrase, day))
    except Refusal as refusal:
        said = explain(refusal)
    return Response(said, mimetype="text/plain")


def _usual_issuer(work: Work, origin: Origin) -> str | None:
    """Return who issues the papers of an origin; for the authority's own, at first, the authority itself."""
    usual = directive_pages.usual_issuer(work.session, origin)
    return usual or (installation.place_name(work.session) or None if origin is Origin.TOWN else None)


def _fill_issuer(work: Work, form: DirectiveForm) -> None:
    """Take the usual issuer of the origin when the field was left empty."""
    if form.issuer.data:
        return
    form.issuer.data = _usual_issuer(work, Origin(form.origin.data)) or ""
    if not form.issuer.data:
        form.issuer.errors = [*form.issuer.errors, say("Nhập cơ quan ban hành văn bản.")]


def _instruction(form: DirectiveForm, book: UnitBook) -> tuple[Instruction, list[str]]:
    """Return the directive as typed, its units found, with remarks; what is unclear is asked beside its field."""
    assert form.given_on.data is not None  # InputRequired has run
    day = form.given_on.data
    lead = entering.named(book, form.lead_text.data or "", day)
    beside = entering.named(book, form.coordinating.data or "", day)
    form.ask("lead_text", lead)
    form.ask("coordinating", beside)
    leads = entering.together(book.units(form.leads.data or ()), lead.leads)
    others = entering.together(lead.coordinating, beside.leads, beside.coordinating)
    remarks = [
        UNIT_NOTES[remark.note].format(text=remark.text)
        for named in (lead, beside)
        for remark in named.remarks
        if remark not in named.open_remarks
    ]
    instruction = Instruction(
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
        return directives.secret_content(form.reference.data or "", form.clause.data or "")
    return form.content.data or ""


def _rehearsed(
    work: Work, form: DirectiveForm, instruction: Instruction, remarks: list[str]
) -> Reading | None:
    """Return how the form is understood; None, with the sentence beside its field, when it cannot go out so."""
    try:
        term = directives.rehearse(work, instruction)
    except Refusal as refusal:
        form.show(refusal)
        return None
    return Reading(
        term=term,
        kind_words=TERM_KINDS[term.kind],
        assumptions=[ASSUMPTIONS[code] for code in term.assumptions],
        remarks=remarks,
        leads=list(instruction.leads),
        unclear=unclear(missing(_stated(work, form, instruction, term))),
        coordinating=list(instruction.coordinating),
    )


def _stated(work: Work, form: DirectiveForm, instruction: Instruction, term: Term) -> Stated:
    """Return what the directive states; units ticked one by one are no group."""
    named = entering.named(UnitBook.of(work.session), form.lead_text.data or "", instruction.given_on)
    return Stated(
        content=instruction.content,
        leads=len(instruction.leads),
        is_collective=named.is_collective and not form.leads.data,
        has_deadline=term.kind is not TermKind.NONE,
        leader=instruction.leader,
    )


def _confirmed(form: DirectiveForm, understood: Reading) -> bool:
    """Tell whether the official confirmed what must be confirmed; ask when not."""
    if understood.asks and not form.confirmed.data:
        form.confirmed.errors = [
            *form.confirmed.errors,
            say("Xem cách hiểu thời hạn, đánh dấu vào ô này rồi gửi lại."),
        ]
        return False
    return True


def _hand_out(form: DirectiveForm, instruction: Instruction) -> ResponseReturnValue | None:
    """Enter the directive and open its page; None when it was refused meanwhile."""
    try:
        with writing(form.request_name()) as work:
            directives.register(work, instruction)
    except Refusal as refusal:
        form.show(refusal)
        return None
    return _page_of(form, instruction)


def _page_of(form: DirectiveForm, instruction: Instruction) -> ResponseReturnValue | None:
    """Open the page of the directive just entered, by this request or by the same one sent before.

    A form sent again with other words (after going back) is no repetition: it is asked about and kept.
    """
    kept = directives.entered(reading(), instruction)
    if kept is None:
        form.ask_again()
        return None
    flash(say("Đã vào sổ và giao cho {leads} đơn vị.", leads=len(instruction.leads)), "success")
    return redirect(url_for("directives.show", directive_id=kept.id))
