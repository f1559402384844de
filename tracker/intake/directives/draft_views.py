"""From the prose of a paper to directives: read, looked through draft by draft, handed out together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.core.i18n import make_message
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.intake import names
from tracker.intake.directives import entry
from tracker.intake.directives.entry import EnteredDirective, Proposals
from tracker.intake.directives.forms import DraftForm, DraftsForm, UploadPaperForm, questions_about
from tracker.intake.directives.views import blueprint
from tracker.intake.names import NamedUnits, UnitBook
from tracker.law.completeness import TaskStatement, list_unclear_points
from tracker.law.permissions import Origin, Permission
from tracker.law.terms import Term, TermKind
from tracker.tasks import event_log
from tracker.tasks.labels import ASSUMPTIONS, TERM_KINDS, UNIT_NOTES, describe_unclear_points
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work


@dataclass(frozen=True, slots=True)
class DraftReading:
    """How one draft is understood as it stands: its deadline and its units, and what a person must look at.

    `term` is None when the phrase names no possible day; `remarks` says then what to do.
    """

    form: DraftForm
    term: Term | None
    kind_words: str
    lead: NamedUnits
    beside: NamedUnits
    remarks: Sequence[str]
    leader: str

    @property
    def unclear(self) -> list[str]:
        """Return what the draft leaves unclear of the six points; it may go out all the same."""
        stated = TaskStatement(
            content=self.form.content.data or "",
            leads=len(self.lead.leads),
            is_collective=self.lead.is_collective,
            has_deadline=self.term is not None and self.term.kind is not TermKind.NONE,
            leader=self.leader,
        )
        return describe_unclear_points(list_unclear_points(stated))

    @property
    def asks(self) -> bool:
        """Tell whether the deadline must be looked at before the draft goes out."""
        return self.term is None or self.term.needs_review

    @property
    def signature(self) -> str:
        """Name this reading, so that the next sending tells whether it was on the page."""
        if self.term is None:
            return ""
        return f"{self.term.phrase}|{self.term.kind}|{self.term.due or ''}"


@blueprint.route("/tu-van-ban", methods=["GET", "POST"])
@requires_permission(Permission.DIRECTIVE_REGISTER)
def from_paper() -> ResponseReturnValue:
    """Take a paper, read it, and show its drafts; nothing is kept."""
    work = read_work()
    form = UploadPaperForm(data={"issued_on": work.today})
    if form.is_submitted_and_valid():
        found = _read(work, form)
        if found is not None:
            assert form.issued_on.data is not None  # InputRequired has run
            return _page(work, DraftsForm.proposing(found, form.issued_on.data), found)
    return render_template("directives/from_paper.html", form=form), 422 if form.errors else 200


@blueprint.post("/tu-van-ban/giao")
@requires_permission(Permission.DIRECTIVE_REGISTER)
def hand_out_drafts() -> ResponseReturnValue:
    """Enter the ticked drafts and hand them out: all of them, or none with what is wrong beside each."""
    work = read_work()
    form = DraftsForm()
    valid = form.is_submitted_and_valid()
    chosen = form.to_hand_out()
    if not chosen:
        form.form_errors.append(make_message("Đánh dấu ít nhất một nhiệm vụ để giao."))
    if valid and chosen:
        instructions = _instructions(work, form, chosen)
        if event_log.is_request_done(work, form.request_name()):
            if all(entry.find_entered_directive(work, instruction) for instruction in instructions):
                return _entered(instructions)
            form.ask_again()
        _rehearse(work, form, chosen, instructions)
        if not form.problems() and _hand_out(form, chosen, instructions):
            return _entered(instructions)
    return _page(read_work(), form), 422


def _read(work: UnitOfWork, form: UploadPaperForm) -> Proposals | None:
    """Return what the paper proposes; None, with a sentence on the form, when there is nothing to show."""
    paper = form.paper()
    if paper is None:
        return None
    assert form.issued_on.data is not None  # InputRequired has run
    try:
        found = entry.propose_drafts(work, *paper, form.issued_on.data)
    except Refusal as refusal:
        form.show(refusal)
        return None
    if not found.drafts:
        form.form_errors.append(
            make_message("Chưa tìm thấy nhiệm vụ nào trong văn bản. Kiểm tra lại văn bản hoặc vào sổ bằng tay.")
        )
        return None
    return found


def _page(work: UnitOfWork, form: DraftsForm, found: Proposals | None = None) -> str:
    """Show the drafts as they stand, each with how it is understood now."""
    book = UnitBook.of(work.session)
    readings = [_understood(work, book, form, entry.form) for entry in form.drafts]
    for understood in readings:
        understood.form.seen.data = understood.signature
    return render_template("directives/drafts.html", form=form, readings=readings, found=found)


def _understood(work: UnitOfWork, book: UnitBook, form: DraftsForm, draft: DraftForm) -> DraftReading:
    day, leader = form.given_on.data or work.today, form.leader.data or ""
    lead = names.resolve_units(book, draft.lead_text.data or "", day)
    beside = names.resolve_units(book, draft.coordinating.data or "", day)
    remarks = [line for line in (draft.remarks.data or "").splitlines() if line]
    for named in (lead, beside):
        settled = [remark for remark in named.remarks if remark not in named.open_remarks]
        remarks += questions_about(named)
        remarks += [UNIT_NOTES[remark.note].format(text=remark.text) for remark in settled]
    try:
        term = entry.read_term(work, draft.deadline.data or "", day)
    except Refusal as refusal:
        return DraftReading(draft, None, "", lead, beside, [*remarks, describe_refusal(refusal)], leader)
    remarks += [ASSUMPTIONS[code] for code in term.assumptions]
    return DraftReading(draft, term, TERM_KINDS[term.kind], lead, beside, remarks, leader)


def _instructions(work: UnitOfWork, form: DraftsForm, chosen: Sequence[DraftForm]) -> list[EnteredDirective]:
    """Return the ticked drafts as directives of the paper."""
    assert form.given_on.data is not None  # InputRequired has run
    book = UnitBook.of(work.session)
    made = []
    for draft in chosen:
        lead = names.resolve_units(book, draft.lead_text.data or "", form.given_on.data)
        beside = names.resolve_units(book, draft.coordinating.data or "", form.given_on.data)
        others = names.merge_units(lead.coordinating, beside.leads, beside.coordinating)
        made.append(
            EnteredDirective(
                origin=Origin(form.origin.data),
                reference=form.reference.data or "",
                given_on=form.given_on.data,
                issuer=form.issuer.data or "",
                leader=form.leader.data or "",
                signer=form.signer.data or "",
                urgency=form.urgency.data or "",
                clause=draft.clause.data or "",
                content=draft.content.data or "",
                term_text=draft.deadline.data or "",
                leads=names.merge_units(lead.leads),
                coordinating=[unit for unit in others if unit not in lead.leads],
            )
        )
    return made


def _rehearse(
    work: UnitOfWork, form: DraftsForm, chosen: Sequence[DraftForm], instructions: Sequence[EnteredDirective]
) -> None:
    """Put beside each ticked draft whatever stands in its way."""
    book = UnitBook.of(work.session)
    for draft, instruction in zip(chosen, instructions, strict=True):
        understood = _understood(work, book, form, draft)
        draft.ask("lead_text", understood.lead)
        draft.ask("coordinating", understood.beside)
        try:
            entry.preview_directive(work, instruction)
        except Refusal as refusal:
            _show(form, draft, refusal)
            continue
        if understood.asks and draft.seen.data != understood.signature:
            draft.complain("deadline", make_message("Xem cách hiểu thời hạn bên dưới rồi bấm “Giao” lần nữa."))


def _show(form: DraftsForm, draft: DraftForm, refusal: Refusal) -> None:
    """Put a refusal beside the draft, or beside the field of the heading it concerns."""
    if refusal.field == "given_on":
        form.show_once(refusal)
    else:
        draft.show(refusal)


def _hand_out(form: DraftsForm, chosen: Sequence[DraftForm], instructions: Sequence[EnteredDirective]) -> bool:
    """Enter all directives in one unit of work; tell whether it was done."""
    try:
        with write_work(form.request_name()) as work:
            entry.register_all(work, instructions)
    except Refusal as refusal:
        _show(form, chosen[refusal.details.get("place", 0)], refusal)
        return False
    return True


def _entered(instructions: Sequence[EnteredDirective]) -> ResponseReturnValue:
    """Open the list at the paper just entered."""
    given = sum(len(instruction.leads) for instruction in instructions)
    flash_message(
        make_message(
            "Đã vào sổ {instructions} nhiệm vụ, giao cho {given} lượt đơn vị chủ trì.",
            instructions=len(instructions),
            given=given,
        ),
        "success",
    )
    return redirect(url_for("directives.index", tim=instructions[0].reference))
