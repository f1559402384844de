"""The town in small: units, people and tasks as a test needs them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from tracker.core.clock import ManualClock, local_instant
from tracker.core.text import fold_accents, search_key, sort_key
from tracker.database.unit_of_work import unit_of_work
from tracker.law.calendar import DayKind
from tracker.law.permissions import Actor, Origin, Role
from tracker.law.terms import Term, TermKind
from tracker.office import people as office_people
from tracker.office.models import CalendarDay, Document, Membership, Person, Unit
from tracker.office.name_reader import UnitKind
from tracker.office.people import COMMAND_LINE
from tracker.tasks.actions import assignment
from tracker.tasks.models import Assignment, AssignmentRole, Task
from tracker.tasks.sources import Directive

FOUNDED = dt.date(2011, 11, 15)
START = dt.date(2021, 1, 4)


def a_unit(session: Session, code: str = "TUHA", name: str = "UBND phường Tứ Hạ", **fields: object) -> Unit:
    """Add a unit that has existed since the town was founded."""
    values: dict[str, object] = {"kind": UnitKind.WARD, "valid_from": FOUNDED, "short_name": name} | fields
    unit = Unit(code=code, name=name, search_text=fold_accents(name), sort_key=sort_key(name), **values)
    session.add(unit)
    session.commit()
    return unit


def an_official(session: Session, role: Role, unit: Unit | None, login: str = "") -> Actor:
    """Add a person with one post, and return them as they act on a day of 2021."""
    name = login or f"{role.value}-{unit.code if unit else 'all'}"
    person = Person(
        login=name.lower(),
        name=name,
        sort_key=sort_key(name),
        email=f"{name.lower()}@example.org",
        created_at=local_instant(START, 8),
    )
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, unit_id=unit.id if unit else None, role=role, valid_from=FOUNDED))
    session.commit()
    return office_people.get_person_actor(session, person, START)


def the_calendar_of(session: Session, year: int) -> None:
    """Open a year's calendar with New Year's Day alone."""
    session.add(CalendarDay(day=dt.date(year, 1, 1), kind=DayKind.PUBLIC_HOLIDAY, name="01/01", source="test"))
    session.commit()


def a_directive(
    session: Session,
    *units: Unit,
    due_on: dt.date | None = dt.date(2021, 6, 15),
    given_on: dt.date = START,
    origin: Origin = Origin.TOWN,
    content: str = "Rà soát, công khai thủ tục hành chính",
    coordinating: tuple[Unit, ...] = (),
    clock: ManualClock | None = None,
    kind: TermKind = TermKind.ONCE,
) -> list[Assignment]:
    """Give a directive to some units; return their assignments, in the order of the units."""
    clock = clock or ManualClock(local_instant(given_on, 9))
    number = f"{session.query(Document).count() + 1}/UBND-VP"
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        document = Document(reference=number, issued_on=given_on, issuer="UBND", created_at=work.now)
        session.add(document)
        session.flush()
        directive = Directive(
            origin=origin,
            document_id=document.id,
            given_on=given_on,
            content=content,
            search_text=search_key(number, content),
            created_at=work.now,
        )
        session.add(directive)
        session.flush()
        term = Term(phrase="", kind=kind, rule="D5", due=due_on)
        task = assignment.create_task(
            work,
            assignment.NewTask(
                origin=origin,
                title=content,
                term=term,
                assigned_on=given_on,
                leads=units,
                coordinating=coordinating,
                directive_id=directive.id,
                code=number,
            ),
        )
        task_id = task.id
    return leads_of(session, task_id)


def leads_of(session: Session, task_id: int) -> list[Assignment]:
    """Return the lead assignments of a task in the order in which they were given."""
    found = session.query(Assignment).filter_by(task_id=task_id, part=AssignmentRole.LEAD)
    return found.order_by(Assignment.id).all()


def task_of(session: Session, assignment: Assignment) -> Task:
    """Return the task an assignment belongs to."""
    return session.get_one(Task, assignment.task_id)
