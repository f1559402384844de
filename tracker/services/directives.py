"""Directives: entering one by hand, and bringing in a register with what has happened since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.documents.content import field_of
from tracker.models.directive import Directive
from tracker.models.task import Task
from tracker.models.unit import Unit
from tracker.rules.deadlines import read
from tracker.rules.permissions import Origin, Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.searching import search_key
from tracker.rules.terms import Anchor, Assumption, Term
from tracker.rules.text import tidy
from tracker.services import diary, papers
from tracker.services.tasks.assigning import Duty, check, hand_out
from tracker.store import calendar, policies
from tracker.store import papers as paper_store
from tracker.transaction import Work
from tracker.wording.selecting import SECRET_TASK


@dataclass(frozen=True, slots=True)
class Instruction:
    """A directive as entered: its paper, its words, who gets it and by when (as written)."""

    origin: Origin
    reference: str
    given_on: dt.date
    issuer: str
    leader: str
    content: str
    term_text: str
    leads: Sequence[Unit]
    coordinating: Sequence[Unit] = ()
    signer: str = ""
    urgency: str = ""
    clause: str = ""
    evidence_required: bool = False
    secrecy: str = ""


def register(work: Work, instruction: Instruction) -> Task:
    """Enter one directive and hand it out to its units, in one go.

    The deadline is read from its words. Refuses IMPOSSIBLE_DATE and LEAD_MISSING beside their fields, and
    DUPLICATE when the same words of the same paper are entered already.
    """
    diary.once(work)
    return hand_out_directive(work, instruction, rehearse(work, instruction))


def register_all(work: Work, instructions: Sequence[Instruction]) -> list[Task]:
    """Enter several directives of one paper in this one unit of work: all of them or, when one is refused, none.

    The refusal carries `place`, the place of the refused one among `instructions`, counted from 0.
    """
    diary.once(work)
    tasks: list[Task] = []
    for place, instruction in enumerate(instructions):
        try:
            tasks.append(hand_out_directive(work, instruction, rehearse(work, instruction)))
        except Refusal as refusal:
            details = refusal.details | {"place": place}
            raise Refusal(refusal.reason, field=refusal.field, **details) from refusal
    return tasks


def rehearse(work: Work, instruction: Instruction) -> Term:
    """Return how the deadline of a directive is read; refuse whatever `register` would, and write nothing."""
    require(work.actor, Permission.DIRECTIVE_REGISTER, origin=instruction.origin)
    if instruction.given_on > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="given_on", latest=work.today)
    if entered(work, instruction) is not None:
        raise Refusal(Reason.DUPLICATE, field="content")
    _keeps_secret(work, instruction)
    term = read_term(work, instruction.term_text, instruction.given_on)
    check(
        work,
        Duty(
            origin=instruction.origin,
            title=instruction.content,
            term=term,
            assigned_on=instruction.given_on,
            leads=instruction.leads,
            coordinating=instruction.coordinating,
        ),
    )
    return term


def secret_content(reference: str, clause: str) -> str:
    """Return what stands for the content of a secret paper: which one, and nothing of what it says (K47)."""
    place = f", {tidy(clause)}" if tidy(clause) else ""
    return str(SECRET_TASK.format(reference=tidy(reference), place=place))


def _keeps_secret(work: Work, instruction: Instruction) -> None:
    """Refuse SECRET_CONTENT for words of a secret paper, SECRET_PAPER for one entered as if it were none."""
    stands_for = secret_content(instruction.reference, instruction.clause)
    if instruction.secrecy and tidy(instruction.content) != stands_for:
        raise Refusal(Reason.SECRET_CONTENT, field="content")
    paper = paper_store.document(
        work.session, tidy(instruction.reference), instruction.given_on, tidy(instruction.issuer)
    )
    if paper is not None and paper.secrecy and not instruction.secrecy:
        raise Refusal(Reason.SECRET_PAPER, field="secrecy")


def entered(work: Work, instruction: Instruction) -> Directive | None:
    """Return the directive with these words in this paper, when it is entered already."""
    paper = paper_store.document(
        work.session, tidy(instruction.reference), instruction.given_on, tidy(instruction.issuer)
    )
    if paper is None:
        return None
    return paper_store.directive_by_content(work.session, paper.id, tidy(instruction.content))


def read_term(work: Work, phrase: str, given_on: dt.date, received_on: dt.date | None = None) -> Term:
    """Read a deadline as this installation reads them, for a directive of a civil day.

    Days counted from receipt begin on `received_on`; where no receipt is known, on the day of the directive, and
    an official confirms it.
    """
    term = read(
        phrase,
        issued=given_on,
        received=received_on or given_on,
        calendar=calendar.working_calendar(work.session),
        policy=policies.reading(work.session, given_on),
    )
    if received_on is not None or term.anchor is not Anchor.RECEIPT:
        return term
    return replace(term, assumptions=(*term.assumptions, Assumption.DAY_OF_ISSUE), needs_review=True)


def hand_out_directive(
    work: Work, instruction: Instruction, term: Term, due_by_unit: dict[int, dt.date] | None = None
) -> Task:
    """Keep the paper and the directive, and hand its task out to the units."""
    document = papers.document(
        work,
        reference=instruction.reference,
        issued_on=instruction.given_on,
        issuer=instruction.issuer,
        signer=instruction.signer,
        urgency=instruction.urgency,
        secrecy=instruction.secrecy,
    )
    content = tidy(instruction.content)
    if paper_store.directive_by_content(work.session, document.id, content) is not None:
        raise Refusal(Reason.DUPLICATE, field="content")
    directive = Directive(
        origin=instruction.origin,
        document_id=document.id,
        given_on=instruction.given_on,
        leader=tidy(instruction.leader),
        field=field_of(content),
        clause=tidy(instruction.clause),
        content=content,
        search_text=search_key(document.reference, content, instruction.leader),
        created_at=work.now,
    )
    work.session.add(directive)
    work.session.flush()
    return hand_out(
        work,
        Duty(
            origin=instruction.origin,
            directive_id=directive.id,
            code=document.reference,
            title=content,
            term=term,
            assigned_on=instruction.given_on,
            leads=instruction.leads,
            coordinating=instruction.coordinating,
            leader=directive.leader,
            field_name=directive.field,
            urgency=instruction.urgency,
            search_words=(document.issuer,),
            due_by_unit=due_by_unit or {},
            evidence_required=instruction.evidence_required,
        ),
    )
