"""A directive whose deadline comes again, read from its words as the office reads them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from tests.support.builders import leads_of
from tracker.clock import HandClock, at
from tracker.models.directive import Directive
from tracker.models.document import Document
from tracker.models.task import Assignment
from tracker.models.unit import Unit
from tracker.rules.deadlines import read
from tracker.rules.permissions import Origin
from tracker.rules.searching import search_key
from tracker.services import tasks
from tracker.services.machine import COMMAND_LINE
from tracker.transaction import unit_of_work


def a_recurring_directive(
    session: Session, unit: Unit, *, phrase: str, given_on: dt.date = dt.date(2021, 1, 4)
) -> Assignment:
    """Give a unit a directive with a deadline in words, on a civil day; return its assignment."""
    with unit_of_work(session, COMMAND_LINE, HandClock(at(given_on, 9))) as work:
        number = f"{session.query(Document).count() + 1}/UBND-NV"
        document = Document(reference=number, issued_on=given_on, issuer="UBND", created_at=work.now)
        session.add(document)
        session.flush()
        directive = Directive(
            origin=Origin.TOWN,
            document_id=document.id,
            given_on=given_on,
            content="Báo cáo kết quả",
            search_text=search_key(number, "Báo cáo kết quả"),
            created_at=work.now,
        )
        session.add(directive)
        session.flush()
        duty = tasks.Duty(
            origin=Origin.TOWN,
            title="Báo cáo kết quả",
            term=read(phrase, issued=given_on),
            assigned_on=given_on,
            leads=(unit,),
            directive_id=directive.id,
            code=number,
        )
        task_id = tasks.hand_out(work, duty).id
    [assignment] = leads_of(session, task_id)
    return assignment
