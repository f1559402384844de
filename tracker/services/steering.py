"""Papers that steer administrative reform: putting one on the list of indicator 1.1.3, and taking it off."""

from __future__ import annotations

import datetime as dt

from tracker.models.document import Document
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.services import papers
from tracker.store import installation, steering
from tracker.transaction import Work


def add(work: Work, *, reference: str, issued_on: dt.date, summary: str, secrecy: str = "") -> Document:
    """Mark a paper of the authority as one that steers reform; it is made when it is not known yet.

    Raises `Refusal` DATE_IN_FUTURE, SECRET_CONTENT, SECRET_PAPER, and DUPLICATE for one that is on the list already.
    """
    require(work.actor, Permission.REPORT_PREPARE)
    if issued_on > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="issued_on", latest=work.today)
    issuer = installation.place_name(work.session)
    paper = papers.document(
        work, reference=reference, issued_on=issued_on, issuer=issuer, summary=tidy(summary), secrecy=secrecy
    )
    if paper.is_steering:
        raise Refusal(Reason.DUPLICATE, field="reference")
    paper.is_steering = True
    if not paper.summary and not paper.secrecy:
        paper.summary = tidy(summary)
    return paper


def take_off(work: Work, document_id: int) -> None:
    """Take a paper off the list; the paper itself stays."""
    require(work.actor, Permission.REPORT_PREPARE)
    paper = steering.one(work.session, document_id)
    if paper is None or not paper.is_steering:
        raise Refusal(Reason.NOT_FOUND)
    paper.is_steering = False
