"""Explaining findings in reports typed elsewhere: once, with a reason that is kept; taken back when it was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.models.check_waiver import CheckWaiver
from tracker.rules.checking.findings import Finding, key_of
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.store import check_waivers as store
from tracker.transaction import Work


def known(work: Work, findings: Sequence[Finding]) -> Mapping[str, CheckWaiver]:
    """Return which of some findings were explained before, by key."""
    require(work.actor, Permission.REPORT_DRAFT)
    return store.among(work.session, {key_of(finding) for finding in findings})


def listed(work: Work) -> Sequence[CheckWaiver]:
    """Return every explanation, newest first."""
    require(work.actor, Permission.REPORT_DRAFT)
    return store.all_of(work.session)


def explain(work: Work, reasons: Mapping[tuple[str, str], str]) -> int:
    """Keep a reason for each finding, by key and sentence; return how many were given. NOTE_MISSING when none was."""
    require(work.actor, Permission.REPORT_PREPARE)
    given = {told: reason.strip() for told, reason in reasons.items() if reason.strip()}
    if not given:
        raise Refusal(Reason.NOTE_MISSING)
    before = store.among(work.session, {key for key, _ in given})
    for (key, finding), reason in given.items():
        waiver = before.get(key)
        if waiver is None:
            waiver = CheckWaiver(key=key, finding=finding)
            work.session.add(waiver)
        waiver.reason, waiver.waived_at = reason, work.now
        waiver.waived_by, waiver.waived_by_id = work.actor.name, work.actor.user_id
    return len(given)


def take_back(work: Work, waiver_id: int) -> None:
    """Raise a finding again from now on; NOT_FOUND for one that is not explained."""
    require(work.actor, Permission.REPORT_PREPARE)
    waiver = store.find(work.session, waiver_id)
    if waiver is None:
        raise Refusal(Reason.NOT_FOUND)
    work.session.delete(waiver)
