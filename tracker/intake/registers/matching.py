"""A register that comes in again: which of its rows speak of something known, what they say anew, what is gone.

Completions that a register shows: those of the time before this program are taken over, others are reported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.table_reader import Problem
from tracker.intake.directives.entry import EnteredDirective
from tracker.intake.names import CONFIRMED_COLUMN, DONE_COLUMN, REPLY_COLUMN, about_completion
from tracker.intake.registers.table import RegisterRow
from tracker.law.lifecycle import AT_WORK, OPEN_STATES, Action, is_opening_balance
from tracker.law.permissions import Scope
from tracker.law.terms import Term
from tracker.office import papers as office_papers
from tracker.office.models import Document, Unit
from tracker.tasks import event_log, queries as task_queries, requirements, sources as task_sources
from tracker.tasks.actions.access import require_not_future
from tracker.tasks.actions.assignment import can_be_asked, gives_more_time
from tracker.tasks.actions.completion import is_reported_late, require_reportable
from tracker.tasks.labels import CONFIRMED_AGAIN, LATER_ASKED, LATER_KEPT
from tracker.tasks.models import Assignment, AssignmentRole, ReviewDecision, Submission
from tracker.tasks.sources import Directive


@dataclass(slots=True)
class MatchedRegisterRow:
    """A row of the register with what was made of it.

    `changes` are cells that say something new, old and new; `later` is what becomes of a deadline later than the one in
    force, in words.
    """

    row: RegisterRow
    lead: Unit | None = None
    due_on: dt.date | None = None
    outcome: str = ""
    changes: dict[str, list[str]] = field(default_factory=dict)
    later: str = ""


@dataclass(slots=True)
class RegisterBundle:
    """The rows of one directive: same paper, same words; one line for each unit that got it.

    `known` is the directive they speak of, when it is entered already.
    """

    instruction: EnteredDirective
    term: Term
    lines: list[MatchedRegisterRow] = field(default_factory=list)
    known: Directive | None = None


def match_bundles(work: UnitOfWork, bundles: Sequence[RegisterBundle]) -> None:
    """Find the directive each bundle speaks of and what its rows would change; writes nothing.

    Words that changed are recognised when one directive of the paper and one bundle of the file are left over that
    went to a common unit: the row was edited. Otherwise other words are another directive.
    """
    by_paper: dict[int, list[RegisterBundle]] = {}
    for bundle in bundles:
        document = _document(work, bundle)
        if document is not None:
            bundle.known = task_sources.directive_by_content(work.session, document.id, bundle.instruction.content)
            by_paper.setdefault(document.id, []).append(bundle)
    for document_id, spoken in by_paper.items():
        if any(bundle.known is None for bundle in spoken):
            _edited(work, document_id, spoken)
    for bundle in bundles:
        for line in bundle.lines:
            _compare(work, bundle, line)


def list_missing_directives(work: UnitOfWork, bundles: Sequence[RegisterBundle]) -> Sequence[Directive]:
    """Return the directives entered for the days and origins of the file that it no longer holds, by day."""
    if not bundles:
        return ()
    days = [bundle.instruction.given_on for bundle in bundles]
    origins = {bundle.instruction.origin for bundle in bundles}
    spoken_of = {bundle.known.id for bundle in bundles if bundle.known is not None}
    entered = task_sources.directives_between(work.session, origins, min(days), max(days))
    return [directive for directive in entered if directive.id not in spoken_of]


def match_assignment(work: UnitOfWork, bundle: RegisterBundle, line: MatchedRegisterRow) -> Assignment | None:
    """Return the assignment that a row of the register speaks of, None when it is not entered yet."""
    if bundle.known is None or line.lead is None:
        return None
    return task_queries.lead_of_directive(work.session, bundle.known.id, line.lead.id)


def _document(work: UnitOfWork, bundle: RegisterBundle) -> Document | None:
    made = bundle.instruction
    return office_papers.find_document(work.session, made.reference, made.given_on, made.issuer)


def _edited(work: UnitOfWork, document_id: int, spoken: Sequence[RegisterBundle]) -> None:
    claimed = {bundle.known.id for bundle in spoken if bundle.known is not None}
    left = [each for each in task_sources.directives_of(work.session, document_id) if each.id not in claimed]
    units = {each.id: task_queries.lead_units_of_directive(work.session, each.id) for each in left}
    for bundle in spoken:
        if bundle.known is not None:
            continue
        own = {line.lead.id for line in bundle.lines if line.lead is not None}
        fitting = [each for each in left if units[each.id] & own]
        rivals = [
            other
            for other in spoken
            if other.known is None and {line.lead.id for line in other.lines if line.lead is not None} & own
        ]
        if len(fitting) == 1 and len(rivals) == 1:
            bundle.known = fitting[0]
            left.remove(fitting[0])


def _compare(work: UnitOfWork, bundle: RegisterBundle, line: MatchedRegisterRow) -> None:
    assignment = match_assignment(work, bundle, line)
    if assignment is None or bundle.known is None:
        line.outcome = "created"
        return
    made, task = bundle.instruction, assignment.task
    if bundle.known.content != made.content:
        line.changes["content"] = [bundle.known.content, made.content]
    if task.term_text != made.term_text:
        line.changes["term_text"] = [task.term_text, made.term_text]
    stands = assignment.extension_count > 0 or assignment.term_starts_on is not None
    known = gives_more_time(assignment, line.due_on) and not can_be_asked(work, assignment, line.due_on)
    line.later = _of_later(assignment, line, stands=stands, known=known)
    if assignment.state in OPEN_STATES and not stands and line.due_on != assignment.due_on and not known:
        line.changes["due_on"] = [_iso(assignment.due_on), _iso(line.due_on)]
    is_completed = line.row.done_on is not None and assignment.state in AT_WORK
    line.outcome = "updated" if line.changes or is_completed else "unchanged"


def _of_later(assignment: Assignment, line: MatchedRegisterRow, *, stands: bool, known: bool) -> str:
    """Return what is said beside a row whose deadline is later than the one in force; empty for any other."""
    if assignment.state not in OPEN_STATES or stands or not gives_more_time(assignment, line.due_on):
        return ""
    return LATER_KEPT if known else LATER_ASKED


def _iso(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()


_COLUMN_OF = {"done_on": DONE_COLUMN, "confirmed_on": CONFIRMED_COLUMN}


def get_opening_day(work: UnitOfWork) -> dt.date:
    """Return the civil day from which this installation is in use: that of its first event, today without one."""
    return event_log.get_first_event_day(work.session) or work.today


def completion_problems(work: UnitOfWork, bundles: Sequence[RegisterBundle]) -> Iterator[Problem]:
    """Tell, row by row, which completions break a rule of the form in which a unit reports; writes nothing.

    What waits for somebody else's confirmation is told too, and stops nothing.
    """
    opened = get_opening_day(work)
    for bundle in bundles:
        for line in bundle.lines:
            if line.row.done_on is None or line.outcome == "unchanged" or _is_told(line):
                continue
            try:
                _check(work, bundle, line, opened)
            except Refusal as refusal:
                column = _COLUMN_OF.get(refusal.field or "", REPLY_COLUMN)
                yield about_completion(line.row.line, column, describe_refusal(refusal))
                continue
            if line.row.confirmed_on is not None and not _is_opening(line, opened):
                yield about_completion(line.row.line, CONFIRMED_COLUMN, CONFIRMED_AGAIN, blocking=False)


def import_completion(work: UnitOfWork, bundle: RegisterBundle, line: MatchedRegisterRow, opened: dt.date) -> None:
    """Write down a completion of a register: confirmed for an opening balance, else as a report that waits.

    Whoever brings the register in is who reported: somebody else confirms.
    """
    done_on, known = line.row.done_on, match_assignment(work, bundle, line)
    if known is None or done_on is None:
        return
    assignment = task_queries.get_assignment(work.session, known.id, Scope(everywhere=True), lock=True)
    assert assignment is not None and assignment.part is AssignmentRole.LEAD  # it was found a moment ago
    if assignment.state not in AT_WORK:
        return
    if _is_opening(line, opened):
        _confirm_history(work, assignment, line, done_on)
    else:
        _report(work, assignment, line, done_on, is_history=_is_history(line, opened))


def _is_told(line: MatchedRegisterRow) -> bool:
    """Tell whether the reader of the file has already said what is wrong with the days of a row."""
    return any(each.blocking and each.column in _COLUMN_OF.values() for each in line.row.problems)


def _check(work: UnitOfWork, bundle: RegisterBundle, line: MatchedRegisterRow, opened: dt.date) -> None:
    done_on = line.row.done_on
    assert done_on is not None  # only rows with a completion are checked
    require_not_future(work, done_on, field="done_on")
    if line.row.confirmed_on is not None:
        require_not_future(work, line.row.confirmed_on, field="confirmed_on")
    if line.outcome == "created":
        if not (line.row.reply_text or _is_history(line, opened)):
            raise Refusal(Reason.RESULT_MISSING, field="note")
        return
    known = match_assignment(work, bundle, line)
    if known is not None and known.state in AT_WORK:
        require_reportable(work, known, done_on, has_words=False, document=line.row.reply_text, has_files=False)


def _is_history(line: MatchedRegisterRow, opened: dt.date) -> bool:
    """Tell whether a row gives work that was finished before the program was used, confirmed or not."""
    return line.outcome == "created" and line.row.done_on is not None and line.row.done_on <= opened


def _is_opening(line: MatchedRegisterRow, opened: dt.date) -> bool:
    return line.row.done_on is not None and is_opening_balance(
        line.row.done_on, line.row.confirmed_on, opened_on=opened, is_new=line.outcome == "created"
    )


def _confirm_history(work: UnitOfWork, assignment: Assignment, line: MatchedRegisterRow, done_on: dt.date) -> None:
    """Take over what was finished and confirmed before the program was used; both lines say so."""
    assert line.row.confirmed_on is not None  # an opening balance was confirmed
    requirements.require_figures_complete(work, assignment, Reason.FIGURES_MISSING)
    details: dict[str, object] = {"register_line": line.row.line, "opening_balance": True}
    work.session.add(
        Submission(
            assignment_id=assignment.id,
            done_on=done_on,
            reported_at=work.now,
            document=line.row.reply_text,
            verdict=ReviewDecision.ACCEPTED,
            decided_at=work.now,
        )
    )
    for action, more in ((Action.SUBMIT, {}), (Action.CONFIRM, {"confirmed_on": line.row.confirmed_on.isoformat()})):
        event_log.append_event(
            work, assignment, action, effective_on=done_on, document=line.row.reply_text, details=details | more
        )


def _report(
    work: UnitOfWork, assignment: Assignment, line: MatchedRegisterRow, done_on: dt.date, *, is_history: bool
) -> None:
    """Report a completion in the unit's place; it waits for somebody else's confirmation."""
    if not is_history:
        require_reportable(work, assignment, done_on, has_words=False, document=line.row.reply_text, has_files=False)
    work.session.add(
        Submission(
            assignment_id=assignment.id,
            done_on=done_on,
            reported_at=work.now,
            reported_by_id=work.actor.user_id,
            document=line.row.reply_text,
            late_report=is_reported_late(work, done_on),
        )
    )
    assignment.submitted_by_id = work.actor.user_id
    details: dict[str, object] = {"done_on": done_on.isoformat(), "register_line": line.row.line}
    if line.row.confirmed_on is not None:
        details["confirmed_on"] = line.row.confirmed_on.isoformat()
    event_log.append_event(
        work, assignment, Action.SUBMIT, effective_on=done_on, document=line.row.reply_text, details=details
    )
