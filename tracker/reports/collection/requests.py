"""Asking units for their figures: a directive to all who owe some, with its own deadline, reminders and acceptance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.intake.directives import entry
from tracker.law.lifecycle import AT_WORK, Action, AssignmentState
from tracker.law.permissions import Origin, Permission, Scope, has_permission, require_permission
from tracker.law.tally import Tally
from tracker.office import installation, units
from tracker.office.models import Unit
from tracker.office.people import get_office_actor
from tracker.reports import appendix as report_appendix, form_versions
from tracker.reports.collection.answers import TypedFields, save_unit_figures
from tracker.reports.labels import figures_given, request_words
from tracker.reports.models import Indicator, IndicatorEntry, Report
from tracker.reports.opening import lock_draft_report, require_report
from tracker.tasks import classified, event_log, queries as task_queries
from tracker.tasks.actions import completion
from tracker.tasks.evidence import NewFile
from tracker.tasks.models import Assignment, AssignmentRole, Submission
from tracker.tasks.selection import Count, Selection


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """One unit in a round: its share of the request, the rows it owes, what it has said, what was sent back."""

    unit: Unit
    assignment: Assignment | None
    rows: Sequence[Indicator]
    said: Mapping[int, IndicatorEntry]

    @property
    def returned(self) -> list[IndicatorEntry]:
        """The values that were sent back and not said anew."""
        return [entry for entry in self.said.values() if entry.is_returned]

    @property
    def missing(self) -> list[Indicator]:
        """The rows without a word that counts."""
        return [row for row in self.rows if row.id not in self.said or self.said[row.id].is_returned]

    @property
    def is_waiting(self) -> bool:
        """Tell whether the unit has sent its figures and nobody has accepted them yet."""
        return self.assignment is not None and self.assignment.state is AssignmentState.SUBMITTED

    @property
    def is_open(self) -> bool:
        """Tell whether the unit may still change what it says."""
        return self.assignment is None or self.assignment.state in AT_WORK


@dataclass(frozen=True, slots=True)
class CollectionRound:
    """A round of collecting: its answers in the order of the office, and its own figures."""

    report: Report
    answers: Sequence[UnitAnswer]
    selection: Selection | None
    tally: Tally

    def of(self, unit_id: int) -> UnitAnswer:
        """Return the answer of a unit; NOT_FOUND for one that owes nothing."""
        answer = next((each for each in self.answers if each.unit.id == unit_id), None)
        if answer is None:
            raise Refusal(Reason.NOT_FOUND)
        return answer


def request_figures(work: UnitOfWork, report_id: int, *, reference: str, leader: str, term_text: str) -> Report:
    """Ask every unit that owes a row for its figures, by a paper with a deadline as written.

    Raises `Refusal` DUPLICATE when they were asked already, LEAD_MISSING when nobody owes anything, and what a
    directive is refused for.
    """
    report = lock_draft_report(work, report_id)
    if report.request_task_id is not None:
        raise Refusal(Reason.DUPLICATE, field="reference")
    rows = form_versions.list_indicators(work.session, report.form_id)
    required = {unit for ids in report_appendix.list_row_owners(work, rows, work.today).values() for unit in ids}
    leads = [unit for unit in units.list_existing_units(work.session, work.today) if unit.id in required]
    with get_office_actor(work):
        instruction = entry.EnteredDirective(
            origin=Origin.TOWN,
            reference=reference,
            given_on=work.today,
            issuer=installation.get_authority_name(work.session),
            leader=leader,
            content=request_words(report.title, report.as_of),
            term_text=term_text,
            leads=leads,
        )
        task = entry.register_directive(work, instruction)
    report.request_task_id = task.id
    return report


def get_collection_round(work: UnitOfWork, report: Report) -> CollectionRound:
    """Return where a round stands, also before units were asked."""
    rows = form_versions.list_indicators(work.session, report.form_id)
    owners = report_appendix.list_row_owners(work, rows, report.as_of)
    required: dict[int, list[Indicator]] = {}
    for row in rows:
        for unit_id in owners[row.code]:
            required.setdefault(unit_id, []).append(row)
    said: dict[int, dict[int, IndicatorEntry]] = {}
    for given in form_versions.list_indicator_entries(work.session, report.id):
        if given.unit_id is not None:
            said.setdefault(given.unit_id, {})[given.indicator_id] = given
    shares = _shares(work, report)
    answers = [
        UnitAnswer(unit, shares.get(unit.id), required[unit.id], said.get(unit.id, {}))
        for unit in units.list_units(work.session)
        if unit.id in required
    ]
    if report.request_task_id is None:
        return CollectionRound(report, answers, None, Tally())
    selection = Selection(
        as_of=work.today, scope=Scope(everywhere=True), task_id=report.request_task_id, count=Count.ASSIGNMENTS
    )
    return CollectionRound(report, answers, selection, classified.count_selection(work.session, selection))


def get_unit_answer(work: UnitOfWork, report_id: int, unit_id: int) -> tuple[Report, UnitAnswer]:
    """Return a report and the answer of one unit to it, for the unit's people and those who prepare the report.

    Those who read the report read it too. For others it is not there: NOT_FOUND.
    """
    is_own = has_permission(work.actor, Permission.FIGURES_GIVE, unit_id=unit_id)
    if not (is_own or has_permission(work.actor, Permission.REPORT_DRAFT)):
        raise Refusal(Reason.NOT_FOUND)
    report = require_report(work, report_id)
    return report, get_collection_round(work, report).of(unit_id)


def submit_unit_figures(
    work: UnitOfWork,
    report_id: int,
    unit_id: int,
    said: Mapping[int, TypedFields],
    *,
    files: Mapping[int, NewFile] = MappingProxyType({}),
) -> Report:
    """Keep a unit's figures, all rows said, and report the request complete; it counts once somebody accepts it."""
    event_log.claim_request(work)
    work.request_id = None  # accepting and reporting are two verbs of one request
    save_unit_figures(work, report_id, unit_id, said, complete=True, files=files)
    report, answer = get_unit_answer(work, report_id, unit_id)
    assignment = answer.assignment
    if assignment is None:
        raise Refusal(Reason.NOT_ASKED)
    if assignment.state is AssignmentState.ASSIGNED:
        completion.accept_assignment(work, assignment.id)
    completion.submit_completion(work, assignment.id, done_on=work.today, note=figures_given(len(answer.rows)))
    return report


def receive_unit_figures(
    work: UnitOfWork,
    report_id: int,
    unit_id: int,
    said: Mapping[int, TypedFields],
    *,
    done_on: dt.date,
    files: Mapping[int, NewFile] = MappingProxyType({}),
) -> Report:
    """Enter the figures of a unit that has no line of its own: the day it finished stands on its paper or file.

    As for a line of a register, nobody's account reported it; somebody accepts it like every other.
    """
    require_permission(work.actor, Permission.REPORT_PREPARE)
    event_log.claim_request(work)
    save_unit_figures(work, report_id, unit_id, said, complete=True, files=files)
    report, answer = get_unit_answer(work, report_id, unit_id)
    if answer.assignment is None:
        raise Refusal(Reason.NOT_ASKED)
    assignment = task_queries.get_assignment(work.session, answer.assignment.id, Scope(everywhere=True), lock=True)
    assert assignment is not None  # read a moment ago
    if done_on > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="done_on", latest=work.today)
    if assignment.assigned_on is not None and done_on < assignment.assigned_on:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field="done_on", earliest=assignment.assigned_on)
    work.session.add(
        Submission(
            assignment_id=assignment.id, done_on=done_on, reported_at=work.now, note=figures_given(len(answer.rows))
        )
    )
    event_log.append_event(work, assignment, Action.SUBMIT, effective_on=done_on, note=figures_given(len(answer.rows)))
    return report


def accept_unit_figures(work: UnitOfWork, report_id: int, unit_id: int) -> Report:
    """Accept what a unit sent: its share of the request is done from the day it finished.

    Raises `Refusal` FIGURES_MISSING while a row has no word that counts, OWN_REPORT to the one who sent them, OWN_UNIT
    to the unit's own people where somebody else may accept.
    """
    require_permission(work.actor, Permission.REPORT_PREPARE)
    lock_draft_report(work, report_id)
    report, answer = get_unit_answer(work, report_id, unit_id)
    if answer.assignment is None:
        raise Refusal(Reason.NOT_ASKED)
    if answer.missing:
        raise Refusal(Reason.FIGURES_MISSING, codes=", ".join(row.code for row in answer.missing[:10]))
    with get_office_actor(work):
        completion.confirm_completion(work, answer.assignment.id, late_report_seen=True)
    return report


def return_unit_figures(work: UnitOfWork, report_id: int, unit_id: int, remarks: Mapping[int, str]) -> Report:
    """Send single values back to a unit, each with what is to be looked at; the unit has the request again.

    Raises `Refusal` NOTE_MISSING when nothing is remarked.
    """
    require_permission(work.actor, Permission.REPORT_PREPARE)
    lock_draft_report(work, report_id)
    report, answer = get_unit_answer(work, report_id, unit_id)
    by_id = {row.id: row for row in answer.rows}
    wanted = {key: words.strip() for key, words in remarks.items() if words.strip() and key in answer.said}
    if not wanted:
        raise Refusal(Reason.NOTE_MISSING, field="remarks")
    if answer.assignment is None:
        raise Refusal(Reason.NOT_ASKED)
    for key, words in wanted.items():
        work.session.add(return_entry(work, answer.said[key], words))
    note = "; ".join(f"{by_id[key].code}: {words}" for key, words in wanted.items())
    with get_office_actor(work):
        completion.return_completion(work, answer.assignment.id, note=note)
    return report


def return_entry(work: UnitOfWork, entry: IndicatorEntry, remark: str) -> IndicatorEntry:
    """Return the line that sends a value back; until the unit says it anew, the row counts as empty."""
    return entry.copy(is_returned=True, remark=remark, entered_at=work.now, entered_by_id=work.actor.user_id)


def _shares(work: UnitOfWork, report: Report) -> dict[int, Assignment]:
    if report.request_task_id is None:
        return {}
    shares = task_queries.list_task_assignments(work.session, report.request_task_id)
    return {each.unit_id: each for each in shares if each.part is AssignmentRole.LEAD}
