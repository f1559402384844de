"""Completions that a register shows: those of the time before this program are taken over, others are reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from tracker.documents.import_problems import (
    CONFIRMED_COLUMN,
    DONE_COLUMN,
    REPLY_COLUMN,
    about_completion,
)
from tracker.documents.problems import Problem
from tracker.models.submission import Submission, Verdict
from tracker.models.task import Assignment, Part
from tracker.rules.lifecycle import AT_WORK, Action
from tracker.rules.opening import is_opening_balance
from tracker.rules.permissions import Scope
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary, requirements
from tracker.services.register_matching import Bundle, ReadLine, assignment_of
from tracker.services.tasks.taking import not_future
from tracker.services.tasks.working import is_reported_late, require_reportable
from tracker.store import events, tasks
from tracker.transaction import Work
from tracker.wording.refusals import explain
from tracker.wording.terms import CONFIRMED_AGAIN

_COLUMN_OF = {"done_on": DONE_COLUMN, "confirmed_on": CONFIRMED_COLUMN}


def opened_on(work: Work) -> dt.date:
    """Return the civil day from which this installation is in use: that of its first event, today without one."""
    return events.first_day(work.session) or work.today


def completion_problems(work: Work, bundles: Sequence[Bundle]) -> Iterator[Problem]:
    """Tell, row by row, which completions break a rule of the form in which a unit reports; writes nothing.

    What waits for somebody else's confirmation is told too, and stops nothing.
    """
    opened = opened_on(work)
    for bundle in bundles:
        for line in bundle.lines:
            if line.row.done_on is None or line.outcome == "unchanged" or _is_told(line):
                continue
            try:
                _check(work, bundle, line, opened)
            except Refusal as refusal:
                column = _COLUMN_OF.get(refusal.field or "", REPLY_COLUMN)
                yield about_completion(line.row.line, column, explain(refusal))
                continue
            if line.row.confirmed_on is not None and not _is_opening(line, opened):
                yield about_completion(line.row.line, CONFIRMED_COLUMN, CONFIRMED_AGAIN, blocking=False)


def take_over(work: Work, bundle: Bundle, line: ReadLine, opened: dt.date) -> None:
    """Write down a completion of a register: confirmed for an opening balance, else as a report that waits.

    Whoever brings the register in is who reported: somebody else confirms.
    """
    done_on, known = line.row.done_on, assignment_of(work, bundle, line)
    if known is None or done_on is None:
        return
    assignment = tasks.get(work.session, known.id, Scope(everywhere=True), lock=True)
    assert assignment is not None and assignment.part is Part.LEAD  # it was found a moment ago
    if assignment.state not in AT_WORK:
        return
    if _is_opening(line, opened):
        _confirm_history(work, assignment, line, done_on)
    else:
        _report(work, assignment, line, done_on, is_history=_is_history(line, opened))


def _is_told(line: ReadLine) -> bool:
    """Tell whether the reader of the file has already said what is wrong with the days of a row."""
    return any(each.blocking and each.column in _COLUMN_OF.values() for each in line.row.problems)


def _check(work: Work, bundle: Bundle, line: ReadLine, opened: dt.date) -> None:
    done_on = line.row.done_on
    assert done_on is not None  # only rows with a completion are checked
    not_future(work, done_on, field="done_on")
    if line.row.confirmed_on is not None:
        not_future(work, line.row.confirmed_on, field="confirmed_on")
    if line.outcome == "created":
        if not (line.row.reply_text or _is_history(line, opened)):
            raise Refusal(Reason.RESULT_MISSING, field="note")
        return
    known = assignment_of(work, bundle, line)
    if known is not None and known.state in AT_WORK:
        require_reportable(
            work, known, done_on, has_words=False, document=line.row.reply_text, has_files=False
        )


def _is_history(line: ReadLine, opened: dt.date) -> bool:
    """Tell whether a row gives work that was finished before the program was used, confirmed or not."""
    return line.outcome == "created" and line.row.done_on is not None and line.row.done_on <= opened


def _is_opening(line: ReadLine, opened: dt.date) -> bool:
    return line.row.done_on is not None and is_opening_balance(
        line.row.done_on, line.row.confirmed_on, opened_on=opened, is_new=line.outcome == "created"
    )


def _confirm_history(work: Work, assignment: Assignment, line: ReadLine, done_on: dt.date) -> None:
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
            verdict=Verdict.ACCEPTED,
            decided_at=work.now,
        )
    )
    for action, more in (
        (Action.SUBMIT, {}),
        (Action.CONFIRM, {"confirmed_on": line.row.confirmed_on.isoformat()}),
    ):
        diary.record(
            work,
            assignment,
            action,
            effective_on=done_on,
            document=line.row.reply_text,
            details=details | more,
        )


def _report(
    work: Work, assignment: Assignment, line: ReadLine, done_on: dt.date, *, is_history: bool
) -> None:
    """Report a completion in the unit's place; it waits for somebody else's confirmation."""
    if not is_history:
        require_reportable(
            work, assignment, done_on, has_words=False, document=line.row.reply_text, has_files=False
        )
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
    diary.record(
        work,
        assignment,
        Action.SUBMIT,
        effective_on=done_on,
        document=line.row.reply_text,
        details=details,
    )
