"""A directive whose deadline comes again, read from its words as the office reads them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from tests.support.builders import leads_of
from tracker.core.clock import ManualClock, local_instant
from tracker.core.text import search_key
from tracker.database.unit_of_work import unit_of_work
from tracker.law.deadlines.reader import parse_deadline
from tracker.law.permissions import Origin
from tracker.office.models import Document, Unit
from tracker.office.people import COMMAND_LINE
from tracker.tasks.actions import assignment as actions_assignment
from tracker.tasks.models import Assignment
from tracker.tasks.sources import Directive


def a_recurring_directive(
    session: Session, unit: Unit, *, phrase: str, given_on: dt.date = dt.date(2021, 1, 4)
) -> Assignment:
    """Give a unit a directive with a deadline in words, on a civil day; return its assignment."""
    with unit_of_work(session, COMMAND_LINE, ManualClock(local_instant(given_on, 9))) as work:
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
        duty = actions_assignment.NewTask(
            origin=Origin.TOWN,
            title="Báo cáo kết quả",
            term=parse_deadline(phrase, issued=given_on),
            assigned_on=given_on,
            leads=(unit,),
            directive_id=directive.id,
            code=number,
        )
        task_id = actions_assignment.create_task(work, duty).id
    [assignment] = leads_of(session, task_id)
    return assignment
